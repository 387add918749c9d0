"""Which rules does the product judge by? The YAML files beside this one, made ready once."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from re import Pattern
from typing import Any
from zipfile import BadZipFile

from firebreak.core.alert.days import SensitiveDay, read_days
from firebreak.core.alert.detect.calendar import Calendar, calendar
from firebreak.core.assess.health import HealthRules
from firebreak.core.assess.health import rules as health_rules
from firebreak.core.assess.severity import SeverityRules
from firebreak.core.assess.severity import rules as severity_rules
from firebreak.core.errors import UnreadableFile
from firebreak.core.resolve.casework import CaseRules
from firebreak.core.resolve.casework import rules as rules_of_cases
from firebreak.core.resolve.ledger import Limits
from firebreak.core.respond.authority import RANKS, AuthorityRules
from firebreak.core.respond.authority import rules as authority_rules
from firebreak.core.respond.clock import ClockRules
from firebreak.core.respond.clock import rules as clock_rules
from firebreak.core.respond.duty import Duty
from firebreak.core.respond.duty import duties as read_duties
from firebreak.core.respond.facts import FactRules
from firebreak.core.respond.facts import rules as fact_rules
from firebreak.core.respond.moderation import GuardRules
from firebreak.core.respond.moderation import rules as guard_rules
from firebreak.core.respond.outreach import OutreachRules
from firebreak.core.respond.outreach import rules as outreach_rules
from firebreak.core.respond.prevention import PreventionRules
from firebreak.core.respond.prevention import rules as prevention_rules
from firebreak.core.respond.statement import ToneRules
from firebreak.core.respond.statement import rules as tone_rules
from firebreak.core.respond.statement.draft import LANGUAGES
from firebreak.core.respond.statement.rules import shapes
from firebreak.core.respond.statement.voter import Voter
from firebreak.core.respond.statute import Statute
from firebreak.core.respond.statute import statutes as read_statutes
from firebreak.core.respond.strategy import StrategyRules
from firebreak.core.respond.strategy import rules as strategy_rules
from firebreak.core.respond.template import TemplateRules
from firebreak.core.respond.template import rules as template_rules
from firebreak.core.respond.workdays import Workdays
from firebreak.knowledge.load import load_yaml, stored_parts

VOTES = "models/drafts.npz"


@cache
def severity() -> SeverityRules:
    """Give the points and thresholds of severity."""
    return severity_rules(load_yaml("severity"))


@cache
def health() -> HealthRules:
    """Give the parts and weights of reputation health."""
    return health_rules(load_yaml("health"))


@cache
def clocks() -> ClockRules:
    """Give how long each clock of an incident runs."""
    return clock_rules(load_yaml("clocks"))


@cache
def moderation() -> GuardRules:
    """Give the words by which a post itself shows a ground for hiding or reporting it."""
    return guard_rules(load_yaml("moderation"))


@cache
def tone() -> ToneRules:
    """Give the rules that drafts are read by, and the voter beside them."""
    return replace(tone_words(), voter=stored_voter(VOTES, cues()))


@cache
def tone_words() -> ToneRules:
    """Give the rules alone, without what was learnt."""
    parts = load_yaml("parts")
    return replace(tone_rules(tone_data()), sure=shapes(parts["sure"], parts["slots"]))


def tone_data() -> Mapping[str, Any]:
    """Give the rules of tone as they are written, in two files."""
    return {**load_yaml("tone"), **load_yaml("tone_words")}


@cache
def cues() -> Mapping[str, Pattern[str]]:
    """Give what the voter looks for in a sentence beside its words: what it speaks of, does to people, and tells."""
    slots, parts = load_yaml("tone")["slots"], load_yaml("parts")
    known = {
        "cue": shapes(load_yaml("cues")["cues"], slots),
        "move": shapes(load_yaml("moves")["moves"], slots),
        "part": shapes(parts["cues"], parts["slots"]),
        "shown": {name: part.shown for name, part in tone_words().parts.items()},
    }
    return {f"{sort} {name}": shape for sort, named in known.items() for name, shape in named.items()}


def stored_voter(name: str, looked_for: Mapping[str, Pattern[str]]) -> Voter:
    """Read a voter; raise UnreadableFile when its weights are damaged."""
    try:
        return Voter(cues=looked_for, **stored_parts(name))
    except (OSError, EOFError, TypeError, ValueError, BadZipFile, zlib.error) as problem:
        raise UnreadableFile(file=name, problem=type(problem).__name__) from problem


@cache
def facts() -> FactRules:
    """Give the words by which two texts are held against each other, as they are written in five files."""
    files = ("facts", "fact_values", "fact_causes", "fact_frames", "fact_states")
    return fact_rules({key: rows for name in files for key, rows in load_yaml(name).items()})


@cache
def holidays() -> Calendar:
    """Give the days on which people in Taiwan rest or work against the week."""
    return calendar(load_yaml("holidays"))


@cache
def workdays() -> Workdays:
    """Give the working days of Taiwan, and of which years their holidays are known."""
    known, years = holidays(), load_yaml("holidays")["years"]
    return Workdays(rest=known.rest, work=known.work, first=years[0], last=years[1])


@cache
def sensitive_days() -> tuple[SensitiveDay, ...]:
    """Give the days on which words weigh more in Taiwan."""
    return read_days(load_yaml("sensitive_days"))


@cache
def duties() -> Mapping[str, Duty]:
    """Give what people are on duty for, by its code, in the order of the list."""
    return {one.code: one for one in read_duties(load_yaml("duties"))}


@cache
def statutes() -> Mapping[str, Statute]:
    """Give the duties for which the law sets a limit, by their code."""
    return {one.code: one for one in read_statutes(load_yaml("statutes"))}


@cache
def authority() -> AuthorityRules:
    """Give the matrix of who must approve what."""
    return authority_rules(load_yaml("authority"))


@cache
def outreach() -> OutreachRules:
    """Give the rules by which published words promise the people concerned that somebody gets in touch."""
    return outreach_rules(load_yaml("outreach"))


@cache
def prevention() -> PreventionRules:
    """Say when a forecast asks for something to be done before it comes true, and for what."""
    return prevention_rules(load_yaml("prevention"))


def spending(matrix: AuthorityRules) -> Limits:
    """Give how much each role may give one affected person: up to what the next one must stand for."""
    above = [int(least) for least, _role in matrix.money]
    return Limits(dict(zip(RANKS, [*above, None], strict=True)))


@cache
def case_rules() -> CaseRules:
    """Give within which time affected people are spoken to, and when complaints are a repetition."""
    return rules_of_cases(load_yaml("cases"))


@cache
def templates() -> TemplateRules:
    """Give the words with which a text of an incident begins."""
    tongues = [load_yaml(f"templates/{lang}") for lang in LANGUAGES]
    return template_rules(load_yaml("templates/forms"), tongues)


@cache
def strategy() -> StrategyRules:
    """Give the table of postures."""
    return strategy_rules(load_yaml("strategy"))
