"""Which sentence says what an act upon mentions did, and which one says that somebody else was faster?"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import ago, short_time, thousands
from firebreak.console.listen.handling import Done, handling_of
from firebreak.console.listen.models import Post

KINDS: dict[str, Promise] = {
    "close": pgettext_lazy("act", "Close"),
    "assign": pgettext_lazy("act", "Assign"),
    "put_back": pgettext_lazy("act", "Put back"),
    "snooze": pgettext_lazy("act", "Snooze"),
    "category": pgettext_lazy("act", "Change the category"),
    "story": pgettext_lazy("act", "Merge into a story"),
}


def sentence_of(seat: Seat, done: Done, posts: Sequence[Post]) -> str:
    """Say what was done to how many, and how many somebody else had changed before."""
    reached = [post for post in posts if post.pk in done.posts]
    parts = [done_sentence(seat, done, reached[0])] if reached else []
    if done.late:
        count = len(done.late)
        text = ngettext(
            "Somebody else changed %(count)s mention first: it stays as it is.",
            "Somebody else changed %(count)s mentions first: they stay as they are.",
            count,
        )
        parts.append(text % {"count": thousands(count)})
    return " ".join(parts)


def done_sentence(seat: Seat, done: Done, one: Post) -> str:
    count = len(done.posts)
    return templates(count)[sentence_key(done, one)] % {"count": thousands(count), **facts(seat, one)}


def sentence_key(done: Done, one: Post) -> str:
    row = handling_of(one)
    return "rise" if done.kind == "snooze" and row and row.until_rise else done.kind


def templates(count: int) -> dict[str, str]:
    return {
        "close": ngettext("Closed %(count)s mention.", "Closed %(count)s mentions.", count),
        "assign": ngettext("%(who)s holds %(count)s mention.", "%(who)s holds %(count)s mentions.", count),
        "put_back": ngettext(
            "%(count)s mention waits for anybody again.", "%(count)s mentions wait for anybody again.", count
        ),
        "snooze": ngettext(
            "%(count)s mention comes back at %(time)s.", "%(count)s mentions come back at %(time)s.", count
        ),
        "rise": ngettext(
            "%(count)s mention comes back when its story rises again.",
            "%(count)s mentions come back when their story rises again.",
            count,
        ),
        "category": ngettext(
            "%(count)s mention is now: %(category)s.", "%(count)s mentions are now: %(category)s.", count
        ),
        "story": ngettext("%(count)s mention moved into %(story)s.", "%(count)s mentions moved into %(story)s.", count),
        "undo": ngettext(
            "Taken back: %(count)s mention is as before.", "Taken back: %(count)s mentions are as before.", count
        ),
    }


def facts(seat: Seat, one: Post) -> dict[str, str]:
    """Give what the sentences name, as the mention has it after the act."""
    row, place = handling_of(one), getattr(one, "place", None)
    until = row.asleep_until if row else None
    return {
        "who": row.holder.name if row and row.holder else "",
        "time": short_time(until, at=seat.at) if until else "",
        "category": str(words.CATEGORIES[one.reading.category]),
        "story": place.story.code if place else "",
    }


def note_of(seat: Seat, post: Post) -> str:
    """Say who changed a mention before, and what the reader can do."""
    row = handling_of(post)
    if row is None or row.deed is None:
        return _("Somebody else took back what was done here. Look, then decide again.")
    facts = {
        "who": row.deed.person.name,
        "when": ago(row.deed.at, at=seat.at),
        "what": KINDS.get(row.deed.kind, row.deed.kind),
    }
    return _("%(who)s was faster, %(when)s: %(what)s. Look, then decide again.") % facts
