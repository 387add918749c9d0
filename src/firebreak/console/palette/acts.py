"""What can be done from here, at once or on its own page, and who may do what this person may not?"""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from firebreak.console import words
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import title_of
from firebreak.console.desk.places import Place
from firebreak.console.formats import listed
from firebreak.console.palette.commands import Command
from firebreak.console.respond.models import Incident
from firebreak.console.shell import Shell
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

MOST = 5


def needs(place: Place, act: Act) -> str:
    """Say who may, where this person may not."""
    return "" if place.may(act) else listed(words.ROLES[role.value] for role in who_may(act))


def of_alerts(places: Sequence[Place], shell: Shell) -> Iterator[Command]:
    """Offer to answer the alerts that nobody has answered, the gravest first."""
    at_brand = {place.brand.pk: place for place in places}
    rows = Alert.objects.filter(brand__in=at_brand).unanswered(at=shell.at).select_related("brand", "story", "source")
    for alert in sorted(rows[:100], key=lambda one: (one.severity or "S9", one.at))[:MOST]:
        place = at_brand[alert.brand_id]
        yield Command(
            "bell",
            _("Answer the alert: %(title)s") % {"title": title_of(alert)},
            reverse("acknowledge_alert", args=[place.brand.slug, alert.pk]),
            note=f"{alert.severity} {words.SIGNALS[alert.signal]} · {place.brand.name}",
            sends=("version", str(alert.version)),
            needs=needs(place, Act.ALERT),
        )


def of_incidents(places: Sequence[Place]) -> Iterator[Command]:
    """Offer to take running incidents on, and to write into their timelines."""
    at_brand = {place.brand.pk: place for place in places}
    rows = Incident.objects.filter(brand__in=at_brand).running().select_related("brand", "story__merged_into", "alert")
    for incident in rows.order_by("severity", "-opened_at")[:MOST]:
        place = at_brand[incident.brand_id]
        room = reverse("incident", args=[place.brand.slug, incident.number])
        named, note = {"code": incident.code}, f"{incident.name} · {place.brand.name}"
        lacks = needs(place, Act.INCIDENT)
        hold = reverse("hold_incident", args=[place.brand.slug, incident.number])
        yield Command("flag", _("Take %(code)s on") % named, hold, note=note, sends=("do", "hold"), needs=lacks)
        yield Command("plus", _("Log progress in %(code)s…") % named, f"{room}#log", note=note, needs=lacks, rank=1)


def of_brand(place: Place) -> Iterator[Command]:
    """Offer what begins on a page of this brand."""
    slug = place.brand.slug
    begins = (
        ("fire", _("Open an incident…"), "incidents", "", Act.INCIDENT),
        ("search", _("Add a watch…"), "settings_watches", "", Act.CONFIGURE),
        ("link", _("Add a source…"), "settings", "", Act.CONFIGURE),
        ("user", _("Add a person…"), "settings_people", "", Act.ADMINISTER),
        ("dl", _("Export mentions…"), "export_mentions", "?view=all", Act.EXPORT),
        ("dl", _("Export stories…"), "export_stories", "", Act.EXPORT),
        ("dl", _("Export alerts…"), "export_alerts", "", Act.EXPORT),
        ("dl", _("Export incidents…"), "export_incidents", "", Act.EXPORT),
        ("dl", _("Export the audit log…"), "export_audit", "", Act.EXPORT),
        ("check", _("Verify the audit chain"), "settings_audit", "?verify=1", Act.AUDIT),
    )
    for icon, label, name, query, act in begins:
        url = reverse(name, args=[slug]) + query
        yield Command(icon, label, url, needs=needs(place, act), also=name, rank=2)


def of_oneself(shell: Shell) -> Iterator[Command]:
    """Offer what concerns the screen and oneself."""
    other = "light" if shell.theme == "dark" else "dark"
    label = _("Switch to light") if other == "light" else _("Switch to dark")
    yield Command("moon", label, reverse("set_theme"), sends=("theme", other), also="theme", rank=3)
    for code, _tag, name in shell.other_languages:
        yield Command("globe", name, reverse("set_language"), sends=("language", code), also="language", rank=3)
    yield Command("exit", _("Sign out"), reverse("sign_out"), sends=("out", "1"), also="sign out", rank=3)
