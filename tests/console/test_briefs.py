"""Does the morning brief say what changed overnight, to whom it should, once, and does somebody look at it?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.console.access import Seat
from firebreak.console.alert.models import Silence
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Entry, Person
from firebreak.console.home.brief import BriefPage
from firebreak.console.home.briefs import day_of, instant_of, is_due, readers_of, set_wish, sign_brief, write_brief
from firebreak.console.home.letters import message_of
from firebreak.console.home.models import UNREVIEWED_AFTER, Brief, Letter
from firebreak.console.home.overnight import overnight
from firebreak.console.listen.blind import PAUSED
from firebreak.console.listen.models import BlindSpot, Source
from firebreak.console.respond.models import Moment
from firebreak.core.errors import Conflict, NotAllowed
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import MINUTE, alert, brief, feed, incident, post, quiet_days, story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SignedIn = Callable[[Person], Client]


def seat_of(cast: Cast, person: Person, role: Role, at: datetime) -> Seat:
    return Seat(brand=cast.brand, person=person, role=role, at=at)


def night(cast: Cast, at: datetime) -> BriefPage:
    return BriefPage(brief(cast.brand, at=at))


def letter_to(made: Brief, person: Person, at: datetime) -> Any:
    letter = Letter.objects.create(brief=made, person=person, next_at=at)
    return message_of(Letter.objects.select_related("brief__brand", "person").get(pk=letter.pk), at=at)


def test_a_night_in_which_nothing_happened_is_told_too(cast: Cast, at: datetime) -> None:
    feed(cast.brand, at=at)

    page = night(cast, at)

    assert page.is_quiet
    assert page.conclusion == "昨晚沒有需要你處理的事。"


def test_what_happened_to_an_incident_in_the_night_is_told(cast: Cast, at: datetime) -> None:
    old = incident(cast.brand, at=at - 3 * DAY, severity="S3")
    Moment.objects.create(incident=old, at=at - 2 * HOUR, kind="outward", text="…")
    incident(cast.brand, at=at - HOUR, severity="S1")

    lines = night(cast, at).facts["incidents"]

    assert [(line["severity"], line["news"]) for line in lines] == [("S1", ["opened"]), ("S3", ["outward"])]


def test_an_incident_that_was_closed_before_the_night_is_not_told(cast: Cast, at: datetime) -> None:
    incident(cast.brand, at=at - 5 * DAY, phase="closed")

    assert night(cast, at).incidents == []


def test_each_alert_is_told_with_who_answered_and_how_soon(cast: Cast, at: datetime) -> None:
    answered_at = at - 2 * HOUR + 7 * MINUTE
    alert(cast.brand, at=at - 2 * HOUR, severity="S1", acknowledged_at=answered_at, acknowledged_by=cast.bob)
    alert(cast.brand, at=at - HOUR, severity="S3")
    alert(cast.brand, at=at - 2 * DAY)

    page = night(cast, at)

    assert (page.alert_count, page.alerts_waiting) == (2, 1)
    assert [(one.severity, one.who, one.after) for one in page.alerts] == [("S1", "Bob", "7 分"), ("S3", "", "")]


def test_an_alert_that_a_person_silenced_waits_for_nobody(cast: Cast, at: datetime) -> None:
    hush = Silence.objects.create(
        brand=cast.brand, subject="volume:spring", reason="活動", person=cast.alice, at=at - DAY, until=at + DAY
    )
    alert(cast.brand, at=at - HOUR, silence=hush)

    page = night(cast, at)

    assert (page.alert_count, page.alerts_waiting) == (1, 0)
    assert page.alerts[0].silenced


def test_an_answer_that_came_after_the_brief_does_not_change_it(cast: Cast, at: datetime) -> None:
    raised = alert(cast.brand, at=at - HOUR)
    made = brief(cast.brand, at=at)
    raised.acknowledged_at, raised.acknowledged_by = at + HOUR, cast.bob
    raised.save()

    assert BriefPage(made).alerts[0].who == ""


def test_a_story_that_grew_has_risen_and_one_that_fell_has_cooled(cast: Cast, at: datetime) -> None:
    fresh = story(cast.brand, at=at - HOUR, posts=6, title="新的")
    past = story(cast.brand, at=at - DAY - HOUR, posts=8, title="舊的")
    story(cast.brand, at=at - HOUR, posts=3, title="小的")

    told = night(cast, at).stories

    assert [(one.story, one.now, one.before) for one in told["risen"]] == [(fresh, 6, 0)]
    assert [(one.story, one.now, one.before) for one in told["cooled"]] == [(past, 0, 8)]


def test_the_volume_is_told_beside_what_these_hours_usually_have(cast: Cast, at: datetime) -> None:
    quiet_days(cast.brand, at=at - DAY, days=9)
    for _ in range(400):
        post(cast.brand, at=at - HOUR)

    page = night(cast, at)

    assert page.is_above
    assert page.mentions == sum(page.facts["volume"]["all"])
    assert page.negative_share is not None
    assert page.negative_share > 0.9
    assert page.share_change is not None
    assert page.share_change > 50


def test_a_night_does_not_explain_itself(cast: Cast, at: datetime) -> None:
    quiet_days(cast.brand, at=at - DAY, days=9)
    calm = overnight(cast.brand, since=at - DAY, until=at)["volume"]["high"]
    for _ in range(400):
        post(cast.brand, at=at - HOUR)

    assert overnight(cast.brand, since=at - DAY, until=at)["volume"]["high"] == calm


def test_without_a_day_heard_before_it_nothing_is_called_usual(cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at - HOUR)

    assert "high" not in night(cast, at).facts["volume"]


def test_a_source_that_is_not_heard_is_named(cast: Cast, at: datetime) -> None:
    feed(cast.brand, at=at, last_ok_at=at - 3 * HOUR)

    page = night(cast, at)

    assert [one.name for one in page.sources] == ["Town news"]
    assert not page.is_quiet


def test_what_runs_out_today_is_told_and_what_runs_out_later_is_not(cast: Cast, at: datetime) -> None:
    incident(cast.brand, at=at - MINUTE)  # S2, begun at 11:33: the first word by 15:33, the full update by 23:33

    clocks = [line["clock"] for line in night(cast, at).facts["due"]]

    assert clocks == ["ack", "triage", "holding", "update"]  # the golden 24 hours end tomorrow


def test_a_brief_names_both_days_where_they_differ(cast: Cast, at: datetime) -> None:
    assert night(cast, at).period == "11/19（四）11:34 至 11/20（五）11:34"


def test_a_brief_keeps_no_word_of_a_post(cast: Cast, at: datetime) -> None:
    about = story(cast.brand, at=at - HOUR, posts=6, title="王小姐的私人電話")
    raised = alert(cast.brand, at=at - HOUR, about=about)
    incident(cast.brand, at=at - HOUR, about=about, raised=raised)
    made = brief(cast.brand, at=at)

    message = letter_to(made, cast.alice, at)

    assert "王小姐" not in str(made.facts)
    assert "王小姐" not in message.subject + message.text + message.html
    assert about.code in message.text


def test_a_story_that_is_gone_is_said_to_be(
    cast: Cast, at: datetime, signed_in: SignedIn, stage: dict[str, Any]
) -> None:
    story(cast.brand, at=at - HOUR, posts=6, title="會被刪掉的話題")
    made = brief(cast.brand, at=at, day=day_of(at) - DAY)
    Story.objects.filter(title="會被刪掉的話題").delete()

    page = signed_in(cast.alice).get(f"/b/spring/briefs/{made.pk}/").content.decode()

    assert "會被刪掉的話題" not in page
    assert "已不在系統中" in page


@pytest.mark.parametrize(("hour", "minute", "day"), [(8, 29, -1), (8, 30, 0), (23, 59, 0)])
def test_a_day_has_its_brief_from_half_past_eight_in_taipei_on(
    at: datetime, hour: int, minute: int, day: int, cast: Cast
) -> None:
    then = instant_of(day_of(at)).replace(hour=hour, minute=minute)

    assert day_of(then) == day_of(at) + day * DAY


def test_a_brief_is_due_once_a_day(cast: Cast, at: datetime) -> None:
    feed(cast.brand, at=at)

    assert is_due(cast.brand, at=at)
    assert write_brief(brand=cast.brand, at=at) is not None
    assert not is_due(cast.brand, at=at + HOUR)
    assert is_due(cast.brand, at=at + DAY)


def test_two_writers_make_one_brief(cast: Cast, at: datetime) -> None:
    feed(cast.brand, at=at)

    made = [write_brief(brand=cast.brand, at=at), write_brief(brand=cast.brand, at=at)]

    assert made[1] is None
    assert Brief.objects.count() == 1
    assert Letter.objects.count() == 2


def test_a_brand_that_did_not_listen_yet_has_no_brief(cast: Cast, at: datetime) -> None:
    assert not is_due(cast.brand, at=at)
    feed(cast.brand, at=at, created_at=at - MINUTE)  # set up after half past eight
    assert not is_due(cast.brand, at=at)


def test_a_brief_begins_where_the_last_one_ended(cast: Cast, at: datetime) -> None:
    feed(cast.brand, at=at)
    first = write_brief(brand=cast.brand, at=at)
    second = write_brief(brand=cast.brand, at=at + DAY + HOUR)

    assert first is not None
    assert second is not None
    assert first.since == at - DAY
    assert second.since == first.until


def test_it_is_mailed_to_those_whose_role_asks_for_it(cast: Cast, at: datetime) -> None:
    assert [seat.person for seat in readers_of(cast.brand, at=at)] == [cast.alice, cast.bob]


def test_ones_own_wish_counts_more_than_ones_role(cast: Cast, at: datetime) -> None:
    set_wish(seat=seat_of(cast, cast.carol, Role.VIEWER, at), mailed=True)
    set_wish(seat=seat_of(cast, cast.bob, Role.AGENCY_LEAD, at), mailed=False)

    assert [seat.person for seat in readers_of(cast.brand, at=at)] == [cast.alice, cast.carol]


def test_a_mail_is_in_the_language_of_its_reader(cast: Cast, at: datetime, stage: dict[str, Any]) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(language="en")
    made = stage["brief"]

    chinese, english = letter_to(made, cast.alice, at), letter_to(made, cast.bob, at)

    assert "早報" in chinese.subject
    assert 'lang="zh-hant"' in chinese.html
    assert "Morning brief" in english.subject
    assert "Due today" in english.text


def test_text_and_html_of_a_mail_give_the_numbers_of_the_page(cast: Cast, at: datetime, stage: dict[str, Any]) -> None:
    page, message = BriefPage(stage["brief"]), letter_to(stage["brief"], cast.alice, at)

    for part in (message.text, message.html):
        assert f"/b/spring/briefs/{stage['brief'].pk}/" in part
        assert "INC-0001" in part
    assert message.html.count("<tr>") == len(page.rows) + 1
    assert "style" not in message.html


def test_r2_8_a_brief_is_signed_off_once_with_its_audit_line(cast: Cast, at: datetime, stage: dict[str, Any]) -> None:
    """R2.8: the review of the report has a name and a time."""
    sign_brief(seat=seat_of(cast, cast.alice, Role.BRAND_PR, at), brief=stage["brief"])

    signed = Brief.objects.get(pk=stage["brief"].pk)
    assert (signed.signed_at, signed.signed_by) == (at, cast.alice)
    assert Entry.objects.filter(action="sign_brief", subject=f"brief:{signed.pk}").count() == 1
    with pytest.raises(Conflict):
        sign_brief(seat=seat_of(cast, cast.bob, Role.AGENCY_LEAD, at), brief=signed)


def test_a_viewer_does_not_sign_off(cast: Cast, at: datetime, stage: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        sign_brief(seat=seat_of(cast, cast.carol, Role.VIEWER, at), brief=stage["brief"])


def test_r2_8_a_brief_that_nobody_signed_off_for_days_is_flagged(
    cast: Cast, at: datetime, stage: dict[str, Any], signed_in: SignedIn
) -> None:
    """R2.8: an unreviewed report is named on the board and beside the briefs."""
    reader = signed_in(cast.alice)
    assert "未簽閱" not in reader.get("/b/spring/").content.decode()

    Brief.objects.update(until=at - UNREVIEWED_AFTER)

    assert "1 份未簽閱" in reader.get("/b/spring/").content.decode()
    assert "超過 3 天沒人簽閱" in reader.get("/b/spring/briefs/").content.decode()


def test_past_briefs_are_listed(cast: Cast, at: datetime, stage: dict[str, Any], signed_in: SignedIn) -> None:
    older = brief(cast.brand, at=at - 5 * DAY)

    page = signed_in(cast.carol).get("/b/spring/briefs/").content.decode()

    assert f"/b/spring/briefs/{older.pk}/" in page
    assert "2026/11/15" in page


def test_before_the_first_brief_the_page_says_when_it_comes(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    assert "08:30" in signed_in(cast.alice).get("/b/spring/briefs/").content.decode()


def test_a_wish_for_a_brand_of_others_meets_nothing(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    for outsider in cast.outsiders.values():
        answer = signed_in(outsider).post("/briefs/wish/", {"brand": "spring", "mailed": "1"})
        assert answer.status_code == 404
    assert Client().post("/briefs/wish/", {"brand": "spring"}).status_code == 302


def test_the_wish_is_set_on_the_page(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    signed_in(cast.carol).post("/briefs/wish/", {"brand": "spring", "mailed": "1"})

    assert cast.carol in [seat.person for seat in readers_of(cast.brand, at=at)]


def test_a_source_that_was_blind_in_the_night_and_is_back_is_told_with_how_long(cast: Cast, at: datetime) -> None:
    source = feed(cast.brand, at=at)
    spots = ((5 * HOUR, 4 * HOUR, "source_down"), (3 * HOUR, 2 * HOUR, "source_down"), (2 * HOUR, HOUR, PAUSED))
    for began, ended, code in spots:
        BlindSpot.objects.create(source=source, began=at - began, ended=at - ended, code=code)

    page = night(cast, at)

    assert [(one.name, one.lag, one.is_back) for one in page.sources] == [("Town news", 2 * HOUR, True)]
    assert page.is_quiet


def test_a_source_that_was_paused_is_no_trouble(cast: Cast, at: datetime) -> None:
    Source.objects.create(brand=cast.brand, key="x", name="X", kind="rss", paused=True, created_at=at - DAY)

    assert night(cast, at).sources == []
