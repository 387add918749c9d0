"""What stands around every page? Brand and role, navigation with counts, the clock, open S1 incidents, preferences."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firebreak.console import clock, formats, sentences, words
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.cases.models import Case
from firebreak.console.govern.models import Brand, Engagement, Person
from firebreak.console.govern.tallies import Tally
from firebreak.console.listen.waiting import count_waiting
from firebreak.console.media.models import Enquiry
from firebreak.console.prevent.models import Risk
from firebreak.console.respond.clocks import clocks_of
from firebreak.console.respond.models import Incident
from firebreak.core.govern.role import who_may
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act, Severity

THEMES = {
    "auto": pgettext_lazy("theme", "Auto"),
    "light": pgettext_lazy("theme", "Light"),
    "dark": pgettext_lazy("theme", "Dark"),
}
LANGUAGES = {"zh-hant": ("zh-Hant-TW", "中文"), "en": ("en", "English")}
YEAR_SECONDS = 365 * 86400
SHOWN_CRISES = 3

DESK = (("desk", gettext_lazy("Desk"), "pin", "w"),)
MONITOR = (
    ("board", gettext_lazy("Situation board"), "home", "s"),
    ("mentions", gettext_lazy("Mentions"), "chat", "m"),
    ("stories", gettext_lazy("Stories"), "stack", "t"),
    ("alerts", gettext_lazy("Alerts"), "bell", "a"),
    ("staff_reports", gettext_lazy("Reports of the staff"), "flag", ""),
)
RESPOND = (
    ("incidents", gettext_lazy("Incidents"), "fire", "i"),
    ("cases", pgettext_lazy("page", "People and cases"), "user", "c"),
    ("media", gettext_lazy("Media desk"), "phone", "e"),
    ("plans", gettext_lazy("Templates and SOPs"), "book", "p"),
)
PREVENT = (("risks", gettext_lazy("Risk register"), "grid", "r"),)
FOOT = (("settings", gettext_lazy("Settings"), "gear", ""),)
STANDS_UNDER = {"tell_seen": "staff_reports", "text_templates": "plans", "ready_texts": "plans"}
GROUPS = (
    (pgettext_lazy("menu", "All brands"), DESK),
    (pgettext_lazy("menu", "Monitor"), MONITOR),
    (pgettext_lazy("menu", "Respond"), RESPOND),
    (pgettext_lazy("menu", "Prevent"), PREVENT),
)
EXPORTS = {name: f"export_{name}" for name in ("mentions", "stories", "alerts", "incidents")}
EXPORTS |= {"mention": "export_mentions", "settings_audit": "export_audit"}
PHONE_TABS = ("board", "mentions", "incidents", "alerts")
DOTTED = ("incidents", "alerts")  # a red dot is for what calls, not for a pile of work

Entry = tuple[str, Promise, str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One page of the navigation; `count` is None where there is nothing to count, `key` goes there after G."""

    name: str
    label: str
    icon: str
    url: str
    current: bool
    count: int | None = None
    hot: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class BrandLink:
    name: str
    note: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Crisis:
    """A running S1 incident, as the bar under the top of every other page tells it."""

    code: str
    title: str
    clock: str
    due: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Export:
    """Where the list of a page is taken along; without an address, who may."""

    url: str
    needs: str


def waits(at: datetime) -> dict[str, QuerySet[Any]]:
    """Name what is counted beside the navigation."""
    return {
        "stories": Story.objects.filter(last_post_at__gt=at - timedelta(days=1)).shown(),
        "alerts": Alert.objects.all().unanswered(at=at),
        "incidents": Incident.objects.all().running(),
        "cases": Case.objects.all().open(),
        "media": Enquiry.objects.all().open(),
        "risks": Risk.objects.all().due(today=day_of(at)),
    }


WAITS = Tally(waits)


class Shell:
    """The frame of one request; every part is read from the database when the template first asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.seat: Seat | None = getattr(request, "seat", None)
        self.at = self.seat.at if self.seat else clock.now()

    @property
    def person(self) -> Person | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) else None

    @property
    def brand(self) -> Brand | None:
        return self.seat.brand if self.seat else None

    @property
    def role(self) -> str:
        return str(words.ROLES[self.seat.role.value]) if self.seat else ""

    @cached_property
    def engagement(self) -> str:
        """Say who else looks after this brand: the agency, or for an agency's person the house."""
        if not self.seat:
            return ""
        brand, person = self.seat.brand, self.seat.person
        if person.organisation_id != brand.organisation_id:
            return _("Client: %(house)s") % {"house": brand.organisation.name}
        live = Engagement.objects.live(at=self.at).filter(brand=brand).select_related("agency").first()
        return _("Agency: %(agency)s") % {"agency": live.agency.name} if live else brand.organisation.name

    @cached_property
    def brands(self) -> tuple[BrandLink, ...]:
        """Give every brand this person may enter, for the switcher."""
        if not self.person:
            return ()
        found = Brand.objects.reachable_by(self.person, at=self.at).select_related("organisation")
        return tuple(
            BrandLink(brand.name, brand.organisation.name, link("board", brand) or "#", brand == self.brand)
            for brand in found
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count what waits: mentions, stories of the last day, alerts, incidents, cases, enquiries and risks due."""
        if not self.seat or not self.brand:
            return {}
        return {"mentions": count_waiting(self.seat), **WAITS.of(self.brand, at=self.at)}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        made = (Group(str(label), self.items(entries)) for label, entries in GROUPS)
        return tuple(group for group in made if group.items)

    @cached_property
    def foot(self) -> tuple[Item, ...]:
        return self.items(FOOT)

    @property
    def pages(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def phone_tabs(self) -> tuple[Item, ...]:
        """Give the pages of the bottom bar of a phone; the rest is under "more"."""
        found = (item for name in self.on_phone for item in self.pages if item.name == name)
        return tuple(item if item.name in DOTTED else replace(item, count=None) for item in found)

    @property
    def on_phone(self) -> tuple[str, ...]:
        return PHONE_TABS if self.brand else ("desk",)

    @property
    def more(self) -> tuple[Item, ...]:
        return tuple(item for item in (*self.pages, *self.foot) if item.name not in self.on_phone)

    @property
    def more_is_current(self) -> bool:
        return self.current not in self.on_phone

    def items(self, entries: tuple[Entry, ...]) -> tuple[Item, ...]:
        """Give the entries whose page exists."""
        return tuple(
            Item(
                name=name,
                label=str(label),
                icon=icon,
                url=self.urls[name],
                current=name == self.current,
                count=self.counts.get(name),
                hot=name == "incidents",
                key=key,
            )
            for name, label, icon, key in entries
            if name in self.urls
        )

    @cached_property
    def urls(self) -> dict[str, str]:
        names = [name for name, *_rest in (*MONITOR, *RESPOND, *PREVENT, *FOOT)]
        found = {name: link(name, self.brand) for name in (*names, "stream", "changes", "palette")}
        if self.person:
            found["desk"] = of_all("desk")
        if self.person and not self.brand:
            found["palette"] = of_all("desk_palette")
        if self.page == "desk":
            found |= {"stream": of_all("desk_stream"), "changes": of_all("desk_changes")}
        return {name: url for name, url in found.items() if url}

    @property
    def page(self) -> str:
        """Give the name of the address that was asked for."""
        match = self.request.resolver_match
        return (match.url_name or "") if match else ""

    @cached_property
    def export(self) -> Export | None:
        """Give where the list of this page is taken along as it stands, or who may, or nothing where there is none."""
        name = EXPORTS.get(self.page)
        if not name or not self.seat:
            return None
        if not self.seat.may(Act.EXPORT):
            return Export("", formats.listed(words.ROLES[role.value] for role in who_may(Act.EXPORT)))
        query = self.request.GET.urlencode()
        return Export(f"{link(name, self.brand)}{'?' if query else ''}{query}", "")

    @cached_property
    def current(self) -> str:
        """Name the page whose address is the longest beginning of this one."""
        path = escape_uri_path(self.request.path)  # addresses made by name are escaped too
        places = [(url, name) for name, url in self.urls.items()]
        places += [(link(page, self.brand), name) for page, name in STANDS_UNDER.items() if name in self.urls]
        here = [(len(url), name) for url, name in places if url and path.startswith(url)]
        return max(here)[1] if here else ""

    @cached_property
    def crises(self) -> tuple[Crisis, ...]:
        """Give running S1 incidents, most pressing clock first, except on the board and in their own room."""
        path = escape_uri_path(self.request.path)
        if not self.brand or path == self.urls["board"]:
            return ()
        grave = Incident.objects.filter(brand=self.brand, severity=Severity.S1.value).running()
        found = (crisis_of(incident) for incident in grave.select_related("brand", "story", "alert")[:SHOWN_CRISES])
        elsewhere = [crisis for crisis in found if not path.startswith(crisis.url)]
        return tuple(sorted(elsewhere, key=lambda crisis: crisis.due))

    @property
    def stream_url(self) -> str:
        return self.urls.get("stream", "")

    @property
    def changes_url(self) -> str:
        return self.urls.get("changes", "")

    @property
    def speed(self) -> float:
        return clock.speed()

    @property
    def is_demo(self) -> bool:
        return not clock.is_real()

    @property
    def theme(self) -> str:
        chosen = self.request.COOKIES.get("firebreak_theme", "auto")
        return chosen if chosen in THEMES else "auto"

    @property
    def themes(self) -> dict[str, Promise]:
        return dict(THEMES)

    @property
    def language(self) -> str:
        return get_language() or "zh-hant"

    @property
    def html_lang(self) -> str:
        return LANGUAGES.get(self.language, LANGUAGES["zh-hant"])[0]

    @property
    def other_languages(self) -> list[tuple[str, str, str]]:
        """Give code, tag and own name of every language but this one."""
        return [(code, tag, name) for code, (tag, name) in LANGUAGES.items() if code != self.language]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: the frame, read only where a template uses it."""
    return {"shell": Shell(request)}


def link(name: str, brand: Brand | None) -> str:
    """Give the address of a brand's page, or nothing while there is no such page."""
    try:
        return reverse(name, args=[brand.slug]) if brand else ""
    except NoReverseMatch:
        return ""


def of_all(name: str) -> str:
    """Give the address of a page over all brands, or nothing while there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def crisis_of(incident: Incident) -> Crisis:
    """Tell an incident by its next open clock, or by the last one when none is open."""
    clocks = clocks_of(incident)
    waiting = [one for one in clocks if one.met is None and not one.over_at_start] or clocks
    pressing = min(waiting, key=lambda one: one.due)
    return Crisis(
        code=incident.code,
        title=incident.name,
        clock=str(sentences.CLOCKS[pressing.name]),
        due=pressing.due,
        url=reverse("incident", args=[incident.brand.slug, incident.number]),
    )


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the system says, and go back."""
    chosen = request.POST.get("theme", "")
    return remember(request, "firebreak_theme", chosen if chosen in THEMES else "auto")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the screen, and go back."""
    chosen = request.POST.get("language", "")
    return remember(request, "firebreak_language", chosen if chosen in LANGUAGES else "zh-hant")


def remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if is_ours else "/")
    response.set_cookie(cookie, value, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
