"""R1.97: can anybody have changed the record? The chain names the entry that was touched."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput
from firebreak.core.govern.trail import GENESIS, Anchor, Problem, Sealed, anchor, canonical, seal, verify

KEY = b"a key that lives elsewhere"
AT = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


def chain(entries: list[dict], key: bytes = KEY) -> list[Sealed]:
    sealed, head = [], GENESIS
    for number, entry in enumerate(entries, 1):
        head = seal(head, entry, key)
        sealed.append(Sealed(number, entry, head))
    return sealed


FIVE = [{"act": "open", "incident": n, "fields": ["owner", "phase"], "by": None} for n in range(1, 6)]


def test_a_whole_chain_is_whole_and_says_that_its_tail_is_not_provable() -> None:
    verdict = verify(chain(FIVE), KEY)

    assert verdict.whole
    assert (verdict.count, verdict.proven, verdict.tail_provable) == (5, 0, False)


def test_an_anchor_at_the_head_proves_the_tail() -> None:
    sealed = chain(FIVE)

    verdict = verify(sealed, KEY, anchor(5, sealed[-1].mac, AT, KEY))

    assert verdict.tail_provable


def test_an_older_anchor_proves_as_far_as_it_reaches() -> None:
    sealed = chain(FIVE)

    verdict = verify(sealed, KEY, anchor(3, sealed[2].mac, AT, KEY))

    assert verdict.whole
    assert (verdict.proven, verdict.tail_provable) == (3, False)


@given(st.integers(0, 4))
def test_it_names_the_entry_that_was_changed(place: int) -> None:
    sealed = chain(FIVE)
    sealed[place] = Sealed(place + 1, {**FIVE[place], "incident": 99}, sealed[place].mac)

    verdict = verify(sealed, KEY)

    assert (verdict.problem, verdict.entry) == (Problem.CHANGED, place + 1)


@given(st.integers(0, 3))
def test_it_names_the_entry_that_is_missing(place: int) -> None:
    sealed = chain(FIVE)
    del sealed[place]

    verdict = verify(sealed, KEY)

    assert (verdict.problem, verdict.entry) == (Problem.MISSING, place + 1)


def test_a_removed_entry_cannot_be_hidden_by_renumbering() -> None:
    sealed = chain(FIVE)
    del sealed[1]
    renumbered = [Sealed(number, one.entry, one.mac) for number, one in enumerate(sealed, 1)]

    verdict = verify(renumbered, KEY)

    assert (verdict.problem, verdict.entry) == (Problem.CHANGED, 2)


def test_two_entries_cannot_change_places() -> None:
    one, two, *rest = chain(FIVE)

    verdict = verify([Sealed(1, two.entry, two.mac), Sealed(2, one.entry, one.mac), *rest], KEY)

    assert (verdict.problem, verdict.entry) == (Problem.CHANGED, 1)


def test_a_number_that_comes_twice_is_a_change() -> None:
    sealed = chain(FIVE)

    verdict = verify([*sealed[:2], sealed[1], *sealed[2:]], KEY)

    assert (verdict.problem, verdict.entry) == (Problem.CHANGED, 3)


def test_a_cut_tail_looks_whole_without_an_anchor_and_is_found_with_one() -> None:
    sealed = chain(FIVE)
    kept = anchor(5, sealed[-1].mac, AT, KEY)

    assert verify(sealed[:3], KEY).whole
    verdict = verify(sealed[:3], KEY, kept)
    assert (verdict.problem, verdict.entry, verdict.proven) == (Problem.TAIL_CUT, 4, 0)


def test_a_chain_written_anew_with_the_key_differs_from_the_anchor() -> None:
    kept = anchor(5, chain(FIVE)[-1].mac, AT, KEY)

    verdict = verify(chain([{**entry, "by": 7} for entry in FIVE]), KEY, kept)

    assert (verdict.problem, verdict.entry) == (Problem.REPLACED, 5)


def test_an_anchor_that_was_altered_is_refused() -> None:
    sealed = chain(FIVE)
    kept = anchor(5, sealed[-1].mac, AT, KEY)

    verdict = verify(sealed[:3], KEY, Anchor(3, sealed[2].mac, kept.at, kept.signature))

    assert verdict.problem is Problem.BAD_ANCHOR


def test_an_anchor_of_nothing_proves_nothing() -> None:
    assert verify(chain(FIVE), KEY, anchor(0, GENESIS, AT, KEY)).whole


def test_another_key_finds_every_entry_foreign() -> None:
    assert verify(chain(FIVE), b"another key of good length").entry == 1


def test_an_empty_chain_is_whole_and_proves_nothing() -> None:
    verdict = verify([], KEY)

    assert (verdict.whole, verdict.head, verdict.tail_provable) == (True, GENESIS, False)


def test_a_mac_of_an_entry_is_no_signature_of_an_anchor() -> None:
    assert seal(GENESIS, {}, KEY) != anchor(0, GENESIS, AT, KEY).signature


facts = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=8), facts, max_size=5))
def test_the_order_of_keys_does_not_matter(entry: dict) -> None:
    turned = dict(reversed(list(entry.items())))

    assert canonical(entry) == canonical(turned)


@pytest.mark.parametrize(
    "entry",
    [
        {"score": 0.5},  # a float has many spellings
        {"at": AT},  # so has a date
        {"deep": [{"score": 1.0}]},  # also far inside
        {1: "one"},  # a key is text
    ],
)
def test_what_has_no_one_spelling_is_not_sealed(entry: dict) -> None:
    with pytest.raises(BadInput):
        seal(GENESIS, entry, KEY)


def test_an_entry_that_could_never_have_been_sealed_is_a_change() -> None:
    assert verify([Sealed(1, {"score": 0.5}, "0" * 64)], KEY).entry == 1  # type: ignore[dict-item]


def test_a_short_key_is_refused() -> None:
    with pytest.raises(BadInput):
        seal(GENESIS, {}, b"short")
