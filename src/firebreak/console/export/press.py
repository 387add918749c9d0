"""Which columns do enquiries of the press and the people who ask them have in a file?"""

from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import mediawords
from firebreak.console.export.cells import Row
from firebreak.console.export.listing import Asked, Listing
from firebreak.console.media.hiding import ShownJournalist, words_hidden
from firebreak.console.media.models import Enquiry, Journalist
from firebreak.console.respond.speak.records import Statement

ENQUIRY = (
    gettext_lazy("Number"),
    gettext_lazy("Incident"),
    gettext_lazy("Outlet"),
    gettext_lazy("Name of the journalist"),
    pgettext_lazy("Q&A", "Question"),
    gettext_lazy("Came to us"),
    gettext_lazy("Deadline"),
    gettext_lazy("State"),
    gettext_lazy("Held by"),
    pgettext_lazy("enquiry", "Answered with"),
    pgettext_lazy("enquiry", "Ended at"),
    gettext_lazy("Reason"),
)
PERSON = (
    gettext_lazy("Outlet"),
    gettext_lazy("Name of the journalist"),
    gettext_lazy("Beat"),
    gettext_lazy("Phone"),
    gettext_lazy("E-mail"),
    gettext_lazy("Where do we have it from?"),
    gettext_lazy("Notes"),
    gettext_lazy("Last spoken"),
)


def enquiries(asked: Asked) -> Listing:
    """Give every enquiry of the brand, the newest first; who asks is masked unless it is lifted."""
    rows = Enquiry.objects.filter(brand=asked.seat.brand).order_by("-received_at", "-pk")
    return Listing(
        code="enquiries",
        title=gettext_lazy("Enquiries of the press"),
        columns=ENQUIRY,
        found=rows.select_related("incident", "journalist", "holder", "answer"),
        row=lambda one: enquiry_row(one, lifted=asked.lifted),
        personal=True,
    )


def enquiry_row(one: Enquiry, *, lifted: bool) -> Row:
    return [
        one.code,
        one.incident.code if one.incident else "",
        one.journalist.outlet,
        ShownJournalist(one.journalist, lifted).name,
        one.question if lifted else words_hidden(one.question),
        one.received_at,
        one.due_at,
        str(mediawords.ENQUIRY_STATES[one.state]),
        one.holder.name if one.holder else "",
        given(one.answer, one.answer_version),
        one.ended_at,
        one.reason if lifted else words_hidden(one.reason),
    ]


def given(answer: Statement | None, version: int | None) -> str:
    """Name the text that was given by its number in the Q&A or its link, and its version."""
    if answer is None:
        return ""
    return f"{answer.code or answer.url or answer.pk} v{version}"


def journalists(asked: Asked) -> Listing:
    """Give the people of the press that are known, by outlet; masked unless it is lifted."""
    return Listing(
        code="journalists",
        title=gettext_lazy("Journalists"),
        columns=PERSON,
        found=Journalist.objects.filter(brand=asked.seat.brand).order_by("outlet", "pk"),
        row=lambda one: person_row(ShownJournalist(one, asked.lifted)),
        personal=True,
    )


def person_row(who: ShownJournalist) -> Row:
    one = who.one
    ground = str(mediawords.GROUNDS_OF_PRESS[one.ground])
    return [one.outlet, who.name, one.beat, who.phone, who.mail, ground, who.notes, who.spoken_at]
