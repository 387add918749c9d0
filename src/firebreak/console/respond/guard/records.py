"""What was asked to be done to words of others, on which ground and evidence, and what came of it?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.captures import Capture

LONGEST_REASON = 300


class ModerationRequest(models.Model):
    """Somebody asks to hide or report a mention, or to block its author; it goes when the mention goes.

    Nothing is done on any platform from here: what is allowed is done there by hand.
    """

    ASKED, REFUSED, ALLOWED, DECLINED, UNDONE = "asked", "refused", "allowed", "declined", "undone"
    STATES = (ASKED, REFUSED, ALLOWED, DECLINED, UNDONE)

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="moderation_requests", db_index=False)
    post = models.ForeignKey("listen.Post", models.CASCADE, related_name="moderation_requests")
    act = models.CharField(max_length=20)
    ground = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    refusal = models.CharField(max_length=20, blank=True)  # the code of why not
    copies = models.PositiveIntegerField(default=0)  # that stood elsewhere when it was asked
    capture = models.ForeignKey(Capture, models.SET_NULL, related_name="+", null=True)
    evidence = models.CharField(max_length=64, blank=True)  # SHA-256 of the capture that was made first
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)  # why it was declined
    undone_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("moderation request")
        verbose_name_plural = _("moderation requests")
        indexes = [models.Index(fields=["brand", "-asked_at"], name="moderation_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(state="asked"), name="one_open_moderation_request_per_post"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.state}"
