"""Which steps of which plan does an incident take, who answers for each, and what became of it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console.govern.models import Person
from firebreak.core.respond.clock import span
from firebreak.core.respond.playbook import Said
from firebreak.core.terms import Phase


class Step(models.Model):
    """One step of a running incident, with its words and limits as they stood in the plan when it was put in."""

    OPEN, DONE, SKIPPED = "open", "done", "skipped"
    STATES = (OPEN, DONE, SKIPPED)

    incident = models.ForeignKey("respond.Incident", models.CASCADE, related_name="plan")
    pack = models.CharField(max_length=40)
    version = models.CharField(max_length=20)  # of the plan
    code = models.CharField(max_length=40)
    phase = models.CharField(max_length=10, choices=[(phase.value, phase.value) for phase in Phase])
    place = models.PositiveIntegerField()
    gate = models.CharField(max_length=10, blank=True)
    do: models.JSONField[dict[str, str]] = models.JSONField()
    how: models.JSONField[dict[str, str]] = models.JSONField()
    who: models.JSONField[dict[str, Any]] = models.JSONField()
    limits: models.JSONField[dict[str, str]] = models.JSONField()
    law = models.CharField(max_length=20, blank=True)
    template = models.CharField(max_length=40, blank=True)
    statement = models.ForeignKey(  # whose published words promised it
        "respond.Statement", models.SET_NULL, related_name="+", null=True
    )
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["incident", "code"], name="one_step_per_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Say what is to be done, in the reader's language."""
        return Said(**self.do).within(get_language() or "zh")

    @property
    def advice(self) -> str:
        return Said(**self.how).within(get_language() or "zh")

    def due(self, severity: str) -> datetime | None:
        """Give by when it is due at a level; it follows the level of its incident, and nothing pauses it."""
        limit = self.limits.get(severity)
        return span(limit).after(self.starts_at, knowledge.workdays()) if limit else None
