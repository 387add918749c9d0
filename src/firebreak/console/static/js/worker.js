// What can be read where there is no network? One card per brand, of whoever is signed in, and of nobody any more after
// they have signed out. Nothing else is kept; what is sent is never kept for later, so nothing is approved without a line.
const PREFIX = "firebreak-card-";
const KEPT_FOR = 12 * 3600 * 1000; // as long as somebody stays signed in
const YOUNG = 60 * 1000;
const PATIENCE = 8000;
const LOOSE = { ignoreVary: true };
const shown = new Set(); // pages that are a kept card

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const NONE = new Response();
const age = (answer) => Date.now() - Date.parse(answer.headers.get("Date")); // of none it is no number, and never young
const isCard = (request) => new URL(request.url).pathname.endsWith("/card/");

async function forgetCards(cache, stays) {
  for (const one of (await cache.keys()).filter(isCard)) if (!(await stays(one))) await cache.delete(one, LOOSE);
}
const forgetOld = (cache) => forgetCards(cache, async (one) => age(await cache.match(one, LOOSE)) <= KEPT_FOR);

async function forget(except = "") {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== except) await caches.delete(name);
}

async function keep({ card, person }) {
  const name = PREFIX + person;
  await forget(name); // whoever used this browser before
  const cache = await caches.open(name);
  await forgetOld(cache);
  if (age((await cache.match(card, LOOSE)) ?? NONE) < YOUNG) return;
  const answer = await fetch(card, { cache: "no-store" });
  if (answer.status >= 500) return;
  if (!answer.ok || answer.redirected) return forget(); // signed out, or no longer of this brand
  const mine = (answer.headers.get("Firebreak-Cards") ?? "").split(" "); // of the brands that may still be entered
  await forgetCards(cache, (one) => mine.includes(new URL(one.url).pathname));
  const looks = [...(await answer.clone().text()).matchAll(/href="([^"#]+\.css)"/g)].map((found) => found[1]);
  await cache.addAll(looks);
  await cache.put(card, answer);
}

async function kept(path) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    await forgetOld(cache);
    const cards = (await cache.keys()).filter(isCard).map((one) => new URL(one.url).pathname);
    const nearest = cards.find((one) => path.startsWith(one.slice(0, -"card/".length))) ?? cards.at(-1);
    if (nearest) return cache.match(nearest, LOOSE);
  }
}

async function page({ request, resultingClientId }) {
  const coming = fetch(request);
  const late = new Promise((_, fail) => { setTimeout(fail, PATIENCE, new Error("late")); });
  try {
    return await Promise.race([coming, late]);
  } catch {
    const card = await kept(new URL(request.url).pathname);
    if (card) shown.add(resultingClientId);
    return card ?? coming;
  }
}

// A card's looks are kept with it: where the line hangs, waiting for them would leave it blank.
async function style({ request, clientId }) {
  const here = await caches.match(request, LOOSE);
  return here && shown.has(clientId) ? here : fetch(request).catch(() => here ?? Response.error());
}

self.addEventListener("message", (event) => {
  event.waitUntil((event.data.card ? keep(event.data) : forget()).catch(() => {})); // without a line the card stays as it was
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.destination === "style") event.respondWith(style(event));
});
