"""What was kept of a mention as evidence? A record of its own, which says what stood there, when, and who saw it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person


class Capture(models.Model):
    """A mention as it was at one moment. `manifest` is the text that `sha256` is of; a picture's digest stands in it.

    `post` is null once the mention was erased: then the capture is there only until `kept_until`.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="captures", db_index=False)  # the constraint's index
    number = models.PositiveIntegerField()
    post = models.ForeignKey("listen.Post", models.SET_NULL, related_name="captures", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    manifest = models.TextField()
    sha256 = models.CharField(max_length=64)
    picture = models.BinaryField(null=True)
    picture_type = models.CharField(max_length=20, blank=True)
    kept_for = models.CharField(max_length=20, blank=True)
    kept_until = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        constraints = [models.UniqueConstraint(fields=["brand", "number"], name="one_capture_per_number")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        return f"EV-{self.number:04d}"
