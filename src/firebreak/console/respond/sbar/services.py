"""How does a brief of one page leave as a document, and what does the log keep of it?"""

import io

from django.db import transaction
from django.utils.translation import gettext as _
from docx.shared import RGBColor

from firebreak.console.formats import full_time
from firebreak.console.govern.services import lock_brand, person_actor, write_entry
from firebreak.console.plans.paper import blank
from firebreak.console.respond.sbar.page import Field, Sbar
from firebreak.core.govern.evidence import sha256
from firebreak.core.listen.clean import clean, clean_title
from firebreak.core.terms import Act

GREY = RGBColor(0x6B, 0x72, 0x80)


def take_brief(page: Sbar) -> bytes:
    """Write a brief for Word, in the language of the moment, and write down that it leaves.

    It is written before the brand is locked: a story of thousands of posts takes its time, and others write meanwhile.
    """
    seat = page.seat
    seat.need(Act.EXPORT)
    content = paper_of(page)
    subject = f"incident:{page.incident.pk}" if page.incident else f"story:{page.story.story.pk}" if page.story else ""
    detail = {"sha256": sha256(content), "bytes": len(content)}
    actor = person_actor(seat.person)
    with transaction.atomic():
        lock_brand(seat.brand)
        write_entry(brand=seat.brand, actor=actor, action="take_brief", subject=subject, detail=detail, at=seat.at)
    return content


def paper_of(page: Sbar) -> bytes:
    paper, title = blank(), clean_title(f"{page.code} {page.title}")
    paper.core_properties.title = title
    paper.core_properties.author = page.seat.brand.name
    paper.add_heading(title, level=1)
    paper.add_paragraph(f"{page.seat.brand.name} · {full_time(page.seat.at)} · {page.standing}")
    for section in page.sections:
        paper.add_heading(section.name, level=2)
        table = paper.add_table(rows=0, cols=2, style="Table Grid")
        for field in section.fields:
            left, right = table.add_row().cells
            left.text = field.label
            run = right.paragraphs[0].add_run(clean(field.text) or blank_of(field))
            if not field.text:
                run.font.color.rgb = GREY
    whole = io.BytesIO()
    paper.save(whole)
    return whole.getvalue()


def blank_of(field: Field) -> str:
    """Say that nothing is on file, with room to write by hand."""
    return _("Not on file: %(why)s ______") % {"why": field.missing}
