"""Through which of its own channels does a brand publish, and what is on its way there?"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.respond.speak.records import LONGEST_SOURCE, Statement, codes
from firebreak.core.respond.outlet import Audience, Channel

LONGEST_ADDRESS = 300
LONGEST_TITLE = 120
LONGEST_NAME = 200


class Kind(models.TextChoices):
    """How a text gets there."""

    WORDPRESS = "wordpress", "WordPress"
    WEBHOOK = "webhook", _("Signed webhook")
    MAIL = "mail", _("E-mail")


class State(models.TextChoices):
    """Where a text is on its way out; `unclear` is for a person to look at, the last three are the end."""

    WAITING = "waiting", _("waits to go out")
    SENDING = "sending", _("is going out")
    UNCLEAR = "unclear", _("not known whether it is out")
    SENT = "sent", _("is out")
    FAILED = "failed", _("could not go out")
    STOPPED = "stopped", _("was stopped")


OPEN = (State.WAITING, State.SENDING, State.UNCLEAR)
SURE = frozenset({Kind.WORDPRESS, Kind.WEBHOOK})  # the same key again publishes nothing twice


class Outlet(models.Model):
    """One of the brand's own channels, which takes texts for a place and an audience. Its secret is shown to nobody."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="outlets")
    channel = models.CharField(_("channel"), max_length=12, choices=codes(Channel))
    audience = models.CharField(_("audience"), max_length=10, choices=codes(Audience))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    address = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    user = models.CharField(_("user"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    secret = models.CharField(_("secret"), max_length=600, blank=True)  # sealed
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    problem: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)  # what its last test met

    class Meta:
        verbose_name = _("channel of the brand")
        verbose_name_plural = _("channels of the brand")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "channel", "audience"],
                condition=Q(removed_at__isnull=True),
                name="one_outlet_per_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.audience}"


class Dispatch(models.Model):
    """One approved text on its way to one outlet. `digest` is of the words that were approved: no others go out.

    `claimed_until` and `leaves_by` are real time, for they are about a request that is under way; the rest goes by the
    one clock.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="dispatches")
    outlet = models.ForeignKey(Outlet, models.RESTRICT, related_name="dispatches")
    key = models.CharField(max_length=32, unique=True)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    leaves_by = models.DateTimeField(null=True)
    laid = models.CharField(max_length=LONGEST_NAME, blank=True)  # the id of its draft there
    perhaps = models.BooleanField(default=False)  # a request left, and nothing said what became of it
    problem: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("text on its way")
        verbose_name_plural = _("texts on their way")
        constraints = [
            models.UniqueConstraint(fields=["statement"], condition=Q(state__in=OPEN), name="one_way_out_per_text")
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="texts_due")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.state}"


class Freeze(models.Model):
    """The switch that keeps every text of a brand, or of one of its incidents, from going out until it is lifted.

    `holds_at` is real time: nothing leaves from then on. What was under way when the switch was thrown had left before.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="freezes")
    incident = models.ForeignKey("respond.Incident", models.CASCADE, related_name="freezes", null=True)
    reason = models.CharField(_("reason"), max_length=LONGEST_SOURCE)
    thrown_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    thrown_at = models.DateTimeField()
    holds_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("freeze")
        verbose_name_plural = _("freezes")
        constraints = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(lifted_at__isnull=True, incident__isnull=True),
                name="one_freeze_per_brand",
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(lifted_at__isnull=True), name="one_freeze_per_incident"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.incident_id or ''}"
