// Which tab is the page's? Where the row of tabs is wider than the screen, the current one is moved into sight.
const current = document.querySelector(".tabs [aria-current]");
const row = current?.closest(".tabs");
if (row) row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
