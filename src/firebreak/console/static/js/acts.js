// What becomes of the rows that a form [data-acts] acts on? They go at once, and come back with a word if it fails.
// data-leaving of the list names the acts after which a row is no longer in it; the answer says it for certain.
import { go, rowsOf } from "./list.js";
import { leaveStand, stand } from "./stand.js";
import { problemOf } from "./toast.js";
import { sentence } from "./words.js";

const list = () => document.querySelector("[data-list=follow]");
const rowOf = (pk) => document.getElementById(`m-${pk}`);
const acting = new Map();

function meant(form) {
  const told = new FormData(form).getAll("posts");
  return told.map((one) => rowOf(one.split(":")[0])).filter(Boolean);
}

function kindOf(data) {
  for (const name of ["category", "story"]) if (data.get(name)) return name;
  return (data.get("act") ?? "").split(":")[0];
}

function after(rows) {
  const all = rowsOf(list());
  const end = all.indexOf(rows.at(-1));
  const others = all.filter((row) => !rows.includes(row));
  return others.find((row) => all.indexOf(row) > end) ?? others.at(-1);
}

function leave(rows) {
  const isOpen = rows.some((row) => row.hasAttribute("aria-current"));
  const next = after(rows);
  for (const row of rows) row.hidden = true;
  if (isOpen && next) go(list(), next);
}

function unpick(rows) {
  for (const row of rows) row.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = false; });
  document.body.dispatchEvent(new CustomEvent("picked"));
}

function bring(rows, words) {
  for (const row of rows) {
    const note = row.querySelector(".row-note");
    row.hidden = false;
    row.removeAttribute("aria-busy");
    note.hidden = !words;
    note.textContent = words;
  }
  if (rows[0]) go(list(), rows[0]);
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-acts]") || !list()) return;
  if (detail.elt.closest("[data-pane]")) stand(detail.elt);
  const rows = meant(detail.elt);
  acting.set(detail.xhr, rows);
  unpick(rows);
  document.querySelectorAll("[data-acts] details[open]").forEach((menu) => { menu.open = false; });
  for (const row of rows) row.setAttribute("aria-busy", "true");
  if (list().dataset.leaving.split(" ").includes(kindOf(detail.requestConfig.formData))) leave(rows);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const rows = acting.get(detail.xhr);
  if (!rows) return;
  acting.delete(detail.xhr);
  leaveStand(detail.elt);
  if (detail.failed || !detail.successful) bring(rows, detail.xhr.responseText ? problemOf(detail.xhr) : sentence("failed"));
  else for (const row of rows) row.removeAttribute("aria-busy");
});

document.addEventListener("acted", ({ detail }) => {
  const gone = detail.gone.map(rowOf).filter((row) => row && !row.hidden);
  if (gone.length && list()) leave(gone);
  const touched = detail.posts.map(rowOf).filter((row) => row && !row.hidden);
  const first = detail.back ? touched[0] : touched.find((row) => row.hasAttribute("aria-current"));
  if (first) go(list(), first);
  if (list() && !rowsOf(list()).length) window.htmx.ajax("GET", location.search || "?", { target: "#rows" });
});
