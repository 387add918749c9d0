"""Does a file give its posts, whatever wrote it?"""

import io
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firebreak.connect.columns import parse_map
from firebreak.connect.lines import LINE_BYTES
from firebreak.connect.sources.upload import PostFile, Upload, open_upload, read_posts
from firebreak.core.errors import BadInput, BadRow, FirebreakError, UnreadableFile
from firebreak.core.terms import Post

TABLE = (
    "編號,來源,內容,時間,作者,讚數\r\n"
    '1,ptt,"好吃,真的\r\n推",2026/11/18 下午 03:12,阿明,"1,200"\r\n'
    "2,ptt,客服不理人,115/11/18 08:00,小美,3.5萬\r\n"
)
GOOD = {"id": "good", "source": "ptt", "text": "拉肚子", "published_at": "2026-11-18T03:12:00+08:00"}
GOOD_LINE = orjson.dumps(GOOD)


def read(body: bytes, **more: object) -> list[Post | BadRow]:
    return list(read_posts(io.BytesIO(body), **more))  # type: ignore[arg-type]


def problems(rows: list[Post | BadRow]) -> list[tuple[int, str]]:
    return [(row.context["line"], row.context["problem"]) for row in rows if isinstance(row, BadRow)]


def ids(rows: list[Post | BadRow]) -> list[str]:
    return [row.id for row in rows if isinstance(row, Post)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
def test_it_reads_a_spreadsheet_export_in_the_encodings_of_taiwan(encoding: str) -> None:
    """R1.4: a CSV source works without any key."""
    first, second = read(TABLE.encode(encoding))

    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert (first.text, first.author.name, first.engagement.likes) == ("好吃,真的\r\n推", "阿明", 1200)
    assert (second.text, second.published_at.year, second.engagement.likes) == ("客服不理人", 2026, 35000)


def test_one_broken_byte_does_not_turn_the_encoding() -> None:
    lines = TABLE.encode().splitlines(keepends=True)

    rows = read(
        b"".join([*lines, "3,ptt,前".encode() + b"\xff,2026/11/18,x,1\r\n", "4,ptt,食安,2026/11/18,y,1".encode()])
    )

    assert problems(rows) == [(5, "bad_encoding")]
    assert [row.text for row in rows if isinstance(row, Post)][-1] == "食安"


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_columns_for_one_thing_the_plainest_is_read_wherever_it_stands(turned: bool) -> None:
    """When a post was published rather than when a row was made, and its words rather than its link."""
    columns = {
        "建立時間": "2026-11-20 09:00", "貼文": "https://f.example/1", "暱稱": "小明", "推文數": "8123",
        "發布時間": "2026-11-18 03:12", "內容": "難吃", "作者": "阿明", "來源": "facebook",
    }  # fmt: skip
    names = list(columns)[::-1] if turned else list(columns)

    (post,) = read("\n".join([",".join(names), ",".join(columns[name] for name in names)]).encode())

    assert isinstance(post, Post)
    assert (post.text, post.author.name, post.published_at.day) == ("難吃", "阿明", 18)
    assert post.engagement.likes is None  # how many tweets somebody wrote is no liking of this one


def test_a_map_renames_columns() -> None:
    columns = parse_map("text=留言本文, published_at=po文時間 , source=站")
    body = "留言本文,po文時間,站\n難吃,2026-11-18 03:12,ptt\n".encode()

    (post,) = read(body, columns=columns)

    assert isinstance(post, Post)
    assert (post.text, post.source) == ("難吃", "ptt")


def test_a_map_renames_keys_of_json_lines() -> None:
    row = {"body": "難吃", "when": "2026-11-18T03:12:00", "who": "阿明", "likes": 3}

    (post,) = read(
        orjson.dumps(row), columns={"text": "body", "published_at": "when", "author_name": "who"}, source="x"
    )

    assert isinstance(post, Post)
    assert (post.text, post.author.name, post.raw) == ("難吃", "阿明", {"likes": 3})


@pytest.mark.parametrize("text", ["文=內容", "text", "text="])
def test_a_map_to_no_column_of_the_contract_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_map(text)


def test_a_quote_left_open_costs_its_own_line() -> None:
    body = 'id,source,text,published_at\n1,ptt,"壞了,2026-11-18\n2,ptt,好,2026-11-18\n3,ptt,"又壞,2026-11-18\n4,ptt,好,2026-11-18\n'

    rows = read(body.encode())

    assert problems(rows) == [(2, "broken_quotes"), (4, "broken_quotes")]
    assert ids(rows) == ["2", "4"]


def test_a_row_with_too_many_columns_is_named() -> None:
    rows = read("id,source,text,published_at\n1,ptt,a,b,2026-11-18\n2,ptt,好,2026-11-18\n".encode())

    assert problems(rows) == [(2, "too_many_columns")]
    assert ids(rows) == ["2"]


def test_bad_lines_of_json_stand_beside_good_ones() -> None:
    rows = read(b"\n".join([GOOD_LINE, b"{", b"[1]", b"", b'{"text":"\xff\xff"}', GOOD_LINE]))

    assert problems(rows) == [(2, "not_json"), (3, "not_an_object"), (5, "bad_encoding")]
    assert ids(rows) == ["good", "good"]


def test_a_line_without_end_is_passed_over_in_pieces() -> None:
    rows = read(GOOD_LINE + b"\n" + b"[" * (3 * LINE_BYTES) + b"\n" + GOOD_LINE)

    assert problems(rows) == [(2, "too_long")]
    assert ids(rows) == ["good", "good"]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_it_sees_the_delimiter(delimiter: str) -> None:
    body = f"source{delimiter}text{delimiter}published_at\nptt{delimiter}a,b{delimiter}2026-11-18\n"

    (post,) = read(body.encode())

    assert isinstance(post, Post)
    assert post.text == "a,b"


def test_a_table_without_the_columns_of_a_post_is_no_input() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("姓名,電話\n王小美,0912345678\n".encode())

    said = {"problem": "missing_columns", "missing": "text,published_at,source", "present": "姓名,電話"}
    assert caught.value.context == said


@pytest.mark.parametrize("body", [b"", b"\n \n", b"\xef\xbb\xbf"], ids=["nothing", "blank lines", "a mark"])
def test_a_file_with_nothing_in_it_is_no_input(body: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(body)

    assert caught.value.context == {"problem": "empty_file"}


def test_a_workbook_with_nothing_in_it_is_no_input() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(workbook())

    assert caught.value.context == {"problem": "empty_file"}


def workbook(*rows: list[object]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def test_it_reads_a_workbook() -> None:
    body = workbook(
        ["內容", "時間", "來源", "讚數", "編號"],
        ["很糟", datetime(2026, 11, 18, 3, 12), "客服", 12, 7],
        [None],
        ["x", "昨天", "客服"],
    )

    post, bad = read(body)

    assert isinstance(post, Post)
    assert (post.text, post.id, post.engagement.likes, post.published_at.isoformat()) == (
        *("很糟", "7", 12),
        "2026-11-18T03:12:00+08:00",
    )
    assert problems([bad]) == [(4, "bad_published_at")]


def test_it_reads_standard_input() -> None:
    script = "from firebreak.connect.sources.upload import Upload; print(Upload().fetch({'path': '-'}, {}).posts[0].id)"

    done = subprocess.run([sys.executable, "-c", script], input=GOOD_LINE, capture_output=True, check=True, env=_env())

    assert done.stdout.decode().strip() == "good"


@pytest.mark.parametrize("make", [lambda rows: b"\n".join(map(orjson.dumps, rows)), None], ids=["jsonl", "csv"])
def test_it_goes_on_page_by_page(make: Callable[[list[dict[str, str]]], bytes] | None, tmp_path: Path) -> None:
    rows = [{**GOOD, "id": str(number)} for number in range(2500)]
    table = "id,source,text,published_at\n" + "".join(f"{r['id']},ptt,拉肚子,2026-11-18\n" for r in rows)
    file = tmp_path / "posts"
    file.write_bytes(make(rows) if make else table.encode("utf-8-sig"))
    config, cursor, seen = {"path": str(file)}, {}, []

    while (page := Upload().fetch(config, cursor)).posts:
        seen += [post.id for post in page.posts]
        cursor = page.cursor  # type: ignore[assignment]

    assert seen == [str(number) for number in range(2500)]
    assert page.unchanged


def test_a_pipe_goes_on_from_a_place_too() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    body = b"\n".join(orjson.dumps({**GOOD, "id": str(number)}) for number in range(5))
    file = PostFile(Pipe(body))
    rows = iter(file)
    next(rows), next(rows)

    assert ids(list(PostFile(Pipe(body), place=file.place))) == ["2", "3", "4"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Part of the import's number: memory whatever the file's size."""
    file = tmp_path / "posts.jsonl"
    file.write_bytes((GOOD_LINE[:-1] + b',"pad":"' + b"x" * 2000 + b'"}\n') * 40_000)  # 85 MB

    tracemalloc.start()
    with open_upload(str(file)) as stream:
        count = sum(1 for _ in read_posts(stream))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 40_000
    assert peak < 8 * 2**20


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_bytes_raise_nothing_but_our_errors(body: bytes) -> None:
    try:
        rows = read(body)
    except FirebreakError:
        return
    assert all(isinstance(row, Post | BadRow) for row in rows)


@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=6), st.integers(0, 6))
def test_every_good_line_of_json_survives_bad_ones(bad: list[bytes], place: int) -> None:
    lines = [GOOD_LINE, *bad[:place], GOOD_LINE, *bad[place:], GOOD_LINE]

    assert ids(read(b"\n".join(lines))).count("good") >= 3


noise = st.text(alphabet=st.sampled_from("ab\",;\t '壞"), max_size=20)


@given(st.lists(noise, max_size=5), st.lists(noise, max_size=5))
def test_a_good_row_before_bad_ones_survives(before: list[str], after: list[str]) -> None:
    head, good = "id,source,text,published_at", "good,ptt,拉肚子,2026-11-18"
    whole = [line for line in before if '"' not in line]  # a quote may lawfully hold the next line

    rows = read("\n".join([head, *whole, good, *after]).encode())

    assert ids(rows).count("good") == 1


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_any_workbook_raises_nothing_but_our_errors(tail: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(b"PK\x03\x04" + tail)


@given(st.integers(0, 2000), st.integers(0, 255))
@settings(deadline=None, max_examples=60)
def test_a_workbook_with_a_broken_byte_raises_nothing_but_our_errors(place: int, byte: int) -> None:
    body = bytearray(workbook(["text", "published_at", "source"], ["a", "2026-11-18", "b"]))
    body[place % len(body)] = byte

    try:
        read(bytes(body))
    except FirebreakError:
        return


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": "src"}
