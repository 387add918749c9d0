"""How is a person's name shown to somebody who may not see it?"""

from firebreak.core.govern.role import may
from firebreak.core.terms import Act, Author, Role

SHOWN = 3
"""A long name keeps this many characters; one star hides the rest and its length."""


def mask_name(name: str) -> str:
    """Hide the end of a name, so that two authors can be told apart and neither be found.

    >>> mask_name("夜班小護士"), mask_name("陳大文"), mask_name("歐陽"), mask_name("")
    ('夜班小*', '陳**', '歐*', '')
    """
    bare = name.strip()
    if len(bare) <= SHOWN:
        return bare[:1] + "*" * max(1, len(bare) - 1) if bare else ""
    return bare[:SHOWN] + "*"


def mask_handle(handle: str) -> str:
    """Hide the end of an account name; a leading @ and the domain's dot stay out of what is shown.

    >>> mask_handle("@night_nurse"), mask_handle("ab"), mask_handle("someone@example.org")
    ('@ni*', 'a*', 'so*')
    """
    bare = handle.strip()
    at = "@" if bare.startswith("@") else ""
    account = bare.removeprefix("@").partition("@")[0]
    if not account:
        return at
    return at + account[: 2 if len(account) > SHOWN else 1] + "*"


def shown_author(author: Author, role: Role, *, lifted: bool = False) -> Author:
    """Give the author as `role` may see it: masked, unless the role may unmask and has `lifted` the mask for a reason.

    Followers and the verified mark stay: they tell how far a voice carries, not whose it is.
    """
    if lifted and may(role, Act.UNMASK):
        return author
    return Author(
        id=mask_handle(author.id), name=mask_name(author.name), followers=author.followers, verified=author.verified
    )
