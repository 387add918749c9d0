"""Which platforms are one to a person, in whatever letters their sources write them?"""

from collections.abc import Iterable

from django.db.models import Q

from firebreak.console import words


def shown_name(code: str) -> str:
    """Give the name under which a platform is shown; a code that nobody knows is its own name."""
    return str(words.PLATFORMS.get(code, code))


def same_name(code: str) -> str:
    """Give what platforms of one name have in common: `ptt` and `PTT` are one."""
    return shown_name(code).casefold()


def one_each(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give one code with its name for every name among `codes`; a known code goes before its other spellings."""
    chosen: dict[str, str] = {}
    for code in sorted(codes, key=lambda code: (code not in words.PLATFORMS, code)):
        chosen.setdefault(same_name(code), code)
    return sorted((code, shown_name(code)) for code in chosen.values())


def posts_from(code: str) -> Q:
    """Match the posts of a platform however it is spelt."""
    known = [one for one in words.PLATFORMS if same_name(one) == same_name(code)]
    match = Q()
    for spelling in {code, shown_name(code), *known}:
        match |= Q(source__iexact=spelling)
    return match
