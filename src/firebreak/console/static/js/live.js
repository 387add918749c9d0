// Is what we see fresh? Topics that moved become live:TOPIC events, which hx-trigger listens to; silence is shown.
import { clockText, now, sync } from "./clock.js";
import { atOnce, politely } from "./speak.js";
import { listen } from "./stream.js";
import { sentence } from "./words.js";

const SILENT_AFTER = 15_000;
const LEAVE_AFTER = 60_000;
const { stream, changes, heard } = document.body.dataset;
let heardAt = performance.now();
let dataAt = now();
let leaving = 0;
let line = null;
let isAway = false;

function fresh(news) {
  sync(news.now, news.speed);
  heardAt = performance.now();
  dataAt = now();
  const place = document.querySelector("[data-live]");
  if (place?.dataset.was) {
    place.classList.remove("stale");
    place.firstElementChild.hidden = false;
    place.lastElementChild.remove();
    delete place.dataset.was;
  }
  const stamp = document.querySelector("[data-live-at]");
  if (stamp) stamp.textContent = clockText(dataAt);
}

function stale() {
  const place = document.querySelector("[data-live]");
  if (isAway || !place || place.dataset.was || performance.now() - heardAt < SILENT_AFTER) return;
  place.dataset.was = "live";
  place.classList.add("stale");
  place.firstElementChild.hidden = true;
  const told = document.createElement("span");
  told.append(sentence("stale", { time: clockText(dataAt) }), " ", again());
  place.append(told);
}

function again() {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "plain-link", textContent: sentence("refresh"),
  });
  button.addEventListener("click", () => { line.ask(); line.open(); });
  return button;
}

function count(counts) {
  for (const [name, number] of Object.entries(counts ?? {})) {
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
      place.textContent = number < 1000 ? number : "999+";
      place.hidden = !number;
    }
  }
}

function tell(kind, news) {
  fresh(news);
  count(news.counts);
  for (const topic of news.topics ?? []) document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { bubbles: true }));
  if (kind !== "toast") return;
  (news.severity === "S1" ? atOnce : politely)(news.text);
  document.body.dispatchEvent(new CustomEvent("toast", { detail: news }));
}

if (stream) {
  line = listen({ stream, changes, heard, tell });
  line.open();
  setInterval(stale, 1000);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(() => { isAway = true; line.close(); }, LEAVE_AFTER);
    else if (isAway) { isAway = false; heardAt = performance.now(); line.ask(); line.open(); }
  });
}
