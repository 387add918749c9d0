"""Which of the four things is being done that make every crisis worse? Counted from records; the aim is none (R1.102).

Nothing here deletes or hides a word at a platform. What counts as deleting criticism is that somebody asked for it and
was refused, and that what was hidden or reported had to be undone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from firebreak import knowledge
from firebreak.console.formats import duration, listed
from firebreak.console.govern.models import Brand
from firebreak.console.home.recent import WEEK, untriaged
from firebreak.console.home.running import Running
from firebreak.console.respond.clocks import OUTWARD
from firebreak.console.respond.guard.records import ModerationRequest
from firebreak.console.respond.models import Moment
from firebreak.core.respond.statement import Draft, DraftKind, lint
from firebreak.core.terms import Category, Severity

MONTH = timedelta(days=30)
COLD = frozenset({"cold", "mockery"})
SHOWN = 3


@dataclass(frozen=True, slots=True)
class RedLine:
    """One line that must not be crossed: how often it is now, and where; `over` says over which time it is counted."""

    code: str
    label: str
    count: int
    over: str
    detail: str
    url: str


def asked_to_hide(*, at: datetime) -> dict[str, QuerySet[Any]]:
    """Name the requests of 30 days to hide or report what is criticism, and what had to be undone."""
    asked = ModerationRequest.objects.filter(asked_at__gt=at - MONTH, asked_at__lte=at)
    states = {"refused": ModerationRequest.REFUSED, "undone": ModerationRequest.UNDONE}
    return {name: asked.filter(state=state) for name, state in states.items()}


def red_lines(brand: Brand, tallies: Mapping[str, int], incidents: list[Running], *, at: datetime) -> list[RedLine]:
    """Give the four lines; `tallies` counts what `asked_to_hide` names."""
    return [
        silence(brand, incidents, at=at),
        deletion(brand, refused=tallies["refused"], undone=tallies["undone"]),
        coldness(brand, at=at),
        carelessness(brand, at=at),
    ]


def silence(brand: Brand, incidents: list[Running], *, at: datetime) -> RedLine:
    """Count running incidents whose time for the first word is over, and still nothing was said."""
    found = [one for one in incidents if one.answered is None and one.limit is not None and one.limit < at]
    longest = min(found, key=lambda one: one.incident.first_seen_at, default=None)
    detail = _("Every running incident was answered, or has time left.")
    url = reverse("incidents", args=[brand.slug])
    if longest:
        facts = {"code": longest.incident.code, "time": duration(at - longest.incident.first_seen_at)}
        detail = _("%(code)s has said nothing for %(time)s") % facts
        url = reverse("incident", args=[brand.slug, longest.incident.number])
    return RedLine("silence", pgettext("red line", "Silence"), len(found), pgettext("red line", "now"), detail, url)


def deletion(brand: Brand, *, refused: int, undone: int) -> RedLine:
    detail = _("Nobody asked to hide criticism.")
    if refused or undone:
        facts = {"refused": refused, "undone": undone}
        detail = _("%(refused)d refused as criticism, %(undone)d undone") % facts
    url = reverse("moderation_requests", args=[brand.slug])
    return RedLine("deletion", _("Blind deletion"), refused + undone, _("30 days"), detail, url)


def coldness(brand: Brand, *, at: datetime) -> RedLine:
    """Count the words to the public of 30 days that the tone rules find cold or mocking."""
    rows = Moment.objects.filter(incident__brand=brand, kind__in=OUTWARD, at__gt=at - MONTH, at__lte=at)
    said = list(rows.select_related("incident").order_by("-at"))
    found = [one for one in said if is_cold(one.text, one.kind, one.incident.severity)]
    detail = ngettext("%(n)d word to the public was read", "%(n)d words to the public were read", len(said))
    detail = detail % {"n": len(said)}
    url = reverse("incidents", args=[brand.slug])
    if found:
        detail = listed(dict.fromkeys(one.incident.code for one in found))
        url = reverse("incident", args=[brand.slug, found[0].incident.number])
    return RedLine("coldness", _("Lack of empathy"), len(found), _("30 days"), detail, url)


@lru_cache(maxsize=512)
def is_cold(text: str, kind: str, severity: str) -> bool:
    """Tell whether the tone rules find a published word cold or mocking."""
    form = DraftKind.STATEMENT if kind == "full" else DraftKind.HOLDING
    draft = Draft(id="", kind=form, text=text, severity=Severity(severity))
    return any(one.code in COLD for one in lint(draft, knowledge.tone()).findings)


def carelessness(brand: Brand, *, at: datetime) -> RedLine:
    """Count stories of leaked personal data that nobody has taken in time."""
    limit = knowledge.clocks().span("ack", Severity.S1)
    begun = at - limit.time if limit else at
    rows = untriaged(brand, since=at - WEEK).filter(category=Category.PRIVACY_LEAK.value, first_seen_at__lte=begun)
    found = list(rows.order_by("first_seen_at")[: SHOWN + 1])
    detail = _("No story of leaked personal data waits.")
    url = reverse("stories", args=[brand.slug])
    if found:
        detail = _("%(code)s waits for %(time)s") % {
            "code": found[0].code,
            "time": duration(at - found[0].first_seen_at),
        }
        url = reverse("story", args=[brand.slug, found[0].number])
    count = rows.count() if len(found) > SHOWN else len(found)
    return RedLine("carelessness", _("Data left unguarded"), count, pgettext("red line", "now"), detail, url)
