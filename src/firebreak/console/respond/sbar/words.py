"""What is each field of the brief called, and who fills it where nothing is on file?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.core.respond.sbar import Part

PARTS: Mapping[Part, Promise] = {
    Part.SITUATION: pgettext_lazy("brief of one page", "Situation"),
    Part.BACKGROUND: pgettext_lazy("brief of one page", "Background"),
    Part.ASSESSMENT: pgettext_lazy("brief of one page", "Assessment"),
    Part.RECOMMENDATION: pgettext_lazy("brief of one page", "Recommendation"),
}
LABELS: Mapping[str, Promise] = {
    "matter": _("What it is about"),
    "level": _("Level"),
    "size": _("How loud"),
    "course": _("Where it is heading"),
    "places": _("Where it is told"),
    "phase": _("Phase"),
    "began": _("First post"),
    "usual": _("Usual for the brand"),
    "raised": _("First alert"),
    "opened": _("Opened"),
    "said": _("Last word to the public"),
    "known": _("Confirmed facts"),
    "why": _("Gravest reasons"),
    "axes": _("Speed and reach"),
    "harm": _("Harm"),
    "outlook": _("How far it will go"),
    "unknown": _("Not confirmed yet"),
    "next": _("Next step"),
    "due": _("Next deadline"),
    "lead": _("Leads"),
    "posture": _("Proposed posture"),
    "never": _("Never"),
    "decision": _("Decision asked for"),
}
MISSING: Mapping[str, Promise] = {
    "level": _("not judged yet: this happens within a minute"),
    "size": _("no story: nothing was heard of it"),
    "course": _("no story: nothing was heard of it"),
    "places": _("no story: nothing was heard of it"),
    "began": _("no story: nothing was heard of it"),
    "usual": _("still being learnt: known once a day was heard"),
    "raised": _("no alert was raised"),
    "known": _("no line of the fact sheet is confirmed"),
    "why": _("not judged yet: this happens within a minute"),
    "axes": _("not judged yet: this happens within a minute"),
    "harm": _("not judged yet: this happens within a minute"),
    "unknown": _("the fact sheet is empty"),
    "next": _("no plan was put in"),
    "due": _("no clock runs"),
    "lead": _("nobody leads"),
    "posture": _("no posture fits this category"),
    "never": _("the plan names nothing"),
    "decision": _("a person writes it: what must be decided, by whom and until when"),
}
