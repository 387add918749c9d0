"""Does a stored post know which earlier one it nearly repeats, whichever process stored that, and does `read` say so?"""

import io
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from django.db import transaction

from firebreak.console.assess.services import erase_post
from firebreak.console.govern.models import Brand
from firebreak.console.listen import copies
from firebreak.console.listen.copies import forget_copies
from firebreak.console.listen.models import Post, Reading, Source
from firebreak.run.importer import import_file
from firebreak.run.reader import read_file
from tests.cast import Cast
from tests.core.text.plain import jaccard
from tests.posts import KIND, LEAK, SICK, hand_in, listening, post
from tests.run.conftest import HandIn

NEAR = f"{SICK}，轉給大家看"


def copy_of(id_: str) -> str | None:
    reading = Reading.objects.select_related("copy_of").get(post__external_id=id_)
    return reading.copy_of.external_id if reading.copy_of else None


def test_a_near_copy_names_the_first_of_its_kind(take: HandIn, at: datetime) -> None:
    take([post(1, SICK, at), post(2, KIND, at), post(3, NEAR, at), post(4, SICK, at)])

    assert [copy_of(f"t{number}") for number in (1, 2, 3, 4)] == [None, None, "t1", "t1"]
    similarity = Reading.objects.get(post__external_id="t3").copy_similarity
    assert similarity == pytest.approx(jaccard(SICK, NEAR), abs=1e-4)


@pytest.mark.parametrize("again", [False, True])
def test_it_is_found_among_posts_of_earlier_batches(again: bool, take: HandIn, at: datetime) -> None:
    """Also after a start, and when another process stored them."""
    take([post(1, SICK, at)])
    if again:
        forget_copies()

    take([post(2, NEAR, at)])

    assert copy_of("t2") == "t1"


def test_a_post_that_comes_again_is_not_stored_and_is_nobodys_copy(take: HandIn, at: datetime) -> None:
    take([post(1, SICK, at)])
    take([post(1, SICK, at), post(2, KIND, at)])

    assert copy_of("t1") is None


def test_what_was_never_stored_is_copied_by_nobody(take: HandIn, brand: Brand, via: Source, at: datetime) -> None:
    """A batch that failed leaves no post behind to point at."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hand_in(brand, [post(1, SICK, at)], via=via, at=at)
        raise ZeroDivisionError

    take([post(2, NEAR, at), post(3, NEAR, at)])

    assert (copy_of("t2"), copy_of("t3")) == (None, "t2")


def test_an_erased_post_is_copied_by_nobody(take: HandIn, brand: Brand, at: datetime) -> None:
    take([post(1, SICK, at), post(2, NEAR, at)])

    erase_post(brand=brand, post=Post.objects.get(external_id="t1"), actor="machine:tidy", at=at, why="retention")
    take([post(3, SICK, at)])

    assert (copy_of("t2"), copy_of("t3")) == (None, "t2")
    assert Reading.objects.get(post__external_id="t2").copy_similarity is None


def test_what_was_stored_is_remembered_without_reading_it_again(take: HandIn, brand: Brand, at: datetime) -> None:
    take([post(1, SICK, at), post(2, NEAR, at)])
    Post.objects.update(text=KIND)
    erase_post(brand=brand, post=Post.objects.get(external_id="t1"), actor="machine:tidy", at=at, why="retention")

    take([post(3, SICK, at)])

    assert copy_of("t3") == "t2"


def test_what_failed_is_forgotten_although_another_post_takes_its_key(
    take: HandIn, brand: Brand, via: Source, at: datetime
) -> None:
    take([post(1, KIND, at)])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hand_in(brand, [post(2, SICK, at)], via=via, at=at)
        raise ZeroDivisionError
    take([post(3, LEAK, at)])

    take([post(4, NEAR, at)])

    assert copy_of("t4") is None


def test_no_more_brands_are_remembered_than_there_is_room_for(
    cast: Cast, brand: Brand, take: HandIn, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one heard of longest ago is read again when it speaks."""
    monkeypatch.setattr(copies, "BRANDS", 1)
    take([post(1, SICK, at)])
    hand_in(cast.others_brand, [post(1, KIND, at)], via=listening(cast.others_brand, at=at), at=at)

    take([post(2, NEAR, at)])

    assert copy_of("t2") == "t1"
    assert len(copies._held) == 1


def test_another_brands_posts_are_copied_by_nobody(cast: Cast, brand: Brand, via: Source, at: datetime) -> None:
    theirs = listening(cast.others_brand, at=at)
    hand_in(cast.others_brand, [post(1, SICK, at)], via=theirs, at=at)

    hand_in(brand, [post(2, NEAR, at)], via=via, at=at)

    assert copy_of("t2") is None


def lines(path: Path, *texts: str) -> Path:
    rows = [
        {"id": f"p{number}", "source": "ptt", "text": text, "published_at": "2026-11-18T03:12:00+08:00"}
        for number, text in enumerate(texts)
    ]
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    return path


def test_an_import_tells_copies_too(brand: Brand, via: Source, tmp_path: Path) -> None:
    path = lines(tmp_path / "posts.jsonl", SICK, LEAK, NEAR)

    import_file(str(path), watch=None, brand=brand.name, mapping="", rejects=None, progress=io.StringIO())

    assert [copy_of(f"p{number}") for number in range(3)] == [None, None, "p0"]


def test_reading_a_file_tells_copies_without_a_database(tmp_path: Path) -> None:
    """As the contract has it: whose copy, and the Jaccard index of character 3-grams."""
    out = io.StringIO()

    read_file(str(lines(tmp_path / "p.jsonl", SICK, KIND, NEAR)), out=out, watch=None, explain=False, rejects=None)

    copied = [orjson.loads(line)["copied"] for line in out.getvalue().splitlines()]
    assert copied == [
        {"of": None, "similarity": None},
        {"of": None, "similarity": None},
        {"of": "p0", "similarity": round(jaccard(SICK, NEAR), 4)},
    ]
