"""Who did what to one mention, and when? From the audit log and the corrections, newest last."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.forms import REASONS
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.models import Correction, Post
from firebreak.console.listen.why import URGENT
from firebreak.core.terms import Act

LATEST = 30
TOLD_APART = ("correct_reading", "confirm_reading")  # corrections tell what was said instead
LOOKS = ("unmask_post", "hand_out_capture")  # who looked at personal data concerns those who read the audit log
ICONS = {
    "unmask_post": "eye",
    "capture_post": "img",
    "hand_out_capture": "dl",
    "keep_capture": "lock",
    "drop_capture": "x",
    "take_back_reading": "loop",
}
FIELDS: dict[str, dict[str, Promise]] = {
    "sentiment": dict(words.SENTIMENTS),
    "category": dict(words.CATEGORIES),
    "urgent": dict(URGENT),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a person or the machine did; nobody's name stands for the machine."""

    at: datetime
    who: str
    text: str
    icon: str = "user"


def history_of(seat: Seat, post: Post, corrections: Iterable[Correction], *, gone: Collection[int] = ()) -> list[Said]:
    """Give what was done to a mention, oldest first; looks at personal data only to those who read the audit log."""
    came = Said(at=post.first_seen_at, who="", text=came_text(post), icon="chat")
    said = [said_of(one) for one in corrections] + done_to(seat, post) + handled(post, gone)
    return [came, *sorted(said, key=lambda one: one.at)]


def came_text(post: Post) -> str:
    return _("Came in by %(source)s") % {"source": post.via.shown} if post.via else _("Came in by an import")


def said_of(correction: Correction) -> Said:
    """Tell what a person said of a reading."""
    table = FIELDS.get(correction.field, {})
    was, now = (str(table.get(code, code)) for code in (correction.was, correction.now))
    same = correction.was == correction.now
    text = _("Confirmed: %(now)s") if same else _("Changed by hand: %(was)s → %(now)s")
    return Said(at=correction.at, who=correction.person.name, text=text % {"was": was, "now": now})


def done_to(seat: Seat, post: Post) -> list[Said]:
    """Read the audit log of one mention."""
    house, subject = seat.brand.organisation_id, f"post:{post.pk}"
    rows = Entry.objects.filter(organisation=house, brand=seat.brand, subject=subject).exclude(action__in=TOLD_APART)
    if not seat.may(Act.AUDIT):
        rows = rows.exclude(action__in=LOOKS)
    entries = list(rows.order_by("-number")[:LATEST])
    keys = {one.actor.removeprefix("person:") for one in entries if one.actor.startswith("person:")}
    names = {f"person:{one.pk}": one.name for one in Person.objects.filter(pk__in=keys)} if keys else {}
    return [
        Said(at=one.at, who=names.get(one.actor, ""), text=entry_text(one), icon=ICONS.get(one.action, "user"))
        for one in entries
    ]


def handled(post: Post, gone: Collection[int]) -> list[Said]:
    """Tell who holds a mention now, or held and closed it: acts upon many stand in the audit log as one."""
    row: Handling | None = getattr(post, "handling", None)
    found = []
    if row and row.holder and row.held_at:
        found.append(Said(at=row.held_at, who=row.holder.name, text=holding_text(row, gone)))
    if row and row.closed_by and row.closed_at:
        found.append(Said(at=row.closed_at, who=row.closed_by.name, text=_("Closed this mention"), icon="check"))
    return found


def holding_text(row: Handling, gone: Collection[int]) -> str:
    """Say that somebody holds a mention, or held it: nobody holds a closed one."""
    if row.closed_at:
        return _("Held this mention")
    return _("Held this mention, and has left since") if row.holder_id in gone else _("Holds this mention")


def entry_text(entry: Entry) -> str:
    """Say an entry in words, with the reason that was given."""
    text = str(words.ACTIONS.get(entry.action, entry.action))
    reason = entry.detail.get("reason", "")
    given = REASONS.get(reason)
    return _("%(what)s: %(value)s") % {"what": text, "value": given} if given else text


def by_hand_of(corrections: Iterable[Correction]) -> dict[str, Correction]:
    """Give, field by field, the person's word that stands."""
    return {one.field: one for one in corrections}
