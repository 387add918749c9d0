"""Issue 7: is an evidence pack found to be changed, wherever it was touched, with nothing at hand but itself?"""

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput, TrailBroken, UnreadableFile
from firebreak.core.govern import trail
from firebreak.core.govern.pack import Flaw, Report, check_pack, seal_pack
from firebreak.core.govern.pack.archive import found_in, written
from firebreak.core.govern.pack.seal import prove
from firebreak.core.govern.tree import Tree, leaf, root_from

KEY, OTHER = b"a key that lives elsewhere", b"somebody else's own key"
AT = datetime(2026, 11, 20, 3, 34, tzinfo=UTC)
FILES = {"timeline.json": b'[{"kind": "opened"}]\n', "captures/EV-0001.json": "燕麥奶".encode()}
ABOUT = {"incident": "INC-0001", "brand": "spring"}


def chain(length: int = 9) -> list[trail.Sealed]:
    sealed, head = [], trail.GENESIS
    for number in range(1, length + 1):
        at = (AT + timedelta(minutes=number)).isoformat()
        entry: dict[str, trail.Fact] = {"number": number, "at": at, "action": "log_moment", "subject": "incident:1"}
        head = trail.seal(head, entry, KEY)
        sealed.append(trail.Sealed(number, entry, head))
    return sealed


def pack(files: Mapping[str, bytes] = FILES, wanted: tuple[int, ...] = (2, 3, 7)) -> bytes:
    return seal_pack(files, about=ABOUT, proof=prove(chain(max(wanted)), wanted, KEY), key=KEY)


PACK = pack()


def told(report: Report) -> set[tuple[Flaw, str]]:
    return {(fault.flaw, fault.where) for fault in report.faults}


def parts(archive: bytes) -> dict[str, bytes]:
    return {one.name: one.content for one in found_in(archive)}


def with_file(name: str, content: bytes) -> bytes:
    return written(parts(PACK) | {name: content})


def rewritten(name: str, change: Any) -> bytes:
    """Change what a file says, and keep the pack's frame right."""
    said = json.loads(parts(PACK)[name])
    change(said)
    return with_file(name, json.dumps(said).encode())


def test_a_pack_as_it_was_sealed_is_whole_without_the_key_and_ours_with_it() -> None:
    alone, at_home = check_pack(PACK), check_pack(PACK, key=KEY)

    assert alone.whole and at_home.whole
    assert (alone.signed, at_home.signed) == (None, True)
    assert (alone.about, alone.entries, alone.chain_length) == (ABOUT, 3, 7)


def test_the_same_state_gives_the_same_bytes() -> None:
    other_order = dict(reversed(ABOUT.items()))

    assert pack() == PACK
    assert seal_pack(FILES, about=other_order, proof=prove(chain(7), (2, 3, 7), KEY), key=KEY) == PACK


def test_any_program_opens_it_as_a_zip_archive() -> None:
    with zipfile.ZipFile(BytesIO(PACK)) as archive:
        assert archive.testzip() is None
        assert archive.read("captures/EV-0001.json").decode() == "燕麥奶"


@given(st.integers(0, len(PACK) - 1), st.integers(1, 255))
def test_any_byte_that_was_changed_is_found(place: int, by: int) -> None:
    changed = bytearray(PACK)
    changed[place] ^= by

    assert check_pack(bytes(changed)).faults


@pytest.mark.parametrize("name", parts(PACK))
def test_the_file_whose_content_was_touched_is_named(name: str) -> None:
    content = parts(PACK)[name]
    begins = PACK.index(content)

    for place in range(begins, begins + len(content)):
        changed = bytearray(PACK)
        changed[place] ^= 1
        assert (Flaw.CHANGED, name) in told(check_pack(bytes(changed))), place


@given(st.integers(1, len(PACK) - 1))
def test_a_pack_that_was_cut_is_never_whole(length: int) -> None:
    try:
        assert check_pack(PACK[:length]).faults
    except UnreadableFile:
        assert length < 50  # so little is left that nothing tells what it was


def test_a_byte_behind_the_end_is_found() -> None:
    assert told(check_pack(PACK + b"\n")) == {(Flaw.FRAME, "archive")}


@pytest.mark.parametrize("name", parts(PACK))
def test_a_file_that_was_taken_out_is_named(name: str) -> None:
    left = {one: content for one, content in parts(PACK).items() if one != name}

    assert (Flaw.MISSING, name) in told(check_pack(written(left)))


def test_a_file_that_was_put_in_is_named() -> None:
    assert told(check_pack(with_file("notes.txt", b"never sealed"))) == {(Flaw.ADDED, "notes.txt")}


def test_a_file_that_was_replaced_with_its_frame_made_right_is_named() -> None:
    assert (Flaw.CHANGED, "timeline.json") in told(check_pack(with_file("timeline.json", b"[]")))


def test_an_entry_of_the_chain_that_was_rewritten_is_named() -> None:
    def change(rows: list[dict[str, Any]]) -> None:
        rows[1]["entry"]["action"] = "move_incident"

    assert (Flaw.BROKEN_LINK, "entry 3") in told(check_pack(rewritten("chain.json", change)))


def sealed_anew(files: dict[str, bytes], key: bytes) -> bytes:
    """Do what a forger can do who has everything but the key: make digests, manifest and frame fit again."""
    proof = prove(chain(7), (2, 3, 7), KEY)
    return seal_pack(files, about=ABOUT, proof=proof, key=key)


def test_who_seals_it_anew_without_the_key_is_found_by_who_has_it_and_by_the_digest() -> None:
    forged = sealed_anew(FILES | {"timeline.json": b"[]"}, OTHER)

    assert (Flaw.FORGED, "signature.json") in told(check_pack(forged, key=KEY))
    assert check_pack(forged).digest != check_pack(PACK).digest


def test_a_chain_that_was_written_anew_is_found_by_who_has_the_key() -> None:
    own = [trail.Sealed(one.number, one.entry, trail.seal("0" * 64, one.entry, OTHER)) for one in chain(1)]
    forged = seal_pack(FILES, about=ABOUT, proof=prove(own, (1,), OTHER), key=OTHER)

    assert {flaw for flaw, _ in told(check_pack(forged, key=KEY))} == {Flaw.FORGED, Flaw.BROKEN_LINK}


def odd_signature(told: Any) -> None:
    told["signature"] = "\ud800"


def odd_anchor(told: Any) -> None:
    told["chain"]["anchor"]["signature"] = "簽章"


def odd_time(told: Any) -> None:
    told["chain"]["anchor"]["at"] = "0001-01-01T00:00:00+14:00"


@pytest.mark.parametrize(
    ("name", "change"),
    [("signature.json", odd_signature), ("manifest.json", odd_anchor), ("manifest.json", odd_time)],
)
def test_what_nobody_can_read_was_signed_by_nobody(name: str, change: Any) -> None:
    assert check_pack(rewritten(name, change), key=KEY).faults


@pytest.mark.parametrize("change", [odd_anchor, odd_time])
def test_an_anchor_that_nobody_can_read_was_signed_by_nobody(change: Any) -> None:
    assert (Flaw.BROKEN_LINK, "anchor") in told(check_pack(rewritten("manifest.json", change), key=KEY))


@pytest.mark.parametrize("name", ["manifest.json", "signature.json", "chain.json"])
def test_what_is_nested_without_end_is_a_fault_and_no_crash(name: str) -> None:
    assert check_pack(with_file(name, b"[" * 100_000), key=KEY).faults


def test_nothing_is_proven_of_a_chain_that_does_not_hold() -> None:
    broken = chain()
    broken[4] = trail.Sealed(5, {**broken[4].entry, "action": "nothing"}, broken[4].mac)

    with pytest.raises(TrailBroken) as refused:
        prove(broken, (2, 7), KEY)
    assert refused.value.context["entry"] == 5


def test_nothing_is_proven_where_nothing_is_wanted() -> None:
    with pytest.raises(BadInput):
        prove(chain(), (), KEY)


def test_what_was_never_a_pack_is_said_to_be_none() -> None:
    with pytest.raises(UnreadableFile):
        check_pack(b"PK\x03\x04 something else")


@given(st.integers(1, 40), st.data())
def test_every_leaf_leads_to_the_root_and_no_other_does(count: int, data: st.DataObject) -> None:
    tree = Tree([leaf(str(one).encode()) for one in range(count)])
    index = data.draw(st.integers(0, count - 1))

    assert root_from(leaf(str(index).encode()), index, count, tree.path(index)) == tree.root
    assert root_from(leaf(b"another"), index, count, tree.path(index)) != tree.root
    assert root_from(leaf(str(index).encode()), index, count, [*tree.path(index), tree.root]) is None
