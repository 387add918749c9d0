"""Are two cases one person's? They are merged with one act, and taken apart again exactly as they were."""

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.cases.family import parents_of
from firebreak.console.cases.lines import told
from firebreak.console.cases.models import Case
from firebreak.console.cases.proposing import propose_after
from firebreak.console.govern.services import lock_brand
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.resolve import kinship
from firebreak.core.terms import Act


@transaction.atomic
def merge_cases(*, seat: Seat, case: Case, into: Case) -> Case:
    """Let one case go on in another, because a person says that both are the same person's."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    rows = {one.pk: one for one in Case.objects.filter(brand=seat.brand, pk__in=[case.pk, into.pk], erased_at=None)}
    if len(rows) != 2:
        raise BadInput(field="into", problem="not_two_cases")
    if rows[into.pk].closed_at:
        raise Conflict(case=into.code, problem="case_closed")
    kinship.merged(case.pk, into.pk, parents_of(seat.brand))
    Case.objects.filter(pk=case.pk).update(merged_into=into)
    found = Case.objects.select_related("incident", "brand").get(pk=into.pk)
    told(seat, found, action="merge_cases", detail={"gone": case.pk, "into": into.pk})
    propose_after(found, at=seat.at)
    return found


@transaction.atomic
def part_case(*, seat: Seat, case: Case) -> Case:
    """Take a merged case away again: everything that is its own comes with it, what was added since stays there."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    found = Case.objects.filter(pk=case.pk, brand=seat.brand, merged_into__isnull=False).first()
    if found is None:
        raise Conflict(case=case.code)
    was = found.merged_into_id
    Case.objects.filter(pk=found.pk).update(merged_into=None)
    found.merged_into = None
    told(seat, found, action="part_case", detail={"was": was})
    return found
