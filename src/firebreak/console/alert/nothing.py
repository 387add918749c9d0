"""Why does no alert wait: is nothing set up, has nothing happened, or is all of it dealt with or put off?"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.access import Seat
from firebreak.console.listen.models import Source, Watch
from firebreak.console.listen.nothing import Nothing


def nothing_open(seat: Seat, *, ever: bool, later: int) -> Nothing:
    """Say why no alert waits; `ever` tells whether there was one, `later` how many are put off or silenced."""
    slug = seat.brand.slug
    watches, sources = (one.objects.filter(brand=seat.brand).count() for one in (Watch, Source))
    if not watches:
        text = _("Alerts come from what is heard about the brand; no word is listened for.")
        return Nothing(
            "unset", _("There is no watch yet"), text, _("Add watches"), reverse("settings_watches", args=[slug])
        )
    if not sources:
        text = _("The watches are set; no feed, webhook or file brings posts that they could hear.")
        return Nothing("unset", _("There is no source yet"), text, _("Add a source"), reverse("settings", args=[slug]))
    if later:
        title = ngettext(
            "Nothing waits; %(n)s is put off or silenced", "Nothing waits; %(n)s are put off or silenced", later
        )
        return Nothing(
            "narrow", title % {"n": later}, _("Each comes back by itself at its time."), _("Look at them"), "#h-later"
        )
    if ever:
        text = _("A new one shows here and calls whoever is on its route.")
        return Nothing("cleared", _("Every alert is answered"), text, "", "")
    heard = ngettext("%(n)s source", "%(n)s sources", sources) % {"n": sources}
    text = _("We listen: %(heard)s. What stands out shows here and calls whoever is on its route.") % {"heard": heard}
    return Nothing("cleared", _("Nothing has stood out so far"), text, "", "")
