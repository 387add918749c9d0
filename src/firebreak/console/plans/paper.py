"""How does a plan stand on paper? A document for Word of its steps, duties, limits and lists."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from firebreak.console.formats import full_time
from firebreak.console.plans.page import PlanPage
from firebreak.console.plans.reading import Line, Part
from firebreak.core.terms import Severity

FONTS = {"zh": "Microsoft JhengHei", "en": "Calibri"}
MARGIN = Mm(15)


def paper_of(page: PlanPage) -> bytes:
    """Write a plan as a document of A4 pages, in the language of the moment."""
    paper = blank()
    paper.core_properties.title = page.reading.name
    paper.core_properties.author = page.seat.brand.name
    paper.add_heading(page.reading.name, level=0)
    paper.add_paragraph(standing(page))
    for title, lines in lists_of(page):
        bullets(paper, title, lines)
    for part in page.reading.parts:
        paper.add_heading(part.name, level=1)
        steps_table(paper, part)
    paper.add_paragraph(_("Law as of 11 Oct 2024 unless the step says otherwise; no legal advice."))
    whole = io.BytesIO()
    paper.save(whole)
    return whole.getvalue()


def blank() -> Paper:
    """Give an empty document of A4 with a font that has the signs of both languages."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for style in ("Normal", "Title", "Heading 1", "Heading 2"):
        font = paper.styles[style].font
        font.name = FONTS["en"]
        font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS["zh"])
    paper.styles["Normal"].font.size = Pt(10)
    return paper


def standing(page: PlanPage) -> str:
    """Say which version this is, how whole it is, and who has signed it."""
    grade = page.reading.grade
    said = [
        page.seat.brand.name,
        _("Version %(version)s") % {"version": page.plan.version},
        _("Completeness %(letter)s, %(points)s of 100") % {"letter": grade.letter, "points": grade.points},
    ]
    signed = [
        _("%(house)s: signed by %(name)s, %(at)s")
        % {"house": one.house.name, "name": one.signature.person.name, "at": full_time(one.signature.at)}
        for one in page.signed
        if one.signature
    ]
    return "\n".join([" · ".join(said), *signed])


def lists_of(page: PlanPage) -> list[tuple[str, Sequence[str]]]:
    reading = page.reading
    return [
        (_("Signs by which it is known"), reading.signs),
        (_("Never"), reading.never),
        (_("Who is told, and how"), reading.channels),
        (_("Have at hand"), reading.resources),
        (_("Legal clocks and duties"), [f"{code}  {name}" for code, name in reading.laws]),
    ]


def bullets(paper: Paper, title: str, lines: Sequence[str]) -> None:
    if lines:
        paper.add_heading(title, level=2)
    for line in lines:
        paper.add_paragraph(line, style="List Bullet")


def steps_table(paper: Paper, part: Part) -> None:
    """Put the steps of a phase into a table: what and how, who, and the limit at each level."""
    table = paper.add_table(rows=1, cols=2 + len(Severity), style="Table Grid")
    fill(table, 0, [_("What to do"), _("Duties (RACI)"), *(level.value for level in Severity)], strong=True)
    for number, line in enumerate(part.lines, start=1):
        table.add_row()
        duties = "\n".join(f"{letter} {role}" for letter, role in line.duties)
        fill(table, number, [told(line), duties, *(limit.words for limit in line.limits)])


def told(line: Line) -> str:
    """Give what to do and how, with the text that it begins with and its law."""
    more = [line.text] if line.task.template else []
    more += [line.law] if line.task.law else []
    return "\n".join([line.title, line.advice, *more])


def fill(table: Table, row: int, words: Sequence[str], *, strong: bool = False) -> None:
    widths = [Mm(84), Mm(38), *([Mm(14.5)] * len(Severity))]
    for cell, said, width in zip(table.rows[row].cells, words, widths, strict=True):
        cell.width = width
        cell.text = ""
        run = cell.paragraphs[0].add_run(said)
        run.font.size, run.bold = Pt(9), strong
