// What does a button write for a person? data-put="ID" puts its value into a field, data-add="ID" adds it as a line.
function write(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-put],[data-add]");
  const field = button && document.getElementById(button.dataset.put ?? button.dataset.add);
  if (!field) return;
  event.preventDefault();
  const lines = field.value.split("\n").filter(Boolean);
  write(field, "put" in button.dataset ? button.value : [...new Set([...lines, button.value])].join("\n"));
  if ("put" in button.dataset) field.focus();
});

document.addEventListener("input", (event) => {
  const isKept = event.target.name && !["noise", "wanted", "over", "pasted", "file", "by"].includes(event.target.name);
  if (isKept) event.target.form?.querySelectorAll("[data-unsaved]").forEach((place) => { place.hidden = false; });
});
