"""The report in words: the decree's layout, every number from a cell, nothing made up."""

import io
import os
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from bot.exports.issuer import Issuer
from bot.exports.report_outline import (
    FIELD,
    ReportSection,
    SectionNumbers,
    lines,
    outline_of,
    sentence,
)
from bot.exports.sheet_data import Before, CampaignSheet, UnitPhoto
from bot.exports.word_report import write_campaign
from bot.figures.rollup import UnitReport, roll_up
from bot.model.answer import Answer, value
from bot.model.form import Cell
from bot.model.submission import Photo, Status
from tests.exports.samples import FORM, INJECTION, SENT_AT, campaign_sheet

GOLDEN = Path(__file__).parent / "golden" / "word_report.txt"
UNIT = campaign_sheet().units[1]


def made(sheet: CampaignSheet) -> docx.document.Document:
    target = io.BytesIO()
    write_campaign(sheet, target)
    return docx.Document(target)


def texts(document) -> list[str]:
    """Every paragraph in the order of the page, those of tables too."""
    return [
        "".join(part.text or "" for part in each.iter(qn("w:t")))
        for each in document.element.body.iter(qn("w:p"))
    ]


def said(sheet: CampaignSheet) -> str:
    return "\n".join(texts(made(sheet)))


def one_unit(**answers: Answer) -> CampaignSheet:
    kept = {key[1:].replace("_", "."): answer for key, answer in answers.items()}
    unit = UnitReport("1", "Xã A", "xã", Status.SUBMITTED, 1, SENT_AT, answers=kept)
    return replace(campaign_sheet(), units=(unit,))


DIVIDED = {Cell.COUNT: 2, Cell.PEOPLE: 3}


def both(count: int | None, people: int | None) -> dict[Cell, int]:
    known = {Cell.COUNT: count, Cell.PEOPLE: people}
    return {cell: number for cell, number in known.items() if number is not None}


def with_last_year() -> CampaignSheet:
    sheet = campaign_sheet()
    totals = roll_up(FORM, sheet.units).totals
    figures = {
        code: {cell: number // DIVIDED[cell] for cell, number in total.figures.items()}
        for code, total in totals.items()
    }
    now = {code: total.figures for code, total in totals.items()}
    return replace(sheet, before=Before(2025, figures, now, ("Xã Bum Nưa", "Xã Bum Tở")))


def test_the_report_is_what_it_was():
    document = made(with_last_year())
    actual = "\n".join(line for line in texts(document) if line) + "\n"
    if os.environ.get("BAOCAO_UPDATE_GOLDEN"):
        GOLDEN.write_text(actual, encoding="utf-8")
    assert actual == GOLDEN.read_text(encoding="utf-8")


def test_every_number_of_the_results_stands_in_the_annex():
    sheet = campaign_sheet()
    words = said(sheet)
    start, end = words.index("II. KẾT QUẢ"), words.index("III. ĐÁNH GIÁ")
    results = re.sub(r"^(II|\d+)\..*$", "", words[start:end], flags=re.MULTILINE)
    numbers = {int(each.replace(".", "")) for each in re.findall(r"\d[\d.]*\d|\d", results)}
    totals = roll_up(FORM, sheet.units).totals.values()
    assert numbers <= {figure for total in totals for figure in (total.count, total.people)}
    assert len(numbers) > 25


def test_the_outline_tells_of_every_figure_of_the_form():
    outline = outline_of(FORM)
    named = {field for passage in outline.passages for field in passage.fields}
    for passage in outline.passages:
        for code in passage.listed:
            named |= {(row.code, cell) for row in FORM.children(code) for cell in row.cells}
    asked = {(row.code, cell) for row in FORM.questions for cell in row.cells}
    assert asked - named == set()
    assert {code for code, _ in named} <= FORM.by_code.keys()
    assert outline.gathered == tuple(row.code for row in FORM.questions if row.kind == "text")


def test_numbers_are_written_as_in_official_papers():
    words = said(
        one_unit(
            r1_1=value(FORM.by_code["1.1"], 3, 1250),
            r7_1=value(FORM.by_code["7.1"], 1),
            r10_1=value(FORM.by_code["10.1"], 12_500_000),
        )
    )
    assert "Trong Tuần lễ đã tổ chức 03 lớp bồi dưỡng, tập huấn với 1.250 người tham gia." in words
    assert "- Chuyên môn, nghiệp vụ cho cán bộ: 03 lớp, 1.250 người." in words
    assert "Có 01 xã, phường, thị trấn tổ chức lễ khai mạc." in words
    assert "Kinh phí tổ chức Tuần lễ gồm ngân sách nhà nước 12.500.000 đồng." in words


def test_a_part_without_a_figure_is_not_told_and_zero_is_not_unknown():
    row_2, row_3 = (FORM.by_code[code] for code in ("2", "3"))
    told = {
        "Các đơn vị báo cáo không tổ chức.": one_unit(r2=value(row_2, 0), r3=value(row_3, 0)),
        "Các đơn vị đã trả lời đều báo cáo không tổ chức; có đơn vị còn để trống.": one_unit(
            r2=value(row_2, 0)
        ),
    }
    for words, sheet in told.items():
        passages = [text for text in texts(made(sheet)) if text]
        assert passages[passages.index("1. Công tác tuyên truyền") + 1] == words
    after = passages[passages.index("2. Tổ chức khai mạc Tuần lễ") + 1]
    assert after == "Chưa có số liệu."


@pytest.mark.parametrize(
    ("parts", "figures", "told"),
    [
        (("{1.count} lớp[ với {1.people} người]",), (3, None), "03 lớp."),
        (("{1.count} lớp[ với {1.people} người]",), (3, 0), "03 lớp."),
        (("{1.count} lớp[ với {1.people} người]",), (12, 9), "12 lớp với 09 người."),
        (("{1.count} lớp[ với {1.people} người]",), (0, 9), ""),
        (("{1.count} lớp", "{1.people} người"), (None, 9), "09 người."),
        (("không có số",), (1, 1), "Không có số."),
    ],
)
def test_pieces_of_a_sentence_are_left_out_without_their_figure(parts, figures, told):
    assert (
        sentence(ReportSection("T", parts=parts), SectionNumbers(FORM, {"1": both(*figures)}))
        == told
    )


def test_a_form_without_an_outline_is_told_section_by_section():
    form = replace(FORM, slug="another")
    outline = outline_of(form)
    assert [passage.title for passage in outline.passages][:3] == [
        "Các lớp bồi dưỡng, tập huấn",
        "Tin, bài về Tuần lễ",
        "Ấn phẩm, băng rôn, khẩu hiệu",
    ]
    numbers = SectionNumbers(form, {"1": both(3, 45), "1.1": both(3, 45), "2": both(5, None)})
    first, second = outline.passages[:2]
    assert sentence(first, numbers) == "Các lớp bồi dưỡng, tập huấn: 03 lớp, 45 người."
    assert lines(first, numbers) == ["- Chuyên môn, nghiệp vụ cho cán bộ: 03 lớp, 45 người."]
    assert sentence(second, numbers) == "05 tin, bài."  # the heading has said what they are
    for passage in outline.passages:
        assert FIELD.sub("", " ".join(passage.parts)).count("{") == 0
    assert ("4.2", Cell.PEOPLE) not in first.fields


def test_late_and_missing_units_are_named():
    words = said(campaign_sheet())
    assert "Có 01 đơn vị gửi muộn: Xã Tá Bạ (01 ngày)." in words
    assert (
        "Có 02 đơn vị chưa gửi báo cáo, số liệu dưới đây chưa gồm: Xã Mù Cả; Xã Pa Vệ Sử." in words
    )
    assert "đã có 12/14 đơn vị gửi báo cáo (trong đó Thị trấn: 1/1; Xã: 11/13)." in words


def test_it_is_a_draft_and_leaves_open_what_no_cell_knows():
    words = said(campaign_sheet())
    assert "DỰ THẢO" in words
    assert "Số:        /BC-……" in words
    assert "Mường Tè, ngày …… tháng …… năm 2026" in words
    assert (
        "Thực hiện Kế hoạch số ……/KH-…… ngày …… tháng …… năm …… của UBND huyện Mường Tè" in words
    )
    assert "Kính gửi: UBND huyện Mường Tè." in words
    assert words.count("[Bổ sung: ") == 3


def test_the_page_is_that_of_the_decree():
    document = made(campaign_sheet())
    for section in document.sections:
        millimetres = [
            round(size.mm)
            for size in (
                section.page_width, section.page_height, section.left_margin,
                section.right_margin, section.top_margin, section.bottom_margin,
            )
        ]  # fmt: skip
        assert millimetres == [210, 297, 30, 15, 20, 20]
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
    starts = [each._sectPr.find(qn("w:pgNumType")) for each in document.sections]
    assert [None if each is None else each.get(qn("w:start")) for each in starts] == [None, "1"]


def test_a_sections_properties_stand_in_the_order_of_the_schema():
    """ECMA-376, CT_SectPr: programs that check files refuse any other order."""
    order = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType", "cols",
             "titlePg", "docGrid"]  # fmt: skip
    for section in made(campaign_sheet()).sections:
        names = [child.tag.partition("}")[2] for child in section._sectPr]
        assert sorted(names, key=order.index) == names


@pytest.mark.parametrize(
    ("name", "superior", "shown", "symbol", "place"),
    [
        ("UBND xã Bum Nưa", "", ("Ủy ban nhân dân", "xã Bum Nưa"), "UBND", "Bum Nưa"),
        ("Phòng VHXH", "UBND TP Bắc Kạn", ("Phòng VHXH",), "……", "Bắc Kạn"),
        ("Ban chỉ đạo", "", ("Ban chỉ đạo",), "……", "………………"),
    ],
)
def test_who_reports_is_written_as_offices_write_it(name, superior, shown, symbol, place):
    issuer = Issuer(name, superior)
    assert (issuer.lines, issuer.symbol, issuer.place) == (shown, symbol, place)


def test_the_annex_has_the_forms_rows_with_the_totals():
    document = made(campaign_sheet())
    table = next(each for each in document.tables if len(each.rows) > 20)
    cells = {
        row.code: [cell.text for cell in line.cells]
        for row, line in zip(FORM.rows, table.rows[2:], strict=True)
    }
    totals = roll_up(FORM, campaign_sheet().units).totals
    assert cells["1"][3:5] == ["374", "10.995"]
    assert cells["10.1"][3] == f"{totals['10.1'].count:,}".replace(",", ".")
    assert cells["11"][5] == "Xem phần III của Báo cáo"
    assert "Chưa có báo cáo của 2 đơn vị: Xã Mù Cả; Xã Pa Vệ Sử." in texts(document)


def test_photos_stand_in_an_annex_with_captions_at_most_two_a_unit(tmp_path):
    Image.new("RGB", (1600, 1200), "teal").save(tmp_path / "a.jpg")
    captions = ("", "=Lớp kỹ năng", "Hội thao")
    photos = tuple(
        UnitPhoto(UNIT.unit_code, UNIT.unit_name, Photo(at, "a.jpg", caption, row, "", SENT_AT))
        for at, (caption, row) in enumerate(zip(captions, ("2", "6.1", "1.6"), strict=True))
    )
    sheet = replace(campaign_sheet(), photos=photos, folder=tmp_path)
    document = made(sheet)
    words = texts(document)
    assert ("Phụ lục I" in words, "Phụ lục II" in words) == (True, True)
    assert [text for text in words if text.startswith("Ảnh ")] == [
        "Ảnh 1. Xã Bum Nưa: Hội thao",
        "Ảnh 2. Xã Bum Nưa: =Lớp kỹ năng",
    ]
    assert "Còn 1 ảnh khác trong tệp ảnh của đợt báo cáo." in words
    assert len(document.inline_shapes) == 2
    assert all(round(shape.width.mm) <= 78 for shape in document.inline_shapes)


def test_units_words_are_gathered_under_their_names_to_the_letter():
    words = texts(made(campaign_sheet()))
    assert f"- Xã Bum Nưa: {INJECTION}" in words
    assert "- Thị trấn Mường Tè: Trao 4 suất học bổng cho học sinh." in words


def test_signs_that_no_document_can_hold_are_left_out():
    unit = replace(campaign_sheet().units[5], unit_name="Xã \x00A\ud800<b>&{x}")
    words = said(replace(campaign_sheet(), units=(unit,)))
    assert "chưa gồm: Xã A<b>&{x}." in words


def test_a_campaign_without_any_report_makes_a_report_that_says_so():
    sheet = replace(campaign_sheet(), units=campaign_sheet().units[5:6], receiver="", period=None)
    words = said(sheet)
    assert words.count("Chưa có số liệu.") == 7
    assert "Kính gửi: ………………." in words
    assert "TM. ỦY BAN NHÂN DÂN" in words
