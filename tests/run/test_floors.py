"""Is somebody woken when several tell of harm, though no picture shows it, and nobody for one voice?"""

from collections.abc import Sequence
from datetime import datetime

import pytest

from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.facts import speaks_of_a_child
from firebreak.console.assess.models import Assessment, Story
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post, Source
from firebreak.console.listen.reader import reader_of
from firebreak.core.terms import Author
from firebreak.core.terms import Post as Heard
from firebreak.run.pipeline import judge, step
from tests.posts import MINUTE, post
from tests.records import post as stored

SICK = "喝了明泉的桶裝水，我跟我先生都上吐下瀉，半夜送急診，醫生說是急性腸胃炎"
TOO = "公司訂的明泉飲水，今天三個同事喝完一直拉肚子、嘔吐，有兩個去掛急診"
MORE = "明泉的山泉水有怪味，我兒子喝完發燒嘔吐，診所說疑似食物中毒"
AGAIN = "昨天訂的明泉大桶水，阿嬤喝了之後頭暈腹瀉，現在住院觀察"
HOUR = 60 * MINUTE
CHILD = "明泉飲水機的熱水噴出來燙傷我女兒的手，送急診，小孩哭了一整晚"
OTHER_CHILD = "幼稚園裝明泉的飲水機，兒童鎖根本沒用，我兒子被燙傷起水泡送醫"


def heard(brand: Brand, via: Source, posts: Sequence[Heard], *, at: datetime) -> list[str]:
    """Hand posts in; gives the codes of the hard rules of the gravest story."""
    set_default_routes(brand)
    step(brand=brand, read=reader_of(brand).read(posts), via=via, at=at)
    story = Story.objects.order_by("-score")[0]
    reasons = Assessment.objects.filter(story=story).latest("pk").reasons
    return [one["code"] for one in reasons if one["code"].startswith("floor")]


@pytest.mark.parametrize(
    ("texts", "rules"), [((SICK, TOO), ["floor_illness"]), ((CHILD, OTHER_CHILD), ["floor_illness", "floor_minors"])]
)
def test_two_who_tell_of_harm_without_a_picture_wake_somebody(
    texts: tuple[str, str], rules: list[str], brand: Brand, via: Source, at: datetime
) -> None:
    posts = [post(number, text, at - number * MINUTE) for number, text in enumerate(texts, start=1)]

    assert heard(brand, via, posts, at=at) == rules
    alert = Alert.objects.get()
    assert (alert.signal, alert.severity, alert.evidence != []) == ("hard_rule", "S2", True)


@pytest.mark.parametrize("author", [Author(), Author(id="u1", name="鄰居")])
def test_the_same_words_twice_are_one_voice(author: Author, brand: Brand, via: Source, at: datetime) -> None:
    posts = [post(number, SICK, at - number * MINUTE, author=author) for number in (1, 2)]

    assert heard(brand, via, posts, at=at) == []
    assert not Alert.objects.exists()


def test_two_stories_that_tell_of_it_call_once(brand: Brand, via: Source, at: datetime) -> None:
    posts = [post(number, text, at - number * MINUTE) for number, text in enumerate((TOO, SICK))]
    heard(brand, via, posts, at=at)
    assert Story.objects.count() == 2

    judge(brand, at=at + MINUTE)

    assert Alert.objects.count() == 1
    assert Story.objects.filter(severity="S2").count() == 1


@pytest.mark.parametrize(
    ("said", "is_meant"),
    [
        ("my son", True),
        ("My daughters", True),
        ("(my children)", True),
        ("the toddler", True),
        ("我兒子", True),
        ("my song", False),
        ("my kidney", False),
        ("infantry", False),
    ],
)
def test_a_child_is_named_by_a_whole_word(said: str, is_meant: bool, brand: Brand, at: datetime) -> None:
    stored(brand, at=at, text=f"{said} was burned")
    stored(brand, at=at, text=f"He was burned: {said}.")

    assert Post.objects.filter(speaks_of_a_child()).count() == (2 if is_meant else 0)


def step_in(brand: Brand, via: Source, number: int, text: str, *, at: datetime) -> None:
    step(brand=brand, read=reader_of(brand).read([post(number, text, at)]), via=via, at=at)


def test_the_second_voice_wakes_in_the_moment_in_which_it_comes(brand: Brand, via: Source, at: datetime) -> None:
    """Though its story is not the first, and the first is not looked at now."""
    heard(brand, via, [post(1, SICK, at - 60 * MINUTE)], at=at - 60 * MINUTE)
    step_in(brand, via, 2, TOO, at=at)

    assert Story.objects.count() == 2
    assert Alert.objects.count() == 1

    judge(brand, at=at + MINUTE)
    assert Alert.objects.count() == 1


def test_what_is_told_again_and_again_for_days_wakes_once(brand: Brand, via: Source, at: datetime) -> None:
    texts = (SICK, TOO, MORE, AGAIN)
    set_default_routes(brand)
    for hours in range(0, 200, 8):
        if hours % 40 == 0 and hours // 40 < len(texts):
            step_in(brand, via, hours, texts[hours // 40], at=at + hours * HOUR)
        judge(brand, at=at + hours * HOUR)

    assert Story.objects.count() == 3
    assert Alert.objects.count() == 1


def test_what_is_told_anew_after_quiet_days_wakes_again(brand: Brand, via: Source, at: datetime) -> None:
    set_default_routes(brand)
    for hours, text in ((0, SICK), (1, TOO), (300, MORE), (301, AGAIN)):
        step_in(brand, via, hours, text, at=at + hours * HOUR)

    assert Alert.objects.count() == 2


def test_a_name_on_another_source_is_another_person(brand: Brand, via: Source, at: datetime) -> None:
    author = Author(name="匿名")
    posts = [
        post(number, text, at - number * MINUTE, author=author, source=source)
        for number, (text, source) in enumerate(((SICK, "ptt"), (TOO, "dcard")), start=1)
    ]

    assert heard(brand, via, posts, at=at) == ["floor_illness"]


def test_people_without_a_name_are_told_apart(brand: Brand, via: Source, at: datetime) -> None:
    """As in a feed that names no authors."""
    posts = [post(number, text, at - number * MINUTE, author=Author()) for number, text in enumerate((SICK, TOO))]

    assert heard(brand, via, posts, at=at) == ["floor_illness"]
