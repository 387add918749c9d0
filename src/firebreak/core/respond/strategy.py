"""How should we stand to what happened? From the type of crisis and what is confirmed to a posture, with every reason.

Coombs' guidelines (2007, doi 10.1057/palgrave.crr.1550049) as one table without gaps: people are told first how to
protect themselves and what happened (G0), then by cluster. Our own bounds stand above it (X2): no apology of fault for
what nobody has confirmed, no denial without attached proof, no attack and no scapegoat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.statement import Posture
from firebreak.core.terms import Category, Severity


class Cluster(StrEnum):
    """How much of a crisis the public lays at the organisation's door, least first."""

    VICTIM = "victim"
    ACCIDENTAL = "accidental"
    PREVENTABLE = "preventable"

    @property
    def lifted(self) -> "Cluster":
        """The next graver cluster: a history or a bad name clings to whoever has it."""
        return Cluster.ACCIDENTAL if self is Cluster.VICTIM else Cluster.PREVENTABLE


class Move(StrEnum):
    """What may be added to a posture, or is ruled out."""

    VICTIMAGE = "victimage"
    APOLOGY = "apology"  # of fault; regret for what people went through is always allowed
    DENIAL = "denial"
    ATTACK = "attack"
    SCAPEGOAT = "scapegoat"


class Way(StrEnum):
    """Where to answer."""

    PUBLIC = "public"
    PRIVATE = "private"
    LEGAL = "legal"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class StrategyRules:
    """The content of `knowledge/strategy.yaml`."""

    types: Mapping[str, Cluster]
    guess: Mapping[Category, str]
    victimage: frozenset[str]
    deniable: frozenset[str]
    never: frozenset[Move]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when the advice is given; `confirmed`: somebody has confirmed that it happened and why."""

    crisis: str
    confirmed: bool = False
    proof: bool = False  # evidence that the claim is untrue is attached
    history: bool = False  # something like it has happened to the brand before
    bad_name: bool = False  # the brand's reputation stood badly before


@dataclass(frozen=True, slots=True)
class Advice:
    """A posture, what may be added, what is ruled out, and why: codes of reasons, the deciding one first."""

    cluster: Cluster
    posture: Posture
    added: tuple[Move, ...]
    forbidden: tuple[Move, ...]
    why: tuple[str, ...]


def advise(known: Known, rules: StrategyRules) -> Advice:
    """Propose a posture; total over every type and every answer to the four questions."""
    own = rules.types[known.crisis]
    burdened = known.history or known.bad_name
    cluster = own.lifted if burdened else own
    deny = known.crisis in rules.deniable and known.proof
    posture, why = chosen(own, known, burdened=burdened, deny=deny)
    fault = posture is Posture.REBUILD and known.confirmed
    added = (Move.VICTIMAGE,) if known.crisis in rules.victimage and not burdened else ()
    ruled_out = {*rules.never, *(() if fault else (Move.APOLOGY,)), *(() if deny else (Move.DENIAL,))}
    return Advice(cluster, posture, added, tuple(one for one in Move if one in ruled_out), ("g0", *why))


def chosen(own: Cluster, known: Known, *, burdened: bool, deny: bool) -> tuple[Posture, tuple[str, ...]]:
    """Give the posture with its guidelines, in the order in which they decide."""
    if deny:
        return Posture.DENY, ("g7",)
    if own is Cluster.PREVENTABLE:
        return (Posture.REBUILD, ("g6",)) if known.confirmed else (Posture.INFORM, ("g6", "x2"))
    if not known.confirmed:
        return Posture.INFORM, ("x2",)
    if own is Cluster.ACCIDENTAL:
        return (Posture.REBUILD, ("g5",)) if burdened else (Posture.DIMINISH, ("g4",))
    return (Posture.DIMINISH, ("g3",)) if burdened else (Posture.INFORM, ("g1",))


def ways(severity: Severity, *, crime: bool, private_data: bool) -> tuple[tuple[Way, str], ...]:
    """Give where to answer, each with the code of its reason, the most important first."""
    found = []
    if severity in (Severity.S1, Severity.S2):
        found.append((Way.PUBLIC, "many_look"))
    found.append((Way.PRIVATE, "details_are_theirs" if private_data else "one_to_one"))
    if crime:
        found.append((Way.LEGAL, "a_crime_not_a_critic"))
    if severity is Severity.S4:
        found.append((Way.MONITOR, "may_fade"))
    return tuple(found)


def rules(data: Mapping[str, Any]) -> StrategyRules:
    """Read the strategy rules; raises BadInput for a type, cluster or category that is not there."""
    try:
        types = {name: Cluster(cluster) for name, cluster in data["types"].items()}
        guess = {Category(name): kind for name, kind in data["guess"].items()}
        named = {*guess.values(), *data["victimage"], *data["deniable"]}
        if not named <= types.keys():
            raise ValueError(sorted(named - types.keys()))
        never = frozenset(map(Move, data["never"]))
        return StrategyRules(types, guess, frozenset(data["victimage"]), frozenset(data["deniable"]), never)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadInput(problem="strategy_rules", found=str(problem)) from problem
