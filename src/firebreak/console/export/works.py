"""How is a long list written into a file while its person is elsewhere?"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import translation

from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.export.cells import Row
from firebreak.console.export.listing import AT_ONCE, Asked, Listing
from firebreak.console.export.lists import LISTS
from firebreak.console.export.services import FORMATS, Taken, allowed, name_of, sha256, too_long, write_down
from firebreak.console.work.hand import Hand
from firebreak.console.work.models import Work
from firebreak.console.work.services import PIECE, QUIET, ask_work, end_work, keep_piece, note_taken, write_file
from firebreak.core.errors import Conflict, NotAllowed
from firebreak.core.terms import Act

KIND = "export"
FINDING, WRITING, SEALING = 1, 2, 3


def ask_export(*, seat: Seat, listing: Listing, query: str, how: str, reason: str = "") -> Work:
    """Ask for a list's file to be written by a loop; raises BadInput where no sheet would hold it."""
    allowed(seat, reason)
    too_long(listing, how)
    asked = {"list": listing.code, "query": query, "how": how, "reason": reason, "newest": listing.newest()}
    return ask_work(seat=seat, kind=KIND, asked=asked)


def write_export(work: Work) -> None:
    """Write the file of a work, and the log, as `take_along` does for a short list.

    The list is what it was when it was asked for, with nothing that was stored later; whether its person may have it is
    asked again. Raises Conflict once the work is no longer ours, NotAllowed where its person may not have it any more,
    BadInput where the format cannot hold it.
    """
    hand, asked = Hand(work), work.asked
    with translation.override(work.language), TemporaryFile() as file:
        seat = replace(seat_of(work), at=work.at)
        allowed(seat, asked["reason"])
        whole = LISTS[asked["list"]](Asked(seat, QueryDict(asked["query"]), lifted=bool(asked["reason"])))
        listing = whole.up_to(asked["newest"])
        hand.begin(FINDING, lease=QUIET)
        keys = listing.keys()
        hand.begin(WRITING, total=len(keys))
        write, _kind = FORMATS[asked["how"]]
        count = write(rows_of(listing, keys, hand), [str(name) for name in listing.columns], file)
        digest = seal(file, hand)
    detail = {"format": asked["how"], "count": count, "sha256": digest, "work": work.pk}
    at = clock.now()  # it may have taken long
    with transaction.atomic():
        end_work(work, state=Work.State.DONE, at=at, outcome={"count": count, "sha256": digest})
        write_down(seat=replace(seat, at=at), listing=listing, detail=detail, reason=asked["reason"])


def seat_of(work: Work) -> Seat:
    """Give the seat of a work's person as it is now; raises NotAllowed where there is none any more."""
    try:
        return take_seat(work.person, work.brand.slug, at=clock.now())
    except Http404:
        raise NotAllowed(act=Act.EXPORT.value) from None


def rows_of(listing: Listing, keys: Sequence[int], hand: Hand) -> Iterator[Row]:
    """Give the rows, some at a time, so that no question to the database is open for long.

    After the last one a book of Excel is put together, of which nothing is heard until it is done.
    """
    for start in range(0, len(keys), AT_ONCE):
        hand.tell(start)
        yield from map(listing.row, listing.among(keys[start : start + AT_ONCE]))
    hand.hush(len(keys))


def seal(file: IO[bytes], hand: Hand) -> str:
    """Put a file away in pieces, and give its digest."""
    digest, size = hashlib.sha256(), file.seek(0, 2)
    hand.begin(SEALING, total=size)
    file.seek(0)
    for number, body in enumerate(iter(lambda: file.read(PIECE), b"")):
        digest.update(body)
        keep_piece(hand.work, number, body)
        hand.tell(file.tell())
    return digest.hexdigest()


def hand_out(*, seat: Seat, work: Work) -> Taken:
    """Give the file of a finished work to its person; its digest stands in the log since it was made.

    Raises Conflict where the file went meanwhile, as when something that stood in it was erased.
    """
    allowed(seat, work.asked["reason"])
    how = work.asked["how"]
    with ExitStack() as unless_it_fails:
        file = unless_it_fails.enter_context(TemporaryFile())
        write_file(work, file)
        file.seek(0)
        if sha256(file) != work.outcome["sha256"]:
            raise Conflict(work=work.pk)
        file.seek(0)
        note_taken(seat=seat, work=work)
        unless_it_fails.pop_all()
    name = name_of(work.asked["list"], seat.brand, how, at=work.at)
    return Taken(file=file, name=name, kind=FORMATS[how][1], count=work.outcome["count"], digest=work.outcome["sha256"])
