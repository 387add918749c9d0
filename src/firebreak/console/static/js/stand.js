// Where does a form wait for its answer when its pane may be another by then? Beside the page; a twin takes its place.
// htmx looks for the rows of an answer from where the form stands, and finds none once the form is gone.
const ENOUGH = 1000;

export function stand(form) {
  const twin = form.cloneNode(true);
  twin.removeAttribute("data-busy");
  twin.removeAttribute("aria-busy");
  form.replaceWith(twin);
  window.htmx.process(twin);
  form.hidden = true;
  document.body.append(form);
}

export function leaveStand(form) {
  if (form.parentElement === document.body) setTimeout(() => form.remove(), ENOUGH);
}
