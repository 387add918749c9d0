"""When did the brand say that it would be talked about? A campaign that was announced does not alarm by its noise."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def during(self, begins: datetime, ends: datetime) -> CampaignQuerySet:
        """Keep those that run at some time between; one that was called off runs no longer than until then."""
        still = Q(ended_at__isnull=True, ends__gt=begins) | Q(ended_at__gt=begins)
        return self.filter(still, begins__lt=ends)

    def still_there(self, *, at: datetime) -> CampaignQuerySet:
        """Keep those that run or are still to come."""
        return self.filter(ended_at__isnull=True, ends__gt=at)


class Campaign(models.Model):
    """A time in which a brand expects much talk, as a person announced it."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="campaigns")
    name = models.CharField(max_length=80)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # when somebody called it off

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("announced campaign")
        verbose_name_plural = _("announced campaigns")
        ordering = ["-begins", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def over(self) -> datetime:
        """Give when it ends, or was called off."""
        return self.ended_at or self.ends
