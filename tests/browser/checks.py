"""What must hold of any page, whoever looks at it and how? Each check gives what is wrong on an open page, a line each."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.visits import problems_of

CONTROLS = "a[href], button, summary, select, textarea, input:not([type=hidden])"
LISTEN = """
    window.broken = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
"""
FIGURES = """() => [...document.querySelectorAll("[data-chart], .fig")].filter((figure) => figure.checkVisibility())
    .filter((figure) => {
      const table = figure.nextElementSibling?.querySelector("table");
      return figure.getAttribute("role") !== "img" || !figure.getAttribute("aria-label") || !table?.tBodies[0]?.rows.length;
    }).map((figure) => figure.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((place) => {
      const look = getComputedStyle(place);
      const long = (times) => times.split(",").some((time) => parseFloat(time) > 0.011);
      return long(look.transitionDuration) || (look.animationName !== "none" && long(look.animationDuration));
    }).map((place) => place.outerHTML.slice(0, 120))"""
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
ALONE = """(text) => {
      const says = (place) => place.textContent.trim().replace(/\\s+/g, " ") === text;
      return [...document.body.querySelectorAll("*")].filter((place) =>
        !place.matches("title, option, script, style") && says(place) && ![...place.children].some(says)
      ).map((place) => [place.closest("[lang]").lang, place.outerHTML.slice(0, 160)]);
    }"""
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a page, and the words in the other language that stand on it."""

    size: tuple[int, int]
    theme: str
    language: str
    all_open: bool = False  # axe looks at it with all folded out: menus that nobody opens at once, too

    @property
    def is_phone(self) -> bool:
        return self.size == PHONE

    @property
    def foreign(self) -> tuple[str, str]:
        """A text that is not in the page's language, and the tag that it must carry."""
        if self.language == "en":
            return "瓶子裡喝到玻璃碎片", "zh-Hant-TW"
        return "Found a piece of glass in the bottle", "en"


LOOKS = {
    "desktop-light-zh": Look(DESKTOP, "light", "zh-hant"),
    "desktop-dark-en-open": Look(DESKTOP, "dark", "en", all_open=True),
    "phone-light-en": Look(PHONE, "light", "en"),
    "phone-dark-zh-open": Look(PHONE, "dark", "zh-hant", all_open=True),
}

Check = Callable[[Tab, Look], list[str]]


def breaks_no_policy(page: Tab, look: Look) -> list[str]:
    return list(page.evaluate("window.broken"))


def has_a_table_for_every_chart(page: Tab, look: Look) -> list[str]:
    return list(page.evaluate(FIGURES))


def moves_for_nobody_who_wants_it_still(page: Tab, look: Look) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    return list(page.evaluate(MOVING))


def names_the_language_of_words_that_stand_alone(page: Tab, look: Look) -> list[str]:
    """A title inside a sentence of the page is a name and needs no mark (WCAG 3.1.2)."""
    text, tag = look.foreign
    return [f"is said to be {told}: {what}" for told, what in page.evaluate(ALONE, text) if told != tag]


def is_never_too_wide(page: Tab, look: Look) -> list[str]:
    beyond = page.evaluate(TOO_WIDE)
    return [f"{beyond} px beyond the edge"] if beyond > 0 else []


def is_made_for_a_thumb(page: Tab, look: Look) -> list[str]:
    return list(page.evaluate(SMALL, CONTROLS)) if look.is_phone else []


def passes_axe(page: Tab, look: Look) -> list[str]:
    if look.all_open:
        page.evaluate(OPEN_ALL)
    return problems_of(page, "")


CHECKS: tuple[Check, ...] = (
    has_a_table_for_every_chart,
    names_the_language_of_words_that_stand_alone,
    is_never_too_wide,
    is_made_for_a_thumb,
    moves_for_nobody_who_wants_it_still,
    passes_axe,
    breaks_no_policy,
)
