"""Which posts tell one story, and how bad is it?"""

from __future__ import annotations

import math
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post
from firebreak.core.assess.spread import Span
from firebreak.core.terms import Category, Severity

EXACT = 1e-6
SEVERITIES = [(level.value, level.value) for level in Severity]


class Book(models.Model):
    """The state of a brand's story building, written with the posts it covers, so that a crash loses nothing."""

    brand = models.OneToOneField(Brand, models.CASCADE, primary_key=True, related_name="book")
    state = models.BinaryField()
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("story book")
        verbose_name_plural = _("story books")

    def __str__(self) -> str:
        return f"{self.brand} {self.version}"


class StoryQuerySet(models.QuerySet["Story"]):
    def shown(self) -> StoryQuerySet:
        """Keep stories that stand on their own and have posts."""
        return self.filter(merged_into__isnull=True, post_count__gt=0)


class Story(models.Model):
    """Posts that tell the same thing; `severity` moves up and down as they come and go.

    The machine never lowers it below `floor`, which the hard rule has left, nor against a person's ruling that holds.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="stories")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    category = models.CharField(max_length=20, choices=[(word.value, word.value) for word in Category])
    first_post_at = models.DateTimeField()
    last_post_at = models.DateTimeField()
    first_seen_at = models.DateTimeField()
    post_count = models.PositiveIntegerField(default=0)
    negative_count = models.PositiveIntegerField(default=0)
    urgent_count = models.PositiveIntegerField(default=0)
    told_on = models.TextField(blank=True)  # the sources of its posts, one a line
    severity = models.CharField(max_length=2, choices=SEVERITIES, default=Severity.S4)
    score = models.FloatField(default=0)
    hard_rule = models.BooleanField(default=False)
    floor = models.CharField(max_length=2, choices=SEVERITIES, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, related_name="absorbed", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="one_story_per_number")]
        indexes = [models.Index(fields=["brand", "-last_post_at"], name="story_newest")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"ST-{self.number:04d}"

    @property
    def sources(self) -> int:
        """Count the sources on which it was told."""
        return len(self.told_on.split("\n")) if self.told_on else 0

    @property
    def is_by_hand(self) -> bool:
        """Tell whether the level is the one that a person set, and still holds."""
        ruling: Ruling | None = getattr(self, "ruling", None)
        return ruling is not None and ruling.lapsed_at is None and ruling.severity == self.severity


class StoryPost(models.Model):
    """A post belongs to one story."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="place")
    story = models.ForeignKey(Story, models.CASCADE, related_name="places")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # who moved it here; null: the machine

    class Meta:
        verbose_name = _("place in a story")
        verbose_name_plural = _("places in stories")

    def __str__(self) -> str:
        return f"{self.post_id} → {self.story_id}"


class Assessment(models.Model):
    """How bad a story was judged to be at one moment, with the reasons that add up to its score."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="assessments")
    at = models.DateTimeField()
    severity = models.CharField(max_length=2, choices=SEVERITIES)
    score = models.FloatField()
    speed = models.PositiveSmallIntegerField()
    reach = models.PositiveSmallIntegerField()
    harm = models.PositiveSmallIntegerField()
    hard_rule = models.BooleanField(default=False)
    reasons: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    facts: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    rules = models.CharField(max_length=20)  # version of the rules

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        get_latest_by = "id"
        indexes = [
            models.Index(fields=["story", "-id"], name="assessment_newest"),
            models.Index(fields=["at"], condition=models.Q(hard_rule=True), name="assessment_of_harm"),
        ]

    def __str__(self) -> str:
        return f"{self.severity} {self.score:g}"

    @property
    def adds_up(self) -> bool:
        """Tell whether the points of the reasons make the score; anything else is an error, and is said."""
        return math.isclose(sum(one["points"] for one in self.reasons), self.score, abs_tol=EXACT)


class Forecast(models.Model):
    """How far a story would go, as it looked at `at`: posts within a week of its first, and posts of the next hour."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="forecasts")
    at = models.DateTimeField()
    seen = models.PositiveIntegerField()
    final_low = models.FloatField()
    final_middle = models.FloatField()
    final_high = models.FloatField()
    next_low = models.FloatField()
    next_middle = models.FloatField()
    next_high = models.FloatField()
    peak_ahead = models.FloatField()
    reproduction = models.FloatField()
    model = models.CharField(max_length=20)  # version of the trees

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        indexes = [models.Index(fields=["story", "-at"], name="forecast_newest")]

    def __str__(self) -> str:
        return f"{self.final_middle:.0f} {self.at:%H:%M}"

    @property
    def final(self) -> Span:
        return Span(self.final_low, self.final_middle, self.final_high)

    @property
    def next_hour(self) -> Span:
        return Span(self.next_low, self.next_middle, self.next_high)


class Ruling(models.Model):
    """The level that a person gave a story, with what the machine said of it then and says of it now."""

    story = models.OneToOneField(Story, models.CASCADE, primary_key=True, related_name="ruling")
    severity = models.CharField(max_length=2, choices=SEVERITIES)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    seen_score = models.FloatField()
    seen_harms: models.JSONField[list[str]] = models.JSONField(default=list)
    rules = models.CharField(max_length=20, blank=True)  # the version by which that was judged
    own_score = models.FloatField()  # the machine's, at its last look
    lapsed_at = models.DateTimeField(null=True)  # when something graver came than the person saw

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")

    def __str__(self) -> str:
        return f"{self.severity} {self.at:%H:%M}"
