// Live pages: each server-sent event becomes "live:<type>" on <body>, for hx-trigger.
(() => {
  const meta = document.querySelector("meta[name='harmonie-live']");
  if (!meta || !window.EventSource) return;
  const types = meta.dataset.types.split(" ");
  const waiting = new Map();
  let source = null;
  let delay = 1000;
  let last = "";

  function announce(type, detail) {
    // A raid brings hundreds of events a second; the page needs to know once every 400 ms.
    if (waiting.has(type)) { waiting.set(type, detail); return; }
    waiting.set(type, detail);
    setTimeout(() => {
      const latest = waiting.get(type);
      waiting.delete(type);
      htmx.trigger(document.body, `live:${type}`, latest);
    }, 400);
  }

  function connect() {
    source = new EventSource(meta.content + (last ? `?after=${last}` : ""));
    source.addEventListener("open", () => { delay = 1000; });
    for (const type of types) {
      source.addEventListener(type, (event) => {
        last = event.lastEventId;
        announce(type, JSON.parse(event.data));
      });
    }
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      // The browser gave up (the server answered something else): try again, ever more slowly.
      setTimeout(connect, delay);
      delay = Math.min(60000, delay * 2);
    });
  }
  // A hidden tab holds no connection: a browser allows only six per host.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { source?.close(); source = null; } else if (!source) { connect(); }
  });
  if (!document.hidden) connect();
})();
