"""Why did it happen, what is done so that it does not again, and did that work?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Person
from firebreak.console.learn.cost import records as cost_records  # noqa: F401  # Django finds records through here
from firebreak.console.learn.public import records as public_records  # noqa: F401  # and here
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement
from firebreak.core.resolve.cause import WATCHED_FOR, Branch, Cause, cause_of, is_found

LONGEST_LINE, LONGEST_ROOT = 300, 500
BRANCHES = [(one.value, one.value) for one in Branch]


class Review(models.Model):
    """What an incident leaves behind: its root cause, its public result, and when it is looked at again."""

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="review")
    whys: models.JSONField[list[str]] = models.JSONField(default=list)
    root = models.CharField(_("root cause"), max_length=LONGEST_ROOT, blank=True)
    branch = models.CharField(max_length=15, choices=BRANCHES, blank=True)
    review_on = models.DateField(_("day of the review"), null=True)
    watch_days = models.PositiveSmallIntegerField(default=WATCHED_FOR[1])
    result = models.ForeignKey(Statement, models.SET_NULL, related_name="+", null=True)
    waived = models.CharField(max_length=LONGEST_LINE, blank=True)  # why there is no public result
    waived_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    waived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("review of an incident")
        verbose_name_plural = _("reviews of incidents")

    def __str__(self) -> str:
        return str(self.incident_id)

    @property
    def cause(self) -> Cause:
        return cause_of(self.whys, self.root, self.branch)

    @property
    def is_found(self) -> bool:
        return is_found(self.cause)

    @property
    def has_result(self) -> bool:
        return self.result_id is not None or bool(self.waived)


class Factor(models.Model):
    """Something that contributed, on one bone of the fishbone."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="factors")
    branch = models.CharField(max_length=15, choices=BRANCHES)
    text = models.CharField(max_length=LONGEST_LINE)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("contributing factor")
        verbose_name_plural = _("contributing factors")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.branch} {self.pk}"


class Action(models.Model):
    """What is changed so that it does not happen again: somebody's, by a day, and done only with a proof."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="actions")
    branch = models.CharField(max_length=15, choices=BRANCHES)
    text = models.CharField(_("what is changed"), max_length=LONGEST_LINE)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who answers for it"))
    due = models.DateField(_("by when"))
    proof = models.CharField(_("what shows it"), max_length=LONGEST_ROOT, blank=True)
    file = models.BinaryField(null=True)
    file_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Check(models.Model):
    """A look at whether an action works, some days after it was done, with the complaints before and after."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="checks")
    days = models.PositiveSmallIntegerField()
    due = models.DateField()
    works = models.BooleanField(null=True)
    note = models.CharField(max_length=LONGEST_LINE, blank=True)
    before = models.PositiveIntegerField(null=True)  # complaints of the category in as many days before the incident
    after = models.PositiveIntegerField(null=True)  # … and since the action was done
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("effectiveness check")
        verbose_name_plural = _("effectiveness checks")
        ordering = ["days"]
        constraints = [models.UniqueConstraint(fields=["action", "days"], name="one_check_per_day_of_an_action")]

    def __str__(self) -> str:
        return f"{self.action_id} +{self.days}"
