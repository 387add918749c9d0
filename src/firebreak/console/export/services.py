"""How does a list leave the console, and what does the log keep of it?"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.export.cells import Row
from firebreak.console.export.files import EXCEL_ROWS, write_csv, write_xlsx
from firebreak.console.export.listing import Listing
from firebreak.console.formats import local
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import drop_anchor, person_actor, write_entry
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

PIECE = 1 << 20
Write = Callable[[Iterable[Row], Row, IO[bytes]], int]
FORMATS: Mapping[str, tuple[Write, str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A list as a file, standing at its beginning, with what the log says of it."""

    file: IO[bytes]
    name: str
    kind: str
    count: int
    digest: str


def take_along(*, seat: Seat, listing: Listing, how: str, reason: str = "") -> Taken:
    """Write a list into a file and the log: no byte leaves before the log says how many rows, and their digest.

    With a `reason`, a code, personal data is in it, which only who may unmask may ask for.
    """
    allowed(seat, reason)
    too_long(listing, how)
    write, kind = FORMATS[how]
    with ExitStack() as unless_it_fails:
        file = unless_it_fails.enter_context(TemporaryFile())
        count = write(listing.rows(), [str(name) for name in listing.columns], file)
        file.seek(0)
        digest = sha256(file)
        file.seek(0)
        detail = {"format": how, "count": count, "sha256": digest}
        write_down(seat=seat, listing=listing, detail=detail, reason=reason)
        unless_it_fails.pop_all()
    name = name_of(listing.code, seat.brand, how, at=seat.at)
    return Taken(file=file, name=name, kind=kind, count=count, digest=digest)


def allowed(seat: Seat, reason: str) -> None:
    """Raise NotAllowed unless this seat may take a list along, and with a `reason` personal data in it."""
    seat.need(Act.EXPORT)
    if reason:
        seat.need(Act.UNMASK)


def too_long(listing: Listing, how: str) -> None:
    """Raise BadInput where the format cannot hold the list."""
    if how == "xlsx" and listing.is_longer_than(EXCEL_ROWS - 1):
        raise BadInput(field="how", problem="too_long_for_excel")


def name_of(code: str, brand: Brand, how: str, *, at: datetime) -> str:
    """Name a file by list, brand and time."""
    return f"{code}-{brand.slug}-{local(at):%Y%m%d-%H%M}.{how}"


def sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def write_down(*, seat: Seat, listing: Listing, detail: dict[str, object], reason: str) -> None:
    """Put an export into the chain, with an anchor over it."""
    masked = {"personal_data": reason} if reason else {}
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="export_list",
        subject=listing.code,
        detail={**detail, **masked, "narrowed_by": list(listing.narrowed_by)},
        at=seat.at,
    )
    drop_anchor(seat.brand.organisation, at=seat.at)
