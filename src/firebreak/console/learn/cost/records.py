"""Who worked how long on an incident, what else did it cost, and what is an hour worth?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Organisation, Person
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Role

EFFORTS = ("watch", "answer", "write", "decide", "law", "press", "field", "after", "else")
EXPENSES = ("lab", "counsel", "recall", "media", "travel", "staff", "other")
LONGEST = 120


class Rate(models.Model):
    """What an hour of a house's people in a role costs at this brand, in whole NT$; no role: everybody else's."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="rates")
    house = models.ForeignKey(Organisation, models.CASCADE, related_name="rates")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role], blank=True)
    per_hour = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("hourly rate")
        verbose_name_plural = _("hourly rates")
        ordering = ["house", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "house", "role"],
                name="one_rate_per_role",
                violation_error_message=_("A role has one rate."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.per_hour}"


class Outlay(models.Model):
    """Hours of one person, or another cost, that an incident took; what was wrong is taken back, never edited."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="outlays")
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in (*EFFORTS, *EXPENSES)])
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    role = models.CharField(max_length=20, blank=True)  # which the person had then
    minutes = models.PositiveSmallIntegerField(default=0)
    is_estimate = models.BooleanField(default=False)  # taken from the trail of acts
    amount = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=LONGEST, blank=True)
    day = models.DateField()
    key = models.CharField(max_length=32)  # sent with the form, so that a second click notes nothing twice
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("effort or cost")
        verbose_name_plural = _("efforts and costs")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, minutes__gt=0, amount=0)
                | Q(person__isnull=True, minutes=0, amount__gt=0),
                name="hours_of_somebody_or_a_sum",
                violation_error_message=_("It is either hours of somebody or a sum."),
            ),
            models.UniqueConstraint(
                fields=["incident", "by", "key"],
                name="one_outlay_per_key",
                violation_error_message=_("This is noted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes or self.amount}"


class Disclosure(models.Model):
    """A house lets the other side at a brand's desk see its hours, rates and costs; no row: it does not."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="disclosures")
    house = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("costs shown to the other side")
        verbose_name_plural = _("costs shown to the other side")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "house"],
                name="one_disclosure_per_house",
                violation_error_message=_("A house shows its costs or it does not."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.house_id} {self.brand_id}"
