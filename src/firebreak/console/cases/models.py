"""Who is affected, what happened to them, what did we promise, and how do we know that we may speak to them?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console.assess.models import SEVERITIES
from firebreak.console.cases import money as money  # Django finds records through this module
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident

STALE_AFTER = timedelta(minutes=30)  # a hold without a sign of life, while nobody has spoken to the person
STALE_LATER = timedelta(days=1)  # the same, once somebody has
POST = "post"  # a public one, by which people come to us and we never go to them
WAYS = ("phone", "message", "mail", "visit", "other")
INWARD = (POST, *WAYS)
SPOKEN = ("phone", "visit")  # who comes so has been spoken to
GROUNDS = ("consent", "contract", "law", "danger")
ANSWERS = ("satisfied", "partly", "unsatisfied", "no_answer")


def one_of(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class CaseQuerySet(models.QuerySet["Case"]):
    def standing(self) -> CaseQuerySet:
        """Leave out what is merged into another."""
        return self.filter(merged_into__isnull=True)

    def open(self) -> CaseQuerySet:
        return self.standing().filter(closed_at__isnull=True)

    def unspoken(self) -> CaseQuerySet:
        """Give the people nobody has spoken to yet."""
        return self.open().filter(spoken_at__isnull=True)


class Case(models.Model):
    """One affected person's matter: who they are, what happened, what they need, who looks after them.

    A case that is merged into another keeps everything that is its own, so that it can be taken away again whole.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="cases")
    number = models.PositiveIntegerField()
    incident = models.ForeignKey(Incident, models.SET_NULL, related_name="cases", null=True, blank=True)
    way = models.CharField(_("how they came to us"), max_length=10, choices=one_of(INWARD))
    received_at = models.DateTimeField()  # the clocks of outreach and of the law begin here
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    mail = models.CharField(_("e-mail"), max_length=120, blank=True)
    what = models.TextField(_("what happened"), blank=True)
    wants = models.CharField(_("needs"), max_length=300, blank=True)
    avoids = models.CharField(_("does not want"), max_length=300, blank=True)
    matter = models.CharField(_("product, batch or shop"), max_length=80, blank=True)
    injured = models.BooleanField(_("bodily harm"), default=False)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    spoken_at = models.DateTimeField(null=True, blank=True)  # when somebody first reached the person
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.CharField(_("satisfaction"), max_length=12, choices=one_of(ANSWERS), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    PERSONAL = ("name", "phone", "mail", "what", "wants", "avoids", "matter")  # masked unless lifted

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "number"],
                name="one_case_per_number",
                violation_error_message=_("A case has a number of its own."),
            )
        ]
        indexes = [models.Index(fields=["brand", "closed_at", "received_at"], name="case_by_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"C-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_free(self, *, at: datetime) -> bool:
        """Tell whether anybody may take it on: nobody holds it, or its holder gave no sign of life for too long."""
        if self.holder_id is None or self.held_at is None:
            return True
        return at - self.held_at > (STALE_LATER if self.spoken_at else STALE_AFTER)


class CasePost(models.Model):
    """A mention in which an affected person told of it; it goes with the mention."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="told")
    post = models.OneToOneField(Post, models.CASCADE, related_name="case_told")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mention of a case")
        verbose_name_plural = _("mentions of cases")
        ordering = ["post__published_at", "post_id"]

    def __str__(self) -> str:
        return f"{self.case} {self.post_id}"


class Consent(models.Model):
    """On which ground somebody may be spoken to, by which ways, and where that can be seen; until it is withdrawn."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    ground = models.CharField(_("ground"), max_length=10, choices=one_of(GROUNDS))
    ways: models.JSONField[list[str]] = models.JSONField()
    proof = models.CharField(_("where it can be seen"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("ground for contact")
        verbose_name_plural = _("grounds for contact")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.ground


class Contact(models.Model):
    """One time that an affected person and we spoke, or that we tried; ours rest on a ground that was there before."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=one_of(INWARD))
    inward = models.BooleanField()
    reached = models.BooleanField(default=True)
    complaint = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inward=True) | Q(consent__isnull=False),
                name="no_contact_without_ground",
                violation_error_message=_("Nobody is contacted without a recorded ground."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%m-%d %H:%M}"


class Promise(models.Model):
    """Something that was promised to an affected person, and by when."""

    OPEN, KEPT, DROPPED = "open", "kept", "dropped"

    case = models.ForeignKey(Case, models.CASCADE, related_name="promises")
    text = models.CharField(_("what we promised"), max_length=300, blank=True)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=one_of((OPEN, KEPT, DROPPED)), default=OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("record", "promise")
        verbose_name_plural = pgettext_lazy("record", "promises")
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.state} {self.due_at:%m-%d %H:%M}"


class Proposal(models.Model):
    """What the machine proposes after repeated complaints: a graver level, or an incident. A person decides."""

    OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="proposals")
    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")  # the one whose complaint was the third
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="proposals", null=True, blank=True)
    about = models.CharField(max_length=8, choices=one_of(("person", "matter")))
    digest = models.CharField(max_length=64)  # of incident and whose or which it is, without saying so
    count = models.PositiveIntegerField()
    since = models.DateTimeField()
    to = models.CharField(max_length=2, choices=SEVERITIES)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=one_of((OPEN, ACCEPTED, DECLINED)), default=OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("proposal of a level")
        verbose_name_plural = _("proposals of a level")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "digest"],
                condition=Q(state="open"),
                name="one_open_proposal",
                violation_error_message=_("This is proposed already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.to} {self.about} {self.count}"

    @property
    def facts(self) -> dict[str, Any]:
        return {"to": self.to, "about": self.about, "count": self.count}
