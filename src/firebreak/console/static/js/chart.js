// What is the value there? Pointing at a figure reads the nearest row of its table aloud to the eye.
const NS = "http://www.w3.org/2000/svg";

function rowsOf(figure) {
  const table = figure.nextElementSibling?.querySelector("table");
  if (!table) return null;
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  return { heads, rows: [...table.tBodies[0].rows] };
}

function nearest(figure, share, count) {
  const isBars = figure.dataset.chart === "bars";
  const at = isBars ? Math.floor(share * count) : Math.round(share * (count - 1));
  const index = Math.min(Math.max(at, 0), count - 1);
  return { index, place: isBars ? (index + 0.5) / count : count > 1 ? index / (count - 1) : 0.5 };
}

function part(plot, selector, make) {
  return plot.querySelector(selector) ?? plot.appendChild(make());
}

function makeLine() {
  const layer = document.createElementNS(NS, "svg");
  layer.setAttribute("class", "over reader");
  layer.append(document.createElementNS(NS, "line"));
  return layer;
}

function makeText() {
  const text = document.createElement("div");
  text.className = "readout";
  text.ariaHidden = "true";
  return text;
}

function read(plot, pointer) {
  const figure = plot.closest("[data-chart]");
  const table = rowsOf(figure);
  if (!table?.rows.length) return;
  const box = plot.getBoundingClientRect();
  const { index, place } = nearest(figure, (pointer.clientX - box.left) / box.width, table.rows.length);
  const line = part(plot, ".reader", makeLine).firstElementChild;
  for (const [name, value] of [["x1", place], ["x2", place], ["y1", 0], ["y2", 1]]) line.setAttribute(name, `${value * 100}%`);
  const text = part(plot, ".readout", makeText);
  const cells = [...table.rows[index].cells].map((cell, at) => (at ? `${table.heads[at]} ${cell.textContent}` : cell.textContent));
  text.replaceChildren(...cells.filter((cell) => !cell.endsWith("—")).map((cell) => Object.assign(document.createElement("span"), { textContent: cell })));
  text.classList.toggle("start", place > 0.5);
}

document.addEventListener("pointermove", (event) => {
  const plot = event.target instanceof Element && event.target.closest("[data-chart] .fig-p");
  if (plot) read(plot, event);
});
document.addEventListener("pointerout", (event) => {
  const plot = event.target instanceof Element && event.target.closest("[data-chart] .fig-p");
  if (plot && !plot.contains(event.relatedTarget)) plot.querySelectorAll(".reader,.readout").forEach((place) => place.remove());
});
