"""Which kinds of watches does a brand go without, because somebody said so?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.core.terms import WatchKind


class Waiver(models.Model):
    """A kind of watch that a person decided the brand does without."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="waivers", db_index=False)  # the constraint's index
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in WatchKind])
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [models.UniqueConstraint(fields=["brand", "kind"], name="one_waiver_per_kind")]

    def __str__(self) -> str:
        return self.kind
