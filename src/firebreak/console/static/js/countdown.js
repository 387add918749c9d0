// How long is left? [data-due] counts by the server's clock; [data-say] names it aloud at 60, 30, 10 and 0 minutes.
import { now } from "./clock.js";
import { politely } from "./speak.js";
import { duration, sentence } from "./words.js";

const MARKS = [60, 30, 10, 0];
const before = new WeakMap();
const two = (number) => String(number).padStart(2, "0");

function written(seconds) {
  if (seconds < 0) return sentence("over", { time: duration(-seconds) });
  if (seconds > 86400) return duration(seconds);
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => two(Math.floor(part))).join(":");
}

function announce(place, seconds) {
  const was = before.get(place);
  before.set(place, seconds);
  if (was === undefined || !place.dataset.say) return;
  const mark = MARKS.find((minutes) => was > minutes * 60 && seconds <= minutes * 60);
  if (mark === undefined) return;
  politely(sentence(mark ? "left" : "overSaid", { name: place.dataset.say, minutes: mark }));
}

function show(place) {
  const seconds = Math.floor((Date.parse(place.dataset.due) - now()) / 1000);
  const text = written(seconds);
  if (place.textContent !== text) place.textContent = text;
  place.classList.toggle("t-bad", seconds < 0);
  announce(place, seconds);
}

const tick = () => document.querySelectorAll("[data-due]").forEach(show);
setInterval(tick, 1000);
document.addEventListener("htmx:load", tick);
