// Is the mask due again? Personal data goes from the screen when its minutes are over, even if nobody touches the page.
const due = new WeakMap();

function look() {
  for (const place of document.querySelectorAll("[data-covered]")) {
    if (!due.has(place)) due.set(place, Date.now() + 1000 * Number(place.dataset.covered));
    if (Date.now() >= due.get(place)) location.reload();
  }
}

look();
setInterval(look, 1000);
