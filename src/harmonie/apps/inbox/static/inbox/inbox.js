// The inbox beside htmx: which row is current, which are chosen, which pane a small screen shows.
(() => {
  const chosen = new Set();
  const list = document.getElementById("inbox-list");
  const main = document.getElementById("main");
  if (!list || !main) return;

  function current() {
    return document.querySelector("#item [data-thread]")?.dataset.thread ?? "";
  }
  function markCurrent() {
    for (const row of list.querySelectorAll("[data-item]")) {
      if (row.dataset.thread === current()) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
  function showChosen() {
    const boxes = [...list.querySelectorAll("input[name=ids]")];
    for (const box of boxes) box.checked = chosen.has(box.value);
    const count = boxes.filter((box) => box.checked).length;
    const label = list.querySelector("[data-bulk-count]");
    if (label) label.textContent = count ? String(count) : "";
    list.classList.toggle("has-chosen", count > 0);
  }
  function scrollDown() {
    const body = document.getElementById("conversation");
    if (body) body.scrollTop = body.scrollHeight;
  }

  list.addEventListener("change", (event) => {
    if (event.target.name !== "ids") return;
    if (event.target.checked) chosen.add(event.target.value); else chosen.delete(event.target.value);
    showChosen();
  });
  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-bulk-clear]")) return;
    chosen.clear();
    showChosen();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) main.dataset.open = opener.dataset.opens;
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("#composer textarea");
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const buttons = [...field.form.querySelectorAll(".composer-send")];
      const sends = buttons.find((button) => button.matches(".for-note, [data-sends]") && button.checkVisibility());
      field.form.requestSubmit(sends);
      return;
    }
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== "checkbox";
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "x") return;
    const row = document.activeElement.closest?.(".inbox-row") ?? list.querySelector("[aria-current=true]")?.closest(".inbox-row");
    const box = row?.querySelector("input[name=ids]");
    if (box) { event.preventDefault(); box.click(); }
  });

  // A menu opened by its key is for typing or choosing at once.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (menu.matches?.("details.menu") && menu.open) menu.querySelector(".menu-sheet input:not([type=hidden]), .menu-sheet .menu-item")?.focus();
  }, true);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#composer textarea")) htmx.trigger("#item", "compose-started");
  });

  document.body.addEventListener("htmx:configRequest", (event) => {
    // A refresh keeps as many rows as the person had loaded.
    if (event.detail.elt === list) event.detail.parameters.size = list.querySelectorAll("[data-item]").length;
  });
  document.body.addEventListener("inbox-changed", (event) => {
    chosen.clear();
    // The composer's answer brought fresh panes: a second draw would close a menu just opened.
    if (current() && !event.target.closest?.("#composer")) htmx.trigger(document.body, "thread-changed");
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    // Somebody typing in the list's own forms must not lose them to a refresh.
    if (event.detail.elt === list && list.querySelector("details[open]")) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.target.id;
    if (id === "item") { main.dataset.open = "main"; main.classList.remove("no-context"); scrollDown(); }
    markCurrent();
    showChosen();
  });
  addEventListener("popstate", () => setTimeout(markCurrent, 50));
  markCurrent();
  showChosen();
  scrollDown();
})();
