// Where to, or what? Ctrl K opens the command bar: arrows choose, Enter does it, never while a character is composed.
const box = document.querySelector("dialog[data-palette]");
const field = box?.querySelector("[role=combobox]");
const list = box?.querySelector("[role=listbox]");
let wanted = false; // Enter was pressed before the answer to what stands there had come

const options = () => [...list.querySelectorAll("[role=option]")];
const isComposing = (event) => event.isComposing || event.keyCode === 229;
const isLate = () => list.firstElementChild?.dataset.asked !== field.value;

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.id ||= `palette-${options().indexOf(option)}`;
  field.setAttribute("aria-activedescendant", option.id);
  return option.scrollIntoView({ block: "nearest" });
}

const chosen = () => list.querySelector("[role=option][aria-selected=true]");

function move(step) {
  const all = options();
  choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
}

function press() {
  wanted = isLate();
  const option = chosen();
  if (!wanted && option && option.ariaDisabled !== "true") option.click();
}

export function openPalette(text = "") {
  if (!box || box.open) return Boolean(box);
  box.showModal();
  field.value = text;
  field.select();
  window.htmx.trigger(field, "palette:open");
  return true;
}

field?.addEventListener("keydown", (event) => {
  if (isComposing(event)) return;
  const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: press }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

field?.form.addEventListener("submit", (event) => event.preventDefault());
list?.addEventListener("pointermove", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option && option !== chosen()) choose(option);
});
list?.addEventListener("click", ({ target }) => target.closest("a") && box.close());
list?.addEventListener("htmx:afterSettle", () => {
  choose(options()[0]);
  box.querySelector("[data-palette-none]").hidden = options().length > 0;
  box.querySelector("[data-palette-told]").textContent = list.firstElementChild?.dataset.told ?? "";
  // What was asked for blindly is only gone to; what changes something wants to be seen first.
  if (wanted && !isLate() && chosen()?.matches("a")) chosen().click();
  wanted = false;
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-palette-open]");
  if (opener && openPalette(opener.querySelector("input")?.value)) event.preventDefault();
});
