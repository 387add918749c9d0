"""Which words does a person read for our codes? One place for nouns, errors and reasons; the catalogue translates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.core.errors import FirebreakError

SENTIMENTS = {"negative": _("Negative"), "neutral": _("Neutral"), "positive": _("Positive")}
EMOTIONS = {
    "anger": _("Anger"),
    "disappointment": _("Disappointment"),
    "grievance": _("Grievance"),
    "fear": _("Fear"),
    "disgust": _("Disgust"),
    "mockery": _("Mockery"),
    "joy": _("Joy"),
}
CATEGORIES = {
    "product_safety": _("Product safety"),
    "privacy_leak": _("Privacy leak"),
    "harassment": _("Harassment"),
    "staff_conduct": _("Staff conduct"),
    "misinformation": _("Misinformation claim"),
    "compliance": _("Compliance"),
    "ethics": _("Corporate ethics"),
    "product_defect": _("Product defect"),
    "delivery": _("Delivery"),
    "price_refund": _("Price and refund"),
    "service": _("Service complaint"),
    "praise": _("Praise"),
    "question": _("Question"),
    "other": pgettext_lazy("category", "Other"),
}
SEVERITIES = {"S1": _("Critical"), "S2": _("High"), "S3": _("Medium"), "S4": _("Low")}
SIGNALS = {
    "hard_rule": _("Hard rule"),
    "story_growth": _("Story growth"),
    "negative_volume": _("Negative volume"),
    "volume": _("Volume"),
    "negative_share": _("Negative share"),
    "slow_climb": _("Slow climb"),
    "drop": _("Drop"),
    "source_silent": _("Source silent"),
}
PHASES = {
    "detect": pgettext_lazy("phase", "Detect"),
    "triage": pgettext_lazy("phase", "Triage"),
    "respond": pgettext_lazy("phase", "Respond"),
    "remedy": pgettext_lazy("phase", "Remedy"),
    "watch": pgettext_lazy("phase", "Watch"),
    "closed": pgettext_lazy("phase", "Review and close"),
}
ROLES = {
    "viewer": _("Viewer"),
    "cs_agent": _("Customer service"),
    "agency_lead": _("Agency lead"),
    "brand_pr": _("Brand PR"),
    "legal": _("Legal"),
    "executive": _("Executive"),
    "auditor": _("Auditor"),
    "admin": _("Administrator"),
}
ACTS = {
    "read": _("Read"),
    "triage": pgettext_lazy("act", "Triage mentions"),
    "alert": _("Answer alerts"),
    "incident": _("Work on incidents"),
    "override": _("Override with a reason"),
    "unmask": _("See personal data"),
    "export": _("Export"),
    "audit": _("Read the audit log"),
    "configure": _("Set up sources and watches"),
    "administer": _("Administer people"),
    "erase": _("Erase mentions on request"),
    "approve": _("Confirm facts and approve texts"),
}
WATCH_KINDS = {
    "brand": _("Brand"),
    "product": _("Product"),
    "person": _("Person"),
    "competitor": _("Competitor"),
    "controversy": _("Controversy"),
    "industry": _("Industry"),
    "campaign": _("Campaign"),
}
PLATFORMS = {
    "ptt": "PTT",
    "dcard": "Dcard",
    "threads": "Threads",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "google_maps": _("Google reviews"),
    "youtube": "YouTube",
    "news": _("News"),
    "line": "LINE",
}
SOURCE_KINDS = {"rss": pgettext_lazy("source", "Feed"), "webhook": "Webhook", "upload": _("Imported file")}
ACTIONS = {
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "sign_in_failed": _("Sign-in failed"),
    "renew_password": _("Chose a password"),
    "change_password": _("Changed the own password"),
    "set_wishes": _("Changed the own settings"),
    "give_password": _("Gave a password or a link for one time"),
    "refuse_act": _("Refused"),
    "assign": _("Gave a role"),
    "unassign": _("Took a role away"),
    "store_posts": _("Stored posts"),
    "erase_post": _("Erased a post"),
    "correct_reading": _("Corrected a reading"),
    "confirm_reading": _("Confirmed a reading"),
    "take_back_reading": _("Took back a word about a reading"),
    "close_mentions": _("Closed mentions"),
    "assign_mentions": _("Assigned mentions"),
    "put_back_mentions": _("Let mentions wait for anybody"),
    "snooze_mentions": _("Put mentions off"),
    "category_mentions": _("Said of which kind mentions are"),
    "story_mentions": _("Moved mentions into a story"),
    "undo_mentions": _("Took back an act on mentions"),
    "save_view": _("Kept a view of mentions"),
    "drop_view": _("Dropped a view of mentions"),
    "thank_author": _("Noted thanks to an author"),
    "ask_to_reuse": _("Noted a request to reuse words"),
    "record_reuse": _("Kept an answer about reusing words"),
    "tag_insight": _("Tagged an insight"),
    "drop_insight": _("Took an insight away"),
    "engage_agency": _("Let an agency in"),
    "change_engagement": _("Changed an engagement"),
    "end_engagement": _("Ended an engagement"),
    "confirm_failed": _("Did not know the own password"),
    "judge_story": _("Judged a story"),
    "merge_stories": _("Merged stories"),
    "split_story": _("Split a story"),
    "raise_alert": _("Raised an alert"),
    "acknowledge_alert": _("Answered an alert"),
    "snooze_alert": _("Put an alert off"),
    "close_alert": _("Closed an alert"),
    "call_next": _("Called the next on a ladder now"),
    "silence_alert": _("Silenced a matter"),
    "lift_silence": _("Lifted a silence"),
    "hold_alert_back": _("Held an alert back"),
    "end_silence": _("Heard a silent source again"),
    "deliver_alert": _("Sent an alert out"),
    "deliver_failed": _("An alert could not be sent out"),
    "change_route": _("Changed a route"),
    "open_incident": _("Opened an incident"),
    "move_incident": _("Moved an incident"),
    "assign_incident": _("Gave an incident its lead"),
    "set_severity": _("Set a severity"),
    "raise_severity": _("Raised a severity"),
    "follow_story": _("Followed a story into another"),
    "move_golden_start": _("Found an earlier beginning"),
    "log_moment": _("Wrote into a timeline"),
    "save_reply": _("Wrote a reply draft"),
    "drop_reply": _("Threw a reply draft away"),
    "publish_reply": _("Marked a reply as published"),
    "set_voice": _("Wrote down the voice of the brand"),
    "write_fact": _("Wrote a fact down"),
    "settle_fact": _("Confirmed or refuted a fact"),
    "begin_statement": _("Began a statement"),
    "save_statement": _("Wrote a statement"),
    "reread_statement": _("Read a statement again after a fact had changed"),
    "drop_statement": _("Threw a statement away"),
    "forget_versions": _("Erased earlier versions"),
    "submit_statement": _("Handed a statement in for approval"),
    "approve_statement": _("Approved a statement"),
    "send_back_statement": _("Sent a statement back"),
    "escalate_statement": _("An approval was overdue and went up"),
    "publish_statement": _("Marked a statement as published"),
    "breach": _("A clock ran out"),
    "merge_plan": _("Put a plan into an incident"),
    "step_done": _("Did a step of a plan"),
    "step_skipped": _("Left a step of a plan out"),
    "step_open": _("Opened a step of a plan again"),
    "set_watches": _("Set watches from a file"),
    "save_watch": _("Wrote a watch"),
    "drop_watch": _("Dropped a watch"),
    "name_brand": _("Named the brand"),
    "waive_kind": _("Did without a kind of watch"),
    "need_kind": _("Needed a kind of watch after all"),
    "add_source": _("Added a source"),
    "change_source": _("Changed a source"),
    "remove_source": _("Removed a source"),
    "pause_source": _("Paused a source"),
    "resume_source": _("Resumed a source"),
    "visit_source": _("Asked for a visit"),
    "renew_secret": _("Gave a webhook a new secret"),
    "set_policy": _("Wrote a policy record"),
    "put_parcel_aside": _("Put a parcel aside"),
    "retry_parcels": _("Tried parcels again"),
    "drop_parcels": _("Dropped parcels"),
    "unmask_post": _("Looked at personal data"),
    "export_list": _("Exported a list"),
    "ask_work": _("Asked for long work"),
    "cancel_work": _("Called long work off"),
    "drop_work": _("Let the outcome of long work go"),
    "take_work": _("Fetched the file of long work"),
    "hold_matter": _("Took a matter on"),
    "let_go_matter": _("Let go of a matter"),
    "capture_post": _("Captured as evidence"),
    "hand_out_capture": _("Took a capture out"),
    "keep_capture": _("Kept a capture for a legal need"),
    "drop_capture": _("Let a capture go"),
    "write_brief": _("Wrote a morning brief"),
    "send_brief": _("Mailed a morning brief"),
    "brief_failed": _("A morning brief could not be mailed"),
    "sign_brief": _("Signed a morning brief off"),
    "wish_brief": _("Chose whether the morning brief comes by mail"),
}

POSTURES: dict[str, Any] = {
    "rebuild": _("Apologise and put right"),
    "diminish": _("Explain what led to it"),
    "deny": _("Put a falsehood right"),
    "inform": _("Inform"),
}
ELEMENTS: dict[str, Any] = {
    "detection": _("Detection of the crisis"),
    "duties": _("Who does what"),
    "channels": _("Channels of communication"),
    "steps": _("Steps of the response"),
    "review": _("Review and improvement"),
}
LACKS: dict[str, Any] = {
    "signs": _("fewer than two signs by which it is known"),
    "assess_step": _("no step that judges it"),
    "owner_step": _("no step that names who leads"),
    "legal_seat": _("no seat for counsel"),
    "both_sides": _("brand and agency do not both have a part"),
    "resources": _("nobody and nothing to call upon"),
    "channels": _("fewer than three channels"),
    "template": _("no text to begin with"),
    "respond_phase": _("no step in the response"),
    "remedy_phase": _("no step that makes good"),
    "grave_limits": _("a step without a limit at S1 or S2"),
    "never": _("nothing said of what not to do"),
    "watch_step": _("no step that watches for a relapse"),
    "review_step": _("no review"),
}
FLAWS: dict[str, Any] = {
    "official_tone": _("Official tone"),
    "blame_shifting": _("Shifts the blame"),
    "arguing": _("Argues"),
    "mockery": _("Mocks or belittles"),
    "cold": _("Lacks empathy"),
    "evasion": _("Evades"),
    "conditional_apology": _("Conditional apology"),
    "threat": _("Threatens"),
    "pii_exposure": _("Exposes personal data"),
    "overpromise": _("Promise that nobody can keep"),
    "unverified_cause": _("Cause not confirmed"),
    "undisclosed_promotion": _("Interest not disclosed"),
    "boilerplate": _("Canned words"),
    "missing_acknowledgement": _("Missing: that we have heard"),
    "missing_apology": _("Missing: apology"),
    "missing_facts": _("Missing: what happened"),
    "missing_solution": _("Missing: what we do for them"),
    "missing_prevention": _("Missing: how it will not happen again"),
    "missing_contact": _("Missing: contact or next update"),
}

CHANNELS: dict[str, Any] = {
    "website": _("Website"),
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "line": "LINE",
    "ptt": "PTT",
    "dcard": "Dcard",
    "google_maps": _("Google reviews"),
    "press": _("Press release"),
    "mail": pgettext_lazy("channel", "Mail"),
    "script": _("Agent script"),
}
AUDIENCES: dict[str, Any] = {
    "public": _("The public"),
    "customer": _("Customers"),
    "media": _("The media"),
    "staff": _("Our own people"),
    "authority": _("The authorities"),
}
DRAFT_KINDS: dict[str, Any] = {
    "holding": _("First response"),
    "statement": _("Public statement"),
    "press": _("Press release"),
    "letter": _("Letter to customers"),
    "reply": _("Reply to one person"),
}
FACTS: dict[str, Any] = {
    "batch": _("Batch"),
    "time": _("When it happened"),
    "place": _("Where it happened"),
    "scope": _("Who or what is affected"),
    "cause": _("Cause"),
    "remedy": _("Remedy"),
    "contact": pgettext_lazy("fact", "Contact"),
    "next_update": _("Next update"),
}
APPROVAL_REASONS: dict[str, Any] = {
    "channel": _("because of the channel"),
    "audience": _("because of the audience"),
    "money": _("because of the sum promised"),
    "legal": _("because it speaks of law"),
    "health": _("because it speaks of health"),
}
FACT_STATUSES: dict[str, Any] = {
    "unverified": _("Not verified"),
    "checking": _("Being checked"),
    "confirmed": pgettext_lazy("fact", "Confirmed"),
    "refuted": _("Refuted"),
}

ERRORS: dict[str, tuple[Any, Any]] = {
    "error": (_("Something did not work."), _("Try again; if it stays, tell the administrator the code.")),
    "bad_input": (_("This cannot be used as it is."), _("Correct the marked fields and send again.")),
    "bad_row": (_("A row cannot be read as a post."), _("See the rejects file for the line and the problem.")),
    "unreadable_file": (_("The file cannot be read."), _("Use UTF-8 or Big5 text in CSV, JSON lines or XLSX.")),
    "unwritable_file": (_("The file cannot be written."), _("Name another one, or make room and allow writing there.")),
    "bad_watch": (_("The watch cannot be understood."), _("Correct the marked character; the old one keeps working.")),
    "bad_database": (
        _("The database cannot be opened."),
        _("Use an address like sqlite:///path or postgresql://host/name, and see that the database answers."),
    ),
    "bad_address": (
        _("The service cannot listen on this address and port."),
        _("Name a free port between 1 and 65535 with --port, and an address of this machine with --host."),
    ),
    "demo_runs": (
        _("A demo runs on this data directory already."),
        _("Use that one, end it with Ctrl-C, or name another directory in FIREBREAK_DEMO_HOME."),
    ),
    "not_empty": (
        _("The database already holds collected posts."),
        _("Replay into a fresh one, or say --into-existing if you mean it."),
    ),
    "conflict": (_("Somebody else changed this first."), _("Look at the new state, then decide again.")),
    "not_allowed": (_("Your role does not allow this."), _("Ask someone whose role does.")),
    "step_skipped": (
        _("A step comes first."),
        _("Do the named step, or let someone with authority override it with a reason."),
    ),
    "machine_may_not_lower": (
        _("This severity was set by the hard rule or by a person."),
        _("Someone with authority may lower it and must give a reason."),
    ),
    "source_down": (_("The source gives no posts."), _("It will be tried again by itself; check the address and key.")),
    "source_limited": (
        _("The source asks us to come less often."),
        _("It will be tried again by itself, when the source says; visit it less often if this comes back."),
    ),
    "source_blocked": (
        _("The source lets us in no more."),
        _("Look at its key and its terms, then ask for a visit."),
    ),
    "address_refused": (
        _("This address is not on the public internet."),
        _("The operator may name the host in FIREBREAK_ALLOW_HOSTS."),
    ),
    "channel_refused": (_("The message could not be delivered."), _("Check the channel's settings.")),
    "bad_signature": (_("The signature does not match."), _("Sign time and body with this source's secret.")),
    "trail_broken": (_("The audit log has been changed."), _("Keep the database as it is and call the auditor.")),
    "evidence_changed": (
        _("This capture is not what was captured: its digest does not match."),
        _("Do not use it as evidence. Keep the database as it is and call the auditor."),
    ),
}

# Where the code alone says too little: the same two sentences for one problem of it, as the command line tells it.
PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("bad_input", "skip_without_reason"): (
        _("A step is left out only with a reason."),
        _("Write why it is not needed here, then leave it out."),
    ),
    ("bad_input", "unknown_step"): (
        _("This incident has no such step."),
        _("Look at its steps as they stand now, then try again."),
    ),
    ("bad_input", "unknown_plan"): (_("There is no such plan."), _("Choose one of the list.")),
    ("bad_input", "too_long"): (_("These words are too long."), _("Shorten them and send again.")),
    ("bad_address", "port_taken"): (
        _("Another program listens on this port."),
        _("Name another port with --port."),
    ),
    ("bad_address", "no_port"): (_("There is no such port."), _("Name one between 1 and 65535 with --port.")),
    ("bad_input", "no_watches"): (
        _("The brand has no watch, so nothing would be heard."),
        _("Name a watch file with --watch, or a brand that has watches with --brand and its database with --db."),
    ),
    ("bad_input", "duration"): (_("This is no age to forecast at."), _("Write --at as in 10m, 1h, 6h or 2d.")),
    ("bad_input", "unknown_name"): (
        _("In --map the left side is our name for a column and the right side is yours; ours is wrong here."),
        _("Use one of the names listed, as in text=內容."),
    ),
    ("bad_input", "nothing_chosen"): (_("No mention is chosen."), _("Choose at least one by its box, then try again.")),
    ("bad_input", "too_many_posts"): (
        _("More than 200 mentions are chosen at once."),
        _("Choose fewer, or narrow the list first."),
    ),
    ("bad_input", "too_many_tags"): (_("A mention has at most 8 tags."), _("Take one away first.")),
    ("bad_input", "too_many_views"): (_("One person keeps at most 30 views."), _("Forget one first.")),
    ("bad_input", "past"): (_("This time is over already."), _("Choose a later one.")),
    ("bad_input", "answer_incomplete"): (
        _("A yes needs what may be used and where, and every answer where it can be seen."),
        _("Fill in what is missing and keep it again."),
    ),
    ("not_allowed", "not_your_turn"): (
        _("It is not for your role to say this now."),
        _("See under the text whose turn it is."),
    ),
    ("step_skipped", "not_approved"): (
        _("Not everybody whose turn it is has approved these words."),
        _("See under the text who is asked; when their time is over, those above them may approve."),
    ),
    ("bad_input", "held_back"): (
        _("Something still holds this text back."),
        _("Change what is red, then hand it in again."),
    ),
    ("bad_input", "reason_missing"): (
        _("A reason is missing."),
        _("Write in a sentence why, it is kept with the text."),
    ),
    ("not_allowed", "own_words"): (
        _("Nobody confirms or approves their own words."),
        _("Ask somebody else who may."),
    ),
    ("conflict", "not_asked"): (
        _("Nobody has noted yet that the author was asked."),
        _("Note that first, then keep the answer."),
    ),
    ("bad_input", "bad_map"): (
        _("A part of --map is no pair."),
        _("Write our name, an equals sign and your column, as in text=內容,published_at=發文時間."),
    ),
    ("bad_input", "long_brand"): (_("The name of a brand has at most 120 characters."), _("Give a shorter one.")),
    ("bad_watch", "long_brand"): (
        _("The name of a brand has at most 120 characters."),
        _("Give a shorter one in the watch file."),
    ),
    ("bad_watch", "long_name"): (
        _("The name of a watch has at most 80 characters."),
        _("Shorten the name of the watch that is named here."),
    ),
    ("bad_watch", "long_query"): (
        _("A query has at most 4,000 characters."),
        _("Make two watches of the one that is named here, each with a part of its query."),
    ),
    ("unreadable_file", "missing_columns"): (
        _("The file has columns, but none for what is missing here."),
        _("Say with --map which of its columns it is, as in text=內容."),
    ),
    ("unreadable_file", "FileNotFoundError"): (_("The file is not there."), _("Look at its name and its directory.")),
    ("unreadable_file", "IsADirectoryError"): (_("This is a directory, no file."), _("Name a file in it.")),
    ("unreadable_file", "PermissionError"): (_("The file may not be read."), _("Allow reading it.")),
    ("unreadable_file", "empty_file"): (
        _("There is nothing in the file."),
        _("Name one with a line of headings and posts below, or with a post a line."),
    ),
    ("unwritable_file", "FileNotFoundError"): (
        _("The directory of this file is not there."),
        _("Make the directory, or name another file."),
    ),
    ("unwritable_file", "IsADirectoryError"): (_("This is a directory, no file."), _("Name a file in it.")),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error as a person reads it."""

    code: str
    what: str
    next: str
    facts: Mapping[str, Any]


def explain_error(error: FirebreakError) -> Explanation:
    known = ERRORS.get(error.code, ERRORS["error"])
    what, then = PROBLEMS.get((error.code, str(error.context.get("problem"))), known)
    return Explanation(code=error.code, what=str(what), next=str(then), facts=error.context)
