"""Can everybody read every page? Policy kept, charts with tables, languages named, motion only where it is wanted."""

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from firebreak.console.assess.models import Story
from firebreak.console.listen.models import Post
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.browser.visits import addresses, administers, hostile_story, listed, problems_of, visits
from tests.cast import Cast

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


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hant"), (PHONE, "en")], ids=["desktop", "phone"])
def test_no_page_breaks_its_content_policy_whatever_posts_hold(
    size: tuple[int, int], language: str, cast: Cast, stage: dict[str, Any], desk: Desk, at: datetime
) -> None:
    hostile_story(cast.brand, at=at)
    administers(cast.alice)
    visitor = desk.seat(cast.alice, size=size, language=language)
    visitor.context.add_init_script(LISTEN)
    broken = {}

    for name, page in visits(visitor, addresses(cast, stage, desk)):
        page.wait_for_timeout(200)
        if found := page.evaluate("window.broken"):
            broken[name] = found

    assert not broken, listed(broken)
    assert visitor.complaints == []


def test_charts_have_their_tables_and_nothing_moves_for_who_wants_no_motion(
    cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    bare: dict[str, list[str]] = {}
    moving: dict[str, list[str]] = {}

    for name, page in visits(desk.seat(cast.alice), addresses(cast, stage, desk)):
        page.emulate_media(reduced_motion="reduce")
        bare[name], moving[name] = page.evaluate(FIGURES), page.evaluate(MOVING)

    assert not any(bare.values()), listed(bare)
    assert not any(moving.values()), listed(moving)


@pytest.mark.parametrize(
    ("language", "text", "tag"),
    [
        ("zh-hant", "Found a piece of glass in the bottle", "en"),
        ("en", "瓶子裡喝到玻璃碎片", "zh-Hant-TW"),
    ],
)
def test_words_that_stand_alone_in_another_language_than_the_page_say_so(
    language: str, text: str, tag: str, cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    """A title inside a sentence of the page is a name and needs no mark (WCAG 3.1.2)."""
    Post.objects.filter(place__story=stage["story"]).update(text=text, title="")
    Story.objects.filter(pk=stage["story"].pk).update(title=text)
    wrong: dict[str, list[str]] = {}

    for name, page in visits(desk.seat(cast.alice, language=language), addresses(cast, stage, desk)):
        for place in page.get_by_text(text, exact=True).all():
            told = place.evaluate("place => place.closest('[lang]').lang")
            if told != tag and place.evaluate("place => !place.matches('title, option')"):
                wrong.setdefault(name, []).append(place.evaluate("place => place.outerHTML.slice(0, 160)"))

    assert not wrong, listed(wrong)


def test_the_page_itself_names_its_language(cast: Cast, desk: Desk) -> None:
    expect(desk.seat(cast.alice).page("/b/spring/").locator("html")).to_have_attribute("lang", "zh-Hant-TW")
    expect(desk.seat(cast.alice, language="en").page("/b/spring/").locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_where_menus_and_questions_are_open(
    size: tuple[int, int], cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    administers(cast.alice)
    found: list[str] = []

    for name, page in visits(desk.seat(cast.alice, size=size, language="en"), addresses(cast, stage, desk)):
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        found += problems_of(page, name)

    assert not found, "\n".join(found)
