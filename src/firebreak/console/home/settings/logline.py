"""What does one entry of the audit log say, in words? Ids become names; a post's own words are never in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import sentences, words
from firebreak.console.assess.models import Story
from firebreak.console.formats import listed
from firebreak.console.govern.models import Brand, Engagement, Entry, Person
from firebreak.console.home.settings import logwords
from firebreak.console.listen.models import Source, Watch
from firebreak.console.plans.models import PlanVersion
from firebreak.console.respond.models import Incident

REFUSED = "refuse_act"
LONGEST = 160
NAMES = {
    "act": gettext_lazy("act"),
    "agency": gettext_lazy("agency"),
    "audience": pgettext_lazy("of a text", "Audience"),
    "assessment": gettext_lazy("assessment"),
    "category": gettext_lazy("Category"),
    "changed": pgettext_lazy("audit", "changed"),
    "channel": gettext_lazy("channel"),
    "clock": gettext_lazy("clock"),
    "count": gettext_lazy("how many"),
    "day": gettext_lazy("day"),
    "digest": gettext_lazy("digest"),
    "ends": gettext_lazy("until"),
    "erased": gettext_lazy("erased"),
    "every_seconds": gettext_lazy("seconds between visits"),
    "fields": gettext_lazy("what"),
    "first": gettext_lazy("first"),
    "fresh": gettext_lazy("new story"),
    "gone": gettext_lazy("merged one"),
    "impact": gettext_lazy("Impact"),
    "incident": gettext_lazy("Incident"),
    "in_force": gettext_lazy("holds from now on"),
    "into": gettext_lazy("into"),
    "keep_days": gettext_lazy("days kept"),
    "kept": gettext_lazy("kept"),
    "kind": gettext_lazy("kind"),
    "lapsed": gettext_lazy("a person's word lapsed"),
    "last": gettext_lazy("last"),
    "letters": gettext_lazy("letters"),
    "likelihood": gettext_lazy("Likelihood"),
    "may_act": gettext_lazy("replies may be sent"),
    "may_store": gettext_lazy("posts may be stored"),
    "must_honour_deletes": gettext_lazy("deletions are followed"),
    "name": pgettext_lazy("source", "Name"),
    "page": gettext_lazy("page"),
    "parcels": gettext_lazy("parcels"),
    "person": gettext_lazy("person"),
    "plan": gettext_lazy("plan"),
    "posts": gettext_lazy("mentions"),
    "problem": gettext_lazy("problem"),
    "reason": gettext_lazy("reason"),
    "role": gettext_lazy("role"),
    "rules": gettext_lazy("rules"),
    "ruling_lapsed": gettext_lazy("a person's word lapsed"),
    "scopes": gettext_lazy("covers"),
    "sentiment": gettext_lazy("Sentiment"),
    "severity": gettext_lazy("Severity"),
    "signal": gettext_lazy("signal"),
    "source": gettext_lazy("source"),
    "starts": gettext_lazy("from"),
    "story": gettext_lazy("story"),
    "tries": gettext_lazy("tries"),
    "urgent": gettext_lazy("Urgent"),
    "url": gettext_lazy("address"),
    "version": gettext_lazy("version"),
    "why": gettext_lazy("reason"),
}
TABLES: Mapping[str, Mapping[str, Any]] = {
    "act": words.ACTS,
    "audience": words.AUDIENCES,
    "channel": words.CHANNELS,
    "category": words.CATEGORIES,
    "clock": sentences.CLOCKS,
    "kind": words.SOURCE_KINDS,
    "role": words.ROLES,
    "scopes": words.ACTS,
    "sentiment": words.SENTIMENTS,
    "signal": words.SIGNALS,
    "fields": NAMES,
    "why": {
        "retention": gettext_lazy("past the days kept"),
        "deleted_at_source": gettext_lazy("deleted at the source"),
        "source_removed": gettext_lazy("its source was removed"),
    },
}
STAGES = {
    "alert": gettext_lazy("alerting"),
    "assess": gettext_lazy("judging"),
    "brief": gettext_lazy("morning brief"),
    "clock": gettext_lazy("clocks"),
    "collect": gettext_lazy("collecting"),
    "deliver": gettext_lazy("delivering"),
    "learn": gettext_lazy("learning"),
    "listen": gettext_lazy("storing"),
    "operator": gettext_lazy("operator"),
    "respond": gettext_lazy("responding"),
    "setup": gettext_lazy("setting up"),
    "tidy": gettext_lazy("tidying"),
}
SELDOM = ("lapsed", "ruling_lapsed")
Keys = Iterable[int]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it; `house` says whose person it was, where that is not the brand's own."""

    entry: Entry
    action: str
    actor: str
    house: str
    by_machine: bool
    subject: str

    @property
    def refused(self) -> bool:
        return self.entry.action == REFUSED

    @property
    def facts(self) -> str:
        said = listed_facts(self.entry.detail)
        return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def sources_by(brand: Brand, keys: Keys) -> dict[int, str]:
    return dict(Source.ever.filter(brand=brand, pk__in=keys).values_list("pk", "name"))


def watches_by(brand: Brand, keys: Keys) -> dict[int, str]:
    return dict(Watch.objects.filter(brand=brand, pk__in=keys).values_list("pk", "name"))


def incidents_by(brand: Brand, keys: Keys) -> dict[int, str]:
    return {one.pk: one.code for one in Incident.objects.filter(brand=brand, pk__in=keys)}


def stories_by(brand: Brand, keys: Keys) -> dict[int, str]:
    return {one.pk: one.code for one in Story.objects.filter(brand=brand, pk__in=keys)}


def engagements_by(brand: Brand, keys: Keys) -> dict[int, str]:
    return dict(Engagement.objects.filter(brand=brand, pk__in=keys).values_list("pk", "agency__name"))


def plans_by(brand: Brand, keys: Keys) -> dict[int, str]:
    return {one.pk: str(one) for one in PlanVersion.objects.filter(brand=brand, pk__in=keys).defer("text")}


KINDS: Mapping[str, tuple[Any, Callable[[Brand, Keys], dict[int, str]]]] = {
    "source": (gettext_lazy("Source"), sources_by),
    "watch": (gettext_lazy("Watch"), watches_by),
    "incident": (gettext_lazy("Incident"), incidents_by),
    "story": (gettext_lazy("Story"), stories_by),
    "engagement": (gettext_lazy("Engagement"), engagements_by),
    "plan": (gettext_lazy("Plan"), plans_by),
}
CODED: Mapping[str, tuple[Any, Callable[[str], str]]] = {
    "duty": (pgettext_lazy("audit", "Duty"), logwords.duty_name),
    "kind": (pgettext_lazy("audit", "Kind of watch"), lambda code: str(words.WATCH_KINDS.get(code, code))),
    "template": (pgettext_lazy("audit", "Template"), logwords.template_name),
}
"""What the log names by a code, and how that code is said."""
NUMBERED = {
    "alert": gettext_lazy("Alert"),
    "brief": gettext_lazy("Morning brief"),
    "brand": pgettext_lazy("audit", "Brand"),
    "budget": pgettext_lazy("audit", "Budget"),
    "campaign": pgettext_lazy("audit", "Campaign"),
    "capture": gettext_lazy("Capture"),
    "case": pgettext_lazy("audit", "Case"),
    "deed": gettext_lazy("Deed"),
    "drill": pgettext_lazy("audit", "Drill"),
    "enquiry": pgettext_lazy("audit", "Enquiry"),
    "hand_over": pgettext_lazy("audit", "Hand-over"),
    "journalist": pgettext_lazy("audit", "Journalist"),
    "matrix": gettext_lazy("Authority matrix"),
    "message": pgettext_lazy("audit", "Message approved ahead"),
    "moderation": pgettext_lazy("audit", "Moderation request"),
    "outlet": pgettext_lazy("audit", "Channel"),
    "own_date": pgettext_lazy("audit", "Sensitive day"),
    "post": gettext_lazy("Mention"),
    "remedy": pgettext_lazy("audit", "Remedy"),
    "report": pgettext_lazy("audit", "Staff report"),
    "resource": pgettext_lazy("audit", "Resource"),
    "risk": pgettext_lazy("audit", "Risk"),
    "shift": pgettext_lazy("audit", "Shift"),
    "staff_link": pgettext_lazy("audit", "Link for reports"),
    "statement": pgettext_lazy("audit", "Text"),
    "work": pgettext_lazy("audit", "Long work"),
    "silence": pgettext_lazy("audit", "Silence"),
    "view": pgettext_lazy("audit", "View"),
}


def lines_of(brand: Brand, entries: list[Entry]) -> list[Line]:
    """Say every entry in words; each kind of record is asked for once."""
    people = people_in(entries)
    named = {kind: find(brand, keys_of(entries, kind)) for kind, (_word, find) in KINDS.items()}
    return [line_of(brand, entry, people, named) for entry in entries]


def people_in(entries: Iterable[Entry]) -> dict[str, Person]:
    """Find who acted and who was acted upon, by the name that the log has for them."""
    said = {name for entry in entries for name in (entry.actor, entry.subject) if name.startswith("person:")}
    keys = {int(name.removeprefix("person:")) for name in said if name.removeprefix("person:").isdigit()}
    found = Person.objects.filter(pk__in=keys).select_related("organisation") if keys else []
    return {f"person:{one.pk}": one for one in found}


def keys_of(entries: Iterable[Entry], kind: str) -> set[int]:
    parts = (entry.subject.split(":") for entry in entries)
    return {int(part[1]) for part in parts if part[0] == kind and len(part) == 2 and part[1].isdigit()}


def line_of(brand: Brand, entry: Entry, people: Mapping[str, Person], named: Mapping[str, Mapping[int, str]]) -> Line:
    person = people.get(entry.actor)
    outside = person is not None and person.organisation_id != brand.organisation_id
    return Line(
        entry=entry,
        action=str(words.ACTIONS.get(entry.action, entry.action)),
        actor=person.name if person else stage_of(entry.actor),
        house=person.organisation.name if person and outside else "",
        by_machine=not entry.actor.startswith("person:"),
        subject=subject_of(entry.subject, people, named),
    )


def stage_of(actor: str) -> str:
    """Name the part of the service that acted; a person of whom only the number is left keeps it."""
    name = actor.partition(":")[2]
    return str(STAGES.get(name, name))


def subject_of(subject: str, people: Mapping[str, Person], named: Mapping[str, Mapping[int, str]]) -> str:
    """Name what was acted upon; what is no longer there keeps its number."""
    kind, _colon, key = subject.partition(":")
    if subject in people:
        return people[subject].name
    if subject in logwords.LISTS:
        return str(logwords.LISTS[subject])
    if kind == "act":
        return str(words.ACTS.get(key, key))
    if kind in CODED:
        return f"{CODED[kind][0]} {CODED[kind][1](key)}"
    if kind in NUMBERED:
        return f"{NUMBERED[kind]} {key}"
    if kind in KINDS:
        found = named[kind].get(int(key)) if key.isdigit() else None
        return f"{KINDS[kind][0]} {found or key}"
    if kind == "route":
        severity, _colon, role = key.partition(":")
        return f"{severity} · {words.ROLES.get(role, role)}"
    return subject


def listed_facts(detail: Mapping[str, Any]) -> str:
    """Write facts one after the other; what changed is told as was → now."""
    was, now = detail.get("was"), detail.get("now")
    told = []
    if isinstance(was, dict) and isinstance(now, dict):
        told = [fact(name, {"was": was.get(name), "now": now[name]}) for name in now]
    elif "was" in detail or "now" in detail:
        told = [f"{in_words('', was)} → {in_words('', now)}"]
    rest = {name: value for name, value in detail.items() if name not in ("was", "now")}
    return " · ".join([*told, *(fact(name, value) for name, value in rest.items() if is_told(name, value))])


def is_told(name: str, value: Any) -> bool:
    """Leave out what is empty, and what is only worth a word when it is so."""
    return value not in ("", None) and not (name in SELDOM and value is False)


def fact(name: str, value: Any) -> str:
    label = str(NAMES.get(name, name))
    if isinstance(value, dict) and "now" in value:
        return f"{label} {in_words(name, value.get('was'))} → {in_words(name, value['now'])}"
    return f"{label} {in_words(name, value)}"


def in_words(name: str, value: Any) -> str:
    """Write one value: codes by their words, yes and no, digests by their beginning."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listed(in_words(name, one) for one in value)
    if name == "changed":
        return logwords.change_name(str(value))
    if name in ("digest", "sha256"):
        return f"{value[:8]}…"
    return str(TABLES.get(name, {}).get(str(value), value))
