"""Where is a text published, and whom is it for?"""

from enum import StrEnum


class Channel(StrEnum):
    """A place where the organisation speaks; `script` is what its people say on the telephone and at the counter."""

    WEBSITE = "website"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    THREADS = "threads"
    LINE = "line"
    PTT = "ptt"
    DCARD = "dcard"
    GOOGLE_MAPS = "google_maps"
    PRESS = "press"
    MAIL = "mail"
    SCRIPT = "script"


class Audience(StrEnum):
    """Whom a text is for."""

    PUBLIC = "public"
    CUSTOMER = "customer"
    MEDIA = "media"
    STAFF = "staff"
    AUTHORITY = "authority"


OPEN = frozenset({Audience.PUBLIC, Audience.MEDIA})


def is_word_to_the_public(channel: Channel, audience: Audience) -> bool:
    """Say whether a text that is published there ends the silence; what is said to single people does not.

    >>> is_word_to_the_public(Channel.WEBSITE, Audience.PUBLIC), is_word_to_the_public(Channel.MAIL, Audience.PUBLIC)
    (True, False)
    """
    return audience in OPEN and channel not in (Channel.SCRIPT, Channel.MAIL)
