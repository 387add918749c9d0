"""What does somebody at the desk see of a report, by their role, and what waits to be taken up?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.cases.hiding import phone_hidden
from firebreak.console.staff.linking import link_of
from firebreak.console.staff.models import HARMLESS, TRIAGE, Report
from firebreak.console.staff.wording import ENDINGS, HURT, STAGES, roles_for
from firebreak.core.govern.privacy import mask_name
from firebreak.core.terms import Act
from firebreak.core.text.pii import find_pii, mask

SHOWN = 50
VIEWS = ("open", "done")


def hidden(text: str) -> str:
    """Hide the personal data in somebody's words."""
    return mask(text, [(one.span.start, one.span.end) for one in find_pii(text)])


@dataclass(frozen=True)
class Shown:
    """One report as far as whoever looks may see it."""

    report: Report
    at: datetime
    lifted: bool = False

    def words(self, name: str) -> str:
        text = str(getattr(self.report, name))
        return text if self.lifted else hidden(text)

    @property
    def what(self) -> str:
        return self.words("what")

    @property
    def place(self) -> str:
        return self.words("place")

    @property
    def victims(self) -> str:
        return self.words("victims")

    @property
    def name(self) -> str:
        known = self.report.name or (self.report.person.name if self.report.person else "")
        return known if self.lifted else mask_name(known)

    @property
    def contact(self) -> str:
        return self.report.contact if self.lifted else phone_hidden(hidden(self.report.contact))

    @property
    def hurt(self) -> str:
        return str(HURT[self.report.hurt])

    @property
    def is_harm(self) -> bool:
        return self.report.hurt not in HARMLESS

    @property
    def ending(self) -> str:
        return str(ENDINGS.get(self.report.ending, ""))

    @property
    def stage(self) -> str:
        return str(STAGES[self.report.stage][0])

    @property
    def due(self) -> datetime:
        return self.report.received_at + TRIAGE

    @property
    def is_late(self) -> bool:
        """Tell whether nobody took it up in time (R2.54)."""
        return not self.report.taken_at and not self.report.closed_at and self.at > self.due

    @property
    def led_to(self) -> tuple[str, str] | None:
        """Give code and address of what it goes on as."""
        report, slug = self.report, self.report.brand.slug
        if report.ending == "incident":
            return f"INC-{report.led_to:04d}", reverse("incident", args=[slug, report.led_to])
        if report.ending == "case":
            return f"C-{report.led_to:04d}", reverse("case", args=[slug, report.led_to])
        return None


class Worklist:
    """The reports of a brand that wait, or those that are done."""

    def __init__(self, seat: Seat, *, view: str = "open", page: str = "1") -> None:
        self.seat = seat
        self.view = view if view in VIEWS else "open"
        self.all = Report.objects.filter(brand=seat.brand)
        self.wanted = page
        self.may_take = seat.may(Act.TRIAGE)
        self.may_link = seat.may(Act.CONFIGURE)

    @cached_property
    def part(self) -> Page[Report]:
        """Give the part of the list that was asked for, or the nearest there is."""
        found = self.all.open() if self.view == "open" else self.all.filter(closed_at__isnull=False)
        found = found if self.view == "open" else found.order_by("-closed_at", "-pk")
        return Paginator(found.select_related("brand", "taken_by", "person"), SHOWN).get_page(self.wanted)

    @property
    def rows(self) -> list[Shown]:
        return [Shown(one, self.seat.at) for one in self.part]

    @cached_property
    def late(self) -> int:
        return self.all.late(at=self.seat.at).count()

    @cached_property
    def link(self) -> str:
        """Give the path of the form for the staff; nothing where there is none."""
        found = link_of(self.seat.brand) if self.may_link else None
        return reverse("staff_form", args=[found.token]) if found else ""


class ReportPage:
    """One report, and what may be done with it."""

    def __init__(self, seat: Seat, report: Report, *, lifted_for: int) -> None:
        self.seat = seat
        self.report = report
        self.lifted_for = lifted_for
        self.one = Shown(report, seat.at, lifted=bool(lifted_for))
        self.may_take = seat.may(Act.TRIAGE)
        self.may_open = seat.may(Act.INCIDENT)
        self.may_unmask = seat.may(Act.UNMASK)
        self.may_erase = seat.may(Act.ERASE)

    @property
    def lifted_minutes(self) -> int:
        return -(-self.lifted_for // 60)

    @property
    def who_takes(self) -> str:
        return roles_for(Act.TRIAGE)

    @property
    def who_unmasks(self) -> str:
        return roles_for(Act.UNMASK)
