"""How long ago may a plan have been drilled before nobody can rely on it any more? (R1.3 in part)"""

from datetime import date, timedelta

DRILLED_EVERY = timedelta(days=90)


def is_stale(last: date | None, *, today: date) -> bool:
    """Tell whether a plan is to be drilled again: more than 90 days ago, or never.

    >>> [is_stale(date(2026, 11, 20) - timedelta(days=days), today=date(2026, 11, 20)) for days in (0, 90, 91)]
    [False, False, True]
    """
    return last is None or today - last > DRILLED_EVERY
