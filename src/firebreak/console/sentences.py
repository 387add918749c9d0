"""Which sentence says each reason, each clock, each line of a timeline and each level of a rubric?

Codes and facts come from the core and the records; a new code gets its sentence here, and a test misses it otherwise.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.formats import compact, duration, joined, listed, local, thousands
from firebreak.console.sendwords import NOT_OUT
from firebreak.core.respond.playbook import Said
from firebreak.core.respond.statute import PREFIX
from firebreak.core.terms import Reason
from firebreak.knowledge.playbooks import playbooks

REASONS: Mapping[str, Promise] = {
    # speed
    "per_hour": _("%(posts)s posts in the last hour"),
    "above_usual": _("%(posts)s in the last hour, usually %(usual)s"),
    "growth": _("%(posts)s in the last hour after %(before)s in the hour before"),
    # reach
    "followers": _("%(count)s followers of all authors together"),
    "top_follower": _("The most followed author has %(count)s followers"),
    "shares": _("Shared %(count)s times"),
    "interactions": _("%(count)s likes, comments and shares"),
    "authors": _("%(count)s different authors"),
    "sources": _("%(count)s sources"),
    "news": _("%(count)s news reports"),
    # harm
    "category": _("About: %(category)s"),
    "serious": _("%(count)s posts tell of harm or danger"),
    "negative": _("%(count)s negative posts"),
    "intensity": _("Strength of emotion %(value)s of 1"),
    "evidence": _("With photo, video or document"),
    # alarms
    "negative_last_hour": _("%(posts)s negative posts of this story in an hour, the brand usually has %(usual)s"),
    "volume": _("%(posts)s posts in %(within)s, usually %(usual)s"),
    "negative_volume": _("%(posts)s negative posts in %(within)s, usually %(usual)s"),
    "slow_climb": _("%(posts)s posts in %(within)s, usually %(usual)s: no hour stands out, all of it does"),
    "volume_without_praise": _("%(posts)s posts that are no praise in %(within)s, usually %(usual)s"),
    "climb_without_praise": _(
        "%(posts)s posts that are no praise in %(within)s, usually %(usual)s: no hour stands out, all of it does"
    ),
    "climb_of_complaints": _(
        "%(posts)s negative posts in %(within)s, usually %(usual)s: no hour stands out, all of it does"
    ),
    "drop": _("Only %(posts)s posts in %(within)s, usually %(usual)s"),
    "of_watch": _("Watch “%(watch)s”: %(posts)s in %(within)s, by its own range %(low)s to %(high)s"),
    "watch_too": _("In it watch “%(watch)s”: %(posts)s in %(within)s, by its own range %(low)s to %(high)s"),
    "negative_share": _("%(posts)s negative posts in %(within)s, usually %(usual)s of as many posts"),
    "how_unusual": _("By chance about once in %(odds)s; it has gone on for %(lasting)s"),
    "negative_of": _("%(negative)s of %(posts)s are negative"),
    "first_ever": _(
        "“%(terms)s” is said of the brand for the first time in the %(days)s days that it was listened to:"
        " %(posts)s complaints in %(within)s (watch “%(watch)s”)"
    ),
    "no_answer": _("The source has not answered for %(minutes)s minutes"),
    "no_posts": _("Nothing new for %(minutes)s minutes; usually something comes %(usual)s times in that time"),
    "back_after": _("Heard again %(minutes)s minutes after this alert"),
    "source_removed": _("The source was removed"),
    "media_due": _("%(outlet)s needs an answer soon: %(enquiry)s"),
    "media_missed": _("%(outlet)s was not answered by its deadline: %(enquiry)s"),
    "staff_harm": _("Our own people report harm: %(report)s"),
    "staff_many": _("Harm comes again and again by the link of the staff, since %(report)s: look which of it holds"),
    "brand_untold": _("The brand was not told in time how %(incident)s stands"),
    "no_lead": _("%(incident)s has had nobody who leads it for %(lasting)s"),
    "clock_near": _("%(incident)s, due soon: %(clocks)s"),
    "clock_missed": _("%(incident)s, overdue: %(clocks)s"),
    "clocks_met": _("It is done, or asked for no more"),
    "clocks_again": _("A later call names what is due"),
    # lifts
    "hard_rule": _("Hard rule: serious defect with photo or video, at least %(severity)s"),
    "floor_illness": _("Hard rule: several people tell that they were made ill or hurt, at least %(severity)s"),
    "floor_hygiene": _("Hard rule: several people tell of vermin or foreign bodies in food, at least %(severity)s"),
    "floor_personal_data": _("Hard rule: several people tell that personal data got out, at least %(severity)s"),
    "floor_hidden_camera": _("Hard rule: a hidden camera, at least %(severity)s"),
    "floor_doxxing": _("Hard rule: somebody's personal data is spread on purpose, at least %(severity)s"),
    "floor_minors": _("Hard rule: several people tell of harm to a child, at least %(severity)s"),
    "kept_floor": _("The hard rule spoke before: at least %(severity)s"),
    "by_hand": _("Set to %(severity)s by hand"),
}

RAREST = 1000  # years; what is rarer is said to be so at least

SPEED = (
    _("Nearly nothing new"),
    _("A few posts an hour"),
    _("More than usual"),
    _("Clearly above the usual"),
    _("Growing fast, many an hour"),
    _("Growing without pause, hundreds an hour"),
)
REACH = (
    _("Hardly anyone sees it"),
    _("A small circle"),
    _("Several circles or sources"),
    _("Known accounts or many shares"),
    _("Large accounts or first news"),
    _("Very large accounts and several newsrooms"),
)
HARM = (
    _("No harm told"),
    _("Annoyance"),
    _("Disappointment with loss of time or money"),
    _("Serious complaint by several people"),
    _("Danger, leak or grave misconduct claimed"),
    _("Grave harm with evidence and many affected"),
)
RUBRIC: Mapping[str, Promise] = {
    f"{axis}_{level}": sentence
    for axis, levels in (("speed", SPEED), ("reach", REACH), ("harm", HARM))
    for level, sentence in enumerate(levels)
}

CLOCKS: Mapping[str, Promise] = {
    "golden": pgettext_lazy("clock", "Golden 24 hours"),
    "ack": pgettext_lazy("clock", "Acknowledge"),
    "triage": pgettext_lazy("clock", "Triage and lead"),
    "holding": pgettext_lazy("clock", "First public reply"),
    "update": pgettext_lazy("clock", "Full public update"),
    "cadence": pgettext_lazy("clock", "Next update"),
    "review": pgettext_lazy("clock", "Review done"),
}
HOUSE_CLOCKS: Mapping[str, Promise] = {"told_brand": pgettext_lazy("clock", "Word to the brand")}
MOMENTS: Mapping[str, Promise] = {
    "first_post": _("First known post"),
    "alert": _("Alert: %(signal)s"),
    "opened": _("Incident opened as %(severity)s"),
    "phase": _("Phase: %(was)s → %(now)s"),
    "owner": _("%(name)s leads"),
    "severity": _("Severity: %(was)s → %(now)s"),
    "severity_lapsed": _("Graver than when it was set by hand. Severity: %(was)s → %(now)s"),
    "progress": _("Progress"),
    "decision": _("Decision"),
    "outward": _("Word to the public"),
    "full": _("Full public update"),
    "reply": _("Replied to a mention"),
    "submitted": _("Text handed in for approval: %(channel)s"),
    "approved": _("Text approved: %(channel)s"),
    "sent_back": _("Text sent back: %(channel)s"),
    "told": _("Told those concerned: %(channel)s"),
    "contact_promised": _("Promised in public to get in touch: %(channel)s. Within two hours, by %(role)s"),
    "prevention": _("A forecast warned of %(severity)s: a task to prevent it is put in. Within one hour, by %(role)s"),
    "waits": _("Approval overdue, it goes up: %(role)s, %(channel)s"),
    "send_delayed": _("Not out yet, it is tried again: %(channel)s. %(problem)s"),
    "send_failed": _("Could not go out: %(channel)s. %(problem)s"),
    "send_unclear": _("Not known whether it is out: %(channel)s. %(problem)s"),
    "send_stopped": _("Did not go out: %(channel)s. %(problem)s"),
    "frozen": _("Frozen: nothing goes out any more"),
    "thawed": _("Freeze lifted: texts go out again"),
    "golden_moved": _("An earlier post was found, the golden 24 hours began earlier"),
    "story_merged": _("Its story %(was)s goes on in %(now)s"),
    "breach": _("Overdue: %(clock)s"),
    "law_applies": _("Legal deadline runs: %(law)s"),
    "law_not": _("Does not apply: %(law)s"),
    "law_done": _("Legal duty met: %(law)s"),
    "law_undone": _("Not met after all, the deadline runs on: %(law)s"),
    "proposal": _("%(count)s complaints in seven days: %(to)s is proposed (%(case)s)"),
    "told_brand": _("The brand was told how it stands"),
    "parts": _("%(parts)s parts filled from the duty list, %(gaps)s have nobody"),
    "part": _("%(name)s: %(duty)s"),
    "no_lead": _("Nobody leads: those on duty were called"),
    "expert_in": _("Called in from outside: %(name)s (%(expertise)s)"),
    "expert_out": _("Sees this incident no more: %(name)s"),
    "advice": _("Advice from outside: %(expertise)s"),
    "media_asked": _("The press asks: %(enquiry)s"),
    "media_answered": _("The press was answered: %(enquiry)s"),
    "media_declined": _("Enquiry of the press declined: %(enquiry)s"),
    "media_missed": _("Deadline of the press missed: %(enquiry)s"),
    "handed_over": _("Handed over with %(code)s: %(giver)s → %(taker)s"),
    "plan": _("Plan put in: %(plan)s, %(steps)s steps"),
    "plan_out": _("Plan taken out: %(plan)s, %(steps)s open steps left out"),
    "write_cause": _("Root cause written down"),
    "add_action": _("Corrective action decided"),
    "prove_action": _("Corrective action done and shown"),
    "check_action": _("Looked at whether it works, %(days)s days on"),
    "set_after": _("Set what comes after the end"),
    "learn_risk": _("Into the register of risks: %(risk)s"),
    "waive_result": _("No public result, for a reason"),
    "open_progress_page": _("Progress page %(page)s opened to everybody"),
    "shut_progress_page": _("Progress page %(page)s taken off"),
    "correct_progress_page": _("Correction shown on %(page)s"),
    "step_done": _("Step done: %(do)s"),
    "step_skipped": _("Step left out: %(do)s"),
    "step_open": _("Step open again: %(do)s"),
}
MOMENT_ICONS = {
    "first_post": "chat",
    "alert": "bell",
    "opened": "fire",
    "phase": "right",
    "owner": "user",
    "severity": "up",
    "severity_lapsed": "up",
    "progress": "doc",
    "decision": "pin",
    "outward": "send",
    "full": "send",
    "reply": "chat",
    "submitted": "doc",
    "approved": "check",
    "sent_back": "right",
    "told": "send",
    "contact_promised": "phone",
    "prevention": "check",
    "waits": "clock",
    "send_delayed": "clock",
    "send_failed": "x",
    "send_unclear": "tri",
    "send_stopped": "lock",
    "frozen": "lock",
    "thawed": "send",
    "golden_moved": "clock",
    "story_merged": "right",
    "breach": "clock",
    "law_applies": "clock",
    "law_not": "dash",
    "law_done": "check",
    "law_undone": "loop",
    "proposal": "up",
    "told_brand": "chat",
    "parts": "user",
    "part": "user",
    "no_lead": "bell",
    "expert_in": "user",
    "expert_out": "lock",
    "advice": "chat",
    "media_asked": "phone",
    "media_answered": "send",
    "media_declined": "dash",
    "media_missed": "clock",
    "handed_over": "right",
    "plan": "doc",
    "plan_out": "dash",
    "write_cause": "pin",
    "add_action": "doc",
    "prove_action": "check",
    "check_action": "eye",
    "set_after": "clock",
    "learn_risk": "grid",
    "waive_result": "dash",
    "open_progress_page": "eye",
    "shut_progress_page": "lock",
    "correct_progress_page": "loop",
    "step_done": "check",
    "step_skipped": "right",
    "step_open": "ring",
}


REASONS_OF_ONE: Mapping[str, Promise] = {
    "per_hour": _("1 post in the last hour"),
    "authors": _("1 author"),
    "sources": _("1 source"),
    "news": _("1 news report"),
    "serious": _("1 post tells of harm or danger"),
    "negative": _("1 negative post"),
}


def reason_parts(entry: Reason | Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Give code and facts of a reason, live or stored."""
    if isinstance(entry, Reason):
        return entry.code, entry.facts
    return str(entry["code"]), entry.get("facts") or {}


def reason_sentence(code: str, facts: Mapping[str, Any]) -> str:
    """Say a reason: numbers are written as everywhere, codes of categories and spans of time in words."""
    spans = {"minutes": "within", "for_minutes": "lasting"}
    said = {word: duration(timedelta(minutes=facts[name])) for name, word in spans.items() if name in facts}
    if "terms" in facts:
        said["terms"] = gettext("”, “").join(facts["terms"])
    if isinstance(clocks := facts.get("clocks"), Mapping):
        said["clocks"] = listed(named_clock(name, datetime.fromisoformat(due)) for name, due in clocks.items())
    if "once_in_hours" in facts:
        said["odds"] = long_span(facts["once_in_hours"])
    of_one = code in REASONS_OF_ONE and 1 in (facts.get("count"), facts.get("posts"))
    return fill(REASONS_OF_ONE if of_one else REASONS, code, {**facts, **said})


def clock_word(name: str) -> str:
    """Name a clock of the house or of the law."""
    law = name.removeprefix(PREFIX)
    if law in knowledge.statutes():
        return knowledge.statutes()[law].duty.within(get_language() or "zh")
    return str({**CLOCKS, **HOUSE_CLOCKS}.get(name, name))


def named_clock(name: str, due: datetime) -> str:
    return gettext("%(clock)s (by %(time)s)") % {"clock": clock_word(name), "time": f"{local(due):%m/%d %H:%M}"}


def long_span(hours: float) -> str:
    """Write how rarely something happens, in its largest unit."""
    days, years = hours / 24, hours / 24 / 365
    if years >= RAREST:
        return gettext("%(n)s years or more") % {"n": thousands(RAREST)}
    if years >= 2:
        return ngettext("%(n)s year", "%(n)s years", round(years)) % {"n": thousands(round(years))}
    if days >= 60:
        return ngettext("%(n)s month", "%(n)s months", round(days / 30)) % {"n": round(days / 30)}
    return ngettext("%(n)s day", "%(n)s days", max(1, round(days))) % {"n": max(1, round(days))}


def moment_sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """Say a line of a timeline; phases, signals and clocks are named in words."""
    named = dict(facts)
    if kind == "severity" and facts.get("lapsed"):
        kind = "severity_lapsed"
    if kind == "phase":
        named |= {name: words.PHASES.get(str(facts.get(name)), facts.get(name)) for name in ("was", "now")}
    if kind in ("plan", "plan_out") and facts.get("plan") in playbooks():
        named["plan"] = playbooks()[facts["plan"]].name.within(get_language() or "zh")
    if isinstance(name := facts.get("name"), Mapping):  # of a plan as its brand calls it
        named["plan"] = Said(**name).within(get_language() or "zh")
    law = str(facts.get("law") or facts.get("clock", "")).removeprefix(PREFIX)
    if law in knowledge.statutes():
        named["law"] = named["clock"] = knowledge.statutes()[law].duty.within(get_language() or "zh")
    if facts.get("duty") in knowledge.duties():
        named["duty"] = knowledge.duties()[facts["duty"]].name.within(get_language() or "zh")
    if isinstance(said := facts.get("do"), Mapping):
        named["do"] = Said(**said).within(get_language() or "zh")
    return fill(MOMENTS, kind, named)


def moment_icon(kind: str, facts: Mapping[str, Any]) -> str:
    """Name the sign of a line of a timeline; a level that was lowered points down."""
    lowered = kind == "severity" and str(facts.get("now")) > str(facts.get("was"))
    return "down" if lowered else MOMENT_ICONS.get(kind, "dash")


def fill(table: Mapping[str, Promise], code: str, facts: Mapping[str, Any]) -> str:
    """Fill a sentence; an unknown code or a missing fact shows the code, so that nothing is silently left out."""
    try:
        return joined(str(table[code]) % {name: written(name, fact) for name, fact in facts.items()})
    except KeyError:
        return code


def written(name: str, fact: Any) -> Any:
    """Write one fact for a person."""
    if isinstance(fact, int | float) and not isinstance(fact, bool):
        return compact(fact)
    tables: Mapping[str, Mapping[str, Any]] = {
        "category": words.CATEGORIES,
        "signal": words.SIGNALS,
        "clock": {**CLOCKS, **HOUSE_CLOCKS},
        "channel": words.CHANNELS,
        "role": words.ROLES,
        "expertise": words.EXPERTISE,
        "problem": {code: what for code, (what, _then) in NOT_OUT.items()},
    }
    return tables.get(name, {}).get(str(fact), fact)
