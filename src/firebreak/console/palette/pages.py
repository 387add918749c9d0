"""Where can one go from here: pages, settings, brands, incidents and stories?"""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.assess.models import Story
from firebreak.console.desk.places import Place
from firebreak.console.govern.models import Brand
from firebreak.console.home.settings.frame import TABS
from firebreak.console.palette.commands import Asked, Command
from firebreak.console.respond.models import Incident
from firebreak.console.shell import Shell

RECENT = 200  # records whose names are looked through


def pages(shell: Shell, place: Place | None) -> Iterator[Command]:
    """Give the pages of this brand, and the desk."""
    for item in (*shell.pages, *shell.foot):
        keys = ("G", item.key.upper()) if item.key else ()
        yield Command(item.icon, item.label, item.url, keys=keys, also=item.name)
    if place is None:
        return
    for name, label, act in TABS:
        if name != "settings" and place.may(act):
            url = reverse(name, args=[place.brand.slug])
            yield Command("gear", _("Settings: %(page)s") % {"page": label}, url, also=name, rank=1)
    slug = place.brand.slug
    yield Command("dl", _("Long work"), reverse("works", args=[slug]), also="export", rank=1)
    yield Command("phone", _("Resource directory"), reverse("resources", args=[slug]), also="resources phone", rank=1)
    yield Command("bell", _("Crises of others"), reverse("rivals", args=[slug]), also="rivals competitors", rank=1)
    yield Command("phone", _("Card for without a network"), reverse("card", args=[slug]), also="offline", rank=1)


def brands(places: Sequence[Place], here: Brand | None) -> Iterator[Command]:
    """Give the other brands that this person may enter."""
    for place in places:
        brand = place.brand
        if brand != here:
            url = reverse("board", args=[brand.slug])
            yield Command("right", brand.name, url, note=_("Brand of %(house)s") % {"house": brand.organisation.name})


def incidents(places: Sequence[Place], asked: Asked) -> Iterator[Command]:
    """Give running incidents, then closed ones, by number or name."""
    rows = Incident.objects.filter(brand__in=[place.brand for place in places])
    rows = rows.filter(number=asked.digits) if asked.digits else rows
    for one in rows.select_related("brand", "story__merged_into", "alert").order_by("-opened_at", "-pk")[:RECENT]:
        closed = one.phase == "closed"
        note = f"{one.severity} · {words.PHASES[one.phase]}{beside(places, one.brand)}"
        label, url = f"{one.code} {one.name}", reverse("incident", args=[one.brand.slug, one.number])
        yield Command("fire", label, url, note=note, rank=1 if closed else 0)


def stories(places: Sequence[Place], asked: Asked) -> Iterator[Command]:
    """Give the newest stories by number or title."""
    rows = Story.objects.filter(brand__in=[place.brand for place in places]).shown().select_related("brand")
    rows = rows.filter(number=asked.digits) if asked.digits else rows
    for one in rows.order_by("-last_post_at")[:RECENT]:
        note = f"{one.severity} · {words.CATEGORIES[one.category]}{beside(places, one.brand)}"
        url = reverse("story", args=[one.brand.slug, one.number])
        yield Command("stack", f"{one.code} {one.title}", url, note=note, rank=1)


def beside(places: Sequence[Place], brand: Brand) -> str:
    """Name the brand where there are several."""
    return f" · {brand.name}" if len(places) > 1 else ""
