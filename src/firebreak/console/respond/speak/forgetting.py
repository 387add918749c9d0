"""How do words about a person go from all that people wrote of an incident: texts, reasons, facts, the timeline?"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from firebreak.console.access import Seat
from firebreak.console.assess.models import Ruling
from firebreak.console.govern.services import beat, lock_brand, person_actor
from firebreak.console.respond.guard.records import ModerationRequest
from firebreak.console.respond.lines import record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.replies import Reply
from firebreak.console.respond.speak.records import Approval, Fact, FactVersion, Statement, StatementVersion
from firebreak.console.respond.speak.sheet import held, keep
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

SHORTEST, LONGEST = 2, 300
GONE = "█"  # stands where words were; one sign, so that no field becomes too long
Written = Iterable[tuple[Iterable[Model], tuple[str, ...]]]
ALSO: list[Callable[[Incident], Written]] = []
"""What else people write in an incident; apps above this one add theirs."""


@transaction.atomic
def forget_words(*, seat: Seat, incident: Incident, words: str) -> int:
    """Erase words wherever people wrote them in an incident, because somebody with a right to it asks.

    What was published stays known to have been said, by its digest; a draft that held them is a new version, to be
    handed in anew. Gives in how many places they stood; raises BadInput where there was none.
    """
    seat.need(Act.ERASE)
    sought = words.strip()
    if not SHORTEST <= len(sought) <= LONGEST:
        raise BadInput(field="words", problem="words_length")
    lock_brand(seat.brand)
    found = sum(replace_in(rows, fields, sought) for rows, fields in written_in(incident))
    if not found:
        raise BadInput(field="words", problem="words_not_there")
    held.cache_clear()
    detail = {"places": found}  # never the words themselves: this line is kept
    record(incident, actor=person_actor(seat.person), action="forget_words", at=seat.at, detail=detail)
    beat(seat.brand, "statements")
    return found


def written_in(incident: Incident) -> Written:
    """Give all that people write in an incident: versions before what stands now, so that a new one stays beside."""
    story = incident.story_id
    yield FactVersion.objects.filter(fact__incident=incident), ("value", "source")
    yield Fact.objects.filter(incident=incident), ("value", "source")
    yield StatementVersion.objects.filter(statement__incident=incident), ("text",)
    yield Statement.objects.filter(incident=incident), ("text", "overruled", "question")
    yield Approval.objects.filter(statement__incident=incident), ("reason",)
    yield incident.plan.all(), ("reason",)
    yield incident.moments.all(), ("text",)
    yield Incident.objects.filter(pk=incident.pk), ("title",)
    for also in ALSO:
        yield from also(incident)
    if story:
        yield Ruling.objects.filter(story=story), ("reason",)
        yield Reply.objects.filter(brand=incident.brand, post__place__story=story), ("text",)
        yield ModerationRequest.objects.filter(brand=incident.brand, post__place__story=story), ("reason",)


def replace_in(rows: Iterable[Model], fields: tuple[str, ...], words: str) -> int:
    """Put the sign where the words stood; gives in how many rows."""
    found = 0
    for row in rows:
        hit = {name: value for name in fields if holds(value := getattr(row, name), words)}
        for name, value in hit.items():
            setattr(row, name, without(value, words))
        if hit:
            row.save(update_fields=[*hit])
            renew(row, hit)
            found += 1
    return found


def holds(value: str | list[str], words: str) -> bool:
    return words in value if isinstance(value, str) else any(words in line for line in value)


def without(value: str | list[str], words: str) -> str | list[str]:
    return value.replace(words, GONE) if isinstance(value, str) else [line.replace(words, GONE) for line in value]


def renew(row: Model, hit: dict[str, Any]) -> None:
    """Let a page that shows the words of before keep none of them: what can still be written is a new version."""
    if isinstance(row, Fact):
        keep(row, version=row.version + 1)
    elif isinstance(row, Statement) and "text" in hit and not row.published_at:
        row.version, row.submitted_at, row.submitted_by = row.version + 1, None, None
        row.save(update_fields=["version", "submitted_at", "submitted_by"])
        keep_version(row)
    elif isinstance(row, Reply) and not row.published_at:
        row.version += 1
        row.save(update_fields=["version"])


def keep_version(row: Statement) -> None:
    """Store the words that are left as those of who wrote them."""
    StatementVersion.objects.create(
        statement=row,
        version=row.version,
        text=row.text,
        posture=row.posture,
        written_by=row.written_by,
        written_at=row.written_at,
    )
