"""Which incidents have a page for the public, and what was corrected there?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement

LONGEST = 300


class PublicPage(models.Model):
    """A page on which everybody reads what was published on the website about an incident; off until opened."""

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="public_page")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="public_pages", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    is_on = models.BooleanField(default=False)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("progress page")
        verbose_name_plural = _("progress pages")
        constraints = [models.UniqueConstraint(fields=["brand", "year", "number"], name="one_progress_page_per_number")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"P-{self.year}-{self.number:02d}"


class Correction(models.Model):
    """Words of one published text that were wrong, and those of a later one that are right; both stay readable."""

    page = models.ForeignKey(PublicPage, models.CASCADE, related_name="corrections")
    wrong = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    right = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    was = models.CharField(max_length=LONGEST)
    now = models.CharField(max_length=LONGEST)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("correction on a progress page")
        verbose_name_plural = _("corrections on a progress page")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.pk}"
