"""Who did what and when, and was the log changed?"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console import words
from firebreak.console.access import Seat, for_brand
from firebreak.console.formats import listed
from firebreak.console.home.settings.attention import notices_of
from firebreak.console.home.settings.chain import Chain, chain_of
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.logline import lines_of
from firebreak.console.home.settings.logsearch import LogFilter, leaf_of, scope_of
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

TAB = "settings_audit"


@require_safe
@never_cache
@for_brand(Act.READ)
def audit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say first whether the chain holds, then what is in it, as far as this seat may see."""
    scope, form = scope_of(seat), LogFilter(request.GET, seat=seat)
    leaf = leaf_of(seat, form, request.GET)
    page = {
        "chain": chain_seen(request, seat),
        "scope": scope,
        "form": form,
        "narrowed": bool(form.chosen),
        "leaf": leaf,
        "lines": lines_of(seat.brand, leaf.entries),
        "notices": notices_of(seat) if scope == "all" else [],
        "audit_needs": listed(words.ROLES[role.value] for role in who_may(Act.AUDIT)),
    }
    return show(request, seat, TAB, page)


def chain_seen(request: HttpRequest, seat: Seat) -> Chain | None:
    """Walk the chain for those who may read all of the log: it is the whole house's, and walking it costs time."""
    return chain_of(seat.brand.organisation, asked="verify" in request.GET) if seat.may(Act.AUDIT) else None
