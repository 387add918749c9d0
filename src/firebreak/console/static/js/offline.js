// What shall be readable without a network? The card of the brand that is open, kept by worker.js for who is signed in.
const LOOK_EVERY = 60_000;
const place = document.querySelector("[data-card]");
const wish = place ? { card: place.dataset.card, person: place.dataset.person } : { card: "" };

async function tell() {
  const there = await navigator.serviceWorker.getRegistration("/");
  if (!there && !wish.card) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(wish);
}

if ("serviceWorker" in navigator && (place || document.querySelector(".auth"))) {
  if (place) navigator.serviceWorker.register("/worker.js").catch(() => {}); // no TLS, no card
  tell();
  for (const topic of ["live:incidents", "live:alerts"]) document.body.addEventListener(topic, () => place && tell());
  if (place) setInterval(() => document.hidden || tell(), LOOK_EVERY);
}
