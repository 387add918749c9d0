"""What do we answer to one mention, and how does the brand speak? Words are kept here; nothing here sends them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.words import POSTURES

LONGEST_URL = 500


class Voice(models.Model):
    """How a brand speaks to one person: how an answer begins and ends, and what its writers keep in mind."""

    brand = models.OneToOneField(Brand, models.CASCADE, primary_key=True, related_name="voice")
    opening = models.CharField(_("beginning of a reply"), max_length=200, blank=True)
    closing = models.CharField(_("end of a reply"), max_length=200, blank=True)
    manner = models.TextField(_("how we speak"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("voice of the brand")
        verbose_name_plural = _("voices of the brand")

    def __str__(self) -> str:
        return str(self.brand)

    @property
    def begun(self) -> str:
        """Give what a new draft holds: its beginning and its end, and room between them."""
        return "\n\n".join(part for part in (self.opening, self.closing) if part)


class Reply(models.Model):
    """An answer to one mention: a draft until a person says where it was published. It goes when the mention goes."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="replies")
    post = models.ForeignKey("listen.Post", models.CASCADE, related_name="replies")
    text = models.TextField()
    posture = models.CharField(max_length=10, choices=[(code, code) for code in POSTURES])
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    url = models.CharField(max_length=LONGEST_URL, blank=True)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(published_at__isnull=True), name="one_draft_per_mention"
            )
        ]
        indexes = [models.Index(fields=["brand", "-published_at"], name="replies_newest")]

    def __str__(self) -> str:
        return str(self.pk)
