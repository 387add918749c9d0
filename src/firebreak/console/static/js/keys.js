// Which key does what? Links carry data-go (after G), controls data-key. Never while writing or composing.
import { openPalette } from "./palette.js";
import { enter, isIn } from "./menu.js";

const WAIT = 1500;
let went = -WAIT;
let held = "";

const isWriting = (place) =>
  place instanceof Element && place.closest("input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]");

export function isPlain(event) {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return false;
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || isIn(event.target)) return false;
  return "shortcuts" in document.body.dataset && !document.querySelector("dialog[open]");
}

// What a closed menu holds can be pressed by its key all the same, as long as the menu itself is in sight.
const inSight = (place) => (place.closest("details:not([open])") ?? place).checkVisibility();
// The row that one stands at goes before the rest of the page.
const rowHere = () => document.activeElement?.closest("[data-item]");
const visible = (selector) =>
  [...(rowHere()?.querySelectorAll(selector) ?? []), ...document.querySelectorAll(selector)].find(inSight);

function search() {
  const box = visible("[data-search]");
  box?.focus();
  box?.select();
  return Boolean(box);
}

function help() {
  const box = document.querySelector("[data-keys-help]");
  for (const line of box?.querySelectorAll("[data-when]") ?? []) line.hidden = !document.querySelector(line.dataset.when);
  box?.showModal();
  return Boolean(box);
}

// A pane that is being replaced shows what is no longer meant: the keys that it names wait for the new one.
const late = () => document.querySelector("[data-pane][aria-busy]");
export const isHeld = () => Boolean(held);

function press(selector) {
  const place = visible(selector);
  place?.click();
  if (place?.matches("details[open] > summary")) enter(place.parentElement);
  return Boolean(place);
}

function pressKey(key) {
  if (!late()?.dataset.pane.includes(key)) return press(`[data-key="${CSS.escape(key)}"]`);
  held = key;
  return true;
}

document.addEventListener("htmx:afterSettle", () => {
  if (!held || late()) return;
  const key = held;
  held = "";
  pressKey(key);
});

function act(event) {
  const key = event.key.toLowerCase();
  if (performance.now() - went < WAIT && press(`[data-go="${CSS.escape(key)}"]`)) return true;
  if (key === "g") went = performance.now();
  if (key === "/") return pressKey(key) || search();
  if (key === "?") return help();
  return pressKey(key);
}

document.addEventListener("keydown", (event) => {
  const isCommand = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.isComposing;
  if (isCommand ? openPalette() || search() : isPlain(event) && act(event)) event.preventDefault();
});
