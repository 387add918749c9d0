// What can be read where there is no network? One card per brand, of whoever is signed in, and of nobody any more after
// they have signed out. Nothing else is kept; what is sent is never kept for later, so nothing is approved without a line.
const PREFIX = "firebreak-card-";
const KEPT_FOR = 12 * 3600 * 1000; // as long as somebody stays signed in
const YOUNG = 60 * 1000;
const PATIENCE = 8000;
const LOOSE = { ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const age = (answer) => Date.now() - Date.parse(answer.headers.get("Date"));

async function forget(except = "") {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== except);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function keep({ card, person }) {
  const name = PREFIX + person;
  await forget(name); // whoever used this browser before
  const cache = await caches.open(name);
  const before = await cache.match(card, LOOSE);
  if (before && age(before) < YOUNG) return;
  const answer = await fetch(card, { cache: "no-store" });
  if (answer.status >= 500) return;
  if (!answer.ok || answer.redirected) {
    await forget(); // signed out, or no longer of this brand
    return;
  }
  const looks = [...(await answer.clone().text()).matchAll(/href="([^"#]+\.css)"/g)].map((found) => found[1]);
  await cache.addAll(looks);
  await cache.put(card, answer);
}

async function kept(path) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    const cards = (await cache.keys()).map((one) => new URL(one.url).pathname).filter((one) => one.endsWith("/card/"));
    const nearest = cards.find((one) => path.startsWith(one.slice(0, -"card/".length))) ?? cards.at(-1);
    const found = nearest && await cache.match(nearest, LOOSE);
    if (found && age(found) < KEPT_FOR) return found;
  }
  return undefined;
}

async function page(request) {
  const coming = fetch(request);
  const late = new Promise((_, fail) => { setTimeout(fail, PATIENCE, new Error("late")); });
  try {
    return await Promise.race([coming, late]);
  } catch {
    return (await kept(new URL(request.url).pathname)) ?? coming;
  }
}

self.addEventListener("message", (event) => {
  const work = event.data.card ? keep(event.data) : forget();
  event.waitUntil(work.catch(() => {})); // without a line the card stays as it was
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.destination === "style") event.respondWith(fetch(request).catch(async () => (await caches.match(request, LOOSE)) ?? Response.error()));
});
