"""Who sits at a brand's desk now? Assignments of the own house, and of agencies whose engagement is live."""

from datetime import datetime

from django.db.models import Q, QuerySet

from firebreak.console.govern.models import Assignment, Brand, Engagement


def seated_at(brand: Brand, *, at: datetime) -> QuerySet[Assignment]:
    """Give the assignments that let a person in at `at`; an agency's end with its engagement."""
    agencies = Engagement.objects.live(at=at).filter(brand=brand).values("agency")
    inside = Q(person__organisation=brand.organisation_id) | Q(person__organisation__in=agencies)
    return Assignment.objects.filter(inside, brand=brand, person__is_active=True).select_related("person")
