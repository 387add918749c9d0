"""By which matrix does a brand work now, and by which did it work when something was handed in?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firebreak import knowledge
from firebreak.console.govern.models import Brand
from firebreak.console.govern.seats import seated_at
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.console.respond.models import Incident
from firebreak.core.respond.authority import AuthorityRules, unfilled
from firebreak.core.respond.matrix import applied
from firebreak.core.terms import Role, Severity

Turn = tuple[datetime, AuthorityRules]


@dataclass(frozen=True, slots=True)
class Held:
    """The matrices that a brand has worked by after the one that ships, each from its moment on, oldest first."""

    turns: Sequence[Turn] = ()

    @property
    def now(self) -> AuthorityRules:
        return self.turns[-1][1] if self.turns else knowledge.authority()

    def turns_since(self, handed_in: datetime, until: datetime | None = None) -> list[Turn]:
        """Give what has held since something was handed in, each from its moment on, oldest first.

        Of two that held at the very instant both count, so that nobody is spared.
        """
        later = [(at, rules) for at, rules in self.turns if at >= handed_in and (until is None or at <= until)]
        before = [rules for at, rules in self.turns if at < handed_in]
        return [(handed_in, before[-1] if before else knowledge.authority()), *later]

    def since(self, handed_in: datetime | None, until: datetime | None = None) -> list[AuthorityRules]:
        """Give the matrices since something was handed in, oldest first; what was not handed in knows only now."""
        if handed_in is None:
            return [self.now]
        return [rules for _at, rules in self.turns_since(handed_in, until)]


def matrices_of(brand: Brand) -> Held:
    """Give the matrices of a brand."""
    rows = MatrixVersion.objects.filter(brand=brand).confirmed().only("text", "in_force_at")
    shipped = knowledge.authority()
    return Held([(row.in_force_at, applied(row.matrix, shipped)) for row in rows if row.in_force_at])


def authority_of(brand: Brand) -> AuthorityRules:
    """Give the matrix that a brand works by now."""
    return matrices_of(brand).now


def unfilled_in(incident: Incident, *, at: datetime) -> list[str]:
    """Name the roles that every text of a running incident asks at its level, and that nobody at the brand has."""
    if not incident.is_running:
        return []
    held = {Role(row.role) for row in seated_at(incident.brand, at=at)}
    return [role.value for role in unfilled(Severity(incident.severity), held, authority_of(incident.brand))]
