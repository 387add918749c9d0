"""How is a page for the public opened, shut and corrected? Its words were all approved and published before."""

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand, person_actor
from firebreak.console.learn.public.records import LONGEST, Correction, PublicPage
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Act


def published_of(incident: Incident) -> QuerySet[Statement]:
    """Give the texts of a page in their order: those for everybody on the website, once they are out."""
    rows = incident.statements.filter(channel=Channel.WEBSITE, audience=Audience.PUBLIC, published_at__isnull=False)
    return rows.order_by("published_at", "pk")


@transaction.atomic
def open_page(*, seat: Seat, incident: Incident) -> PublicPage:
    """Let everybody read what was published on the website about an incident.

    Only who may let words go out; raises BadInput while nothing is published.
    """
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    if not published_of(incident).exists():
        raise BadInput(field="page", problem="nothing_published")
    page = PublicPage.objects.filter(incident=incident).first() or new_page(seat, incident)
    page.is_on, page.opened_by, page.opened_at = True, seat.person, seat.at
    page.save()
    tell(seat, page, "open_progress_page")
    return page


def new_page(seat: Seat, incident: Incident) -> PublicPage:
    year = timezone.localtime(seat.at).year
    last = PublicPage.objects.filter(brand=seat.brand, year=year).aggregate(last=Max("number"))["last"]
    return PublicPage(incident=incident, brand=seat.brand, year=year, number=(last or 0) + 1)


@transaction.atomic
def shut_page(*, seat: Seat, incident: Incident) -> None:
    """Take the page away again; opened anew it has its old address. Raises Conflict where it is shut already."""
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    page = PublicPage.objects.filter(incident=incident, is_on=True).first()
    if page is None:
        raise Conflict(incident=incident.code)
    page.is_on = False
    page.save(update_fields=["is_on"])
    tell(seat, page, "shut_progress_page")


@transaction.atomic
def correct(*, seat: Seat, incident: Incident, wrong: int, right: int, was: str, now: str) -> Correction:
    """Say which published words were wrong and which later ones are right; both must stand there word for word."""
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    page = PublicPage.objects.filter(incident=incident).first()
    texts = list(published_of(incident))
    order = [one.pk for one in texts]
    said, meant = was.strip(), now.strip()
    if page is None or wrong not in order or right not in order or order.index(wrong) >= order.index(right):
        raise BadInput(field="right", problem="not_later")
    first, later = texts[order.index(wrong)], texts[order.index(right)]
    if (
        not said
        or not meant
        or max(len(said), len(meant)) > LONGEST
        or said not in first.text
        or meant not in later.text
    ):
        raise BadInput(field="was", problem="not_word_for_word")
    told = {"wrong": first, "right": later, "was": said, "now": meant}
    if there := Correction.objects.filter(page=page, **told).first():  # clicked twice: it stands there once
        return there
    made = Correction.objects.create(page=page, by=seat.person, at=seat.at, **told)
    tell(seat, page, "correct_progress_page", wrong=first.pk, right=later.pk)
    return made


def tell(seat: Seat, page: PublicPage, action: str, **detail: int) -> None:
    told = {"page": page.code} | detail
    note(page.incident, kind=action, at=seat.at, person=seat.person, facts=told)
    record(page.incident, actor=person_actor(seat.person), action=action, at=seat.at, detail=told)
