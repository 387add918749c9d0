"""How many records of several kinds has a brand? All in one question."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from firebreak.console.govern.models import Brand


def count_each(brand: Brand, kinds: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Count by name the rows of each kind that are the brand's; rows of other brands do not count."""
    rows = {name: each.filter(brand=OuterRef("pk")).order_by().values("brand") for name, each in kinds.items()}
    counts = {name: Subquery(each.annotate(n=Count("pk")).values("n")) for name, each in rows.items()}
    found = Brand.objects.filter(pk=brand.pk).order_by().values_list(*counts.values()).first()
    return {name: count or 0 for name, count in zip(counts, found or (), strict=bool(found))}
