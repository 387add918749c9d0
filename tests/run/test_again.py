"""What changes when the second reader reads stored posts? Readings, counts and stories, and nothing that a person said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from django.db import OperationalError
from django.db.models import Count

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.assess.rereading import waiting
from firebreak.console.assess.saying import correct_reading
from firebreak.console.assess.services import erase_post, take_in
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.listen.models import Parcel, Post, Reading, Rollup, Source
from firebreak.console.listen.reader import reader_of
from firebreak.console.listen.why import read_again
from firebreak.core.errors import UnreadableFile
from firebreak.core.terms import Category, Role, Sentiment
from firebreak.core.terms import Post as CorePost
from firebreak.core.text.batch import Ints
from firebreak.core.understand.characters import Alphabet
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.second import COLUMNS, Second
from firebreak.run import again
from firebreak.run.again import read_waiting
from firebreak.run.check import rollups, stories
from tests.cast import Cast
from tests.posts import KIND, LEAK, MINUTE, SICK, hand_in, post

PRAISE = 3 + list(Category).index(Category.PRAISE)


def opinion(_seen: Ints) -> Floats:
    """Take everything for praise that is in no hurry."""
    found = np.zeros(len(COLUMNS), np.float32)
    found[[2, PRAISE]], found[17] = 20, -20
    return found


@pytest.fixture(autouse=True)
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[Second]:
    """A second reader who sees the best in everything, and is always right."""
    rows = (np.full(len(COLUMNS), value, np.float32) for value in (0.0, 1.0, 0.0))
    made = Second("kind", Alphabet.of("茶"), opinion, *rows)
    monkeypatch.setattr(knowledge, "second", lambda: made)
    monkeypatch.setattr(knowledge, "has_second", lambda: True)
    return made


@pytest.fixture
def story(brand: Brand, via: Source, at: datetime) -> Story:
    hand_in(brand, [post(number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    return Story.objects.get()


def test_what_came_in_waits_and_is_read_as_both_readers_read_it(story: Story, at: datetime) -> None:
    assert Reading.objects.filter(waits=True, sentiment=Sentiment.NEGATIVE).count() == 3

    read_waiting(at=at)

    assert set(Reading.objects.values_list("waits", "sentiment", "category", "urgent")) == {
        (False, "positive", "praise", False)
    }
    assert Reading.objects.first().model == f"{knowledge.model().version}+kind"  # type: ignore[union-attr]


def test_the_story_says_at_once_what_its_posts_say(story: Story, at: datetime) -> None:
    was = story.score
    read_waiting(at=at)
    story.refresh_from_db()
    assert (story.category, story.negative_count) == ("praise", 0)
    assert story.score <= was


def test_every_count_is_what_the_rows_say(story: Story, at: datetime) -> None:
    read_waiting(at=at)
    assert Rollup.objects.filter(count__gt=0).values_list("sentiment", flat=True).distinct().get() == "positive"
    assert rollups().fine and stories().fine


def test_one_line_of_the_trail_tells_of_all(story: Story, at: datetime) -> None:
    read_waiting(at=at)
    told = Entry.objects.get(action="read_again")
    assert (told.actor, told.detail["count"], told.detail["moved"]) == ("machine:understand", 3, 3)


def test_a_second_look_finds_nothing_to_do(story: Story, at: datetime) -> None:
    read_waiting(at=at)
    read_waiting(at=at)
    assert Entry.objects.filter(action="read_again").count() == 1


def test_a_persons_word_stands(story: Story, cast: Cast, at: datetime) -> None:
    chosen = Post.objects.order_by("pk")[0]
    seat = Seat(brand=cast.brand, person=cast.alice, role=Role.BRAND_PR, at=at)
    correct_reading(seat=seat, post=chosen, changes={"category": "service"})

    read_waiting(at=at)

    kept = Reading.objects.get(post=chosen)
    assert (kept.sentiment, kept.category, kept.waits) == ("negative", "service", False)


def test_urgent_posts_come_first_and_then_the_newest(brand: Brand, via: Source, at: datetime) -> None:
    hand_in(brand, [post(1, LEAK, at), post(2, SICK, at), post(3, LEAK, at)], via=via, at=at)
    (one,) = waiting(2)
    assert [each.external_id for each in one.posts] == ["t2", "t3"]


def test_many_urgent_posts_keep_no_other_waiting(brand: Brand, via: Source, at: datetime) -> None:
    hand_in(brand, [post(number, SICK, at) for number in range(3)] + [post(3, LEAK, at)], via=via, at=at)
    (one,) = waiting(2)
    assert [each.external_id for each in one.posts] == ["t2", "t3"]


def test_personal_data_stays_where_search_was_told_of_it(story: Story, at: datetime) -> None:
    """An erasure must name the very tokens that were stored, also when other spans would be found today."""
    told = [{"kind": "phone", "field": "text", "start": 0, "end": 2}]
    for one in Reading.objects.all():
        one.detail["pii"] = told
        one.save()

    read_waiting(at=at)

    assert [one.detail["pii"] for one in Reading.objects.filter(sentiment="positive")] == [told] * 3


def test_a_reader_with_a_long_name_reads_too(
    story: Story, at: datetime, second: Second, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL would refuse the name, and all would wait for good behind these posts."""
    monkeypatch.setattr(knowledge, "second", lambda: replace(second, version="my-own-reader-" * 9))
    read_waiting(at=at)
    assert {len(one) for one in Reading.objects.values_list("model", flat=True)} == {40}


def test_a_post_that_is_erased_meanwhile_stays_gone(
    story: Story, brand: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Post.objects.order_by("pk")[0]
    step = again.step_again

    def erased_before(**known: object) -> object:
        erase_post(brand=brand, post=first, actor="machine:test", at=at, why="author_request")
        return step(**known)

    monkeypatch.setattr(again, "step_again", erased_before)
    read_waiting(at=at)
    assert not Reading.objects.filter(post_id=first.pk).exists()
    assert rollups().fine


@pytest.mark.parametrize("step", ["core_post", "sheet_of"])
def test_posts_that_cannot_be_read_again_keep_no_others_waiting(
    story: Story, at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    def broken(_given: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(again, step, broken)
    assert read_waiting(at=at) == []
    assert not Reading.objects.filter(waits=True).exists()
    assert "could not be read again" in caplog.text


def test_a_post_that_cannot_be_read_again_keeps_none_of_its_batch_from_it(
    story: Story, at: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, made = Post.objects.order_by("pk")[1], again.core_post

    def read(post: Post) -> CorePost:
        if post.pk == bad.pk:
            raise ValueError("broken")
        return made(post)

    monkeypatch.setattr(again, "core_post", read)
    read_waiting(at=at)

    assert dict(Reading.objects.values_list("sentiment").annotate(Count("pk"))) == {"negative": 1, "positive": 2}
    assert Reading.objects.get(sentiment="negative").post_id == bad.pk
    assert f"post {bad.pk} could not be read again" in caplog.text


def test_posts_wait_on_while_the_database_does_not_answer(
    story: Story, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_brand: Brand) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(again, "reader_of", locked)
    with pytest.raises(OperationalError):
        read_waiting(at=at)
    assert Reading.objects.filter(waits=True).count() == 3


def test_a_story_that_turns_out_grave_is_alerted_on(
    brand: Brand, via: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grave(_seen: Ints) -> Floats:
        found = np.zeros(len(COLUMNS), np.float32)
        found[[0, 3, 17]] = 20
        return found

    rows = (np.full(len(COLUMNS), value, np.float32) for value in (0.0, 1.0, 0.0))
    monkeypatch.setattr(knowledge, "second", lambda: Second("grave", Alphabet.of("茶"), grave, *rows))
    hand_in(brand, [post(1, "明泉的桶裝水", at, photo=True)], via=via, at=at)
    assert not Alert.objects.exists()

    events = read_waiting(at=at)

    assert {"severity", "alert", "incident"} <= {one.type for one in events}


def test_the_reason_why_is_told_by_both_readers(story: Story, at: datetime) -> None:
    read_waiting(at=at)
    chosen = Post.objects.select_related("reading", "brand").order_by("pk")[0]
    assert read_again(chosen).readings.reading(0).sentiment is Sentiment.POSITIVE


def test_a_post_opens_when_its_second_reader_is_no_more(
    story: Story, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise UnreadableFile(file="mine.onnx", problem="FileNotFoundError")

    read_waiting(at=at)
    monkeypatch.setattr(knowledge, "second", gone)
    chosen = Post.objects.select_related("reading", "brand").order_by("pk")[0]
    assert read_again(chosen).model == knowledge.model().version


def test_what_comes_in_goes_first_and_is_read_again_after_it(story: Story, via: Source, at: datetime) -> None:
    Parcel.objects.create(source=via, received_at=at, body=b"{}")
    assert read_waiting(at=at) == []
    assert Reading.objects.filter(waits=True).count() == 3

    Parcel.objects.all().delete()
    read_waiting(at=at)
    assert not Reading.objects.filter(waits=True).exists()


def test_more_than_one_turn_is_read_while_nothing_comes_in(story: Story, at: datetime) -> None:
    read_waiting(at=at, most=1)
    assert not Reading.objects.filter(waits=True).exists()


def test_a_reading_that_says_the_same_judges_no_story_anew(
    brand: Brand, via: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(brand, [post(number, KIND, at - number * MINUTE) for number in range(3)], via=via, at=at)
    judged: list[object] = []
    monkeypatch.setattr("firebreak.run.pipeline.judge", lambda *one, **_: judged.append(one) or [])
    read_waiting(at=at)
    assert judged == []
    assert Entry.objects.get(action="read_again").detail["moved"] == 0


def test_a_parcel_that_waits_for_something_else_keeps_nothing_waiting(story: Story, via: Source, at: datetime) -> None:
    Parcel.objects.create(source=via, received_at=at - MINUTE, body=b"{}")
    read_waiting(at=at)
    assert not Reading.objects.filter(waits=True).exists()


def few(count: int, at: datetime) -> list[CorePost]:
    return [post(number, f"{LEAK}{number}", at) for number in range(count)]


def test_a_few_posts_are_read_by_both_as_they_come_in(brand: Brand, via: Source, at: datetime) -> None:
    read = again.read_now(reader_of(brand), few(3, at))
    take_in(brand=brand, read=read, via=via, at=at)
    assert set(Reading.objects.values_list("waits", "sentiment", "model")) == {
        (False, "positive", f"{knowledge.model().version}+kind")
    }


def test_many_posts_are_read_by_the_first_alone_and_wait(brand: Brand, via: Source, at: datetime) -> None:
    read = again.read_now(reader_of(brand), few(again.FEW + 1, at))
    take_in(brand=brand, read=read, via=via, at=at)
    assert set(Reading.objects.values_list("waits", "model")) == {(True, knowledge.model().version)}


def test_where_the_second_reader_fails_the_first_reads_alone(
    brand: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_model() -> Second:
        raise UnreadableFile(file="second.onnx")

    monkeypatch.setattr(knowledge, "second", no_model)
    read = again.read_now(reader_of(brand), few(3, at))
    assert (read.by_both, read.model) == (False, knowledge.model().version)


def test_a_damaged_second_reader_is_told_of_once_and_posts_wait_on(
    story: Story, at: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "mine.onnx"
    path.write_bytes(b"no model at all")
    monkeypatch.setattr(knowledge, "second", import_module("firebreak.knowledge.second").second)
    knowledge.forget_second()
    monkeypatch.setenv("FIREBREAK_SECOND_READER", str(path))

    events = [again.read_waiting(at=at) for _ in range(2)]
    again.read_now(reader_of(story.brand), few(3, at))

    assert events == [[], []]
    assert [one.message for one in caplog.records] == ["the second reader cannot be opened: no_reader"]
    assert Reading.objects.filter(waits=True).exists()
