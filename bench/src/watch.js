(() => {
  const measured = { usable: 0, blocked: 0, requests: 0, received: 0, commits: 0, written: 0, reads: 0, read: 0, workers: 0 };
  window.measured = measured;
  const now = () => performance.now();
  const usable = (selector) => {
    const it = document.querySelector(selector);
    const box = it && it.getClientRects()[0];
    return box && box.width > 0 && box.height > 0 && !it.disabled && getComputedStyle(it).visibility !== "hidden";
  };
  // Two frames and a task after it can be used.
  measured.watch = (selector, told) => {
    const look = () => {
      if (!usable(selector)) return requestAnimationFrame(look);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => told(now());
        channel.port2.postMessage(0);
      }));
    };
    look();
  };
  requestAnimationFrame(() => measured.watch(SELECTOR, (at) => { measured.spent = { ...measured }; measured.usable = at; }));
  try {
    new PerformanceObserver((list) => {
      for (const it of list.getEntries()) measured.blocked += Math.max(0, it.duration - 50);
    }).observe({ type: "longtask", buffered: true });
  } catch {}
  // Where the time goes that is not the page's own.
  const fetched = window.fetch;
  window.fetch = async (...what) => {
    const begun = now();
    try { return await fetched(...what); } finally { measured.requests += now() - begun; }
  };
  const body = Response.prototype.arrayBuffer;
  Response.prototype.arrayBuffer = async function () {
    const begun = now();
    const bytes = await body.call(this);
    measured.requests += now() - begun;
    measured.received += bytes.byteLength;
    return bytes;
  };
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...what) {
    const begun = now();
    const transaction = begin.apply(this, what);
    if (what[1] === "readwrite") transaction.addEventListener("complete", () => { measured.commits += now() - begun; });
    return transaction;
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    measured.written += value.byteLength || 0;
    return put.call(this, value, key);
  };
  for (const name of ["get", "getAll"]) {
    const asked = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...what) {
      const begun = now();
      const request = asked.apply(this, what);
      request.addEventListener("success", () => {
        measured.reads += now() - begun;
        for (const it of [request.result].flat()) measured.read += (it && it.byteLength) || 0;
      });
      return request;
    };
  }
  const Slow = window.Worker;
  window.Worker = class extends Slow {
    constructor(...what) { super(...what); this.begun = now(); }
    terminate() { measured.workers += now() - this.begun; super.terminate(); }
  };
})();
