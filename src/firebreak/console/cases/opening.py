"""How does an affected person get a case: from what somebody wrote down, or from a mention in one click?"""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from firebreak.console.access import Seat
from firebreak.console.cases.lines import change, need_open, told
from firebreak.console.cases.models import INWARD, POST, SPOKEN, Case, CasePost, Contact
from firebreak.console.cases.proposing import propose_after
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act


@dataclass(frozen=True, slots=True)
class Affected:
    """What is known of an affected person; nothing of it is copied from a mention, so that it goes with it."""

    name: str = ""
    phone: str = ""
    mail: str = ""
    what: str = ""
    wants: str = ""
    avoids: str = ""
    matter: str = ""
    injured: bool = False


def next_number(brand: Brand) -> int:
    return (Case.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def open_case(
    *, seat: Seat, affected: Affected, way: str, received_at: datetime, incident: Incident | None = None
) -> Case:
    """Open a case for somebody who came to us; who called or came by has been spoken to."""
    seat.need(Act.INCIDENT)
    if way not in INWARD or way == POST:
        raise BadInput(field="way", problem="unknown")
    if received_at > seat.at:
        raise BadInput(field="received_at", problem="not_yet")
    if not any((affected.name, affected.phone, affected.mail, affected.what)):
        raise BadInput(field="what", problem="nobody_named")
    lock_brand(seat.brand)
    return create(seat, affected, way=way, received_at=received_at, incident=incident)


def create(
    seat: Seat, affected: Affected, *, way: str, received_at: datetime, incident: Incident | None, post: int = 0
) -> Case:
    case = Case.objects.create(
        brand=seat.brand,
        number=next_number(seat.brand),
        incident=incident,
        way=way,
        received_at=received_at,
        opened_at=seat.at,
        opened_by=seat.person,
        spoken_at=received_at if way in SPOKEN else None,
        **{one.name: getattr(affected, one.name) for one in fields(affected)},
    )
    Contact.objects.create(case=case, at=received_at, way=way, inward=True, complaint=True, by=seat.person)
    if post:
        CasePost.objects.create(case=case, post_id=post, by=seat.person, at=seat.at)
    told(seat, case, action="open_case", detail={"incident": incident.code if incident else "", "post": post})
    propose_after(case, at=seat.at)
    return case


@transaction.atomic
def open_case_from_post(*, seat: Seat, post: Post) -> Case:
    """Open the case of whoever wrote a mention, below its story's incident; a second click gives the same case."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    link = CasePost.objects.filter(post=post).select_related("case").first()
    if link:
        return link.case
    incident = Incident.objects.filter(brand=seat.brand, story__places__post=post).first()
    return create(seat, Affected(), way=POST, received_at=post.first_seen_at, incident=incident, post=post.pk)


@transaction.atomic
def link_post(*, seat: Seat, case: Case, post: Post) -> None:
    """Say that this person wrote a mention, too: one more complaint of theirs."""
    seat.need(Act.INCIDENT)
    found = need_open(seat, case)
    if CasePost.objects.filter(post=post).exists():
        raise Conflict(post=post.pk, problem="told_already")
    CasePost.objects.create(case=found, post=post, by=seat.person, at=seat.at)
    Contact.objects.create(case=found, at=post.first_seen_at, way=POST, inward=True, complaint=True, by=seat.person)
    told(seat, found, action="link_post", detail={"post": post.pk})
    propose_after(found, at=seat.at)


@transaction.atomic
def change_case(*, seat: Seat, case: Case, affected: Affected, version: int) -> None:
    """Write down what is known of the person now; the log names the fields that changed, not their words."""
    seat.need(Act.INCIDENT)
    found = need_open(seat, case)
    given = {one.name: getattr(affected, one.name) for one in fields(affected)}
    differ = {name: value for name, value in given.items() if getattr(found, name) != value}
    change(found, version=version, **differ)
    told(seat, found, action="change_case", detail={"fields": sorted(differ)})
