"""What must be dealt with at all the brands that a person may enter, and what is most urgent among it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from firebreak.console import sentences, words
from firebreak.console.alert.models import LEVEL, UNKNOWN, Alert
from firebreak.console.alert.page import strongest, title_of
from firebreak.console.desk.gravest import gravest
from firebreak.console.desk.holding import ACTS, Holder, holder_of, holders
from firebreak.console.desk.places import Place
from firebreak.console.formats import listed
from firebreak.console.home.running import ORDER, Running, with_timeline
from firebreak.console.listen import inbox
from firebreak.console.respond.models import Incident
from firebreak.console.sentences import reason_parts, reason_sentence
from firebreak.core.govern.role import who_may
from firebreak.core.respond.clock import Deadline, State

ALERTS_OF_A_BRAND = 60
LATE = {State.BREACHED.value: 0, State.SOON.value: 1}


@dataclass(frozen=True, slots=True)
class Clock:
    """What runs out next, and whose clock it is."""

    name: str
    due: datetime
    state: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that somebody must deal with; `held` says who does."""

    kind: str
    pk: int
    place: Place
    level: str
    code: str
    title: str
    since: datetime
    held: Holder | None = None
    clock: Clock | None = None
    record: Any = field(default=None, compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.record.pk}"

    @property
    def url(self) -> str:
        """Give the page on which it is dealt with."""
        slug = self.place.brand.slug
        if self.kind == "alert":
            return f"{reverse('alerts', args=[slug])}#alert-{self.pk}"
        return reverse(self.kind, args=[slug, self.pk])

    @property
    def hold_url(self) -> str:
        return reverse(f"hold_{self.kind}", args=[self.place.brand.slug, self.pk])

    @property
    def may(self) -> bool:
        return self.place.may(ACTS[self.kind])

    @property
    def needs(self) -> str:
        """Name the roles that may take it on."""
        return listed(words.ROLES[role.value] for role in who_may(ACTS[self.kind]))

    @property
    def mine(self) -> bool:
        return self.held is not None and self.held.person.pk == self.place.seat.person.pk

    @property
    def taken(self) -> bool:
        """Tell whether somebody else deals with it."""
        return self.held is not None and not self.mine and not self.held.stale

    @property
    def free(self) -> bool:
        return self.held is None or (self.held.stale and not self.mine)

    @property
    def rank(self) -> tuple[int, bool, int, datetime]:
        """Order by level; within a level what nobody deals with, what is late, and what runs out first."""
        late = LATE.get(self.clock.state, 2) if self.clock else 3
        return (ORDER.index(self.level), self.taken, late, self.clock.due if self.clock else self.since)


def matters_of(places: Sequence[Place], *, at: datetime) -> list[Matter]:
    """Gather running incidents, unanswered alerts, and undecided mentions of S1 and S2 stories; most urgent first."""
    at_brand = {place.brand.pk: place for place in places}
    held = holders([place.brand for place in places], at=at)
    found = [*incidents(at_brand, held, at=at), *alerts(at_brand, held, at=at), *mentions(at_brand, at=at)]
    return sorted(found, key=lambda one: one.rank)


def incidents(at_brand: Mapping[int, Place], held: Mapping[str, Holder], *, at: datetime) -> Iterable[Matter]:
    rows = with_timeline(Incident.objects.filter(brand__in=at_brand).running())
    for incident in rows.select_related("story__merged_into"):
        one = Running(incident, at)
        pressing = one.pressing
        yield Matter(
            kind="incident",
            pk=incident.number,
            place=at_brand[incident.brand_id],
            level=incident.severity,
            code=incident.code,
            title=incident.name,
            since=incident.opened_at,
            held=held.get(f"incident:{incident.pk}"),
            clock=clock_of(one, pressing) if pressing else None,
            record=Told(incident.pk, one, golden=one.clock("golden")),
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A record with what its card tells beside it."""

    pk: int
    one: Any
    reasons: Sequence[str] = ()
    golden: Deadline | None = None


def clock_of(one: Running, deadline: Deadline) -> Clock:
    return Clock(str(sentences.CLOCKS[deadline.name]), deadline.due, one.states[deadline.name].value)


def alerts(at_brand: Mapping[int, Place], held: Mapping[str, Holder], *, at: datetime) -> Iterable[Matter]:
    """Give the gravest alerts of each brand that nobody has answered; one of an incident is told as its incident."""
    rows = Alert.objects.filter(brand__in=at_brand, incident__isnull=True, story__incident__isnull=True)
    rows = rows.exclude(Q(key__startswith="no_lead:") | Q(key__startswith="clock_due:"))  # its incident is on the desk
    nth = Window(RowNumber(), partition_by="brand", order_by=[LEVEL, "at", "pk"])
    rows = rows.unanswered(at=at).order_by("at").annotate(nth=nth).filter(nth__lte=ALERTS_OF_A_BRAND)
    for alert in rows.select_related("story", "source").prefetch_related("deliveries__person"):
        yield Matter(
            kind="alert",
            pk=alert.pk,
            place=at_brand[alert.brand_id],
            level=alert.severity or UNKNOWN,
            code=alert.sort,
            title=title_of(alert),
            since=alert.at,
            held=held.get(f"alert:{alert.pk}"),
            clock=next_call(alert, at=at),
            record=Told(alert.pk, alert, [reason_sentence(*reason_parts(one)) for one in strongest(alert.reasons)]),
        )


def next_call(alert: Alert, *, at: datetime) -> Clock | None:
    """Say who is called next, and when."""
    waiting = [one for one in alert.deliveries.all() if one.sent_at is None and one.next_at and one.next_at > at]
    first = min(waiting, key=lambda one: (one.next_at, one.pk), default=None)
    return Clock(first.person.name, first.next_at) if first and first.next_at else None


def mentions(at_brand: Mapping[int, Place], *, at: datetime) -> Iterable[Matter]:
    """Give the gravest undecided mentions of each brand, a few: the rest is in its list of mentions."""
    for post in gravest(at_brand, at=at):
        place = at_brand[post.brand_id]
        row = inbox.row_of(place.seat, post)
        yield Matter(
            kind="mention",
            pk=post.pk,
            place=place,
            level=row.level,
            code=post.source,
            title=row.words,
            since=post.published_at,
            held=holder_of(post, at=at),
            record=Told(post.pk, row),
        )
