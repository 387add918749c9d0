// When does a menu close? When something else is pressed, on Escape, and when another opens. Arrows walk in it.
const OPEN = "details[data-menu][open]";
const open = () => document.querySelectorAll(OPEN);
const things = (menu) => [...menu.querySelectorAll("a[href],button,input:not([type=hidden]),select")]
  .filter((place) => place.checkVisibility());

export const isIn = (place) => place instanceof Element && Boolean(place.closest(OPEN));
export const enter = (menu) => things(menu)[0]?.focus();

function step(menu, by) {
  const all = things(menu);
  all[(all.indexOf(document.activeElement) + by + all.length) % all.length]?.focus();
}

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// What a menu fetches when it opens takes the place of what had the focus: the focus stays in the menu.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const menu = target instanceof Element && target.closest(OPEN);
  if (menu && document.activeElement === document.body) enter(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target instanceof Element && event.target.closest(OPEN);
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && menu && !event.target.matches("input,select")) {
    step(menu, by);
    event.preventDefault();
  }
  if (event.key !== "Escape") return;
  for (const each of open()) {
    each.open = false;
    each.querySelector("summary").focus();
    event.preventDefault();
  }
});
