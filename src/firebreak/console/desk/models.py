"""Who deals with what just now, so that nobody does it twice?"""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person

STALE_AFTER = timedelta(minutes=30)


def is_stale(since: datetime, *, at: datetime) -> bool:
    """Tell whether a hold without a sign of life for so long may be taken over."""
    return at - since > STALE_AFTER


class Hold(models.Model):
    """A person deals with an incident or an alert now; `matter` names it as the audit log does: "incident:12".

    Mentions have a holder of their own, in listen.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="holds")
    matter = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.CASCADE, related_name="holds")
    at = models.DateTimeField()  # when it was taken, or its holder last said so again

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [models.UniqueConstraint(fields=["brand", "matter"], name="one_hold_per_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.person}"
