"""Who covers which duty when, who has which part in an incident, and what was handed over to whom?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.models import Incident, Moment

LONGEST = 2000


class ShiftQuerySet(models.QuerySet["Shift"]):
    def between(self, since: datetime, until: datetime) -> ShiftQuerySet:
        """Keep those that run at some time between; one that was called off ran no longer than until then."""
        return (
            self.filter(begins__lt=until, ends__gt=since)
            .exclude(ended_at__lte=F("begins"))
            .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=since))
        )


class Shift(models.Model):
    """Somebody holds a duty of a brand for a time, with a deputy where there is one."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="shifts")
    duty = models.CharField(_("duty"), max_length=20)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="shifts")
    deputy = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # when somebody took it off the list

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["begins", "id"]
        indexes = [models.Index(fields=["brand", "ends"], name="shifts_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")),
                name="a_shift_ends_after_it_begins",
                violation_error_message=_("A shift ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.begins:%m/%d %H:%M}"

    @property
    def until(self) -> datetime:
        """Give when it ends, or was taken off the list."""
        return min(self.ends, self.ended_at) if self.ended_at else self.ends


class Part(models.Model):
    """Who does what in one incident: filled from the duty list, changed by people and by hand-overs."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="parts")
    duty = models.CharField(_("duty"), max_length=20)
    person = models.ForeignKey(Person, models.CASCADE, related_name="parts")
    deputy = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    since = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("record", "part in an incident")
        verbose_name_plural = pgettext_lazy("record", "parts in incidents")
        constraints = [models.UniqueConstraint(fields=["incident", "duty"], name="one_person_per_part")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.duty}"


class Notice(models.Model):
    """A word to the brand on its way to one of its people: by mail, and when they said that they have read it."""

    moment = models.ForeignKey(Moment, models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=60, blank=True)  # code of a permanent refusal
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("record", "update to the brand")
        verbose_name_plural = pgettext_lazy("record", "updates to the brand")
        constraints = [models.UniqueConstraint(fields=["moment", "person"], name="one_notice_per_word_and_person")]
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="notice_due")]

    def __str__(self) -> str:
        return f"{self.moment_id} → {self.person_id}"


class HandOver(models.Model):
    """Somebody leaves what is open to somebody else: written and signed by one, received and signed by the other.

    `matters` holds what was open, by number and level; what is called how is read when it is shown.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="hand_overs")
    number = models.PositiveIntegerField()
    giver = models.ForeignKey(Person, models.CASCADE, related_name="+")
    taker = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.TextField(max_length=LONGEST)
    matters: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    given_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=LONGEST, blank=True)  # what the taker says back
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="one_hand_over_per_number")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"HO-{self.number:04d}"

    @property
    def waits(self) -> bool:
        return self.received_at is None and self.withdrawn_at is None
