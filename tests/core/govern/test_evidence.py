"""Does evidence outlive its mention only where the law lets it?"""

from datetime import UTC, datetime, timedelta

import pytest

from firebreak.core.govern.evidence import TERMS, Ground, picture_type, survives

AT = datetime(2026, 11, 20, tzinfo=UTC)
LATER = AT + timedelta(days=1)


@pytest.mark.parametrize(
    ("why", "kept_until", "stays"),
    [
        ("retention", None, False),  # nobody needs it: it goes with the mention
        ("retention", LATER, True),
        ("deleted_at_source", LATER, True),
        ("subject_request", LATER, True),  # 個資法 §11 III: needed for a legal claim
        ("subject_request", AT, False),  # the need is over
        ("wrongly_kept", LATER, False),  # 個資法 §11 IV: what was collected unlawfully goes in any case
        ("authority_order", LATER, False),
    ],
)
def test_a_capture_stays_only_for_a_legal_need_that_still_runs(
    why: str, kept_until: datetime | None, stays: bool
) -> None:
    assert survives(why, kept_until=kept_until, at=AT) is stays


def test_every_ground_has_an_end() -> None:
    assert set(TERMS) == set(Ground)
    assert max(TERMS.values()) < timedelta(days=800)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", ""),
        (b"MZ\x90\x00", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(content: bytes, kind: str) -> None:
    assert picture_type(content) == kind
