"""When was the mood as it usually is again? A figure of the review of an incident (R2.79)."""

import numpy as np
import numpy.typing as npt

from firebreak.core.errors import BadInput

Counts = npt.NDArray[np.int64]

DAY = 24
LEAST = 30  # posts from which a usual share is known
QUANTILE = 1.96  # of the normal distribution: a range of 95 %


def usual_share(posts: int, negative: int) -> float | None:
    """Give the largest negative share (0 to 1) that is still usual, from counts of a quiet time; None of too few.

    It is the upper end of Wilson's interval of 95 % (E. B. Wilson, 1927). Raises BadInput for more negative posts than
    posts.

    >>> round(usual_share(100, 20), 3), usual_share(29, 3)
    (0.289, None)
    """
    if not 0 <= negative <= posts:
        raise BadInput(problem="counts", posts=posts, negative=negative)
    if posts < LEAST:
        return None
    share, square = negative / posts, QUANTILE**2
    middle = share + square / (2 * posts)
    width = QUANTILE * np.sqrt(share * (1 - share) / posts + square / (4 * posts**2))
    return float((middle + width) / (1 + square / posts))


def recovered(posts: Counts, negative: Counts, *, usual: float) -> int | None:
    """Give the hour, counted from the first, from which on the mood was as usual for a whole day; None if not yet.

    `posts` and `negative` (n,) are counts of hours in a row; only hours after the worst one, the first with the most
    negative posts, can be meant. A day on which hardly anybody speaks is as usual when nobody complains.
    """
    if len(posts) != len(negative):
        raise BadInput(problem="counts", posts=len(posts), negative=len(negative))
    worst = int(negative.argmax()) if len(negative) else 0
    for hour in range(worst + 1, len(posts) - DAY + 1):
        day = slice(hour, hour + DAY)
        if negative[day].sum() <= usual * posts[day].sum():
            return hour
    return None
