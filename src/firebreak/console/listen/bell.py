"""Has somebody just left a parcel? Whoever waits in this process is woken; other processes look by themselves."""

from threading import Condition

_changed = Condition()
_rung = set[int]()


def ring(source: int) -> None:
    """Tell that a parcel of a source (by primary key) is there."""
    with _changed:
        _rung.add(source)
        _changed.notify_all()


def wait_for_ring(seconds: float) -> frozenset[int]:
    """Wait until somebody rings, so long at most; gives the sources that rang since the last time."""
    with _changed:
        _changed.wait_for(lambda: bool(_rung), timeout=seconds)
        rung = frozenset(_rung)
        _rung.clear()
    return rung
