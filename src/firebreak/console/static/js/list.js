// Which row is meant? [data-list] has [data-item] rows: J and K move, X marks, Enter opens, Escape comes back.
// Where data-list is "follow", the row that is moved to is opened in the [data-pane] beside it, so that keys act on it.
import { isHeld, isPlain } from "./keys.js";

const rowsOf = (list) => [...list.querySelectorAll("[data-item]")];

function choose(rows, row) {
  for (const each of rows) each.tabIndex = each === row ? 0 : -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function follow(rows, step) {
  const next = rows[rows.findIndex((row) => row.hasAttribute("aria-current")) + step];
  if (!next || isHeld()) return Boolean(next);
  choose(rows, next);
  next.querySelector("[data-main]")?.click();
  return true;
}

function move(list, step) {
  const rows = rowsOf(list);
  if (list.dataset.list === "follow") return follow(rows, step);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const selected = here < 0 ? rows.findIndex((row) => row.tabIndex === 0) : here;
  const next = here < 0 ? rows[Math.max(0, selected)] : rows[here + step];
  if (next) choose(rows, next);
  return Boolean(next);
}

function mark(list) {
  const box = rowsOf(list).find((row) => row.contains(document.activeElement))?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function open(event) {
  const row = event.target.closest("[data-item]");
  if (!row || event.target !== row) return false;
  row.querySelector("[data-main]")?.click();
  return true;
}

function back(list) {
  const row = rowsOf(list).find((each) => each.tabIndex === 0);
  row?.focus();
  return Boolean(row);
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-item]");
  if (!row || !event.target.closest("[data-main]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  for (const each of rowsOf(row.closest("[data-list]"))) {
    each.tabIndex = each === row ? 0 : -1;
    if (each === row) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
});

document.querySelector("[data-list=follow] [aria-current]")?.scrollIntoView({ block: "nearest" });
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.matches("[data-pane]")) detail.target.setAttribute("aria-busy", "true");
});

document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-list]");
  if (!list || !isPlain(event)) return;
  const key = event.key.toLowerCase();
  const done =
    (key === "j" && move(list, 1)) || (key === "k" && move(list, -1)) || (key === "x" && mark(list)) ||
    (key === "enter" && open(event)) || (key === "escape" && !list.contains(event.target) && back(list));
  if (done) event.preventDefault();
});
