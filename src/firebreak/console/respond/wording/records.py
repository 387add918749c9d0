"""Which templates has a brand worded itself, and how did each of them read?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.core.respond.wording import PARTS

LONGEST_REASON = 200


class TemplateVersion(models.Model):
    """The words of one template as a brand wrote them, once and for good; the last one holds."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="template_versions")
    code = models.CharField(max_length=60)  # of the template that ships for the same occasion
    number = models.PositiveIntegerField()
    words: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # by part; none: as it ships again
    digest = models.CharField(max_length=64)  # SHA-256 of the words
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of a template")
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "code", "number"], name="one_row_per_version_of_a_template")
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def parts(self) -> list[str]:
        """Give the words part by part as a text has them; PostgreSQL keeps the names in an order of its own."""
        return [self.words[part] for part in PARTS if part in self.words]

    @property
    def is_own(self) -> bool:
        return bool(self.words)
