"""Which words go with criticism of a brand, and how is that said? Looked at once an hour."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.assess.metrics import Metric
from firebreak.console.assess.speaking import heard, partly_read
from firebreak.console.formats import percent, thousands
from firebreak.console.govern.models import Brand
from firebreak.console.listen.hourly import AsOf, Count, since
from firebreak.console.listen.models import Watch
from firebreak.core.assess.chosen import FALSE_SHARE
from firebreak.core.assess.lift import LEAST, Pair, Pairs, Spoken, Table, pairs_of
from firebreak.core.terms import WatchKind
from firebreak.core.text.fold import fold

WINDOW = timedelta(days=30)
SHOWN = 10
VERSION = "lift.pairs 1"


@dataclass(frozen=True, slots=True)
class Looked:
    """The words that go with criticism, and one in how many posts was read to know them."""

    found: Pairs
    every: int


def look(brand: Brand, hour: datetime) -> Looked:
    posts = heard(brand, ends=hour, window=WINDOW)
    # numbered as they were published: posts may come in in any order
    spoken = (Spoken(n, one.who, one.text, one.negative, one.words) for n, one in enumerate(posts.posts))
    return Looked(pairs_of(spoken), posts.every)


def unpacked(kept: Any) -> Looked:
    found = kept["found"]
    pairs = tuple(Pair(**one | {"table": Table(*one["table"])}) for one in found["pairs"])
    return Looked(Pairs(pairs, found["looked"]), kept["every"])


PAIRS = Count("pairs 1", count=look, pack=asdict, unpack=unpacked)


def watches_by_word(brand: Brand) -> dict[str, Watch]:
    """Give by folded word the watch of a controversy that is named by it or listens for it alone."""
    rows = Watch.objects.filter(brand=brand, kind=WatchKind.CONTROVERSY.value).order_by("-pk")
    return {fold(word): row for row in rows for word in (row.name, *row.any)}


@dataclass(frozen=True, slots=True)
class PairLine:
    """A word beside criticism as it is shown, with the watch that listens for it if there is one."""

    pair: Pair
    watch: Watch | None = None

    @property
    def word(self) -> str:
        return self.pair.word

    @property
    def lift(self) -> str:
        return f"×{self.pair.table.lift:.1f}"

    @property
    def interval(self) -> str:
        return _("%(low)s to %(high)s") % {"low": f"×{self.pair.low:.1f}", "high": f"×{self.pair.high:.1f}"}

    @property
    def share(self) -> str:
        return percent(self.pair.table.both / self.pair.table.said)

    @property
    def people(self) -> int:
        return self.pair.table.said


class PairsPage:
    """The words that go most with criticism of a brand, and how that was found out."""

    def __init__(self, brand: Brand, *, at: datetime, known: AsOf[Looked] | None = None) -> None:
        looked = known.what if known else PAIRS.at(brand, at=at)
        self.found, self.every = looked.found, looked.every
        self.since = since(known, at=at)
        watched = watches_by_word(brand)
        self.lines = [PairLine(pair, watched.get(fold(pair.word))) for pair in self.found.pairs[:SHOWN]]
        self.formula = formula()
        self.version = VERSION

    @property
    def said(self) -> str:
        return self.told + partly_read(self.every)

    @property
    def told(self) -> str:
        """Say how many words go with criticism, and when nothing can be known."""
        count = len(self.found.pairs)
        if count > SHOWN:
            text = _("%(n)d words go with criticism more than by chance; the %(shown)s strongest are listed.")
            return text % {"n": count, "shown": SHOWN}
        if count:
            return ngettext(
                "%(n)d word goes with criticism more than by chance.",
                "%(n)d words go with criticism more than by chance.",
                count,
            ) % {"n": count}
        if self.found.looked:
            return _("No word goes with criticism for sure.")
        return _("It cannot be told: no known word was said by %(least)s people.") % {"least": LEAST}

    @property
    def inputs(self) -> str:
        told = _("%(looked)s words looked at") % {"looked": thousands(self.found.looked)}
        return (
            told
            if self.every == 1
            else _("%(told)s; one post in %(every)s was read")
            % {
                "told": told,
                "every": self.every,
            }
        )


def pairs_page(brand: Brand, *, at: datetime) -> PairsPage | None:
    """Give the page without making anybody wait; None where nothing was counted yet."""
    known = PAIRS.shown(brand, at=at)
    return PairsPage(brand, at=at, known=known) if known else None


def formula() -> str:
    text = _(
        "Lift: the share of complaints among people who say the word ÷ that among all people, in %(days)s days. A"
        " person counts once for a word, by their first post with it, and copies count once; words that fewer than"
        " %(least)s people say are left out. The interval is exact (Fisher, noncentral hypergeometric). At most"
        " %(share)s of the words listed are chance (Benjamini–Hochberg), and the intervals are widened as much. That a"
        " word goes with criticism does not make it its cause."
    )
    return text % {"days": WINDOW.days, "least": LEAST, "share": f"{FALSE_SHARE:.0%}"}


def pairs_figure(brand: Brand, *, at: datetime) -> Metric:
    """Give the number of words that go with criticism, with each shown one, as `firebreak metric` prints it."""
    page = PairsPage(brand, at=at)
    told = [f"{one.word} {one.lift} ({one.interval}), n = {one.people}" for one in page.lines]
    return Metric(
        code="pairs",
        label=_("Words that go with criticism"),
        value=thousands(len(page.found.pairs)),
        unit="",
        note="",
        formula=page.formula,
        inputs="; ".join([page.inputs, *told]),
        version=VERSION,
    )
