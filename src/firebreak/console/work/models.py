"""Which long work was asked for, how far has it come, and what came of it?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console.govern.models import Brand, Person


class WorkQuerySet(models.QuerySet["Work"]):
    def under_way(self) -> WorkQuerySet:
        return self.filter(state__in=(Work.State.WAITING, Work.State.RUNNING))

    def free(self, *, real: datetime) -> WorkQuerySet:
        """Keep what waits, and what a loop had in hand that has not been heard of for too long."""
        left = models.Q(state=Work.State.RUNNING, lease_until__lte=real)
        return self.filter(models.Q(state=Work.State.WAITING) | left)


class Work(models.Model):
    """Something that takes longer than a person should wait; a loop does it while they are elsewhere.

    `asked` is what its kind needs, in codes, and until it ends the words searched for. `turn` counts how often a loop
    took it in hand: what an earlier one still writes changes nothing. `died` counts the loops of which nothing more was
    heard. `step`, `done` of `total` and `pace` (done a second) say how far it has come. The file that came of it is in
    pieces, and goes with this row at `keep_until`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("work", "Waiting")
        RUNNING = "running", pgettext_lazy("work", "Under way")
        DONE = "done", pgettext_lazy("work", "Done")
        CANCELLED = "cancelled", pgettext_lazy("work", "Cancelled")
        FAILED = "failed", pgettext_lazy("work", "Failed")

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="works")
    person = models.ForeignKey(Person, models.CASCADE, related_name="works")
    kind = models.CharField(max_length=20)
    asked: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    turn = models.PositiveSmallIntegerField(default=0)
    died = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # real time
    step = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    pace = models.FloatField(default=0)
    outcome: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("long work")
        verbose_name_plural = _("long works")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["brand", "person", "-id"], name="work_of_person"),
            models.Index(fields=["id"], condition=models.Q(state__in=("waiting", "running")), name="work_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (Work.State.WAITING, Work.State.RUNNING)

    @property
    def waits_for_its_person(self) -> bool:
        """Tell whether it has ended and its person has not looked at what came of it."""
        return self.state in (Work.State.DONE, Work.State.FAILED) and self.taken_at is None

    @property
    def left(self) -> timedelta | None:
        """Give how long its step goes on at the pace measured; None while that is not known."""
        if self.state != Work.State.RUNNING or self.pace <= 0 or not self.total:
            return None
        return timedelta(seconds=max(0, self.total - self.done) / self.pace)


class Piece(models.Model):
    """A part of the file that came of a work."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="pieces", db_index=False)  # the constraint's index
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a file")
        verbose_name_plural = _("pieces of a file")
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="one_piece_per_number")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.number}"
