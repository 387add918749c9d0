"""Are more people complaining than usual? Tells a crisis from a campaign, a loud account and a source that was out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.detector import Detector, score
from firebreak.core.alert.detect.episodes import Episodes
from firebreak.core.alert.detect.level import is_weekend
from firebreak.core.alert.detect.tuning import DEFAULT, Tuning

Series = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SHARE_HALF_LIFE = timedelta(days=14)
GUESSED_POSTS = 20.0  # taken for heard before anything was …
GUESSED_SHARES = (0.1, 0.1, 3.0)  # … with so many complaints per other post, voices too, and sober ones per glad one
JOY, ANNOUNCED_JOY = 0.5, 1.0  # of that share, what comes with other posts however many they are
NEARLY = 7.0  # rarity of the voices from which on the posts of one person too count in full
SOBER_EXTRA = 2.0  # nats by which talk that is not read as complaint must be rarer
SHARE_THREADS = 2.5  # posts come in threads of one tone: so many count as one
SHARE_POSTS, SHARE_LEAST = 10, 0.2  # fewer posts have no share, and a small one is no matter
DAY = timedelta(days=1)
DAYS_KNOWN = 7 * 24  # hours heard before a share is judged
NEGATIVE, VOICES, SOBER, ALL, SHARE = range(5)  # the detector's rows, each of n brands, and the share


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was made of k bins of n brands (n, k): how rare the complaints are, and all talk that is not glad.

    `share` is how rare the day's share of complaints is, judged at the end of each hour. `score` is ½ where it
    alarms, `told` marks where somebody is told.
    """

    complaints: Series
    sober: Series
    share: Series
    score: Series
    told: Flags


class Complaints:
    """Watches n brands in equal bins: posts, those that complain, those that are glad, people who begin to complain.

    A campaign brings some complaints with its many posts; those are expected. One account may complain as often as it
    likes: a voice counts once a day. What a source did not hand in is not missed, what it hands in later is no wave.
    Complaints that are misread as neutral still are more sober talk than a brand has with so much joy.
    """

    def __init__(
        self,
        brands: int,
        *,
        start: datetime,
        step: timedelta,
        tuning: Tuning = DEFAULT,
        rest: Callable[[date], bool] = is_weekend,
    ) -> None:
        self.detector = Detector(4 * brands, start=start, step=step, tuning=tuning, rest=rest)
        self.episodes = Episodes(brands, step, tuning)
        self.fade, self.tuning = 0.5 ** (step / SHARE_HALF_LIFE), tuning
        self.others = np.full((3, brands), GUESSED_POSTS)
        self.shared = self.others * np.array(GUESSED_SHARES)[:, None]

    def feed(
        self,
        posts: Series,
        negative: Series,
        positive: Series,
        voices: Series,
        *,
        heard: npt.ArrayLike = 1.0,
        announced: npt.ArrayLike = 0.0,
    ) -> Heard:
        """Judge the next bins (n, k).

        `voices` counts negative posts of people who had not complained in the day before; `heard` as the detector
        takes it; `announced` is 1 while a campaign runs that the brand told of.
        """
        share = np.broadcast_to(np.asarray(heard, np.float64), posts.shape)
        joy = np.where(np.broadcast_to(announced, posts.shape) > 0, ANNOUNCED_JOY, JOY)
        calm = posts - negative
        others = np.stack([calm, calm, positive])
        counted = np.stack([negative, voices, np.maximum(calm - positive, 0) + voices])
        joys = np.stack([joy, joy, np.ones_like(joy)])
        rarity = [np.zeros((5, len(posts), 0))]
        for part in self._stretches(posts.shape[1]):
            ends = part.stop - part.start == self.detector.left
            least = joys[:, :, part] * self._least(others[:, :, part], counted[:, :, part])
            rows = np.concatenate([*counted[:, :, part], posts[:, part]])
            floor = np.concatenate([*least, np.zeros_like(posts[:, part])])
            judged = self.detector.feed(rows, heard=np.tile(share[:, part], (4, 1)), least=floor)
            shares = np.zeros((1, *posts[:, part].shape))
            shares[0, :, -1] = self.share() if ends else 0.0
            rarity.append(np.concatenate([judged.rarity.reshape(4, *posts[:, part].shape), shares]))
        return self._heard(np.concatenate(rarity, axis=2))

    def _heard(self, rarity: Series) -> Heard:
        loud = np.maximum(rarity[VOICES], rarity[NEGATIVE])
        complaints = np.where(rarity[VOICES] >= NEARLY, loud, rarity[VOICES])
        rarest = np.maximum(complaints, np.maximum(rarity[SOBER] - SOBER_EXTRA, rarity[SHARE]))
        told = self.episodes.tell(rarest >= self.tuning.rare)
        return Heard(complaints, rarity[SOBER], rarity[SHARE], score(rarest, self.tuning), told)

    @property
    def usual_share(self) -> Series:
        """Give which part of all who speak usually complains (n,)."""
        return np.asarray(self.shared[VOICES] / (self.shared + self.others)[VOICES])

    def share(self) -> Series:
        """Tell how rare the share of those who complain is in the day that ends now (n,), in nats of a binomial.

        What one person says again is left out on both sides.
        """
        seen = self.detector.standing.seen[:, self.detector.windows.index(DAY)].reshape(4, -1)
        posts, negative = seen[ALL] - seen[NEGATIVE] + seen[VOICES], seen[VOICES]
        usual = np.clip(self.usual_share, 1e-3, 1 - 1e-3)
        known = self.detector.heard_before.reshape(4, -1)[ALL] >= DAYS_KNOWN
        out = known & (posts >= SHARE_POSTS) & (negative >= np.maximum(SHARE_LEAST, usual) * posts)
        return np.asarray(np.where(out, share_nats(negative, posts, usual), 0.0))

    def _stretches(self, bins: int) -> Iterator[slice]:
        begin = 0
        while begin < bins:
            part = slice(begin, min(begin + self.detector.left, bins))
            yield part
            begin = part.stop

    def _least(self, others: Series, counted: Series) -> Series:
        """Give what so many other posts (3, n, k) bring, by what was known before them."""
        share = self.shared / self.others
        fade = self.fade ** others.shape[2]
        self.others = self.others * fade + others.sum(axis=2)
        self.shared = self.shared * fade + counted.sum(axis=2)
        return np.asarray(share[:, :, None] * others)


def share_nats(negative: Series, posts: Series, usual: Series) -> Series:
    """Give how surprising so many (…) of so many posts are where a part `usual` complains, in threads of one tone."""
    usual = np.clip(usual, 1e-3, 1 - 1e-3)
    seen = np.clip(negative / np.maximum(posts, 1), 1e-9, 1 - 1e-9)
    nats = posts * (seen * np.log(seen / usual) + (1 - seen) * np.log((1 - seen) / (1 - usual)))
    return np.asarray(nats / SHARE_THREADS)
