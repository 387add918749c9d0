"""Which outside expert sees which one incident, as what, and until when?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firebreak.console import clock
from firebreak.console.govern.models import Brand, Person
from firebreak.console.words import EXPERTISE


class ExpertQuerySet(models.QuerySet["Expert"]):
    def live(self, *, at: datetime) -> ExpertQuerySet:
        """Keep those who may come in: begun, not at their end, not ended by hand, and the incident runs."""
        return self.filter(starts__lte=at, ends__gt=at, ended_at__isnull=True).exclude(incident__phase="closed")


class Expert(models.Model):
    """Somebody of neither house who may look into one incident for a time, and say what they think of it."""

    incident = models.ForeignKey("respond.Incident", models.CASCADE, related_name="experts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="called_in")
    expertise = models.CharField(_("called in as"), max_length=10, choices=[(code, code) for code in EXPERTISE])
    nda_signed_at = models.DateTimeField(_("NDA signed at"))
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside expert")
        verbose_name_plural = _("outside experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="an_expert_ends_after_they_begin",
                violation_error_message=_("Access ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.incident_id}"

    def is_live(self, *, at: datetime) -> bool:
        return self.starts <= at < self.ends and self.ended_at is None and self.incident.is_running


def called_elsewhere(people: Iterable[int], brands: models.QuerySet[Brand]) -> set[int]:
    """Name those of `people` who were called in to an incident of a brand beyond `brands`, and whose day is to come.

    One of a closed incident counts: it opens to them again with it.
    """
    rows = Expert.objects.filter(person__in=list(people), ended_at__isnull=True, ends__gt=clock.now())
    return set(rows.exclude(incident__brand__in=brands).values_list("person_id", flat=True))
