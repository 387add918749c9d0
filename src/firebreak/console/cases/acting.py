"""Which act does a button of a case's page stand for, and what does it ask the services?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404

from firebreak.console.access import Seat
from firebreak.console.cases import contacting, merging, opening, promising, proposing, spending
from firebreak.console.cases import forms as asked
from firebreak.console.cases.catalogue import items_of
from firebreak.console.cases.family import family_of
from firebreak.console.cases.models import Case, Consent, Promise, Proposal
from firebreak.console.cases.money import Offer
from firebreak.console.listen.models import Post
from firebreak.core.errors import BadInput

Said = Mapping[str, Any]
Do = Callable[[Seat, Case, Any], object]
Make = Callable[[Any, Seat, Case, bool], forms.Form]


def plain(kind: type[forms.Form]) -> Make:
    return lambda data, seat, case, lifted: kind(data)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: the form that says it, and what it does with the form's words."""

    form: Make
    do: Do


def details(data: Any, seat: Seat, case: Case, lifted: bool) -> asked.DetailsForm:
    return asked.DetailsForm(data, case=case, lifted=lifted)


def offering(data: Any, seat: Seat, case: Case, lifted: bool) -> asked.OfferForm:
    return asked.OfferForm(data, items=items_of(seat.brand))


def change(seat: Seat, case: Case, form: asked.DetailsForm) -> None:
    opening.change_case(seat=seat, case=case, affected=form.affected(), version=form.cleaned_data["version"])


def contact(seat: Seat, case: Case, form: forms.Form) -> None:
    said = form.cleaned_data
    contacting.log_contact(
        seat=seat,
        case=case,
        way=said["way"],
        inward=said["direction"] == "in",
        reached=said["direction"] != "tried",
        text=said["text"],
        complaint=said["complaint"],
    )


def end(seat: Seat, case: Case, form: forms.Form) -> None:
    contacting.end_consent(seat=seat, consent=part_of(case, Consent, form.cleaned_data["consent"]))


def settle(seat: Seat, case: Case, form: forms.Form) -> None:
    said = form.cleaned_data
    found = part_of(case, Promise, said["promise"])
    promising.settle_promise(seat=seat, promise=found, to=said["to"], reason=said["reason"])


def merge(seat: Seat, case: Case, form: forms.Form) -> None:
    into = Case.objects.filter(brand=seat.brand, number=form.cleaned_data["into"]).first()
    if into is None:
        raise BadInput(field="into", problem="not_two_cases")
    merging.merge_cases(seat=seat, case=case, into=into)


def part(seat: Seat, case: Case, form: forms.Form) -> None:
    gone = get_object_or_404(Case, brand=seat.brand, number=form.cleaned_data["gone"], pk__in=family_of(case)[1:])
    merging.part_case(seat=seat, case=gone)


def link(seat: Seat, case: Case, form: asked.LinkForm) -> None:
    post = Post.objects.filter(brand=seat.brand, pk=form.number()).first()
    if post is None:
        raise BadInput(field="post", problem="no_such_mention")
    opening.link_post(seat=seat, case=case, post=post)


def decide(seat: Seat, case: Case, form: forms.Form) -> None:
    said = form.cleaned_data
    found = part_of(case, Proposal, said["proposal"])
    proposing.decide_proposal(seat=seat, proposal=found, accept=said["accept"] == "yes", reason=said["reason"])


def of_offer(do: Callable[..., object], name: str) -> Do:
    """Do something to an offer of the case, with what was said as `name`."""

    def act(seat: Seat, case: Case, form: forms.Form) -> None:
        given = {name: form.cleaned_data["said"]} if name else {}
        do(seat=seat, made=part_of(case, Offer, form.cleaned_data["offer"]), **given)

    return act


def part_of(case: Case, kind: Any, pk: int) -> Any:
    """Give a part of the case, or of one that was merged into it; 404 for any other."""
    return get_object_or_404(kind, pk=pk, case__in=family_of(case))


DEED = plain(asked.OfferDeedForm)
ACTS: Mapping[str, Act] = {
    "change": Act(details, change),
    "hold": Act(plain(forms.Form), lambda seat, case, form: contacting.hold_case(seat=seat, case=case)),
    "let_go": Act(plain(forms.Form), lambda seat, case, form: contacting.let_go_case(seat=seat, case=case)),
    "consent": Act(
        plain(asked.ConsentForm),
        lambda seat, case, form: contacting.note_consent(seat=seat, case=case, **form.cleaned_data),
    ),
    "end_consent": Act(plain(asked.EndForm), end),
    "contact": Act(plain(asked.ContactForm), contact),
    "promise": Act(
        plain(asked.PromiseForm),
        lambda seat, case, form: promising.make_promise(seat=seat, case=case, **form.cleaned_data),
    ),
    "settle": Act(plain(asked.SettleForm), settle),
    "close": Act(
        plain(asked.CloseForm), lambda seat, case, form: promising.close_case(seat=seat, case=case, **form.cleaned_data)
    ),
    "reopen": Act(
        plain(asked.VersionForm),
        lambda seat, case, form: promising.reopen_case(seat=seat, case=case, **form.cleaned_data),
    ),
    "merge": Act(plain(asked.MergeForm), merge),
    "part": Act(plain(asked.PartForm), part),
    "link": Act(plain(asked.LinkForm), link),
    "decide": Act(plain(asked.ProposalForm), decide),
    "offer": Act(offering, lambda seat, case, form: spending.offer(seat=seat, case=case, **form.cleaned_data)),
    "approve": Act(DEED, of_offer(spending.approve_offer, "")),
    "refuse": Act(DEED, of_offer(spending.refuse_offer, "reason")),
    "pay": Act(DEED, of_offer(spending.pay_offer, "reference")),
    "decline": Act(DEED, of_offer(spending.decline_offer, "reason")),
    "reverse": Act(DEED, of_offer(spending.reverse_offer, "reason")),
}
