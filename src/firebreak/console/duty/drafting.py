"""With which words could the brand be told how its incident stands? From its records, with their sources."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.cases.models import Case
from firebreak.console.duty.telling import KIND, LONGEST
from firebreak.console.formats import full_time, short_time
from firebreak.console.media.models import Enquiry
from firebreak.console.respond.models import Moment
from firebreak.console.respond.plan.page import Steps
from firebreak.console.respond.room import Room
from firebreak.console.respond.speak.sheet import facts_of
from firebreak.console.sentences import moment_sentence
from firebreak.core.respond.sheet import Status
from firebreak.core.text.pii import find_pii, mask

DONE = frozenset({"progress", "decision", "outward", "full", "told", "phase", "severity", "owner", "step_done",
                  "media_answered", "law_done", "prove_action"})  # fmt: skip
MOST = 12  # lines of what was done
NEXT = 3  # of what is due


def draft_of(room: Room) -> str:
    """Write what is known, what was done since the last word, what comes next, and the numbers with their source."""
    parts = (
        (_("How it stands"), standing(room)),
        (_("What we know"), known(room)),
        (_("What we have done since %(time)s") % {"time": short_time(since(room), at=room.at)}, done(room)),
        (_("What comes next"), coming(room)),
        (_("Numbers at %(time)s, counted by Firebreak") % {"time": full_time(room.at)}, numbers(room)),
    )
    text = "\n\n".join(f"{title}\n{listed}" for title, lines in parts if (listed := bullets(lines)))
    return hidden(text)[:LONGEST]


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in lines)


def hidden(text: str) -> str:
    """Hide personal data: the draft goes by mail."""
    return mask(text, [(one.span.start, one.span.end) for one in find_pii(text)])


def since(room: Room) -> datetime:
    """Give when the brand was told last, else when the incident was opened."""
    return max((one.at for one in room.moments if one.kind == KIND), default=room.incident.opened_at)


def standing(room: Room) -> Iterator[str]:
    """Name the incident; a title that comes from a post stays out, for this is kept and mailed."""
    one = room.incident
    level = f"{one.severity} {words.SEVERITIES[one.severity]}"
    said = (one.code, one.title, str(words.CATEGORIES[one.category]), level, str(words.PHASES[one.phase]))
    yield " · ".join(filter(None, said))


def known(room: Room) -> Iterator[str]:
    """Give each line of the fact sheet with how sure it is and who says so."""
    for fact in facts_of(room.incident):
        sure, source = str(words.FACT_STATUSES[fact.status]), fact.source or fact.written_by.name
        told = _("%(fact)s: %(value)s (%(status)s, %(source)s)")
        yield told % {"fact": words.FACTS[fact.key], "value": fact.value, "status": sure, "source": source}
    if not any(fact.status == Status.CONFIRMED for fact in facts_of(room.incident)):
        yield _("Nothing is confirmed yet")


def done(room: Room) -> Iterator[str]:
    """Give what happened since the last word, oldest first."""
    lines = [one for one in room.moments if one.kind in DONE and one.at > since(room)]
    yield from (told(room, one) for one in lines[-MOST:])
    if not lines:
        yield _("Nothing was written down")


def told(room: Room, one: Moment) -> str:
    said = f"{moment_sentence(one.kind, one.facts)} {one.text}".strip()
    return f"{short_time(one.at, at=room.at)} {said}"


def coming(room: Room) -> Iterator[str]:
    """Give the next step of the plan, what the next phase waits for, and the clocks that run out first."""
    step = Steps(room.seat, room.incident).next
    if step:
        yield with_time(room, step.step.title, step.due)
    yield from (need.text for need in room.needs)
    running = [one for one in room.clocks if one.met is None and one.state != "over_at_start"]
    for one in sorted(running, key=lambda clock: clock.due)[:NEXT]:
        yield with_time(room, one.label, one.due)


def with_time(room: Room, what: str, due: datetime | None) -> str:
    if due is None:
        return what
    facts = {"what": what, "time": short_time(due, at=room.at)}
    return (_("%(what)s: was due %(time)s") if due < room.at else _("%(what)s: due %(time)s")) % facts


def numbers(room: Room) -> Iterator[str]:
    story = room.incident.story
    if story and room.story:
        facts = {"story": story.code, "count": story.post_count, "said": room.story.conclusion}
        yield _("%(count)s mentions in %(story)s. %(said)s") % facts
    cases = Case.objects.filter(incident=room.incident).standing()
    if total := cases.count():
        waiting = cases.unspoken().count()
        yield _("%(total)s affected people, %(waiting)s not spoken to yet") % {"total": total, "waiting": waiting}
    asked = Enquiry.objects.filter(incident=room.incident)
    if total := asked.count():
        yield _("%(total)s enquiries of the press, %(open)s open") % {"total": total, "open": asked.open().count()}
