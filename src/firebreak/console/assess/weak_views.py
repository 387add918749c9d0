"""What is still small and rises, which words go with criticism, and what do the next days bring?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.assess import pairs, weak
from firebreak.console.assess.coming import coming
from firebreak.console.assess.raising import raise_word
from firebreak.console.formats import duration
from firebreak.console.listen import closer
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act


@require_GET
@for_brand(Act.READ)
def weak_signals(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List what is still small and rises and the words that go with criticism, and look a week ahead."""
    page = {
        "seat": seat,
        "weak": weak.weak_page(seat.brand, at=seat.at),
        "pairs": pairs.pairs_page(seat.brand, at=seat.at),
        "week": coming(seat.brand, at=seat.at),
        "weak_days": weak.WINDOW.days,
        "pairs_days": pairs.WINDOW.days,
        "may_raise": seat.may(Act.CONFIGURE),
        "closer": closer.closer_at(seat.brand, at=seat.at),
    }
    return render(request, "assess/weak.html", page)


def why_not(refused: BadInput) -> str:
    """Say why a word gets no watch by one click: it is on the list no more, or its watch cannot be written."""
    if refused.context.get("field") == "word":
        return _("That word is not among those that go with criticism any more. Look at the list.")
    return _(
        "This word cannot be watched by one click: another watch has its name already, or the words by which the brand"
        " is heard are too long together. Add the watch yourself in the settings."
    )


@require_POST
@for_brand(Act.CONFIGURE)
def raise_watching(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give a word that goes with criticism a watch of its own (R2.92)."""
    try:
        watch = raise_word(seat=seat, word=request.POST.get("word", ""))
    except BadInput as refused:
        messages.error(request, why_not(refused))
    else:
        text = _(
            "「%(word)s」 is watched by itself from now on: you are alerted when it is said with your name more than"
            " usual."
        )
        messages.success(request, text % {"word": watch.name})
    return redirect("weak_signals", seat.brand.slug)


@require_POST
@for_brand(Act.CONFIGURE)
def visit_closer(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Have the brand's sources visited more often for some hours (R2.92)."""
    count = closer.visit_all_closer(seat=seat)
    if count:
        text = ngettext(
            "%(n)s source is visited more often for %(span)s.",
            "%(n)s sources are visited more often for %(span)s.",
            count,
        )
        messages.success(request, text % {"n": count, "span": duration(closer.HOURS)})
    else:
        messages.error(request, _("No source is visited less often than it may be; what is handed in comes by itself."))
    return redirect("weak_signals", seat.brand.slug)
