"""With what does a second process begin? Django is set up before anything that needs it is imported."""

import gc
import signal
from multiprocessing.connection import Connection


def read_ahead(there: Connection) -> None:
    """Make ready, then send the chunks of the file that is asked for; Ctrl-C is the parent's to answer."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # rows make no cycles; looking for some would cost a sixth of the time
    django.setup()
    from firebreak import knowledge
    from firebreak.run.ahead import answer

    knowledge.model()
    answer(there)
