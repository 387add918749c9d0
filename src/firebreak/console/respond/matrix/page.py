"""What does a person see of a matrix of authority: its tables, what a version changes, and who would approve what?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import listed
from firebreak.console.matrixwords import BREACHES, CLAIM_NAMES, MATRIX_PARTS, MATRIX_STATES
from firebreak.console.respond.matrix.forms import SUMS, MatrixForm, MatterForm, field_of
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.console.respond.speak.approving import handed_in
from firebreak.core.govern.role import who_may
from firebreak.core.respond.authority import AuthorityRules, Step, steps_for
from firebreak.core.respond.lawful import Lawful
from firebreak.core.respond.matrix import (
    ASKED,
    HARD,
    KNOWN,
    PLACES,
    Breach,
    Change,
    Matrix,
    applied,
    changes_in,
    matrix_in,
)
from firebreak.core.terms import Act, Role, Severity

Names = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a role stands in a place; `locked` where every matrix says so, or none may."""

    name: str
    role: str
    label: str
    on: bool
    locked: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Roles against places: `rows` are a name and its cells, in the order of `heads`."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def levels(names: Iterable[str]) -> list[str]:
    return [f"{name} {words.SEVERITIES[name]}" for name in names]


def grids_of(chosen: Callable[[str, str], frozenset[str]]) -> list[Grid]:
    """Give the tables of a matrix; `chosen` names the roles of a part and place."""
    by_level = (
        ("steps", _("Who approves")),
        ("alone", _("Who writes alone")),
        ("publishers", _("Who may publish")),
    )
    found = [level_grid(part, title, chosen) for part, title in by_level]
    return [*found, besides(chosen)]


def level_grid(part: str, title: str, chosen: Callable[[str, str], frozenset[str]]) -> Grid:
    places = PLACES[part]
    rows = [
        (str(words.ROLES[role]), [cell(part, place, role, place, chosen) for place in places]) for role in KNOWN[part]
    ]
    return Grid(title, levels(places), rows)


def besides(chosen: Callable[[str, str], frozenset[str]]) -> Grid:
    """Give who is asked beyond the level: a row for each channel, audience and claim."""
    rows = []
    for part in ("claims", "audiences", "channels"):
        for place in PLACES[part]:
            name = row_name(part, place)
            rows.append((name, [cell(part, place, role, name, chosen) for role in ASKED]))
    return Grid(_("Who is asked besides"), [str(words.ROLES[role]) for role in ASKED], rows)


def row_name(part: str, place: str) -> str:
    name = place_name(part, place)
    if part == "claims":
        return _("Speaks of: %(claim)s") % {"claim": name}
    return _("Audience: %(audience)s") % {"audience": name} if part == "audiences" else name


def cell(part: str, place: str, role: Role, name: str, chosen: Callable[[str, str], frozenset[str]]) -> Cell:
    must = role in HARD.get((part, place), frozenset())
    never = part == "publishers" and role is Role.CS_AGENT and place != Severity.S4
    return Cell(
        name=field_of(part, place),
        role=role.value,
        label=f"{name} · {words.ROLES[role]}",
        on=must or (role.value in chosen(part, place) and not never),
        locked=must or never,
    )


def place_name(part: str, place: str) -> str:
    known: dict[str, Names] = {
        "channels": words.CHANNELS,
        "audiences": words.AUDIENCES,
        "claims": CLAIM_NAMES,
        "money": words.ROLES,
    }
    if place == "extra":
        return _("besides the level")
    return str(known[part][place]) if part in known else place


def grids_in(matrix: Matrix) -> list[Grid]:
    """Give the tables of a matrix to read: of what is asked besides only the places that ask somebody."""
    *by_level, more = grids_of(lambda part, place: frozenset(role.value for role in getattr(matrix, part)[place]))
    asking = [row for row in more.rows if any(one.on for one in row[1])]
    return [*by_level, Grid(more.title, more.heads, asking)]


def grids_on(form: MatrixForm) -> list[Grid]:
    return grids_of(lambda part, place: frozenset(form[field_of(part, place)].value() or ()))


@dataclass(frozen=True, slots=True)
class Told:
    """What a version says otherwise, in words."""

    what: str
    was: str
    now: str


def told(change: Change) -> Told:
    def said(values: Sequence[str]) -> str:
        if not values:
            return _("nobody")
        return listed(words.ROLES[one] for one in values) if change.part in PLACES else f"{int(values[0]):,}"

    place = place_name(change.part, change.place)
    return Told(str(MATRIX_PARTS[change.part]) % {"place": place}, said(change.was), said(change.now))


def mended_in(lawful: Lawful) -> list[Told]:
    """Say in which places something else counts than a kept matrix says, and where it cannot be read at all."""
    places = [(part, one) for part, place in lawful.unread for one in ((place,) if place else SUMS)]
    unread = [
        Told(told(Change(part, place, (), ())).what, _("cannot be read"), _("as it ships")) for part, place in places
    ]
    return [*unread, *(told(one) for one in changes_in(lawful.written, lawful.matrix))]


def broken_words(found: Iterable[Breach]) -> list[str]:
    """Say which hard rules a matrix breaks."""
    return [
        str(BREACHES[one.code])
        % {"place": place_name(part_of(one.place), one.place), "roles": listed(words.ROLES[role] for role in one.roles)}
        for one in found
    ]


def part_of(place: str) -> str:
    return next((part for part in ("claims", "audiences", "channels") if place in PLACES[part]), "steps")


@dataclass(frozen=True, slots=True)
class Answer:
    """Who would approve a text by a matrix, and who could say that it went out."""

    steps: Sequence[Step]
    publishers: str

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        """Give each step: role, why it is asked beyond the level, and its minutes."""
        return [(one.role.value, one.why, int(one.within.total_seconds()) // 60) for one in self.steps]


def answer_of(form: MatterForm, rules: AuthorityRules) -> Answer:
    matter = form.matter
    able = rules.publishers[matter.severity]
    steps = steps_for(matter, writer=form.writes_as, rules=rules)
    return Answer(steps, listed(words.ROLES[role] for role in Role if role in able))


class MatrixPage:
    """The matrix of a brand: what holds, what waits and what held, and who would approve what is asked about."""

    def __init__(self, seat: Seat, asked: Mapping[str, Any] | None = None) -> None:
        self.seat, self.asked = seat, asked

    @cached_property
    def versions(self) -> list[MatrixVersion]:
        rows = MatrixVersion.objects.filter(brand=self.seat.brand)
        return list(rows.select_related("written_by", "confirmed_by", "dropped_by"))

    @cached_property
    def held(self) -> Held:
        return matrices_of(self.seat.brand)

    @property
    def seen(self) -> int:
        """Give the number that whoever writes the next version has seen."""
        return self.versions[0].number if self.versions else 0

    @cached_property
    def holds(self) -> MatrixVersion | None:
        """Give the version that holds; none: what ships."""
        rows = [one for one in self.versions if one.in_force_at]
        return max(rows, key=lambda one: one.number, default=None)

    @cached_property
    def waiting(self) -> MatrixVersion | None:
        first = self.versions[0] if self.versions else None
        return first if first and not first.in_force_at and not first.dropped_at else None

    @property
    def matrix(self) -> Matrix:
        return matrix_in(self.held.now)

    @property
    def mended(self) -> list[Told]:
        """Say where the version that holds breaks a rule that was tightened since: what it says, and what counts."""
        return mended_in(self.holds.lawful) if self.holds else []

    @property
    def grids(self) -> list[Grid]:
        return grids_in(self.matrix)

    @property
    def spans(self) -> list[tuple[str, int]]:
        """Give within how many minutes each level approves, and what is asked besides."""
        found = [(str(level), self.matrix.within[level]) for level in Severity]
        return [*found, (_("besides the level"), self.matrix.extra_within)]

    @property
    def sums(self) -> list[tuple[str, int]]:
        roles = ("cs_agent", "agency_lead", "brand_pr")
        return [(str(words.ROLES[role]), most) for role, most in zip(roles, self.matrix.money, strict=True)]

    @property
    def changes(self) -> list[Told]:
        """Say what the version that waits would change."""
        return [told(one) for one in changes_in(self.matrix, self.waiting.matrix)] if self.waiting else []

    @property
    def states(self) -> list[tuple[MatrixVersion, tuple[Any, str, str]]]:
        return [(one, MATRIX_STATES[self.state_of(one)]) for one in self.versions]

    def state_of(self, one: MatrixVersion) -> str:
        if one.in_force_at:
            return "holds" if self.holds and one.pk == self.holds.pk else "replaced"
        if self.waiting and one.pk == self.waiting.pk:
            return "waiting"
        return "dropped" if one.dropped_at else "replaced"

    @cached_property
    def texts_waiting(self) -> int:
        """Count the texts that wait for approval: who confirms another matrix asks more of some of them."""
        return handed_in(self.seat.brand).count()

    @cached_property
    def may_write(self) -> bool:
        return self.seat.may(Act.OVERRIDE)

    @property
    def may_confirm(self) -> bool:
        if self.waiting is None or not self.waiting.lawful.is_whole:
            return False
        return self.may_write and self.waiting.written_by_id != self.seat.person.pk

    @property
    def who_writes(self) -> str:
        return listed(words.ROLES[role] for role in who_may(Act.OVERRIDE))

    @cached_property
    def form(self) -> MatterForm:
        given = self.asked if self.asked and "severity" in self.asked else None
        return MatterForm(given, initial=dict(MatterForm.usual))

    @cached_property
    def answers(self) -> list[tuple[str, Answer]]:
        """Say who would approve what was asked about: by the matrix that holds, and by the one that waits."""
        if not self.form.is_bound or not self.form.is_valid():
            return []
        found = [(pgettext("matrix", "As it holds now"), answer_of(self.form, self.held.now))]
        if self.waiting:
            after = applied(self.waiting.matrix, knowledge.authority())
            found.append(
                (_("With v%(number)d, which waits") % {"number": self.waiting.number}, answer_of(self.form, after))
            )
        return found
