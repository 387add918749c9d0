// Which words stand in a field of lines? A textarea[data-chips] shows each line as a chip to take out, and takes more.
import { sentence } from "./words.js";

const SPLIT = /[\n,，、;；]+/u;
const linesOf = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);

function write(field, lines) {
  field.value = [...new Set(lines)].join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function chip(field, word, entry) {
  const place = Object.assign(document.createElement("button"), { type: "button", className: `chip ${field.dataset.look}` });
  place.textContent = `${word} ×`;
  place.setAttribute("aria-label", sentence("remove", { name: word }));
  place.addEventListener("click", () => {
    write(field, linesOf(field).filter((line) => line !== word));
    entry.focus();
  });
  return place;
}

function take(field, entry) {
  const more = entry.value.split(SPLIT).map((word) => word.trim()).filter(Boolean);
  entry.value = "";
  if (more.length) write(field, [...linesOf(field), ...more]);
}

function draw(field, box, entry) {
  box.replaceChildren(...linesOf(field).map((word) => chip(field, word, entry)), entry);
}

function bind(field) {
  field.dataset.look = field.dataset.chips || "info";
  delete field.dataset.chips;
  const box = Object.assign(document.createElement("div"), { className: "input toks" });
  const entry = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off" });
  entry.placeholder = sentence("more");
  entry.setAttribute("aria-label", `${field.labels[0]?.textContent ?? ""} ${sentence("more")}`);
  entry.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!event.isComposing && SPLIT.test(entry.value)) { take(field, entry); entry.focus(); }
  });
  entry.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      take(field, entry);
      entry.focus();
    } else if (event.key === "Backspace" && !entry.value) {
      write(field, linesOf(field).slice(0, -1));
      entry.focus();
    }
  });
  entry.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!text.includes("\n")) return;
    event.preventDefault();
    entry.value = text;
    take(field, entry);
  });
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) take(field, entry); });
  box.addEventListener("click", (event) => { if (event.target === box) entry.focus(); });
  field.addEventListener("input", () => draw(field, box, entry));
  field.hidden = true;
  field.after(box);
  draw(field, box, entry);
}

const all = () => document.querySelectorAll("textarea[data-chips]").forEach(bind);
all();
document.addEventListener("htmx:afterSettle", all);
