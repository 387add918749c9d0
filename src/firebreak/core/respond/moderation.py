"""May words of others be hidden or reported, or their writer blocked? For closed reasons, never for criticism (X1)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.facts.rules import Shape, shape
from firebreak.core.terms import Role
from firebreak.core.text.fold import fold
from firebreak.core.text.pii import find_pii

ALWAYS_SOMEBODYS = frozenset({"national_id", "card"})
MOBILE = re.compile(r"(?:\+?886[- ]?|0)9")


class Removal(StrEnum):
    """What is asked for. There is no deleting: what was hidden can be shown again."""

    HIDE = "hide"
    BLOCK = "block"
    REPORT = "report"


class Ground(StrEnum):
    """The closed list of reasons; that it is negative, unfair or bad for us is none."""

    SPAM = "spam"
    SCAM = "scam"
    PERSONAL_DATA = "personal_data"
    THREAT = "threat"
    SEXUAL_IMAGE = "sexual_image"
    ILLEGAL = "illegal"
    FLOOD = "flood"


class Refusal(StrEnum):
    """Why not, in the order in which it is asked."""

    NO_SUCH_ACT = "no_such_act"
    NO_SUCH_GROUND = "no_such_ground"
    CRITICISM = "criticism"
    NO_EVIDENCE = "no_evidence"
    OWN_REQUEST = "own_request"
    NOT_YOURS = "not_yours"


CONFIRMS = frozenset({Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL})
SHOWN = frozenset({Ground.PERSONAL_DATA, Ground.THREAT, Ground.SEXUAL_IMAGE, Ground.ILLEGAL})
"""Grounds that hold also where the same words complain: what harms a person goes, and the complaint is answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for, about what: `signs` are the grounds that were found in the words themselves."""

    act: str
    ground: str
    asked_by: int
    complains: bool
    signs: frozenset[Ground] = frozenset()
    evidence: str = ""  # digest of the capture that was made first


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it may be done; `copies` say how many more there are, which no hiding reaches."""

    refused: Refusal | None
    copies: int = 0

    @property
    def allowed(self) -> bool:
        return self.refused is None


def decide(request: Request, *, confirmed_by: int, role: Role, copies: Collection[str] = ()) -> Decision:
    """Decide on a request that a second person confirms; whatever is not on the list is refused."""
    return Decision(refusal(request, confirmed_by, role), len(copies))


def refusal(request: Request, confirmed_by: int, role: Role) -> Refusal | None:
    if request.act not in set(Removal):
        return Refusal.NO_SUCH_ACT
    if request.ground not in set(Ground):
        return Refusal.NO_SUCH_GROUND
    ground = Ground(request.ground)
    if ground not in request.signs or (request.complains and ground not in SHOWN):
        return Refusal.CRITICISM
    if not request.evidence:
        return Refusal.NO_EVIDENCE
    if confirmed_by == request.asked_by:
        return Refusal.OWN_REQUEST
    return None if role in CONFIRMS else Refusal.NOT_YOURS


@dataclass(frozen=True, slots=True)
class GuardRules:
    """The content of `knowledge/moderation.yaml`: all patterns of a ground must stand in the words."""

    version: str
    flood: int
    signs: Mapping[Ground, tuple[Shape, ...]]


def signs_of(text: str, *, repeated: int, rules: GuardRules) -> frozenset[Ground]:
    """Name the grounds that words show themselves; `repeated` counts near copies of them by the same writer."""
    plain = fold(text)
    found = {ground for ground, shapes in rules.signs.items() if all(shape.search(plain) for shape in shapes)}
    if any(is_somebodys(pii.kind, text[pii.span.start : pii.span.end]) for pii in find_pii(text)):
        found.add(Ground.PERSONAL_DATA)
    return frozenset(found | ({Ground.FLOOD} if repeated >= rules.flood else set()))


def is_somebodys(kind: str, said: str) -> bool:
    """Say whether data is a person's: a shop's own telephone is none."""
    return kind in ALWAYS_SOMEBODYS or (kind == "phone" and bool(MOBILE.match(said)))


def rules(data: Mapping[str, Any]) -> GuardRules:
    """Read the rules of the guard; raises BadInput for a ground or a pattern that is none."""
    try:
        signs = {Ground(name): tuple(map(shape, patterns)) for name, patterns in data["signs"].items()}
        return GuardRules(str(data["version"]), int(data["flood"]), signs)
    except (AttributeError, KeyError, TypeError, ValueError, re.error) as problem:
        raise BadInput(problem="moderation_rules", found=str(problem)) from problem
