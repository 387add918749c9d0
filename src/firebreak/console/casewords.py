"""Which words does a person read about affected people, what they are given, and what cannot be done for them?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WAYS: dict[str, Any] = {
    "post": _("Public post"),
    "phone": _("Phone call"),
    "message": _("Private message"),
    "mail": _("E-mail"),
    "visit": _("In person"),
    "other": pgettext_lazy("way of contact", "Other"),
}
GROUNDS: dict[str, Any] = {
    "consent": _("The person agreed"),
    "contract": _("A contract with the person"),
    "law": _("A law demands it"),
    "danger": _("Danger to life or health"),
}
ANSWERS: dict[str, Any] = {
    "satisfied": _("Says they are satisfied"),
    "partly": _("Says it is partly settled"),
    "unsatisfied": _("Says they are not satisfied"),
    "no_answer": _("Could not be asked"),
}
REMEDY_KINDS: dict[str, Any] = {
    "refund": _("Refund"),
    "exchange": _("Replacement"),
    "coupon": _("Coupon"),
    "gift": _("Courtesy gift"),
    "medical": _("Medical expenses"),
    "other": _("Other loss"),
}
EFFORTS: dict[str, Any] = {
    "watch": _("Watching and triage"),
    "answer": _("Answering people"),
    "write": _("Writing texts"),
    "decide": _("Deciding and coordinating"),
    "law": pgettext_lazy("work", "Law"),
    "press": pgettext_lazy("work", "Press"),
    "field": _("On site, goods and stores"),
    "after": _("Review and improvement"),
    "else": pgettext_lazy("work", "Other work"),
}
EXPENSES: dict[str, Any] = {
    "lab": _("Laboratory"),
    "counsel": _("Outside counsel"),
    "recall": _("Taking goods back"),
    "media": _("Media and notices"),
    "travel": _("Travel and places"),
    "staff": _("Extra staff"),
    "other": pgettext_lazy("expense", "Other costs"),
}
OFFER_STATES: dict[str, Any] = {
    "offered": _("Waits for approval"),
    "approved": _("Promised, not paid"),
    "paid": pgettext_lazy("money", "Paid"),
    "refused": pgettext_lazy("money", "Refused"),
    "declined": pgettext_lazy("money", "Not wanted"),
    "reversed": pgettext_lazy("money", "Came back"),
}
LEDGER_DEEDS: dict[str, Any] = {
    "fund": _("Budget changed"),
    "approve": pgettext_lazy("money", "Promised"),
    "pay": pgettext_lazy("money", "Paid"),
    "decline": pgettext_lazy("money", "Called off"),
    "reverse": pgettext_lazy("money", "Came back"),
}
LEDGER_ACCOUNTS: dict[str, Any] = {
    "budget": _("Budget"),
    "promised": pgettext_lazy("account", "Promised"),
    "paid": pgettext_lazy("account", "Paid"),
}
PROMISE_STATES: dict[str, Any] = {
    "open": pgettext_lazy("promise", "Open"),
    "kept": pgettext_lazy("promise", "Kept"),
    "dropped": pgettext_lazy("promise", "Fell away"),
}
DIRECTIONS: dict[str, Any] = {
    "in": _("They came to us"),
    "out": _("We spoke to them"),
    "tried": _("We tried, not reached"),
}
PROMISE_EVENTS: dict[str, Any] = {
    "made": pgettext_lazy("promise", "Promised"),
    "kept": pgettext_lazy("promise", "Promise kept"),
    "dropped": pgettext_lazy("promise", "Promise fell away"),
}
CASE_ACTIONS: dict[str, Any] = {
    "open_case": _("Opened a case"),
    "link_post": _("Put a mention to a case"),
    "change_case": _("Changed a case"),
    "hold_case": _("Took an affected person on"),
    "let_go_case": _("Let go of an affected person"),
    "note_consent": _("Recorded a ground for contact"),
    "end_consent": _("Ended a ground for contact"),
    "log_contact": _("Recorded a contact"),
    "make_promise": _("Made a promise"),
    "settle_promise": _("Settled a promise"),
    "close_case": _("Closed a case"),
    "reopen_case": _("Opened a case again"),
    "merge_cases": _("Merged cases"),
    "part_case": _("Took a merged case apart"),
    "propose_severity": _("Proposed a level after repeated complaints"),
    "decide_proposal": _("Decided about a proposed level"),
    "offer_remedy": _("Offered compensation"),
    "approve_remedy": _("Approved compensation"),
    "refuse_remedy": _("Refused compensation"),
    "pay_remedy": _("Paid compensation"),
    "decline_remedy": _("Called compensation off"),
    "reverse_remedy": _("Reversed a payment"),
    "add_remedy": _("Put something into the catalogue"),
    "retire_remedy": _("Took something out of the catalogue"),
    "change_budget": _("Changed a budget"),
    "unmask_case": _("Looked at an affected person's data"),
    "forget_person": _("Erased an affected person's data"),
}
CASE_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("not_allowed", "no_ground"): (
        _("Nobody is contacted without a recorded ground."),
        _("Record first on which ground this person may be contacted in this way."),
    ),
    ("not_allowed", "own_offer"): (
        _("Nobody approves what they offered themselves."),
        _("Ask somebody else whose limit reaches that far."),
    ),
    ("not_allowed", "over_limit"): (
        _("This is beyond the limit of your role for one person."),
        _("Ask somebody whose limit reaches that far; what the person was given before counts too."),
    ),
    ("conflict", "case_merged"): (
        _("This case goes on in another one."),
        _("Work in the one that it was merged into, or take it apart first."),
    ),
    ("conflict", "case_closed"): (_("This case is closed."), _("Open it again, then go on.")),
    ("conflict", "held"): (
        _("Somebody else looks after this person."),
        _("Ask them to let go; after half an hour without a sign of life you may take over."),
    ),
    ("conflict", "told_already"): (
        _("This mention belongs to a case already."),
        _("Merge the two cases if they are one person's."),
    ),
    ("step_skipped", "still_owed"): (
        _("Something is still owed to this person."),
        _("Keep or drop each promise, pay or call off what was offered, then close."),
    ),
    ("bad_input", "not_spoken"): (
        _("Nobody has spoken to this person yet."),
        _("Speak to them first, or say that they could not be asked."),
    ),
    ("bad_input", "over_budget"): (
        _("The budget does not reach that far."),
        _("Ask brand PR or an executive to put money into it; nothing was promised."),
    ),
    ("bad_input", "over_item"): (
        _("This is more than the catalogue gives of it at once."),
        _("Offer less, or choose another item."),
    ),
    ("bad_input", "amount"): (_("This is no sum in whole NT$."), _("Write a whole number above nothing.")),
    ("bad_input", "unknown_item"): (_("The catalogue has no such item."), _("Choose one of the list.")),
    ("bad_input", "not_two_cases"): (
        _("These are not two cases that stand for themselves."),
        _("Choose another open case; take one apart first where it is merged."),
    ),
    ("bad_input", "no_way"): (
        _("No way of contact is chosen."),
        _("Choose by which ways the person may be contacted."),
    ),
    ("bad_input", "ground_unproven"): (
        _("It is not said where the ground can be seen."),
        _("Name the message, call or paper in which it stands."),
    ),
    ("bad_input", "nobody_named"): (
        _("Nothing is known of this person."),
        _("Write a name, a way to reach them, or what happened."),
    ),
    ("bad_input", "not_yet"): (_("This time has not come yet."), _("Write when they came to us.")),
    ("bad_input", "reference_missing"): (
        _("It is not said where the payment stands in the books."),
        _("Write the number of the transfer, the slip or the coupon."),
    ),
    ("bad_input", "no_such_mention"): (
        _("No mention of this brand has this address."),
        _("Copy the address of the mention from its page."),
    ),
    ("bad_input", "code_taken"): (_("The catalogue has this code already."), _("Choose another code.")),
    ("bad_input", "not_filled_in"): (_("Something is not filled in."), _("Write something here.")),
}
