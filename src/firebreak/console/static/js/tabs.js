// Which of a row is the page's? Where the row is wider than the screen, the current one is moved into sight.
for (const current of document.querySelectorAll(".tabs [aria-current], .watch-picks [aria-current]")) {
  const row = current.closest(".tabs, .watch-picks");
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
