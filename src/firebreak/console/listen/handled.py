"""What have people done about a mention: who holds it, does it sleep, is it closed, and how is that taken back?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person


class Deed(models.Model):
    """One act of a person upon some mentions; `was` holds what each was before, by the post's id, to take it back."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="deeds")
    person = models.ForeignKey(Person, models.PROTECT, related_name="deeds")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    was: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("act on mentions")
        verbose_name_plural = _("acts on mentions")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Handling(models.Model):
    """Where a mention stands with people. No row: nobody has touched it.

    One that sleeps wakes at `asleep_until`, or, with `until_rise`, as soon as its story is worse than `rise_level` or
    has `rise_posts` posts. `deed` is the last act upon it: who acts on an older one is told so.
    """

    post = models.OneToOneField("listen.Post", models.CASCADE, primary_key=True, related_name="handling")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    held_at = models.DateTimeField(null=True)
    asleep_until = models.DateTimeField(null=True)
    until_rise = models.BooleanField(default=False)
    rise_level = models.CharField(max_length=2, blank=True)
    rise_posts = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    deed = models.ForeignKey(Deed, models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("handling of a mention")
        verbose_name_plural = _("handling of mentions")
        indexes = [
            models.Index(fields=["brand", "holder"], condition=Q(closed_at__isnull=True), name="handling_held"),
            models.Index(fields=["brand", "-closed_at"], condition=Q(closed_at__isnull=False), name="handling_closed"),
            models.Index(
                fields=["brand"], condition=Q(asleep_until__isnull=False) | Q(until_rise=True), name="handling_asleep"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


KEPT = ("holder_id", "held_at", "asleep_until", "until_rise", "rise_level", "rise_posts", "closed_at", "closed_by_id")
RISEN = Q(place__story__severity__lt=F("handling__rise_level")) | Q(
    place__story__post_count__gte=F("handling__rise_posts")
)
NEEDS = Q(reading__sentiment="negative") | Q(reading__urgent=True) | Q(reading__uncertain=True)
UNDECIDED = Q(place__by__isnull=True, place__story__incident__isnull=True)
CALM = Q(place__isnull=True) | Q(
    place__story__severity__gte=F("handling__rise_level"), place__story__post_count__lt=F("handling__rise_posts")
)


def nobodys(gone: Collection[int]) -> Q:
    """Keep the open posts that nobody holds; who is gone holds nothing."""
    return Q(handling__closed_at__isnull=True) & (Q(handling__holder__isnull=True) | Q(handling__holder__in=list(gone)))


def asleep(at: datetime) -> Q:
    """Keep the posts that sleep at `at`; a closed one does not."""
    still = Q(handling__until_rise=True) & CALM
    return Q(handling__closed_at__isnull=True) & (Q(handling__asleep_until__gt=at) | still)


def awake(at: datetime) -> Q:
    """Keep the posts that do not sleep at `at`, also those that nobody has touched."""
    never = Q(handling__asleep_until__isnull=True) & (Q(handling__isnull=True) | Q(handling__until_rise=False))
    return never | Q(handling__asleep_until__lte=at) | (Q(handling__until_rise=True) & RISEN)


def undecided(at: datetime, *, gone: Collection[int] = ()) -> Q:
    """Keep what asks for a person, is not asleep, and about which nobody has decided, however old it is."""
    return NEEDS & UNDECIDED & nobodys(gone) & awake(at)


class SavedView(models.Model):
    """A list of mentions that a person comes back to; a shared one is there for everybody at the brand."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="saved_views")
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.TextField()  # as in an address, where a Han character is nine
    shared = models.BooleanField(_("shared"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "person", "name"],
                name="one_saved_view_per_name",
                violation_error_message=_("You already have a view of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reuse(models.Model):
    """A good word of somebody: was it thanked for, and may it be used again? Without a granted answer it may not."""

    class Answer(models.TextChoices):
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Not granted")

    post = models.OneToOneField("listen.Post", models.CASCADE, primary_key=True, related_name="reuse")
    thanked_at = models.DateTimeField(null=True)
    thanked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answer = models.CharField(max_length=7, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    scope = models.CharField(_("what may be used, and where"), max_length=200, blank=True)
    proof = models.CharField(_("where the answer can be seen"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("permission to reuse")
        verbose_name_plural = _("permissions to reuse")

    def __str__(self) -> str:
        return f"{self.pk} {self.answer}"


class Insight(models.Model):
    """What a mention teaches, in a word that a person gave it."""

    post = models.ForeignKey("listen.Post", models.CASCADE, related_name="insights")
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="insights")
    tag = models.CharField(_("tag"), max_length=30)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="one_insight_per_tag")]
        indexes = [models.Index(fields=["brand", "tag"], name="insight_tags")]

    def __str__(self) -> str:
        return self.tag
