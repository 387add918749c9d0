"""How is a list written into a file, row by row, so that its length costs no memory?"""

import csv
import io
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from firebreak.console.export.cells import Row, for_csv, for_excel
from firebreak.console.export.folder import own_folder
from firebreak.core.errors import BadInput

BOM = "\ufeff"  # without it Excel takes UTF-8 for Big5
EXCEL_ROWS = 1_048_576
WIDTH = 18
PLAIN = {
    "constant_memory": True,  # a row goes to the disk when the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
}


def write_csv(rows: Iterable[Row], head: Row, file: IO[bytes]) -> int:
    """Write a table as CSV that Excel reads; gives the number of rows below the head."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    text.write(BOM)
    table = csv.writer(text)
    table.writerow([for_csv(value) for value in head])
    count = 0
    for row in rows:
        table.writerow([for_csv(value) for value in row])
        count += 1
    text.detach()  # the file stays open for who sends it
    return count


def write_xlsx(rows: Iterable[Row], head: Row, file: IO[bytes]) -> int:
    """Write a table as a workbook of one sheet whose head stays in sight; gives the number of rows below it.

    Raises BadInput for the row that no sheet holds.
    """
    with own_folder() as folder:
        book = Workbook(file, PLAIN | {"tmpdir": folder})
        sheet = book.add_worksheet()
        with closing(sheet.row_data_fh):  # also where it is called off, before the book has read it
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(head) - 1, WIDTH)
            write_row(sheet, 0, head)
            count = 0
            for count, row in enumerate(rows, start=1):
                if count >= EXCEL_ROWS:
                    raise BadInput(field="how", problem="too_long_for_excel")
                write_row(sheet, count, row)
            book.close()
        return count


def write_row(sheet: Worksheet, number: int, row: Row) -> None:
    """Write a row, text as text whatever it looks like."""
    for column, each in enumerate(row):
        value = for_excel(each)
        if isinstance(value, str):
            sheet.write_string(number, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(number, column, value)
        elif value is not None:
            sheet.write_number(number, column, value)
