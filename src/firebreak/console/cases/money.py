"""What can affected people be given, who offered it, and what became of every dollar?"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console.govern.models import Brand, Person
from firebreak.core.resolve.ledger import OPEN, Account, Deed, State

KINDS = ("refund", "exchange", "coupon", "gift", "medical", "other")


class Item(models.Model):
    """Something that a brand gives, and the greatest sum of one offer; what is taken out stays with what was given."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="remedies")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=60)
    most = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("item of compensation")
        verbose_name_plural = _("items of compensation")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "code"],
                name="one_item_per_code",
                violation_error_message=_("The catalogue has this code already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Budget(models.Model):
    """The money for an incident's people, or for those of no incident; `left` follows the ledger in one transaction."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="budgets")
    incident = models.ForeignKey("respond.Incident", models.PROTECT, related_name="budgets", null=True, blank=True)
    left = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                name="one_budget_per_incident",
                violation_error_message=_("This incident has its budget."),
            ),
            models.UniqueConstraint(
                fields=["brand"],
                condition=Q(incident__isnull=True),
                name="one_budget_without_incident",
                violation_error_message=_("The brand has its budget for people of no incident."),
            ),
            models.CheckConstraint(
                condition=Q(left__gte=0),
                name="nothing_beyond_budget",
                violation_error_message=_("The budget does not reach that far."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand} {self.incident or ''} {self.left}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def owed(self) -> OfferQuerySet:
        """Give what waits to be approved or paid."""
        return self.filter(state__in=OPEN)


class Offer(models.Model):
    """Something offered to one affected person, and where it stands; the ledger holds its money."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="offers")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="offers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=32)  # sent with the form, so that a second click offers nothing twice
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)  # of the payment, in the books of whoever paid
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("compensation")
        verbose_name_plural = _("compensations")
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"], name="one_offer_per_key", violation_error_message=_("This is offered already.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.item.code} NT${self.amount} {self.state}"

    @property
    def is_owed(self) -> bool:
        return self.state in OPEN

    @property
    def is_automatic(self) -> bool:
        """Tell whether it was within the limit of whoever offered it."""
        return self.approved_by_id == self.offered_by_id and self.approved_at == self.offered_at


class LineQuerySet(models.QuerySet["Line"]):
    """Lines are added and read, never changed and never taken out: what was wrong is reversed by another line."""

    def update(self, **_fields: Any) -> NoReturn:
        raise TypeError("a line of the ledger is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("a line of the ledger is never taken out")


class Line(models.Model):
    """One sum that went into an account of a budget, or out of it."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    deed = models.CharField(max_length=8, choices=[("fund", "fund"), *((deed.value, deed.value) for deed in Deed)])
    account = models.CharField(max_length=8, choices=[(account.value, account.value) for account in Account])
    amount = models.BigIntegerField()
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="lines", null=True, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("ledger", "line of the ledger")
        verbose_name_plural = pgettext_lazy("ledger", "lines of the ledger")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.deed} {self.account} {self.amount}"
