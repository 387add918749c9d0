"""Which matrices of authority has a brand written, and which of them held from when on?"""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console.govern.models import Brand, Person
from firebreak.core.respond.lawful import Lawful, lawful_in
from firebreak.core.respond.matrix import Matrix, matrix_in

LONGEST_REASON = 200


@lru_cache(maxsize=256)
def read_once(text: str) -> Lawful:
    """Read a version, which never changes, by the hard rules of today, which may have."""
    return lawful_in(text, matrix_in(knowledge.authority()))


class MatrixVersionQuerySet(models.QuerySet["MatrixVersion"]):
    def confirmed(self) -> MatrixVersionQuerySet:
        """Keep what held at some time, oldest first."""
        return self.filter(in_force_at__isnull=False).order_by("in_force_at", "number")

    def waiting(self) -> MatrixVersionQuerySet:
        """Keep the newest version, where it still waits for a second person."""
        later = self.model._default_manager.filter(brand=OuterRef("brand"), number__gt=OuterRef("number"))
        return self.filter(in_force_at__isnull=True, dropped_at__isnull=True).exclude(Exists(later))


class MatrixVersion(models.Model):
    """A matrix of authority as somebody wrote it, once and for good; it holds when a second person has confirmed it."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="matrix_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()  # JSON, as `core.respond.matrix.content_of` gives it
    digest = models.CharField(max_length=64)  # SHA-256 of the text: what is confirmed
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    in_force_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)  # who took or turned it back
    dropped_at = models.DateTimeField(null=True)

    objects = MatrixVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the authority matrix")
        verbose_name_plural = _("versions of the authority matrix")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="one_authority_matrix_per_number"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("written_by")),
                name="nobody_confirms_their_own_matrix",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, in_force_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, in_force_at__isnull=False),
                name="a_matrix_holds_once_somebody_confirmed_it",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def lawful(self) -> Lawful:
        return read_once(self.text)

    @property
    def matrix(self) -> Matrix:
        """Give what a brand may work by: the shipped matrix where this one breaks a rule that was tightened since."""
        return self.lawful.matrix
