"""Which columns do cases of affected people and the ledger of compensation have in a file?"""

from functools import cache

from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import casewords
from firebreak.console.cases.board import PARTS, Board
from firebreak.console.cases.hiding import mail_of, phone_of
from firebreak.console.cases.models import Case
from firebreak.console.cases.money import Line
from firebreak.console.cases.standing import Standing
from firebreak.console.export.cells import Row
from firebreak.console.export.listing import Asked, Listing, yes

CASE = (
    gettext_lazy("Case"),
    gettext_lazy("Incident"),
    gettext_lazy("Came to us"),
    gettext_lazy("Came by"),
    gettext_lazy("Name of the person"),
    gettext_lazy("Phone"),
    gettext_lazy("E-mail"),
    gettext_lazy("What happened"),
    gettext_lazy("Product, batch or shop"),
    gettext_lazy("Bodily harm"),
    gettext_lazy("To be spoken to until"),
    gettext_lazy("Spoken to"),
    gettext_lazy("15 days of the law end"),
    gettext_lazy("Promises to keep"),
    gettext_lazy("Compensation paid, NT$"),
    gettext_lazy("Looked after by"),
    gettext_lazy("Closed at"),
    gettext_lazy("Satisfaction"),
)
LEDGER = (
    gettext_lazy("Number"),
    gettext_lazy("Time"),
    gettext_lazy("Incident"),
    gettext_lazy("Case"),
    pgettext_lazy("ledger", "What"),
    pgettext_lazy("ledger", "Account"),
    gettext_lazy("NT$"),
    gettext_lazy("Item"),
    pgettext_lazy("ledger", "By"),
)


def cases(asked: Asked) -> Listing:
    """Give every affected person of the brand, the newest first; who they are is masked unless it is lifted."""
    seat = asked.seat
    rows = Case.objects.filter(brand=seat.brand).standing().order_by("-received_at", "-pk")

    @cache
    def merged() -> dict[int, list[Case]]:
        return Board(seat).merged

    return Listing(
        code="cases",
        title=gettext_lazy("Affected people and cases"),
        columns=CASE,
        found=rows.select_related("incident", "holder").prefetch_related(*PARTS),
        row=lambda case: case_row(Standing(seat, case, tuple(merged().get(case.pk, ())), lifted=asked.lifted)),
        personal=True,
    )


def case_row(one: Standing) -> Row:
    case, lifted = one.case, one.lifted
    return [
        case.code,
        case.incident.code if case.incident else "",
        one.received_at,
        str(casewords.WAYS[case.way]),
        one.name,
        phone_of(case, lifted=lifted),
        mail_of(case, lifted=lifted),
        one.what,
        one.matter,
        yes(case.injured),
        one.outreach.due,
        one.spoken_at,
        one.law.due,
        sum(promise.state == promise.OPEN for promise in one.promises),
        sum(offer.amount for offer in one.offers if offer.state == "paid"),
        case.holder.name if case.holder else "",
        case.closed_at,
        str(casewords.ANSWERS.get(case.answer, "")),
    ]


def compensation(asked: Asked) -> Listing:
    """Give every line of the brand's ledger, oldest first; whose case it is says its number alone."""
    rows = Line.objects.filter(budget__brand=asked.seat.brand).order_by("pk")
    return Listing(
        code="compensation",
        title=gettext_lazy("Compensation ledger"),
        columns=LEDGER,
        found=rows.select_related("budget__incident", "offer__case", "offer__item", "person"),
        row=line_row,
    )


def line_row(one: Line) -> Row:
    return [
        one.pk,
        one.at,
        one.budget.incident.code if one.budget.incident else "",
        one.offer.case.code if one.offer else "",
        str(casewords.LEDGER_DEEDS[one.deed]),
        str(casewords.LEDGER_ACCOUNTS[one.account]),
        one.amount,
        one.offer.item.name if one.offer else "",
        one.person.name,
    ]
