"""Who asks, until when must we answer, and with what? The enquiries of a brand or of one incident, at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Q, When
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import listed
from firebreak.console.media.answers import Sayable, sayable, sayables, texts_for, with_path
from firebreak.console.media.asking import who_gives_out
from firebreak.console.media.calling import state_of
from firebreak.console.media.hiding import ShownJournalist, words_hidden
from firebreak.console.media.models import OPEN, Embargo, Enquiry, EnquiryQuerySet
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement
from firebreak.core.govern.role import who_may
from firebreak.core.respond.clock import State
from firebreak.core.terms import Act, Role

SHOWN = 100
IN_BANK = 30
VIEWS = {
    "open": pgettext_lazy("enquiries", "Open"),
    "all": pgettext_lazy("enquiries", "All"),
    "done": pgettext_lazy("enquiries", "Done"),
}
BY_DEADLINE = (Case(When(state__in=OPEN, then="due_at")).asc(nulls_last=True), "-due_at", "-pk")
"""What is open by its deadline, and after it what is done, the latest first."""
LATE = (State.SOON.value, State.BREACHED.value)


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry as the page shows it."""

    one: Enquiry
    state: str
    answer: Sayable | None = None

    @property
    def who(self) -> ShownJournalist:
        return ShownJournalist(self.one.journalist)

    @property
    def question(self) -> str:
        return words_hidden(self.one.question)

    @property
    def look(self) -> str:
        """Give how its deadline looks: near, missed, or neither."""
        return {"soon": "warn", "breached": "bad", "met_late": "warn"}.get(self.state, "")

    @property
    def presses(self) -> bool:
        return self.one.is_open and self.state in LATE


class Board:
    """The media desk of a brand, or of one incident, at the seat's moment."""

    def __init__(self, seat: Seat, *, incident: Incident | None = None, view: str = "open") -> None:
        self.seat, self.incident = seat, incident
        self.view = view if view in VIEWS else "open"

    @property
    def own(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.filter(brand=self.seat.brand)
        return rows.filter(incident=self.incident) if self.incident else rows

    @property
    def known(self) -> EnquiryQuerySet:
        return {"all": self.own, "open": self.own.open(), "done": self.own.exclude(state__in=OPEN)}[self.view]

    @cached_property
    def rows(self) -> list[Asked]:
        """Give the enquiries of this view, as many as a page holds: none that is open falls off before a later one."""
        related = ("incident__brand", "journalist", "holder", "answer", "planned__incident__brand")
        found = self.known.select_related(*related).order_by(*BY_DEADLINE)[:SHOWN]
        return [self.shown(one) for one in found]

    def shown(self, one: Enquiry) -> Asked:
        given = Sayable(one.answer, "") if one.answer else None
        planned = sayable(one.planned, at=self.seat.at, held=self.held) if one.planned and one.is_open else None
        return Asked(one, state_of(one, at=self.seat.at), given or planned)

    @property
    def more(self) -> int:
        return max(0, self.known.count() - SHOWN) if len(self.rows) == SHOWN else 0

    @cached_property
    def open_count(self) -> int:
        return self.own.open().count()

    @property
    def first(self) -> Asked | None:
        """Give the open enquiry whose deadline is the soonest, where it is near or missed."""
        rows = [one for one in self.rows if one.presses]
        return min(rows, key=lambda one: one.one.due_at, default=None)

    @cached_property
    def bank(self) -> list[Sayable]:
        """Give the Q&A of the incident, or of all running ones, by number."""
        rows = Statement.objects.filter(incident__brand=self.seat.brand, number__gt=0)
        rows = rows.filter(incident=self.incident) if self.incident else rows.exclude(incident__phase="closed")
        found = with_path(rows).order_by("-incident__number", "number")[:IN_BANK]
        return [sayable(one, at=self.seat.at, held=self.held) for one in found]

    @cached_property
    def held(self) -> Held:
        return matrices_of(self.seat.brand)

    @cached_property
    def embargoes(self) -> list[Embargo]:
        """Give what may not go out yet, the soonest first."""
        rows = Embargo.objects.filter(statement__incident__brand=self.seat.brand)
        rows = rows.filter(statement__incident=self.incident) if self.incident else rows
        standing = rows.filter(lifted_at__isnull=True, until__gt=self.seat.at)
        return list(standing.select_related("statement__incident", "by").order_by("until")[:SHOWN])

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        return [(code, str(name), code == self.view) for code, name in VIEWS.items()]

    @cached_property
    def may_work(self) -> bool:
        return self.seat.may(Act.INCIDENT)

    @cached_property
    def may_write(self) -> bool:
        return self.seat.may(Act.TRIAGE) and (self.incident is None or self.incident.is_running)

    @cached_property
    def may_lift(self) -> bool:
        return self.seat.may(Act.APPROVE)

    @cached_property
    def may_export(self) -> bool:
        return self.seat.may(Act.EXPORT)

    @property
    def who_exports(self) -> str:
        return names_of(who_may(Act.EXPORT))

    @property
    def who_works(self) -> str:
        return names_of(who_may(Act.INCIDENT))


def names_of(roles: Sequence[Role]) -> str:
    return listed(words.ROLES[role.value] for role in roles)


class EnquiryPage:
    """One enquiry: what was asked, what may be said to it, and what may be done next."""

    def __init__(self, seat: Seat, one: Enquiry, *, lifted_for: int = 0) -> None:
        self.seat, self.one, self.lifted_for = seat, one, lifted_for
        self.asked = Asked(one, state_of(one, at=seat.at))

    @property
    def who(self) -> ShownJournalist:
        return ShownJournalist(self.one.journalist, self.lifted_for > 0)

    @property
    def question(self) -> str:
        return self.one.question if self.lifted_for else words_hidden(self.one.question)

    @cached_property
    def sayables(self) -> list[Sayable]:
        found = texts_for(self.one.incident, brand_id=self.one.brand_id)
        return sayables(found, at=self.seat.at)

    @property
    def given_words(self) -> str:
        """Give the words as they were given, also where the text has changed since; erased ones are gone."""
        if self.one.answer is None or self.one.answer_version is None:
            return ""
        rows = self.one.answer.versions.filter(version=self.one.answer_version)
        return rows.values_list("text", flat=True).first() or ""

    @property
    def is_mine(self) -> bool:
        return self.one.holder_id == self.seat.person.pk

    @property
    def is_free(self) -> bool:
        return self.one.is_free(at=self.seat.at)

    @cached_property
    def may_work(self) -> bool:
        return self.one.is_open and self.seat.may(Act.INCIDENT)

    @property
    def may_act(self) -> bool:
        """Tell whether this person may end it: it is theirs, or free."""
        return self.may_work and (self.is_mine or self.is_free)

    @cached_property
    def may_answer(self) -> bool:
        return self.may_act and (self.one.incident is None or self.seat.role in who_gives_out(self.one.incident))

    @property
    def who_answers(self) -> str:
        return names_of(who_gives_out(self.one.incident)) if self.one.incident else ""

    @property
    def others(self) -> list[Enquiry]:
        """Give what else this journalist asked."""
        rows = Enquiry.objects.filter(Q(journalist=self.one.journalist)).exclude(pk=self.one.pk)
        return list(rows.order_by("-received_at")[:5])
