"""What must be looked at first? One sentence and one button, from the records as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console import formats, sentences, words
from firebreak.console.access import Seat
from firebreak.console.alert.models import LEVEL, UNKNOWN, Alert
from firebreak.console.home.recent import WEEK, Recent, urgent_waiting
from firebreak.console.home.running import ORDER, Running
from firebreak.console.listen.health import Checked, Health, in_trouble
from firebreak.console.listen.models import Source, Watch
from firebreak.console.shell import link
from firebreak.core.respond.clock import State


@dataclass(frozen=True, slots=True)
class Urgent:
    """The most urgent thing: how it looks, what it is, what runs out when, and the one next step."""

    look: str
    icon: str
    sentence: str
    detail: str = ""
    due: datetime | None = None
    action: str = ""
    url: str = ""


def most_urgent(
    seat: Seat, alert: Alert | None, *, incidents: list[Running], sources: list[Checked], recent: Recent
) -> Urgent:
    """Weigh what is open: by level, and within a level what is late before what only runs."""
    matter = gravest(alert, incidents=incidents)
    if matter:
        return incident_says(matter) if isinstance(matter, Running) else alert_says(seat, matter)
    return unset(seat) or late(seat, in_trouble(sources)) or untaken(seat, recent) or quiet(seat, incidents)


def gravest(alert: Alert | None, *, incidents: list[Running]) -> Running | Alert | None:
    """Give the incident or the gravest unanswered alert, whichever comes first, if there is one."""
    found: list[tuple[tuple[int, int], Running | Alert]] = [(weight_of(one), one) for one in incidents if one.pressing]
    if alert:
        found.append(((ORDER.index(alert.severity or UNKNOWN), 1), alert))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def weight_of(one: Running) -> tuple[int, int]:
    late = {State.BREACHED.value: 0, State.SOON.value: 1}
    return (ORDER.index(one.incident.severity), late.get(one.pressing_state, 2))


def gravest_alert(seat: Seat) -> Alert | None:
    """Give the alert of the worst level that waits longest; one of an incident is told as its incident."""
    rows = Alert.objects.filter(brand=seat.brand).unanswered(at=seat.at).select_related("story", "source")
    rows = rows.filter(incident__isnull=True, story__incident__isnull=True)
    return rows.order_by(LEVEL, "at", "pk").first()


def gravest_among(waiting: Iterable[Alert]) -> Alert | None:
    """Give the same of unanswered alerts that were read with their incidents and those of their stories."""
    free = (one for one in waiting if not hasattr(one, "incident") and not hasattr(one.story, "incident"))
    return min(free, key=lambda one: (ORDER.index(one.severity or UNKNOWN), one.at, one.pk), default=None)


def incident_says(one: Running) -> Urgent:
    incident, pressing = one.incident, one.pressing
    clock = sentences.CLOCKS[pressing.name] if pressing else ""
    is_grave = incident.severity in ("S1", "S2") or one.pressing_state == State.BREACHED
    lead = _("%(name)s leads") % {"name": incident.owner.name} if incident.owner else _("Nobody leads yet")
    return Urgent(
        look="s1" if is_grave else "warn",
        icon="fire",
        sentence=_("Most urgent: %(code)s · %(clock)s") % {"code": incident.code, "clock": clock},
        detail=_("%(title)s · %(lead)s") % {"title": incident.name, "lead": lead},
        due=pressing.due if pressing else None,
        action=_("Enter the incident room"),
        url=reverse("incident", args=[incident.brand.slug, incident.number]),
    )


def alert_says(seat: Seat, alert: Alert) -> Urgent:
    about = alert.story.title if alert.story else alert.source.name if alert.source else alert.watch_name
    facts = {"severity": alert.severity, "signal": words.SIGNALS[alert.signal]}
    sentence = _("Nobody has answered the %(severity)s alert: %(signal)s") if alert.severity else ""
    sentence = sentence or _("Nobody has answered an alert: %(signal)s")
    since = _("Since %(time)s.") % {"time": formats.short_time(alert.at, at=seat.at)}
    return Urgent(
        look="s1" if alert.severity in ("S1", "S2") else "warn",
        icon="bell",
        sentence=sentence % facts,
        detail=f"{about} · {since}" if about else since,
        action=_("Answer"),
        url=link("alerts", seat.brand),
    )


def unset(seat: Seat) -> Urgent | None:
    """Say what is not set up yet: first what to listen for, then where."""
    if not Watch.objects.filter(brand=seat.brand).exists():
        sentence, detail = _("No watches yet"), _("Name what to listen for: brand, products, people.")
        action, page = _("Add watches"), "settings_watches"
    elif not Source.objects.filter(brand=seat.brand).exists():
        sentence, detail = _("No sources yet"), _("Say where to listen: a feed, or a webhook that posts come in by.")
        action, page = _("Add a source"), "settings"
    else:
        return None
    return Urgent("info", "search", sentence, detail=detail, action=action, url=link(page, seat.brand))


def late(seat: Seat, trouble: list[Checked]) -> Urgent | None:
    """Say that something is not heard: no other number can be trusted before that."""
    if not trouble:
        return None
    unheard = [one for one in trouble if one.health is not Health.ASIDE]
    shown = unheard or trouble
    count = len(shown)
    if unheard:
        sentence = ngettext("%(n)d source is not heard", "%(n)d sources are not heard", count) % {"n": count}
    else:
        sentence = ngettext("%(n)d source has unread parcels", "%(n)d sources have unread parcels", count) % {
            "n": count
        }
    again = {one.health for one in shown} <= {Health.LATE, Health.FAILING}
    then = _("It is tried again by itself.") if again else _("It is not tried again by itself.")
    detail = f"{formats.listed(one.source.name for one in shown[:3])} · {then}"
    action = _("See the sources")
    return Urgent("warn", "tri", sentence, detail=detail, action=action, url=link("settings", seat.brand))


def untaken(seat: Seat, recent: Recent) -> Urgent | None:
    """Say that complaints of the last week wait for somebody, what is urgent among them first."""
    waiting = recent.waiting(seat.at - WEEK)
    if not waiting.count or waiting.since is None:
        return None
    urgent = urgent_waiting(seat.brand, at=seat.at)
    if urgent:
        told = ngettext("Nobody has taken %(n)s urgent mention", "Nobody has taken %(n)s urgent mentions", urgent)
    else:
        told = ngettext("Nobody has taken %(n)s complaint", "Nobody has taken %(n)s complaints", waiting.count)
    return Urgent(
        look="warn" if urgent else "info",
        icon="chat",
        sentence=told % {"n": formats.thousands(urgent or waiting.count)},
        detail=_("The oldest complaint is from %(time)s.") % {"time": formats.ago(waiting.since, at=seat.at)},
        action=_("Read mentions"),
        url=link("mentions", seat.brand),
    )


def quiet(seat: Seat, incidents: list[Running]) -> Urgent:
    """Say that nothing waits, and when something was heard last."""
    newest = Source.objects.filter(brand=seat.brand, last_post_at__isnull=False).order_by("-last_post_at").first()
    if newest and newest.last_post_at:
        ago = formats.ago(newest.last_post_at, at=seat.at)
        detail = _("The newest post is from %(time)s.") % {"time": ago}
    else:
        detail = _("Nothing was heard yet.")
    if incidents:
        sentence = ngettext(
            "%(n)d incident runs, no clock waits", "%(n)d incidents run, no clock waits", len(incidents)
        )
        sentence = sentence % {"n": len(incidents)}
    else:
        sentence = _("Nothing waits for you")
    look = "info" if incidents else "ok"
    return Urgent(look, "checkc", sentence, detail=detail, action=_("Read mentions"), url=link("mentions", seat.brand))
