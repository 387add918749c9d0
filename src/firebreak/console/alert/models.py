"""Who was woken, why, and has somebody answered?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from firebreak.console.alert import campaigns as campaigns  # Django finds records through this module
from firebreak.console.alert import dates as dates
from firebreak.console.assess.models import SEVERITIES, Story
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Source, Watch
from firebreak.console.words import SIGNALS
from firebreak.core.alert.rule import FIRST_EVER, OF_WATCH
from firebreak.core.terms import Role, Severity, Signal

# How the keys of alerts begin that call people about their own work
CALLS = ("no_lead", "media_due", "brand_untold", "clock_due")
UNKNOWN = Severity.S3.value  # what an alert without a level counts as
LEVEL = Coalesce(NullIf(F("severity"), Value("")), Value(UNKNOWN))


class AlertQuerySet(models.QuerySet["Alert"]):
    def unanswered(self, *, at: datetime) -> AlertQuerySet:
        """Keep open alerts that nobody has taken and that are not put off."""
        awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=at)
        return self.filter(awake, closed_at__isnull=True, acknowledged_at__isnull=True, silence__isnull=True)


class SilenceQuerySet(models.QuerySet["Silence"]):
    def standing(self, *, at: datetime) -> SilenceQuerySet:
        """Keep those that hold at `at`."""
        return self.filter(lifted_at__isnull=True, until__gt=at)

    def over(self, brand: Brand, key: str, level: str, *, at: datetime) -> Silence | None:
        """Give what holds back an alarm of this key and level; one that is worse than what was silenced is told."""
        rows = self.standing(at=at).filter(brand=brand, subject=subject_of(key), severity__lte=level)
        return rows.order_by("-until").first()


class Silence(models.Model):
    """A matter of which a person asked that nobody be called until a named time; what comes is still written down."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="silences")
    subject = models.CharField(max_length=120)
    severity = models.CharField(max_length=2, choices=SEVERITIES, blank=True)  # the worst level that it holds back
    reason = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = SilenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("silence")
        verbose_name_plural = _("silences")
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return self.subject


def subject_of(key: str) -> str:
    """Give what an alarm is about: its key without the time at which its episode began."""
    return key.rpartition(":")[0]


class Alert(models.Model):
    """One matter, told once per episode."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="alerts")
    key = models.CharField(max_length=120)
    signal = models.CharField(max_length=20, choices=[(signal.value, signal.value) for signal in Signal])
    severity = models.CharField(max_length=2, choices=SEVERITIES, blank=True)
    story = models.ForeignKey(Story, models.SET_NULL, related_name="alerts", null=True)
    source = models.ForeignKey(Source, models.CASCADE, related_name="alerts", null=True)
    at = models.DateTimeField()
    reasons: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    observed = models.FloatField(null=True)
    evidence: models.JSONField[list[int]] = models.JSONField(default=list)  # ids of posts
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    silence = models.ForeignKey(Silence, models.SET_NULL, related_name="alerts", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="one_alert_per_matter_and_episode")]

    def __str__(self) -> str:
        return f"{self.signal} {self.severity}"

    @property
    def sort(self) -> str:
        """Name its kind in the reader's language: what the public does, or work of our own that waits."""
        return str(_("Reminder") if self.key.partition(":")[0] in CALLS else SIGNALS[self.signal])

    @property
    def first_terms(self) -> list[str]:
        """Give the words that are said for the first time ever, where the alert is of those."""
        return next((one["facts"]["terms"] for one in self.reasons if one["code"] == FIRST_EVER), [])

    @property
    def watch_name(self) -> str:
        """Name the watch whose own range was left; nothing where the alert is of something else."""
        return next((str(one["facts"]["watch"]) for one in self.reasons if one["code"] == OF_WATCH), "")


class Delivery(models.Model):
    """One attempt to reach one person by one channel about one alert."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.CASCADE, related_name="deliveries")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=60, blank=True)  # code of a permanent refusal
    stand_in = models.BooleanField(default=False)  # an administrator, called because the route's roles reach nobody

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["alert", "channel", "person"], name="one_delivery_per_channel")]

    def __str__(self) -> str:
        return f"{self.channel} {self.alert_id}"


class Route(models.Model):
    """Which role handles which severity of a brand, and how long after the alert it is called while nobody answers."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="routes")
    severity = models.CharField(max_length=2, choices=SEVERITIES)
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.value) for role in Role])
    after_seconds = models.PositiveIntegerField(_("seconds after the alert"), default=0)

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["severity", "after_seconds", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "severity", "role"],
                name="one_route_per_severity_and_role",
                violation_error_message=_("This role already handles that severity."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.severity} → {self.role}"


class Episode(models.Model):
    """One run of a signal about one subject; remembered, so that a matter that goes on alerts once."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="episodes")
    subject = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    began = models.DateTimeField()
    last = models.DateTimeField()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        constraints = [models.UniqueConstraint(fields=["brand", "subject"], name="one_episode_per_subject")]

    def __str__(self) -> str:
        return self.subject


class Learnt(models.Model):
    """What the detector has learnt of a brand from its five-minute counts `begun` ≤ bucket < `until`, each once."""

    brand = models.OneToOneField(Brand, models.CASCADE, primary_key=True, related_name="learnt")
    begun = models.BigIntegerField()
    until = models.BigIntegerField()
    anew_at = models.DateTimeField()  # when it was last learnt from the beginning
    state = models.BinaryField()

    class Meta:
        verbose_name = _("what was learnt of a brand")
        verbose_name_plural = _("what was learnt of brands")

    def __str__(self) -> str:
        return f"{self.brand_id} {self.until}"


class WatchLearnt(models.Model):
    """What the detector has learnt of one watch, from the buckets `begun` ≤ bucket < `until`, each once.

    `definition` is what it listened for; `since` the bucket from which on it did, 0 for always.
    """

    watch = models.OneToOneField(Watch, models.CASCADE, primary_key=True, related_name="learnt")
    definition = models.CharField(max_length=64)
    since = models.BigIntegerField(default=0)
    begun = models.BigIntegerField()
    until = models.BigIntegerField()
    anew_at = models.DateTimeField()  # when it was last learnt from the beginning
    state = models.BinaryField()

    class Meta:
        verbose_name = _("what was learnt of a watch")
        verbose_name_plural = _("what was learnt of watches")

    def __str__(self) -> str:
        return f"{self.watch_id} {self.until}"
