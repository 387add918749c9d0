"""What must whoever is on call deal with now at this brand, and who stands beside them?"""

from functools import cached_property

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import title_of
from firebreak.console.desk.matters import Matter, matters_of
from firebreak.console.desk.places import Place, places_of
from firebreak.console.duty.models import HandOver, Part
from firebreak.console.duty.page import name_of
from firebreak.console.duty.rota import Holder, holders
from firebreak.core.terms import Act

SHOWN = 8


class OnCall:
    """The duty of one person at one brand, at the seat's moment."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat

    @cached_property
    def on(self) -> dict[str, Holder]:
        return holders(self.seat.brand, at=self.seat.at)

    @property
    def mine(self) -> list[Holder]:
        return [one for one in self.on.values() if one.person == self.seat.person]

    @property
    def others(self) -> list[Holder]:
        return [one for one in self.on.values() if one.person != self.seat.person]

    @property
    def phones(self) -> list[Holder]:
        """Give who else is on duty, each person once."""
        return list({one.person.pk: one for one in self.others}.values())

    @cached_property
    def places(self) -> list[Place]:
        found = places_of(self.seat.person, at=self.seat.at)
        return [one for one in found if one.brand == self.seat.brand]

    @cached_property
    def matters(self) -> list[Matter]:
        return [one for one in matters_of(self.places, at=self.seat.at) if one.kind != "mention"]

    @property
    def first(self) -> Matter | None:
        return next(iter(self.matters), None)

    @property
    def rest(self) -> list[Matter]:
        return self.matters[1 : SHOWN + 1]

    @cached_property
    def alerts(self) -> list[tuple[Alert, str]]:
        """Give the alerts that nobody has taken, also those of incidents: whoever is on call answers them."""
        rows = Alert.objects.filter(brand=self.seat.brand).unanswered(at=self.seat.at)
        found = rows.select_related("story", "source").order_by("severity", "at")[:SHOWN]
        return [(one, title_of(one)) for one in found]

    @property
    def may_answer(self) -> bool:
        return self.seat.may(Act.ALERT)

    @cached_property
    def parts(self) -> list[tuple[Part, str]]:
        """Give my parts in running incidents."""
        rows = Part.objects.filter(incident__brand=self.seat.brand, person=self.seat.person)
        open_still = rows.exclude(incident__phase="closed").select_related("incident__story", "incident__alert")
        return [(one, name_of(one.duty)) for one in open_still.order_by("incident__severity", "incident__number")]

    @cached_property
    def to_receive(self) -> list[HandOver]:
        rows = HandOver.objects.filter(brand=self.seat.brand, taker=self.seat.person)
        return list(rows.filter(received_at__isnull=True, withdrawn_at__isnull=True).select_related("giver"))
