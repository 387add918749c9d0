"""R2.54: an open link floods neither people nor disk, and what the staff told is kept no longer and shown no wider."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.capturing import MOST_BYTES
from firebreak.console.listen.models import Post
from firebreak.console.resources import bringing
from firebreak.console.resources.forms import FileForm
from firebreak.console.respond.models import Incident
from firebreak.console.staff import linking, page, receiving, working
from firebreak.console.staff.forms import SeenForm
from firebreak.console.staff.models import KEPT, Ending, Hurt, Photo, Report, StaffLink
from firebreak.console.staff.reading import QUARTER, read_report
from firebreak.console.staff.receiving import Sender, TooMany, place_of, receive
from firebreak.core.errors import BadInput
from firebreak.core.terms import Phase, Role
from firebreak.run import reports
from firebreak.run.reports import read_reports
from firebreak.run.tidy import tidy
from tests.cast import Cast, one_of_each_role
from tests.console.test_staff_reports import DEFECT, ILL, MILD, PNG, seen
from tests.records import staff_report

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
HARM = ("客人喝完上吐下瀉送醫", "小孩吃到釘子流血", "有人燙傷手臂起水泡", "員工被割到縫了五針", "奶奶滑倒撞到頭")


@pytest.fixture
def link(seat: Seat) -> StaffLink:
    return linking.make_link(seat=seat)


def by_link(link: StaffLink, what: str, at: datetime, *, photo: bytes = b"", **more: object) -> Report:
    sender = Sender(link=link, client="203.0.113.7")
    said = seen(what, at, **more)
    return receive(brand=link.brand, seen=said, photo=photo, nonce=what, sender=sender, at=at, real=at)


class Endless(BytesIO):
    """A file that somebody sent without an end: asked for all of it, it fails."""

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None and size >= 0, "read whole"
        return b"x" * size


@pytest.mark.parametrize("which", ["photo", "directory"])
def test_of_a_file_no_more_is_read_than_may_come_in(which: str, at: datetime) -> None:
    sent = SimpleUploadedFile("a", b"x")
    sent.file = Endless(b"x")

    if which == "photo":
        form = SeenForm(at=at)
        form.cleaned_data = {"photo": sent}
        assert len(form.picture()) == MOST_BYTES + 1
    else:
        file = FileForm()
        file.cleaned_data = {"file": sent}
        assert len(file.content()) == bringing.MOST_BYTES + 1


def test_a_link_that_tells_of_harm_again_and_again_calls_once_for_the_rest(link: StaffLink, at: datetime) -> None:
    set_default_routes(link.brand)
    made = [by_link(link, what, at, hurt=Hurt.ONE) for what in HARM]

    read_reports(at=at)
    read_reports(at=at + MINUTE)

    rest = Alert.objects.get(key__startswith="staff_link:")
    told = Report.objects.filter(grave=True, read_at=at).order_by("pk")
    assert list(told) == made
    assert [one.post is not None for one in told] == [True, True, True, False, False]
    assert rest.reasons[0]["code"] == "staff_many"
    assert Alert.objects.count() <= 4


def test_a_flood_by_the_link_holds_no_call_of_the_signed_in_back(cast: Cast, link: StaffLink, at: datetime) -> None:
    for what in HARM:
        by_link(link, what, at, hurt=Hurt.ONE)
    own = staff_report(cast.brand, at=at, what=DEFECT, hurt=Hurt.ONE, person=cast.carol)

    read_reports(at=at)

    own.refresh_from_db()
    assert own.post is not None


def test_the_link_calls_anew_once_it_was_quiet_for_a_quarter_of_an_hour(link: StaffLink, at: datetime) -> None:
    for what in HARM[:3]:
        by_link(link, what, at, hurt=Hurt.ONE)
    read_reports(at=at)
    later = at + timedelta(seconds=QUARTER)

    made = by_link(link, HARM[3], later, hurt=Hurt.ONE)
    read_reports(at=later)

    made.refresh_from_db()
    assert made.post is not None


def test_the_call_for_many_names_itself_on_the_page_of_alerts(cast: Cast, link: StaffLink, signed_in: SignIn, at: datetime) -> None:  # fmt: skip
    for what in HARM:
        by_link(link, what, at, hurt=Hurt.ONE)
    read_reports(at=at)

    page = signed_in(cast.alice).get(reverse("alerts", args=[link.brand.slug])).content.decode()

    assert "員工連結接連通報有人受害" in page


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "unknown", False),
    ],
)
def test_of_ipv6_a_whole_network_is_one_place(one: str, other: str, same: bool) -> None:
    assert (place_of(one) == place_of(other)) is same


def test_a_shelf_full_of_photos_takes_the_words_and_any_photo_of_the_signed_in(
    cast: Cast, link: StaffLink, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PHOTOS_MOST", len(PNG) + 1)
    first = by_link(link, "一", at, photo=PNG)

    with pytest.raises(BadInput, match="too_many_photos"):
        by_link(link, "二", at, photo=PNG)
    by_link(link, "二", at)
    own = Sender(person=cast.carol)
    receive(brand=link.brand, seen=seen("三", at), photo=PNG, nonce="c", sender=own, at=at, real=at)
    Report.objects.filter(pk=first.pk).update(closed_at=at)
    by_link(link, "四", at, photo=PNG)

    assert (Report.objects.count(), Photo.objects.count()) == (4, 3)


def test_a_link_that_is_used_up_shuts_nobody_out_who_is_signed_in(
    cast: Cast, link: StaffLink, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "OF_LINK", 1)
    by_link(link, "一", at)

    with pytest.raises(TooMany):
        by_link(link, "二", at)
    own = Sender(person=cast.carol)
    receive(brand=link.brand, seen=seen(MILD, at), photo=b"", nonce="b", sender=own, at=at, real=at)


def test_the_list_shows_all_of_it_page_by_page_and_who_signed_first(
    cast: Cast, link: StaffLink, signed_in: SignIn, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "SHOWN", 2)
    for number in range(3):
        staff_report(cast.brand, at=at - (9 - number) * MINUTE, link=link)
    staff_report(cast.brand, at=at - 4 * MINUTE)
    client, address = signed_in(cast.carol), reverse("staff_reports", args=[cast.brand.slug])

    first, second = (client.get(address, {"page": number}).content.decode() for number in (1, 2))

    assert "第 1–2 則，共 4 則" in first and "第 3–4 則，共 4 則" in second
    assert first.index("R-0004") < first.index("R-0001")
    assert "R-0003" not in first and "R-0003" in second
    assert "4 則通報超過 2 分鐘沒人接手" in first


def closed(seat: Seat, *, ending: Ending, since: timedelta, what: str = ILL) -> Report:
    made = staff_report(seat.brand, at=seat.at, what=what)
    if ending is Ending.SOLVED:
        working.close_report(seat=seat, report=made, version=0, reason=ending)
    else:
        working.let_go_on(seat=seat, report=made, version=0, to=ending)
    Report.objects.filter(pk=made.pk).update(closed_at=seat.at - since)
    return made


def test_what_was_closed_a_year_ago_goes_with_its_mention_and_what_was_not_stays(seat: Seat) -> None:
    old = closed(seat, ending=Ending.MENTION, since=KEPT)
    young = closed(seat, ending=Ending.SOLVED, since=KEPT - MINUTE, what=MILD)
    still = staff_report(seat.brand, at=seat.at - 2 * KEPT)

    tidy(at=seat.at)

    old.refresh_from_db()
    assert (old.what, old.name, old.contact, old.erased_at) == ("", "", "", seat.at)
    assert not Post.objects.exists()
    assert set(Report.objects.filter(erased_at__isnull=True)) == {young, still}
    line = Entry.objects.get(action="erase_report")
    assert (line.actor, line.detail) == ("machine:tidy", {"report": 1, "reason": "retention"})


def test_an_incident_that_runs_keeps_the_report_of_its_story(seat: Seat) -> None:
    made = closed(seat, ending=Ending.INCIDENT, since=KEPT, what=DEFECT)

    tidy(at=seat.at)
    kept = Report.objects.get(pk=made.pk).erased_at is None
    Incident.objects.update(phase=Phase.CLOSED.value)
    tidy(at=seat.at)

    assert kept
    assert Report.objects.get(pk=made.pk).erased_at == seat.at


def test_the_mention_holds_neither_receipt_nor_who_is_hurt_nor_a_place_of_its_own(seat: Seat) -> None:
    made = staff_report(seat.brand, at=seat.at, what=ILL, hurt=Hurt.ONE, victims="林小姐，氣喘")

    working.let_go_on(seat=seat, report=made, version=0, to=Ending.MENTION)

    post = Post.objects.get()
    assert (post.external_id, post.channel) == (made.code, "")
    assert "受傷" in post.text and "林小姐" not in post.text


def test_one_that_fails_waits_longer_each_time_and_lets_the_others_through(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST", 1)
    bad, good = staff_report(cast.brand, at=at), staff_report(cast.brand, at=at)
    real, tried = read_report, []

    def read(report: Report) -> object:
        tried.append(report.pk)
        if report.pk == bad.pk:
            raise ValueError
        return real(report)

    monkeypatch.setattr(reports, "read_report", read)

    for second in range(8):
        read_reports(at=at + timedelta(seconds=second))

    assert tried == [bad.pk, bad.pk, good.pk, bad.pk, bad.pk]
    assert Report.objects.get(pk=bad.pk).next_at == at + timedelta(seconds=7 + 8)


def test_an_auditor_who_writes_nothing_reports_nothing_and_a_viewer_may(cast: Cast, signed_in: SignIn) -> None:
    people, address = one_of_each_role(cast.brand), reverse("tell_seen", args=[cast.brand.slug])

    codes = {role: signed_in(people[role]).get(address).status_code for role in (Role.AUDITOR, Role.VIEWER)}

    assert codes == {Role.AUDITOR: 403, Role.VIEWER: 200}


@pytest.mark.parametrize("address", ["/s/%00/", "/r/%00/", "/p/%00/2026/1/", "/p/%00/2026/1/feed/"])
def test_an_address_with_a_sign_that_no_name_has_is_not_there(address: str, client: Client, db: None) -> None:
    assert client.get(address).status_code == 404


def test_the_form_says_who_collects_who_sees_and_how_long(client: Client, link: StaffLink) -> None:
    text = client.get(reverse("staff_form", args=[link.token])).content.decode()

    assert link.brand.organisation.name in text
    assert f"結案滿 {KEPT.days} 天" in text
    assert "法務" in text and "刪除" in text
