"""R1.41: an incident that is closed with its root cause makes or renews a risk, and lowers no person's figures.

R2.1 in part: a risk that a person writes down has at least one measure against it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.learn import services as reviews
from firebreak.console.learn.models import Review
from firebreak.console.prevent.models import Risk, RiskChange
from firebreak.console.prevent.page import Register
from firebreak.console.prevent.services import Judged, add_risk, judge_risk, retire_risk
from firebreak.console.respond import services as incidents
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.prevent.risk import Figures
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Phase
from tests.cast import Cast
from tests.records import incident, risk

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)


def judged(seat: Seat, **other: Any) -> Judged:
    usual: dict[str, Any] = {"title": "接頭漏水", "category": "product_defect", "branch": "process", "likelihood": 2}
    usual |= {"impact": 3, "harms_health": False, "exposure": Decimal(500_000), "prevention": "逐台加壓測試"}
    usual |= {"owner": seat.person, "review_on": day_of(seat.at) + 90 * DAY}
    return Judged(**usual | other)


def closed(seat: Seat, *, severity: str = "S3", branch: str = "process", **fields: Any) -> Incident:
    """An incident that was watched, closed with its root cause."""
    made = incident(seat.brand, at=seat.at - 2 * DAY, phase="watch", owner=seat.person, severity=severity, **fields)
    Moment.objects.create(incident=made, at=seat.at - DAY, kind="phase", facts={"was": "remedy", "now": "watch"})
    if branch:
        Review.objects.create(incident=made, whys=["墊圈老化"], root="沒有更換週期", branch=branch)
    close(seat, made)
    return made


def close(seat: Seat, one: Incident) -> None:
    one.refresh_from_db()
    incidents.move(seat=seat, incident=one, to=Phase.CLOSED, version=one.version, reason="平息")


def later(seat: Seat, days: int) -> Seat:
    return Seat(brand=seat.brand, person=seat.person, role=seat.role, at=seat.at + days * DAY)


def test_closing_with_a_root_cause_makes_the_risk_of_its_category_and_cause(seat: Seat) -> None:
    """R1.41."""
    one = closed(seat, severity="S2")

    made = Risk.objects.get(brand=seat.brand)
    assert (made.category, made.branch, made.figures) == ("product_defect", "process", Figures(3, 4))
    assert (made.owner, made.judged_by) == (seat.person, None)
    assert [(event.incident, event.severity) for event in made.events.all()] == [(one, "S2")]
    assert Moment.objects.get(incident=one, kind="learn_risk").facts == {"risk": "R-01"}
    line = Entry.objects.get(action="learn_risk")
    assert (line.actor, line.subject, line.detail["incident"]) == ("machine:learn", f"risk:{made.pk}", one.code)


def test_closing_without_a_root_cause_makes_none(seat: Seat) -> None:
    closed(seat, branch="")

    assert not Risk.objects.exists()


def test_a_second_incident_of_the_same_cause_renews_the_same_risk_and_raises_what_nobody_judged(seat: Seat) -> None:
    """R1.41."""
    closed(seat, severity="S3")
    closed(later(seat, 30), severity="S1")
    closed(later(seat, 31), severity="S3", branch="supplier")

    rows = Risk.objects.filter(brand=seat.brand)
    assert [(one.branch, one.figures) for one in rows] == [("process", Figures(4, 5)), ("supplier", Figures(3, 3))]
    assert [one.kind for one in rows[0].changes.all()] == ["happen", "happen"]


def test_figures_of_a_person_stay_and_the_page_says_what_the_incidents_speak_for(seat: Seat) -> None:
    made = add_risk(seat=seat, judged=judged(seat, likelihood=1, impact=2))

    closed(seat, severity="S1")

    (row,) = Register(seat).rows
    assert (row.risk.pk, row.risk.figures, row.proposal) == (made.pk, Figures(1, 2), Figures(3, 5))


def test_graver_figures_of_a_person_are_neither_lowered_nor_argued_with(seat: Seat) -> None:
    add_risk(seat=seat, judged=judged(seat, likelihood=5, impact=5))

    closed(seat, severity="S3")

    (row,) = Register(seat).rows
    assert (row.risk.figures, row.proposal) == (Figures(5, 5), None)


def test_what_an_incident_adds_is_due_by_the_day_of_its_review_and_never_later_than_before(seat: Seat) -> None:
    made = add_risk(seat=seat, judged=judged(seat, review_on=day_of(seat.at) + 90 * DAY))

    closed(seat)

    made.refresh_from_db()
    assert made.review_on == day_of(seat.at) + 14 * DAY
    assert not Register(later(seat, 13)).due
    assert [row.risk for row in Register(later(seat, 14)).due] == [made]


def test_a_relapse_that_is_closed_again_is_the_same_incident_of_the_same_risk(seat: Seat) -> None:
    one = closed(seat)
    one.refresh_from_db()
    incidents.move(seat=seat, incident=one, to=Phase.RESPOND, version=one.version)
    incidents.move(seat=seat, incident=one, to=Phase.WATCH, version=one.version)

    close(later(seat, 3), one)

    made = Risk.objects.get(brand=seat.brand)
    assert (made.events.count(), made.figures.likelihood) == (1, 3)


def test_a_retired_risk_comes_back_with_an_incident_of_it(seat: Seat) -> None:
    made = add_risk(seat=seat, judged=judged(seat))
    retire_risk(seat=seat, risk=made, version=made.version)
    assert not Register(seat).rows

    closed(seat)

    assert [row.risk for row in Register(seat).rows] == [made]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"prevention": " "}, "empty"),
        ({"title": ""}, "empty"),
        ({"likelihood": 6}, "off_the_scale"),
        ({"exposure": Decimal(-1)}, "off_the_scale"),
        ({"review_on": datetime(2026, 11, 20).date()}, "not_ahead"),
    ],
)
def test_what_is_not_whole_is_not_kept(wrong: dict[str, Any], problem: str, seat: Seat) -> None:
    """R2.1 in part."""
    with pytest.raises(BadInput) as refused:
        add_risk(seat=seat, judged=judged(seat, **wrong))

    assert refused.value.context["problem"] == problem
    assert not Risk.objects.exists()


def test_nobody_watches_over_a_risk_of_a_brand_that_they_may_not_enter(seat: Seat, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_risk(seat=seat, judged=judged(seat, owner=cast.mallory))


def test_who_comes_second_is_told_so_and_the_log_holds_no_word_of_a_risk(seat: Seat) -> None:
    made = add_risk(seat=seat, judged=judged(seat))
    judge_risk(seat=seat, risk=made, judged=judged(seat, impact=4, prevention="改用雙墊圈"), version=0)

    with pytest.raises(Conflict):
        judge_risk(seat=seat, risk=made, judged=judged(seat), version=0)

    line = Entry.objects.get(action="judge_risk")
    assert line.detail == {"likelihood": 2, "impact": 4, "fields": ["impact", "prevention"]}
    assert [(one.kind, one.score) for one in RiskChange.objects.filter(risk=made)] == [("judge", 8), ("add", 6)]


def test_bob_keeps_the_register_too_and_carol_only_reads_it(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    bob, carol = (take_seat(one, "spring", at=at) for one in (cast.bob, cast.carol))
    add_risk(seat=bob, judged=judged(bob))

    with pytest.raises(NotAllowed):
        add_risk(seat=carol, judged=judged(carol))

    page = signed_in(cast.carol).get(reverse("risks", args=["spring"])).content.decode()
    assert "接頭漏水" in page
    assert reverse("add_risk", args=["spring"]) not in page


def test_the_page_names_level_score_money_and_what_is_due(seat: Seat, signed_in: SignIn) -> None:
    risk(seat.brand, by=seat.person, at=seat.at)

    page = signed_in(seat.person).get(reverse("risks", args=["spring"])).content.decode()

    assert "1 項風險該檢視了" in page
    assert "NT$1,200,000" in page
    assert '<span class="risk-level high">' in page


def test_a_form_that_was_refused_comes_back_as_it_was_filled_in(seat: Seat, signed_in: SignIn) -> None:
    said = {"title": "接頭漏水", "category": "product_defect", "likelihood": "9", "prevention": "逐台加壓測試"}

    answer = signed_in(seat.person).post(reverse("add_risk", args=["spring"]), said)

    assert (answer.status_code, Risk.objects.count()) == (400, 0)
    assert "逐台加壓測試" in answer.content.decode()


def test_a_risk_is_added_and_judged_anew_on_the_page(seat: Seat, signed_in: SignIn) -> None:
    said = {"title": "接頭漏水", "category": "product_defect", "likelihood": "4", "impact": "5", "harms_health": "on"}
    said |= {"prevention": "逐台加壓測試", "owner": str(seat.person.pk), "review_on": "2027-02-01", "version": "0"}
    client = signed_in(seat.person)

    client.post(reverse("add_risk", args=["spring"]), said)
    made = Risk.objects.get(brand=seat.brand)
    client.post(reverse("judge_risk", args=["spring", made.pk]), said | {"impact": "2"})

    made.refresh_from_db()
    assert (made.figures, made.harms_health, made.exposure, made.version) == (Figures(4, 2), True, None, 1)


def test_the_review_of_the_incident_sets_the_day(seat: Seat) -> None:
    one = incident(seat.brand, at=seat.at - 2 * DAY, phase="watch", owner=seat.person, severity="S3")
    day = day_of(seat.at) + 5 * DAY
    reviews.set_after(seat=seat, incident=one, review_on=day, watch_days=90, result=None, version=0)
    reviews.write_cause(seat=seat, incident=one, whys=["舊"], root="舊墊圈", branch="design", version=1)
    Moment.objects.create(incident=one, at=seat.at, kind="phase", facts={"was": "remedy", "now": "watch"})

    close(seat, one)

    assert Risk.objects.get(brand=seat.brand).review_on == day
