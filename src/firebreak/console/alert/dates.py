"""Which dates does a brand itself hold for sensitive, beside those that everybody in Taiwan knows?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.core.alert.days import DayKind, SensitiveDay

OWN = "own:"  # how the code of such a date begins


class OwnDate(models.Model):
    """A date on which a brand's words weigh more: of every year, or this one only."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="own_dates")
    name = models.CharField(max_length=80)
    day = models.DateField()
    yearly = models.BooleanField(default=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sensitive date")
        verbose_name_plural = _("sensitive dates")
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def as_day(self) -> SensitiveDay:
        """Give it as core knows it; its code names its row."""
        year = None if self.yearly else self.day.year
        names = {"zh": self.name, "en": self.name}
        return SensitiveDay(f"{OWN}{self.pk}", DayKind.OWN, self.day.month, self.day.day, year, names)
