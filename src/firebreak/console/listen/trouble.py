"""What went wrong at a source, in words, and does it keep us out or only ask us to come less often?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak.console import faults
from firebreak.console.listen.blind import AWAY, PAUSED

LIMITED = frozenset({"source_limited"})
BLOCKED = frozenset({"source_blocked", "address_refused"})

PROBLEMS = {
    "401": gettext_lazy("The source wants a key, or takes ours no more (401)."),
    "403": gettext_lazy("The source lets us in no more (403)."),
    "404": gettext_lazy("There is nothing at this address (404)."),
    "410": gettext_lazy("The source is gone for good (410)."),
    "429": gettext_lazy("The source asks us to come less often (429)."),
    "451": gettext_lazy("The source is closed by law (451)."),
    "500": gettext_lazy("The source is broken (500). It is neither our key nor our quota."),
    "502": gettext_lazy("The source is not to be reached behind its door (502)."),
    "503": gettext_lazy("The source is busy (503). It is neither our key nor our quota."),
    "504": gettext_lazy("The source answers too late behind its door (504)."),
    "timeout": gettext_lazy("No answer within 10 seconds."),
    "dns_timeout": gettext_lazy("No answer from the name service."),
    "unknown_host": gettext_lazy("Nobody knows this host name."),
    "unreachable": gettext_lazy("The host cannot be reached."),
    "bad_certificate": gettext_lazy("The host's certificate is not valid."),
    "bad_tls": gettext_lazy("The host speaks no TLS that we can trust."),
    "bad_http": gettext_lazy("The answer is no HTTP."),
    "redirect_loop": gettext_lazy("The address leads back to itself."),
    "too_many_redirects": gettext_lazy("The address leads on too often."),
    "bad_redirect": gettext_lazy("The address leads on to nowhere."),
    "no_feed": gettext_lazy("There is an answer, but no feed in it."),
    "xml_entities": gettext_lazy("The feed holds what no feed may hold; it was not opened."),
    "too_large": gettext_lazy("The answer is larger than 5 MiB."),
    "broken_content": gettext_lazy("The answer came broken."),
    "unknown_encoding": gettext_lazy("The answer is packed in a way that we do not know."),
    "busy": gettext_lazy("Many of our sources are at this host; it waits for its turn."),
    "private_address": gettext_lazy("This address is not on the public internet."),
    "bad_address": gettext_lazy("This is no address."),
    "scheme_refused": gettext_lazy("Only http and https are spoken."),
    "no_url": gettext_lazy("No address is set."),
    "no_connector": gettext_lazy("The plug-in for this kind of source is gone."),
}
SPOTS = {
    AWAY: gettext_lazy("Firebreak itself was off."),
    PAUSED: gettext_lazy("Paused by a person."),
}


def said(code: str, problem: str = "") -> tuple[str, str]:
    """Say what an error is and what to do next; nothing without a code."""
    if not code:
        return "", ""
    what, then = faults.ERRORS.get(code, faults.ERRORS["error"])
    return str(PROBLEMS.get(problem) or status_of(problem) or what), str(then)


def status_of(problem: str) -> str:
    """Name an answer for which there are no words of its own."""
    return _("The source answers %(status)s.") % {"status": problem} if problem.isdigit() else ""


def why_blind(code: str, problem: str) -> str:
    """Say why a source was not heard."""
    return str(SPOTS.get(code) or said(code, problem)[0])
