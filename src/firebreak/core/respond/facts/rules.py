"""By which words are two texts held against each other? The content of `knowledge/fact*.yaml`, compiled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.text.fold import fold

Shape = re.Pattern[str]
HAN = re.compile(r"[㐀-鿿]+")


def shape(pattern: str) -> Shape:
    """Compile a pattern whose Han is written as people write it, and whose words may end where Han begins."""
    return re.compile(HAN.sub(lambda match: fold(match.group()), pattern), re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with sides; saying one side in one text and an opposed one in the other is a conflict."""

    field: str
    name: str
    sides: Mapping[str, Shape]
    opposed: frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a text may offer or refuse, promise or rule out."""

    field: str
    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Frame:
    """A slot that a clause fills: what it must speak of, and the sides that it may take."""

    field: str
    name: str
    of: Shape
    sides: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Axis:
    """Two states that one thing cannot be in at once; `of` is what a clause must speak of, where that is asked."""

    field: str
    name: str
    sides: Mapping[str, Shape]
    of: Shape | None


@dataclass(frozen=True, slots=True)
class StateRules:
    """The axes, and by which words a state is denied, no state at all, or told of some or of all."""

    axes: tuple[Axis, ...]
    poles: Shape
    flip_before: Shape
    flip_after: Shape
    aside: Shape
    reach: Shape
    things: Shape
    denial: Shape
    negative: Shape
    handled: Shape
    no_denial: Shape
    rest: Shape
    unhurt: Shape
    vow: Shape
    names: Shape
    remedial: Shape
    measured: Shape
    same: Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class FactRules:
    """Everything in words that facts are read by; numbers, days and sums have their own grammar."""

    version: str
    topics: Mapping[str, Shape]
    questions: Mapping[str, Question]
    facets: Mapping[str, Shape]
    affected: Shape
    only: Shape
    absent_before: Shape
    absent_after: Shape
    guarded: Shape
    cause_open: Shape
    cause_aside: Shape
    cause_given: tuple[Shape, ...]
    cause_loose: tuple[Shape, ...]
    cause_bare: Shape
    cause_denied: tuple[Shape, ...]
    cause_kinds: tuple[Shape, ...]
    agents: Mapping[str, Shape]
    acts: tuple[Act, ...]
    refused_before: Shape
    refused_after: Shape
    denying: Shape
    halting: Shape
    changing: Shape
    going: Shape
    planned: Shape
    announced: Shape
    remedial: Shape
    caring: Shape
    no_pledge: Shape
    vowed: Shape
    dropping: Shape
    no_vow: Shape
    doubled: Shape
    faulty: Shape
    unneeded: Shape
    concepts: Mapping[str, Shape]
    idle: Shape
    reach: Mapping[str, Shape]
    reached: Mapping[str, Shape]
    domains: Mapping[str, Shape]
    no_reach: Shape
    sheet: Mapping[str, str]
    denied_before: Shape
    denied_after: Shape
    standing: Mapping[str, Shape]
    who: Mapping[str, Shape]
    contrasts: Mapping[str, Mapping[str, Shape]]
    counted: Mapping[str, Shape]
    frames: tuple[Frame, ...]
    goods: Mapping[str, Shape]
    sole: Shape
    ours: Shape
    lots: Mapping[str, Shape]
    states: StateRules


def rules(data: Mapping[str, Any]) -> FactRules:
    """Read the fact rules; raises BadInput for what is not there or not understood."""
    try:
        extent, cause = data["extent"], data["cause"]
        return FactRules(
            version=str(data["version"]),
            topics={name: shape(pattern) for name, pattern in data["topics"].items()},
            questions={row["name"]: question_of(row) for row in data["questions"]},
            facets={name: shape(pattern) for name, pattern in data["facets"].items()},
            affected=shape(extent["affected"]),
            only=shape(extent["only"]),
            absent_before=shape(extent["absent_before"]),
            absent_after=shape(extent["absent_after"]),
            guarded=shape(extent["guarded"]),
            cause_open=shape(cause["open"]),
            cause_aside=shape(cause["aside"]),
            cause_given=tuple(map(shape, cause["given"])),
            cause_loose=tuple(shape(one.replace("{event}", cause["event"])) for one in cause["loose"]),
            cause_bare=shape(cause["bare"]),
            cause_denied=tuple(map(shape, cause["denied"])),
            cause_kinds=tuple(map(shape, cause["kinds"])),
            agents={name: shape(pattern) for name, pattern in cause["agents"].items()},
            acts=tuple(
                Act(field, name, shape(pattern))
                for field, acts in data["acts"].items()
                for name, pattern in acts.items()
            ),
            refused_before=shape(data["refused"]["before"]),
            refused_after=shape(data["refused"]["after"]),
            denying=shape(data["pledge"]["denying"]),
            changing=shape(data["pledge"]["changing"]),
            halting=shape(data["pledge"]["halting"]),
            going=shape(data["pledge"]["going"]),
            announced=shape(data["pledge"]["announced"]),
            planned=shape(data["pledge"]["planned"]),
            remedial=shape(data["pledge"]["remedial"]),
            caring=shape(data["pledge"]["caring"]),
            no_pledge=shape(data["pledge"]["none"]),
            vowed=shape(data["pledge"]["vowed"]),
            dropping=shape(data["pledge"]["dropping"]),
            no_vow=shape(data["pledge"]["no_vow"]),
            doubled=shape(data["pledge"]["doubled"]),
            faulty=shape(data["pledge"]["faulty"]),
            unneeded=shape(data["refused"]["unneeded"]),
            concepts={name: shape(pattern) for name, pattern in data["concepts"].items()},
            idle=shape(data["idle"]),
            reach={name: shape(pattern) for name, pattern in data["reach"]["sides"].items()},
            reached={name: shape(pattern) for name, pattern in data["reach"]["kinds"].items()},
            domains={name: shape(pattern) for name, pattern in data["reach"]["domains"].items()},
            no_reach=shape(data["reach"]["none"]),
            sheet={key: str(sentence) for key, sentence in data["sheet"].items()},
            denied_before=shape(data["denied"]["before"]),
            denied_after=shape(data["denied"]["after"]),
            standing={name: shape(pattern) for name, pattern in data["standing"].items()},
            who={name: shape(pattern) for name, pattern in data["who"].items()},
            contrasts={
                name: {str(side): shape(pattern) for side, pattern in sides.items()}
                for name, sides in data["contrasts"].items()
            },
            counted={name: shape(pattern) for name, pattern in data["counted"].items()},
            frames=tuple(map(frame_of, data["frames"])),
            goods={name: shape(pattern) for name, pattern in data["goods"].items()},
            sole=shape(data["sole"]),
            ours=shape(data["ours"]),
            lots={name: shape(pattern) for name, pattern in data["lots"].items()},
            states=states_of(data["states"]),
        )
    except (KeyError, TypeError, ValueError, re.error) as problem:
        raise BadInput(problem="fact_rules", found=str(problem)) from problem


def question_of(row: Mapping[str, Any]) -> Question:
    return Question(
        field=row["field"],
        name=row["name"],
        sides={side: shape(pattern) for side, pattern in row["sides"].items()},
        opposed=frozenset(frozenset(pair.split("-")) for pair in row["opposed"]),
    )


def frame_of(row: Mapping[str, Any]) -> Frame:
    sides = {side: shape(pattern) for side, pattern in row["sides"].items()}
    return Frame(row["field"], row["name"], shape(row["of"]), sides)


def states_of(data: Mapping[str, Any]) -> StateRules:
    shapes = {name: shape(pattern) for name, pattern in data.items() if name not in ("axes", "same")}
    same = {name: shape(pattern) for name, pattern in data["same"].items()}
    poles = shape("|".join(f"(?:{side})" for axis in data["axes"] for side in axis["sides"].values()))
    return StateRules(axes=tuple(map(axis_of, data["axes"])), poles=poles, same=same, **shapes)


def axis_of(row: Mapping[str, Any]) -> Axis:
    sides = {side: shape(pattern) for side, pattern in row["sides"].items()}
    return Axis(row["field"], row["name"], sides, shape(row["of"]) if "of" in row else None)
