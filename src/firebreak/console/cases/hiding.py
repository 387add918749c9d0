"""What does somebody see of an affected person's data without a reason? Enough to tell two apart, to find neither."""

from firebreak.console.cases.models import Case
from firebreak.core.govern.privacy import mask_handle, mask_name
from firebreak.core.text.pii import find_pii, mask

SHOWN = 2  # digits at both ends of a number


def phone_hidden(phone: str) -> str:
    """Hide the middle of a phone number; its signs stay.

    >>> phone_hidden("0912-345-647"), phone_hidden("119"), phone_hidden("")
    ('09**-***-*47', '***', '')
    """
    places = [place for place, char in enumerate(phone) if char.isdigit()]
    hidden = set(places[SHOWN:-SHOWN] if len(places) > 2 * SHOWN else places)
    return "".join("*" if place in hidden else char for place, char in enumerate(phone))


def words_hidden(text: str, case: Case) -> str:
    """Hide what in somebody's words leads to the person: their own name, number and address, and any of anybody's."""
    pairs = [(one.span.start, one.span.end) for one in find_pii(text)]
    hidden = mask(text, pairs)
    for known, shown in ((case.name, mask_name(case.name)), (case.phone, "*"), (case.mail, "*")):
        hidden = hidden.replace(known, shown) if len(known) > 1 else hidden
    return hidden


def name_of(case: Case, *, lifted: bool) -> str:
    return case.name if lifted else mask_name(case.name)


def mail_of(case: Case, *, lifted: bool) -> str:
    return case.mail if lifted else mask_handle(case.mail)


def phone_of(case: Case, *, lifted: bool) -> str:
    return case.phone if lifted else phone_hidden(case.phone)


def words_of(text: str, case: Case, *, lifted: bool) -> str:
    return text if lifted else words_hidden(text, case)
