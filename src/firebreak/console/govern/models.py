"""Whose record is it, who may see it, and what was done? Organisations, people, brands and the audit chain."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firebreak.core.govern import trail
from firebreak.core.govern.role import TABLE, acts_of_agency
from firebreak.core.terms import Act, Role, Severity


class Organisation(models.Model):
    """A brand's house, or an agency that works for brands."""

    class Kind(models.TextChoices):
        BRAND = "brand", _("Brand organisation")
        AGENCY = "agency", _("Agency")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=60, unique=True, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.BRAND)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, *, email: str, name: str, organisation: Organisation, password: str | None = None) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), name=name, organisation=organisation)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who signs in; a person belongs to one organisation."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="people", verbose_name=_("organisation")
    )
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hant")
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    mail_from = models.CharField(_("least severity that is mailed"), max_length=2, default=Severity.S4.value)

    MAY_BEGIN: ClassVar[tuple[Severity, ...]] = (Severity.S4, Severity.S3, Severity.S2)  # S1 and S2 are always mailed

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def wants_mail(self, level: Severity) -> bool:
        """Tell whether alerts of this level are to be mailed to this person."""
        return level is Severity(self.mail_from) or level.is_worse_than(Severity(self.mail_from))


class BrandQuerySet(models.QuerySet["Brand"]):
    def reachable_by(self, person: Person, *, at: datetime) -> BrandQuerySet:
        """Keep the brands `person` may enter at `at`: assigned, and of the own house or under a live engagement."""
        engaged = Engagement.objects.live(at=at).filter(agency=person.organisation_id)
        own_house = Q(organisation=person.organisation_id)
        return self.filter(own_house | Q(pk__in=engaged.values("brand")), assignments__person=person)


class Brand(models.Model):
    """What the public talks about; every record belongs to one."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="brands", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=60, unique=True, allow_unicode=True)

    objects = BrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def role_of(self, person: Person) -> Role | None:
        """Tell what `person` is to this brand, or None without an assignment."""
        found = self.assignments.filter(person=person).values_list("role", flat=True).first()
        return Role(found) if found else None

    def admits(self, person: Person, *, at: datetime) -> bool:
        """Tell whether somebody who is assigned may enter: of the own house, or under a live engagement."""
        is_own = person.organisation_id == self.organisation_id
        return is_own or Engagement.objects.live(at=at).filter(brand=self, agency=person.organisation_id).exists()

    def allows(self, person: Person, act: Act, *, at: datetime) -> bool:
        """Tell whether role and, for an agency's person, the engagement's scopes allow the act."""
        role = self.role_of(person)
        return role is not None and act in self.acts_of(person, role, at=at)

    def acts_of(self, person: Person, role: Role, *, at: datetime) -> frozenset[Act]:
        """Name all that `person` may do here in a role: for an agency nothing beyond its engagement's scopes."""
        if person.organisation_id == self.organisation_id:
            return TABLE[role]
        live = Engagement.objects.live(at=at).filter(brand=self, agency=person.organisation_id)
        return acts_of_agency(role, scopes={one for scopes in live.values_list("scopes", flat=True) for one in scopes})


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def not_over(self, *, at: datetime) -> EngagementQuerySet:
        """Keep those that run or are still to come."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=at))

    def live(self, *, at: datetime) -> EngagementQuerySet:
        """Keep those with a signed NDA that have begun and not ended."""
        return self.not_over(at=at).filter(nda_signed_at__isnull=False, nda_signed_at__lte=at, starts__lte=at)


class Engagement(models.Model):
    """A brand lets an agency in: for these acts, from, until, and only with a signed NDA."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="engagements", verbose_name=_("brand"))
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="engagements", verbose_name=_("agency"))
    scopes = models.JSONField(_("scopes"), default=list)
    nda_signed_at = models.DateTimeField(_("NDA signed at"), null=True, blank=True)
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"), null=True, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="engagement_ends_after_it_starts",
                violation_error_message=_("An engagement ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.brand}"


class Assignment(models.Model):
    """What a person is to a brand."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments", verbose_name=_("person"))
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="assignments", verbose_name=_("brand"))
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "brand"],
                name="one_role_per_person_and_brand",
                violation_error_message=_("A person has one role per brand."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.brand} · {self.role}"


class Entry(models.Model):
    """One link of an organisation's audit chain: ids, digests and field names, never text or personal data."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="entries")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="entries", null=True)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    detail: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["organisation", "number"]
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="one_audit_entry_per_number")]
        indexes = [
            models.Index(fields=["organisation", "actor", "-number"], name="entry_by_actor"),
            models.Index(fields=["organisation", "action", "-number"], name="entry_by_action"),
            models.Index(fields=["organisation", "subject", "-number"], name="entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class Anchor(models.Model):
    """A signed count and head of a chain; kept outside, it proves that the tail was not cut."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="anchors")
    at = models.DateTimeField()
    count = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")

    def __str__(self) -> str:
        return f"{self.organisation} {self.count}"

    @property
    def claim(self) -> trail.Anchor:
        """Give what it says of its chain, as core checks it."""
        return trail.Anchor(count=self.count, head=self.head, at=self.at, signature=self.signature)


class Pulse(models.Model):
    """How often something of a brand has changed; open pages look at the counts and fetch what moved."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="pulses")
    topic = models.CharField(max_length=40)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        constraints = [models.UniqueConstraint(fields=["brand", "topic"], name="one_pulse_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic} {self.count}"


class Attempt(models.Model):
    """A failed sign-in, kept to slow down guessing; the address is kept as a digest."""

    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")

    def __str__(self) -> str:
        return self.digest[:8]


class Note(models.Model):
    """A small thing the service remembers about itself, such as where its clock stands in a replay."""

    name = models.CharField(max_length=60, primary_key=True)
    value: models.JSONField[Any] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("note of the service")
        verbose_name_plural = _("notes of the service")

    def __str__(self) -> str:
        return self.name
