"""What does a page show of the switch that freezes texts, and of the texts that wait to go out?"""

from functools import cached_property

from firebreak.console.access import Seat
from firebreak.console.respond.models import Incident
from firebreak.console.respond.send.forms import FreezeForm
from firebreak.console.respond.send.freezing import in_force
from firebreak.console.respond.send.going import Going
from firebreak.console.respond.send.records import Dispatch, Freeze, State
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act


class Switch:
    """The switch of a brand, or with an incident that incident's own beside the brand's."""

    def __init__(self, seat: Seat, incident: Incident | None = None) -> None:
        self.seat, self.incident = seat, incident
        self.form = FreezeForm(prefix="freeze")

    @cached_property
    def thrown(self) -> list[Freeze]:
        return list(in_force(self.seat.brand, self.incident))

    @property
    def may_throw(self) -> bool:
        own = self.incident.pk if self.incident else None
        return self.seat.may(Act.APPROVE) and own not in {one.incident_id for one in self.thrown}

    @property
    def may_lift(self) -> bool:
        return self.seat.may(Act.OVERRIDE)

    @property
    def lifters(self) -> list[str]:
        return [role.value for role in who_may(Act.OVERRIDE)]

    @cached_property
    def waiting(self) -> list[Going]:
        """Give the texts of the brand that wait to go out, what is due first, and those that a person must look at."""
        rows = Dispatch.objects.filter(outlet__brand=self.seat.brand)
        rows = rows.filter(state__in=(State.WAITING, State.SENDING, State.UNCLEAR))
        found = rows.select_related("outlet", "asked_by", "statement__incident__story").order_by("next_at", "pk")
        frozen = self.frozen_incidents
        return [Going(self.seat, row, None in frozen or row.statement.incident_id in frozen) for row in found]

    @property
    def frozen_incidents(self) -> set[int | None]:
        rows = Freeze.objects.filter(brand=self.seat.brand, lifted_at__isnull=True)
        return set(rows.values_list("incident", flat=True))
