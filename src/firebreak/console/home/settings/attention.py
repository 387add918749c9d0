"""What in the log of the last week wants somebody's eyes? Only what stands out; nothing is judged by it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firebreak.console.access import Seat
from firebreak.console.formats import listed
from firebreak.console.govern.models import Entry, Person
from firebreak.console.home.settings.logline import REFUSED

WEEK = timedelta(days=7)
COMPARED = timedelta(days=35)
MANY = 10  # looks at personal data in one day, below which nothing is said
TIMES = 3  # … and as often as usual
LONG_AWAY = timedelta(days=90)
NAMED = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that stands out, with what the page shows when it is looked up."""

    icon: str
    title: str
    text: str
    query: str = ""


def notices_of(seat: Seat) -> list[Notice]:
    found = (looked_much(seat), refused(seat), failed_at_the_door(seat), long_away(seat))
    return [notice for notice in found if notice]


def entries(seat: Seat, deed: str, *, since: timedelta) -> QuerySet[Entry]:
    rows = Entry.objects.filter(organisation=seat.brand.organisation_id, action=deed, brand=seat.brand)
    return rows.filter(at__gt=seat.at - since)


def names_of(actors: Iterable[str]) -> str:
    keys = [int(one.removeprefix("person:")) for one in actors if one.removeprefix("person:").isdigit()]
    named = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    return listed(named[key] for key in keys if key in named)


def looked_much(seat: Seat) -> Notice | None:
    """Find who looked at far more personal data on one day of this week than they usually do."""
    days: dict[str, Counter[date]] = defaultdict(Counter)
    for actor, at in entries(seat, "unmask_post", since=COMPARED).values_list("actor", "at"):
        days[actor][timezone.localtime(at).date()] += 1
    begins = timezone.localtime(seat.at - WEEK).date()
    for actor, counts in days.items():
        recent = {day: count for day, count in counts.items() if day >= begins}
        if not recent:
            continue
        day, most = max(recent.items(), key=lambda one: one[1])
        others = [count for other, count in counts.items() if other != day]
        usual = round(mean(others)) if others else 0
        if most >= MANY and most >= TIMES * usual:
            told = _("%(who)s looked %(n)d times on %(day)s; usual on a day with any are %(usual)d.")
            text = told % {"who": names_of([actor]), "n": most, "day": f"{day:%m/%d}", "usual": usual}
            return Notice("eye", _("Much personal data looked at"), text, "?what=unmask_post")
    return None


def refused(seat: Seat) -> Notice | None:
    """Count what was tried and not allowed."""
    tries = Counter(entries(seat, REFUSED, since=WEEK).values_list("actor", flat=True))
    if not tries:
        return None
    count = tries.total()
    title = ngettext("%(n)d act was refused", "%(n)d acts were refused", count) % {"n": count}
    who = names_of(actor for actor, _count in tries.most_common(NAMED))
    return Notice("lock", title, _("Most by: %(who)s.") % {"who": who}, f"?what={REFUSED}")


def failed_at_the_door(seat: Seat) -> Notice | None:
    """Count wrong passwords for people of the brand."""
    tries = Counter(entries(seat, "sign_in_failed", since=WEEK).values_list("subject", flat=True))
    if not tries:
        return None
    count = tries.total()
    title = ngettext("%(n)d sign-in failed", "%(n)d sign-ins failed", count) % {"n": count}
    who = names_of(subject for subject, _count in tries.most_common(NAMED))
    return Notice("x", title, _("Tried as: %(who)s.") % {"who": who}, "?what=sign_in_failed")


def long_away(seat: Seat) -> Notice | None:
    """Count those who may enter and have not for long: their access should be looked at."""
    people = Person.objects.filter(assignments__brand=seat.brand, is_active=True)
    away = people.filter(Q(last_login__isnull=True) | Q(last_login__lt=seat.at - LONG_AWAY)).count()
    if not away:
        return None
    text = _("%(n)d of %(all)d people have not signed in for 90 days.") % {"n": away, "all": people.count()}
    return Notice("user", _("Access to be looked at"), text)
