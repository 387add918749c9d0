"""What must be kept outside so that nobody cuts off a chain's end unseen? Anchors: signed, written out, read again."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import orjson

from firebreak.console.govern.models import Anchor, Organisation
from firebreak.console.govern.services import drop_anchor
from firebreak.core.errors import UnreadableFile
from firebreak.core.govern import trail

NOW = timedelta()


def sign_chains(*, at: datetime, every: timedelta = NOW) -> None:
    """Sign each chain that has grown since its last anchor, if that is `every` old."""
    for house in Organisation.objects.filter(entries__isnull=False).distinct():
        last = last_anchor(house)
        grown = last is None or house.entries.filter(number__gt=last.count).exists()
        if grown and (last is None or last.at <= at - every):
            drop_anchor(house, at=at)


def last_anchor(house: Organisation) -> Anchor | None:
    return Anchor.objects.filter(organisation=house).order_by("-pk").first()


def print_anchors(out: IO[str], *, at: datetime) -> None:
    """Sign what has grown, and write every anchor there is, oldest first: a JSON line each."""
    sign_chains(at=at)
    for one in Anchor.objects.select_related("organisation").order_by("pk").iterator(chunk_size=2000):
        row = {
            "organisation": one.organisation.slug,
            "count": one.count,
            "head": one.head,
            "at": one.at,
            "signature": one.signature,
        }
        out.write(orjson.dumps(row).decode() + "\n")


def anchors_in(path: Path) -> dict[str, trail.Anchor]:
    """Read the last anchor of each organisation from a file that `print_anchors` wrote; raises UnreadableFile."""
    found = {}
    try:
        for row in filter(None, path.read_bytes().splitlines()):
            one = orjson.loads(row)
            at = datetime.fromisoformat(one["at"])
            found[one["organisation"]] = trail.Anchor(one["count"], one["head"], at, one["signature"])
    except (OSError, LookupError, TypeError, ValueError) as problem:
        raise UnreadableFile(file=path.name, problem=type(problem).__name__) from problem
    return found
