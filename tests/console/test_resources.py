"""Can the brand call whom it needs, also without a network, and see which numbers nobody has tried? (R1.65)"""

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry as Line
from firebreak.console.govern.models import Person
from firebreak.console.resources.bringing import read_file, written
from firebreak.console.resources.models import Resource
from firebreak.console.resources.page import Directory
from firebreak.console.resources.services import (
    add_resource,
    bring_resources,
    change_resource,
    check_resource,
    remove_resource,
)
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.directory import Entry
from firebreak.core.respond.workdays import day_of
from tests.cast import Cast
from tests.records import resource

SignIn = Callable[[Person], Client]
LAB = Entry("lab", "中央檢驗", "陳主任", "+886 2 2345 6789", "平日 9–18 時", "=水質", date(2026, 11, 1))


def upload(client: Client, slug: str, content: bytes) -> str:
    file = SimpleUploadedFile("list.csv", content, content_type="text/csv")
    return client.post(reverse("import_resources", args=[slug]), {"file": file}, follow=True).content.decode()


def test_an_entry_is_added_once_and_a_second_click_says_that_it_is_there(seat: Seat) -> None:
    add_resource(seat=seat, entry=LAB)

    with pytest.raises(Conflict, match="listed_already"):
        add_resource(seat=seat, entry=LAB)
    assert Resource.objects.get(brand=seat.brand).entry == LAB


def test_the_log_names_what_changed_and_no_word_of_it(seat: Seat) -> None:
    made = add_resource(seat=seat, entry=LAB)

    change_resource(seat=seat, resource=made, entry=Entry("lab", "中央檢驗", phone="0800-000-123"), version=0)

    line = Line.objects.filter(action="change_resource").get()
    assert line.detail == {"fields": ["checked_on", "hours", "phone", "purpose", "who"]}


def test_who_comes_second_is_told_so(seat: Seat) -> None:
    made = add_resource(seat=seat, entry=LAB)
    check_resource(seat=seat, resource=made, version=0)

    with pytest.raises(Conflict):
        remove_resource(seat=seat, resource=made, version=0)


def test_only_who_configures_changes_the_directory(cast: Cast, seat: Seat) -> None:
    carol = take_seat(cast.carol, cast.brand.slug, at=seat.at)

    with pytest.raises(NotAllowed):
        add_resource(seat=carol, entry=LAB)


def test_an_entry_that_nobody_looked_at_for_180_days_is_red_until_somebody_says_that_it_holds(seat: Seat) -> None:
    today = day_of(seat.at)
    old = resource(seat.brand, by=seat.person, at=seat.at, checked_on=today - timedelta(days=181))
    resource(seat.brand, by=seat.person, at=seat.at, name="乙", checked_on=today - timedelta(days=180))
    assert [one.resource for one in Directory(seat).stale] == [old]

    check_resource(seat=seat, resource=old, version=0)

    assert not Directory(seat).stale


def test_each_quarter_every_entry_is_asked_for_until_somebody_says_that_it_holds(
    seat: Seat, cast: Cast, signed_in: SignIn
) -> None:
    """R1.65: contacts are verified every quarter."""
    today, address = day_of(seat.at), reverse("resources", args=[cast.brand.slug])
    due = resource(seat.brand, by=seat.person, at=seat.at, checked_on=today - timedelta(days=91))
    resource(seat.brand, by=seat.person, at=seat.at, name="乙", checked_on=today - timedelta(days=90))
    client = signed_in(cast.carol)

    before = client.get(address).content.decode()
    check_resource(seat=seat, resource=due, version=0)
    after = client.get(address).content.decode()

    assert "這一季有 1 筆要確認" in before and "本季該確認" in before
    assert "每一筆都在這一季內確認過" in after


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_what_is_exported_in_either_language_comes_back_unchanged_and_runs_nothing(language: str, seat: Seat) -> None:
    made = add_resource(seat=seat, entry=LAB)
    with translation.override(language):
        content = written([made])

    found, wrong = read_file(content, today=day_of(seat.at))

    assert (found, wrong) == ([LAB], [])
    assert ",'+886" in content.decode()
    assert ",'=" in content.decode()


def test_the_same_file_a_second_time_changes_nothing(seat: Seat) -> None:
    entries = [LAB, Entry("store", "信義店", phone="02-2722-0000")]
    bring_resources(seat=seat, entries=entries)

    again = bring_resources(seat=seat, entries=entries)

    assert (again.added, again.changed, again.same) == (0, 0, 2)
    assert Line.objects.filter(action="import_resources").count() == 1


def test_a_big5_file_is_read_and_its_bad_rows_are_named_while_the_good_ones_are_kept(
    cast: Cast, signed_in: SignIn
) -> None:
    rows = "種類,名稱,電話\r\n門市,信義店,02-2722-0000\r\n門市,,02\r\n"

    page = upload(signed_in(cast.alice), cast.brand.slug, rows.encode("cp950"))

    assert "第 3 列：「名稱」是空的" in page
    assert Resource.objects.get(brand=cast.brand).name == "信義店"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b'kind,name,phone\r\nlab,"open', b"x" * 1_000_001])
def test_what_is_no_table_is_refused_with_a_next_step(content: bytes, seat: Seat) -> None:
    with pytest.raises(BadInput):
        read_file(content, today=day_of(seat.at))


def test_the_file_for_without_a_network_asks_nothing_of_anybody_and_calls(
    cast: Cast, seat: Seat, signed_in: SignIn
) -> None:
    add_resource(seat=seat, entry=Entry("lab", "<b>甲</b>", phone="02-2345-6789 #12"))

    answer = signed_in(cast.carol).get(reverse("resources_offline", args=[cast.brand.slug]))

    page = answer.content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert 'href="tel:0223456789,12"' in page
    assert "<b>甲</b>" not in page
    assert not tags_in(page) & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"""(?:src|href|action)=["'](?!tel:)|url\(|style=""", page)
    assert f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest_of_style(page)}&#x27;" in page
    assert Line.objects.filter(action="take_resources", detail__how="page").count() == 1


def digest_of_style(page: str) -> str:
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style
    return base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()


def tags_in(page: str) -> set[str]:
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.add(tag)  # type: ignore[method-assign]
    parser.feed(page)
    return found


def test_a_plan_and_the_room_lead_to_the_directory(cast: Cast, stage: dict[str, object], signed_in: SignIn) -> None:
    client, address = signed_in(cast.carol), reverse("resources", args=[cast.brand.slug])
    room = reverse("incident", args=[cast.brand.slug, 1])

    for page in (reverse("plan", args=[cast.brand.slug, "defect"]), f"{room}?tab=duty"):
        assert f'href="{address}"' in client.get(page).content.decode()
