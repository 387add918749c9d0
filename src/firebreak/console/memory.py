"""When is memory searched for cycles that nobody holds any more? Every five minutes, not within a request."""

import gc


def settle() -> None:
    """Search all of it, and set aside what is left: until the next time a request searches only what came since.

    What was set aside comes back first, so that nothing that was let go of meanwhile stays for good.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
