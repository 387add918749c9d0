"""What makes a capture evidence, and how long may it outlive the mention that it shows?

A capture goes when its mention is erased. It stays only while somebody who answers for the law keeps it for a legal
need, which the Personal Data Protection Act of Taiwan excepts from deletion (個人資料保護法第 11 條第 3 項但書). What
was collected against the law (第 4 項), and what an authority orders to erase, is kept for nobody.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class Ground(StrEnum):
    """For which legal need a capture is kept."""

    COMPLAINT = "complaint"
    DAMAGES = "damages"
    AUTHORITY = "authority"


TERMS: Mapping[Ground, timedelta] = {
    Ground.COMPLAINT: timedelta(days=184),  # six months from knowing the offender, 刑事訴訟法第 237 條
    Ground.DAMAGES: timedelta(days=731),  # two years from knowing the damage, 民法第 197 條
    Ground.AUTHORITY: timedelta(days=366),  # an inquiry that runs longer is written down anew
}
NEVER = frozenset({"wrongly_kept", "authority_order"})
"""Codes of the reasons to erase after which nothing may be kept."""


def survives(why: str, *, kept_until: datetime | None, at: datetime) -> bool:
    """Tell whether a capture stays when its mention is erased for the reason `why`.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 20, tzinfo=UTC)
    >>> survives("retention", kept_until=now + timedelta(days=9), at=now)
    True
    >>> survives("subject_request", kept_until=None, at=now)
    False
    >>> survives("wrongly_kept", kept_until=now + timedelta(days=9), at=now)
    False
    """
    return why not in NEVER and kept_until is not None and kept_until > at


def sha256(content: bytes) -> str:
    """Give the digest of a file in hex, as `sha256sum` prints it (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()


def picture_type(content: bytes) -> str:
    """Name the type of a picture by its first bytes, or nothing for what is none: a name proves nothing.

    >>> picture_type(b"\\x89PNG\\r\\n\\x1a\\n"), picture_type(b"<script>")
    ('image/png', '')
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""
