"""What did somebody of the staff see, by which link did they tell it, and what became of it?"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post

LONGEST = {"what": 2000, "place": 120, "victims": 300, "name": 80, "contact": 120}
TRIAGE = timedelta(minutes=2)  # R2.54: within so long somebody takes it up
KEPT = timedelta(days=365)  # after it was closed; the form and docs/privacy.md promise it


class Hurt(StrEnum):
    """Who is hurt, as far as the reporter knows."""

    NOBODY = "nobody"
    ONE = "one"
    SEVERAL = "several"
    UNKNOWN = "unknown"


class Ending(StrEnum):
    """What became of a report: it goes on as something of the console, or was closed with a reason."""

    MENTION = "mention"
    INCIDENT = "incident"
    CASE = "case"
    SOLVED = "solved"
    DOUBLE = "double"
    NOT_OURS = "not_ours"
    UNCLEAR = "unclear"
    TEST = "test"


GOES_ON = (Ending.MENTION, Ending.INCIDENT, Ending.CASE)
HARMLESS = (Hurt.NOBODY, Hurt.UNKNOWN)


class StaffLink(models.Model):
    """A secret address by which anybody of the brand's staff reports without an account; all it opens is the form."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="staff_links")
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("link for the staff")
        verbose_name_plural = _("links for the staff")
        constraints = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(ended_at__isnull=True),
                name="one_staff_link_at_a_time",
                violation_error_message=_("A brand has one link for its staff at a time."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.pk}"


class ReportQuerySet(models.QuerySet["Report"]):
    def unread(self, *, at: datetime) -> ReportQuerySet:
        """Give those to be read now, oldest first; an erased one has nothing to read, one that failed waits a while."""
        return self.filter(read_at__isnull=True, erased_at__isnull=True).exclude(next_at__gt=at).order_by("pk")

    def open(self) -> ReportQuerySet:
        """Give those that wait or are taken up: harm first, then who signed for it, then the oldest."""
        rows = self.filter(closed_at__isnull=True).annotate(by_link=Q(link__isnull=False))
        return rows.order_by("-grave", "by_link", "received_at", "pk")

    def late(self, *, at: datetime) -> ReportQuerySet:
        """Give those that nobody took up in time (R2.54)."""
        return self.filter(closed_at__isnull=True, taken_at__isnull=True, received_at__lt=at - TRIAGE)


class Report(models.Model):
    """What somebody of the staff saw, in their words, which nobody changes; `sha256` is of them and of the photo.

    `receipt` is known to the reporter alone and opens how it stands. `key` is of the sending: sent twice it is one.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()
    receipt = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=64)
    link = models.ForeignKey(StaffLink, models.PROTECT, related_name="reports", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # where signed in
    language = models.CharField(max_length=10)
    what = models.TextField(_("what you saw"), blank=True)
    place = models.CharField(_("where"), max_length=LONGEST["place"], blank=True)
    seen_at = models.DateTimeField(_("when"))
    hurt = models.CharField(_("who is hurt"), max_length=8, choices=[(one.value, one.value) for one in Hurt])
    victims = models.CharField(max_length=LONGEST["victims"], blank=True)
    name = models.CharField(max_length=LONGEST["name"], blank=True)
    contact = models.CharField(max_length=LONGEST["contact"], blank=True)
    received_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    has_photo = models.BooleanField(default=False)

    read_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often reading failed
    next_at = models.DateTimeField(null=True)  # before then nobody tries again
    category = models.CharField(max_length=20, blank=True)
    grave = models.BooleanField(default=False)  # harm is told: it went on as a mention and called by itself
    post = models.ForeignKey(Post, models.SET_NULL, related_name="reports", null=True)

    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    ending = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Ending], blank=True)
    led_to = models.PositiveIntegerField(null=True)  # the number of the incident or case
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = ReportQuerySet.as_manager()

    PERSONAL = ("what", "place", "victims", "name", "contact")

    class Meta:
        verbose_name = _("report of the staff")
        verbose_name_plural = _("reports of the staff")
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="one_report_per_number"),
            models.UniqueConstraint(fields=["brand", "key"], name="one_report_per_sending"),
        ]
        indexes = [
            models.Index(fields=["brand", "closed_at", "-received_at"], name="report_by_state"),
            models.Index(fields=["id"], condition=Q(read_at__isnull=True), name="report_unread"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"R-{self.number:04d}"

    @property
    def receipt_shown(self) -> str:
        return "-".join(self.receipt[start : start + 4] for start in (0, 4, 8))

    @property
    def stage(self) -> str:
        """Name how far it has come: received, taken up, done."""
        return "done" if self.closed_at else "taken" if self.taken_at else "received"


class Photo(models.Model):
    """The photo of a report, as it was handed in."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="photo")
    body = models.BinaryField()
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("photo of a report")
        verbose_name_plural = _("photos of reports")

    def __str__(self) -> str:
        return str(self.pk)
