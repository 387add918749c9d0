"""Which sentence says what is wrong with a plan, and where?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak.console import words
from firebreak.core.errors import BadInput

SAID: Mapping[str, Promise] = {
    "not_one_accountable": gettext_lazy("Exactly one role answers for a step (A); here are %(found)s."),
    "nobody_responsible": gettext_lazy("At least one role does the step (R)."),
    "role_only_reads": gettext_lazy("This role only reads and can have no step: %(value)s."),
    "unknown_word": gettext_lazy("This is none of the words that may stand here: %(value)s."),
    "unknown_name": gettext_lazy("A plan has no field of this name: %(value)s."),
    "duration": gettext_lazy("A limit is written as 30m, 4h, 2d or 5wd (working days), none as -; not as %(value)s."),
    "not_four_limits": gettext_lazy("Four limits belong here, for S1 to S4; here are %(found)s."),
    "empty": gettext_lazy("Something must be written here."),
    "words_too_long": gettext_lazy("At most %(most)s characters; here are %(found)s."),
    "not_to_be_written": gettext_lazy("There is a character in it that cannot be written."),
    "not_a_code": gettext_lazy("A code begins with a letter and has 2 to 40 of a–z, 0–9 and _; not as %(value)s."),
    "not_a_mapping": gettext_lazy("Names with values belong here, such as “zh: …”."),
    "not_a_list": gettext_lazy("A list belongs here, a line with a dash for each."),
    "no_tasks": gettext_lazy("A plan has at least one step."),
    "too_many": gettext_lazy("At most %(most)s belong here; here are %(found)s."),
    "twice": gettext_lazy("This stands here twice: %(value)s."),
    "plan_not_there": gettext_lazy("There is no plan with this code: %(value)s."),
    "law_not_there": gettext_lazy("There is no law with this code: %(value)s."),
    "text_not_there": gettext_lazy("There is no text of this kind: %(value)s."),
    "not_yaml": gettext_lazy("This is no YAML: see the indents, colons and quotation marks of this line."),
    "alias": gettext_lazy("Write it out: a plan has no anchors and aliases."),
    "too_deep": gettext_lazy("This is nested deeper than any plan."),
    "other_plan": gettext_lazy("The text is of another plan (%(value)s): open that one, or begin a new one."),
    "uneven": gettext_lazy("As many lines in English as in Chinese: one says what the other says."),
    "nothing_changed": gettext_lazy("Nothing is said otherwise than before, so that nothing was kept."),
    "reason_missing": gettext_lazy("Write in a sentence why it is changed: who signs reads it."),
    "too_long": gettext_lazy("At most 200 characters."),
    "no_file": gettext_lazy("Choose a file, or paste the plan."),
    "not_utf8": gettext_lazy("The file is no UTF-8 text."),
    "not_own_step": gettext_lazy("This step comes from the plan that this one builds on: drop it there."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a plan: at which line of its text, at which field, in one sentence."""

    code: str
    line: int
    field: str
    said: str


def problem_of(wrong: BadInput) -> Problem:
    """Say what is wrong, with the field as a person finds it."""
    facts = {"found": "", "most": "", "value": ""} | wrong.context
    problem = str(facts.get("problem", ""))
    said = str(SAID[problem]) % facts if problem in SAID else problem
    return Problem(wrong.code, int(facts.get("line", 0)), place_of(str(facts.get("field", ""))), said)


def place_of(path: str) -> str:
    """Write where a field is, such as “Steps › 3 › RACI”."""
    named = (str(words.PLAN_FIELDS.get(part, part)) for part in path.split(".") if part)
    return " › ".join(named)


def blame(form: forms.Form, wrong: BadInput) -> None:
    """Put what is wrong beside its field; what has no field of its own stands above all."""
    found = problem_of(wrong)
    name = name_of(str(wrong.context.get("field", "")), form)
    said = found.said if name else _("%(field)s: %(problem)s") % {"field": found.field, "problem": found.said}
    form.add_error(name, said if name or found.field else found.said)


def name_of(path: str, form: forms.Form) -> str | None:
    """Give the field of a form that stands for a path such as tasks.3.who.A, do.zh or signs.2.en."""
    parts = [part for part in path.split(".") if not part.isdigit()]
    parts = parts[1:] if parts[:1] == ["tasks"] else parts
    tries: tuple[Any, ...] = (
        "_".join(parts),
        parts[-1] if parts else "",
        STANDS_FOR.get(parts[0] if parts else "", ""),
    )
    return next((name for name in tries if name in form.fields), None)


STANDS_FOR = {"who": "A", "due": "due_S1"}
