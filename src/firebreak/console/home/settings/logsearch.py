"""Which entries of the audit log are asked for, and which of them may this seat see?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.govern.models import Anchor, Entry, Person
from firebreak.console.home.settings.agreed import INPUT, Day, start_of
from firebreak.core.terms import Act, Role

SHOWN = 100
SLACK = timedelta(hours=1)  # an entry may be a little older than the one before it: its request began earlier
PEOPLE, MACHINES, ALL = "people", "machines", "all"
ROUTINE = ("store_posts", "read_again")  # one entry a batch: true, but in the way of what people look for
WHO = [("", _("Everybody")), (PEOPLE, _("People only")), (MACHINES, _("The system only"))]


def scope_of(seat: Seat) -> str:
    """Say how far this seat sees: all, what its own house did (who leads an agency's team), or what it did itself."""
    if seat.may(Act.AUDIT):
        return "all"
    leads = seat.role is Role.AGENCY_LEAD and seat.person.organisation_id != seat.brand.organisation_id
    return "house" if leads else "own"


def entries_of(seat: Seat) -> QuerySet[Entry]:
    """Give the entries of the brand that this seat may see, the newest first."""
    rows = Entry.objects.filter(organisation=seat.brand.organisation_id, brand=seat.brand).order_by("-number")
    scope = scope_of(seat)
    if scope == "all":
        return rows
    return rows.filter(actor__in=[f"person:{one.pk}" for one in colleagues(seat, scope)])


def colleagues(seat: Seat, scope: str) -> list[Person]:
    """Give those whose acts this seat may see."""
    if scope == "own":
        return [seat.person]
    people = Person.objects.order_by("name", "pk")
    if scope == "house":
        return list(people.filter(organisation=seat.person.organisation_id))
    return list(people.filter(assignments__brand=seat.brand))


class LogFilter(forms.Form):
    """What the log is narrowed to; a value that does not exist narrows nothing."""

    who = forms.ChoiceField(label=_("Who"), required=False, widget=forms.Select(attrs=INPUT))
    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", _("Everything but routine")), (ALL, _("Everything")), *words.ACTIONS.items()],
        widget=forms.Select(attrs=INPUT),
    )
    since = Day(label=_("From"), required=False)
    until = Day(label=_("Until"), required=False)

    def __init__(self, data: Mapping[str, Any], *, seat: Seat) -> None:
        super().__init__(data)
        scope = scope_of(seat)
        people = [(f"{one.pk}", one.name) for one in colleagues(seat, scope)]
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*(WHO if scope == "all" else WHO[:1]), *people]
        self.is_valid()

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def told(self) -> dict[str, str]:
        """Say each condition in words; routine left out is one too, everything asked for is none."""
        values = {name: value for name, value in {"what": "", **self.chosen}.items() if value != ALL}
        return {name: self.told_of(name, value) for name, value in values.items()}

    def told_of(self, name: str, value: Any) -> str:
        """Say one condition, a choice by its words."""
        field = self.fields[name]
        known = dict(getattr(field, "choices", ()))
        return str(_("%(what)s: %(value)s") % {"what": field.label, "value": known.get(value, value)})

    def narrow(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        chosen = self.chosen
        who, what = chosen.get("who", ""), chosen.get("what", "")
        if who in (PEOPLE, MACHINES):
            rows = rows.filter(actor__startswith="person:" if who == PEOPLE else "machine:")
        elif who:
            rows = rows.filter(actor=f"person:{who}")
        if not what:
            rows = rows.exclude(action__in=ROUTINE)
        elif what != ALL:
            rows = rows.filter(action=what)
        return rows.filter(between(chosen.get("since"), chosen.get("until")))


def between(first: date | None, last: date | None) -> Q:
    """Match entries of these days. The anchors say where in the chain to look, so that no long chain is walked."""
    match = Q()
    if first:
        begins = start_of(first)
        match &= Q(at__gte=begins)
    if last:
        match &= Q(at__lt=start_of(last + timedelta(days=1)))
    return match


def near(rows: QuerySet[Entry], seat: Seat, chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    """Keep the part of the chain in which the chosen days lie, as its anchors tell."""
    anchors = Anchor.objects.filter(organisation=seat.brand.organisation_id)
    if first := chosen.get("since"):
        before = anchors.filter(at__lt=start_of(first) - SLACK).order_by("-at").first()
        rows = rows.filter(number__gt=before.count) if before else rows
    if last := chosen.get("until"):
        after = anchors.filter(at__gt=start_of(last + timedelta(days=1)) + SLACK).order_by("at").first()
        rows = rows.filter(number__lte=after.count) if after else rows
    return rows


def found_by(seat: Seat, form: LogFilter) -> QuerySet[Entry]:
    """Give all entries that are asked for, as far as this seat may see, the newest first."""
    return near(form.narrow(entries_of(seat)), seat, form.chosen)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the log, newest first, with the addresses of the newer and the older one."""

    entries: list[Entry]
    newer: str
    older: str


def leaf_of(seat: Seat, form: LogFilter, wish: Mapping[str, str]) -> Leaf:
    """Turn to the page that is asked for: `before` and `after` are numbers of entries."""
    rows = found_by(seat, form)
    before, after = number(wish.get("before", "")), number(wish.get("after", ""))
    if after is not None:
        found = list(rows.filter(number__gt=after).order_by("number")[: SHOWN + 1])
        entries, more_newer, more_older = found[:SHOWN][::-1], len(found) > SHOWN, True
    else:
        found = list((rows.filter(number__lt=before) if before is not None else rows)[: SHOWN + 1])
        entries, more_newer, more_older = found[:SHOWN], before is not None, len(found) > SHOWN
    kept = {name: str(value) for name, value in form.chosen.items()}
    return Leaf(
        entries,
        newer="?" + urlencode(kept | {"after": entries[0].number}) if entries and more_newer else "",
        older="?" + urlencode(kept | {"before": entries[-1].number}) if entries and more_older else "",
    )


def number(text: str) -> int | None:
    return int(text[:18]) if text.isascii() and text.isdigit() else None
