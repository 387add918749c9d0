"""Which words do pages and the audit log have for messages approved ahead, and for what stands against them?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Of a version: its name, its look, its mark.
READY_STATES: dict[str, tuple[Any, str, str]] = {
    "waiting": (_("Waits for approval"), "info", "clock"),
    "back": (pgettext_lazy("message", "Sent back"), "warn", "tri"),
    "early": (_("Not valid yet"), "plain", "clock"),
    "holds": (pgettext_lazy("message", "Holds"), "ok", "check"),
    "over": (pgettext_lazy("message", "Over"), "plain", "dash"),
    "revoked": (pgettext_lazy("message", "Revoked"), "bad", "x"),
    "replaced": (pgettext_lazy("message", "Replaced"), "plain", ""),
}
READY_ACTIONS: dict[str, Any] = {
    "write_message": _("Wrote a message to be approved ahead"),
    "approve_message": _("Approved a message ahead"),
    "send_message_back": _("Sent a message back"),
    "revoke_message": _("Revoked a message that was approved ahead"),
    "use_message": _("Began a text with a message that was approved ahead"),
}
READY_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("conflict", "newer_message"): (
        _("This message has changed meanwhile."),
        _("Look at its newest version. What you wrote is still here; take it over if it is needed."),
    ),
    ("conflict", "message_not_in_force"): (
        _("This message is not in force any more."),
        _("Look under the pre-approved messages for one that holds, or write a text that is approved as usual."),
    ),
    ("conflict", "draft_there"): (
        _("There is a draft for this channel and audience already."),
        _("Publish it or throw it away first."),
    ),
    ("bad_input", "message_not_for_this"): (
        _("This message was not approved for this channel or this level."),
        _("Choose one of its own channels, or write a text that is approved as usual."),
    ),
    ("bad_input", "not_clean"): (
        _("Something stands against these words."),
        _("Change what is named beside them. What nobody reads again before it goes out must be clean."),
    ),
    ("bad_input", "unknown_place"): (
        _("Something in braces is no line of the fact sheet."),
        _("Use only the names under the text, in two braces with a space on each side."),
    ),
    ("bad_input", "ends_too_early"): (
        _("It would be over before it begins, or is over already."),
        _("Choose a later end."),
    ),
    ("step_skipped", "facts_not_confirmed"): (
        _("Facts that this message tells are not confirmed yet."),
        _("Let somebody confirm them on the fact sheet, then use it."),
    ),
}
