"""Must a person look now, and why? Named reasons found in the words, and evidence that came with the complaint."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from firebreak.core.terms import Category, Post
from firebreak.core.text.batch import Flags, Ints
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.model import COMPLAINTS

Bits = npt.NDArray[np.uint32]

EVIDENCE = ("photo", "video", "screenshot", "document")
MEDIA = {
    "image": "photo", "photo": "photo", "picture": "photo", "gif": "photo", "video": "video", "reel": "video",
    "clip": "video", "screenshot": "screenshot", "document": "document", "pdf": "document", "file": "document",
}  # fmt: skip
REASONS = (
    "bodily_harm", "poisoning", "foreign_body", "pests", "danger", "privacy_leak", "hidden_camera", "doxxing",
    "organised_attack", "threat", "serious_misconduct", "grave_abuse", "regulator_finding", "panic_claim",
    "serious_defect_evidence", "photo_evidence", "video_evidence", "screenshot_evidence", "document_evidence",
)  # fmt: skip
BIT = {reason: np.uint32(1 << place) for place, reason in enumerate(REASONS)}
HURT = BIT["bodily_harm"] | BIT["poisoning"] | BIT["foreign_body"]  # somebody came to harm
NO_REASON = {  # what an urgent post without a known word is shown with
    Category.PRODUCT_SAFETY: "danger",
    Category.PRIVACY_LEAK: "privacy_leak",
    Category.HARASSMENT: "organised_attack",
    Category.STAFF_CONDUCT: "serious_misconduct",
    Category.MISINFORMATION: "panic_claim",
    Category.COMPLIANCE: "regulator_finding",
    Category.ETHICS: "grave_abuse",
}
GRAVE = 0.4  # least probability of urgency for a reason that no word gave
DEFECTS = tuple(list(Category).index(one) for one in (Category.PRODUCT_DEFECT, Category.PRODUCT_SAFETY))


def evidence(posts: Sequence[Post], categories: Ints) -> npt.NDArray[np.uint8]:
    """Give a bit (n,) per kind of EVIDENCE on each post; media beside anything but a complaint prove nothing."""
    found = np.zeros(len(posts), dtype=np.uint8)
    for place, post in enumerate(posts):
        for medium in post.media:
            kind = MEDIA.get(medium.type.lower())
            if kind:
                found[place] |= 1 << EVIDENCE.index(kind)
    found[categories >= len(COMPLAINTS)] = 0
    return found


def reasons(shown: Floats, columns: Sequence[str], known: Mapping[str, str]) -> Bits:
    """Give the bit mask (n,) of REASONS whose cue column holds; `known` says which column stands for which reason."""
    place = {name: index for index, name in enumerate(columns)}
    found = np.zeros(len(shown), dtype=np.uint32)
    for reason, column in known.items():
        found |= np.where(shown[:, place[column]] > 0, BIT[reason], np.uint32(0))
    return found


def judge(
    probability: Floats,
    *,
    threshold: float,
    categories: Ints,
    sure: Flags,
    found: Bits,
    proofs: npt.NDArray[np.uint8],
) -> tuple[Flags, Bits]:
    """Say which posts (n,) are urgent and the mask of reasons of those; a post that is not urgent has none.

    A defect shown by photo or video is a reason of its own, and a category may stand in for a word that was not found,
    where tone and category are `sure` and the post is rather urgent than not: these open incidents by themselves.
    """
    seen = (proofs & 0b11) > 0
    grave = sure & (probability >= GRAVE)
    shown_defect = seen & grave & np.isin(categories, DEFECTS)
    urgent = (probability >= threshold) | shown_defect
    every = found | np.where(shown_defect, BIT["serious_defect_evidence"], np.uint32(0))
    for category, reason in NO_REASON.items():
        silent = (every == 0) & grave & (categories == list(Category).index(category))
        every |= np.where(silent, BIT[reason], np.uint32(0))
    for place, kind in enumerate(EVIDENCE):
        every |= np.where(proofs & (1 << place), BIT[f"{kind}_evidence"], np.uint32(0))
    return urgent, np.where(urgent, every, np.uint32(0))


def names_of(mask: int) -> tuple[str, ...]:
    """Give the reasons of a bit mask."""
    return tuple(reason for place, reason in enumerate(REASONS) if mask >> place & 1)


def kinds_of(mask: int) -> tuple[str, ...]:
    """Give the kinds of evidence of a bit mask."""
    return tuple(kind for place, kind in enumerate(EVIDENCE) if mask >> place & 1)
