"""When must a person look now? Reasons, evidence and probability, from both sides of each limit."""

from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak.core.terms import Category, Media, Post
from firebreak.core.understand.urgent import BIT, REASONS, evidence, judge, kinds_of, names_of, reasons

ORDER = list(Category)
DEFECT, SAFETY, LEAK, SERVICE, PRAISE = map(
    ORDER.index,
    (Category.PRODUCT_DEFECT, Category.PRODUCT_SAFETY, Category.PRIVACY_LEAK, Category.SERVICE, Category.PRAISE),
)
PHOTO, VIDEO, SCREENSHOT, DOCUMENT = 1, 2, 4, 8


def proofs(*media: str, category: int = SERVICE) -> tuple[str, ...]:
    shown = tuple(Media(type=one) for one in media)
    post = Post(id="", source="t", text="", published_at=datetime(2026, 1, 1, tzinfo=UTC), media=shown)
    return kinds_of(int(evidence([post], np.array([category]))[0]))


def judged(
    probability: float, category: int, *, sure: bool = True, found: int = 0, proof: int = 0
) -> tuple[bool, tuple[str, ...]]:
    urgent, mask = judge(
        np.array([probability], np.float32),
        threshold=0.5,
        categories=np.array([category]),
        sure=np.array([sure]),
        found=np.array([found], np.uint32),
        proofs=np.array([proof], np.uint8),
    )
    return bool(urgent[0]), names_of(int(mask[0]))


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (("image",), ("photo",)),
        (("GIF",), ("photo",)),
        (("reel",), ("video",)),
        (("pdf", "screenshot"), ("screenshot", "document")),
        (("image", "photo", "video"), ("photo", "video")),
        (("poll",), ()),
        ((), ()),
    ],
)
def test_media_beside_a_complaint_are_evidence(media: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert proofs(*media) == expected


def test_media_beside_praise_prove_nothing() -> None:
    assert proofs("image", category=PRAISE) == ()
    assert proofs("image", category=PRAISE - 1) == ("photo",)


def test_a_cue_stands_for_a_reason() -> None:
    shown = np.array([[0, 1, 0], [0.0, 0, 1]], np.float32)

    found = reasons(shown, ("a", "b", "c"), {"poisoning": "b", "pests": "c"})

    assert [names_of(int(one)) for one in found] == [("poisoning",), ("pests",)]


@pytest.mark.parametrize(("probability", "urgent"), [(0.5, True), (0.49, False)])
def test_it_is_urgent_from_the_threshold_on(probability: float, urgent: bool) -> None:
    assert judged(probability, SERVICE) == (urgent, ())


def test_what_is_not_urgent_has_no_reason() -> None:
    assert judged(0.3, SERVICE, found=int(BIT["pests"]), proof=PHOTO) == (False, ())
    assert judged(0.6, SERVICE, found=int(BIT["pests"]), proof=PHOTO) == (True, ("pests", "photo_evidence"))


@pytest.mark.parametrize(
    ("category", "proof", "probability", "sure", "urgent"),
    [
        (DEFECT, PHOTO, 0.41, True, True),
        (DEFECT, VIDEO, 0.41, True, True),
        (SAFETY, PHOTO, 0.41, True, True),
        (DEFECT, SCREENSHOT, 0.41, True, False),  # a screenshot shows no defect
        (DEFECT, PHOTO, 0.39, True, False),  # rather not
        (DEFECT, PHOTO, 0.41, False, False),  # not surely a defect
        (LEAK, PHOTO, 0.41, True, False),
        (DEFECT, 0, 0.41, True, False),
    ],
)
def test_a_shown_defect_is_urgent_by_itself(
    category: int, proof: int, probability: float, sure: bool, urgent: bool
) -> None:
    """R1.25: a serious defect with photo or video."""
    found, why = judged(probability, category, sure=sure, proof=proof)

    assert found is urgent
    assert ("serious_defect_evidence" in why) is urgent


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        (Category.PRODUCT_SAFETY, "danger"),
        (Category.PRIVACY_LEAK, "privacy_leak"),
        (Category.HARASSMENT, "organised_attack"),
        (Category.STAFF_CONDUCT, "serious_misconduct"),
        (Category.MISINFORMATION, "panic_claim"),
        (Category.COMPLIANCE, "regulator_finding"),
        (Category.ETHICS, "grave_abuse"),
    ],
)
def test_a_grave_category_stands_in_for_a_word(category: Category, reason: str) -> None:
    place = ORDER.index(category)

    assert judged(0.9, place) == (True, (reason,))
    assert judged(0.9, place, sure=False) == (True, ())
    assert judged(0.9, place, found=int(BIT["pests"])) == (True, ("pests",))  # only where no word was found


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (PHOTO, "photo_evidence"),
        (VIDEO, "video_evidence"),
        (SCREENSHOT, "screenshot_evidence"),
        (DOCUMENT, "document_evidence"),
    ],
)
def test_evidence_is_named_beside_the_reason(proof: int, reason: str) -> None:
    assert judged(0.9, SERVICE, proof=proof) == (True, (reason,))


def test_every_reason_has_a_bit_of_its_own() -> None:
    assert [names_of(int(BIT[one])) for one in REASONS] == [(one,) for one in REASONS]
    assert names_of(0) == kinds_of(0) == ()
