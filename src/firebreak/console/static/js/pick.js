// Which rows are chosen? X chooses the row that is meant, Shift and X (or a click) all between; [data-picked] counts.
import { isPlain } from "./keys.js";
import { rowsOf } from "./list.js";

let last = null;

const BOX = "input[type=checkbox]";
const boxOf = (row) => row?.querySelector(BOX);
const boxes = () => [...document.querySelectorAll(`[data-item]:not([hidden]) ${BOX}`)];

function count() {
  const place = document.querySelector("[data-picked]");
  if (place) place.textContent = place.dataset.picked.replace("{n}", boxes().filter((box) => box.checked).length.toLocaleString("en"));
  document.querySelector("[data-pick-all]")?.removeAttribute("hidden");
}

function between(list, one, other) {
  const rows = rowsOf(list);
  const [from, to] = [rows.indexOf(one), rows.indexOf(other)].sort((a, b) => a - b);
  return from < 0 ? [other] : rows.slice(from, to + 1);
}

function pick(row, isRange) {
  const list = row.closest("[data-list]");
  const box = boxOf(row);
  if (isRange && last) for (const each of between(list, last, row)) boxOf(each).checked = true;
  else box.checked = !box.checked;
  last = row;
  count();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(BOX);
  const row = box?.closest("[data-item]");
  if (!row) return;
  if (event.shiftKey && last) for (const each of between(row.closest("[data-list]"), last, row)) boxOf(each).checked = true;
  last = row;
  count();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-pick-all]")) return;
  for (const box of boxes()) box.checked = true;
  count();
});

document.addEventListener("reset", () => setTimeout(count));
document.body.addEventListener("picked", count);

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "x" || !isPlain(event)) return;
  const list = document.querySelector("[data-list]");
  const rows = list ? rowsOf(list) : [];
  const row = rows.find((each) => each.contains(document.activeElement)) ?? rows.find((each) => each.tabIndex === 0);
  if (!boxOf(row)) return;
  pick(row, event.shiftKey);
  event.preventDefault();
});
