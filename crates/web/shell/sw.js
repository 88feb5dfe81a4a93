// Keeps one whole bundle, so that Mend opens without a network. A new bundle waits until the person takes it.
const VERSION = "{{version}}";
const NAME = "mend-" + VERSION;
const FILES = [...new Set(["/", "/away.html", "/icon-app.svg", ...{{assets}}])];

// A name made from the contents cannot lie: what the page has just loaded under it is not loaded again. All else is asked for.
const asked = (file) => new Request(file, { cache: /-[0-9a-f]{16}\./.test(file) ? "default" : "no-cache" });

self.addEventListener("install", (event) => {
  // All or nothing: a bundle with one file missing is never taken.
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES.map(asked))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    // The bundle before this one stays for tabs that still run it.
    const names = (await caches.keys()).filter((name) => name.startsWith("mend-") && name !== NAME);
    await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

async function answer(request) {
  const url = new URL(request.url);
  const page = request.mode === "navigate" && !url.pathname.includes(".");
  const own = await caches.open(NAME);
  const found = await own.match(page ? "/" : url.pathname) ?? await caches.match(url.pathname);
  return found ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (/^\/(v1|demo|health|version\.json)(\/|$)/.test(url.pathname)) return;
  event.respondWith(answer(event.request));
});
