"""What is being done about it, by whom, and by when?"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import SEVERITIES, Story
from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond import replies as replies  # Django finds records through this module
from firebreak.console.respond.expert import records as expert_records  # noqa: F401  # and these
from firebreak.console.respond.guard import records as guard_records  # noqa: F401  # and these
from firebreak.console.respond.matrix import records as matrix_records  # noqa: F401  # and these
from firebreak.console.respond.plan import records as plan_records  # noqa: F401  # and these
from firebreak.console.respond.ready import records as ready_records  # noqa: F401  # and these
from firebreak.console.respond.send import records as send_records  # noqa: F401  # and these
from firebreak.console.respond.speak import records as records  # and these
from firebreak.console.respond.wording import records as wording_records  # noqa: F401  # and these
from firebreak.console.words import SIGNALS
from firebreak.core.terms import Category, Phase, Severity


class IncidentQuerySet(models.QuerySet["Incident"]):
    def running(self) -> IncidentQuerySet:
        return self.exclude(phase=Phase.CLOSED)


class Incident(models.Model):
    """A matter that people work on, from detection to the closing review."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="incidents")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120, blank=True)  # a person's; blank: it goes by its story's
    category = models.CharField(_("category"), max_length=20, choices=[(word.value, word.value) for word in Category])
    severity = models.CharField(_("severity"), max_length=2, choices=SEVERITIES)
    floor = models.CharField(max_length=2, choices=SEVERITIES, blank=True)
    phase = models.CharField(max_length=10, choices=[(phase.value, phase.value) for phase in Phase])
    owner = models.ForeignKey(Person, models.PROTECT, related_name="incidents", null=True, blank=True)
    story = models.OneToOneField(Story, models.SET_NULL, related_name="incident", null=True)
    alert = models.OneToOneField(Alert, models.SET_NULL, related_name="incident", null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # null: the machine
    first_seen_at = models.DateTimeField()
    golden_start = models.DateTimeField()
    opened_late = models.BooleanField(default=False)  # first post more than 24 h before it was first seen
    relapsed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="one_incident_per_number")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"INC-{self.number:04d}"

    @property
    def name(self) -> str:
        """Give the title by which it goes; a story's is never copied, so that it goes with the post it came from."""
        story = self.story.merged_into or self.story if self.story else None
        raised = str(SIGNALS[self.alert.signal]) if self.alert and not story else ""
        return self.title or (story.title if story else raised) or self.code

    @property
    def is_running(self) -> bool:
        return self.phase != Phase.CLOSED

    @property
    def score(self) -> float:
        """Give its story's score within the bounds of its own level, without a story the least of that level.

        It is never copied, so that it follows a correction or a ruling of the story in the same moment.
        """
        level = Severity(self.severity)
        return level.bound(self.story.score) if self.story else float(level.floor)

    @property
    def is_by_hand(self) -> bool:
        """Tell whether a person set the level; without a story nobody else could, unless an alert gave it."""
        if self.story is None:
            return bool(self.floor) or self.alert_id is None
        return self.story.is_by_hand and self.story.severity == self.severity


class Moment(models.Model):
    """One line of a timeline: `kind` names the sentence, `facts` fill it, `text` is a person's own words."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="moments")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    text = models.TextField(blank=True)
    facts: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True)  # set by the machine, so that a moment is told once

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], condition=~models.Q(key=""), name="one_moment_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%H:%M}"
