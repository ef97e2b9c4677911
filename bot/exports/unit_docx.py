"""One unit's form as a Word document: the same table as on the official sheet, on A4.

Margins, page number and letter sizes are those of an annex in Nghị định 30/2020/NĐ-CP, Phụ lục I.
Offices that have no spreadsheet program fill it in by hand and send it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from bot.domain.rollup import roll_up
from bot.exports.cells import NOT_IN_XML
from bot.exports.marks import campaign_properties, unit_properties
from bot.exports.model import CampaignSheet, UnitSheet
from bot.exports.official_form import total_page, unit_page
from bot.exports.official_page import Line, Page, long_note, written_cells, written_note
from bot.vietnamese.spell import grouped
from bot.wording.say import say

FACE = "Times New Roman"
SIZE = 12
NOTE_SIZE = 11
WIDTHS_MM = (12, 62, 22, 29, 17, 23)  # together the 165 mm between the margins
SIGNATURES_MM = (70, 95)
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the standard's one set of custom ones
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def write_unit(sheet: UnitSheet, target: BinaryIO) -> None:
    """Write one unit's form."""
    page = unit_page(sheet)
    _write_page(page, unit_properties(sheet, written_cells(page)), target)


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Write the total on the official form. (A report in words would take its place here.)"""
    page = total_page(sheet, roll_up(sheet.form, sheet.units))
    _write_page(page, campaign_properties(sheet), target)


def _write_page(page: Page, properties: Mapping[str, str], target: BinaryIO) -> None:
    document = Document()
    _page_setup(document, page.foot)
    _title(document, page)
    table = _table(document, page)
    for line in page.lines:
        _row(table, line)
    _below(document, page)
    _signatures(document, page)
    _hide_properties(document, properties)
    document.save(target)


# -- page and text --------------------------------------------------------------------------------


def _page_setup(document: Any, foot: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name = FACE
    normal.font.size = Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    normal.paragraph_format.space_after = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number.add_run(), "PAGE")
    for footer in (section.footer, section.first_page_footer):
        _write(footer.paragraphs[0], foot, size=9, italic=True)


def _field(run: Any, code: str) -> None:
    """A field that the office's program computes."""
    run.font.size = Pt(13)
    for kind in ("begin", "", "end"):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = code
        run._r.append(element)


def _write(
    paragraph: Any,
    text: str,
    *,
    size: float = SIZE,
    bold: bool = False,
    italic: bool = False,
    across: Any = LEFT,
) -> None:
    run = paragraph.add_run(NOT_IN_XML.sub("", text))
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    paragraph.alignment = across


def _title(document: Any, page: Page) -> None:
    for text, size in ((page.form.annex, 14), *((line, 13) for line in page.title)):
        if text:
            _write(document.add_paragraph(), text, size=size, bold=True, across=CENTRE)
    for text in page.above:
        _write(document.add_paragraph(), text, size=13, italic=True, across=CENTRE)
    document.add_paragraph()


def _below(document: Any, page: Page) -> None:
    """Words that are too long for their cell, with the row's code."""
    long = [long_note(line) for line in page.lines if written_note(line) != line.note]
    for text in (*page.below, *long):
        for paragraph in text.splitlines():
            _write(document.add_paragraph(), paragraph)


def _signatures(document: Any, page: Page) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, SIGNATURES_MM, strict=True):
        column.width = Mm(width)
    left, right = table.rows[0].cells
    _write(left.paragraphs[0], "", across=CENTRE)
    _write(right.paragraphs[0], say("sheet.place_and_date"), size=13, italic=True, across=CENTRE)
    for cell, width, title, hint in (
        (left, SIGNATURES_MM[0], page.left, say("sheet.sign")),
        (right, SIGNATURES_MM[1], page.right, say("sheet.sign_and_seal")),
    ):
        cell.width = Mm(width)
        _write(cell.add_paragraph(), title, size=13, bold=True, across=CENTRE)
        _write(cell.add_paragraph(), hint, italic=True, across=CENTRE)
    _keep_together(table.rows[0])


# -- the table ------------------------------------------------------------------------------------


def _table(document: Any, page: Page) -> Any:
    """The table with its two head lines, which are repeated on every page."""
    table = document.add_table(rows=2, cols=len(WIDTHS_MM))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)  # the grid, by which LibreOffice draws
    form = page.form
    names = form.columns or tuple(say(f"sheet.column.{at}") for at in range(1, 7))
    upper, lower = table.rows[0].cells, table.rows[1].cells
    for at, name in enumerate(names):
        is_under = at in (3, 4)
        cell = lower[at] if is_under else upper[at].merge(lower[at])
        _write(cell.paragraphs[0], name, bold=True, across=CENTRE)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    over = upper[3].merge(upper[4])
    _write(
        over.paragraphs[0], form.quantity_head or say("sheet.quantity"), bold=True, across=CENTRE
    )
    for row in table.rows:
        _set_widths(row.cells)
        _flag(row, "w:tblHeader")
        _keep_together(row)
    over.width = Mm(WIDTHS_MM[3] + WIDTHS_MM[4])
    return table


def _row(table: Any, line: Line) -> None:
    row = table.add_row()
    cells = row.cells
    texts = (
        line.row.printed,
        line.row.label,
        line.row.measure_label,
        "" if line.count is None else grouped(line.count),
        "" if line.people is None else grouped(line.people),
        written_note(line),
    )
    for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        is_note = at == len(texts) - 1
        across = LEFT if at == 1 or is_note else CENTRE
        bold = line.row.bold and not is_note
        size = NOTE_SIZE if is_note else SIZE
        _write(cell.paragraphs[0], text, size=size, bold=bold, across=across)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _set_widths(cells)
    _keep_together(row)


def _set_widths(cells: tuple[_Cell, ...]) -> None:
    for cell, width in zip(cells, WIDTHS_MM, strict=True):
        cell.width = Mm(width)


def _keep_together(row: Any) -> None:
    _flag(row, "w:cantSplit")


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _hide_properties(document: Any, properties: Mapping[str, str]) -> None:
    """Custom document properties, a part that python-docx has no words for."""
    inside = "".join(
        f"<property fmtid={quoteattr(PROPERTY_SET)} pid={quoteattr(str(number))}"
        f" name={quoteattr(name)}><vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(properties.items(), start=2)
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{VALUES}">{inside}</Properties>'
    ).encode()
    package = document.part.package
    package.relate_to(Part(PackURI("/docProps/custom.xml"), CONTENT, body, package), RELATION)
