"""How do prevention, response and recovery stand beside each other? One line of live numbers for each (R2.14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from firebreak.console.govern.models import Brand
from firebreak.console.home.health import MONTH
from firebreak.console.home.running import Running
from firebreak.console.listen.health import Checked, Health
from firebreak.console.listen.models import Watch
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.terms import Phase

ANSWERING = (Phase.DETECT, Phase.TRIAGE, Phase.RESPOND)
RECOVERING = (Phase.REMEDY, Phase.WATCH)


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the three: its number, what that counts, and what else stands in it; `warns` where a person is due."""

    code: str
    label: str
    value: int
    counts: str
    detail: str
    url: str
    warns: bool = False


def counted(*, at: datetime) -> dict[str, QuerySet[Any]]:
    """Name what the lines count beside sources, incidents and alerts: watches, and what was closed within 30 days."""
    ended = Moment.objects.filter(kind="phase", at__gt=at - MONTH, at__lte=at, facts__now=Phase.CLOSED.value)
    closed = Incident.objects.filter(phase=Phase.CLOSED.value, pk__in=ended.values("incident"))
    return {"watches": Watch.objects.all(), "closed": closed}


def lanes(
    brand: Brand, tallies: Mapping[str, int], incidents: list[Running], *, sources: list[Checked], waiting: int
) -> list[Lane]:
    """Give the three lines; `tallies` counts what `counted` names."""
    return [
        prevention(brand, sources, tallies["watches"]),
        response(brand, incidents, waiting),
        recovery(brand, incidents, tallies["closed"]),
    ]


def prevention(brand: Brand, sources: list[Checked], watches: int) -> Lane:
    """Count what listens: sources that are heard, and the watches that posts are held against."""
    heard = sum(one.health is Health.OK for one in sources)
    troubled = sum(one.health.is_trouble for one in sources)
    parts = [ngettext("%(n)d watch", "%(n)d watches", watches) % {"n": watches}]
    if troubled:
        parts.append(ngettext("%(n)d source not heard", "%(n)d sources not heard", troubled) % {"n": troubled})
    return Lane(
        code="prevent",
        label=pgettext("lane", "Prevention"),
        value=heard,
        counts=ngettext("source is heard", "sources are heard", heard),
        detail=" · ".join(parts),
        url=reverse("settings", args=[brand.slug]),
        warns=bool(troubled) or not watches,
    )


def response(brand: Brand, incidents: list[Running], waiting: int) -> Lane:
    """Count what is being answered: incidents before their remedy, and alerts that nobody has taken."""
    found = sum(one.incident.phase in ANSWERING for one in incidents)
    return Lane(
        code="respond",
        label=pgettext("lane", "Response"),
        value=found,
        counts=ngettext("incident is being answered", "incidents are being answered", found),
        detail=ngettext("%(n)d alert waits", "%(n)d alerts wait", waiting) % {"n": waiting},
        url=reverse("incidents", args=[brand.slug]),
        warns=waiting > 0,
    )


def recovery(brand: Brand, incidents: list[Running], closed: int) -> Lane:
    """Count what is being put right or watched, what came back, and what was closed within 30 days."""
    found = [one.incident for one in incidents if one.incident.phase in RECOVERING]
    back = sum(one.incident.relapsed_at is not None for one in incidents)
    parts = [_("%(n)d closed in 30 days") % {"n": closed}]
    if back:
        parts.append(_("%(n)d came back") % {"n": back})
    return Lane(
        code="recover",
        label=pgettext("lane", "Recovery"),
        value=len(found),
        counts=ngettext("incident is put right or watched", "incidents are put right or watched", len(found)),
        detail=" · ".join(parts),
        url=reverse("incidents", args=[brand.slug]),
        warns=back > 0,
    )
