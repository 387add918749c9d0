"""What does a failed request mean to who wanted a text published: never, not now, or perhaps it is out?"""

from collections.abc import Iterator
from contextlib import contextmanager

from firebreak.core.errors import AddressRefused, ChannelRefused, SourceDown

STATUSES = {
    401: "key_refused",
    403: "key_refused",
    404: "nothing_there",
    408: "asked_to_wait",
    410: "nothing_there",
    413: "too_long_for_it",
    425: "asked_to_wait",
    429: "asked_to_wait",
}
FOR_GOOD = frozenset(
    {"bad_certificate", "bad_address", "scheme_refused", "private_address", "bad_request", "redirected"}
)


@contextmanager
def asked() -> Iterator[None]:
    """Tell a failure of the way out as a refusal of a channel."""
    try:
        yield
    except SourceDown as down:
        raise refusal_of(down) from None


def refusal_of(down: SourceDown) -> ChannelRefused:
    """Judge a failure by the status of the answer, else by what the network said."""
    status, wait = down.context.get("status"), down.context.get("retry_after_seconds")
    problem = down.context.get("problem") or problem_of(status)
    passing = problem == "asked_to_wait" or wait is not None or (status or 0) >= 500
    permanent = not passing and (bool(status) or problem in FOR_GOOD or isinstance(down, AddressRefused))
    perhaps = True if down.context.get("perhaps") or (status or 0) >= 500 else None
    told = {"host": down.context.get("host"), "status": status, "retry_after_seconds": wait, "perhaps": perhaps}
    return ChannelRefused(
        problem=problem, permanent=permanent, **{name: value for name, value in told.items() if value is not None}
    )


def problem_of(status: int | None) -> str:
    """Give the stable word for an answer that is none."""
    if status is None or status >= 500:
        return "server_trouble"
    return STATUSES.get(status, "refused")
