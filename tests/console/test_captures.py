"""Is a mention kept as evidence that proves itself, seen by few, and gone when it must go?"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Assignment, Brand, Entry, Person
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import capture_post, keep_capture
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_post
from firebreak.core.errors import EvidenceChanged, NotAllowed
from firebreak.core.govern.evidence import TERMS, Ground
from firebreak.core.terms import Role
from firebreak.run.tidy import tidy
from tests.cast import Cast, person
from tests.told import page_of_one, told

SignIn = Callable[[Person], Client]
PHONE = "0912-345-678"
PASSWORD = "quiet-spring-water-7"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"pixels" * 50
DAY = timedelta(days=1)


@pytest.fixture
def one(cast: Cast, at: datetime) -> Post:
    (found,) = told(
        cast,
        at,
        f"明泉漏水，請打 {PHONE} 給我",
        url="https://forum.example/1",
        author={"id": "wang88", "name": "王小明的貓"},
    )
    return found


@pytest.fixture
def counsel(cast: Cast) -> Person:
    """Somebody who answers for the law."""
    made = with_password(person("Counsel", cast.brand.organisation))
    Assignment.objects.create(person=made, brand=cast.brand, role=Role.LEGAL.value)
    return made


def seat_of(who: Person, at: datetime) -> Seat:
    return take_seat(who, "spring", at=at)


def captured(cast: Cast, at: datetime, one: Post, picture: bytes = b"") -> Capture:
    return capture_post(seat=seat_of(cast.alice, at), post=one, picture=picture)


@pytest.fixture(autouse=True)
def alice_with_password(cast: Cast) -> Person:
    return with_password(cast.alice)


def with_password(who: Person) -> Person:
    who.set_password(PASSWORD)
    who.save()
    return who


def take(client: Client, capture: Capture, reason: str = "legal") -> dict[str, bytes]:
    """Take a capture out, and give the files of the archive."""
    given = {"reason": reason, "confirm": PASSWORD}
    answer = client.post(reverse("hand_out_capture", args=["spring", capture.pk]), given)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def erase(brand: Brand, post: Post, at: datetime, why: str = "retention") -> None:
    forget_post(brand=brand, post=post, actor="machine:tidy", at=at, why=why)


def test_one_press_keeps_text_address_author_and_time(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)

    answer = client.post(reverse("capture_post", args=["spring", one.pk]))

    made = Capture.objects.get()
    told = json.loads(made.manifest)
    assert answer.status_code == 302
    assert told["post"]["text"] == one.text
    assert told["post"]["url"] == "https://forum.example/1"
    assert told["post"]["author"]["name"] == "王小明的貓"
    assert told["captured_at"] == at.isoformat()
    assert told["captured_by"]["name"] == "Alice"
    assert made.sha256 == hashlib.sha256(made.manifest.encode()).hexdigest()


def test_the_digest_is_of_the_picture_too(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    picture = SimpleUploadedFile("screen.png", PICTURE, "image/png")
    signed_in(cast.alice).post(reverse("capture_post", args=["spring", one.pk]), {"picture": picture})

    made = Capture.objects.get()
    assert bytes(made.picture or b"") == PICTURE
    assert json.loads(made.manifest)["picture"]["sha256"] == hashlib.sha256(PICTURE).hexdigest()


@pytest.mark.parametrize(
    ("content", "said"), [(b"<script>alert(1)</script>", "不是 PNG"), (b"\x89PNG\r\n\x1a\n" + b"0" * 8_000_000, "8 MB")]
)
def test_what_is_no_picture_is_refused_in_words_and_nothing_is_captured(
    content: bytes, said: str, cast: Cast, one: Post, signed_in: SignIn
) -> None:
    client = signed_in(cast.alice)
    picture = SimpleUploadedFile("screen.png", content, "image/png")

    page = client.post(reverse("capture_post", args=["spring", one.pk]), {"picture": picture}, follow=True)

    assert said in page.content.decode()
    assert not Capture.objects.exists()


def test_the_trail_holds_the_digest_and_no_words(cast: Cast, at: datetime, one: Post) -> None:
    made = captured(cast, at, one)

    entry = Entry.objects.get(action="capture_post")
    assert entry.subject == f"post:{one.pk}"
    assert entry.detail == {"capture": 1, "sha256": made.sha256, "picture": False}


def test_the_archive_proves_itself_without_us(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    made = captured(cast, at, one, PICTURE)

    files = take(signed_in(cast.alice), made)

    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert set(files) == {"EV-0001.json", "EV-0001.png", "SHA256SUMS"}
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in sums}
    assert sums["EV-0001.json"] == made.sha256
    assert Entry.objects.get(action="hand_out_capture").detail == {"capture": 1, "reason": "legal"}


def test_a_capture_that_was_changed_is_not_handed_out(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    made = captured(cast, at, one, PICTURE)
    Capture.objects.update(picture=PICTURE + b"!")

    given = {"reason": "legal", "confirm": PASSWORD}
    answer = signed_in(cast.alice).post(reverse("hand_out_capture", args=["spring", made.pk]), given)

    assert answer.status_code == 400
    assert EvidenceChanged.code in answer.content.decode()
    assert not Entry.objects.filter(action="hand_out_capture").exists()


def test_nobody_takes_a_capture_out_without_a_reason(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    made = captured(cast, at, one)

    answer = signed_in(cast.alice).post(reverse("hand_out_capture", args=["spring", made.pk]))

    assert answer.status_code == 400


@pytest.mark.parametrize("confirm", ["", "wrong-wrong"])
def test_nobody_takes_a_capture_out_at_somebody_elses_desk(
    confirm: str, cast: Cast, at: datetime, one: Post, signed_in: SignIn
) -> None:
    address = reverse("hand_out_capture", args=["spring", captured(cast, at, one).pk])

    answer = signed_in(cast.alice).post(address, {"reason": "legal", "confirm": confirm}, follow=True)

    assert 'role="alert"' in answer.content.decode()
    assert not Entry.objects.filter(action="hand_out_capture").exists()


def test_an_agency_captures_and_takes_nothing_out(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    """Whoever may not export does not get the unmasked words this way either."""
    made = captured(cast, at, one)
    client = signed_in(cast.bob)

    page = client.get(reverse("captures", args=["spring"])).content.decode()

    assert client.post(reverse("capture_post", args=["spring", one.pk])).status_code == 302
    assert client.post(reverse("hand_out_capture", args=["spring", made.pk]), {"reason": "legal"}).status_code == 403
    assert "取出" not in page.split("誰可以取出")[0].replace("取出", "", 0) or "hand_out" not in page
    assert PHONE not in page


def test_the_list_shows_no_personal_data(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    captured(cast, at, one, PICTURE)
    client = signed_in(cast.alice)

    for page in (client.get(reverse("captures", args=["spring"])).content.decode(), page_of_one(client, cast, one)):
        assert "EV-0001" in page
        assert PHONE not in page
        assert "王小明的貓" not in page


def test_a_capture_goes_with_its_mention(cast: Cast, at: datetime, one: Post) -> None:
    captured(cast, at, one, PICTURE)

    erase(cast.brand, one, at)

    assert not Capture.objects.exists()
    assert Entry.objects.get(action="erase_post").detail == {"why": "retention", "captures": [1]}


@pytest.mark.parametrize("why", ["retention", "deleted_at_source", "subject_request"])
def test_one_that_is_kept_for_a_legal_need_outlives_its_mention_until_its_term_is_over(
    why: str, cast: Cast, at: datetime, one: Post, counsel: Person
) -> None:
    made = captured(cast, at, one)
    keep_capture(seat=seat_of(counsel, at), capture=made, ground=Ground.COMPLAINT)

    erase(cast.brand, one, at + DAY, why=why)
    tidy(at=at + TERMS[Ground.COMPLAINT] - DAY)
    assert Capture.objects.get().post_id is None
    tidy(at=at + TERMS[Ground.COMPLAINT] + DAY)

    assert not Capture.objects.exists()
    assert Entry.objects.filter(action="drop_capture", actor="machine:tidy").count() == 1


@pytest.mark.parametrize("why", ["wrongly_kept", "authority_order"])
def test_what_was_kept_wrongly_is_kept_for_nobody(
    why: str, cast: Cast, at: datetime, one: Post, counsel: Person
) -> None:
    made = captured(cast, at, one)
    keep_capture(seat=seat_of(counsel, at), capture=made, ground=Ground.DAMAGES)

    erase(cast.brand, one, at + DAY, why=why)

    assert not Capture.objects.exists()


def test_only_those_who_answer_for_the_law_keep_a_capture(cast: Cast, at: datetime, one: Post) -> None:
    made = captured(cast, at, one)

    with pytest.raises(NotAllowed):
        keep_capture(seat=seat_of(cast.alice, at), capture=made, ground=Ground.COMPLAINT)


def test_after_the_erasure_only_they_take_it_out(
    cast: Cast, at: datetime, one: Post, counsel: Person, signed_in: SignIn
) -> None:
    made = captured(cast, at, one)
    keep_capture(seat=seat_of(counsel, at), capture=made, ground=Ground.DAMAGES)
    erase(cast.brand, one, at, why="subject_request")

    address = reverse("hand_out_capture", args=["spring", made.pk])
    assert signed_in(cast.alice).post(address, {"reason": "legal", "confirm": PASSWORD}).status_code == 403
    assert "EV-0001.json" in take(signed_in(counsel), made)


def test_a_need_that_is_over_lets_the_capture_go_with_its_mention(
    cast: Cast, at: datetime, one: Post, counsel: Person, signed_in: SignIn
) -> None:
    made = captured(cast, at, one)
    client = signed_in(counsel)
    client.post(reverse("keep_capture", args=["spring", made.pk]), {"ground": "damages"})
    assert Capture.objects.get().kept_until == at + TERMS[Ground.DAMAGES]

    client.post(reverse("keep_capture", args=["spring", made.pk]), {"ground": ""})
    assert Capture.objects.get().kept_until is None
    erase(cast.brand, one, at)

    assert not Capture.objects.exists()


def test_the_history_of_a_mention_names_who_captured_it(cast: Cast, at: datetime, one: Post, signed_in: SignIn) -> None:
    captured(cast, at, one)

    page = page_of_one(signed_in(cast.carol), cast, one)

    assert "已存證" in page
    assert "Alice" in page
