"""Issue 7: one signed archive of an incident, taken by who may, which proves later what was known, said and done."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Anchor, Assignment, Brand, Entry, Person
from firebreak.console.govern.services import beat, person_actor, write_entry
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import capture_post, keep_capture
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_on_request, forget_post
from firebreak.console.respond.evidence.services import take_evidence
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.plan.steps import begin_plan
from firebreak.console.respond.services import log_progress
from firebreak.console.respond.speak.forgetting import forget_words
from firebreak.core.errors import EvidenceChanged, NotAllowed, TrailBroken
from firebreak.core.govern.evidence import Ground, sha256
from firebreak.core.govern.pack import check_pack
from firebreak.core.govern.pack.archive import found_in
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.records import incident, statement
from tests.told import told

SignIn = Callable[[Person], Client]
PASSWORD = "quiet-spring-water-7"
PHONE = "0912-345-678"


def key() -> bytes:
    return settings.AUDIT_KEY.encode()


def files_in(content: bytes) -> dict[str, Any]:
    found = {one.name: one.content for one in found_in(content)}
    return {name: json.loads(body) if name.endswith(".json") else body for name, body in found.items()}


@pytest.fixture
def bad(cast: Cast, at: datetime) -> Post:
    (found,) = told(
        cast,
        at,
        f"明泉淨水器才裝三天就一直漏水，叫修都沒人來，請打 {PHONE} 給我",
        author={"id": "wang88", "name": "王小明的貓"},
    )
    return found


@pytest.fixture
def one(cast: Cast, at: datetime, bad: Post) -> Incident:
    """An incident of a story with a captured post, a published text and a line with somebody's number."""
    made = incident(cast.brand, at=at - timedelta(minutes=40), about=bad.place.story)
    seat = take_seat(cast.alice, "spring", at=at)
    capture_post(seat=seat, post=bad)
    log_progress(seat=seat, incident=made, text=f"已致電 {PHONE}，他說機器在滴水")
    statement(made, "我們正在查。", by=cast.bob, at=at - timedelta(minutes=30))
    return made


@pytest.fixture
def counsel(cast: Cast, at: datetime) -> Seat:
    made = person("Counsel", cast.brand.organisation)
    Assignment.objects.create(person=made, brand=cast.brand, role=Role.LEGAL.value)
    return take_seat(made, "spring", at=at)


def test_the_pack_verifies_and_tells_what_was_known_said_and_done(seat: Seat, one: Incident, bad: Post) -> None:
    pack = take_evidence(seat=seat, incident=one)

    report = check_pack(pack.content, key=key())
    files = files_in(pack.content)
    assert report.whole and report.signed
    assert report.about["incident"] == one.code
    assert [row["kind"] for row in files["timeline.json"]] == ["opened", "progress"]
    assert files["texts.json"][0]["versions"][0]["text"] == "我們正在查。"
    assert [row["post"] for row in files["mentions.json"]] == [f"post:{bad.pk}"]
    assert {row["entry"]["action"] for row in files["chain.json"]} == {"capture_post", "log_moment"}


def test_without_a_reason_personal_data_stays_hidden_and_digests_stand_for_it(
    seat: Seat, one: Incident, bad: Post
) -> None:
    begin_plan(one, posts=Post.objects.none(), at=seat.at)
    Step.objects.update(do={"zh": f"先打 {PHONE}", "en": f"Call {PHONE} first"})

    pack = take_evidence(seat=seat, incident=one)

    files = files_in(pack.content)
    assert files["steps.json"][0]["do"]["en"].startswith("Call ") and PHONE not in str(files["steps.json"])
    assert PHONE not in pack.content.decode(errors="ignore")
    assert bad.author_name not in pack.content.decode(errors="ignore")
    assert files["captures.json"][0]["in_this_pack"] is False
    assert files["captures.json"][0]["sha256"] == Capture.objects.get().sha256


def test_with_a_reason_the_captures_are_in_it_as_published(seat: Seat, one: Incident) -> None:
    files = files_in(take_evidence(seat=seat, incident=one, reason="legal").content)

    assert PHONE in files["captures/EV-0001.json"]["post"]["text"]
    assert PHONE in files["timeline.json"][1]["text"]


def test_the_same_state_gives_the_same_bytes_whoever_takes_it_and_whenever(
    seat: Seat, one: Incident, counsel: Seat, cast: Cast
) -> None:
    first = take_evidence(seat=seat, incident=one)
    write_entry(brand=cast.others_brand, actor="machine:test", action="assign", at=seat.at)
    later = Seat(brand=counsel.brand, person=counsel.person, role=counsel.role, at=seat.at + timedelta(hours=3))

    assert take_evidence(seat=later, incident=one).content == first.content


def test_what_happens_next_changes_the_pack(seat: Seat, one: Incident) -> None:
    first = take_evidence(seat=seat, incident=one)
    log_progress(seat=seat, incident=one, text="下架 B2611-07")

    assert take_evidence(seat=seat, incident=one).digest != first.digest


def test_the_log_knows_who_took_which_pack_and_an_anchor_is_over_it(seat: Seat, one: Incident) -> None:
    pack = take_evidence(seat=seat, incident=one, reason="legal")

    entry = Entry.objects.get(action="take_evidence")
    assert (entry.actor, entry.subject) == (person_actor(seat.person), f"incident:{one.pk}")
    assert entry.detail == {"sha256": sha256(pack.content), "bytes": len(pack.content), "personal_data": "legal"}
    assert Anchor.objects.latest("pk").count == entry.number


def test_after_the_post_is_erased_the_pack_says_so_and_the_chain_still_proves_it(
    seat: Seat, one: Incident, bad: Post, counsel: Seat
) -> None:
    forget_on_request(seat=counsel, post=bad, reason="subject_request")

    pack = take_evidence(seat=seat, incident=one, reason="legal")

    files = files_in(pack.content)
    (gone,) = files["erased.json"]
    assert check_pack(pack.content, key=key()).whole
    assert (gone["post"], gone["why"], gone["captures_erased"]) == (f"post:{bad.pk}", "subject_request", ["EV-0001"])
    assert files["mentions.json"] == files["captures.json"] == []
    proven = {row["number"]: row["entry"] for row in files["chain.json"]}
    assert proven[gone["entry"]]["action"] == "erase_post"
    assert [row["action"] for row in proven.values() if row["subject"] == f"post:{bad.pk}"] == [
        "capture_post",
        "erase_post",
    ]
    assert bad.text not in json.dumps(files["chain.json"], ensure_ascii=False)


def test_a_capture_that_outlives_its_post_goes_only_to_who_answers_for_the_law(
    seat: Seat, one: Incident, bad: Post, counsel: Seat, cast: Cast
) -> None:
    keep_capture(seat=counsel, capture=Capture.objects.get(), ground=Ground.COMPLAINT)
    forget_post(brand=cast.brand, post=bad, actor="machine:tidy", at=seat.at, why="retention")

    hers = files_in(take_evidence(seat=seat, incident=one, reason="legal").content)
    theirs = files_in(take_evidence(seat=counsel, incident=one, reason="legal").content)

    assert (hers["captures.json"][0]["in_this_pack"], "captures/EV-0001.json" in hers) == (False, False)
    assert PHONE in theirs["captures/EV-0001.json"]["post"]["text"]


def test_words_that_were_erased_from_a_text_say_so(seat: Seat, one: Incident, counsel: Seat) -> None:
    forget_words(seat=counsel, incident=one, words="正在查")

    text = files_in(take_evidence(seat=seat, incident=one).content)["texts.json"][0]

    assert all("正在查" not in row["text"] for row in text["versions"])


def test_nothing_leaves_from_a_chain_that_does_not_hold(seat: Seat, one: Incident) -> None:
    Entry.objects.filter(action="capture_post").update(actor="person:999")

    with pytest.raises(TrailBroken):
        take_evidence(seat=seat, incident=one)


def test_nothing_leaves_where_a_capture_was_changed(seat: Seat, one: Incident) -> None:
    Capture.objects.update(manifest="{}")

    with pytest.raises(EvidenceChanged):
        take_evidence(seat=seat, incident=one)


def test_it_holds_nothing_of_another_brand_of_the_house(seat: Seat, one: Incident, cast: Cast, at: datetime) -> None:
    sister = Brand.objects.create(organisation=cast.brand.organisation, name="姊妹", slug="sister")
    secret = incident(sister, at=at, title="別人的秘密")
    write_entry(brand=sister, actor="machine:test", action="open_incident", subject=f"incident:{secret.pk}", at=at)
    beat(sister, "incidents")

    content = take_evidence(seat=seat, incident=one).content

    assert "別人的秘密" not in content.decode(errors="ignore")
    assert all(row["entry"]["brand"] == cast.brand.pk for row in files_in(content)["chain.json"])


@pytest.mark.parametrize(("role", "reason"), [(Role.AGENCY_LEAD, ""), (Role.EXECUTIVE, "legal"), (Role.VIEWER, "")])
def test_who_may_not_export_or_unmask_gets_none(
    role: Role, reason: str, cast: Cast, at: datetime, one: Incident
) -> None:
    made = person("Somebody", cast.brand.organisation)
    Assignment.objects.create(person=made, brand=cast.brand, role=role.value)

    with pytest.raises(NotAllowed):
        take_evidence(seat=take_seat(made, "spring", at=at), incident=one, reason=reason)


def test_in_the_room_a_person_takes_it_with_their_password_for_personal_data(
    cast: Cast, one: Incident, signed_in: SignIn
) -> None:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client, url = signed_in(cast.alice), reverse("take_incident_evidence", args=["spring", one.number])

    masked = client.post(url, {"nonce": "00aa11bb"})
    refused = client.post(url, {"lift": "on", "reason": "legal", "confirm": "wrong"})
    lifted = client.post(url, {"lift": "on", "reason": "legal", "confirm": PASSWORD})

    assert masked["Content-Disposition"] == 'attachment; filename="INC-0001-spring.zip"'
    assert masked.cookies["firebreak_took"].value == "00aa11bb"
    assert check_pack(masked.content, key=key()).about["personal_data"] is False
    assert refused.status_code == 400 and "這不是你的密碼" in refused.content.decode()
    assert check_pack(lifted.content, key=key()).about["personal_data"] is True


def test_the_part_of_the_room_shows_captures_and_the_packs_that_were_taken(
    cast: Cast, seat: Seat, one: Incident, signed_in: SignIn
) -> None:
    pack = take_evidence(seat=seat, incident=one)

    page = (
        signed_in(cast.carol).get(reverse("incident", args=["spring", one.number]), {"tab": "files"}).content.decode()
    )

    assert "EV-0001" in page and pack.digest in page
    assert reverse("take_incident_evidence", args=["spring", one.number]) not in page  # Carol watches


def test_a_number_that_somebody_writes_into_a_text_names_nobody(one: Incident, cast: Cast, at: datetime) -> None:
    seat = take_seat(cast.alice, "spring", at=at)
    for text in (f"person:{cast.mallory.pk}", f'"by": "person:{cast.mallory.pk}"', "person:" + "9" * 40):
        log_progress(seat=seat, incident=one, text=text)

    people = files_in(take_evidence(seat=seat, incident=one).content)["people.json"]

    assert {row["name"] for row in people} == {cast.alice.name, cast.bob.name}
