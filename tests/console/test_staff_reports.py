"""R2.54: anybody of the staff reports in a minute, gets a receipt, and nothing of it is lost or told to the wrong one."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.cases.models import Case
from firebreak.console.govern.models import Brand, Entry, Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_on_request
from firebreak.console.respond.models import Incident
from firebreak.console.staff import linking, receiving, working
from firebreak.console.staff.forgetting import forget_report
from firebreak.console.staff.models import Ending, Hurt, Photo, Report, StaffLink
from firebreak.console.staff.receiving import Seen, Sender, TooMany, find_receipt, photo_of, receive
from firebreak.core.errors import BadInput, Conflict, EvidenceChanged, NotAllowed
from firebreak.core.terms import Role
from firebreak.run import reports
from firebreak.run.reports import read_reports
from tests.cast import Cast, one_of_each_role
from tests.records import staff_report

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32
ILL = "客人喝了鮮奶茶之後上吐下瀉，已經送醫急診"
DEFECT = "瓶子裡有玻璃碎片，客人割到嘴"
MILD = "冰箱上的價格牌少了一張"


def seen(what: str, at: datetime, **more: object) -> Seen:
    usual: dict[str, object] = {"place": "信義店", "seen_at": at, "hurt": Hurt.NOBODY}
    return Seen(what=what, **(usual | more))  # type: ignore[arg-type]


def sent(cast: Cast, at: datetime, what: str = MILD, *, photo: bytes = b"", nonce: str = "a", **more: object) -> Report:
    sender = Sender(person=cast.carol)
    said = seen(what, at - MINUTE, **more)
    return receive(brand=cast.brand, seen=said, photo=photo, nonce=nonce, sender=sender, at=at, real=at)


@pytest.fixture
def link(seat: Seat) -> StaffLink:
    return linking.make_link(seat=seat)


def filled(client: Client, address: str, **more: object) -> dict[str, object]:
    """Fill the form in as the page gives it."""
    page = client.get(address).content.decode()
    nonce = re.search(r'name="nonce"\s+value="([0-9a-f]{32})"', page)
    moment = re.search(r'name="seen_at"\s+value="([^"]+)"', page)
    assert nonce and moment
    said = {"what": MILD, "place": "信義店", "hurt": "nobody", "nonce": nonce[1], "seen_at": moment[1]}
    return said | more


def test_who_has_the_link_reports_without_an_account_and_gets_a_receipt(client: Client, link: StaffLink) -> None:
    address = reverse("staff_form", args=[link.token])
    photo = SimpleUploadedFile("a.png", PNG, content_type="image/png")

    answer = client.post(address, filled(client, address, photo=photo, contact="0912"), follow=True)

    made = Report.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("staff_receipt", args=[made.receipt]), 302)]
    assert made.code in page
    assert made.receipt_shown in page
    assert bytes(photo_of(made).body) == PNG
    line = Entry.objects.get(action="receive_report")
    assert line.detail == {"report": 1, "sha256": made.sha256, "photo": True, "link": link.pk}


def test_sent_twice_it_is_one_and_changed_in_between_it_is_another(cast: Cast, at: datetime) -> None:
    first, again = sent(cast, at), sent(cast, at)
    other = sent(cast, at, "還有一箱也少了")

    assert (first.pk == again.pk, other.number) == (True, 2)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"what": " "}, "這個欄位是必須的"),
        ({"hurt": ""}, "這個欄位是必須的"),
        ({"seen_at": "2026-11-21T09:00"}, "時間還沒到"),
        ({"photo": SimpleUploadedFile("a.png", b"<script>")}, "不是 JPEG、PNG 或 WebP"),
    ],
)
def test_what_is_wrong_is_said_beside_the_words_which_stay(
    wrong: dict[str, object], told: str, client: Client, link: StaffLink
) -> None:
    address = reverse("staff_form", args=[link.token])

    answer = client.post(address, filled(client, address) | {"name": "王小明"} | wrong)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert "王小明" in page
    assert not Report.objects.exists()


def test_a_form_without_its_token_against_forgery_is_refused(link: StaffLink) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(reverse("staff_form", args=[link.token]), {"what": MILD}).status_code == 403


def test_too_many_from_one_place_are_told_when_to_come_back_and_nobody_elses_wait(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "OF_CLIENT", 2)
    for number in range(2):
        sent(cast, at, f"{MILD} {number}")

    with pytest.raises(TooMany) as refused:
        sent(cast, at, "第三則")

    assert refused.value.context["minutes"] == 15
    elsewhere = Sender(person=cast.bob)
    receive(brand=cast.brand, seen=seen(MILD, at), photo=b"", nonce="b", sender=elsewhere, at=at, real=at)


def test_a_link_that_was_replaced_or_ended_opens_nothing_and_its_receipts_go_on(
    client: Client, seat: Seat, link: StaffLink
) -> None:
    address = reverse("staff_form", args=[link.token])
    said = filled(client, address)
    made = Report.objects.get(pk=staff_report(seat.brand, at=seat.at, link=link).pk)

    linking.make_link(seat=seat)

    assert client.get(address).status_code == client.post(address, said).status_code == 410
    assert client.get(reverse("staff_receipt", args=[made.receipt])).status_code == 200
    assert Report.objects.count() == 1


def test_a_link_that_ends_while_somebody_writes_takes_nothing(seat: Seat, link: StaffLink) -> None:
    linking.end_link(seat=seat)

    with pytest.raises(BadInput, match="link_ended"):
        receive(
            brand=seat.brand, seen=seen(MILD, seat.at), photo=b"", nonce="c", sender=Sender(link=link),
            at=seat.at, real=seat.at,
        )  # fmt: skip


def test_a_receipt_is_found_as_people_type_it_and_tells_nothing_of_what_is_inside(
    client: Client, cast: Cast, at: datetime
) -> None:
    made = staff_report(cast.brand, at=at, receipt="4F7K9QWE01ZX")
    take = take_seat(cast.alice, cast.brand.slug, at=at)
    working.take_up(seat=take, report=made, version=0)

    found = find_receipt("4f7k-9qwe-olzx")
    page = client.get(reverse("staff_receipt", args=[made.receipt])).content.decode()

    assert found == made
    assert "已接手" in page
    assert not any(word in page for word in (made.what, "Alice", made.name, made.contact))
    assert client.get(reverse("staff_lookup"), {"code": "0000-0000-0000"}).status_code == 404


def test_harm_goes_on_as_a_mention_and_calls_at_once_and_a_second_look_adds_nothing(cast: Cast, at: datetime) -> None:
    set_default_routes(cast.brand)
    made = sent(cast, at, ILL, hurt=Hurt.ONE)

    read_reports(at=at)
    Report.objects.update(read_at=None)  # as after a crash before the last step
    read_reports(at=at)

    made.refresh_from_db()
    alert = Alert.objects.get(brand=cast.brand)
    assert made.grave
    assert Post.objects.get() == made.post
    assert (alert.severity, alert.evidence) == ("S2", [made.post_id])
    assert alert.reasons[0]["code"] == "staff_harm"
    assert Delivery.objects.filter(alert=alert, person=cast.alice).exists()
    assert not Incident.objects.exists()  # what one person alone tells, a person judges


def test_a_tick_that_somebody_is_hurt_is_harm_whatever_the_words_say(cast: Cast, at: datetime) -> None:
    made = sent(cast, at, MILD, hurt=Hurt.SEVERAL)

    read_reports(at=at)

    made.refresh_from_db()
    assert made.grave


def test_a_serious_defect_with_a_photo_is_high_risk_and_opens_its_incident(cast: Cast, at: datetime) -> None:
    """R1.25."""
    sent(cast, at, DEFECT, photo=PNG)

    read_reports(at=at)

    assert Incident.objects.get(brand=cast.brand).severity == "S2"
    assert Alert.objects.filter(brand=cast.brand).count() == 1


def test_a_mild_report_waits_for_a_person_and_is_no_mention(cast: Cast, at: datetime) -> None:
    made = sent(cast, at)

    read_reports(at=at)

    made.refresh_from_db()
    assert (made.grave, made.read_at, made.post) == (False, at, None)
    assert not Alert.objects.exists()


def test_a_report_that_cannot_be_read_keeps_no_other_waiting(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = sent(cast, at), sent(cast, at, "另一則", nonce="b")
    real = reports.read_report

    def read(report: Report) -> object:
        if report.pk == bad.pk:
            raise ValueError
        return real(report)

    monkeypatch.setattr(reports, "read_report", read)

    read_reports(at=at)

    assert list(Report.objects.unread(at=at + MINUTE)) == [bad]
    assert Report.objects.get(pk=good.pk).read_at == at


def test_one_act_makes_an_incident_of_a_report_and_the_reporter_sees_that_it_is_done(seat: Seat) -> None:
    made = staff_report(seat.brand, at=seat.at, what=DEFECT)

    working.let_go_on(seat=seat, report=made, version=0, to=Ending.INCIDENT)

    incident = Incident.objects.get(brand=seat.brand)
    assert (made.ending, made.led_to, made.taken_by) == ("incident", incident.number, seat.person)
    assert made.post is not None and incident.story == made.post.place.story
    assert made.stage == "done"


def test_one_act_makes_a_case_that_holds_no_copy_of_the_words(seat: Seat) -> None:
    made = staff_report(seat.brand, at=seat.at, what=ILL)

    working.let_go_on(seat=seat, report=made, version=0, to=Ending.CASE)

    case = Case.objects.get(brand=seat.brand)
    assert case.told.get().post == made.post
    assert not any(getattr(case, name) for name in Case.PERSONAL)


def test_who_takes_it_up_has_answered_its_alert_and_who_comes_second_is_told(cast: Cast, seat: Seat) -> None:
    made = sent(cast, seat.at, ILL, hurt=Hurt.ONE)
    read_reports(at=seat.at)

    working.take_up(seat=seat, report=Report.objects.get(pk=made.pk), version=0)

    assert Alert.objects.get().acknowledged_by == cast.alice
    bob = take_seat(cast.bob, cast.brand.slug, at=seat.at)
    with pytest.raises(Conflict):
        working.close_report(seat=bob, report=made, version=0, reason=Ending.TEST)


def test_a_role_does_to_reports_what_it_does_to_mentions(cast: Cast, at: datetime) -> None:
    people = one_of_each_role(cast.brand)
    made = staff_report(cast.brand, at=at)
    agent = take_seat(people[Role.CS_AGENT], cast.brand.slug, at=at)
    viewer = take_seat(people[Role.VIEWER], cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        working.take_up(seat=viewer, report=made, version=0)
    with pytest.raises(NotAllowed):
        linking.make_link(seat=agent)
    working.close_report(seat=agent, report=made, version=0, reason=Ending.SOLVED)


def test_names_and_numbers_are_hidden_until_somebody_says_why(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    made = staff_report(cast.brand, at=at, what="林小姐 0922-333-444 在門口跌倒")
    address = reverse("staff_report", args=[cast.brand.slug, made.number])
    private = ("0922-333-444", "0912-345-678", "王小明")
    client = signed_in(cast.alice)

    before = client.get(address).content.decode()
    client.post(reverse("unmask_staff_report", args=[cast.brand.slug, made.number]), {"reason": "contact"})
    after = client.get(address).content.decode()

    assert not any(word in before for word in private)
    assert all(word in after for word in private)
    assert Entry.objects.get(action="unmask_report").detail == {"report": 1, "reason": "contact"}


def test_a_photo_is_shown_behind_the_mask_alone_and_never_once_it_was_changed(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    made = sent(cast, at, photo=PNG)
    address = reverse("staff_report_photo", args=[cast.brand.slug, made.number])
    client = signed_in(cast.alice)

    assert client.get(address).status_code == 302
    client.post(reverse("unmask_staff_report", args=[cast.brand.slug, made.number]), {"reason": "verify"})
    assert client.get(address).content == PNG
    Photo.objects.update(body=PNG + b"1")
    with pytest.raises(EvidenceChanged):
        photo_of(made)


@pytest.mark.parametrize("by_mention", [True, False])
def test_erasing_reaches_words_photo_and_mention_from_either_end(by_mention: bool, cast: Cast, at: datetime) -> None:
    legal = take_seat(one_of_each_role(cast.brand)[Role.LEGAL], cast.brand.slug, at=at)
    made = sent(cast, at, ILL, photo=PNG, hurt=Hurt.ONE, name="王小明", contact="0912-345-678", victims="林小姐")
    read_reports(at=at)
    made.refresh_from_db()
    assert made.post is not None

    if by_mention:
        forget_on_request(seat=legal, post=made.post, reason="subject_request")
    else:
        forget_report(seat=legal, report=made, reason="subject_request")

    made.refresh_from_db()
    assert not any(getattr(made, name) for name in Report.PERSONAL)
    assert (made.person, made.post, made.erased_at) == (None, None, at)
    assert not Post.objects.exists() and not Photo.objects.exists()
    with pytest.raises(Conflict):
        working.let_go_on(seat=take_seat(cast.alice, cast.brand.slug, at=at), report=made, version=made.version, to=Ending.MENTION)  # fmt: skip


def test_a_report_erased_while_the_loop_reads_it_comes_in_as_no_mention(cast: Cast, at: datetime) -> None:
    legal = take_seat(one_of_each_role(cast.brand)[Role.LEGAL], cast.brand.slug, at=at)
    held = sent(cast, at, ILL, hurt=Hurt.ONE)
    forget_report(seat=legal, report=Report.objects.get(pk=held.pk), reason="wrongly_kept")

    reports.take_in_report(held, at=at)

    assert not Post.objects.exists()


def test_the_worklist_says_what_nobody_took_up_in_two_minutes(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    staff_report(cast.brand, at=at - 3 * MINUTE)
    staff_report(cast.brand, at=at - MINUTE)

    page = signed_in(cast.carol).get(reverse("staff_reports", args=[cast.brand.slug])).content.decode()

    assert "1 則通報超過 2 分鐘沒人接手" in page
    assert "/s/" not in page  # the link is for who configures


def test_nobody_reads_another_brands_report(cast: Cast, at: datetime, signed_in: SignIn, others: Brand) -> None:
    made = staff_report(others, at=at)

    assert signed_in(cast.alice).get(reverse("staff_report", args=[cast.brand.slug, made.number])).status_code == 404


@pytest.fixture
def others(cast: Cast) -> Brand:
    return cast.others_brand
