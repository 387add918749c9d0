"""Whom does a brand call in a crisis, and who looked last whether that still holds?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.core.respond.directory import KINDS, LONGEST, Entry


class Resource(models.Model):
    """Somebody outside the room who helps: a laboratory, counsel, a store, a speaker, an insurer, an authority."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="resources", db_index=False)  # the constraint's index
    kind = models.CharField(_("Kind"), max_length=12, choices=[(code, code) for code in KINDS])
    name = models.CharField(_("Name"), max_length=LONGEST["name"])
    who = models.CharField(_("Who to ask for"), max_length=LONGEST["who"], blank=True)
    phone = models.CharField(_("Phone"), max_length=LONGEST["phone"])
    hours = models.CharField(_("When they answer"), max_length=LONGEST["hours"], blank=True)
    purpose = models.CharField(_("What they are for"), max_length=LONGEST["purpose"], blank=True)
    checked_on = models.DateField(_("Last checked"), null=True, blank=True)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "kind", "name"],
                name="one_resource_per_name",
                violation_error_message=_("This is in the directory already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def entry(self) -> Entry:
        return Entry(self.kind, self.name, self.who, self.phone, self.hours, self.purpose, self.checked_on)
