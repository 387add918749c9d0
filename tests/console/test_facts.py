"""Is there one truth of an incident, with who said and who confirmed it, and does a change reach every text?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Fact, Statement
from firebreak.console.respond.speak.sheet import forget_fact_versions, settle_fact, write_fact
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.terms import Role
from tests.cast import Cast, one_of_each_role
from tests.records import incident, statement

SignIn = Callable[[Person], Client]
BATCH = "B2611-07"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def write(seat: Seat, about: Incident, value: str = BATCH, version: int | None = None, key: Key = Key.BATCH) -> Fact:
    status, source = Status.CHECKING, "品保"
    return write_fact(
        seat=seat, incident=about, key=key, value=value, status=status, source=source, version=version
    )  # fmt: skip


def settle(seat: Seat, about: Incident, status: Status = Status.CONFIRMED, version: int = 0) -> Fact:
    return settle_fact(seat=seat, incident=about, key=Key.BATCH, status=status, version=version)


def test_a_line_keeps_who_said_what_and_who_confirmed_it(seat: Seat, bobs: Seat, about: Incident) -> None:
    write(bobs, about)
    settle(seat, about)

    kept = Fact.objects.get()
    assert (kept.value, kept.source, kept.written_by) == (BATCH, "品保", bobs.person)
    assert (kept.status, kept.settled_by, kept.settled_at) == ("confirmed", seat.person, seat.at)
    assert [(one.version, one.status) for one in kept.versions.order_by("version")] == [
        (0, "checking"),
        (1, "confirmed"),
    ]


def test_a_line_that_is_written_anew_is_to_be_confirmed_anew(seat: Seat, bobs: Seat, about: Incident) -> None:
    write(bobs, about)
    settle(seat, about)
    write(bobs, about, "B2611-08", version=1)

    kept = Fact.objects.get()
    assert (kept.status, kept.settled_by, kept.version) == ("checking", None, 2)
    assert [one.value for one in kept.versions.order_by("version")] == [BATCH, BATCH, "B2611-08"]


def test_nobody_confirms_what_they_wrote(bobs: Seat, about: Incident) -> None:
    write(bobs, about)

    with pytest.raises(NotAllowed) as refused:
        settle(bobs, about)
    assert refused.value.context["problem"] == "own_words"


def test_nobody_confirms_what_they_wrote_because_somebody_named_another_source(
    seat: Seat, bobs: Seat, about: Incident
) -> None:
    write(bobs, about)
    settle(seat, about)
    write(seat, about, f" {BATCH}。", version=1)  # the same, once more

    for one in (bobs, seat):
        with pytest.raises(NotAllowed):
            settle(one, about, version=2)


def test_who_wrote_something_else_before_confirms_what_it_says_now(seat: Seat, bobs: Seat, about: Incident) -> None:
    write(seat, about, "B2611-08")
    write(bobs, about, version=0)

    assert settle(seat, about, version=1).settled_by == seat.person


def test_who_may_have_written_words_that_were_erased_confirms_nothing(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, at: datetime
) -> None:
    write(seat, about)
    write(bobs, about, version=0)
    legal = take_seat(one_of_each_role(cast.brand)[Role.LEGAL], cast.brand.slug, at=at)
    forget_fact_versions(seat=legal, incident=about, key=Key.BATCH)

    with pytest.raises(NotAllowed):
        settle(seat, about, version=1)


def test_a_closed_incident_keeps_its_sheet(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, signed_in: SignIn
) -> None:
    write(bobs, about)
    Incident.objects.update(phase="closed")

    with pytest.raises(Conflict) as refused:
        write(bobs, about, "B2611-08", version=0)
    assert refused.value.context["problem"] == "closed"
    with pytest.raises(Conflict):
        settle(seat, about)
    url = reverse("write_incident_fact", args=[cast.brand.slug, about.number, "place"])
    sent = {"version": "", "value": "民生門市", "status": "checking", "source": ""}
    answer = signed_in(cast.bob).post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "民生門市" in page
    assert "已結案" in page


def test_only_who_may_approve_confirms(cast: Cast, seat: Seat, at: datetime, about: Incident) -> None:
    write(seat, about)

    with pytest.raises(NotAllowed):
        settle(take_seat(cast.carol, cast.brand.slug, at=at), about)


def test_another_value_marks_the_texts_that_speak_of_it_and_no_other(
    seat: Seat, bobs: Seat, about: Incident, at: datetime
) -> None:
    spoken = statement(about, f"批號 {BATCH}", by=seat.person, at=at)
    other = statement(about, "我們在查", by=seat.person, at=at, channel="line")
    write(bobs, about)
    settle(seat, about)
    write(bobs, about, "B2611-08", version=1)

    assert Statement.objects.get(pk=spoken.pk).reread == ["batch"]
    assert Statement.objects.get(pk=other.pk).reread == []


def test_a_line_that_is_written_after_the_text_reaches_it_when_it_changes(
    seat: Seat, bobs: Seat, about: Incident, at: datetime
) -> None:
    spoken = statement(about, f"批號 {BATCH}", by=seat.person, at=at)
    write(bobs, about)
    assert Statement.objects.get(pk=spoken.pk).reread == []  # it says so already

    write(bobs, about, "B2611-08", version=0)

    assert Statement.objects.get(pk=spoken.pk).reread == ["batch"]


def test_a_new_line_marks_the_texts_that_say_something_else(
    seat: Seat, bobs: Seat, about: Incident, at: datetime
) -> None:
    out = {"published_at": at, "published_by": seat.person, "url": "https://spring.example/1"}
    spoken = statement(about, f"受影響的批號為 {BATCH}。", by=seat.person, at=at, **out)

    write(bobs, about, "B2611-08")

    assert Statement.objects.get(pk=spoken.pk).reread == ["batch"]


def test_what_is_published_keeps_who_handed_it_in_when_a_fact_changes(
    seat: Seat, bobs: Seat, about: Incident, at: datetime
) -> None:
    out = {"published_at": at, "published_by": seat.person, "url": "https://spring.example/1"}
    handed_in = {"submitted_at": at, "submitted_by": bobs.person}
    spoken = statement(about, f"批號 {BATCH}", by=seat.person, at=at, **out, **handed_in)
    write(bobs, about)
    write(bobs, about, "B2611-08", version=0)

    kept = Statement.objects.get(pk=spoken.pk)
    assert (kept.reread, kept.submitted_at, kept.submitted_by) == (["batch"], at, bobs.person)


def test_confirming_a_line_or_naming_another_source_marks_nothing(
    seat: Seat, bobs: Seat, about: Incident, at: datetime
) -> None:
    spoken = statement(about, f"批號 {BATCH}", by=seat.person, at=at)
    write(bobs, about)
    settle(seat, about)
    write(bobs, about, version=1)

    assert Statement.objects.get(pk=spoken.pk).reread == []


def test_what_is_refuted_after_all_marks_the_texts(seat: Seat, bobs: Seat, about: Incident, at: datetime) -> None:
    spoken = statement(about, f"批號 {BATCH}", by=seat.person, at=at)
    write(bobs, about)
    settle(seat, about, Status.REFUTED)

    assert Statement.objects.get(pk=spoken.pk).reread == ["batch"]


def test_whoever_is_later_is_told_and_keeps_their_words(
    cast: Cast, seat: Seat, about: Incident, signed_in: SignIn
) -> None:
    write(seat, about)
    url = reverse("write_incident_fact", args=[cast.brand.slug, about.number, "batch"])

    answer = signed_in(cast.bob).post(url, {"version": "", "value": "B2611-09", "status": "checking", "source": ""})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert BATCH in page
    assert answer.context["form"]["value"].value() == "B2611-09"
    again = {"version": "0", "value": "B2611-09", "status": "checking", "source": ""}
    assert signed_in(cast.bob).post(url, again).status_code == 302
    assert Fact.objects.get().value == "B2611-09"


@pytest.mark.parametrize("value", ["", "  ", "x" * 501])
def test_an_empty_or_endless_value_is_refused(value: str, seat: Seat, about: Incident) -> None:
    with pytest.raises(BadInput):
        write(seat, about, value)


def test_an_old_page_confirms_nothing(seat: Seat, bobs: Seat, about: Incident) -> None:
    write(bobs, about)
    write(bobs, about, "B2611-08", version=0)

    with pytest.raises(Conflict):
        settle(seat, about, version=0)


def test_each_word_about_a_fact_is_one_line_of_the_log_without_its_value(
    seat: Seat, bobs: Seat, about: Incident
) -> None:
    write(bobs, about)
    settle(seat, about)

    lines = Entry.objects.filter(subject=f"incident:{about.pk}").order_by("number")
    assert [line.action for line in lines] == ["write_fact", "settle_fact"]
    assert BATCH not in str([line.detail for line in lines])


def test_the_sheet_shows_every_line_with_its_status_and_who_stands_for_it(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, signed_in: SignIn
) -> None:
    write(bobs, about)
    settle(seat, about)

    url = reverse("incident", args=[cast.brand.slug, about.number])
    page = signed_in(cast.carol).get(f"{url}?tab=statements").content.decode()

    assert all(words in page for words in (BATCH, "已確認", cast.alice.name, "下次更新", "1 項中已確認 1 項"))


def test_a_line_tells_its_history(cast: Cast, seat: Seat, bobs: Seat, about: Incident, signed_in: SignIn) -> None:
    write(bobs, about)
    write(seat, about, "B2611-08", version=0)

    page = signed_in(cast.carol).get(reverse("incident_fact", args=[cast.brand.slug, about.number, "batch"]))

    assert [one.value for one in page.context["page"].history] == ["B2611-08", BATCH]
    assert "改寫" not in page.content.decode()  # she only looks


def test_what_a_line_said_before_is_erased_on_request_and_what_it_says_stays(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, signed_in: SignIn
) -> None:
    write(bobs, about, "B2611-07（王小明通報）")
    write(seat, about, BATCH, version=0)
    legal = one_of_each_role(cast.brand)[Role.LEGAL]

    signed_in(legal).post(reverse("forget_incident_fact", args=[cast.brand.slug, about.number, "batch"]))

    kept = Fact.objects.get()
    assert [one.value for one in kept.versions.order_by("version")] == ["", BATCH]
    assert (kept.value, Entry.objects.filter(action="forget_versions").count()) == (BATCH, 1)
