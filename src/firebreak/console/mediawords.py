"""Which words does the screen have for the press: how we know somebody, how a question stands, what stands against?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GROUNDS_OF_PRESS: dict[str, Any] = {
    "given": _("They gave it to us"),
    "published": _("Their outlet publishes it"),
}
ENQUIRY_STATES: dict[str, Any] = {
    "received": pgettext_lazy("enquiry", "Received"),
    "answering": pgettext_lazy("enquiry", "Being answered"),
    "answered": pgettext_lazy("enquiry", "Answered"),
    "declined": pgettext_lazy("enquiry", "Declined"),
}
STOPPED: dict[str, Any] = {
    "": pgettext_lazy("answer", "May be said"),
    "draft": pgettext_lazy("answer", "Draft"),
    "waiting": pgettext_lazy("answer", "Waits for approval"),
    "stale": pgettext_lazy("answer", "Facts have changed"),
    "embargo": pgettext_lazy("answer", "Under embargo"),
    "held_back": pgettext_lazy("answer", "Something stands against it"),
}
STOPPED_LOOKS: dict[str, str] = {
    "": "ok",
    "draft": "plain",
    "waiting": "warn",
    "stale": "bad",
    "embargo": "warn",
    "held_back": "bad",
}
MEDIA_ACTIONS: dict[str, Any] = {
    "add_journalist": _("Put somebody of the press on the list"),
    "change_journalist": _("Changed what is known of a journalist"),
    "unmask_journalist": _("Looked at a journalist's data"),
    "forget_journalist": _("Erased a journalist's data"),
    "log_enquiry": _("Logged an enquiry of the press"),
    "hold_enquiry": _("Took an enquiry on"),
    "let_go_enquiry": _("Let go of an enquiry"),
    "postpone_enquiry": _("Wrote down a later deadline of an enquiry"),
    "plan_answer": _("Chose with what an enquiry is to be answered"),
    "answer_enquiry": _("Answered an enquiry"),
    "decline_enquiry": _("Declined an enquiry"),
    "place_enquiry": _("Put an enquiry to an incident"),
    "call_about_enquiry": _("Called people about an enquiry"),
    "begin_answer": _("Began an answer of the Q&A"),
    "set_embargo": _("Set an embargo"),
    "lift_embargo": _("Lifted an embargo"),
}
MEDIA_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("not_allowed", "embargo"): (
        _("This text is under an embargo: it may not go out before %(until)s."),
        _("Wait until then, or let somebody who approves texts lift the embargo with a reason."),
    ),
    ("step_skipped", "answer_not_approved"): (
        _("Nobody has let this text go out yet."),
        _("Hand it in and wait for its approval, or choose one that may be said."),
    ),
    ("step_skipped", "answer_stale"): (
        _("Facts have changed since this text was written."),
        _("Read it again with the facts as they are now, then let it be approved."),
    ),
    ("bad_input", "not_for_the_press"): (
        _("This text is not one of this matter for the press or the public."),
        _("Choose a published or approved text of the incident, or an answer of its Q&A."),
    ),
    ("bad_input", "no_incident_yet"): (
        _("This enquiry is about no incident yet, so there is no fact sheet to answer from."),
        _("Say first which incident it is about."),
    ),
    ("bad_input", "due_before_asked"): (
        _("The deadline lies before the question."),
        _("Look at day and time again."),
    ),
    ("bad_input", "not_later_due"): (
        _("A deadline is only moved to a later time that is still to come."),
        _("Write the time that the journalist has agreed to."),
    ),
    ("bad_input", "embargo_shorter"): (
        _("An embargo that stands is only made longer."),
        _("To end it earlier, let somebody who approves texts lift it with a reason."),
    ),
    ("conflict", "out_already"): (
        _("This text is out already."),
        _("What was given or published cannot be held back any more."),
    ),
    ("conflict", "enquiry_ended"): (
        _("This enquiry is answered or declined already."),
        _("Look at how it ended; a new question is a new enquiry."),
    ),
    ("conflict", "enquiry_held"): (
        _("Somebody else answers this enquiry."),
        _("Ask them to let go; after half an hour without a sign of life you may take over."),
    ),
}
