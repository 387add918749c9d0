"""What was heard, where from, and what it says: sources, watches, posts, readings and their counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen import bygone as bygone
from firebreak.console.listen import captures as captures  # Django finds records through this module
from firebreak.console.listen import handled as handled
from firebreak.console.listen import hourly as hourly
from firebreak.console.listen import waived as waived
from firebreak.console.listen.platform import same_name
from firebreak.console.words import SOURCE_KINDS
from firebreak.core.terms import Category, PostKind, Sentiment, WatchKind

BUCKET_SECONDS = 300


class SourceQuerySet(models.QuerySet["Source"]):
    def here(self) -> SourceQuerySet:
        """Keep those that nobody has removed."""
        return self.filter(removed_at__isnull=True)

    def due(self, *, at: datetime) -> SourceQuerySet:
        """Keep those whose next visit has come."""
        return self.filter(paused=False, next_at__isnull=False, next_at__lte=at)


class HereManager(models.Manager["Source"]):
    """Gives the sources that there are; a removed one is only seen by who asks for `ever`."""

    def get_queryset(self) -> SourceQuerySet:
        return SourceQuerySet(self.model, using=self._db).here()

    def due(self, *, at: datetime) -> SourceQuerySet:
        return self.get_queryset().due(at=at)


class Source(models.Model):
    """One way in: a feed, an upload or a webhook, with its health and the rules that its posts are kept under.

    A removed one is heard no more and its address and secret are gone; its row stays, because its posts go on being
    kept under its rules.
    """

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="sources", verbose_name=_("brand"))
    key = models.CharField(_("short name"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30)
    config: models.JSONField[dict[str, Any]] = models.JSONField(_("settings"), default=dict, blank=True)
    secret = models.CharField(_("secret"), max_length=120, blank=True)
    cursor: models.JSONField[dict[str, Any]] = models.JSONField(_("cursor"), default=dict, blank=True)
    paused = models.BooleanField(_("paused"), default=False)
    every_seconds = models.PositiveIntegerField(_("seconds between visits"), default=60)
    next_at = models.DateTimeField(_("next visit"), null=True, blank=True)
    closer_until = models.DateTimeField(_("visited more often until"), null=True, blank=True)

    may_store = models.BooleanField(_("posts may be stored"), default=True)
    keep_days = models.PositiveIntegerField(_("days kept"), null=True, blank=True)
    must_honour_deletes = models.BooleanField(_("deletions must be honoured"), default=True)
    may_act = models.BooleanField(_("replies may be sent"), default=False)

    created_at = models.DateTimeField(_("set up at"))
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_try_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    last_ok_at = models.DateTimeField(_("last success"), null=True, blank=True)
    last_post_at = models.DateTimeField(_("newest post"), null=True, blank=True)
    gave_at = models.DateTimeField(_("last gave posts"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("resumed"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=60, blank=True)
    last_problem = models.CharField(_("last problem"), max_length=40, blank=True)  # the status or word behind the code
    seen = models.PositiveBigIntegerField(_("posts seen"), default=0)
    unmatched = models.PositiveBigIntegerField(_("posts matching no watch"), default=0)
    rejected = models.PositiveBigIntegerField(_("items that could not be read"), default=0)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = HereManager()
    ever = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "key"],
                name="one_source_per_key",
                violation_error_message=_("This brand already has a source of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """Give its name; nobody has named the one that imported files come in by."""
        return str(SOURCE_KINDS[self.kind]) if self.kind == self.name == "upload" else self.name


class Watch(models.Model):
    """A named thing to listen for."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="watches", verbose_name=_("brand"))
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, kind.value) for kind in WatchKind])
    any: models.JSONField[list[str]] = models.JSONField(_("any of"), default=list, blank=True)
    none: models.JSONField[list[str]] = models.JSONField(_("none of"), default=list, blank=True)
    query = models.TextField(_("query"), blank=True)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "name"],
                name="one_watch_per_name",
                violation_error_message=_("This brand already has a watch of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One public utterance as published; unique by brand, source and the source's own id."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="posts", db_index=False)  # the constraint's index
    via = models.ForeignKey(Source, models.PROTECT, related_name="posts", null=True)
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=300)
    channel = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in PostKind])
    url = models.TextField(blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author_id = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    followers = models.BigIntegerField(null=True)
    verified = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    first_seen_at = models.DateTimeField()
    parent_id = models.CharField(max_length=300, blank=True)
    reshare_of = models.CharField(max_length=300, blank=True)
    rating = models.FloatField(null=True)
    likes = models.BigIntegerField(null=True)
    comments = models.BigIntegerField(null=True)
    shares = models.BigIntegerField(null=True)
    views = models.BigIntegerField(null=True)
    media: models.JSONField[list[dict[str, str]]] = models.JSONField(default=list)
    lang = models.CharField(max_length=12, blank=True)
    raw: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["brand", "source", "external_id"], name="one_row_per_post"),
        ]
        indexes = [models.Index(fields=["brand", "-published_at"], name="post_newest")]

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"

    @property
    def section(self) -> str:
        """Name the part of its source that a post stands in; nothing where it is called as the source is."""
        own = {self.source.casefold(), same_name(self.source)}
        return "" if self.channel.strip().casefold() in own else self.channel


class Reading(models.Model):
    """What a post says. The columns hold what counts now (a person's word wins); `detail` holds the rest."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="reading")
    sentiment = models.CharField(max_length=8, choices=[(word.value, word.value) for word in Sentiment])
    category = models.CharField(max_length=20, choices=[(word.value, word.value) for word in Category])
    urgent = models.BooleanField()
    score = models.FloatField()
    intensity = models.FloatField()
    confidence = models.FloatField()
    uncertain = models.BooleanField()
    copy_key = models.CharField(max_length=32)
    copy_of = models.ForeignKey(Post, models.SET_NULL, related_name="copies", null=True, db_index=False)
    copy_similarity = models.FloatField(null=True)  # in [0.7, 1], null where it is no copy
    detail: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    model = models.CharField(max_length=40)
    corrected = models.BooleanField(default=False)
    waits = models.BooleanField(default=False)  # for the second reader

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        indexes = [
            models.Index(fields=["copy_key"], name="reading_copies"),
            models.Index(fields=["post"], condition=models.Q(urgent=True), name="reading_urgent"),
            models.Index(fields=["copy_of"], condition=models.Q(copy_of__isnull=False), name="reading_copied"),
            models.Index(fields=["urgent", "post"], condition=models.Q(waits=True), name="reading_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.sentiment} {self.category}"


class Correction(models.Model):
    """A person says that the machine read wrongly."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="corrections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections")
    at = models.DateTimeField()
    field = models.CharField(max_length=20)
    was = models.CharField(max_length=20)
    now = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.field} {self.was} → {self.now}"


class Rollup(models.Model):
    """How many posts of one kind fell into one five-minute bucket; `bucket` is epoch seconds ÷ 300."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="rollups", db_index=False)  # the constraint's index
    bucket = models.BigIntegerField()
    source = models.CharField(max_length=60)
    sentiment = models.CharField(max_length=8)
    category = models.CharField(max_length=20)
    count = models.BigIntegerField()

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "bucket", "source", "sentiment", "category"], name="one_rollup_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bucket} {self.count}"


class SourceHour(models.Model):
    """What a source gave in an hour: at how many moments, how many posts, and how many of them were new mentions.

    `hour` is epoch seconds ÷ 3600.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="hours")
    hour = models.BigIntegerField()
    moments = models.PositiveSmallIntegerField()
    given = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("hour of a source")
        verbose_name_plural = _("hours of a source")
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="one_row_per_hour")]

    def __str__(self) -> str:
        return f"{self.hour} {self.moments}"


class BlindSpot(models.Model):
    """A time in which a source was not heard: from the first visit that failed, or the pause, until it answered."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="blind_spots")
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    code = models.CharField(max_length=60)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("blind spot")
        verbose_name_plural = _("blind spots")
        indexes = [models.Index(fields=["source", "-began"], name="blind_newest")]

    def __str__(self) -> str:
        return f"{self.code} {self.began:%Y-%m-%d %H:%M}"


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def waiting(self, source: Source) -> ParcelQuerySet:
        """Give those of a source that are still to be opened, oldest first."""
        return self.filter(source=source, problem="").order_by("pk")

    def aside(self, source: Source) -> ParcelQuerySet:
        """Give those of a source that could not be opened and wait for a person."""
        return self.filter(source=source).exclude(problem="")


class Parcel(models.Model):
    """Posts handed in by a webhook and not yet read; the row is the queue, so nothing accepted is lost.

    One that cannot be opened is put aside with the code of its `problem`, until a person tries it again or drops it.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="parcels")
    received_at = models.DateTimeField()
    body = models.BinaryField()
    problem = models.CharField(max_length=60, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")

    def __str__(self) -> str:
        return str(self.pk)


class Forgotten(models.Model):
    """A post that was erased on request, as a keyed digest that names nobody: it is not taken in again."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="forgotten")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("forgotten post")
        verbose_name_plural = _("forgotten posts")
        constraints = [models.UniqueConstraint(fields=["brand", "digest"], name="one_row_per_forgotten_post")]

    def __str__(self) -> str:
        return self.digest[:8]


class Overheard(models.Model):
    """A post that matched no watch, kept for a while without its author to try watches on."""

    via = models.ForeignKey(Source, models.CASCADE, related_name="overheard", db_index=False)  # overheard_oldest
    source = models.CharField(max_length=60)
    text = models.TextField()
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = _("overheard post")
        verbose_name_plural = _("overheard posts")
        indexes = [models.Index(fields=["via", "heard_at"], name="overheard_oldest")]

    def __str__(self) -> str:
        return str(self.pk)
