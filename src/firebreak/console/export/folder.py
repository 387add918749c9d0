"""Where do rows lie while a workbook is written? In a folder that goes with its process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp

NEW, HELD = "firebreak-new-", "firebreak-rows-"


@contextmanager
def own_folder() -> Iterator[str]:
    """Give a folder that is held as long as this process writes into it, and removed then.

    It gets its name once it is held, so that nobody takes it for one that was left.
    """
    forget_left_folders()
    made = Path(mkdtemp(prefix=NEW))
    hold = os.open(made, os.O_RDONLY)
    try:
        fcntl.flock(hold, fcntl.LOCK_EX)
        made = made.rename(made.with_name(made.name.replace(NEW, HELD)))
        yield str(made)
    finally:
        rmtree(made, ignore_errors=True)
        os.close(hold)


def forget_left_folders() -> None:
    """Remove the folders of processes that were killed: there are rows in them, and nobody holds them any more."""
    for place in Path(gettempdir()).glob(f"{HELD}*"):
        with suppress(OSError):  # somebody writes in it, or it is another user's
            hold = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                rmtree(place, ignore_errors=True)
            finally:
                os.close(hold)
