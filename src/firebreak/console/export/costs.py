"""Which columns do hours and other costs of incidents have in a file, and whose are in it?"""

from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import casewords, words
from firebreak.console.export.cells import Row
from firebreak.console.export.listing import Asked, Listing, yes
from firebreak.console.learn.cost.records import EFFORTS, Outlay, Rate
from firebreak.console.learn.cost.services import open_houses
from firebreak.console.media.hiding import words_hidden
from firebreak.core.govern.privacy import mask_name
from firebreak.core.resolve.effort import price

COLUMNS = (
    gettext_lazy("Number"),
    gettext_lazy("Incident"),
    gettext_lazy("Day"),
    gettext_lazy("House"),
    gettext_lazy("Who worked"),
    gettext_lazy("Role"),
    gettext_lazy("Kind"),
    gettext_lazy("Minutes"),
    gettext_lazy("NT$ an hour"),
    gettext_lazy("NT$"),
    gettext_lazy("Estimate from acts"),
    gettext_lazy("What for"),
    pgettext_lazy("ledger", "By"),
    gettext_lazy("Taken back"),
)


def costs(asked: Asked) -> Listing:
    """Give what was noted for every incident, oldest first, of the houses that show it; who worked is masked."""
    seat = asked.seat
    seen = list(open_houses(seat))
    rows = Outlay.objects.filter(incident__brand=seat.brand, house__in=seen).order_by("pk")

    @cache
    def rates() -> dict[tuple[int, str], int]:
        known = Rate.objects.filter(brand=seat.brand, house__in=seen)
        return {(house, role): per_hour for house, role, per_hour in known.values_list("house", "role", "per_hour")}

    return Listing(
        code="costs",
        title=gettext_lazy("Hours and costs"),
        columns=COLUMNS,
        found=rows.select_related("incident", "house", "person", "by"),
        row=lambda one: row_of(
            one, rates().get((one.house_id, one.role), rates().get((one.house_id, ""))), lifted=asked.lifted
        ),
        personal=True,
    )


def row_of(one: Outlay, rate: int | None, *, lifted: bool) -> Row:
    named: Callable[[str], str] = str if lifted else mask_name
    is_work = one.kind in EFFORTS
    worked = price(one.minutes, rate) if is_work and rate is not None else ""
    return [
        one.pk,
        one.incident.code,
        one.day.isoformat(),
        one.house.name,
        named(one.person.name) if one.person else "",
        str(words.ROLES.get(one.role, "")),
        str(casewords.EFFORTS[one.kind] if is_work else casewords.EXPENSES[one.kind]),
        one.minutes or "",
        rate if is_work and rate is not None else "",
        worked if is_work else one.amount,
        yes(one.is_estimate),
        one.what if lifted else words_hidden(one.what),
        named(one.by.name),
        one.undone_at,
    ]
