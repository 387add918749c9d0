"""What does a person fill in who changes a plan: one step of it, what stands above the steps, or its text?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.plans.reading import law_name
from firebreak.console.plans.services import LONGEST_REASON
from firebreak.core.errors import BadInput
from firebreak.core.respond.playbook import LISTS, WORKING, Plan, Task
from firebreak.core.respond.revision import content_of, content_of_task
from firebreak.core.terms import Category, Phase, Severity
from firebreak.knowledge.playbooks import LONGEST, laws, texts

LETTERS = {
    "A": _("Accountable (A)"),
    "R": _("Responsible (R)"),
    "C": _("Consulted (C)"),
    "I": _("Informed (I)"),
}
LIST_NAMES = {
    "signs": _("Signs by which it is known"),
    "channels": _("Who is told, and how"),
    "resources": _("Have at hand"),
    "never": _("Never"),
}
TONGUES = {"zh": _("%(field)s, in Chinese"), "en": _("%(field)s, in English")}
TAGS = {"zh": "zh-Hant-TW", "en": "en"}
INPUT = {"class": "input"}
MOST_BYTES = 4 * LONGEST
Content = dict[str, Any]


def line(label: Any, **attributes: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(INPUT | attributes))


def lines(label: Any, rows: int, **attributes: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(INPUT | {"rows": rows} | attributes))


def select(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.Select(INPUT))


def boxes(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple(INPUT | {"class": "box"})
    )


class ReasonForm(forms.Form):
    """The version that was on the screen, and why it is changed."""

    was = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why is it changed?"), required=False, widget=forms.TextInput(INPUT | {"maxlength": LONGEST_REASON})
    )


class StepForm(ReasonForm):
    """One step: what to do and how, who, until when; what is wrong with it is said by whoever reads the plan."""

    code = line(_("Code"), autocapitalize="off", spellcheck="false")
    phase = select(_("Phase"), [(phase.value, words.PHASES[phase.value]) for phase in Phase])
    do_zh = line(_("What to do, in Chinese"), lang="zh-Hant-TW")
    do_en = line(_("What to do, in English"), lang="en")
    how_zh = lines(_("How, in Chinese"), 3, lang="zh-Hant-TW")
    how_en = lines(_("How, in English"), 3, lang="en")
    gate = select(
        _("Cannot be left out"),
        [
            ("", pgettext_lazy("gate", "May be left out with a reason")),
            ("assess", pgettext_lazy("gate", "Until somebody has assessed")),
            ("owner", pgettext_lazy("gate", "Until somebody leads")),
        ],
    )
    template = select(_("Text to begin with"), [])
    law = select(_("Legal clock"), [])

    def __init__(self, data: Any = None, *, initial: Content | None = None, is_new: bool = False) -> None:
        super().__init__(data, initial=initial)
        roles = [(role.value, words.ROLES[role.value]) for role in WORKING]
        for letter, label in LETTERS.items():
            self.fields[letter] = boxes(label, roles)
        for level in Severity:
            self.fields[f"due_{level.value}"] = line(level.value, size=5)
        kinds = sorted((code, str(words.PLAN_TEXTS.get(code, code))) for code in texts())
        self.fields["template"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]
        self.fields["law"].choices = [("", "—"), *((code, law_name(code)) for code in laws())]  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["code"]

    @property
    def matrix(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Give the boxes of the duties by role: letter, its words, and whether it is ticked."""
        ticked = {letter: set(self[letter].value() or ()) for letter in LETTERS}
        return [
            (role.value, [(letter, str(LETTERS[letter]), role.value in ticked[letter]) for letter in LETTERS])
            for role in WORKING
        ]

    @property
    def duty_errors(self) -> list[str]:
        return [str(said) for letter in LETTERS for said in self[letter].errors]

    @property
    def limits(self) -> list[forms.BoundField]:
        return [self[f"due_{level.value}"] for level in Severity]

    @property
    def limit_errors(self) -> list[str]:
        return [str(said) for field in self.limits for said in field.errors]

    def task(self, code: str) -> Content:
        """Give the step as a plan has it; what is empty is left out, and found missing by whoever reads it."""
        said = self.cleaned_data
        who = {letter: " ".join(said[letter]) for letter in LETTERS if said[letter]}
        due = " ".join(said[f"due_{level.value}"].replace(" ", "") or "-" for level in Severity)
        named = {name: said[name] for name in ("gate", "template", "law") if said[name]}
        return {
            "code": code or said["code"].strip(),
            "phase": said["phase"],
            **named,
            "do": {"zh": said["do_zh"], "en": said["do_en"]},
            "how": {"zh": said["how_zh"], "en": said["how_en"]},
            "who": who,
            "due": due,
        }


def as_step(task: Task) -> Content:
    """Give a step as the form shows it."""
    row = content_of_task(task)
    limits = {f"due_{level.value}": task.due.get(level, "-") for level in Severity}
    said = {f"{name}_{tongue}": row[name][tongue] for name in ("do", "how") for tongue in ("zh", "en")}
    duties = {letter: row["who"].get(letter, "").split() for letter in LETTERS}
    return {**{name: row.get(name, "") for name in ("phase", "gate", "template", "law")}, **said, **duties, **limits}


class HeadForm(ReasonForm):
    """What stands above the steps; a list has a line for each, in both languages."""

    name_zh = line(_("Name, in Chinese"), lang="zh-Hant-TW")
    name_en = line(_("Name, in English"), lang="en")
    categories = boxes(_("Taken for these categories"), [(one.value, words.CATEGORIES[one.value]) for one in Category])
    cues = line(_("Words that choose it among others, with spaces between"), lang="zh-Hant-TW")

    def __init__(self, data: Any = None, *, initial: Content | None = None, plans: Mapping[str, Plan]) -> None:
        super().__init__(data, initial=initial)
        named = [(code, plan.name.within(get_language() or "zh")) for code, plan in plans.items()]
        self.fields["with"] = boxes(_("Builds on"), named)
        self.fields["laws"] = boxes(_("Legal clocks and duties"), [(code, law_name(code)) for code in laws()])
        for name, label in LIST_NAMES.items():
            for tongue, form in TONGUES.items():
                self.fields[f"{name}_{tongue}"] = lines(form % {"field": label}, 4, lang=TAGS[tongue])

    def head(self) -> Content:
        """Give it as a plan has it, without what is empty."""
        said = self.cleaned_data
        joined = {name: " ".join(said[name]) for name in ("categories", "with", "laws")} | {
            "cues": said["cues"].strip()
        }
        lists = {name: self.sayings(name) for name in LISTS}
        name = {"zh": said["name_zh"], "en": said["name_en"]}
        return {"name": name} | {key: value for key, value in (joined | lists).items() if value}

    def sayings(self, name: str) -> list[dict[str, str]]:
        both = [self.cleaned_data[f"{name}_{tongue}"].splitlines() for tongue in TONGUES]
        zh, en = ([one.strip() for one in each if one.strip()] for each in both)
        if len(zh) != len(en):
            raise BadInput(field=f"{name}.en", problem="uneven")
        return [{"zh": one, "en": other} for one, other in zip(zh, en, strict=True)]


def as_head(plan: Plan) -> Content:
    """Give what stands above the steps as the form shows it."""
    row = content_of(plan)
    said = {f"name_{tongue}": row["name"][tongue] for tongue in TONGUES}
    chosen = {name: row.get(name, "").split() for name in ("categories", "with", "laws")}
    lists = {
        f"{name}_{tongue}": "\n".join(one[tongue] for one in row.get(name, ())) for name in LISTS for tongue in TONGUES
    }
    return {**said, **chosen, **lists, "cues": row.get("cues", "")}


class TextForm(ReasonForm):
    """The whole plan as YAML, pasted or as a file."""

    text = lines(_("Plan as YAML"), 30, spellcheck="false", wrap="off")
    file = forms.FileField(label=_("or a file"), required=False, widget=forms.FileInput({"accept": ".yaml,.yml"}))

    def whole(self) -> str:
        """Give the text of the file, without one what was pasted."""
        if file := self.cleaned_data["file"]:
            if file.size > MOST_BYTES:
                raise BadInput(field="file", problem="words_too_long", found=file.size, most=MOST_BYTES)
            try:
                return str(file.read().decode("utf-8-sig"))
            except UnicodeDecodeError as wrong:
                raise BadInput(field="file", problem="not_utf8") from wrong
        text = self.cleaned_data["text"].strip()
        if not text:
            raise BadInput(field="text", problem="no_file")
        return f"{text}\n"
