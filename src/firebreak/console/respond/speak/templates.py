"""With which words would a text begin? The template of an occasion by its parts, and filled from an incident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import listed
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.beginning import readers_tongue
from firebreak.console.respond.speak.forms import TemplateForm
from firebreak.console.respond.speak.records import Fact
from firebreak.console.respond.speak.sheet import facts_of
from firebreak.console.respond.wording.records import TemplateVersion
from firebreak.console.respond.wording.writing import shipped_for
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Line, Status
from firebreak.core.respond.statement import DraftKind
from firebreak.core.respond.template import BLOCKS, GRAVE, HOLE, Occasion, Rendered, Template, render, values_of
from firebreak.core.respond.wording import worded
from firebreak.core.terms import Act, Category, Severity

OCCASION = ("category", "severity", "audience", "channel", "kind", "lang")
RECENT = 20  # incidents that a template may be filled from


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a template: pieces of words, each with the name of the fact that stands there, if one does."""

    name: str
    pieces: Sequence[tuple[str, str]]

    @property
    def title(self) -> str:
        return str(words.TEMPLATE_PARTS[self.name])

    @property
    def is_required(self) -> bool:
        return self.name in BLOCKS


@dataclass(frozen=True, slots=True)
class Value:
    """What the sheet of the incident has for a place in the template.

    `told`: it may be told as it stands; `lacks`: nothing else could stand there, so the text waits for it.
    """

    key: str
    fact: Fact | None
    told: bool
    lacks: bool


class TemplatePage:
    """The template that was asked for; what is not asked for comes from the incident, or is the usual."""

    def __init__(self, seat: Seat, asked: Mapping[str, str]) -> None:
        self.seat, self.asked = seat, asked

    @cached_property
    def incidents(self) -> list[Incident]:
        rows = Incident.objects.filter(brand=self.seat.brand).running().select_related("story__merged_into", "alert")
        return list(rows.order_by("severity", "-opened_at")[:RECENT])

    @cached_property
    def incident(self) -> Incident | None:
        """Give the incident that was asked for, else the gravest; `0` asks for none."""
        number = self.asked.get("incident", "")
        named = next((one for one in self.incidents if str(one.number) == number), None)
        return named or (next(iter(self.incidents), None) if number != "0" else None)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Give what each choice stands at; an unknown word counts as not asked for."""
        usual = TemplateForm.usual | {"lang": readers_tongue()}
        if self.incident:
            usual |= {"category": self.incident.category, "severity": self.incident.severity}
        asked = {name: self.asked[name] for name in usual if self.asked.get(name) in TemplateForm.known(name)}
        return usual | asked

    @cached_property
    def form(self) -> TemplateForm:
        names = [(str(one.number), f"{one.code} {one.name}") for one in self.incidents]
        return TemplateForm(names, initial=self.chosen | {"incident": self.incident.number if self.incident else "0"})

    @cached_property
    def occasion(self) -> Occasion:
        at = self.chosen
        return Occasion(
            category=Category(at["category"]),
            audience=Audience(at["audience"]),
            channel=Channel(at["channel"]),
            kind=DraftKind(at["kind"]),
            severity=Severity(at["severity"]),
            lang=at["lang"],
        )

    @cached_property
    def shipped(self) -> Template:
        return shipped_for(self.occasion)

    @cached_property
    def versions(self) -> list[TemplateVersion]:
        """Give all versions of it that the brand worded, the last first."""
        rows = TemplateVersion.objects.filter(brand=self.seat.brand, code=self.shipped.code)
        return list(rows.select_related("written_by").order_by("-number"))

    @property
    def seen(self) -> int:
        """Give the number of the version that is on the screen; 0: the brand never worded it."""
        return self.versions[0].number if self.versions else 0

    @property
    def own(self) -> TemplateVersion | None:
        """Give the version in the brand's own words that holds, if one does."""
        return self.versions[0] if self.versions and self.versions[0].is_own else None

    @cached_property
    def template(self) -> Template:
        return worded(self.shipped, self.own.words) if self.own else self.shipped

    @property
    def own_name(self) -> str:
        return gettext("worded by us, v%(number)d") % {"number": self.seen}

    @property
    def band(self) -> str:
        """Say for which levels the template is: the two gravest have one together, and so have the others."""
        levels = GRAVE if self.occasion.severity in GRAVE else [level for level in Severity if level not in GRAVE]
        return listed(level.value for level in levels)

    @property
    def kept_choice(self) -> list[tuple[str, str]]:
        """Give what was chosen and the version that is on the screen, as a form sends it."""
        return [*((name, self.chosen[name]) for name in OCCASION), ("was", str(self.seen))]

    @property
    def query(self) -> str:
        return urlencode({name: self.chosen[name] for name in OCCASION})

    @property
    def address(self) -> str:
        return f"{reverse('text_templates', args=[self.seat.brand.slug])}?{self.query}"

    @property
    def may_word(self) -> bool:
        return self.seat.may(Act.CONFIGURE)

    @cached_property
    def parts(self) -> list[Part]:
        found = []
        for name, sentences in self.template.blocks.items():
            cut = [HOLE.split(sentence.text + self.between) for sentence in sentences]
            pieces = [(text, place) for one in cut for text, place in zip(one[::2], [*one[1::2], ""], strict=True)]
            if pieces:
                found.append(Part(name, pieces))
        return found

    @property
    def between(self) -> str:
        """Give what stands between two sentences; Chinese needs nothing."""
        return " " if self.template.tongue.missing.isascii() else ""

    @cached_property
    def facts(self) -> list[Fact]:
        return facts_of(self.incident) if self.incident else []

    @cached_property
    def given(self) -> dict[str, str]:
        lines = [Line(Key(fact.key), fact.value, Status(fact.status)) for fact in self.facts]
        return values_of(lines, brand=self.seat.brand.name)

    @property
    def values(self) -> list[Value]:
        """Give each fact that the template has a place for, in the order of the sheet."""
        named = {place for part in self.parts for _, place in part.pieces}
        there = {fact.key: fact for fact in self.facts}
        keys = [key.value for key in Key if key.value in named]
        return [Value(key, there.get(key), key in self.given, key in self.filled.missing) for key in keys]

    @cached_property
    def filled(self) -> Rendered:
        return render(self.template, self.given)

    @property
    def has_room(self) -> bool:
        return len(self.filled.text) <= self.template.form.longest

    @property
    def may_begin(self) -> bool:
        return self.incident is not None and self.seat.may(Act.TRIAGE)
