// What just happened, and can it be taken back? A "toast" event {text, undo, url, action} shows a line for 8 seconds of attention.
import { sentence } from "./words.js";

const STAYS = 8000;

function button(undo, remove) {
  const place = Object.assign(document.createElement("button"), { type: "button", textContent: sentence("undo") });
  place.dataset.key = "z";
  place.addEventListener("click", () => {
    window.htmx.ajax("POST", undo, { swap: "none" });
    remove();
  });
  return place;
}

function link(url, action) {
  return Object.assign(document.createElement("a"), { href: url, textContent: action });
}

function show({ text, undo, url, action }) {
  const line = document.createElement("div");
  line.className = "toast";
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  const remove = () => line.remove();
  if (undo) line.append(button(undo, remove));
  if (url) line.append(link(url, action));
  let timer = setTimeout(remove, STAYS);
  const hold = () => clearTimeout(timer);
  const release = () => { timer = setTimeout(remove, STAYS); };
  line.addEventListener("pointerenter", hold);
  line.addEventListener("focusin", hold);
  line.addEventListener("pointerleave", release);
  line.addEventListener("focusout", release);
  document.querySelector("[data-toasts]")?.prepend(line);
}

export function problemOf(request) {
  const told = new DOMParser().parseFromString(request?.responseText ?? "", "text/html");
  const words = told.querySelectorAll("[role=alert] p:not(.mono)");
  return [...words].map((place) => place.textContent.trim()).join(" ") || sentence("failed");
}

document.addEventListener("toast", (event) => show(event.detail));
for (const kind of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(kind, (event) => {
    const isTold = event.detail.elt?.matches("[data-acts]") && document.querySelector("[data-list]")?.checkVisibility();
    const isQuiet = isTold || event.detail.requestConfig?.verb === "get";
    if (!isQuiet) show({ text: problemOf(event.detail.xhr) });
  });
}
