// Which of a row is the page's? Where the row is wider than the screen, the current one is moved into sight.
const ROWS = ".tabs, .watch-picks";
const rows = () => [...document.querySelectorAll(ROWS)];
let places = [];

for (const row of rows()) {
  const current = row.querySelector("[aria-current]");
  if (current) row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

// A piece that is fetched anew brings its row along: it stands where it was pushed to.
document.addEventListener("htmx:beforeSwap", () => {
  places = rows().map((row) => row.scrollLeft);
});
document.addEventListener("htmx:afterSettle", () => {
  rows().forEach((row, at) => {
    if (at in places) row.scrollLeft = places[at];
  });
});
