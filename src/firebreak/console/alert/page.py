"""Who was woken, why, has somebody answered, and what is held back?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.alert.answering import may_be_silenced
from firebreak.console.alert.errand import Errand, errand_of
from firebreak.console.alert.how import How, how_of
from firebreak.console.alert.ladder import Step, channel, ladder_of, told_of
from firebreak.console.alert.lead import LeadPage, lead_page
from firebreak.console.alert.models import CALLS, Alert, Delivery, Silence
from firebreak.console.alert.noise import WEEK, WEEKS, Noise, answer_time, incident_of, noise_of
from firebreak.console.alert.nothing import nothing_open
from firebreak.console.formats import duration, short_time
from firebreak.console.govern.models import Brand
from firebreak.console.listen.habit import hours_heard
from firebreak.console.listen.health import checked, in_trouble
from firebreak.console.listen.inbox import snippet
from firebreak.console.listen.models import Post
from firebreak.console.listen.nothing import Nothing
from firebreak.console.sentences import reason_parts, reason_sentence
from firebreak.core.terms import Signal

__all__ = ["AlertPage", "how_it_stands", "incident_of", "title_of"]

DAY = timedelta(days=1)
DAYS = (1, 7, 30)
TOLD = 3  # reasons shown of an alert
MOST = 50
SHOWN = 5  # posts that a card shows of an alert without a story
TITLES = {
    Signal.SLOW_CLIMB.value: gettext_lazy("More is said than usual, day after day"),
    Signal.NEGATIVE_SHARE.value: gettext_lazy("A larger part complains than usual"),
    Signal.DROP.value: gettext_lazy("Far less is said than usual"),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A post that an alert rests on, with its first words as every reader may see them."""

    post: Post

    @property
    def words(self) -> str:
        return snippet(self.post)


@dataclass(frozen=True, slots=True)
class Card:
    """An alert as the page shows it."""

    alert: Alert
    title: str
    reasons: list[str]
    ladder: list[Step]
    told: str
    learning: bool = False  # it was raised before a day was heard: nobody could say what is usual
    posts: Sequence[Quoted] = ()  # the first it rests on; those of a story are in its list
    errand: Errand | None = None

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.ladder if step.look == "next"), None)

    @property
    def why(self) -> str:
        return " · ".join(one for one in self.reasons if one != self.title)

    @property
    def answer_by(self) -> datetime | None:
        """Give until when somebody is to take it."""
        return self.ladder[-1].at if self.ladder else None

    @property
    def how(self) -> How:
        return how_of(self.alert)

    @property
    def stood_in(self) -> str:
        """Tell whether administrators are called: instead of others, or beside those who have never signed in."""
        calls = list(self.alert.deliveries.all())
        if not any(one.stand_in for one in calls):
            return ""
        return "instead" if all(one.stand_in for one in calls) else "too"

    @property
    def incident(self) -> Any:
        return incident_of(self.alert)

    @property
    def may_be_silenced(self) -> bool:
        return may_be_silenced(self.alert)

    @property
    def answered_after(self) -> str:
        taken = self.alert.acknowledged_at
        return duration(taken - self.alert.at) if taken else ""

    @property
    def called(self) -> list[str]:
        """Name who was reached."""
        return [one.person.name for one in self.alert.deliveries.all() if one.sent_at and not one.failed]


@dataclass(frozen=True, slots=True)
class Held:
    """A silence with what it holds back."""

    silence: Silence
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out of the console today: how many got out, how many are tried again, how many never will."""

    name: str
    sent: int
    retried: int
    failed: int


class AlertPage:
    """The alerts of a brand at the seat's moment; `days` is how far back the answered ones are listed."""

    def __init__(self, seat: Seat, days: int = 1) -> None:
        self.seat = seat
        self.days = days if days in DAYS else DAYS[0]

    @property
    def rows(self) -> Any:
        linked = Alert.objects.filter(brand=self.seat.brand).select_related(
            "story__incident", "source", "acknowledged_by", "incident", "silence"
        )
        return linked.prefetch_related("deliveries__person")

    @property
    def in_app_only(self) -> bool:
        """Tell whether nobody is called outside the console, because no mail server is set up."""
        return not settings.EMAIL_URL

    @cached_property
    def missing(self) -> int:
        """Count the sources that are not heard: what they would have raised is not here."""
        return len(in_trouble(checked(self.seat.brand, at=self.seat.at)))

    @cached_property
    def has_history(self) -> bool:
        """Tell whether there was ever an alert."""
        return Alert.objects.filter(brand=self.seat.brand).exists()

    @property
    def nothing(self) -> Nothing:
        """Say why no alert waits."""
        later = len(self.snoozed) + sum(one.count for one in self.held)
        return nothing_open(self.seat, ever=self.has_history, later=later)

    @property
    def is_older(self) -> bool:
        """Tell whether alerts were dealt with, though none in the time that is listed."""
        return self.days < DAYS[-1] and self.rows.filter(at__gt=self.seat.at - DAYS[-1] * DAY).exists()

    @cached_property
    def open(self) -> list[Card]:
        """Give the unanswered alerts, the one that climbs next first."""
        cards = [self.card(alert) for alert in self.rows.unanswered(at=self.seat.at)]
        return sorted(cards, key=lambda card: (card.alert.severity or "S9", next_at(card, self.seat.at)))

    @cached_property
    def snoozed(self) -> list[Card]:
        later = self.rows.filter(closed_at__isnull=True, acknowledged_at__isnull=True, silence__isnull=True)
        return [self.card(alert) for alert in later.filter(snoozed_until__gt=self.seat.at).order_by("snoozed_until")]

    @cached_property
    def held(self) -> list[Held]:
        """Give the silences that stand, with the newest alert that each holds back."""
        found = Silence.objects.standing(at=self.seat.at).filter(brand=self.seat.brand).select_related("person")
        counts = found.annotate(Count("alerts"), Max("alerts")).values_list("pk", "alerts__count", "alerts__max")
        held = {pk: (count, last) for pk, count, last in counts}
        newest = self.rows.in_bulk([last for _count, last in held.values() if last])
        return [Held(row, held_title(row, newest.get(held[row.pk][1])), held[row.pk][0]) for row in found]

    @cached_property
    def taken(self) -> list[Card]:
        """Give the alerts that somebody has taken and that are still open, with those dealt with or held back since."""
        since = midnight(self.seat.at) - (self.days - 1) * DAY
        dealt = Q(acknowledged_at__gte=since) | Q(closed_at__gte=since) | Q(silence__isnull=False, at__gte=since)
        still = Q(acknowledged_at__isnull=False, closed_at__isnull=True)
        return [self.card(alert) for alert in self.rows.filter(dealt | still).order_by("-at")[:MOST]]

    def card(self, alert: Alert) -> Card:
        said = [reason_sentence(*reason_parts(one)) for one in strongest(alert.reasons)]
        steps = ladder_of(alert, in_app_only=self.in_app_only)
        learning = alert.observed is not None and alert.at < self.learnt_from
        posts = [Quoted(self.shown[pk]) for pk in shown_of(alert) if pk in self.shown]
        errand = errand_of(alert, self.seat.brand)
        return Card(alert, title_of(alert), said, steps, told_of(steps, at=self.seat.at), learning, posts, errand)

    @cached_property
    def shown(self) -> dict[int, Post]:
        """Give the posts that the waiting alerts show, all in one question."""
        keys = {pk for alert in self.rows.unanswered(at=self.seat.at) for pk in shown_of(alert)}
        return quotable(self.seat.brand).in_bulk(keys) if keys else {}

    @cached_property
    def learnt_from(self) -> datetime:
        """Tell from when on the brand's usual was known."""
        return self.seat.at - timedelta(hours=hours_heard(self.seat.brand, at=self.seat.at)) + DAY

    @property
    def median_answer(self) -> str:
        return answer_time([card.alert for card in self.taken])

    @cached_property
    def pressing(self) -> Card | None:
        """Give the unanswered alert that matters most."""
        return self.open[0] if self.open else None

    @cached_property
    def lead(self) -> LeadPage | None:
        """Say how early alerts come (R2.83)."""
        return lead_page(self.seat.brand, at=self.seat.at)

    @cached_property
    def noise(self) -> Noise:
        return noise_of(list(self.rows.filter(at__gt=self.seat.at - WEEKS * WEEK)), at=self.seat.at)

    @cached_property
    def channels(self) -> list[Channel]:
        """Count today's deliveries by channel."""
        began = midnight(self.seat.at)
        rows = Delivery.objects.filter(alert__brand=self.seat.brand, alert__at__gt=self.seat.at - WEEK)
        waits = Q(sent_at__isnull=True, failed="", tries__gt=0, next_at__isnull=False)
        counted = rows.order_by("channel").values_list("channel")
        found = counted.annotate(
            sent=Count("pk", filter=Q(sent_at__gte=began)),
            retried=Count("pk", filter=waits),
            failed=Count("pk", filter=~Q(failed="") & Q(alert__at__gte=began)),
        )
        return [Channel(channel(name), sent, retried, failed) for name, sent, retried, failed in found]


def quotable(brand: Brand) -> QuerySet[Post]:
    """Give the posts of a brand with the reading that tells which of their words are masked."""
    return Post.objects.filter(brand=brand, reading__isnull=False).select_related("reading")


def midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def shown_of(alert: Alert) -> list[int]:
    """Name the posts that the card of an alert shows itself."""
    return [] if alert.story_id else alert.evidence[:SHOWN]


def title_of(alert: Alert) -> str:
    """Name what an alert is about: its story, its source, or what is unusual about a watch or the whole brand."""
    if alert.story:
        return alert.story.title or alert.story.code
    if alert.source:
        return _("“%(source)s” has fallen silent") % {"source": alert.source.name}
    if terms := alert.first_terms:
        return _("“%(terms)s” is said for the first time") % {"terms": _("”, “").join(terms)}
    if alert.key.partition(":")[0] in (*CALLS, "staff_link"):
        return reason_sentence(*reason_parts(alert.reasons[0]))
    if alert.watch_name:
        return _("“%(watch)s”: %(what)s") % {"watch": alert.watch_name, "what": what_is_unusual(alert)}
    return what_is_unusual(alert)


def what_is_unusual(alert: Alert) -> str:
    """Name what a signal found, without saying of whom."""
    if alert.signal in TITLES:
        return str(TITLES[alert.signal])
    if alert.observed is not None and alert.expected is not None:
        return _("%(signal)s above the usual") % {"signal": words.SIGNALS[alert.signal]}
    return str(words.SIGNALS[alert.signal])


def how_it_stands(alert: Alert, *, at: datetime) -> str:
    """Say what somebody else has done with an alert."""
    facts = {"title": title_of(alert)}
    if alert.silence:
        return _("“%(title)s”: silenced by %(who)s") % (facts | {"who": alert.silence.person.name})
    if alert.closed_at:
        return _("“%(title)s”: closed %(time)s") % (facts | {"time": short_time(alert.closed_at, at=at)})
    if alert.acknowledged_by and alert.acknowledged_at:
        taken = {"who": alert.acknowledged_by.name, "time": short_time(alert.acknowledged_at, at=at)}
        return _("“%(title)s”: taken by %(who)s, %(time)s") % (facts | taken)
    return _("“%(title)s” has changed; it is shown as it stands now.") % facts


def held_title(silence: Silence, newest: Alert | None) -> str:
    """Name what is silenced by the newest alert that it holds back."""
    return title_of(newest) if newest else str(words.SIGNALS[silence.subject.partition(":")[0]])


def strongest(reasons: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what speaks for an alert: what it was raised by, then the reasons with most points."""
    return sorted(reasons, key=lambda one: (one["points"] != 0, -one["points"]))[:TOLD]


def next_at(card: Card, at: datetime) -> datetime:
    step = card.next_step
    return step.at if step and step.at else at + DAY
