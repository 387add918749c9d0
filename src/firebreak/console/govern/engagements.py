"""How does a brand let an agency in, change what it may do, and end it? Each step stands in the chains of both."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from firebreak.console.access import Seat
from firebreak.console.govern.models import Assignment, Brand, Engagement, Organisation
from firebreak.console.govern.people import Added, add_person
from firebreak.console.govern.services import beat, person_actor, write_entry, write_on_both_sides
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import AGENCY_ACTS
from firebreak.core.terms import Act, Role


@dataclass(frozen=True, slots=True)
class Terms:
    """What a brand and an agency have agreed: for which acts, when the NDA was signed, from and until when."""

    covers: frozenset[Act]
    nda_signed_at: datetime
    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The first person of an agency; somebody who has an account already keeps it."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Invited:
    """An engagement that was made, and its first person where one was named."""

    engagement: Engagement
    added: Added | None = None


@transaction.atomic
def invite_agency(*, seat: Seat, name: str, terms: Terms, first: Newcomer | None = None) -> Invited:
    """Let an agency in that is known by this name, or a new one with its first person.

    Whoever worked for it under an earlier engagement does not come back by themselves.
    """
    seat.need(Act.ADMINISTER)
    check_terms(terms, at=seat.at)
    known = agency_called(seat.brand, name)
    if known is None and first is None:
        raise BadInput(field="email", problem="first_person")
    if known and Engagement.objects.filter(brand=seat.brand, agency=known).not_over(at=seat.at).exists():
        raise BadInput(field="agency", problem="engaged")
    agency = known or new_agency(name)
    forget_seats(seat, agency)
    made = Engagement.objects.create(
        brand=seat.brand,
        agency=agency,
        scopes=scopes_of(terms.covers),
        nda_signed_at=terms.nda_signed_at,
        starts=terms.starts,
        ends=terms.ends,
    )
    record(seat, made, "engage_agency", told(made))
    if first is None:
        return Invited(made)
    return Invited(made, add_person(seat=seat, email=first.email, name=first.name, role=first.role, house=agency))


def check_terms(terms: Terms, *, at: datetime) -> None:
    """Raise BadInput for terms under which nobody could or should work."""
    if terms.nda_signed_at > at:
        raise BadInput(field="nda_signed", problem="not_signed")
    check_end(terms.ends, starts=terms.starts, at=at)
    check_covered(terms.covers)


def check_end(ends: datetime | None, *, starts: datetime, at: datetime) -> None:
    if ends is not None and ends <= max(starts, at):
        raise BadInput(field="ends", problem="ends_early")


def check_covered(covers: frozenset[Act]) -> None:
    if not covers <= AGENCY_ACTS:
        raise BadInput(field="covers", problem="beyond_agencies")


def scopes_of(covers: frozenset[Act]) -> list[str]:
    """Give what is stored; who may do anything may read."""
    return [act.value for act in Act if act in covers | {Act.READ}]


def agency_called(brand: Brand, name: str) -> Organisation | None:
    """Find an agency by its name; raises BadInput for no name, and for the house of the brand itself."""
    wanted = " ".join(name.split())
    if not slugify(wanted, allow_unicode=True):
        raise BadInput(field="agency", problem="empty")
    if wanted.casefold() == brand.organisation.name.casefold():
        raise BadInput(field="agency", problem="own_house")
    return Organisation.objects.filter(kind=Organisation.Kind.AGENCY, name__iexact=wanted).order_by("pk").first()


def new_agency(name: str) -> Organisation:
    wanted = " ".join(name.split())
    slug = slugify(wanted, allow_unicode=True)[:50]
    taken = set(Organisation.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    free = next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
    return Organisation.objects.create(name=wanted, slug=free, kind=Organisation.Kind.AGENCY)


def forget_seats(seat: Seat, agency: Organisation) -> None:
    """Take the roles away that an agency's people still hold from an engagement that is over."""
    for row in Assignment.objects.filter(brand=seat.brand, person__organisation=agency):
        row.delete()
        write_entry(
            brand=seat.brand,
            actor=person_actor(seat.person),
            action="unassign",
            subject=f"person:{row.person_id}",
            at=seat.at,
        )


@transaction.atomic
def change_engagement(*, seat: Seat, engagement: Engagement, covers: frozenset[Act], ends: datetime | None) -> None:
    """Set what an engagement covers and when it ends; one that is over stays over."""
    seat.need(Act.ADMINISTER)
    demand_not_over(engagement, at=seat.at)
    check_end(ends, starts=engagement.starts, at=seat.at)
    check_covered(covers)
    was = told(engagement)
    engagement.scopes, engagement.ends = scopes_of(covers), ends
    engagement.save(update_fields=["scopes", "ends"])
    now = told(engagement)
    changed = [name for name in now if now[name] != was[name]]
    if changed:
        pick = {name: {"was": was[name], "now": now[name]} for name in changed}
        record(seat, engagement, "change_engagement", {"agency": engagement.agency_id} | pick)


@transaction.atomic
def end_engagement(*, seat: Seat, engagement: Engagement) -> None:
    """End it now: the next request of the agency's people finds nothing, and their open streams close.

    One that has not begun yet is taken back; the chains remember it.
    """
    seat.need(Act.ADMINISTER)
    demand_not_over(engagement, at=seat.at)
    facts = {"agency": engagement.agency_id, "began": engagement.starts < seat.at}
    record(seat, engagement, "end_engagement", facts)
    if engagement.starts < seat.at:
        engagement.ends = seat.at
        engagement.save(update_fields=["ends"])
    else:
        engagement.delete()


def demand_not_over(engagement: Engagement, *, at: datetime) -> None:
    if engagement.ends is not None and engagement.ends <= at:
        raise BadInput(field="engagement", problem="over")


def told(engagement: Engagement) -> dict[str, Any]:
    """Give what the chains hold of an engagement: keys, acts and times."""
    return {
        "agency": engagement.agency_id,
        "scopes": [act.value for act in Act if act.value in engagement.scopes],
        "starts": engagement.starts.astimezone(UTC).isoformat(),
        "ends": engagement.ends.astimezone(UTC).isoformat() if engagement.ends else None,
    }


def record(seat: Seat, engagement: Engagement, action: str, detail: dict[str, Any]) -> None:
    """Write it down on both sides, and let open pages look who may still see."""
    write_on_both_sides(engagement, actor=person_actor(seat.person), action=action, detail=detail, at=seat.at)
    beat(seat.brand, "seats")
