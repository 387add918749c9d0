"""How many mentions wait for anybody at a brand? The number beside the navigation, for which every open page asks."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db.models import Sum

from firebreak.console.access import Seat
from firebreak.console.govern.models import Pulse
from firebreak.console.listen import inbox
from firebreak.console.listen.handled import undecided
from firebreak.console.listen.models import Post
from firebreak.console.prepared import Prepared, Statement

CHEAP = 0.02  # seconds
REST = 50  # times as long as it took, a count that was not cheap is given again, whatever happens: 2 % of the time

Beats = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, what had happened by then, and until when it is given again whatever happens."""

    number: int
    beats: Beats
    rests_until: float


_counted: dict[int, Counted] = {}


def count_waiting(seat: Seat) -> int:
    """Count what the view "untriaged" holds, up to `inbox.MANY`, anew when something has happened or a minute is over.

    Two hundred open pages of a brand hear of the same thing: one of them counts.
    """
    known, beats, began = _counted.get(seat.brand.pk), beats_of(seat), monotonic()
    if known and (known.beats == beats or began < known.rests_until):
        return known.number
    number = count(seat)
    took = monotonic() - began
    _counted[seat.brand.pk] = Counted(number, beats, began + took * REST if took > CHEAP else 0.0)
    return number


def count(seat: Seat) -> int:
    want = inbox.Wanted()
    if inbox.gone_of(seat, want) or inbox.oldest_back(seat, want):
        return inbox.posts_of(seat, want).order_by()[: inbox.MANY].count()
    found: int = USUALLY.row(seat.brand, at=seat.at)[0]
    return found


def usually(brand: int, at: datetime) -> Statement:
    """Write the question for a brand where nothing older was put to sleep, and who holds a mention may hold it."""
    rows = Post.objects.filter(undecided(at), brand=brand, published_at__gt=at - inbox.RECENT)
    sql, values = rows.order_by().values("pk")[: inbox.MANY].query.sql_with_params()
    return f"SELECT COUNT(*) FROM ({sql}) AS kept", values  # noqa: S608  # the ORM's own words


USUALLY = Prepared(usually)


def beats_of(seat: Seat) -> Beats:
    """Give how often something has happened at the brand, and the minute: what sleeps wakes by itself."""
    told = Pulse.objects.filter(brand=seat.brand).aggregate(sum=Sum("count"))["sum"]
    return told or 0, int(seat.at.timestamp()) // 60


def forget_counts() -> None:
    _counted.clear()
