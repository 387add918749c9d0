"""How do open streams hear that the service ends? They must end first, or the web server waits for them in vain."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def heeding(end: Callable[[], object]) -> Iterator[None]:
    """Call `end` when this process is told to stop, before whoever answers that does.

    Whatever web server runs this has taken the signals; it goes on to get them. Only the main thread may listen.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    answers = {number: answer for number in SIGNALS if callable(answer := signal.getsignal(number))}

    def first(number: int, frame: FrameType | None) -> None:
        end()
        answers[signal.Signals(number)](number, frame)

    for number in answers:
        signal.signal(number, first)
    try:
        yield
    finally:
        for number, answer in answers.items():
            if signal.getsignal(number) is first:
                signal.signal(number, answer)
