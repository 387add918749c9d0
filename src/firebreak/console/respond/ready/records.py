"""Which words has a brand approved ahead, for which places and until when, and who approved them?"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.speak.records import LONGEST_SOURCE, LONGEST_TEXT, codes
from firebreak.console.words import POSTURES
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.ready import Bounds
from firebreak.core.respond.statement import DraftKind
from firebreak.core.terms import Severity

LONGEST_TITLE = 120


class ReadyTextQuerySet(models.QuerySet["ReadyText"]):
    def newest(self) -> ReadyTextQuerySet:
        """Keep of each message its last version."""
        later = self.model._default_manager.filter(
            brand=OuterRef("brand"), number=OuterRef("number"), version__gt=OuterRef("version")
        )
        return self.exclude(Exists(later))

    def approved(self) -> ReadyTextQuerySet:
        """Keep of each message the last version that was approved, if nobody has revoked it."""
        later = self.model._default_manager.filter(
            brand=OuterRef("brand"),
            number=OuterRef("number"),
            version__gt=OuterRef("version"),
            approved_at__isnull=False,
        )
        return self.filter(approved_at__isnull=False, revoked_at__isnull=True).exclude(Exists(later))

    def in_force(self, *, at: datetime) -> ReadyTextQuerySet:
        """Keep what may go out alone at a moment."""
        return self.approved().filter(begins_at__lte=at, ends_at__gt=at)

    def waiting(self) -> ReadyTextQuerySet:
        """Keep what waits for approval."""
        return self.newest().filter(approved_at__isnull=True, back_at__isnull=True, revoked_at__isnull=True)


class ReadyText(models.Model):
    """A message as somebody wrote it to be approved ahead, once and for good: another word makes another version."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="ready_texts")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    title = models.CharField(_("what it is for"), max_length=LONGEST_TITLE)
    text = models.TextField(_("the text"), max_length=LONGEST_TEXT)
    channels: models.JSONField[list[str]] = models.JSONField(_("channels"))
    audience = models.CharField(_("audience"), max_length=10, choices=codes(Audience))
    gravest = models.CharField(_("up to which level"), max_length=2, choices=codes(Severity))
    kind = models.CharField(_("kind of text"), max_length=10, choices=codes(DraftKind))
    posture = models.CharField(max_length=10, choices=[(code, code) for code in POSTURES])
    begins_at = models.DateTimeField(_("valid from"))
    ends_at = models.DateTimeField(_("valid until"))
    digest = models.CharField(max_length=64)  # SHA-256 of the words that an approval is for
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_as = models.CharField(max_length=20)  # the writer's role when they wrote it
    written_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)  # when somebody sent it back
    approved_at = models.DateTimeField(null=True)  # when the last approval came
    asked: models.JSONField[list[str]] = models.JSONField(default=list)  # the roles whose approval it needed then
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    revoked_why = models.CharField(max_length=LONGEST_SOURCE, blank=True)

    objects = ReadyTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("pre-approved message")
        verbose_name_plural = _("pre-approved messages")
        ordering = ["number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number", "version"], name="one_row_per_version_of_a_ready_text"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="ready_text_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def code(self) -> str:
        return f"M-{self.number:02d}"

    @property
    def bounds(self) -> Bounds:
        return Bounds(
            channels=frozenset(map(Channel, self.channels)),
            audience=Audience(self.audience),
            gravest=Severity(self.gravest),
            begins=self.begins_at,
            ends=self.ends_at,
        )


class ReadyApproval(models.Model):
    """What one person said of a message: it may go out alone within its bounds, or not, with a reason."""

    ready = models.ForeignKey(ReadyText, models.CASCADE, related_name="approvals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)  # the person's when they said it
    at = models.DateTimeField()
    approved = models.BooleanField()
    reason = models.CharField(max_length=LONGEST_SOURCE, blank=True)

    class Meta:
        verbose_name = _("approval of a message")
        verbose_name_plural = _("approvals of a message")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.ready_id)
