"""Why is a list empty: is everything done, is it narrowed too far, or is nothing heard yet? And what comes next?"""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.access import Seat
from firebreak.console.formats import short_time, thousands
from firebreak.console.listen import inbox
from firebreak.console.listen.conditions import chip_text
from firebreak.console.listen.forms import MentionFilter
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.models import Post, Watch


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty list: of which kind, in words, with one next step."""

    kind: str  # cleared, narrow or unset
    title: str
    text: str
    action: str
    url: str


def nothing_in(seat: Seat, want: inbox.Wanted, form: MentionFilter) -> Nothing:
    """Say why a list holds nothing."""
    if want.chosen:
        return too_narrow(seat, want, form)
    if not Post.objects.filter(brand=seat.brand).exists():
        return nothing_heard(seat)
    if want.view == "untriaged":
        return all_decided(seat, want)
    titles = {
        "mine": _("Nothing is assigned to you"),
        "asleep": _("Nothing is snoozed"),
        "high": _("No mention is of high risk"),
        "positive": _("No good word yet"),
    }
    title = titles.get(want.view, _("No mention fits this view"))
    return Nothing("cleared", title, "", _("Look at what waits"), listed(seat, want, view="untriaged"))


def too_narrow(seat: Seat, want: inbox.Wanted, form: MentionFilter) -> Nothing:
    """Offer the list without one condition, the last one that makes a difference, and say how many it holds."""
    title = _("No mention fits these filters")
    for name, value in reversed(list(want.chosen.items())):
        wider = replace(want, chosen={one: told for one, told in want.chosen.items() if one != name}, memo={})
        rows = inbox.posts_of(seat, wider)
        if rows.exists():
            chip = chip_text(name, value, form.people)
            text = _("Without “%(condition)s” there are %(count)s.")
            text %= {"condition": chip, "count": inbox.count_text(rows)}
            return Nothing(
                "narrow", title, text, _("Remove “%(condition)s”") % {"condition": chip}, listed(seat, wider)
            )
    return Nothing("narrow", title, "", _("Remove all filters"), listed(seat, inbox.Wanted(view=want.view)))


def all_decided(seat: Seat, want: inbox.Wanted) -> Nothing:
    """Say who closed the last mention and when, and how many come back later."""
    rows = Handling.objects.filter(brand=seat.brand, closed_at__isnull=False).select_related("closed_by")
    last = rows.order_by("-closed_at").first()
    text = _("New mentions appear here as they come.")
    if last and last.closed_at and last.closed_by:
        facts = {"time": short_time(last.closed_at, at=seat.at), "who": last.closed_by.name}
        text = _("The last one was closed at %(time)s by %(who)s.") % facts
    asleep = inbox.posts_of(seat, replace(want, view="asleep")).count()
    if not asleep:
        return Nothing("cleared", _("Everything is decided"), text, _("All mentions"), listed(seat, want, view="all"))
    action = ngettext("Look at %(count)s that is snoozed", "Look at %(count)s that are snoozed", asleep)
    url = listed(seat, want, view="asleep")
    return Nothing("cleared", _("Everything is decided"), text, action % {"count": thousands(asleep)}, url)


def nothing_heard(seat: Seat) -> Nothing:
    """Lead to what is missing: a watch, else a source."""
    slug = seat.brand.slug
    if not Watch.objects.filter(brand=seat.brand).exists():
        text = _("Add the names of brand and products and how they are misspelt: mentions come with the next visit.")
        url = reverse("settings_watches", args=[slug])
        return Nothing("unset", _("There is no watch yet"), text, _("Add watches"), url)
    text = _("Posts that match a watch appear here.")
    return Nothing("unset", _("Nothing heard yet"), text, _("Look at the sources"), reverse("settings", args=[slug]))


def listed(seat: Seat, want: inbox.Wanted, *, view: str = "") -> str:
    other = replace(want, view=view, sort="") if view else want
    return f"{reverse('mentions', args=[seat.brand.slug])}?{other.query()}"
