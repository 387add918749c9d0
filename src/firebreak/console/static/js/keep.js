// What must not be replaced under somebody's hands? A piece that is being written in or selected waits until it is left,
// one that holds words which are not sent yet waits until they are, and an open menu until it is shut.
const WRITTEN = "form[method=post] :is(input:not([type=hidden],[type=checkbox],[type=radio]),textarea)";
const CHOSEN = "form[method=post] select";
const waiting = new Set();

// Nobody pressed anything for it: news came, or a minute is over.
const isByItself = ({ detail: { requestConfig: asked } }) =>
  asked && (asked.triggeringEvent?.type ?? "live:").startsWith("live:");

const isChanged = ({ options, selectedOptions: [chosen] }) =>
  [...options].some((one) => one.defaultSelected) && !chosen?.defaultSelected;

function isUnsent(place) {
  return [...place.querySelectorAll(WRITTEN)].some((field) => field.value !== field.defaultValue)
    || [...place.querySelectorAll(CHOSEN)].some(isChanged);
}

function isInUse(place) {
  if (place.querySelector("details[data-menu][open]") || isUnsent(place)) return true;
  const active = document.activeElement;
  if (place.contains(active) && active.matches("input,textarea,select,[contenteditable]")) return true;
  const marked = document.getSelection();
  return !marked.isCollapsed && place.contains(marked.anchorNode);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isByItself(event) || !isInUse(event.detail.target)) return;
  event.detail.shouldSwap = false;
  if (event.detail.requestConfig.triggeringEvent) waiting.add(event.detail.requestConfig);
});

function release() {
  for (const request of waiting) {
    if (isInUse(request.target)) continue;
    waiting.delete(request);
    const again = new CustomEvent(request.triggeringEvent.type, { bubbles: true }); // who asks listens at the body
    if (request.elt.isConnected) request.elt.dispatchEvent(again);
  }
}

document.addEventListener("focusout", () => setTimeout(release));
document.addEventListener("toggle", () => setTimeout(release), true);
document.addEventListener("selectionchange", () => { if (document.getSelection().isCollapsed) release(); });
