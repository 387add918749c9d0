"""Can every control be reached by keys, seen when it has the focus, and hit with a thumb?"""

from typing import Any

from tests.browser.conftest import PHONE, Desk
from tests.browser.visits import addresses, administers, listed, visits
from tests.cast import Cast

CONTROLS = "a[href], button, summary, select, textarea, input:not([type=hidden])"
SMALL = """(controls) => [...document.querySelectorAll(controls)].filter((place) => {
      if (!place.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || place.closest(".sr, .skip")) return false;
      const target = place.closest("label") ?? place;
      const box = target.getBoundingClientRect();
      if (!box.width || !box.height) return false;
      const around = getComputedStyle(target, "::after");
      const look = getComputedStyle(target);
      const isOpen = look.overflow === "visible" || (look.overflow === "clip" && parseFloat(look.overflowClipMargin) > 12);
      const isWider = around.position === "absolute" && isOpen;
      const [wide, high] = isWider ? [parseFloat(around.width), parseFloat(around.height)] : [0, 0];
      const inText = place.matches("a") && getComputedStyle(place).display === "inline" &&
        [...place.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 1);
      return !inText && (Math.max(box.height, high) < 43.5 || Math.max(box.width, wide) < 43.5);
    }).map((place) => {
      const box = (place.closest("label") ?? place).getBoundingClientRect();
      return `${Math.round(box.width)}x${Math.round(box.height)} ${place.outerHTML.slice(0, 110)}`;
    })"""
TABBABLE = """(controls) => {
      const all = [...document.querySelectorAll(controls)].filter((place) =>
        place.checkVisibility({ visibilityProperty: true }) && !place.disabled && !place.closest("dialog:not([open])"));
      all.forEach((place, at) => { place.dataset.seen = at; });
      return all.length;
    }"""
HERE = """() => {
      const place = document.activeElement;
      const around = [place, place.closest("label") ?? place, place.parentElement].map((one) => getComputedStyle(one));
      const seen = around.some((one) => (one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== "none");
      const box = place.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const covered = !(top && (place.contains(top) || top.contains(place) || top.closest("label")?.contains(place)));
      return { at: place.dataset.seen, seen, covered, what: place.outerHTML.slice(0, 110) };
    }"""

LEFT = """(reached) => [...document.querySelectorAll("[data-seen]")].filter((place) =>
      !reached.includes(place.dataset.seen) && place.tabIndex >= 0 && place.checkVisibility() &&
      !(place.type === "radio" && !place.checked)).map((place) => place.outerHTML.slice(0, 110))"""


def test_on_a_phone_every_control_is_as_large_as_a_thumb(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    administers(cast.alice)
    visitor = desk.seat(cast.alice, size=PHONE)
    small = {}

    for name, page in visits(visitor, addresses(cast, stage, desk)):
        if found := page.evaluate(SMALL, CONTROLS):
            small[name] = found

    assert not small, listed(small)


def test_every_control_is_reached_by_tab_and_is_seen_when_it_is(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    """A list that J and K walk over gives Tab one row, radio buttons one of their group; all else comes in turn."""
    administers(cast.alice)
    wrong: dict[str, list[str]] = {}

    for name, page in visits(desk.seat(cast.alice), addresses(cast, stage, desk)):
        total, reached = page.evaluate(TABBABLE, CONTROLS), set()
        for _ in range(3 * total + 10):  # a field of date and time takes several steps
            page.keyboard.press("Tab")
            here = page.evaluate(HERE)
            if here["at"] in reached and here["at"] == min(reached, key=int):
                break
            if here["at"] is not None:
                reached.add(here["at"])
                if not here["seen"] or here["covered"]:
                    wrong.setdefault(name, []).append(f"{'covered' if here['covered'] else 'no ring'}: {here['what']}")
        if left := page.evaluate(LEFT, list(reached)):
            wrong.setdefault(name, []).extend(f"not reached: {what}" for what in left)

    assert not wrong, listed(wrong)
