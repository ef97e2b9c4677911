"""One unit's form as a document: the paper's words, on A4, with the head on every page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
from docx.oxml.ns import qn

from bot.exports.unit_docx import write_unit
from tests.exports.samples import FORM, INJECTION, unit_sheet


def written() -> bytes:
    target = io.BytesIO()
    write_unit(replace(unit_sheet(), unit_code="03436", campaign="muong-te-2026"), target)
    return target.getvalue()


BODY = written()
DOCUMENT = docx.Document(io.BytesIO(BODY))


def lines() -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in DOCUMENT.tables[0].rows]


def test_numbers_labels_and_units_are_those_of_the_paper() -> None:
    assert [line[:3] for line in lines()[2:]] == [
        [row.printed, row.label, row.measure_label] for row in FORM.rows
    ]


def test_the_head_has_two_lines_over_six_columns() -> None:
    first, second = lines()[:2]
    assert first == [
        "TT", "Nội dung các hoạt động", "Đơn vị", "Số lượng", "Số lượng", "Ghi chú",
    ]  # fmt: skip
    assert second == [
        "TT", "Nội dung các hoạt động", "Đơn vị", "Số lớp/số cuộc thi", "Người", "Ghi chú",
    ]  # fmt: skip


def test_the_head_is_repeated_on_every_page_and_no_row_is_cut() -> None:
    rows = DOCUMENT.tables[0].rows
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert repeated == [True, True] + [False] * len(FORM.rows)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_figures_have_dots_between_thousands() -> None:
    cells = dict(zip([row.code for row in FORM.rows], lines()[2:], strict=True))
    assert cells["10.1"][3] == "1.250.000.000"
    assert cells["1.12"][3:] == ["5", "1.250", "1.250 lượt người"]
    assert cells["1.10"][3:] == ["", "", "không thuộc diện"]


def test_the_page_is_a4_with_the_margins_of_an_annex() -> None:
    section = DOCUMENT.sections[0]
    millimetres = [
        round(size.mm)
        for size in (
            section.page_width, section.page_height, section.left_margin, section.right_margin,
            section.top_margin, section.bottom_margin,
        )
    ]  # fmt: skip
    assert millimetres == [210, 297, 30, 15, 20, 20]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_all_text_is_in_the_official_face() -> None:
    style = DOCUMENT.styles["Normal"]
    assert (style.font.name, style.element.rPr.rFonts.get(qn("w:eastAsia"))) == (
        "Times New Roman", "Times New Roman",
    )  # fmt: skip
    runs = [
        run
        for paragraph in DOCUMENT.element.body.iter(qn("w:p"))
        for run in paragraph.iter(qn("w:rFonts"))
    ]
    assert runs == []  # no run has a face of its own


def test_words_too_long_for_their_cell_stand_below_the_table() -> None:
    texts = [paragraph.text for paragraph in DOCUMENT.paragraphs]
    assert f"Mục 11: {INJECTION}" in texts
    assert lines()[-1][5] == "Xem nội dung ghi dưới bảng"


def test_signs_that_no_document_can_hold_are_left_out() -> None:
    sheet = replace(unit_sheet(), unit_name="Xã \x00Bum\ud800 Nưa")
    target = io.BytesIO()
    write_unit(sheet, target)
    assert "Đơn vị báo cáo: Xã Bum Nưa" in [
        paragraph.text for paragraph in docx.Document(target).paragraphs
    ]


def test_the_hidden_properties_say_whose_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(BODY)) as packed:
        custom = packed.read("docProps/custom.xml").decode()
        types = packed.read("[Content_Types].xml").decode()
    assert "03436" in custom and "muong-te-2026" in custom and FORM.slug in custom
    assert "custom-properties+xml" in types
