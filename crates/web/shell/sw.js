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

// Reminders: what the page left for this worker, which can open nothing: the quiet hours, and neutral words. Always the same words.
const REMINDERS = "reminders";
const left = async (name) => (await (await caches.open(REMINDERS)).match(name))?.json();
const keep = async (name, what) => (await caches.open(REMINDERS)).put(name, new Response(JSON.stringify(what)));

// The same gate as in crates/domain/src/reminders: quiet hours, and one a day.
function mayShow(kept, shown, now) {
  const minute = now.getHours() * 60 + now.getMinutes();
  const quiet = kept.from <= kept.to ? minute >= kept.from && minute < kept.to : minute >= kept.from || minute < kept.to;
  const apart = Math.abs(now - (shown ?? 0)), hour = 3600000;
  const past = !shown || (shown > now && apart > 48 * hour) || (now > shown && apart >= 20 * hour && new Date(shown).toDateString() !== now.toDateString());
  return !quiet && past;
}

async function remind() {
  const kept = await left("/kept");
  // Switched off since: nobody is to be told again.
  if (!kept) return stopBeingTold();
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.some((it) => it.visibilityState === "visible")) return;
  const now = new Date();
  if (!mayShow(kept, await left("/shown"), now)) return;
  await keep("/shown", now.getTime());
  const actions = [{ action: "off", title: kept.off }];
  await self.registration.showNotification(kept.title, { body: kept.body, tag: "reminder", lang: kept.lang, actions });
}

async function stopBeingTold() {
  await (await self.registration.pushManager?.getSubscription())?.unsubscribe();
}

async function goIn() {
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.length) return pages[0].focus();
  return self.clients.openWindow("/");
}

// One after another: a push and a page in the background may come at the same moment.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act, act));

self.addEventListener("push", (event) => event.waitUntil(inTurn(remind)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  if (event.action === "off") event.waitUntil(Promise.all([caches.delete(REMINDERS), stopBeingTold()]));
  else event.waitUntil(goIn());
});

self.addEventListener("message", (event) => {
  if (event.data === "remind") event.waitUntil(inTurn(remind));
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
