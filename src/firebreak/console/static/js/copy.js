// How do our words leave the page? data-copy="ID" copies a field, data-mark="ID" chooses the words in it that are meant.
import { sentence } from "./words.js";

const tell = (text) => document.body.dispatchEvent(new CustomEvent("toast", { detail: { text } }));
const fieldOf = (button, name) => document.getElementById(button.dataset[name]);

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    tell(sentence("copied"));
  } catch {
    field.focus();
    field.select();
    tell(sentence("copyByHand"));
  }
}

function mark(field, { from, to }) {
  const letters = [...field.value]; // the server counts code points, a field counts UTF-16 units
  const units = (place) => letters.slice(0, Number(place)).join("").length;
  field.focus();
  field.setSelectionRange(units(from), units(to));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy],[data-mark]");
  if (!button) return;
  if (button.dataset.copy) copy(fieldOf(button, "copy"));
  else mark(fieldOf(button, "mark"), button.dataset);
});
