"""What do we hold true of an incident, and what do we say of it to whom? Nothing here sends a word."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Person
from firebreak.console.respond.replies import LONGEST_URL
from firebreak.console.words import POSTURES
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.respond.statement import DraftKind

LONGEST_VALUE = 500
LONGEST_SOURCE = 300
LONGEST_TEXT = 12_000
LONGEST_QUESTION = 300
Choices = list[tuple[str, str]]


def codes(enum: Any) -> Choices:
    """Give the choices of a field that holds a code; pages know the words for it."""
    return [(one.value, one.value) for one in enum]


class Said(models.Model):
    """What a fact was said to be at one time: by whom, from where, and who has confirmed it."""

    value = models.CharField(_("what we know"), max_length=LONGEST_VALUE)
    status = models.CharField(_("status"), max_length=10, choices=codes(Status))
    source = models.CharField(_("how we know it"), max_length=LONGEST_SOURCE, blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # who confirmed or refuted it
    settled_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Fact(Said):
    """A line of the fact sheet, as it stands."""

    incident = models.ForeignKey("respond.Incident", models.CASCADE, related_name="sheet")
    key = models.CharField(_("fact"), max_length=12, choices=codes(Key))

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [models.UniqueConstraint(fields=["incident", "key"], name="one_line_per_fact")]

    def __str__(self) -> str:
        return self.key


class FactVersion(Said):
    """A line of the fact sheet as it stood at one of its versions."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = _("version of a fact")
        verbose_name_plural = _("versions of a fact")
        constraints = [models.UniqueConstraint(fields=["fact", "version"], name="one_row_per_version_of_a_fact")]

    def __str__(self) -> str:
        return f"{self.fact_id} v{self.version}"


class Statement(models.Model):
    """One text of an incident for a channel and an audience: a draft until a person says where it was published."""

    incident = models.ForeignKey("respond.Incident", models.CASCADE, related_name="statements")
    channel = models.CharField(_("channel"), max_length=12, choices=codes(Channel))
    audience = models.CharField(_("audience"), max_length=10, choices=codes(Audience))
    kind = models.CharField(_("kind of text"), max_length=10, choices=codes(DraftKind))
    posture = models.CharField(max_length=10, choices=[(code, code) for code in POSTURES])
    template = models.CharField(max_length=80, blank=True)  # the template that it began from, with its version
    ready = models.ForeignKey(  # the message that it began from, which was approved ahead
        "respond.ReadyText", models.RESTRICT, related_name="uses", null=True
    )
    question = models.CharField(max_length=LONGEST_QUESTION, blank=True)  # of the Q&A: what its words answer
    number = models.PositiveIntegerField(default=0)  # its number in the Q&A; 0: a text of its own
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_as = models.CharField(max_length=20, blank=True)  # the writer's role when they wrote it
    written_at = models.DateTimeField()
    used: models.JSONField[list[str]] = models.JSONField(default=list)  # keys of the facts that it speaks of
    reread: models.JSONField[list[str]] = models.JSONField(default=list)  # those that have changed since
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    url = models.CharField(max_length=LONGEST_URL, blank=True)
    submitted_at = models.DateTimeField(null=True)  # handed in for approval as it stands; an edit takes it back
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    overruled = models.CharField(max_length=LONGEST_SOURCE, blank=True)  # why it goes out despite a warning
    overruled_codes: models.JSONField[list[str]] = models.JSONField(
        default=list
    )  # the warnings that reason was given for
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the words and the link as they were published

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "channel", "audience"],
                condition=Q(published_at__isnull=True, number=0),
                name="one_draft_per_channel_and_audience",
            )
        ]

    def __str__(self) -> str:
        return self.code or f"{self.channel} {self.audience}"

    @property
    def code(self) -> str:
        """Give its number in the Q&A; a text of its own has none."""
        return f"Q-{self.number:02d}" if self.number else ""


class StatementVersion(models.Model):
    """The words of a text at one of its versions."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    began_empty = models.BooleanField(default=False)  # nobody's words, unlike those that were erased later
    posture = models.CharField(max_length=10, choices=[(code, code) for code in POSTURES])
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of a statement")
        constraints = [
            models.UniqueConstraint(fields=["statement", "version"], name="one_row_per_version_of_a_statement")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} v{self.version}"


class Approval(models.Model):
    """What one person said of a text at one of its versions: let it go out, or send it back with a reason."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="approvals")
    version = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)  # the person's when they said it
    at = models.DateTimeField()
    approved = models.BooleanField()
    reason = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    waited = models.DurationField()  # since it was handed in
    severity = models.CharField(max_length=2, blank=True)  # of the incident when they said it
    asked: models.JSONField[list[str]] = models.JSONField(default=list)  # the roles whose approval it needed then

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [models.Index(fields=["statement", "version"], name="approvals_of_a_version")]

    def __str__(self) -> str:
        return f"{self.statement_id} v{self.version}"


class Writing(models.Model):
    """Somebody is at a text at this moment, so that the next one sees it before two write the same."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="writers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("writing")
        verbose_name_plural = _("writings")
        constraints = [models.UniqueConstraint(fields=["statement", "person"], name="one_place_per_writer")]

    def __str__(self) -> str:
        return str(self.statement_id)
