"""May somebody have a mention forgotten, is nothing of it left, and does it stay away?"""

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Assignment, Brand, Entry, Person
from firebreak.console.listen.inbox import Wanted, posts_of
from firebreak.console.listen.models import Forgotten, Post, Rollup, Source
from firebreak.console.respond import replying
from firebreak.console.respond.erasing import forget_on_request
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.errors import NotAllowed
from firebreak.core.respond.statement import Posture
from firebreak.core.terms import Role
from firebreak.run.check import check_all
from firebreak.run.pipeline import judge
from tests.cast import Cast, one_of_each_role, person
from tests.posts import MINUTE, SICK, hand_in, post
from tests.run.test_erasure import RARE, holding
from tests.run.test_ingest import differences

PASSWORD = "quiet-spring-water-7"
Sign = Callable[[Person], Client]


@pytest.fixture
def counsel(cast: Cast) -> Person:
    """Somebody who answers for the law."""
    made = person("Counsel", cast.brand.organisation)
    made.set_password(PASSWORD)
    made.save()
    Assignment.objects.create(person=made, brand=cast.brand, role=Role.LEGAL.value)
    return made


@pytest.fixture
def seat(counsel: Person, at: datetime) -> Seat:
    return take_seat(counsel, "spring", at=at)


def told(at: datetime) -> list[Any]:
    return [
        post(1, f"{RARE}，{SICK}", at - 9 * MINUTE, photo=True),
        post(2, f"{SICK}，還在住院", at, photo=True),
    ]


@pytest.fixture
def rare(brand: Brand, via: Source, at: datetime) -> Post:
    """A mention that named a story, raised an alert and opened an incident; another tells on in other words."""
    set_default_routes(brand)
    hand_in(brand, told(at), via=via, at=at)
    judge(brand, at=at)
    return Post.objects.get(text__contains=RARE)


def ask(client: Client, row: Post, **other: str) -> Any:
    given = {"reason": "subject_request", "confirm": PASSWORD} | other
    return client.post(reverse("erase_post", args=["spring", row.pk]), given)


def test_a_mention_is_erased_with_all_that_holds_its_words(
    rare: Post, brand: Brand, counsel: Person, signed_in: Sign, at: datetime
) -> None:
    assert ask(signed_in(counsel), rare).status_code == 302
    judge(brand, at=at)

    assert list(holding(RARE)) == []
    assert list(Post.objects.values_list("external_id", flat=True)) == ["t2"]
    assert sum(Rollup.objects.values_list("count", flat=True)) == 1


def test_the_counts_are_those_of_the_rows_afterwards(rare: Post, seat: Seat) -> None:
    forget_on_request(seat=seat, post=rare, reason="subject_request")

    # This cast has nobody whom an alert of every level would reach, and the check says so; the rows are what is asked.
    assert [line for line in differences() if not line.startswith("routes: ")] == []
    printed = StringIO()
    check_all(printed, as_json=False)
    lines = {line.split()[1]: line.split()[0] for line in printed.getvalue().splitlines()}
    assert {lines[name] for name in ("search", "counts", "stories", "audit")} == {"ok"}


def test_nobody_finds_it_any_more(rare: Post, seat: Seat) -> None:
    assert posts_of(seat, Wanted("all", {"q": RARE})).exists()

    forget_on_request(seat=seat, post=rare, reason="subject_request")

    assert not posts_of(seat, Wanted("all", {"q": RARE})).exists()


def test_no_alert_and_no_timeline_rests_on_it_any_more(rare: Post, seat: Seat) -> None:
    gone = rare.pk
    assert any(gone in alert.evidence for alert in Alert.objects.all())
    assert any(gone in moment.facts.get("posts", ()) for moment in Moment.objects.all())

    forget_on_request(seat=seat, post=rare, reason="subject_request")

    assert not any(gone in alert.evidence for alert in Alert.objects.all())
    assert not any(gone in moment.facts.get("posts", ()) for moment in Moment.objects.all())
    assert any(alert.evidence for alert in Alert.objects.all())


def test_no_link_of_a_timeline_leads_to_our_answer_to_it_any_more(
    rare: Post, seat: Seat, cast: Cast, at: datetime
) -> None:
    alices, link = take_seat(cast.alice, "spring", at=at), "https://forum.example/p/1#reply"
    replying.save_reply(seat=alices, post=rare, text="抱歉", posture=Posture.REBUILD, version=None)
    replying.publish_reply(seat=alices, post=rare, url=link, version=0)
    assert Moment.objects.get(kind="reply").text == link

    forget_on_request(seat=seat, post=rare, reason="subject_request")

    line = Moment.objects.get(kind="reply")
    assert (line.person, line.text, line.facts) == (cast.alice, "", {"posts": []})


def test_the_trail_keeps_who_and_why_and_no_words(rare: Post, seat: Seat) -> None:
    forget_on_request(seat=seat, post=rare, reason="authority_order")

    entry = Entry.objects.get(action="erase_post")
    assert (entry.actor, entry.subject) == (f"person:{seat.person.pk}", f"post:{rare.pk}")
    assert entry.detail == {"why": "authority_order", "incidents": [Incident.objects.get().pk]}


def test_what_was_forgotten_does_not_come_in_again(
    rare: Post, brand: Brand, via: Source, seat: Seat, at: datetime
) -> None:
    """A feed still lists it, a file is imported again: the same post by the same id stays away, others come."""
    forget_on_request(seat=seat, post=rare, reason="subject_request")

    hand_in(brand, [*told(at), post(3, f"{SICK}，第三個人", at)], via=via, at=at)

    assert list(Post.objects.order_by("external_id").values_list("external_id", flat=True)) == ["t2", "t3"]
    assert list(holding(RARE)) == []


def test_another_brand_may_still_hear_what_one_has_forgotten(rare: Post, seat: Seat, cast: Cast, at: datetime) -> None:
    forget_on_request(seat=seat, post=rare, reason="subject_request")

    assert {one.brand for one in Forgotten.objects.all()} == {cast.brand}
    assert rare.external_id not in str(list(Forgotten.objects.values()))


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "bad_for_us"}, {"confirm": "wrong"}, {"confirm": ""}])
def test_without_reason_or_password_nothing_goes(
    rare: Post, counsel: Person, signed_in: Sign, wrong: dict[str, str]
) -> None:
    answer = ask(signed_in(counsel), rare, **wrong)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in page
    assert RARE in page
    assert Post.objects.filter(pk=rare.pk).exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.LEGAL, Role.ADMIN)])
def test_who_answers_the_public_has_nothing_forgotten(rare: Post, cast: Cast, at: datetime, role: Role) -> None:
    seat = take_seat(one_of_each_role(cast.brand)[role], "spring", at=at)

    with pytest.raises(NotAllowed):
        forget_on_request(seat=seat, post=rare, reason="subject_request")

    assert not Forgotten.objects.exists()


def test_who_may_not_reads_who_may(rare: Post, cast: Cast, signed_in: Sign) -> None:
    page = signed_in(cast.alice).get(reverse("mention", args=["spring", rare.pk])).content.decode()

    assert "抹除這則提及" in page
    assert "法務, 管理員" in page or "法務、管理員" in page
    assert "/erase/" not in page


def test_a_mention_of_another_brand_is_not_there(
    rare: Post, counsel: Person, cast: Cast, signed_in: Sign, at: datetime
) -> None:
    Post.objects.filter(pk=rare.pk).update(brand=cast.others_brand)

    assert ask(signed_in(counsel), rare).status_code == 404
