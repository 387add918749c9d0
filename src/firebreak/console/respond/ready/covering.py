"""Does an approval that was given ahead cover a text as it stands, so that it may go out without a second one?"""

from datetime import datetime

from firebreak import knowledge
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.sheet import facts_of
from firebreak.core.respond.authority import AuthorityRules, Matter, matter_of, steps_for
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.ready import Filled, fill, says_more, sure_values
from firebreak.core.respond.sheet import Key, Line, Status
from firebreak.core.terms import Role, Severity

Facts = list[Line]


def lines_of(statement: Statement) -> Facts:
    rows = facts_of(statement.incident)
    return [Line(Key(row.key), row.value, Status(row.status)) for row in rows]


def words_for(ready: ReadyText, lines: Facts, *, brand: str) -> Filled:
    """Give a message as it reads in a matter; only what somebody has confirmed is told."""
    return fill(ready.text, sure_values(lines, brand=brand))


def covers(statement: Statement, *, at: datetime, rules: AuthorityRules) -> bool:
    """Say whether a text is a message that was approved ahead, unchanged, within its bounds, and asks nobody else.

    It is read anew each time from the message and the facts as they are: another word, a fact that is not confirmed
    any more, a graver level, a message that was revoked or is over, or a matrix that asks more by now, and the text
    goes the way of every other.
    """
    ready = statement.ready
    if ready is None or not ReadyText.objects.filter(pk=ready.pk).in_force(at=at).exists():
        return False
    place = Channel(statement.channel), Audience(statement.audience), Severity(statement.incident.severity)
    if not ready.bounds.hold(*place, at=at) or not is_unchanged(statement, ready):
        return False
    return not asks_more(statement, ready, rules)


def is_unchanged(statement: Statement, ready: ReadyText) -> bool:
    """Say whether a text is word for word what its message says with the facts as they are now."""
    if (statement.kind, statement.posture) != (ready.kind, ready.posture):
        return False
    said = words_for(ready, lines_of(statement), brand=statement.incident.brand.name)
    return not said.missing and said.text.strip() == statement.text


def asks_more(statement: Statement, ready: ReadyText, rules: AuthorityRules) -> bool:
    """Say whether the words as they read here ask for anybody who has not approved them.

    A fact may promise money or speak of law: whoever approved the message has not read that, whatever their role.
    """
    brand = statement.incident.brand.name
    filled = matter_in(statement, statement.text, rules)
    if says_more(filled, matter_in(statement, fill(ready.text, {"brand": brand}).text, rules), rules):
        return True
    now = {step.role.value for step in steps_for(filled, writer=Role(ready.written_as), rules=rules)}
    return not now <= set(ready.asked)


def matter_in(statement: Statement, text: str, rules: AuthorityRules) -> Matter:
    return matter_of(
        text,
        severity=Severity(statement.incident.severity),
        channel=Channel(statement.channel),
        audience=Audience(statement.audience),
        rules=rules,
        facts=knowledge.facts(),
    )
