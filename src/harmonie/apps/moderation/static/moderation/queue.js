// The queue beside htmx: which pane a small screen shows, ticking with x and shift, live lists.
(() => {
  const main = document.getElementById("main");
  const form = document.getElementById("queue-form");
  if (!main || !form) return;
  const boxes = () => [...form.querySelectorAll("input[name='case']")];
  let last = null;

  function count() {
    const ticked = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest(".case-item").classList.toggle("is-ticked", box.checked);
    form.classList.toggle("is-selecting", ticked.length > 0);
    const bar = document.getElementById("bulk");
    if (!bar) return;
    bar.hidden = ticked.length === 0;
    bar.querySelector("[data-count]").textContent = ticked.length;
  }

  function tick(box, extend) {
    const all = boxes();
    const from = all.indexOf(last);
    const to = all.indexOf(box);
    if (extend && from >= 0) {
      for (let i = Math.min(from, to); i <= Math.max(from, to); i += 1) all[i].checked = true;
    }
    last = box;
    count();
  }

  form.addEventListener("click", (event) => {
    if (event.target.matches("input[name='case']")) tick(event.target, event.shiftKey);
    if (event.target.closest("[data-clear]")) {
      for (const box of boxes()) box.checked = false;
      count();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== "checkbox") return;
    if (document.querySelector("dialog[open]")) return;
    const item = document.activeElement.closest?.(".case-item") || form.querySelector(".case-item.is-current");
    const box = item?.querySelector("input[name='case']");
    if (!box) return;
    event.preventDefault();
    box.checked = event.shiftKey ? true : !box.checked;
    tick(box, event.shiftKey);
  });

  // Moving to another case draws the list anew: what was ticked stays so until it is decided.
  // So does the focus, so that keys pressed faster than the answer still count.
  let kept = new Set();
  let place = null;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "item" || event.detail.requestConfig.verb !== "post") return;
    for (const box of boxes()) box.checked = false;
  });
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.id !== "queue-items") return;
    kept = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    place = form.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "queue-items") return;
    for (const box of boxes()) box.checked = kept.has(box.value);
    if (place) form.querySelector(`[data-item][href="${place}"]`)?.focus({ preventScroll: true });
    count();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-pane]");
    if (button) main.dataset.open = button.dataset.openPane;
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "item") return;
    main.dataset.open = document.querySelector("#item [data-case]") ? "main" : "list";
    showSubject();
    last = null;
    count();
    form.querySelector(".case-item.is-current")?.scrollIntoView({ block: "nearest" });
    // The element that had the focus is gone: put it where reading goes on.
    if (document.activeElement === document.body) document.querySelector("#item [data-heading]")?.focus({ preventScroll: true });
  });

  function showSubject() {
    const body = document.querySelector("#item .pane-body");
    const subject = body?.querySelector(".is-subject");
    if (!subject) return;
    body.scrollTop = 0;
    if (subject.getBoundingClientRect().bottom > body.getBoundingClientRect().bottom) subject.scrollIntoView({ block: "center" });
  }
  showSubject();

  const address = (path, extra) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(extra)) query.set(name, value);
    return `${path}?${query}`;
  };
  const current = () => document.querySelector("#item [data-case]")?.dataset.case || "0";
  function refresh() {
    if (form.classList.contains("is-selecting")) return;
    htmx.ajax("GET", address(form.dataset.queue, { part: "list", current: current() }), { target: "#queue-items", swap: "innerHTML" });
  }
  document.body.addEventListener("queue-changed", (event) => {
    const id = event.detail?.case;
    if (id) {
      htmx.ajax("GET", address(`${form.dataset.queue}cases/${id}/`, {}), { target: "#item", swap: "innerHTML" });
    } else {
      refresh();
    }
  });
  for (const type of ["case.opened", "case.decided", "case.claimed", "decision.undone"]) {
    document.body.addEventListener(`live:${type}`, refresh);
  }
})();
