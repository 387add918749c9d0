"""How does an affected person's data go, when they ask for it? The money that was paid stays in the books, nameless."""

from django.db import transaction
from django.db.models import F, QuerySet

from firebreak.console.access import Seat
from firebreak.console.cases.family import family_of
from firebreak.console.cases.hiding import words_hidden
from firebreak.console.cases.lines import told
from firebreak.console.cases.models import Case, CasePost, Consent, Contact, Promise, Proposal
from firebreak.console.cases.money import Offer
from firebreak.console.govern.services import lock_brand
from firebreak.console.listen.models import Post
from firebreak.console.work.services import forget_files
from firebreak.core.errors import Conflict
from firebreak.core.terms import Act

KIND = "export"  # of the files in which lists wait to be fetched


@transaction.atomic
def forget_person(*, seat: Seat, case: Case, reason: str) -> None:
    """Erase who somebody was and every word about them, in all of their cases; `reason` is a code.

    Times, levels, sums and who did what stay, so that clocks and ledger hold; the links to their mentions go. What was
    written about them since goes when it is done again.
    """
    seat.need(Act.ERASE)
    lock_brand(seat.brand)
    found = Case.objects.filter(pk=case.pk, brand=seat.brand, merged_into__isnull=True).first()
    if found is None:
        raise Conflict(case=case.code)
    erase(seat, Case.objects.filter(pk__in=family_of(found)))
    forget_files(seat.brand, kind=KIND)
    told(seat, found, action="forget_person", detail={"reason": reason})


def erase(seat: Seat, cases: QuerySet[Case]) -> None:
    keys = list(cases.values_list("pk", flat=True))
    Contact.objects.filter(case__in=keys).update(text="")
    Consent.objects.filter(case__in=keys).update(proof="")
    Promise.objects.filter(case__in=keys).update(text="", reason="")
    Offer.objects.filter(case__in=keys).update(note="", reference="", reason="")
    Proposal.objects.filter(case__in=keys).update(reason="")
    CasePost.objects.filter(case__in=keys).delete()
    for case in Case.objects.filter(pk__in=keys):
        gone = dict.fromkeys(Case.PERSONAL, "") | {"matter": words_hidden(case.matter, case)[:80]}
        Case.objects.filter(pk=case.pk).update(erased_at=seat.at, version=F("version") + 1, **gone)


def forget_with_post(seat: Seat, post: Post, reason: str) -> None:
    """Forget whoever wrote a mention that is erased on request, where nothing else of theirs is known.

    Who can be reached in another way, or told of it elsewhere too, keeps their case: they may ask for that themselves.
    """
    link = CasePost.objects.filter(post=post).select_related("case").first()
    if link is None:
        return
    case = link.case
    others = CasePost.objects.filter(case=case).exclude(pk=link.pk).exists()
    if others or case.phone or case.mail or case.merged_into_id or case.merged.exists():
        return
    erase(seat, Case.objects.filter(pk=case.pk))
    told(seat, case, action="forget_person", detail={"reason": reason})
