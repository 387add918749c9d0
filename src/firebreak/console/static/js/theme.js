// Light or dark? A form does it without us; with us the page changes before the server has answered.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

function looksDark() {
  return root.dataset.theme === "dark" || (root.dataset.theme === "auto" && system.matches);
}

function mark() {
  for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", button.value === root.dataset.theme);
    else button.value = looksDark() ? "light" : "dark";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter?.value) return;
  event.preventDefault();
  const chosen = new FormData(form, event.submitter);
  root.dataset.theme = chosen.get("theme");
  mark();
  fetch(form.action, { method: "POST", body: chosen, redirect: "manual" }).catch(() => form.submit());
});

system.addEventListener("change", mark);
mark();
