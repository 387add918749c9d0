// Who is told aloud? Quiet news is gathered and said at most every 30 seconds, grave news at once.
const GATHER = 30_000;
const waiting = new Set();
let timer = 0;
let last = -GATHER;

function sayNow() {
  timer = 0;
  last = performance.now();
  const place = document.querySelector("[data-say-politely]");
  if (place) place.textContent = [...waiting].join(" ");
  waiting.clear();
}

export function politely(text) {
  waiting.add(text);
  if (!timer) timer = setTimeout(sayNow, Math.max(0, last + GATHER - performance.now()));
}

export function atOnce(text) {
  const place = document.querySelector("[data-say-now]");
  if (place) place.textContent = text;
}
