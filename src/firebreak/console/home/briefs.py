"""When is a morning brief due, who reads it, and who has signed it off?"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from firebreak.console.access import Seat
from firebreak.console.govern.models import Assignment, Brand
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.home.models import Brief, Letter, Wish
from firebreak.console.home.overnight import overnight, since_last
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup, Source
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act, Role

BRIEF_AT = time(8, 30)  # on the clock of the screen, which is Taipei's
MAILED = frozenset({Role.BRAND_PR.value, Role.AGENCY_LEAD.value, Role.EXECUTIVE.value})


def day_of(at: datetime) -> date:
    """Name the day whose brief is the newest one due at `at`: before half past eight it is yesterday's."""
    local = timezone.localtime(at)
    return local.date() if local.time() >= BRIEF_AT else local.date() - timedelta(days=1)


def instant_of(day: date) -> datetime:
    """Give the moment at which the brief of a day is due."""
    return datetime.combine(day, BRIEF_AT, timezone.get_current_timezone())


def listens_since(brand: Brand) -> datetime | None:
    """Tell since when there is something to tell of: the first source, or the first mention."""
    first = Source.objects.filter(brand=brand).order_by("created_at").values_list("created_at", flat=True).first()
    bucket = Rollup.objects.filter(brand=brand).order_by("bucket").values_list("bucket", flat=True).first()
    heard = [] if bucket is None else [datetime.fromtimestamp(bucket * BUCKET_SECONDS, timezone.get_current_timezone())]
    return min([*heard, *([first] if first else [])], default=None)


def is_due(brand: Brand, *, at: datetime) -> bool:
    """Tell whether the newest brief is still to be written; before a brand listened there is none."""
    day = day_of(at)
    if Brief.objects.filter(brand=brand, day=day).exists():
        return False
    began = listens_since(brand)
    return began is not None and began < instant_of(day)


def write_brief(*, brand: Brand, at: datetime) -> Brief | None:
    """Write the brief of the day with a letter for each of its readers, once; None when another was first."""
    day = day_of(at)
    last = Brief.objects.filter(brand=brand, day__lt=day).order_by("-day").first()
    since = since_last(last.until if last else None, until=at)
    facts = overnight(brand, since=since, until=at)
    with transaction.atomic():
        lock_brand(brand)
        fields = {"since": since, "until": at, "facts": facts}
        brief, is_new = Brief.objects.get_or_create(brand=brand, day=day, defaults=fields)
        if not is_new:
            return None
        readers = [seat.person for seat in readers_of(brand, at=at)]
        Letter.objects.bulk_create(Letter(brief=brief, person=person, next_at=at) for person in readers)
        write_entry(
            brand=brand,
            actor=machine_actor("brief"),
            action="write_brief",
            subject=f"brief:{brief.pk}",
            detail={"day": day.isoformat(), "letters": len(readers)},
            at=at,
        )
        beat(brand, "briefs")
    return brief


def readers_of(brand: Brand, *, at: datetime) -> list[Assignment]:
    """Give the seats of those to whom the brief goes by mail: their own wish decides, else their role."""
    wishes = dict(Wish.objects.filter(brand=brand).values_list("person", "mailed"))
    seats = [seat for seat in seated_at(brand, at=at).order_by("person") if wants(seat, wishes)]
    return [seat for seat in seats if brand.allows(seat.person, Act.READ, at=at)]


def wants(seat: Assignment, wishes: dict[int, bool]) -> bool:
    return wishes.get(seat.person_id, seat.role in MAILED)


def is_mailed(seat: Seat) -> bool:
    """Tell whether the brief of this brand comes to this person by mail."""
    wish = Wish.objects.filter(person=seat.person, brand=seat.brand).first()
    return wish.mailed if wish else seat.role.value in MAILED


@transaction.atomic
def set_wish(*, seat: Seat, mailed: bool) -> None:
    """Write down whether a person wants the brief of a brand by mail."""
    seat.need(Act.READ)
    lock_brand(seat.brand)
    Wish.objects.update_or_create(person=seat.person, brand=seat.brand, defaults={"mailed": mailed})
    record(seat, "wish_brief", f"person:{seat.person.pk}", {"mailed": mailed})


@transaction.atomic
def sign_brief(*, seat: Seat, brief: Brief) -> None:
    """Sign a brief off: somebody has looked at it. Whoever comes second gets a Conflict (R2.8)."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    rows = Brief.objects.filter(pk=brief.pk, brand=seat.brand, signed_at__isnull=True)
    if not rows.update(signed_at=seat.at, signed_by=seat.person):
        raise Conflict(brief=brief.pk)
    record(seat, "sign_brief", f"brief:{brief.pk}", {"day": brief.day.isoformat()})
    beat(seat.brand, "briefs")


def record(seat: Seat, action: str, subject: str, detail: dict[str, object]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=subject,
        detail=detail,
        at=seat.at,
    )
