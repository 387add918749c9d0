"""What does a person read where something cannot be done? What happened, and what to do next, for each code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from firebreak.console.casewords import CASE_PROBLEMS
from firebreak.console.drillwords import DRILL_PROBLEMS
from firebreak.console.formats import full_time
from firebreak.console.matrixwords import MATRIX_PROBLEMS
from firebreak.console.mediawords import MEDIA_PROBLEMS
from firebreak.console.readywords import READY_PROBLEMS
from firebreak.console.riskwords import RISK_PROBLEMS
from firebreak.console.sendwords import SEND_PROBLEMS
from firebreak.console.templatewords import TEMPLATE_PROBLEMS
from firebreak.core.errors import FirebreakError

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
    ("bad_input", "facts_missing"): (
        _("These words still say that something is missing."),
        _("Fill in what is marked, keep the words that were posted, then mark them as published."),
    ),
    ("bad_input", "unknown_step"): (
        _("This incident has no such step."),
        _("Look at its steps as they stand now, then try again."),
    ),
    ("bad_input", "unknown_duty"): (_("There is no such duty on the list."), _("Choose one of the list.")),
    ("bad_input", "days_of_duty"): (
        _("A duty is given for 1 to 31 days, from a full hour to a full hour."),
        _("Correct the days or the hours and send again."),
    ),
    ("bad_input", "own_deputy"): (_("Nobody is their own deputy."), _("Choose somebody else, or nobody.")),
    ("bad_input", "not_able"): (
        _("This person may not hold that: their role does not fit, or they no longer work for the brand."),
        _("Choose somebody of the list."),
    ),
    ("bad_input", "covered_already"): (
        _("Somebody holds this duty at that time already."),
        _("Take that shift off the list first, or choose another time."),
    ),
    ("bad_input", "not_yours"): (
        _("This hand-over is between two other people."),
        _("Only who gave it takes it back, and only whom it is for receives it."),
    ),
    ("conflict", "handing_already"): (
        _("You have handed over already, and it waits to be received."),
        _("Take it back first, if something in it has changed."),
    ),
    ("conflict", "taken_already"): (
        _("Somebody has taken this report up already."),
        _("See above who it is, and help where they ask."),
    ),
    ("conflict", "report_closed"): (
        _("It was decided already what becomes of this report."),
        _("See below what that is; what goes on is done there."),
    ),
    ("conflict", "report_erased"): (
        _("The words of this report were erased."),
        _("Close it with a reason; nothing can be made of it any more."),
    ),
    ("bad_input", "report_act"): (
        _("It is not clear what becomes of this report."),
        _("Choose an act, and why where it is closed."),
    ),
    ("bad_input", "picture_too_large"): (
        _("The photo is larger than 8 MB."),
        _("Choose a smaller one, or send the report without it."),
    ),
    ("bad_input", "not_a_picture"): (
        _("This file is no JPEG, PNG or WebP picture."),
        _("Choose another one, or send the report without it."),
    ),
    ("bad_input", "too_many_photos"): (
        _("Many photos came by this link and nobody has closed their reports yet, so this one is not taken."),
        _("Send the report again without a photo: the words come in. If somebody is in danger, call."),
    ),
    ("bad_input", "link_ended"): (
        _("This link was ended meanwhile, so the report is not sent."),
        _("Ask whoever gave it to you for the new one."),
    ),
    ("conflict", "listed_already"): (
        _("This is in the directory already."),
        _("Look under the same kind and name, and change it there."),
    ),
    ("bad_input", "too_many_resources"): (
        _("The directory holds at most 1,000 entries."),
        _("Take out whom nobody needs any more."),
    ),
    ("bad_input", "list_too_large"): (_("The file is larger than 1 MB."), _("Bring it in parts.")),
    ("bad_input", "no_table"): (
        _("This is no CSV file that can be read."),
        _("Save the table as CSV with UTF-8 or Big5, its headings in the first row, then bring it again."),
    ),
    ("bad_input", "unknown_law"): (_("There is no such duty."), _("Choose one of the list.")),
    ("bad_input", "no_moment"): (
        _("A day and time is missing, or cannot be read."),
        _("Write when it was known or done, as in 2026-11-20 14:30."),
    ),
    ("bad_input", "to_come"): (_("This time is still to come."), _("Name the one at which it was known or done.")),
    ("bad_input", "too_long_ago"): (
        _("This is more than a year before the first post."),
        _("Look at the year again."),
    ),
    ("bad_input", "later_start"): (
        _("This clock runs from an earlier moment already; nothing gives it more time."),
        _("Name an earlier moment, or rule the duty out with a reason."),
    ),
    ("bad_input", "not_running"): (
        _("Nobody has said yet that this duty applies."),
        _("Say first since when it applies, then that it is met."),
    ),
    ("bad_input", "why_left_out"): (
        _("A why is missing between two others, or there are more than five."),
        _("Write them in order, without a gap; what is not known yet stays empty at the end."),
    ),
    ("bad_input", "unknown_branch"): (_("There is no such bone."), _("Choose one of the five.")),
    ("bad_input", "unknown_watch"): (_("It is watched for 30, 90 or 180 days."), _("Choose one of the three.")),
    ("bad_input", "no_proof"): (
        _("Nothing shows yet that it is done."),
        _("Write where it can be seen, or add a file."),
    ),
    ("bad_input", "file_too_large"): (
        _("The file is larger than 8 MB."),
        _("Choose a smaller one, or write its link."),
    ),
    ("bad_input", "too_early"): (_("The day of this check is still to come."), _("Look again on that day.")),
    ("bad_input", "not_public"): (
        _("This text was not said to the public."),
        _("Choose one that was published, or waive the result with a reason."),
    ),
    ("bad_input", "nothing_published"): (
        _("Nothing is published on the website about this incident yet."),
        _("Let a text for the public be approved and published there first."),
    ),
    ("bad_input", "not_later"): (
        _("What is right must stand in a later version than what was wrong."),
        _("Publish the right words first, then show the correction."),
    ),
    ("bad_input", "not_word_for_word"): (
        _("These words do not stand there."),
        _("Copy them word for word from the published versions."),
    ),
    ("bad_input", "too_many_factors"): (_("There are forty factors already."), _("Take one factor away first.")),
    ("bad_input", "too_many_actions"): (_("There are sixty actions already."), _("Do some of them first.")),
    ("bad_input", "unknown_plan"): (_("There is no such plan."), _("Choose one of the list.")),
    ("bad_input", "too_long"): (_("These words are too long."), _("Shorten them and send again.")),
    ("conflict", "newer_version"): (
        _("Somebody has written another version of this plan meanwhile."),
        _("See what it changed; your words are kept below, send them again to write them on top of it."),
    ),
    ("conflict", "signed_already"): (
        _("Your organisation has signed this version already."),
        _("It holds when the others have signed it, too."),
    ),
    ("bad_input", "plan_not_whole"): (
        _("The plan lacks too much to be signed."),
        _("Add what is named under completeness; grade A is needed."),
    ),
    ("bad_address", "port_taken"): (
        _("Another program listens on this port."),
        _("Name another port with --port."),
    ),
    ("bad_address", "no_port"): (_("There is no such port."), _("Name one between 1 and 65535 with --port.")),
    ("bad_input", "no_watches"): (
        _("The brand has no watch, so nothing would be heard."),
        _("Name a watch file with --watch, or a brand that has watches with --brand and its database with --db."),
    ),
    ("bad_input", "no_figure"): (
        _("There is no such figure."),
        _("Name one of those that are known; those of a story need its code, as in story.speed ST-0001."),
    ),
    ("bad_input", "story_unknown"): (_("There is no such story."), _("Look up its code on the page of stories.")),
    ("bad_input", "time"): (_("This is no time."), _("Write it as in 2026-11-18 11:30.")),
    ("bad_input", "which_brand"): (
        _("It is not clear which brand is meant."),
        _("Name one that there is with --brand, and its database with --db."),
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
    ("bad_input", "hours"): (
        _("One person works more than nothing and at most 24 hours on a day."),
        _("Write the hours of one day; note another day by itself."),
    ),
    ("bad_input", "day_of_work"): (
        _("This day is before the matter began, or still to come."),
        _("Choose a day from the first post until today."),
    ),
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
    ("bad_input", "nothing_to_prevent"): (
        _("The forecast no longer warns of anything graver."),
        _("Look at the story again: what it is now is in its severity."),
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
    ("bad_input", "words_not_there"): (
        _("Nobody has written these words in this incident."),
        _("Copy them from where they stand, then erase them."),
    ),
    ("bad_input", "words_length"): (
        _("Words to erase have 2 to 300 characters."),
        _("Name the passage as it is written; do it twice for two."),
    ),
    ("conflict", "asked_already"): (
        _("Somebody has asked for this mention already."),
        _("See what becomes of it, then ask again."),
    ),
    ("not_allowed", "not_yours_to_confirm"): (
        _("It is not for your role to confirm this."),
        _("Ask the agency's lead, brand PR or legal."),
    ),
    ("conflict", "closed"): (
        _("This incident is closed: nothing in it changes any more."),
        _("Take it back into an earlier phase, then go on."),
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
    ("unreadable_file", "no_pack"): (
        _("This is no evidence pack."),
        _("Name the archive as it was handed out, not a file from within it."),
    ),
    ("unreadable_file", "no_reader"): (
        _("This is no second reader."),
        _("Name an ONNX file as docs/models/second.md describes it, or take FIREBREAK_SECOND_READER away."),
    ),
    ("bad_input", "no_digest"): (
        _("This is no SHA-256 of a file."),
        _("Copy the 64 digits and letters a to f from the audit log of who made the pack."),
    ),
    ("bad_input", "pack_too_large"): (
        _("The evidence is larger than two gigabytes, so no pack was made."),
        _("Take the captures with the largest pictures out one by one, then make the pack without names."),
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
    **CASE_PROBLEMS,
    **DRILL_PROBLEMS,
    **MATRIX_PROBLEMS,
    **MEDIA_PROBLEMS,
    **READY_PROBLEMS,
    **RISK_PROBLEMS,
    **SEND_PROBLEMS,
    **TEMPLATE_PROBLEMS,
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
    until = error.context.get("until")
    if isinstance(until, datetime):
        what = what % {"until": full_time(until)}
    return Explanation(code=error.code, what=str(what), next=str(then), facts=error.context)
