// Menus, loading bar, offline bar: what the shell does beside htmx.
(() => {
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  const root = document.documentElement;
  const online = () => root.classList.toggle("is-offline", !navigator.onLine);
  addEventListener("online", online);
  addEventListener("offline", online);
  online();

  let pending = 0;
  const loading = (change) => {
    pending = Math.max(0, pending + change);
    root.classList.toggle("is-loading", pending > 0);
  };
  document.addEventListener("htmx:beforeRequest", () => loading(1));
  document.addEventListener("htmx:afterRequest", () => loading(-1));
  document.addEventListener("htmx:sendError", () => root.classList.add("is-offline"));
  document.addEventListener("htmx:afterOnLoad", () => { if (navigator.onLine) root.classList.remove("is-offline"); });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const label = button.querySelector("[data-copy-label]");
    if (label && button.dataset.copied) label.textContent = button.dataset.copied;
  });
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-submit-on-change]");
    if (field) field.form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
})();
