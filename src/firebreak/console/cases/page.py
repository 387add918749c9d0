"""What is known of one affected person, what was said and promised, and what may be done next?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from firebreak import knowledge
from firebreak.console import casewords, words
from firebreak.console.access import Seat
from firebreak.console.cases.board import PARTS, Board, Purse
from firebreak.console.cases.catalogue import items_of
from firebreak.console.cases.family import family_of
from firebreak.console.cases.hiding import mail_of, phone_of
from firebreak.console.cases.models import Case, Consent, Contact, Promise, Proposal
from firebreak.console.cases.money import Item, Line, Offer
from firebreak.console.cases.spending import given_to, limits_of
from firebreak.console.cases.standing import LAW, Standing
from firebreak.console.formats import listed
from firebreak.console.listen.inbox import snippet
from firebreak.console.listen.models import Post
from firebreak.console.listen.people import same_person
from firebreak.core.govern.role import who_may
from firebreak.core.resolve.ledger import Limits, State
from firebreak.core.respond.statute import Statute
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import laws

ALIKE = 5  # mentions of the same writer that are offered
OTHERS = 60  # cases into which this one may be merged


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened between an affected person and us."""

    at: datetime
    icon: str
    title: str
    text: str = ""
    who: str = ""
    post: int = 0
    late: bool = False
    of: str = ""  # the merged case that it was written in


@dataclass(frozen=True, slots=True)
class Told:
    """A mention in which the person told of it, or may have."""

    post: Post
    words: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise, in words as whoever looks may see them."""

    promise: Promise
    words: str


@dataclass(frozen=True, slots=True)
class Given:
    """An offer, and what this person may do with it."""

    offer: Offer
    note: str
    may_approve: bool
    may_reverse: bool
    needs: str

    @property
    def is_offered(self) -> bool:
        return self.offer.state == State.OFFERED

    @property
    def is_approved(self) -> bool:
        return self.offer.state == State.APPROVED

    @property
    def is_paid(self) -> bool:
        return self.offer.state == State.PAID


class CasePage:
    """One case with what was merged into it, at the seat's moment; masked, unless lifted for some seconds."""

    def __init__(self, seat: Seat, case: Case, *, lifted_for: int = 0) -> None:
        self.seat = seat
        self.case = case
        self.lifted_for = lifted_for
        keys = family_of(case)[1:]
        rows = Case.objects.filter(pk__in=keys).select_related("incident")
        self.others = list(rows.prefetch_related(*PARTS).order_by("pk"))
        self.stand = Standing(seat, case, tuple(self.others), lifted=lifted_for > 0)

    @property
    def lifted_minutes(self) -> int:
        return -(-self.lifted_for // 60)

    @property
    def phones(self) -> str:
        return listed(filter(None, (phone_of(case, lifted=self.stand.lifted) for case in self.stand.cases)))

    @property
    def mails(self) -> str:
        return listed(filter(None, (mail_of(case, lifted=self.stand.lifted) for case in self.stand.cases)))

    @property
    def wants(self) -> str:
        return next((self.stand.words(case.wants) for case in self.stand.cases if case.wants), "")

    @property
    def avoids(self) -> str:
        return next((self.stand.words(case.avoids) for case in self.stand.cases if case.avoids), "")

    @cached_property
    def consents(self) -> list[Consent]:
        rows = Consent.objects.filter(case__in=self.stand.cases).select_related("by", "ended_by")
        return list(rows.order_by("ended_at", "-at"))

    @property
    def grounds(self) -> list[tuple[Consent, str, str]]:
        """Give each ground with its ways and where it can be seen, in words."""
        return [
            (one, listed(casewords.WAYS[way] for way in one.ways), self.stand.words(one.proof)) for one in self.consents
        ]

    @property
    def may_contact(self) -> bool:
        return any(one.ended_at is None for one in self.consents)

    @cached_property
    def events(self) -> list[Event]:
        """Give what was said and promised, newest first."""
        codes = {case.pk: "" if case == self.case else case.code for case in self.stand.cases}
        rows = Contact.objects.filter(case__in=self.stand.cases).select_related("by")
        found = [self.event_of(one, codes[one.case_id]) for one in rows]
        for one in self.stand.promises:
            found += self.promise_events(one, codes[one.case_id])
        return sorted(found, key=lambda one: one.at, reverse=True)

    def event_of(self, one: Contact, of: str) -> Event:
        title = str(casewords.DIRECTIONS["in" if one.inward else "out" if one.reached else "tried"])
        way = str(casewords.WAYS[one.way])
        return Event(one.at, "chat" if one.inward else "phone", f"{title} · {way}", self.stand.words(one.text),
                     one.by.name, of=of)  # fmt: skip

    def promise_events(self, one: Promise, of: str) -> list[Event]:
        text = self.stand.words(one.text)
        made = Event(one.made_at, "pin", str(casewords.PROMISE_EVENTS["made"]), text, one.made_by.name, of=of)
        if one.settled_at is None or one.settled_by is None:
            return [made]
        title, late = str(casewords.PROMISE_EVENTS[one.state]), one.settled_at > one.due_at
        said = self.stand.words(one.reason) or text
        return [made, Event(one.settled_at, "check", title, said, one.settled_by.name, late=late, of=of)]

    @property
    def promises(self) -> list[Promised]:
        return [Promised(one, self.stand.words(one.text)) for one in self.stand.promises]

    @property
    def law_name(self) -> str:
        """Name where the fifteen days are written."""
        return laws()[self.statute.law].within(get_language() or "zh")

    @property
    def statute(self) -> Statute:
        return knowledge.statutes()[LAW]

    @property
    def told(self) -> list[Told]:
        return [Told(link.post, snippet(link.post)) for link in self.stand.told]

    @cached_property
    def alike(self) -> list[Told]:
        """Give other mentions of the same writer that belong to no case yet."""
        links = self.stand.told
        whose = [same_person(one.post.source, one.post.author_id, one.post.author_name) for one in links]
        same = [one for one in whose if one is not None]
        if not same:
            return []
        asked = Q()
        for one in same:
            asked |= one
        rows = Post.objects.filter(asked, brand=self.seat.brand, case_told__isnull=True).select_related("reading")
        return [Told(post, snippet(post)) for post in rows.order_by("-published_at")[:ALIKE]]

    @cached_property
    def mergeable(self) -> list[tuple[int, str]]:
        """Give the open cases that might be the same person's, those of the same incident first."""
        rows = Case.objects.filter(brand=self.seat.brand, erased_at=None).open().exclude(pk=self.case.pk)
        rows = rows.select_related("incident").prefetch_related("told__post")
        found = sorted(rows[:OTHERS], key=lambda one: (one.incident_id != self.case.incident_id, -one.number))
        return [(one.number, " · ".join(filter(None, (one.code, Standing(self.seat, one).name)))) for one in found]

    @cached_property
    def board(self) -> Board:
        return Board(self.seat, incident=self.case.incident)

    @property
    def purse(self) -> Purse:
        return self.board.purse

    @cached_property
    def given(self) -> list[Given]:
        total, limits = given_to(self.case) if self.stand.offers else 0, self.limits
        covers = limits.covers(self.seat.role, total)
        needs = listed(words.ROLES[role.value] for role in limits.who_covers(total))
        return [
            Given(
                one,
                self.stand.words(one.note),
                may_approve=covers and one.offered_by_id != self.seat.person.pk,
                may_reverse=limits.covers(self.seat.role, one.amount),
                needs=needs,
            )
            for one in sorted(self.stand.offers, key=lambda one: one.pk, reverse=True)
        ]

    @cached_property
    def items(self) -> list[Item]:
        return items_of(self.seat.brand)

    @cached_property
    def limits(self) -> Limits:
        return limits_of(self.seat.brand)

    @property
    def limit(self) -> int | None:
        """Give up to which sum this role stands; 0: none."""
        return self.limits.most.get(self.seat.role, 0)

    @property
    def proposals(self) -> Sequence[Proposal]:
        rows = Proposal.objects.filter(case__in=self.stand.cases, state=Proposal.OPEN)
        return list(rows.select_related("incident"))

    @property
    def is_free(self) -> bool:
        return self.case.is_free(at=self.seat.at)

    @property
    def is_mine(self) -> bool:
        return self.case.holder_id == self.seat.person.pk

    @cached_property
    def may_work(self) -> bool:
        return self.seat.may(Act.INCIDENT) and self.case.is_open and self.case.merged_into_id is None

    @cached_property
    def may_unmask(self) -> bool:
        return self.seat.may(Act.UNMASK)

    @cached_property
    def may_erase(self) -> bool:
        """Tell whether this person may erase the data: once more, too, since somebody may have written new words."""
        return self.seat.may(Act.ERASE) and self.case.merged_into_id is None

    @property
    def who_works(self) -> str:
        return names_of(Act.INCIDENT)

    @property
    def who_unmasks(self) -> str:
        return names_of(Act.UNMASK)

    @property
    def who_erases(self) -> str:
        return names_of(Act.ERASE)


def names_of(act: Act) -> str:
    return listed(words.ROLES[role.value] for role in who_may(act))


def ledger_of(seat: Seat, *, most: int) -> list[Any]:
    """Give the newest lines of the brand's ledger."""
    rows = Line.objects.filter(budget__brand=seat.brand).select_related("budget__incident", "offer__case", "person")
    return list(rows.order_by("-pk")[:most])
