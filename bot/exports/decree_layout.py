"""The layout of an administrative document, drawn with python-docx.

Sizes, margins and places are those of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, left 30 mm, right 15,
top and bottom 20, Times New Roman; the page's number in the middle of the top margin and not on
the first page; the issuer left, the motto right; lines under both.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from bot.exports.cells import NOT_IN_XML
from bot.exports.text_metrics import text_width
from bot.locale.say import say

FACE = "Times New Roman"
LEFT_MM, RIGHT_MM, TOP_MM = 30, 15, 20
TEXT_MM = 210 - LEFT_MM - RIGHT_MM
HEAD_MM = (65, 100)  # issuer, motto: the motto needs more; together the text's width
SIGNATURE_MM = (75, 90)
HEAD_SIZE = 12  # of the issuer and the nation; the line under each is one point larger
NUMBER_SIZE = 13  # of a page
BODY_SIZE = 14
INDENT_MM = 12.7
LAST_LINES = 5  # of a table, that stand on one page
POINTS_A_MM = 72 / 25.4
AFTER_PAGE_NUMBERS = (  # what follows w:pgNumType in a section's properties (ECMA-376, CT_SectPr)
    "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi",
    "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange",
)  # fmt: skip
LINE_EIGHTHS = "6"  # thickness of a drawn line, in eighths of a point
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What stands at the top of a document. `superior` is regular, `issuer` bold, a line each;
    `mark` stands in a frame under the number ("DỰ THẢO"), what a letter is `about` above it."""

    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()
    number: str = ""
    place_and_date: str = ""
    mark: str = ""
    about: str = ""


# -- the page -------------------------------------------------------------------------------------


def new_document(size: float, foot: str = "") -> Any:
    """Return an empty document on the official page; `foot` stands small at the bottom of each page."""
    document = Document()
    document.core_properties.author = "baocao"
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.name = FACE
    normal.font.size = Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    normal.paragraph_format.space_after = Pt(0)
    set_page(document.sections[0], foot)
    return document


def set_page(section: Any, foot: str = "") -> None:
    """Set paper, margins, the page's number on top from page 2."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.top_margin = section.bottom_margin = Mm(TOP_MM)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    run = number.add_run()
    run.font.size = Pt(NUMBER_SIZE)
    _page_number(run)
    for footer in (section.footer, section.first_page_footer):
        write(footer.paragraphs[0], foot, size=9, italic=True)


def next_part(document: Any) -> None:
    """Begin a new page whose numbers begin at 1 again: each annex is numbered by itself."""
    section = document.add_section()
    kind = OxmlElement("w:pgNumType")
    kind.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(kind, *AFTER_PAGE_NUMBERS)


def _page_number(run: Any) -> None:
    """Add the field whose value the office's program computes."""
    for kind in ("begin", "", "end"):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = "PAGE"
        run._r.append(element)


# -- text -----------------------------------------------------------------------------------------


def write(
    paragraph: Any,
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    across: Any = LEFT,
) -> None:
    """Add a run; signs that no document can hold are left out."""
    run = paragraph.add_run(NOT_IN_XML.sub("", text))
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    paragraph.alignment = across


def body(place: Any, text: str, *, italic: bool = False) -> Any:
    """Return a paragraph of running text: justified, first line indented, 6 points apart."""
    paragraph = place.add_paragraph()
    write(paragraph, text, size=BODY_SIZE, italic=italic, across=JUSTIFIED)
    paragraph.paragraph_format.first_line_indent = Mm(INDENT_MM)
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def like(paragraph: Any, text: str) -> Any:
    """Return a paragraph that follows another of one run and looks like it: copied, which takes a fifth
    of the time."""
    paragraph._p.addnext(copied := deepcopy(paragraph._p))
    further = Paragraph(copied, paragraph._parent)
    further.runs[0].text = NOT_IN_XML.sub("", text)
    return further


def heading(document: Any, text: str) -> None:
    """Write the title of a part of the text; it stays with what follows."""
    paragraph = body(document, "")
    write(paragraph, text, size=BODY_SIZE, bold=True)
    paragraph.paragraph_format.keep_with_next = True


def centred(
    place: Any, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> Any:
    """Return a centred line of its own."""
    paragraph = place.add_paragraph()
    write(paragraph, text, size=size, bold=bold, italic=italic, across=CENTRE)
    return paragraph


def line_under(place: Any, text: str, size: float, share: float, width_mm: float) -> None:
    """Draw a line, as long as a share of the text above it, in the middle of `width_mm`."""
    paragraph = place.add_paragraph()
    run = paragraph.add_run()
    run.font.size = Pt(2)
    width = width_mm * POINTS_A_MM
    length = min(text_width(text, size, bold=True) * share, width)
    side = Pt(max((width - length) / 2, 0))
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.line_spacing = Pt(3)
    shape.space_after = Pt(4)
    _border(paragraph, "bottom")


def _border(paragraph: Any, *sides: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", LINE_EIGHTHS), ("space", "1")):
            line.set(qn(f"w:{name}"), value)
        line.set(qn("w:color"), "000000")
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


# -- head, title, signature -----------------------------------------------------------------------


def draw_head(document: Any, head: LetterHead) -> None:
    """Draw issuer, motto, number, place and date, in a table without borders."""
    table = _pairs(document, HEAD_MM)
    left, right = _pair(table, HEAD_MM)
    lines = [(text, False) for text in head.superior] + [(text, True) for text in head.issuer]
    _stack(left, lines, HEAD_SIZE)
    line_under(left, head.issuer[-1].upper(), HEAD_SIZE, 0.4, HEAD_MM[0])
    motto = say("decree.motto")
    _stack(right, [(say("decree.nation"), True)], HEAD_SIZE)
    centred(right, motto, HEAD_SIZE + 1, bold=True)
    line_under(right, motto, HEAD_SIZE + 1, 1, HEAD_MM[1])
    left, right = _pair(table, HEAD_MM)  # the number and the date stand on one line
    for cell, text, italic in ((left, head.number, False), (right, head.place_and_date, True)):
        write(cell.paragraphs[0], text, size=HEAD_SIZE + 1, italic=italic, across=CENTRE)
    if head.about:
        centred(left, head.about, HEAD_SIZE)  # a letter's subject is smaller than its number
    if head.mark:
        _framed(left, head.mark)


def _stack(cell: Any, lines: list[tuple[str, bool]], size: float) -> None:
    """Write lines in capitals from the cell's first paragraph on."""
    for at, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        write(paragraph, text.upper(), size=size, bold=bold, across=CENTRE)


def _framed(cell: Any, text: str) -> None:
    paragraph = centred(cell, text, HEAD_SIZE, bold=True)
    side = Pt((HEAD_MM[0] * POINTS_A_MM - text_width(text, HEAD_SIZE, bold=True) * 1.5) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    paragraph.paragraph_format.space_before = Pt(6)
    _border(paragraph, "top", "left", "bottom", "right")


def draw_title(document: Any, kind: str, subject: str) -> None:
    """Draw  "BÁO CÁO" and what it is about, with a short line under it."""
    first = centred(document, kind.upper(), BODY_SIZE, bold=True)
    first.paragraph_format.space_before = Pt(14)
    centred(document, subject, BODY_SIZE, bold=True)
    line_under(document, subject[:40], BODY_SIZE, 0.4, TEXT_MM)
    document.paragraphs[-1].paragraph_format.space_after = Pt(
        10
    )  # a heading or a table may follow


def draw_signature(document: Any, receivers: tuple[str, ...], signer: tuple[str, ...]) -> None:
    """Draw Nơi nhận on the left, who signs on the right, with room for hand and seal."""
    left, right = _pair(_pairs(document, SIGNATURE_MM), SIGNATURE_MM)
    write(left.paragraphs[0], say("decree.receivers"), size=12, bold=True, italic=True)
    for text in receivers:
        write(left.add_paragraph(), text, size=11)
    _stack(right, [(text, True) for text in signer], BODY_SIZE)
    for _ in range(4):
        right.add_paragraph()


def _pairs(document: Any, widths: tuple[int, int]) -> Any:
    """Return a table of two columns without borders."""
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _pair(table: Any, widths: tuple[int, int]) -> tuple[Any, Any]:
    """Return two cells side by side that no page break cuts."""
    row = table.add_row()
    flag(row, "w:cantSplit")
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    left, right = row.cells
    return left, right


def flag(row: Any, name: str) -> None:
    """Set a property of a table's row: `w:cantSplit`, `w:tblHeader`."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def keep_last_lines(table: Any) -> None:
    """Let the last lines of a table begin a page together with what follows, not one or two alone."""
    for row in table.rows[-LAST_LINES:]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
