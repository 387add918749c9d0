// Which question is asked? [data-open="#id"] opens a <dialog>, [data-close] and its backdrop close it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    document.querySelector(opener.dataset.open)?.showModal();
    event.preventDefault();
  }
  if (event.target.closest("[data-close]") || event.target.matches("dialog.dialog")) {
    event.target.closest("dialog")?.close();
  }
});

document.addEventListener("htmx:load", (event) => {
  const asked = event.detail.elt.matches("dialog[data-now]") ? event.detail.elt : event.detail.elt.querySelector("dialog[data-now]");
  if (asked && !asked.open) asked.showModal();
});
