"""Which line of a file belongs to which row of the form, however the clerk rearranged it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Cm
from openpyxl.workbook.workbook import Workbook

from bot.imports.grid import Grid, GridLine, OpenedFile
from bot.imports.match_filled import read_filled
from bot.model.filled_form import FilledForm
from tests.imports.filled_files import (
    FORM,
    body,
    document,
    facts,
    fill,
    fill_document,
    line_of,
    open_filled,
    read,
    sheet,
    workbook,
)

CODE, LABEL, COUNT, PEOPLE, NOTE = 1, 2, 4, 5, 6
FIRST = 8  # the sheet's first line of the table


def problems(found: FilledForm) -> list[tuple[str, str, str]]:
    return [(each.reason, each.code, each.name) for each in found.problems]


def figures(found: FilledForm) -> dict[str, tuple]:
    return {row.code: (row.answer.count, row.answer.people) for row in found.rows if row.answer}


def numbers_as_spreadsheets_make_them(book: Workbook) -> Workbook:
    """Every code becomes a number: 1.10 is 1.1 then."""
    for cells in book.active.iter_rows(min_row=FIRST, max_row=FIRST + len(FORM.rows) - 1):
        if cells[0].value:
            cells[0].value = float(cells[0].value)
    return book


def test_codes_that_became_numbers_are_told_apart_by_their_words(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45), "1.10": (1, 20), "1.11": (2, 40)})
    found = read(numbers_as_spreadsheets_make_them(book), tmp_path)
    assert (figures(found), problems(found)) == (
        {"1.1": (3, 45), "1.10": (1, 20), "1.11": (2, 40)}, [],
    )  # fmt: skip


def test_codes_may_be_missing_altogether(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.4": (1, 30), "1.4a": (2, 70), "9.2": (None, 5)})
    for cells in book.active.iter_rows(min_row=FIRST, max_row=FIRST + len(FORM.rows) - 1):
        cells[0].value = None
    found = read(book, tmp_path)
    assert (figures(found), problems(found)) == (
        {"1.4": (1, 30), "1.4a": (2, 70), "9.2": (None, 5)}, [],
    )  # fmt: skip


def test_rows_in_another_order_are_the_same_rows(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45), "5.3": (1, 90), "10.2": (5_000_000,)})
    lines = [
        [cell.value for cell in cells]
        for cells in book.active.iter_rows(min_row=FIRST, max_row=FIRST + len(FORM.rows) - 1)
    ]
    for place, values in enumerate(reversed(lines)):
        for column, value in enumerate(values, start=1):
            book.active.cell(FIRST + place, column).value = value
    found = read(book, tmp_path)
    assert (figures(found), problems(found)) == (
        {"1.1": (3, 45), "5.3": (1, 90), "10.2": (5_000_000, None)}, [],
    )  # fmt: skip


def test_small_corrections_of_the_words_are_the_same_row(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"5.2": (2,), "6.3": (1, 30), "5.4": (1, 25)})
    for code, words in (
        ("5.2", "Trưng bày, triển lãm sách báo, tư liệu"),
        ("6.3", "Tham quan, học tập tại bảo tàng, di tích lịch sử"),
        ("5.4", FORM.by_code["5.4"].label + ")"),
    ):
        book.active.cell(line_of(book, code), LABEL).value = words
    found = read(book, tmp_path)
    assert figures(found) == {"5.2": (2, None), "6.3": (1, 30), "5.4": (1, 25)}


def test_a_renamed_row_is_named_and_not_read(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45), "8": (2,)})
    book.active.cell(line_of(book, "8"), LABEL).value = "Hội nghị tổng kết"
    found = read(book, tmp_path)
    assert (figures(found), problems(found)) == (
        {"1.1": (3, 45)}, [("renamed", "8", "Hội nghị tổng kết")],
    )  # fmt: skip


def test_missing_rows_are_named(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45)})
    for code in ("8", "1.6"):
        book.active.delete_rows(line_of(book, code))
    assert problems(read(book, tmp_path)) == [("missing", "1.6", ""), ("missing", "8", "")]


def test_an_extra_row_with_figures_is_named(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45)})
    at = line_of(book, "2")
    book.active.insert_rows(at)
    for column, value in ((CODE, "1.13"), (LABEL, "Lớp khiêu vũ"), (COUNT, 2), (PEOPLE, 30)):
        book.active.cell(at, column).value = value
    found = read(book, tmp_path)
    assert (figures(found), problems(found)) == (
        {"1.1": (3, 45)}, [("extra", "", "Lớp khiêu vũ")],
    )  # fmt: skip


def test_a_row_that_stands_twice_with_other_figures_is_not_read(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45), "2": (6,)})
    at = line_of(book, "3")
    book.active.insert_rows(at)
    for column, value in (
        (CODE, "1.1"),
        (LABEL, FORM.by_code["1.1"].label),
        (COUNT, 5),
        (PEOPLE, 90),
    ):
        book.active.cell(at, column).value = value
    found = read(book, tmp_path)
    assert (figures(found), problems(found)) == (
        {"2": (6, None)}, [("twice", "1.1", FORM.by_code["1.1"].label)],
    )  # fmt: skip


def test_a_number_of_another_row_is_not_believed(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.6": (4, 160), "2": (6,)})
    book.active.cell(line_of(book, "1.6"), CODE).value = "1.7"
    found = read(book, tmp_path)
    assert figures(found) == {"2": (6, None)}
    assert problems(found) == [("mismatch", "1.6", FORM.by_code["1.6"].label)]


def test_columns_may_be_moved_and_sheets_renamed(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45, "buổi tối"), "10.1": (2_000_000,)})
    for place in list(book.active.merged_cells.ranges):
        book.active.unmerge_cells(str(place))
    book.active.insert_cols(4, 2)
    book.active.insert_rows(1, 3)
    book.active.title = "Sheet1"
    book.create_sheet("Nháp", 0)["A1"] = "ghi chép"
    found = read(book, tmp_path)
    assert figures(found) == {"1.1": (3, 45), "10.1": (2_000_000, None)}
    assert found.rows[0].answer is not None
    assert found.rows[0].answer.note == "buổi tối"


def test_a_form_typed_anew_without_hidden_marks_is_read(tmp_path: Path) -> None:
    """A copy of the table in a workbook of its own, as people paste it."""
    source = fill(workbook(sheet()), {"1.6": (4, 160), "11": (None, None, "Trao quà")}).active
    book = openpyxl.Workbook()
    for cells in source.iter_rows():
        for cell in cells:
            book.active.cell(cell.row, cell.column).value = cell.value
    found = read(book, tmp_path)
    assert (found.refusal, found.unit_code, found.unit_name) == ("", "", "Xã Bum Nưa")
    assert figures(found) == {"1.6": (4, 160), "11": (None, None)}
    assert not any(row.untouched for row in found.rows)


def test_a_document_is_read_like_the_workbook(tmp_path: Path) -> None:
    changes = {"1.1": ("2 lớp/60 người",), "1.10": ("1", "25"), "10.1": ("12,5 triệu",)}
    first = read(fill(workbook(sheet()), changes), tmp_path)
    other = read(fill_document(document(sheet()), changes), tmp_path)
    assert facts(first) == facts(other)
    assert (first.problems, other.problems) == ((), ())
    assert (first.unit_code, other.unit_code) == ("03466", "03466")
    assert (first.campaign, other.campaign) == ("muong-te-2022", "muong-te-2022")


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_form_that_names_no_columns_comes_back_too(tmp_path: Path, ending: str) -> None:
    bare = replace(FORM, columns=(), quantity_head="")
    made = replace(sheet(), form=bare)
    changes = {"1.1": (3, 45, "buổi tối")}
    sent = (
        fill(workbook(made), changes)
        if ending == "xlsx"
        else fill_document(document(made), changes)
    )
    (tmp_path / "sent").write_bytes(body(sent))
    assert figures(open_filled(tmp_path / "sent", bare)) == {"1.1": (3, 45)}


def split(made: Document, *, first: int, head: int) -> Document:
    """A document whose table is parted before a line, with so many lines of the head repeated."""
    upper = made.tables[0]
    lower = copy.deepcopy(upper._tbl)
    upper._tbl.addnext(lower)
    upper._tbl.addnext(OxmlElement("w:p"))
    for line in list(upper._tbl.tr_lst)[first:]:
        upper._tbl.remove(line)
    for line in list(lower.tr_lst)[head:first]:
        lower.remove(line)
    return made


@pytest.mark.parametrize("head", [0, 1, 2])
def test_a_table_that_goes_on_in_another_is_one_form(head: int, tmp_path: Path) -> None:
    filled = fill_document(document(sheet()), {"1.1": (3, 45), "4.3": (284,)})
    found = read(split(filled, first=20, head=head), tmp_path)
    assert (figures(found), problems(found)) == ({"1.1": (3, 45), "4.3": (284, None)}, [])


def test_a_part_with_another_head_is_not_read_with_the_columns_above(tmp_path: Path) -> None:
    filled = fill_document(document(sheet()), {"1.1": (3, 45), "4.3": (284,)})
    made = split(filled, first=20, head=2)
    made.tables[1].rows[1].cells[4].text, made.tables[1].rows[1].cells[3].text = (
        made.tables[1].rows[1].cells[column].text for column in (3, 4)
    )
    assert read(made, tmp_path).refusal == "several"


def test_a_part_of_more_columns_is_not_read_with_the_columns_above(tmp_path: Path) -> None:
    filled = fill_document(document(sheet()), {"1.1": (3, 45), "4.3": (284,)})
    made = split(filled, first=20, head=0)
    for cell in made.tables[1].add_column(Cm(2)).cells:
        cell.text = "7"
    found = read(made, tmp_path)
    assert figures(found) == {"1.1": (3, 45)}
    assert ("missing", "4.3", "") in problems(found)


def test_only_the_filled_table_of_several_counts(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45)})
    blank = book.copy_worksheet(book.active)
    blank.cell(line_of(book, "1.1"), COUNT).value = None
    blank.cell(line_of(book, "1.1"), PEOPLE).value = None
    assert figures(read(book, tmp_path)) == {"1.1": (3, 45)}


def below(upper: Workbook, lower: Workbook, *, first: int = 1) -> Workbook:
    """The lines of one sheet, from the given one on, below those of another."""
    last = upper.active.max_row
    for place, values in enumerate(lower.active.iter_rows(min_row=first, values_only=True)):
        for column, value in enumerate(values, start=1):
            upper.active.cell(last + 2 + place, column).value = value
    return upper


@pytest.mark.parametrize("first", [1, FIRST])
def test_two_units_forms_in_one_sheet_are_not_one_report(tmp_path: Path, first: int) -> None:
    upper = fill(workbook(sheet()), {"1.1": (3, 45)})
    lower = fill(workbook(sheet()), {"1.6": (5, 50), "10.1": (12_000_000,)})
    assert read(below(upper, lower, first=first), tmp_path).refusal == "several"


def test_the_filled_one_of_two_forms_in_one_sheet_is_read(tmp_path: Path) -> None:
    blank = workbook(sheet())
    filled = fill(workbook(sheet()), {"1.1": (3, 45), "1.6": (5, 50)})
    found = read(below(blank, filled), tmp_path)
    assert (figures(found), problems(found)) == ({"1.1": (3, 45), "1.6": (5, 50)}, [])


def test_a_blank_form_of_one_unit_above_a_filled_one_of_another_is_asked_about() -> None:
    """As pages of a PDF are: the names stand outside the tables."""
    head = GridLine(1, tuple(FORM.columns))
    rows = [(row.printed, row.label, "", 3 * (row.code == "1.1") or None) for row in FORM.rows]
    blank = [GridLine(place, values[:3]) for place, values in enumerate(rows, start=2)]
    filled = [GridLine(place, values) for place, values in enumerate(rows, start=len(rows) + 2)]
    grids = (Grid("1", (head, *blank, *filled)),)
    names = [f"Đơn vị báo cáo: {name}" for name in ("Xã Bum Nưa", "Xã Bum Tở")]
    asked = [
        read_filled(OpenedFile(grids, {}, prose), FORM).refusal
        for prose in (names[0], "\n".join(names))
    ]
    assert asked == ["", "several"]


def test_single_rows_that_stand_twice_are_no_second_form(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"1.1": (3, 45), "1.2": (1, 20), "1.3": (2, 30), "2": (6,)})
    for code in ("1.3", "1.2", "1.1"):
        line = line_of(book, code)
        book.active.insert_rows(line + 1)
        for column in (CODE, LABEL, COUNT):
            book.active.cell(line + 1, column).value = book.active.cell(line, column).value
    found = read(book, tmp_path)
    twice = [code for reason, code, _ in problems(found) if reason == "twice"]
    assert twice == ["1.1", "1.2", "1.3"]
    assert figures(found) == {"2": (6, None)}


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_what_was_handed_out_is_known_when_it_comes_back(tmp_path: Path, ending: str) -> None:
    made = workbook(sheet()) if ending == "xlsx" else document(sheet())
    found = read(
        fill(made, {"2": (6,)}) if ending == "xlsx" else fill_document(made, {"2": (6,)}), tmp_path
    )
    assert [row.code for row in found.rows if not row.untouched] == ["2"]


def test_formulas_count_by_their_results(tmp_path: Path) -> None:
    book = fill(workbook(sheet()), {"2": ("=4+2",), "3": (1,)})
    import zipfile
    from io import BytesIO

    source = zipfile.ZipFile(BytesIO(body(book)))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                assert b"<f>4+2</f><v /></c>" in part or b"<f>4+2</f><v></v>" in part
                part = part.replace(b"<f>4+2</f><v />", b"<f>4+2</f><v>6</v>")
                part = part.replace(b"<f>4+2</f><v></v>", b"<f>4+2</f><v>6</v>")
            packed.writestr(name, part)
    assert figures(read(target.getvalue(), tmp_path)) == {"2": (6, None), "3": (1, None)}
