"""Does every reason of urgency name the words that gave it, and no others?"""

from datetime import UTC, datetime

import pytest

from firebreak import knowledge
from firebreak.core import flow
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Media, Post, Watch, WatchKind
from firebreak.core.understand.reading import Readings

MATCHER = Matcher([Watch("明泉", WatchKind.BRAND, any=("明泉",))])


def read(*texts: str, title: str = "", media: str = "") -> Readings:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    shown = (Media(media, "https://a.example/1"),) if media else ()
    posts = [Post(id=text, source="test", text=text, title=title, media=shown, published_at=at) for text in texts]
    return flow.read(posts, MATCHER, knowledge.model())


def told(readings: Readings, place: int = 0) -> dict[str, list[str]]:
    """The words that each reason of one post names."""
    post = readings.posts[place]
    fields = {"title": post.title, "text": post.text}
    return {
        one.reason: [fields[span.field][span.start : span.end] for span in one.spans]
        for one in readings.cited_of(place)
    }


def test_a_reason_names_its_words_in_title_and_text() -> None:
    found = told(read("女兒嘴巴流血，送醫縫了三針", title="喝明泉的水割傷"))

    assert found["bodily_harm"] == ["割傷", "流血", "送醫", "縫了"]


def test_a_reason_of_two_kinds_of_words_names_both_where_they_stand_together() -> None:
    found = told(
        read(
            "明泉的濾芯裡有玻璃碎片，小孩喝了嘴巴流血，馬上帶去急診，醫生說還好沒有割到舌頭。打電話過去沒有人接，等了三天也沒有回音。石頭也丟了"
        )
    )

    assert found["foreign_body"][0] == "玻璃"
    assert {"喝", "嘴"} < set(found["foreign_body"])
    assert "石頭" not in found["foreign_body"]  # too far from any eating


def test_a_word_that_is_denied_gives_no_reason() -> None:
    found = told(read("明泉的水沒有過敏，可是濾芯裡有玻璃，小孩喝了嘴巴割傷流血"))

    assert found["bodily_harm"] == ["割傷", "流血"]


def test_what_the_post_carries_names_no_words() -> None:
    found = told(read("明泉的濾芯裡有玻璃碎片，小孩嘴巴割傷流血，氣死了", media="image"))

    assert found["photo_evidence"] == []


def test_the_words_of_one_post_are_not_those_of_another() -> None:
    readings = read("明泉的水害我上吐下瀉", "明泉的濾心嘴巴割傷流血")

    assert told(readings, 1)["bodily_harm"] == ["割傷", "流血"]


@pytest.mark.parametrize("text", ["明泉的濾芯裡有玻璃碎片，小孩嘴巴割傷流血", "明泉的師傅動作快又親切"])
def test_what_makes_a_post_likely_to_be_urgent_adds_up(text: str) -> None:
    readings = read(text)

    likely = readings.likely_urgent(0)
    assert sum(one.weight for one in readings.why_urgent(0)) == pytest.approx(likely, abs=1e-5)
    assert bool(readings.urgent[0]) == (likely >= readings.model.urgent_from)
