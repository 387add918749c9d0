"""Which versions of its crisis plans has a brand, who signed which of them, and when were they drilled?"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Organisation, Person
from firebreak.core.respond.playbook import Plan
from firebreak.knowledge.playbooks import parse_plan

LONGEST_OTHERS, LONGEST_LEARNT = 200, 1000
read_once = lru_cache(maxsize=256)(parse_plan)  # a version never changes


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def in_force(self) -> PlanVersionQuerySet:
        """Keep of each plan the last version that everybody signed."""
        later = self.model._default_manager.filter(
            brand=OuterRef("brand"), code=OuterRef("code"), number__gt=OuterRef("number"), in_force_at__isnull=False
        )
        return self.filter(in_force_at__isnull=False).exclude(Exists(later))

    def newest(self) -> PlanVersionQuerySet:
        """Keep of each plan the last version, signed or not."""
        later = self.model._default_manager.filter(
            brand=OuterRef("brand"), code=OuterRef("code"), number__gt=OuterRef("number")
        )
        return self.exclude(Exists(later))


class PlanVersion(models.Model):
    """A plan of a brand as somebody wrote it, once and for good: another word makes another version."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="plan_versions")
    code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField()  # YAML, as `knowledge.playbooks.write_plan` writes it
    digest = models.CharField(max_length=64)  # SHA-256 of the text: what a signature is for
    reason = models.CharField(max_length=200)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)  # when the last signature came

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["code", "-number"]
        constraints = [models.UniqueConstraint(fields=["brand", "code", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def plan(self) -> Plan:
        return read_once(self.text)


class Signature(models.Model):
    """An organisation agreed to a version of a plan, by the hand of one of its people."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature under a plan")
        verbose_name_plural = _("signatures under plans")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="one_signature_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.version}"


class DrillQuerySet(models.QuerySet["Drill"]):
    def counting(self) -> DrillQuerySet:
        """Keep what nobody has struck."""
        return self.filter(struck_at__isnull=True)

    def last_days(self) -> dict[str, date]:
        """Give for each plan the day on which it was drilled last."""
        rows = self.counting().order_by().values("code").annotate(last=Max("on"))
        return {row["code"]: row["last"] for row in rows}


class Drill(models.Model):
    """A plan was practised: when, in which version, by whom, and what it taught; struck if wrong, never edited."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="drills")
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=10)  # the one that held on that day
    on = models.DateField(_("Day of the drill"))
    people = models.ManyToManyField(Person, related_name="+", verbose_name=_("Who took part"))
    others = models.CharField(_("Who else took part"), max_length=LONGEST_OTHERS, blank=True)
    learnt = models.CharField(_("What was learnt"), max_length=LONGEST_LEARNT)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    struck_at = models.DateTimeField(null=True)

    objects = DrillQuerySet.as_manager()

    class Meta:
        verbose_name = _("drill")
        verbose_name_plural = _("drills")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["brand", "code", "on"], name="drills_of_a_plan")]

    def __str__(self) -> str:
        return f"{self.code} {self.on:%Y-%m-%d}"
