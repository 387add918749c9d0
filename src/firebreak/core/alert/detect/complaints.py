"""Are more people complaining than usual? Tells a crisis from a campaign, a loud account and a source that was out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from firebreak.core.alert.detect.detector import Detector, score
from firebreak.core.alert.detect.episodes import Episodes
from firebreak.core.alert.detect.tuning import DEFAULT, Tuning

Series = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SHARE_HALF_LIFE = timedelta(days=14)
GUESSED_POSTS, GUESSED_SHARE = 20.0, 0.1  # complaints per other post, before any is known
JOY, ANNOUNCED_JOY = 0.5, 1.0  # of that share, what comes with other posts however many they are
NEARLY = 7.0  # rarity of the voices from which on the posts of one person too count in full


class Complaints:
    """Watches n brands in equal bins: posts, those that complain, and the people who begin to.

    A campaign brings some complaints with its many posts; those are expected. One account may complain as often as it
    likes: a voice counts once a day. What a source did not hand in is not missed, what it hands in later is no wave.
    """

    def __init__(self, brands: int, *, start: datetime, step: timedelta, tuning: Tuning = DEFAULT) -> None:
        self.voices, self.negative = (Detector(brands, start=start, step=step, tuning=tuning) for _ in range(2))
        self.episodes = Episodes(brands, step, tuning)
        self.fade, self.tuning = 0.5 ** (step / SHARE_HALF_LIFE), tuning
        self.others = np.full((2, brands), GUESSED_POSTS)
        self.complained = np.full((2, brands), GUESSED_POSTS * GUESSED_SHARE)

    def feed(
        self,
        posts: Series,
        negative: Series,
        voices: Series,
        *,
        heard: npt.ArrayLike = 1.0,
        announced: npt.ArrayLike = 0.0,
    ) -> tuple[Series, Flags]:
        """Judge the next bins (n, k); gives the score (n, k), ½ where it alarms, and where somebody is told.

        `voices` counts negative posts of people who had not complained in the day before; `heard` as the detector
        takes it; `announced` is 1 while a campaign runs that the brand told of.
        """
        share = np.broadcast_to(np.asarray(heard, np.float64), posts.shape)
        joy = np.where(np.broadcast_to(announced, posts.shape) > 0, ANNOUNCED_JOY, JOY)
        rarity = [np.zeros((len(posts), 0))]
        for part in self._stretches(posts.shape[1]):
            least = self._least(posts[:, part] - negative[:, part], np.stack([voices[:, part], negative[:, part]]))
            told = self.voices.feed(voices[:, part], heard=share[:, part], least=joy[:, part] * least[0])
            all_ = self.negative.feed(negative[:, part], heard=share[:, part], least=joy[:, part] * least[1])
            rarity.append(np.where(told.rarity >= NEARLY, np.maximum(told.rarity, all_.rarity), told.rarity))
        rarest = np.concatenate(rarity, axis=1)
        return score(rarest, self.tuning), self.episodes.tell(rarest >= self.tuning.rare)

    def _stretches(self, bins: int) -> Iterator[slice]:
        begin = 0
        while begin < bins:
            part = slice(begin, min(begin + self.voices.left, bins))
            yield part
            begin = part.stop

    def _least(self, others: Series, complaints: Series) -> Series:
        """Give the complaints (2, n, k) that so many other posts (n, k) bring, by what was known before them."""
        share = self.complained / self.others
        fade = self.fade ** others.shape[1]
        self.others = self.others * fade + others.sum(axis=1)
        self.complained = self.complained * fade + complaints.sum(axis=2)
        return np.asarray(share[:, :, None] * others)
