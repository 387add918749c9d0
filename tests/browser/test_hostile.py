"""Does a hostile post change nothing but its own row? Every page that shows posts, driven in a real browser."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.placing import title_of
from firebreak.console.listen.models import Post
from firebreak.core.terms import Severity
from tests.browser.conftest import DESKTOP, PHONE, Desk, Visitor
from tests.browser.visits import visits
from tests.cast import Cast
from tests.records import alert, capture, incident, post, story

MINUTE = timedelta(minutes=1)
HIT = "window.hit = (window.hit || 0) + 1"
HOSTILE = {
    "script": f"明泉<script>{HIT}</script><img src=x onerror='{HIT}'><svg onload='{HIT}'></textarea></title></select>",
    "word": "明泉" + "a" * 100_000,
    "override": "明泉\u202e\u2066\u2067\u202bnoitcerid\u200f ‮付款 \u0645\u0631\u062d\u0628\u0627",
    "emoji": "明泉" + "😀👨‍👩‍👧‍👦" * 5_000,
    "marks": "明" + "\u0335\u0321\u0489" * 400 + "泉",
    "blank": "明泉" + "\n" * 4_000 + "\u2800" * 4_000 + "完",
}
GOOD = "明泉的濾芯很好換，師傅動作快"
LINKS = "javascript:window.hit=1"
WIDE = """() => [...document.querySelectorAll('main *')].filter((one) => one.checkVisibility() && !one.closest('svg, .sr, .table-wrap, pre')
  && getComputedStyle(one).position !== 'fixed' && one.getBoundingClientRect().right > innerWidth + 1
  && ![...function* (up) { while ((up = up.parentElement)) yield up; }(one)].some((up) => getComputedStyle(up).overflowX !== 'visible'))
  .map((one) => `${one.tagName}.${one.className}`.slice(0, 60))"""
BADLINKS = "() => [...document.querySelectorAll('[href],[src],[action]')].map((one) => one.getAttribute('href') || one.getAttribute('src') || one.getAttribute('action')).filter((one) => /^\\s*(javascript|data|vbscript):/i.test(one) && !one.startsWith('data:image/svg+xml'))"
GOOD_ROWS = f"""() => [...document.querySelectorAll('[data-item]')].filter((one) => one.innerText.includes('{GOOD[:8]}'))
  .map((one) => {{ const box = one.getBoundingClientRect(); return [box.x, box.width, box.height, one.innerText.replace(/\\d+/g, '')]; }})"""


def planted(cast: Cast, at: datetime, text: str) -> tuple[Post, Story]:
    """A hostile post in all its fields, alone in a story that raised an alert and runs as an incident."""
    found = story(cast.brand, at=at, posts=1, severity="S1", title=title_of(text))
    one = Post.objects.get(place__story=found)
    words = {
        "text": text,
        "title": text[:500],
        "channel": text[:120],
        "author_name": text[:200],
        "author_id": text[:200],
    }
    media = [{"type": text[:30], "url": LINKS}, {"type": "image", "url": "data:text/html,<script>hit=1</script>"}]
    Post.objects.filter(pk=one.pk).update(url=LINKS, media=media, **words)
    raised = alert(cast.brand, at=at, about=found, severity="S1")
    incident(cast.brand, at=at, about=found, raised=raised, severity=Severity.S1.value)
    one.refresh_from_db()
    capture(one, at=at)
    return one, found


@pytest.fixture
def quiet(cast: Cast, stage: dict[str, Any], at: datetime) -> list[Post]:
    """Good posts between which the hostile ones come."""
    return [post(cast.brand, at=at - n * 10 * MINUTE, text=f"{GOOD}{n}") for n in range(3)]


def places(cast: Cast, found: list[tuple[Post, Story]]) -> Iterator[str]:
    """Give every page that shows a post or what is named after one."""
    slug = cast.brand.slug
    yield reverse("desk")
    for name in ("board", "briefs", "mentions", "stories", "alerts", "incidents", "captures"):
        yield reverse(name, args=[slug]) + ("?view=all" if name == "mentions" else "")
    for one, about in found:
        yield reverse("mention", args=[slug, one.pk]) + "?view=all"
        yield reverse("story", args=[slug, about.number])
        yield reverse("incident", args=[slug, about.incident.number])


def wrong_with(page: Page) -> list[Any]:
    """Name what a hostile post did to a page beyond its own row."""
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found: list[Any] = [f"{beyond} px wider than the window"] if beyond > 0 else []
    found += [f"sticks out: {one}" for one in page.evaluate(WIDE)]
    found += [f"links to {one}" for one in page.evaluate(BADLINKS)]
    if page.evaluate("window.hit"):
        found.append("a script of the post ran")
    return found


def good_rows(visitor: Visitor, cast: Cast) -> Any:
    page = visitor.page(reverse("mentions", args=[cast.brand.slug]) + "?view=all")
    rows = page.evaluate(GOOD_ROWS)
    page.close()
    return rows


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_hostile_posts_change_nothing_but_their_own_rows(
    size: tuple[int, int], cast: Cast, quiet: list[Post], desk: Desk, at: datetime
) -> None:
    visitor = desk.seat(cast.alice, size=size)
    before = good_rows(visitor, cast)
    found = [planted(cast, at - (5 + n) * MINUTE, text) for n, text in enumerate(HOSTILE.values())]
    wrong: dict[str, list[Any]] = {}

    for path, page in visits(visitor, {path: path for path in places(cast, found)}):
        if seen := wrong_with(page):
            wrong[quote(path)] = seen

    assert wrong == {}
    assert visitor.complaints == []
    assert len(before) == 3
    assert good_rows(visitor, cast) == before


def test_a_title_in_a_page_of_its_own_turns_no_word_around_it(cast: Cast, desk: Desk, at: datetime) -> None:
    """The bar of every page names the crisis: what stands after the name stays where it was."""
    one, about = planted(cast, at, HOSTILE["override"])
    page = desk.seat(cast.alice).page(reverse("mention", args=[cast.brand.slug, one.pk]))

    bar = page.locator(".crisisbar").first
    code, link = bar.locator("b").first.bounding_box(), bar.locator("a").bounding_box()

    assert "\u202e" not in about.title
    assert "\u202e" not in page.title()
    assert code is not None
    assert link is not None
    assert link["x"] > code["x"] + code["width"] - 1


def test_a_long_post_is_cut_and_shown_in_full_when_asked(cast: Cast, desk: Desk, at: datetime) -> None:
    one = post(cast.brand, at=at, text="明泉" + "漏水" * 20_000 + "完")
    page = desk.seat(cast.alice).page(reverse("mention", args=[cast.brand.slug, one.pk]) + "?view=all")
    words = page.locator(".post")
    height = words.bounding_box()

    words.locator("summary").click()

    assert "40,003" in words.locator("summary").inner_text()
    after = words.bounding_box()
    assert height is not None
    assert after is not None
    assert after["height"] > height["height"] * 5
    assert words.inner_text().endswith("完")


BROKEN_WORDS = """(one) => {
      const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), broken = [], range = document.createRange();
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const word of text.data.matchAll(/[\\w-]+/g)) {
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          if (new Set([...range.getClientRects()].map((box) => box.top)).size > 1) broken.push(word[0]);
        }
      }
      return broken;
    }"""


def test_the_acts_of_a_mention_fit_on_a_phone_in_both_languages(cast: Cast, desk: Desk, at: datetime) -> None:
    one, _about = planted(cast, at, HOSTILE["word"])

    for language in ("zh-hant", "en"):
        page = desk.seat(cast.alice, size=PHONE, language=language).page(reverse("mention", args=["spring", one.pk]))
        for button in page.locator(".actbar .btn:visible").all():
            assert button.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0
            assert button.evaluate(BROKEN_WORDS) == []
        assert wrong_with(page) == []


def test_members_of_a_story_stay_apart(cast: Cast, desk: Desk, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=2)
    for text in HOSTILE.values():
        StoryPost.objects.create(post=post(cast.brand, at=at - 3 * MINUTE, text=text), story=found)
    page = desk.seat(cast.alice, size=PHONE).page(reverse("story", args=[cast.brand.slug, found.number]))

    boxes = [row.bounding_box() for row in page.locator(".copyrow").all()]

    assert wrong_with(page) == []
    assert len(boxes) == 2 + len(HOSTILE)
    assert all(box is not None and box["height"] < 400 for box in boxes)
