// A problem's line and column take the reader there in the text.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  const editor = document.getElementById("source");
  if (!link || !editor) return;
  event.preventDefault();
  const lines = editor.value.split("\n");
  const line = Math.min(Number(link.dataset.line), lines.length) - 1;
  const before = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
  // Columns count code points, the editor counts UTF-16 units.
  const column = [...(lines[line] ?? "")].slice(0, Number(link.dataset.column) - 1).join("").length;
  editor.focus();
  editor.setSelectionRange(before + column, before + (lines[line] ?? "").length);
  editor.scrollTop = Math.max(0, (line - 6) * 20);
});
