// Which row is meant? [data-list] has [data-item] rows: J and K move, X marks, Enter opens, Escape comes back.
// Where data-list is "follow", the row that is moved to is opened in the [data-pane] beside it, so that keys act on it.
import { isHeld, isPlain } from "./keys.js";

export const rowsOf = (list) => [...list.querySelectorAll("[data-item]:not([hidden])")];

function choose(rows, row) {
  for (const each of rows) each.tabIndex = each === row ? 0 : -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function go(list, row) {
  choose(rowsOf(list), row);
  if (list.dataset.list === "follow") row.querySelector("[data-main]")?.click();
}

function follow(list, rows, step) {
  const next = rows[rows.findIndex((row) => row.hasAttribute("aria-current")) + step];
  if (!next || isHeld()) return Boolean(next);
  go(list, next);
  return true;
}

function move(list, step) {
  const rows = rowsOf(list);
  if (list.dataset.list === "follow") return follow(list, rows, step);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const selected = here < 0 ? rows.findIndex((row) => row.tabIndex === 0) : here;
  const next = here < 0 ? rows[Math.max(0, selected)] : rows[here + step];
  if (next) choose(rows, next);
  return Boolean(next);
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
  for (const each of row.closest("[data-list]").querySelectorAll("[data-item]")) {
    each.tabIndex = each === row ? 0 : -1;
    if (each === row) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
});

// A row that comes anew is the one that is meant if the old one was, and stays chosen.
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
  const row = target.matches("[data-item]") && fragment.firstElementChild;
  if (!row) return;
  row.tabIndex = target.tabIndex;
  if (target.hasAttribute("aria-current")) row.setAttribute("aria-current", "true");
  if (target.querySelector("input:checked")) row.querySelector("input[type=checkbox]").checked = true;
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
    (key === "j" && move(list, 1)) || (key === "k" && move(list, -1)) ||
    (key === "enter" && open(event)) || (key === "escape" && !list.contains(event.target) && back(list));
  if (done) event.preventDefault();
});
