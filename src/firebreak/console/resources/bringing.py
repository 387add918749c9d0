"""How does a directory come from a file and go into one? As CSV of either language, and back unchanged."""

import csv
import io
from datetime import date

from firebreak.console.export.cells import as_told
from firebreak.console.export.files import write_csv
from firebreak.console.resources.models import Resource
from firebreak.console.resources.wording import COLUMNS, KINDS, headings, kinds
from firebreak.core.errors import BadInput
from firebreak.core.respond.directory import Entry, Wrong, read_rows

MOST_BYTES = 1_000_000
ENCODINGS = ("utf-8-sig", "cp950")


def read_file(content: bytes, *, today: date) -> tuple[list[Entry], list[Wrong]]:
    """Read a CSV file; gives its entries and the rows that cannot be used. Raises BadInput for what is none."""
    if len(content) > MOST_BYTES:
        raise BadInput(field="file", problem="list_too_large")
    text = decoded(content)
    mark = max(",\t;", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        rows = [(reader.line_num, [as_told(cell) for cell in cells]) for cells in reader]
    except csv.Error:
        raise BadInput(field="file", problem="no_table") from None
    return read_rows(rows, headings=headings(), kinds=kinds(), today=today)


def decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(field="file", problem="no_table")


def written(rows: list[Resource]) -> bytes:
    """Write the directory as CSV that a spreadsheet shows and runs nothing of, in the reader's language."""
    out = io.BytesIO()
    lines = (
        (str(KINDS[one.kind]), one.name, one.who, one.phone, one.hours, one.purpose, f"{one.checked_on or ''}")
        for one in rows
    )
    write_csv(lines, [str(word) for word in COLUMNS.values()], out)
    return out.getvalue()
