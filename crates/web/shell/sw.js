// Keeps a bundle, so that Mend opens without a network: what a first visit loads at once, the rest as soon as somebody lives here.
// A new bundle waits until the person takes it.
const VERSION = "{{version}}";
const NAME = "mend-" + VERSION;
const FILES = [...new Set(["/", "/away.html", "/icon-app.svg", ...{{assets}}])];
const LATER = {{later}};

// A name made from the contents cannot lie: what the page has just loaded under it is not loaded again. All else is asked for.
const asked = (file) => new Request(file, { cache: /-[0-9a-f]{16}\./.test(file) ? "default" : "no-cache" });

// Does an older bundle have all of itself here? Then somebody lives here, and the new one comes whole as well.
async function isWhole() {
  for (const name of (await caches.keys()).filter((it) => it.startsWith("mend-"))) {
    const kept = await (await caches.open(name)).keys();
    if (kept.some((it) => new URL(it.url).pathname.startsWith("/parts/"))) return true;
  }
  return false;
}

self.addEventListener("install", (event) => {
  // What goes to the relay does not come by here at all, where the browser knows how: a page's last words on its way out were dropped otherwise.
  event.addRoutes?.({ condition: { urlPattern: { pathname: "/v1/*" } }, source: "network" })?.catch(() => {});
  event.waitUntil((async () => {
    const files = await isWhole() ? [...FILES, ...LATER] : FILES;
    // All or nothing: a bundle with one file missing is never taken.
    await (await caches.open(NAME)).addAll(files.map(asked));
  })());
});

async function keepAll() {
  const cache = await caches.open(NAME);
  const kept = await Promise.all(LATER.map((file) => cache.match(file)));
  await cache.addAll(LATER.filter((_, at) => !kept[at]).map(asked));
}

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
  // A page that was loaded in the moment in which this bundle began to hold: nobody else would take it under its care.
  if (event.data === "take me") event.waitUntil(self.clients.claim());
  if (event.data === "keep all") event.waitUntil(keepAll());
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
