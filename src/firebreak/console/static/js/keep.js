// What must not be replaced under somebody's hands? A piece that is being written in or selected waits until it is left.
const waiting = new Set();

const isLive = (event) => event.detail.requestConfig?.triggeringEvent?.type?.startsWith("live:");

function isInUse(place) {
  const active = document.activeElement;
  if (place.contains(active) && active.matches("input,textarea,select,[contenteditable]")) return true;
  if ([...place.querySelectorAll("input[type=password]")].some((field) => field.value)) return true;
  const marked = document.getSelection();
  return !marked.isCollapsed && place.contains(marked.anchorNode);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isLive(event) || !isInUse(event.detail.target)) return;
  event.detail.shouldSwap = false;
  waiting.add(event.detail.requestConfig);
});

function release() {
  for (const request of waiting) {
    if (isInUse(request.target)) continue;
    waiting.delete(request);
    if (request.elt.isConnected) request.elt.dispatchEvent(new CustomEvent(request.triggeringEvent.type));
  }
}

document.addEventListener("focusout", () => setTimeout(release));
document.addEventListener("selectionchange", () => { if (document.getSelection().isCollapsed) release(); });
