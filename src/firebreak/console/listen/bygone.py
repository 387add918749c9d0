"""What remains of posts whose days are over? A number, so that what is usual for a brand is not forgotten with them."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand


class Bygone(models.Model):
    """How many posts of one tone fell into one five-minute bucket and were erased since; it names nobody.

    `voices`: how many of them were the last complaint of a person within a day, one for each run of complaints.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="bygone", db_index=False)  # the constraint's index
    bucket = models.BigIntegerField()
    sentiment = models.CharField(max_length=8)
    count = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of erased mentions")
        verbose_name_plural = _("counts of erased mentions")
        constraints = [
            models.UniqueConstraint(fields=["brand", "bucket", "sentiment"], name="one_count_per_bucket_and_tone")
        ]

    def __str__(self) -> str:
        return f"{self.bucket} {self.count}"


VOICE = timedelta(days=1)  # who complained within it is no new voice


def note_bygone(brand: Brand, *, bucket: int, sentiment: str, is_voice: bool) -> None:
    """Count an erased post; the caller holds the brand's lock."""
    row, _made = Bygone.objects.get_or_create(brand=brand, bucket=bucket, sentiment=sentiment)
    Bygone.objects.filter(pk=row.pk).update(count=F("count") + 1, voices=F("voices") + int(is_voice))


def forget_bygone(*, before: int) -> None:
    """Drop the counts of buckets that nothing is learnt from any more."""
    Bygone.objects.filter(bucket__lt=before).delete()
