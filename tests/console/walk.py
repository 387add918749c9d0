"""Which addresses are there? Read from the URL configuration itself, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from firebreak.console.api.api import api
from firebreak.console.govern.models import Assignment, Engagement
from firebreak.console.listen.handled import Deed, SavedView
from firebreak.core.terms import Act, Role
from tests.cast import Cast
from tests.records import expert, hand_over, long_work, shift

OPEN = {
    "favicon": "a picture",
    "style": "rules of style, the same for everybody",
    "progress_page": "published words only, once somebody who may has opened it; see test_progress_page.py",
    "progress_feed": "the same words as a feed",
    "staff_form": "the form of the brand's staff, for who has the secret link; see test_staff_reports.py",
    "staff_lookup": "asks for a receipt",
    "staff_receipt": "how far a report has come, for who has its receipt; see test_staff_reports.py",
    "expert_room": "one incident, for who was called in to it and nobody else; see test_experts.py",
    "advise_as_expert": "the same",
    "healthz": "tells only that the service answers",
    "set_theme": "a cookie of the reader's own",
    "set_language": "a cookie of the reader's own",
    "set_pace": "how fast the clock of a demo runs; a service in real time has no such page, see test_pace.py",
    "sign_in": "the door",
    "sign_out": "the door",
    "enter": "the door; only looks at a link that was given once",
    "come_in": "the door; only by a link that was given once",
    "new_password": "the door; only for who has just shown a password for one time",
    "first_run": "the door; only by the link that the service prints while nobody has an account",
    "begin": "the door; only by the link that the service prints while nobody has an account",
    "home": "goes to the reader's own brand, or to the door",
    "my_settings": "what is the reader's own while no brand is open to them; see test_alone.py",
    "my_wishes": "the same",
    "my_password": "the same, for who knows the old one",
    "desk": "every brand that the reader may enter, and no other; see test_desk.py",
    "desk_stream": "the same",
    "desk_changes": "the same",
    "desk_palette": "the same; see test_palette.py",
    "worker": "a program without data, which a browser runs to keep the card of who is signed in",
    "wish_brief": "a preference of the reader's own; the brand is named in what is sent, and asked for like any other",
}
"""Addresses that belong to no brand, with the reason why each is open."""
OWN = {
    "set_mine": "how a person wants to be spoken to",
    "tell_seen": "what a person saw, reported by themselves",
    "read_word_of_incident": "a receipt of the reader's own",
    "end_work": "a person's own long work, called off or let go",
    "set_own_password": "a person's own password, for who knows the old one",
}
"""Addresses by which everybody changes what is theirs alone, a viewer too."""
NEVER = {"tell_seen": {Role.AUDITOR}}
"""Addresses that a role is refused for what it is, whatever the act at the door."""
ALSO = {"incident_proof": Act.UNMASK}
"""What an address asks for besides the act at its door."""


NUMBERED = {"matrix": "matrix", "staff": "staff_report", "enquiry": "enquiry", "case": "case", "incident": "incident"}
"""Records that are named by their number: by a part of the name of the address."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address below a brand: what it takes to enter, and what fills its parameters besides the brand."""

    name: str
    act: Act
    parameters: tuple[str, ...]

    def url(self, slug: str, records: dict[str, Any]) -> str:
        return reverse(self.name, args=[slug, *(value_of(self.name, one, records) for one in self.parameters)])


def value_of(name: str, parameter: str, records: dict[str, Any]) -> Any:
    """Give a record's key for a parameter; an address that nobody taught us to fill fails the walk."""
    if parameter == "number":
        kind = next((kind for part, kind in NUMBERED.items() if part in name), "story")
        return records[kind].number
    if parameter == "action":
        return records["action"].pk
    if parameter == "word":
        return 1
    if parameter == "fact":
        return "batch"
    if parameter == "plan":
        return records["plan"].code
    if parameter == "step":
        return "reproduce"
    if parameter == "code":
        return "stop_schedule"  # a step that nobody settles but who runs incidents
    kinds = (
        "expert",
        "ready",
        "resource",
        "risk",
        "drill",
        "journalist",
        "hand_over",
        "shift",
        "statement",
        "outlet",
        "freeze",
        "mention",
        "moderation",
        "reading",
        "post",
        "alert",
        "source",
        "policy",
        "watch",
        "person",
        "story",
        "incident",
        "engagement",
        "silence",
        "campaign",
        "own_date",
        "capture",
        "view",
        "deed",
        "brief",
        "work",
    )
    kind = next((one for one in kinds if one in name), None)
    if parameter != "pk" or kind is None:
        raise LookupError(f"the walk cannot fill {parameter} of {name}: teach it in tests/console/walk.py")
    same = {"mention": "post", "reading": "post", "policy": "source"}
    return records[same.get(kind, kind)].pk


def records_of(cast: Cast, stage: dict[str, Any]) -> dict[str, Any]:
    """Give a record of each kind that an address may ask for."""
    return stage | {
        "shift": shift(cast, at=stage["post"].published_at),
        "hand_over": hand_over(cast, at=stage["post"].published_at),
        "person": Assignment.objects.get(person=cast.carol, brand=cast.brand),
        "engagement": Engagement.objects.get(agency=cast.agency),
        "view": SavedView.objects.create(brand=cast.brand, person=cast.alice, name="Leaks", query="view=all"),
        "expert": expert(stage["incident"], cast, at=stage["post"].published_at),
        "work": long_work(cast.brand, cast.alice, at=stage["post"].published_at),
        "deed": Deed.objects.create(brand=cast.brand, person=cast.alice, at=stage["post"].published_at, kind="close"),
    }


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one
        elif one.namespace != api.urls_namespace:  # its operations come from its own description
            yield from patterns(one)


def pages() -> list[Page]:
    """Give every address below a brand; raises LookupError for one that says neither its brand nor its act."""
    found = []
    for one in patterns(get_resolver()):
        if one.name in OPEN:
            continue
        parameters = tuple(one.pattern.converters)
        act = getattr(one.callback, "act", None)
        if not one.name or act is None or not parameters or parameters[0] != "slug":
            raise LookupError(f"{one.pattern} is neither open with a reason nor guarded by for_brand")
        found.append(Page(name=one.name, act=act, parameters=parameters[1:]))
    return found


def operations() -> list[tuple[str, str]]:
    """Give method and path of every operation of the API."""
    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]
