"""R1.35–1.38, R1.78, R2.78: a grave incident ends only with its cause, its proofs and its result, and is watched on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Delivery
from firebreak.console.assess.models import StoryPost
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.learn import closing, services
from firebreak.console.learn.models import Action, Check, Review
from firebreak.console.learn.relapse import reopen_relapsed
from firebreak.console.listen.models import Reading
from firebreak.console.respond import services as incidents
from firebreak.console.respond.evidence.services import take_evidence
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.speak.forgetting import forget_words
from firebreak.core.errors import BadInput, Conflict, NotAllowed, StepSkipped
from firebreak.core.resolve.cause import Branch
from firebreak.core.terms import Phase, Role, Severity
from tests.cast import Cast, person
from tests.console.test_evidence_pack import files_in
from tests.records import alert, incident, statement, story

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
WHYS = ["機器漏水", "墊圈老化", "沒有人更換"]


@pytest.fixture
def one(cast: Cast, at: datetime) -> Incident:
    """A grave incident that is led, answered, and watched."""
    told = story(cast.brand, at=at - 3 * DAY)
    made = incident(cast.brand, at=at - 2 * DAY, about=told, phase="watch", owner=cast.alice)
    Moment.objects.create(incident=made, at=at - DAY, kind="phase", facts={"was": "remedy", "now": "watch"})
    Moment.objects.create(incident=made, at=at - DAY, kind="full", person=cast.alice)
    return made


@pytest.fixture
def said(one: Incident, cast: Cast, at: datetime) -> object:
    return statement(
        one,
        "原因已查明。",
        by=cast.bob,
        at=at - DAY,
        kind="statement",
        published_at=at - DAY,
        url="https://spring.example/1",
    )


def later(seat: Seat, days: int) -> Seat:
    return Seat(brand=seat.brand, person=seat.person, role=seat.role, at=seat.at + days * DAY)


def close(seat: Seat, one: Incident) -> None:
    one.refresh_from_db()
    incidents.move(seat=seat, incident=one, to=Phase.CLOSED, version=one.version)


def found(seat: Seat, one: Incident) -> Review:
    version = Review.objects.filter(incident=one).values_list("version", flat=True).first() or 0
    return services.write_cause(
        seat=seat, incident=one, whys=WHYS, root="沒有更換週期", branch="process", version=version
    )


def action(seat: Seat, one: Incident, *, due: int = 7) -> Action:
    return services.add_action(
        seat=seat,
        incident=one,
        branch=Branch.PROCESS,
        text="每季更換墊圈",
        owner=seat.person,
        due=services.day_of(seat.at) + due * DAY,
    )


def ended(seat: Seat, one: Incident) -> None:
    """Give a grave incident all that its end asks for, and close it."""
    review = found(seat, one)
    review = services.set_after(
        seat=seat,
        incident=one,
        review_on=services.day_of(seat.at) + 10 * DAY,
        watch_days=90,
        result=None,
        version=review.version,
    )
    services.waive_result(seat=seat, incident=one, reason="只影響一位顧客，已私下說明", version=review.version)
    close(seat, one)


def test_a_grave_incident_names_all_that_its_end_still_asks_for(seat: Seat, one: Incident) -> None:
    """R1.36, R1.78; R2.30 in part: the cause, the result, the day of the review."""
    action(seat, one)

    with pytest.raises(StepSkipped) as refused:
        close(seat, one)

    assert set(refused.value.context["missing"]) == {"actions", "root_cause", "review_date", "final_result"}


def test_who_lowers_a_grave_one_before_its_end_is_asked_for_all_of_it(seat: Seat, one: Incident) -> None:
    incidents.set_severity(seat=seat, incident=one, to=Severity.S3, version=one.version, reason="已平息")

    with pytest.raises(StepSkipped) as refused:
        close(seat, one)

    assert set(refused.value.context["missing"]) == {"root_cause", "review_date", "final_result"}


def test_a_milder_one_ends_without_cause_and_result_but_not_with_an_open_action(seat: Seat, one: Incident) -> None:
    Incident.objects.filter(pk=one.pk).update(severity="S3")
    one.moments.filter(kind="opened").update(facts={"severity": "S3"})
    one.refresh_from_db()
    made = action(seat, one)

    with pytest.raises(StepSkipped) as refused:
        close(seat, one)
    services.prove_action(seat=seat, incident=one, number=made.pk, proof="https://spring.example/order")
    close(seat, one)

    assert refused.value.context["missing"] == ("actions",)
    assert one.phase == Phase.CLOSED


def test_with_cause_day_and_public_result_it_ends(seat: Seat, one: Incident, said: object) -> None:
    review = found(seat, one)
    services.set_after(
        seat=seat,
        incident=one,
        review_on=services.day_of(seat.at),
        watch_days=30,
        result=said,  # type: ignore[arg-type]
        version=review.version,
    )
    close(seat, one)

    assert one.phase == Phase.CLOSED


def test_only_authority_waives_the_result_with_a_reason_that_stays(seat: Seat, one: Incident, cast: Cast) -> None:
    """R1.78."""
    helper = take_seat(cast.bob, "spring", at=seat.at)

    with pytest.raises(NotAllowed):
        services.waive_result(seat=helper, incident=one, reason="不必", version=0)
    with pytest.raises(BadInput):
        services.waive_result(seat=seat, incident=one, reason="  ", version=0)
    services.waive_result(seat=seat, incident=one, reason="只影響一位顧客", version=0)

    line = Moment.objects.get(incident=one, kind="waive_result")
    assert (line.person, line.text) == (cast.alice, "只影響一位顧客")
    assert Entry.objects.filter(action="waive_result").count() == 1


def test_a_text_nobody_published_is_no_result(seat: Seat, one: Incident, cast: Cast) -> None:
    draft = statement(one, "還在查。", by=cast.bob, at=seat.at)

    with pytest.raises(BadInput):
        services.set_after(seat=seat, incident=one, review_on=None, watch_days=90, result=draft, version=0)


def test_two_who_write_the_cause_at_once_lose_nothing(seat: Seat, one: Incident) -> None:
    found(seat, one)

    with pytest.raises(Conflict):
        services.write_cause(seat=seat, incident=one, whys=["別的"], root="別的", branch="design", version=0)
    assert Review.objects.get().root == "沒有更換週期"


@pytest.mark.parametrize(("owner", "due"), [("carol", 7), ("trent", 7), ("mallory", 7), ("alice", -1)])
def test_no_action_without_somebody_who_can_and_a_day_to_come(
    owner: str, due: int, seat: Seat, one: Incident, cast: Cast
) -> None:
    """R1.37."""
    with pytest.raises((BadInput, NotAllowed)):
        services.add_action(
            seat=seat,
            incident=one,
            branch=Branch.DESIGN,
            text="換材質",
            owner=getattr(cast, owner),
            due=services.day_of(seat.at) + due * DAY,
        )


def test_an_action_is_done_only_with_a_proof_and_then_looked_at_three_times(seat: Seat, one: Incident) -> None:
    """R1.37, R1.38: after 30, 60 and 90 days."""
    made = action(seat, one)

    with pytest.raises(BadInput):
        services.prove_action(seat=seat, incident=one, number=made.pk, proof=" ")
    services.prove_action(seat=seat, incident=one, number=made.pk, proof="", file=b"%PDF-1.7", file_name="a.pdf")

    assert list(Check.objects.values_list("days", "due")) == [
        (30, date(2026, 12, 20)),
        (60, date(2027, 1, 19)),
        (90, date(2027, 2, 18)),
    ]
    with pytest.raises(Conflict):
        services.prove_action(seat=seat, incident=one, number=made.pk, proof="again")


def test_who_answers_for_an_action_shows_it_done_and_nobody_else_without_the_right(
    seat: Seat, one: Incident, cast: Cast
) -> None:
    lawyer = person("Counsel", cast.brand.organisation)  # may work on mentions, not on incidents
    Assignment.objects.create(person=lawyer, brand=cast.brand, role=Role.LEGAL.value)
    hers = action(seat, one)
    own = services.add_action(
        seat=seat, incident=one, branch=Branch.SUPPLIER, text="改約", owner=lawyer, due=services.day_of(seat.at)
    )
    counsel = take_seat(lawyer, "spring", at=seat.at)

    services.prove_action(seat=counsel, incident=one, number=own.pk, proof="合約第 7 條")
    with pytest.raises(NotAllowed):
        services.prove_action(seat=counsel, incident=one, number=hers.pk, proof="看起來好了")


def test_a_check_waits_for_its_day_and_counts_complaints_before_and_since_also_after_the_end(
    seat: Seat, one: Incident
) -> None:
    """R1.38: complaints before and since are filled in."""
    services.prove_action(seat=seat, incident=one, number=action(seat, one).pk, proof="https://spring.example/order")
    ended(seat, one)
    first = Check.objects.get(days=30)

    with pytest.raises(BadInput):
        services.check_action(seat=later(seat, 29), incident=one, check=first.pk, works=True, note="")
    seen = services.check_action(seat=later(seat, 30), incident=one, check=first.pk, works=True, note="沒有再漏")

    assert (seen.works, seen.before, seen.after) == (True, 3, 0)  # the story's posts came before its incident


def test_a_watched_matter_that_comes_back_opens_again_and_calls_who_led_it(
    seat: Seat, one: Incident, cast: Cast
) -> None:
    """R2.78, R2.81: forty days after the close."""
    ended(seat, one)
    at = seat.at + 40 * DAY
    again = alert(cast.brand, at=at, about=one.story, severity="S3")

    assert [back.pk for back in reopen_relapsed(cast.brand, at=at)] == [one.pk]

    one.refresh_from_db()
    assert (one.phase, one.relapsed_at) == (Phase.RESPOND, at)
    assert Delivery.objects.get(alert=again).person == cast.alice
    assert Moment.objects.filter(incident=one, key=f"relapse:{again.pk}").exists()
    assert reopen_relapsed(cast.brand, at=at) == []


def test_what_came_back_ends_with_a_day_and_a_result_of_its_own(seat: Seat, one: Incident, cast: Cast) -> None:
    ended(seat, one)
    at = seat.at + 20 * DAY
    alert(cast.brand, at=at, about=one.story, severity="S2")
    reopen_relapsed(cast.brand, at=at)
    one.refresh_from_db()

    assert {name for name, fact in closing.told(one).items() if fact is False} == {"review_date", "final_result"}

    late = take_seat(seat.person, "spring", at=at)
    review = services.waive_result(seat=late, incident=one, reason="同前", version=one.review.version)
    day = services.day_of(at)
    services.set_after(seat=late, incident=one, review_on=day, watch_days=90, result=None, version=review.version)
    assert all(fact is True for name, fact in closing.told(one).items() if name != "open_actions")


def test_it_knows_a_new_story_that_repeats_the_old_words(seat: Seat, one: Incident, cast: Cast) -> None:
    ended(seat, one)
    at = seat.at + 5 * DAY
    other = story(cast.brand, at=at)
    first = StoryPost.objects.filter(story=one.story).values("post")[:1]
    Reading.objects.filter(post__place__story=other).update(copy_of=first, copy_similarity=0.9)
    alert(cast.brand, at=at, about=other, severity="S2")

    reopen_relapsed(cast.brand, at=at)

    one.refresh_from_db()
    assert (one.phase, one.story) == (Phase.RESPOND, other)


@pytest.mark.parametrize(("days", "severity"), [(91, "S1"), (5, "S4")])
def test_after_the_watch_and_for_a_trifle_nothing_is_opened(
    days: int, severity: str, seat: Seat, one: Incident, cast: Cast
) -> None:
    ended(seat, one)
    alert(cast.brand, at=seat.at + days * DAY, about=one.story, severity=severity)

    assert reopen_relapsed(cast.brand, at=seat.at + days * DAY) == []


def test_the_evidence_pack_has_it_and_words_can_be_erased_from_it(seat: Seat, one: Incident, cast: Cast) -> None:
    found(seat, one)
    lawyer = person("Counsel", cast.brand.organisation)
    Assignment.objects.create(person=lawyer, brand=cast.brand, role=Role.LEGAL.value)

    before = files_in(take_evidence(seat=seat, incident=one).content)["review.json"]
    forget_words(seat=take_seat(lawyer, "spring", at=seat.at), incident=one, words="墊圈")
    after = files_in(take_evidence(seat=seat, incident=one).content)["review.json"]

    assert (before["whys"], after["whys"][1]) == (WHYS, "█老化")


def url(name: str, one: Incident, *more: int) -> str:
    return reverse(name, args=["spring", one.number, *more])


def test_a_person_writes_it_all_in_the_room(cast: Cast, one: Incident, at: datetime, signed_in: SignIn) -> None:
    """R1.36; R2.80 in part: what contributed has its place."""
    client = signed_in(cast.alice)
    whys = {f"why{place}": why for place, why in enumerate(WHYS, start=1)}
    client.post(url("write_incident_cause", one), whys | {"version": 0, "root": "沒有更換週期", "branch": "process"})
    client.post(url("write_incident_factor", one), {"branch": "training", "text": "新人不知道"})
    given = {"branch": "process", "text": "每季更換", "owner": cast.alice.pk, "due": "2026-12-01"}
    client.post(url("add_incident_action", one), given)
    made = Action.objects.get()
    file = SimpleUploadedFile("order.pdf", b"%PDF-1.7", "application/pdf")
    client.post(url("prove_incident_action", one), {"action": made.pk, "file": file})

    page = client.get(url("incident", one), {"tab": "learn"}).content.decode()
    proof = client.get(url("incident_proof", one, made.pk))

    assert all(words in page for words in (*WHYS, "沒有更換週期", "新人不知道", "每季更換"))
    assert proof.content == b"%PDF-1.7" and "attachment" in proof["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.AGENCY_LEAD, Role.VIEWER])
def test_a_file_that_nobody_masked_is_refused_in_words_to_who_may_not_take_personal_data(
    role: Role, cast: Cast, seat: Seat, one: Incident, signed_in: SignIn
) -> None:
    made = action(seat, one)
    services.prove_action(seat=seat, incident=one, number=made.pk, proof="", file=b"%PDF-1.7", file_name="a.pdf")
    reader = person("Reader", cast.brand.organisation)
    Assignment.objects.create(person=reader, brand=cast.brand, role=role.value)
    client = signed_in(reader)

    refused = client.get(url("incident_proof", one, made.pk))
    page = client.get(url("incident", one), {"tab": "learn"}).content.decode()

    assert refused.status_code == 403 and "你的角色不能做這個動作。" in refused.content.decode()
    assert url("incident_proof", one, made.pk) not in page and "誰能取走：" in page


def test_a_refused_end_leads_to_what_is_missing(cast: Cast, one: Incident, signed_in: SignIn) -> None:
    answer = signed_in(cast.alice).post(url("move_incident", one), {"to": "closed", "version": one.version})

    assert answer.status_code == 409
    assert 'href="?tab=learn#cause">' in answer.content.decode()


def test_what_was_written_stays_on_the_page_when_it_is_refused(cast: Cast, one: Incident, signed_in: SignIn) -> None:
    given = {"version": 0, "why1": "", "why2": "墊圈老化", "root": "沒有更換週期", "branch": "process"}

    answer = signed_in(cast.alice).post(url("write_incident_cause", one), given)

    assert answer.status_code == 400
    assert "墊圈老化" in answer.content.decode()


def test_carol_reads_and_is_offered_nothing_to_write(cast: Cast, one: Incident, seat: Seat, signed_in: SignIn) -> None:
    found(seat, one)

    page = signed_in(cast.carol).get(url("incident", one), {"tab": "learn"}).content.decode()

    assert "沒有更換週期" in page
    assert url("write_incident_cause", one) not in page
