"""What does a person at the terminal read when a command cannot go on? Code and facts, what happened, what to do."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.utils import translation

import firebreak.console
from firebreak.core.errors import FirebreakError

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as everywhere on the system


def report(problem: FirebreakError) -> str:
    """Give two lines: what programs look for, and a sentence in the language of the terminal."""
    return f"firebreak: {problem}\n{sentence(problem)}"


def sentence(problem: FirebreakError) -> str:
    ready()
    from firebreak.console import faults

    happened, then = faults.PROBLEMS.get(
        (problem.code, str(problem.context.get("problem"))), faults.ERRORS[problem.code]
    )
    with translation.override(language()):
        return f"{happened} {then}" if language() == "en" else f"{happened}{then}"


def language() -> str:
    name: str = next(filter(None, map(os.environ.get, LOCALE)), "")
    return "zh-hant" if name.lower().startswith("zh") else "en"


def ready() -> None:
    """Make the catalogue readable where Django was not started, or could not be."""
    if settings.configured:
        return
    settings.configure(USE_I18N=True, LOCALE_PATHS=[Path(firebreak.console.__file__).parent / "locale"])
    django.setup()
