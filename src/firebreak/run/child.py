"""With what does a second process begin? Django is set up before anything that needs it is imported."""

import gc
import signal
from collections.abc import Mapping
from multiprocessing.connection import Connection

from firebreak.core.terms import Watch


def read_ahead(path: str, columns: Mapping[str, str], watches: tuple[Watch, ...], there: Connection) -> None:
    """Read a file and send its chunks; Ctrl-C is the parent's to answer."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # rows make no cycles; looking for some would cost a sixth of the time
    django.setup()
    from firebreak.run.ahead import Task, send_chunks

    send_chunks(Task(path=path, columns=columns, watches=watches), there)
