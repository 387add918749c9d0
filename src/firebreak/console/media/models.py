"""Who of the press asks what, until when, what were they given, and what may not go out before which hour?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement

GROUNDS = ("given", "published")
STALE_AFTER = timedelta(minutes=30)  # a hold without a sign of life
RECEIVED, ANSWERING, ANSWERED, DECLINED = "received", "answering", "answered", "declined"
STATES = (RECEIVED, ANSWERING, ANSWERED, DECLINED)
OPEN = (RECEIVED, ANSWERING)


def one_of(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class Journalist(models.Model):
    """Somebody of the press who speaks to us, and how they may be reached."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="journalists")
    name = models.CharField(_("name"), max_length=80, blank=True)
    outlet = models.CharField(_("outlet"), max_length=80)
    beat = models.CharField(_("beat"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    mail = models.CharField(_("e-mail"), max_length=120, blank=True)
    ground = models.CharField(_("where we have it from"), max_length=10, choices=one_of(GROUNDS))
    notes = models.TextField(_("notes"), max_length=1000, blank=True)
    spoken_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    PERSONAL = ("name", "phone", "mail", "notes")  # masked unless lifted

    class Meta:
        verbose_name = _("journalist")
        verbose_name_plural = _("journalists")
        ordering = ["outlet", "pk"]

    def __str__(self) -> str:
        return f"{self.outlet} {self.pk}"


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def open(self) -> EnquiryQuerySet:
        return self.filter(state__in=OPEN)


class Enquiry(models.Model):
    """One question of the press, with a deadline; what it was answered with is a text that somebody let go out."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="enquiries")
    number = models.PositiveIntegerField()
    incident = models.ForeignKey(Incident, models.SET_NULL, related_name="enquiries", null=True, blank=True)
    journalist = models.ForeignKey(Journalist, models.PROTECT, related_name="enquiries")
    question = models.TextField(_("question"), max_length=1000)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=one_of(STATES), default=RECEIVED)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why it was declined, or its deadline moved
    planned = models.ForeignKey(Statement, models.SET_NULL, related_name="planned_for", null=True, blank=True)
    answer = models.ForeignKey(Statement, models.PROTECT, related_name="given", null=True, blank=True)
    answer_version = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the words that were given
    version = models.PositiveIntegerField(default=0)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        indexes = [models.Index(fields=["brand", "state", "due_at"], name="enquiries_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "number"],
                name="one_enquiry_per_number",
                violation_error_message=_("An enquiry has a number of its own."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ANSWERED) | Q(answer__isnull=False),
                name="nothing_answered_without_a_text",
                violation_error_message=_("The press is answered with a text that was let go out."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"M-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_free(self, *, at: datetime) -> bool:
        """Tell whether anybody may take it: nobody holds it, or its holder gave no sign of life for too long."""
        return self.holder_id is None or self.held_at is None or at - self.held_at > STALE_AFTER


class Embargo(models.Model):
    """Until when a text may not be given out; lifted before that only by who approves texts, with a reason."""

    statement = models.OneToOneField(Statement, models.CASCADE, related_name="embargo")
    until = models.DateTimeField()
    agreed = models.CharField(_("who agreed to it"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("embargo")
        verbose_name_plural = _("embargoes")

    def __str__(self) -> str:
        return f"{self.statement_id} {self.until:%m-%d %H:%M}"

    def holds(self, *, at: datetime) -> bool:
        return self.lifted_at is None and at < self.until
