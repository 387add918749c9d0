"""What was told in the morning, to whom, and who has looked at it?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person

UNREVIEWED_AFTER = timedelta(days=3)  # a brief that nobody has signed off for so long is flagged (R2.8)


class BriefQuerySet(models.QuerySet["Brief"]):
    def unreviewed(self, *, at: datetime) -> BriefQuerySet:
        """Keep those that nobody has signed off for too long."""
        return self.filter(signed_at__isnull=True, until__lte=at - UNREVIEWED_AFTER)


class Brief(models.Model):
    """One morning's account of what changed since the one before: numbers and keys of records, no words of a post."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="briefs")
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    facts: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        verbose_name = _("morning brief")
        verbose_name_plural = _("morning briefs")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["brand", "day"], name="one_brief_per_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    def is_unreviewed(self, *, at: datetime) -> bool:
        return self.signed_at is None and self.until <= at - UNREVIEWED_AFTER


class Letter(models.Model):
    """One brief on its way to one person by mail."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="letters")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=60, blank=True)  # code of a permanent refusal

    class Meta:
        verbose_name = _("mailed brief")
        verbose_name_plural = _("mailed briefs")
        constraints = [models.UniqueConstraint(fields=["brief", "person"], name="one_letter_per_brief_and_person")]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="letter_due")]

    def __str__(self) -> str:
        return f"{self.brief_id} → {self.person_id}"


class Wish(models.Model):
    """A person's own word on whether the brief of a brand comes by mail; without one their role decides."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="wishes")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="wishes")
    mailed = models.BooleanField()

    class Meta:
        verbose_name = _("wish for the brief")
        verbose_name_plural = _("wishes for the brief")
        constraints = [models.UniqueConstraint(fields=["person", "brand"], name="one_wish_per_person_and_brand")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.mailed}"
