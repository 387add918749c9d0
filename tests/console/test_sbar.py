"""Does the brief of one page say what is on file, mark what is not, and leave as a document with a line in the log?"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.opening import open_from_story
from firebreak.console.respond.sbar.page import Sbar
from firebreak.core.respond.sbar import FIELDS
from firebreak.core.respond.sheet import Key
from tests.cast import Cast
from tests.records import alert, enquiry, fact, post, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def opened(seat: Seat, cast: Cast, at: datetime) -> Incident:
    """An incident of a story of 25 posts with its alert, in a brand heard for two days; nothing that a person wrote."""
    post(cast.brand, at=at - timedelta(days=2))
    about = story(cast.brand, at=at - MINUTE, posts=25)
    alert(cast.brand, at=at, about=about)
    return open_from_story(seat=seat, story=about)


def brief(seat: Seat, incident: Incident) -> Sbar:
    return Sbar(seat, story=None, incident=Incident.objects.get(pk=incident.pk))


def test_four_fifths_of_the_brief_of_a_fresh_incident_are_filled_by_themselves(seat: Seat, opened: Incident) -> None:
    """R2.69: before anybody has led it, said anything or written a fact, and with nothing typed for the brief."""
    page = brief(seat, opened)

    assert page.filled.share >= 0.8
    assert page.filled.of == sum(len(codes) for codes in FIELDS.values())


def test_what_people_said_and_who_leads_are_taken_over(seat: Seat, opened: Incident, at: datetime) -> None:
    before = brief(seat, opened).filled.count
    opened.owner = seat.person
    opened.save()
    Moment.objects.create(incident=opened, at=at, kind="outward", person=seat.person, text="We are looking into it")

    page = brief(seat, opened)

    assert page.values["lead"] == seat.person.name
    assert page.filled.count == before + 1


def test_what_is_not_on_file_is_marked_and_says_why(seat: Seat, opened: Incident) -> None:
    page = brief(seat, opened)

    empty = {field.code: field.missing for section in page.sections for field in section.fields if not field.text}

    assert {"known", "decision", "lead"} <= set(empty)
    assert all(empty.values())
    assert page.filled.count == page.filled.of - len(empty)


def test_every_field_tells_what_the_records_say(seat: Seat, opened: Incident) -> None:
    with translation.override("en"):
        values = brief(seat, opened).values

    assert opened.code in values["matter"]
    assert values["size"].startswith("25 posts by 25 authors, 100% negative")
    assert "S2" in values["level"]
    assert "fields" not in values["outlook"]
    assert values["why"].endswith("+60")


def test_a_story_without_an_incident_has_a_brief_of_its_own(seat: Seat, cast: Cast, at: datetime) -> None:
    about = story(cast.brand, at=at - MINUTE, posts=25)

    page = Sbar(seat, story=about, incident=None)

    assert page.filled.of == 15
    assert page.filled.share >= 0.8
    assert Alert.objects.count() == 0
    assert page.values["raised"] == ""


def test_the_next_deadline_may_be_one_of_the_law_or_of_the_press(
    seat: Seat, cast: Cast, opened: Incident, at: datetime
) -> None:
    """Whoever decides must not read of a later one; what is overdue and what the law wants at once stand beside it."""
    facts = {"law": "listed_clarify", "when": (at - timedelta(minutes=117)).isoformat()}
    Moment.objects.create(incident=opened, at=at, kind="law_applies", key="law:listed_clarify", facts=facts)
    by_law = brief(seat, opened).values["due"]
    enquiry(opened, by=cast.alice, at=at, due_at=at + MINUTE)
    by_press = brief(seat, opened).values["due"]
    facts = {"law": "food_stop", "when": at.isoformat()}
    Moment.objects.create(incident=opened, at=at, kind="law_applies", key="law:food_stop", facts=facts)

    duty = knowledge.statutes()
    assert by_law.startswith(duty["listed_clarify"].duty.within("zh"))
    assert by_law.endswith("；已逾時：接手")
    assert by_press.startswith("朝聞新報")
    assert brief(seat, opened).values["due"] == f"{by_press}；立即：{duty['food_stop'].duty.within('zh')}"


def test_lines_of_the_sheet_that_nobody_wrote_are_named_as_not_confirmed(
    seat: Seat, cast: Cast, opened: Incident, at: datetime
) -> None:
    fact(opened, Key.BATCH, "1024" * 40, by=cast.alice, at=at, status="confirmed")

    values = brief(seat, opened).values

    assert "成因" in values["unknown"]
    assert len(values["known"]) < 100


def test_an_incident_without_a_story_waits_for_no_judgement(seat: Seat, opened: Incident) -> None:
    opened.story = None
    opened.save()

    fields = {field.code: field for section in brief(seat, opened).sections for field in section.fields}

    assert {fields[code].missing for code in ("why", "harm", "axes", "usual", "outlook")} == {fields["size"].missing}


def test_signs_that_a_document_cannot_hold_do_not_stop_it(
    signed_in: SignIn, cast: Cast, opened: Incident, at: datetime
) -> None:
    """As slides break their lines, which somebody copies from."""
    fact(opened, Key.BATCH, "1024\x0b1025\x01", by=cast.alice, at=at, status="confirmed")
    Incident.objects.filter(pk=opened.pk).update(title="漏水\x0b")

    answer = signed_in(cast.alice).post(reverse("take_incident_sbar", args=[cast.brand.slug, opened.number]))

    assert answer.status_code == 200
    assert Document(io.BytesIO(answer.content)).core_properties.title.endswith("漏水")


def test_it_is_one_click_from_the_story_and_from_the_room(signed_in: SignIn, cast: Cast, opened: Incident) -> None:
    """R2.69: and its page carries every mark."""
    client, slug = signed_in(cast.alice), cast.brand.slug
    assert opened.story is not None
    for name, number in (("story", opened.story.number), ("incident", opened.number)):
        address = reverse(f"{name}_sbar", args=[slug, number])
        assert f'href="{address}"' in client.get(reverse(name, args=[slug, number])).content.decode()
        page = client.get(address)
        assert page.status_code == 200
        assert page.content.decode().count('class="unfilled"') >= 2


def test_it_leaves_as_a_document_and_the_log_knows(signed_in: SignIn, cast: Cast, opened: Incident) -> None:
    address = reverse("take_incident_sbar", args=[cast.brand.slug, opened.number])
    answer: Any = signed_in(cast.alice).post(address, {"nonce": "0123abcd"})

    paper = Document(io.BytesIO(answer.content))
    words = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert answer["Content-Disposition"] == f'attachment; filename="{opened.code}-SBAR.docx"'
    assert answer.cookies["firebreak_took"].value == "0123abcd"
    assert len(paper.tables) == 4
    assert any(opened.code in said for said in words)
    entry = Entry.objects.filter(action="take_brief").get()
    assert (entry.subject, sorted(entry.detail)) == (f"incident:{opened.pk}", ["bytes", "sha256"])
