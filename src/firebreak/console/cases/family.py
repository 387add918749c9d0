"""Which cases are one person's, and how is the same person known again?"""

from collections.abc import Iterable

from firebreak.console.cases.models import Case
from firebreak.console.govern.models import Brand
from firebreak.core.resolve import kinship


def parents_of(brand: Brand) -> dict[int, int]:
    """Give below which case each merged one hangs."""
    rows = Case.objects.filter(brand=brand, merged_into__isnull=False).values_list("pk", "merged_into")
    return {case: into for case, into in rows if into}


def family_of(case: Case) -> list[int]:
    """Give the keys of a case and all that hang below it."""
    return kinship.family_of(case.pk, parents_of(case.brand))


def person_keys(cases: Iterable[Case], parents: kinship.Parents) -> dict[int, str]:
    """Give for each case whose it is: the same phone or mail within its family is the same person, else the family."""
    rows = list(cases)
    known: dict[int, str] = {}
    for case in rows:
        root = kinship.root_of(case.pk, parents)
        if named := reached_by(case):
            known[root] = min(known.get(root, named), named)
    roots = {case.pk: kinship.root_of(case.pk, parents) for case in rows}
    return {pk: known.get(root, f"case:{root}") for pk, root in roots.items()}


def reached_by(case: Case) -> str:
    """Give the phone number in digits, else the mail address; "" where neither is known."""
    digits = "".join(char for char in case.phone if char.isdigit())
    return f"phone:{digits}" if digits else f"mail:{case.mail.strip().casefold()}" if case.mail.strip() else ""
