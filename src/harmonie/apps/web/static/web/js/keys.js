// The keyboard: an element with data-key="h" is clicked (or focused, for a field) by that key;
// j and k walk through [data-item] elements; "?" lists what the page offers.
(() => {
  const typing = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName)
    && !/^(checkbox|radio|button|submit)$/i.test(target.type);
  const visible = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const keyed = () => [...document.querySelectorAll("[data-key]")].filter(visible);

  function move(step) {
    const items = [...document.querySelectorAll("[data-item]")].filter(visible);
    if (!items.length) return;
    let index = items.indexOf(document.activeElement);
    if (index < 0) index = items.findIndex((item) => item.getAttribute("aria-current") === "true");
    const next = items[Math.min(items.length - 1, Math.max(0, index + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (next.dataset.item === "open") next.click();
  }

  function labelOf(element) {
    if (element.dataset.keyLabel) return element.dataset.keyLabel;
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".kbd, kbd, .rail-count").forEach((part) => part.remove());
    return (copy.textContent.trim() || element.getAttribute("aria-label") || element.placeholder || "").replace(/\s+/g, " ");
  }

  function showKeys() {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return;
    const list = dialog.querySelector("[data-keys-here]");
    list.replaceChildren();
    const seen = new Set();
    for (const element of keyed()) {
      if (seen.has(element.dataset.key)) continue;
      seen.add(element.dataset.key);
      const row = document.createElement("div");
      const name = document.createElement("dt");
      const value = document.createElement("dd");
      const key = document.createElement("kbd");
      name.textContent = labelOf(element);
      key.textContent = element.dataset.key;
      value.append(key);
      row.append(name, value);
      list.append(row);
    }
    dialog.querySelector("[data-keys-move]").hidden = !document.querySelector("[data-item]");
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "j") { event.preventDefault(); move(1); return; }
    if (event.key === "k") { event.preventDefault(); move(-1); return; }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const element = keyed().find((candidate) => candidate.dataset.key === key && !candidate.disabled);
    if (!element) return;
    event.preventDefault();
    if (typing(element)) { element.focus(); element.select?.(); } else { element.click(); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shows-keys]")) showKeys();
    const dialog = event.target.closest("dialog.sheet");
    if (dialog && (event.target === dialog || event.target.closest("[data-closes]"))) dialog.close();
  });
})();
