// Toasts: "toast" events (from the HX-Trigger header) and messages already in the page.
(() => {
  const box = document.getElementById("toasts");
  if (!box) return;

  function start(toast, seconds) {
    const counter = toast.querySelector("[data-seconds]");
    let left = seconds;
    const tick = () => {
      // A pointer or the focus on the toast holds it: nobody loses "undo" while reaching for it.
      if (!toast.matches(":hover, :focus-within")) left -= 1;
      if (counter) counter.textContent = `${left}\u202fs`;
      if (left <= 0) { clearInterval(timer); toast.remove(); }
    };
    if (counter) counter.textContent = `${left}\u202fs`;
    const timer = setInterval(tick, 1000);
  }

  function show({ text, undo_url: undoUrl, seconds = 8, error = false }) {
    if (undoUrl) box.querySelectorAll("[data-key='u']").forEach((old) => old.closest(".undo-toast").remove());
    const toast = document.getElementById(undoUrl ? "toast-undo" : "toast-plain").content.firstElementChild.cloneNode(true);
    toast.querySelector("[data-text]").textContent = text;
    if (error) toast.classList.add("is-error");
    const button = toast.querySelector("[data-key='u']");
    if (button) {
      button.addEventListener("click", () => {
        toast.remove();
        htmx.ajax("POST", undoUrl, { source: document.body, swap: "none" });
      });
    }
    box.append(toast);
    start(toast, seconds);
  }

  document.body.addEventListener("toast", (event) => show(event.detail));
  document.body.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    const words = box.dataset;
    const text = status === 403 ? words.denied : status === 404 ? words.gone : status === 429 ? words.slow : words.failed;
    show({ text, error: true });
  });
  document.body.addEventListener("htmx:sendError", () => show({ text: box.dataset.offline, error: true }));
  for (const toast of box.querySelectorAll(".undo-toast")) start(toast, 8);
})();
