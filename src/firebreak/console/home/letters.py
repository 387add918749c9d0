"""How does a brief read as a mail? The same numbers in text and HTML; codes in place of titles, so nothing leaks."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.connect.contract import Message
from firebreak.console.formats import local
from firebreak.console.home.brief import BriefPage
from firebreak.console.home.models import Letter


def message_of(letter: Letter, *, at: datetime) -> Message:
    """Write a brief to one person in their language; no words of a post, no title, no name of an author."""
    brief = letter.brief
    with translation.override(letter.person.language):
        page = BriefPage(brief)
        facts = {"brand": brief.brand.name, "date": f"{local(brief.until):%Y/%m/%d}", "said": page.conclusion}
        context = {
            "page": page,
            "brief": brief,
            "title": _("%(brand)s · morning brief %(date)s") % facts,
            "link": settings.PUBLIC_URL + reverse("brief", args=[brief.brand.slug, brief.pk]),
            "list": settings.PUBLIC_URL + reverse("briefs", args=[brief.brand.slug]),
            "language": translation.get_language(),
        }
        text = render_to_string("home/letter.txt", context)
        html = render_to_string("home/letter.html", context)
        subject = _("[%(brand)s] Morning brief %(date)s: %(said)s") % facts
    return Message(key=f"brief-{brief.pk}-{letter.person_id}", subject=subject, text=text, at=at, html=html)
