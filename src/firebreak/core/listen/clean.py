"""Which characters of an incoming text may stay? Takes out what deceives a reader or a log, nothing that was said."""

import re

LONGEST_TITLE = 500
LONGEST_TEXT = 100_000
# C0 and C1 controls but tab and newline; bidirectional marks, embeddings, overrides and isolates; lone surrogates.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Give the text without control characters and direction overrides, cut after `longest` code points.

    The caller keeps what was published; the cut copy ends in an ellipsis so that nobody takes it for the whole.
    """
    plain = UNWANTED.sub("", NEWLINE.sub("\n", text)).strip()
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def clean_title(title: str) -> str:
    """Give a title as one clean line."""
    return " ".join(clean(title, longest=LONGEST_TITLE).split())
