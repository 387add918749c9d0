// Was it sent already? A form that changes something is locked until its answer is here.
const buttonsOf = (form) => [...form.elements].filter((place) => place.type === "submit");

function lock(form) {
  form.dataset.busy = "";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => buttonsOf(form).forEach((place) => { place.disabled = true; }));
}

export function unlock(form) {
  if (!("busy" in form.dataset)) return;
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
  setTimeout(() => buttonsOf(form).forEach((place) => { place.disabled = false; }));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" && !form.hasAttribute("hx-post")) return;
  if ("busy" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (!form.hasAttribute("data-theme-form")) lock(form);
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target instanceof Element && event.target.closest("form");
  if (form) unlock(form);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(unlock));
