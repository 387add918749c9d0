"""By which matrix does a brand work now, and by which did it work when something was handed in?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firebreak import knowledge
from firebreak.console.govern.models import Brand
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.core.respond.authority import AuthorityRules
from firebreak.core.respond.matrix import applied


@dataclass(frozen=True, slots=True)
class Held:
    """The matrices that a brand has worked by after the one that ships, each from its moment on, oldest first."""

    turns: Sequence[tuple[datetime, AuthorityRules]] = ()

    @property
    def now(self) -> AuthorityRules:
        return self.turns[-1][1] if self.turns else knowledge.authority()

    def since(self, handed_in: datetime | None, until: datetime | None = None) -> list[AuthorityRules]:
        """Give what has held since something was handed in, the last first; what was not handed in knows only now."""
        if handed_in is None:
            return [self.now]
        later = [rules for at, rules in self.turns if at > handed_in and (until is None or at <= until)]
        before = [rules for at, rules in self.turns if at <= handed_in]
        return [*reversed(later), before[-1] if before else knowledge.authority()]

    def turned_at(self, handed_in: datetime) -> datetime | None:
        """Give when the matrix last changed after something was handed in."""
        return max((at for at, _rules in self.turns if at > handed_in), default=None)


def matrices_of(brand: Brand) -> Held:
    """Give the matrices of a brand."""
    rows = MatrixVersion.objects.filter(brand=brand).confirmed().only("text", "in_force_at")
    shipped = knowledge.authority()
    return Held([(row.in_force_at, applied(row.matrix, shipped)) for row in rows if row.in_force_at])


def authority_of(brand: Brand) -> AuthorityRules:
    """Give the matrix that a brand works by now."""
    return matrices_of(brand).now
