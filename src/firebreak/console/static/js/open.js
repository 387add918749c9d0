// What stays open when its piece is fetched anew? Details that a person opened, known by the words on them.
const opened = new Map();

const words = (summary) => summary.textContent.trim();

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.id) opened.set(target.id, [...target.querySelectorAll("details[open]:not([data-menu]) > summary")].map(words));
});

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  const said = opened.get(elt.id) ?? [];
  opened.delete(elt.id);
  for (const summary of elt.querySelectorAll("details > summary")) {
    if (said.includes(words(summary))) summary.parentElement.open = true;
  }
});
