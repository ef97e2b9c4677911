"""Forms of ten shapes become forms as they stand, are answered, and come back as they were filled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.conversation.table_cells import cells_of, read_row, stored_text
from bot.errors import OperatorError
from bot.exports import official_form, unit_docx
from bot.exports.sheet_data import CampaignSheet, UnitSheet
from bot.figures.rollup import UnitReport
from bot.forms.form_loader import parse_form
from bot.imports.template_places import find_places
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.form import Form, Indicator
from bot.model.submission import Status
from bot.model.template import Template, TemplatePlaces
from bot.reading import Understood, read_answer
from bot.row_types import echo_answer, row_type
from bot.row_types.base import InTotal
from bot.use_cases.campaigns.form_files import WrittenForm, read_annex, write_form
from tests.imports import statistics_files
from tests.imports.filled_files import open_filled
from tests.imports.unlike_files import UNLIKE

SHAPES = {**statistics_files.SHAPES, **UNLIKE}
WHEN = datetime(2024, 10, 8, tzinfo=UTC)
SAID = {"text": "Vài chữ", "percent": "85,5%", "date": "03/10/2024", "yes_no": "có"}


def imported(name: str, folder: Path) -> WrittenForm:
    shape = SHAPES[name]
    source = shape.make(folder)
    return write_form(source, read_annex(source, "bieu", shape.choice), folder / "moi.toml")


def form_of(written: WrittenForm) -> Form:
    form, faults = parse_form(written.file.read_text("utf-8"), written.file.name)
    assert form is not None, [fault.text for fault in faults]
    return form


def said_of(row: Indicator) -> str:
    return SAID.get(row.kind) or (row.choices[0] if row.choices else row_type(row).sample(row))


def answers(form: Form) -> dict[str, Answer]:
    """The answers that a person types: the example of each row."""
    found = {}
    for row in form.questions:
        reading = read_answer(row, said_of(row))
        assert isinstance(reading, Understood), (row.code, said_of(row), reading)
        found[row.code] = reading.answer
    return found


def papers(form: Form, written: WrittenForm, kept: dict[str, Answer]) -> Iterator[Path]:
    """The unit's paper: our own workbook and document, and the office's workbook filled in."""
    sheet = UnitSheet(form, "Xã A", kept, unit_code="1")
    for name, module in (("own.xlsx", official_form), ("own.docx", unit_docx)):
        with (written.file.parent / name).open("wb") as target:
            module.write_unit(sheet, target)
        yield written.file.parent / name
    if written.template is None:
        return
    places = find_places(written.template, form)
    assert places is not None
    template = Template(written.template.read_bytes(), places)
    with (written.file.parent / "filled.xlsx").open("wb") as target:
        official_form.write_unit(
            UnitSheet(form, "Xã A", kept, unit_code="1", template=template), target
        )
    yield written.file.parent / "filled.xlsx"


@pytest.mark.parametrize("name", SHAPES)
def test_a_form_of_another_shape_is_taken_as_it_stands(name: str, tmp_path: Path) -> None:
    form = form_of(imported(name, tmp_path))
    shape = SHAPES[name]
    assert (len(form.quantities), len(form.questions)) == (shape.columns, shape.questions)
    assert all(form.find(code) is not None for code in shape.codes)


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_answered_comes_back_from_every_paper(name: str, tmp_path: Path) -> None:
    written = imported(name, tmp_path)
    form = form_of(written)
    kept = answers(form)
    for paper in papers(form, written, kept):
        found = {row.code: row for row in open_filled(paper, form).rows}
        for code, answer in kept.items():
            read = found[code].answer
            assert read is not None, (paper.name, code, found[code].doubt)
            assert (read.figures, read.text) == (answer.figures, answer.text), (paper.name, code)


@pytest.mark.parametrize("name", SHAPES)
def test_the_table_says_the_same_as_the_chat(name: str, tmp_path: Path) -> None:
    form = form_of(imported(name, tmp_path))
    for code, answer in answers(form).items():
        row = form.by_code[code]
        typed = {cell: stored_text(row, answer, cell) for cell in cells_of(row) if cell != "note"}
        found = read_row(row, typed, None)
        assert found.answer is not None, (code, typed, found.doubt)
        assert (found.answer.figures, found.answer.text) == (answer.figures, answer.text)


@pytest.mark.parametrize("name", SHAPES)
def test_an_echo_is_read_as_it_stands(name: str, tmp_path: Path) -> None:
    form = form_of(imported(name, tmp_path))
    for code, answer in answers(form).items():
        row = form.by_code[code]
        again = read_answer(row, echo_answer(row, answer))
        assert isinstance(again, Understood) and again.answer.figures == answer.figures


def test_parts_know_the_column_that_holds_them(tmp_path: Path) -> None:
    form = form_of(imported("a head of three lines", tmp_path))
    whole = {column.measure.word: column.part_of for column in form.quantities}
    assert whole == {
        "tổng số": None,
        "nữ": "count",
        "dân tộc": "count",
        "công lập": "count",
        "nữ công lập": "cong_lap",
        "dân tộc công lập": "cong_lap",
    }


def test_a_crossed_cell_is_not_asked(tmp_path: Path) -> None:
    form = form_of(imported("sections that count anew", tmp_path))
    assert form.by_code["i.1"].cells == ("count",)
    assert form.by_code["i.2"].cells == ("count", "people", "dan_toc")


def test_printed_numbers_and_official_ones_name_a_row(tmp_path: Path) -> None:
    form = form_of(imported("a head of three lines", tmp_path))
    assert form.find("04") is form.by_code["2"]
    assert form.find("02") is form.by_code["02"]
    anew = form_of(imported("sections that count anew", tmp_path))
    assert anew.find("1") is None  # both sections have one


def test_nothing_is_added_up_that_the_paper_does_not_say(tmp_path: Path) -> None:
    form = form_of(imported("a head of three lines", tmp_path))
    assert not form.totals


def test_every_kind_of_value_has_a_row_of_its_kind(tmp_path: Path) -> None:
    form = form_of(imported("one quantity", tmp_path))
    kinds = [row.kind for row in form.questions]
    assert kinds == ["yes_no", "percent", "choice", "date", "count", "money"]
    assert form.by_code["3"].choices == ("Tốt", "Khá", "Trung bình")


def test_a_column_of_percentages_makes_rows_of_percentages(tmp_path: Path) -> None:
    """As whole numbers a total would add them."""
    form = form_of(imported("percentages", tmp_path))
    assert {row.kind for row in form.questions} == {"percent"}


@pytest.mark.parametrize(
    ("heads", "is_taken"),
    [
        (("Tỷ lệ năm trước (%)", "Tỷ lệ năm nay (%)"), False),
        (("Số hộ nghèo", "Tỷ lệ (%)"), True),
    ],
)
def test_several_columns_of_percentages_are_no_form(
    tmp_path: Path, heads: tuple[str, str], is_taken: bool
) -> None:
    lines = [["BIỂU"], ["TT", "Nội dung", *heads], [1, "Thôn Một"], [2, "Thôn Hai"]]
    file = statistics_files.saved(statistics_files.page_of(lines, table=(2, 4)), tmp_path)
    if is_taken:
        assert "percent_column" in {doubt.reason for doubt in read_annex(file, "bieu").doubts}
        return
    with pytest.raises(OperatorError, match="chỉ có các cột tỷ lệ"):
        read_annex(file, "bieu")


@pytest.mark.parametrize("name", SHAPES)
def test_the_total_of_all_units_stands_in_the_offices_own_workbook(
    name: str, tmp_path: Path
) -> None:
    written = imported(name, tmp_path)
    form = form_of(written)
    kept = answers(form)
    template = None
    if written.template is not None:
        places = find_places(written.template, form)
        assert places is not None
        template = Template(written.template.read_bytes(), places)
    given = [kept, refusing(form, kept), kept]
    units = tuple(
        UnitReport(str(at), f"Xã {at}", "Xã", Status.SUBMITTED, version=1, answers=answered)
        for at, answered in enumerate(given, start=1)
    )
    made = io.BytesIO()
    sheet = CampaignSheet("dot", "Đợt", form, units, WHEN, template=template)
    official_form.write_campaign(sheet, made)
    (tmp_path / "tong.xlsx").write_bytes(made.getvalue())
    book = openpyxl.load_workbook(tmp_path / "tong.xlsx", data_only=True)
    shown = book["Tổng hợp"]
    where = template.places if template else find_places(tmp_path / "tong.xlsx", form)
    assert where is not None
    wanted: dict[tuple[int, int], int] = {}
    for answered in given:
        for code, answer in answered.items():
            if row_type(form.by_code[code]).in_total is not InTotal.ADDED:
                continue
            for cell, figure in answer.figures.items():
                if cell in where.figures:
                    place = (where.rows[code], where.figures[cell])
                    wanted[place] = wanted.get(place, 0) + figure
    assert {place: shown.cell(*place).value for place in wanted} == wanted
    unsaid = [
        (code, words)
        for code, words in unsummed(form, given)
        if not any(words in cell for cell in said_on(book, where, code))
    ]
    assert unsaid == []
    assert {line for line, _ in wanted} | {
        where.rows[code] for code, _ in unsummed(form, given)
    } == {where.rows[row.code] for row in form.questions}  # the total tells of every row


def refusing(form: Form, kept: dict[str, Answer]) -> dict[str, Answer]:
    """The answers of a unit that says no where it is asked yes or no."""
    denied = {}
    for row in form.questions:
        if row.kind == "yes_no":
            reading = read_answer(row, "không")
            assert isinstance(reading, Understood)
            denied[row.code] = reading.answer
    return {**kept, **denied}


def said_on(book: Workbook, where: TemplatePlaces, code: str) -> list[str]:
    """The words in a row's line of the total; those of the units' own lines where the workbook has no
    column for remarks."""
    total, own = book["Tổng hợp"], book["Theo đơn vị"]
    if where.note is not None:
        return line_of(total, where.rows[code])
    return [f"{cells[1].value}: {cell.value}" for cells in own.iter_rows() for cell in cells]


def line_of(sheet: Worksheet, line: int) -> list[str]:
    """The words in a line of a sheet."""
    return [str(cell.value) for cell in sheet[line] if cell.value is not None]


def unsummed(form: Form, given: list[dict[str, Answer]]) -> Iterator[tuple[str, str]]:
    """What a total says of the rows whose values have no sum: each unit's words, or how many units
    chose a value."""
    for row in form.questions:
        kind = row_type(row)
        if kind.in_total is InTotal.ADDED:
            continue
        said = [kind.said(row, answered[row.code]) for answered in given]
        if kind.in_total is InTotal.COUNTED:
            yield row.code, say("sheet.chosen", choice=said[0], units=said.count(said[0]))
        else:
            for at, text in enumerate(said, start=1):
                yield row.code, say("sheet.unit_text", unit=f"Xã {at}", text=text)
