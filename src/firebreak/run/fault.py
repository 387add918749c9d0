"""Whose fault is it that something could not be taken in: its own, or the database's, which passes?"""

import traceback

from django.db import InterfaceError, InternalError, OperationalError

from firebreak.core.errors import FirebreakError

TOO_LARGE = "54"  # class of PostgreSQL's refusals that are said again at every try


def will_pass(problem: Exception) -> bool:
    """Tell whether the database or the machine is in trouble, and not what was to be taken in."""
    if str(getattr(problem.__cause__, "sqlstate", None) or "").startswith(TOO_LARGE):
        return False
    return isinstance(problem, OperationalError | InterfaceError | InternalError | MemoryError)


def code_of(problem: Exception) -> str:
    return problem.code if isinstance(problem, FirebreakError) else type(problem).__name__


def told(problem: Exception) -> str:
    """Say what went wrong and where, without the words of a post, which an exception's text may hold."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{code_of(problem)} in {place.name}, line {place.lineno} of {place.filename}"
