"""How does a brand stand now, when its last hours may still change? Each is judged once for what was said in it."""

from itertools import takewhile

from firebreak.core.alert.detect.watching import Counts, Watching, pieces

HOUR = 12  # bins


class Course:
    """A brand watched from a whole hour on, up to which nothing more is expected.

    What is told of the hours since then is what one that is fed all of them anew tells, number for number: the detector
    learns at the end of an hour only, so that an hour whose counts are as they were leads to where it led before.
    """

    def __init__(self, settled: Watching) -> None:
        self.settled = settled
        self._hours: list[tuple[Counts, Watching]] = []  # what each hour since held, and how it stood after it

    def now(self, counts: Counts) -> Watching:
        """Give how it stands after all bins since the settled hour; the last hour may be one that runs."""
        self._hours = self._hours[: self._known(counts)]
        for hour in pieces(counts[slice(len(self._hours) * HOUR, None)], HOUR):
            self._hours.append((hour, self._last.after(hour)))
        return self._last

    def settle(self, counts: Counts) -> None:
        """Take in the next whole hours for good."""
        known = self._known(counts)
        self.settled = self._hours[known - 1][1] if known else self.settled
        rest = counts[slice(known * HOUR, None)]
        self._hours = [] if len(rest.posts) else self._hours[known:]
        self.settled = self.settled.after(rest) if len(rest.posts) else self.settled

    def _known(self, counts: Counts) -> int:
        """Count the hours that are as they were, from the first one on."""
        both = zip(pieces(counts, HOUR), self._hours, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0].tells_the_same(pair[1][0]), both))

    @property
    def _last(self) -> Watching:
        return self._hours[-1][1] if self._hours else self.settled
