"""How do `firebreak lint` and `firebreak compare` answer, without any database?"""

from collections.abc import Callable, Iterator
from typing import IO, Any

import orjson

from firebreak import knowledge
from firebreak.connect.lines import Line, lines_of, opened
from firebreak.connect.sources.upload import open_upload
from firebreak.core.errors import BadRow, UnreadableFile
from firebreak.core.respond import facts, statement
from firebreak.run.output import rejecting

Row = dict[str, Any]
Answer = Callable[[Row, int], Row]


def lint_file(path: str, *, out: IO[str], rejects: str | None) -> int:
    """Write a lint result a line, in the order of the drafts; give how many rows were rejected."""
    tone = knowledge.tone()

    def answer(row: Row, line: int) -> Row:
        return statement.contract_dict(statement.lint(statement.draft_of(row, line=line), tone))

    return answer_lines(path, answer, out=out, rejects=rejects)


def compare_file(path: str, *, out: IO[str], rejects: str | None) -> int:
    """Write the conflicts of a pair a line, in the order of the pairs; give how many rows were rejected."""
    rules = knowledge.facts()

    def answer(row: Row, line: int) -> Row:
        pair = facts.pair_of(row, line=line)
        return facts.contract_dict(pair, facts.compare(pair, rules))

    return answer_lines(path, answer, out=out, rejects=rejects)


def answer_lines(path: str, answer: Answer, *, out: IO[str], rejects: str | None) -> int:
    """Answer every row; a bad one is put aside with its line, its problem and what it needs, and never stops a run."""
    with open_upload(path) as stream, rejecting(rejects) as refused:
        for line, row in rows_of(stream):
            try:
                if isinstance(row, BadRow):
                    raise row
                out.write(orjson.dumps(answer(row, line)).decode() + "\n")
            except BadRow as bad:
                refused.add_all([{"code": bad.code, **bad.context}])
    return refused.count


def rows_of(stream: IO[bytes]) -> Iterator[tuple[int, Row | BadRow]]:
    """Give each line as a row or as what is wrong with it; raises UnreadableFile for a file that holds no rows."""
    file = opened(stream)
    if file.head.strip() and not any(line.lstrip().startswith(b"{") for line in file.head.splitlines()):
        raise UnreadableFile(problem="no_json_lines", needs="one JSON object a line")
    for line in lines_of(file.stream):
        if line.body is None or line.body.strip():
            yield line.number, row_of(line, file.script.read(line.body or b""))


def row_of(line: Line, text: str | None) -> Row | BadRow:
    if line.body is None:
        return BadRow(line=line.number, problem="too_long", needs="a line below 4 MiB")
    try:
        row = orjson.loads(text if text is not None else b"")
    except orjson.JSONDecodeError:
        return BadRow(line=line.number, problem="not_json", needs="one JSON object a line")
    if not isinstance(row, dict):
        return BadRow(line=line.number, problem="not_an_object", needs="one JSON object a line")
    return row
