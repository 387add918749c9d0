"""With which words does a text of an incident begin? A template, filled from the fact sheet and nothing else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firebreak.core.errors import BadInput
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Line, Status
from firebreak.core.respond.statement import DraftKind
from firebreak.core.terms import Category, Severity

HOLE = re.compile(r"\{\{ ([a-z_]{1,30}) \}\}")
"""The whole of the language: a name. There is nothing in it that could be run, and a value is never read again."""
LONE = re.compile(r"\{[{%#]|[}%#]\}")
ENDS = " \t\r\n。．.;；"
NAMES = (*(key.value for key in Key), "brand")
BLOCKS = ("know", "now", "next")
AS_KNOWN = frozenset({Key.CAUSE, Key.SCOPE, Key.TIME, Key.PLACE})
"""What the templates tell as confirmed; until somebody has confirmed it, its place is marked as missing."""
GRAVE = (Severity.S1, Severity.S2)
FULL = frozenset({DraftKind.STATEMENT, DraftKind.PRESS})
SORRY = frozenset({DraftKind.STATEMENT, DraftKind.PRESS, DraftKind.LETTER, DraftKind.REPLY})
DIRECT = frozenset({Audience.PUBLIC, Audience.CUSTOMER})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; where a fact that it names is missing, `otherwise` stands in for it, `at_first` in a holding."""

    text: str
    otherwise: str = ""
    at_first: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(HOLE.findall(self.text))


@dataclass(frozen=True, slots=True)
class Form:
    """How a channel wants its words: at most `longest` characters; `lean` says only what must be said."""

    longest: int
    between: str
    lean: bool = False
    headline: bool = False
    sign_off: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of one language, as `knowledge/templates/LANG.yaml` holds them."""

    missing: str
    facts: Mapping[str, str]
    matters: Mapping[str, str]
    met: Mapping[str, str]
    advice: Mapping[str, str]
    openings: Mapping[str, str]
    met_by: Mapping[str, str]
    closings: Mapping[str, str]
    lines: Mapping[str, Sentence]
    samples: Mapping[str, str]
    employer: str  # an answer to who speaks of the brand as an employer; it never asks who that is (R1.66)


@dataclass(frozen=True, slots=True)
class TemplateRules:
    """Every template there is: words by language, forms by channel."""

    categories: frozenset[str]
    other: str
    with_batch: frozenset[str]
    forms: Mapping[Channel, Form]
    tongues: Mapping[str, Tongue]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a text is wanted for."""

    category: Category
    audience: Audience
    channel: Channel
    kind: DraftKind
    severity: Severity
    lang: str = "zh-Hant"


@dataclass(frozen=True, slots=True)
class Template:
    """The template for an occasion: `blocks` holds the sentences of each part, in order."""

    code: str
    form: Form
    tongue: Tongue
    blocks: Mapping[str, tuple[Sentence, ...]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text that begins; `missing` names the facts that it lacks, each marked where it belongs."""

    text: str
    missing: tuple[str, ...]


def choose(occasion: Occasion, rules: TemplateRules) -> Template:
    """Give the template of an occasion; every category, audience, channel, kind, level and language has one."""
    form, tongue = rules.forms[occasion.channel], rules.tongues[occasion.lang]
    matter = occasion.category.value if occasion.category.value in rules.categories else rules.other
    named = (matter, occasion.audience.value, occasion.channel.value, occasion.kind.value)
    band = "grave" if occasion.severity in GRAVE else "light"
    blocks = {
        "headline": headline(matter, form, tongue),
        "opening": opening(occasion, matter, form, tongue),
        "know": known(occasion, matter, form, tongue, with_batch=matter in rules.with_batch),
        "now": done(occasion, matter, tongue),
        "next": (tongue.lines["next"],),
        "closing": closing(occasion, form, tongue),
        "signed": (tongue.lines["sign_off"],) if form.sign_off else (),
    }
    return Template(".".join((*named, band, occasion.lang)), form, tongue, blocks)


def headline(matter: str, form: Form, tongue: Tongue) -> tuple[Sentence, ...]:
    return (Sentence(about(matter, tongue.lines["headline"].text, tongue)),) if form.headline else ()


def opening(occasion: Occasion, matter: str, form: Form, tongue: Tongue) -> tuple[Sentence, ...]:
    greeting = about(matter, tongue.openings[occasion.audience], tongue)
    return (Sentence(greeting),) if greeting and not form.lean else ()


def about(matter: str, text: str, tongue: Tongue) -> str:
    return text.replace("{matter}", tongue.matters[matter])


def known(
    occasion: Occasion, matter: str, form: Form, tongue: Tongue, *, with_batch: bool
) -> tuple[Sentence, ...]:  # fmt: skip
    """Say that we have seen it and what it means to them, then what is confirmed."""
    met = tongue.met[matter] if occasion.audience in DIRECT else tongue.met_by[occasion.audience]
    whole = not form.lean or occasion.kind in FULL
    early = occasion.kind is DraftKind.HOLDING  # each of the two falls back alone: what is sure is told
    told = ["affected"] if not whole else ["where", "affected"] if early else ["happened"]
    lines = [*told, *(["batch"] if with_batch else []), *([] if form.lean else ["cause"])]
    return (Sentence(met), *(line_of(occasion, name, tongue) for name in lines))


def line_of(occasion: Occasion, name: str, tongue: Tongue) -> Sentence:
    """Give a sentence as its kind of text wants it: a first response waits for no fact that takes time to find."""
    line = tongue.lines[name]
    first = line.at_first and occasion.kind is DraftKind.HOLDING
    return Sentence(line.text, line.at_first) if first else line


def done(occasion: Occasion, matter: str, tongue: Tongue) -> tuple[Sentence, ...]:
    """Say first how people keep safe, where it is grave, then the remedy, then what is kept from happening again."""
    advised = occasion.severity in GRAVE and occasion.audience is not Audience.AUTHORITY
    advice = [Sentence(tongue.advice[matter])] if advised else []
    later = [tongue.lines["prevention"]] if occasion.kind in FULL else []
    return (*advice, line_of(occasion, "remedy", tongue), *later)


def closing(occasion: Occasion, form: Form, tongue: Tongue) -> tuple[Sentence, ...]:
    last = tongue.closings.get(occasion.audience, "")
    return (Sentence(last),) if last and not form.lean else ()


def values_of(lines: Iterable[Line], *, brand: str) -> dict[str, str]:
    """Give what a template may be filled with: nothing that was refuted, and of what it tells as known only what is."""
    told = (line for line in lines if line.status is not Status.REFUTED)
    found = {line.key.value: line.value for line in told if line.key not in AS_KNOWN or is_sure(line)}
    return {"brand": brand} | found


def is_sure(line: Line) -> bool:
    return line.status is Status.CONFIRMED


def render(template: Template, values: Mapping[str, str]) -> Rendered:
    """Fill a template; a fact that is not there is marked where it belongs, in words that nobody publishes unseen."""
    given = {name: said for name in NAMES if (said := values.get(name, "").strip(ENDS))}
    lacking: dict[str, None] = {}
    parts = [written(block, given, template.tongue, lacking) for block in template.blocks.values()]
    return Rendered(template.form.between.join(filter(None, parts)), tuple(lacking))


def written(
    block: tuple[Sentence, ...], given: Mapping[str, str], tongue: Tongue, lacking: dict[str, None]
) -> str:  # fmt: skip
    said = []
    for sentence in block:
        gone = [name for name in sentence.names if name not in given]
        if gone and sentence.otherwise:
            said.append(sentence.otherwise)
            continue
        lacking.update(dict.fromkeys(gone))
        said.append(fill(sentence.text, given, tongue))
    return (" " if tongue.missing.isascii() else "").join(said)


def fill(text: str, given: Mapping[str, str], tongue: Tongue) -> str:
    """Put values into their places; what a value holds stays as it is written, whatever it looks like."""

    def said(match: re.Match[str]) -> str:
        name = match.group(1)
        return given.get(name) or tongue.missing.replace("{}", tongue.facts[name])

    return HOLE.sub(said, text)


def holes(text: str, rules: TemplateRules) -> tuple[str, ...]:
    """Name the facts that a text still marks as missing; such a text must not be published."""
    words = [(one.missing, name, word) for one in rules.tongues.values() for name, word in one.facts.items()]
    return tuple(dict.fromkeys(name for mark, name, word in words if mark.replace("{}", word) in text))


def to_employee(tongue: Tongue) -> str:
    """Give the answer to a review by somebody who works or worked here; what is still open is marked as missing."""
    return HOLE.sub(lambda hole: tongue.missing.format(tongue.facts[hole[1]]), tongue.employer)


def rules(forms: Mapping[str, Any], tongues: Iterable[Mapping[str, Any]]) -> TemplateRules:
    """Read the template files; raises BadInput where a part, a word or a name is not there."""
    try:
        return read(forms, tongues)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadInput(problem="templates", found=str(problem)) from problem


def read(forms: Mapping[str, Any], tongues: Iterable[Mapping[str, Any]]) -> TemplateRules:
    names = [*forms["categories"], forms["other"]]
    return TemplateRules(
        categories=frozenset(Category(name).value for name in forms["categories"]),
        other=Category(forms["other"]).value,
        with_batch=frozenset(forms["with_batch"]),
        forms={channel: Form(**forms["channels"][channel.value]) for channel in Channel},
        tongues={data["name"]: tongue_of(data, names) for data in tongues},
    )


def tongue_of(data: Mapping[str, Any], names: Iterable[str]) -> Tongue:
    wanted = list(names)
    by_matter = {part: {name: checked(data[part][name]) for name in wanted} for part in ("matters", "met", "advice")}
    lines = ("happened", "where", "affected", "batch", "cause", "remedy", "prevention", "next", "sign_off", "headline")
    return Tongue(
        missing=str(data["missing"]),
        facts={name: str(data["facts"][name]) for name in NAMES},
        openings={one.value: checked(data["openings"][one.value]) for one in Audience},
        met_by={one.value: checked(data["met_by"][one.value]) for one in Audience if one not in DIRECT},
        closings={name: checked(said) for name, said in data["closings"].items()},
        lines={name: sentence_of(data[name]) for name in lines},
        samples={key.value: str(data["samples"][key.value]) for key in Key},
        employer=checked(data["employer"]),
        **by_matter,
    )


def sentence_of(row: str | Mapping[str, str]) -> Sentence:
    if isinstance(row, str):
        return Sentence(checked(row))
    return Sentence(checked(row["with"]), checked(row.get("else", "")), checked(row.get("first", "")))


def checked(text: str) -> str:
    """Give a text whose places all name a fact; anything else in braces is no part of the language."""
    unknown = set(HOLE.findall(text)) - set(NAMES)
    if unknown or LONE.search(HOLE.sub("", text)):
        raise ValueError(text)
    return text
