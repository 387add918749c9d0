"""What could happen to a brand, how grave would that be, who watches over it, and how did it come to stand so?"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.formats import joined
from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.models import Incident
from firebreak.core.prevent.risk import STEPS, Figures, Level, level_of
from firebreak.core.terms import Category, Severity

LONGEST_TITLE, LONGEST_PREVENTION = 120, 500
KINDS = ("add", "judge", "happen", "retire")
SCALE = Q(likelihood__range=(STEPS[0], STEPS[-1]), impact__range=(STEPS[0], STEPS[-1]))


class RiskQuerySet(models.QuerySet["Risk"]):
    def standing(self) -> RiskQuerySet:
        """Keep what nobody has retired."""
        return self.filter(retired_at__isnull=True)

    def due(self, *, today: date) -> RiskQuerySet:
        """Keep what is to be looked at again."""
        return self.standing().filter(review_on__lte=today)


class Risk(models.Model):
    """Something that could happen: its two figures, what keeps it from happening, who watches over it until when."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="risks", db_index=False)  # the constraint's index
    number = models.PositiveIntegerField()
    title = models.CharField(_("What could happen"), max_length=LONGEST_TITLE, blank=True)  # none: category and cause
    category = models.CharField(_("Category"), max_length=20, choices=[(one.value, one.value) for one in Category])
    branch = models.CharField(
        _("Where it lies"), max_length=15, choices=[(one, one) for one in words.BRANCHES], blank=True
    )
    likelihood = models.PositiveSmallIntegerField(_("Likelihood"))
    impact = models.PositiveSmallIntegerField(_("Impact"))
    harms_health = models.BooleanField(_("Lives or health are at stake"), default=False)
    exposure = models.DecimalField(_("Exposure in NT$"), max_digits=12, decimal_places=0, null=True)
    prevention = models.CharField(_("What keeps it from happening"), max_length=LONGEST_PREVENTION, blank=True)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, verbose_name=_("Who watches over it")
    )
    review_on = models.DateField(_("Next review"))
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # none: from incidents alone
    judged_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "number"],
                name="one_risk_per_number",
                violation_error_message=_("This number is taken."),
            ),
            models.CheckConstraint(
                condition=SCALE,
                name="figures_of_a_risk_from_one_to_five",
                violation_error_message=_("Likelihood and impact go from 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"R-{self.number:02d}"

    @property
    def name(self) -> str:
        """Give what somebody called it, else its category and where its cause lies, in the reader's language."""
        if self.title:
            return self.title
        kind = words.CATEGORIES[self.category]
        return joined(f"{kind} · {words.BRANCHES[self.branch]}") if self.branch else str(kind)

    @property
    def figures(self) -> Figures:
        return Figures(self.likelihood, self.impact)

    @property
    def level(self) -> Level:
        return level_of(self.figures, harms_health=self.harms_health)


class RiskEvent(models.Model):
    """An incident that came of a risk: when it last ended, and the gravest level that it reached."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="events")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="risk_events")
    ended_at = models.DateTimeField()
    severity = models.CharField(max_length=2, choices=[(one.value, one.value) for one in Severity])

    class Meta:
        verbose_name = _("incident that came of a risk")
        verbose_name_plural = _("incidents that came of a risk")
        ordering = ["-ended_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "incident"],
                name="one_event_per_incident_of_a_risk",
                violation_error_message=_("This incident is listed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.incident_id}"


class RiskChange(models.Model):
    """A line of a risk's history: what somebody judged, or which incident came of it; never edited."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # none: the end of an incident
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+", null=True)
    likelihood = models.PositiveSmallIntegerField()  # as it stood from then on
    impact = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("change of a risk")
        verbose_name_plural = _("changes of a risk")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.kind}"

    @property
    def score(self) -> int:
        return self.likelihood * self.impact
