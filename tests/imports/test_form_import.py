"""The official annex becomes a form: the same rows from every file an office could send."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from bot.cli.main import program
from bot.errors import OperatorError, UsageError
from bot.exports import official_form, unit_docx
from bot.forms.form_loader import load_builtin, parse_form
from bot.imports import safe_zip
from bot.imports.safe_zip import OLE
from bot.imports.statistics_form import TableChoice
from bot.model.form import Form, Indicator
from bot.use_cases.campaigns.form_files import doubt_words, form_text, read_annex
from tests.imports import annex_files
from tests.imports.annex_files import saved, sheet_with
from tests.imports.filled_files import sheet

FORM = load_builtin("phu-luc-ii-2022")
HEADERS = [row.code for row in FORM.rows if row.kind in ("header", "total")]


def printed(row: Indicator) -> tuple[Any, ...]:
    return (row.code, row.printed, row.label, row.measure_label, row.parent, row.kind, row.bold,
            row.cells, row.complete, row.at_most)  # fmt: skip


def tree(form: Form) -> list[tuple[str, str | None, str]]:
    return [(row.code, row.parent, row.kind) for row in form.rows]


def reasons(path: Path) -> list[tuple[str, str]]:
    return [(doubt.row, doubt.reason) for doubt in read_annex(path, "x").doubts]


def our_workbook(folder: Path) -> Path:
    body = io.BytesIO()
    official_form.write_unit(sheet(), body)
    return annex_files.as_file(body, folder / "bieu.xlsx")


def our_document(folder: Path) -> Path:
    body = io.BytesIO()
    unit_docx.write_unit(sheet(), body)
    return annex_files.as_file(body, folder / "bieu.docx")


FILES = {
    "our workbook": our_workbook,
    "our document": our_document,
    "a workbook made by hand": lambda folder: saved(annex_files.official_sheet(FORM), folder),
    "numbers instead of codes": lambda folder: saved(
        annex_files.official_sheet(FORM, codes_as_numbers=True), folder
    ),
    "units merged downward": lambda folder: saved(annex_files.unit_merged_downward(FORM), folder),
    "two tables with the head again": lambda folder: annex_files.two_page_document(
        FORM, folder, repeat_head=True, cut="5.3"
    ),
    "two tables, one head": lambda folder: annex_files.two_page_document(
        FORM, folder, repeat_head=False, cut="1.5"
    ),
    "bold by a style": lambda folder: annex_files.with_style(
        annex_files.two_page_document(FORM, folder, repeat_head=True, cut="6.3")
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_every_file_of_the_annex_gives_its_rows(kind: str, tmp_path: Path) -> None:
    found = read_annex(FILES[kind](tmp_path), "phu-luc-ii-moi").form
    assert [printed(row) for row in found.rows] == [printed(row) for row in FORM.rows]
    assert (found.annex, found.title, found.year) == (FORM.annex, FORM.title, FORM.year)
    assert (found.columns, found.quantity_head) == (FORM.columns, FORM.quantity_head)


@pytest.mark.parametrize("kind", FILES)
def test_the_file_that_is_written_passes_the_check(kind: str, tmp_path: Path) -> None:
    imported = read_annex(FILES[kind](tmp_path), "phu-luc-ii-moi")
    found, faults = parse_form(form_text(imported, "bieu"), "bieu.toml")
    assert (found, faults) == (imported.form, ())


def test_every_slash_and_every_guess_is_named_once(tmp_path: Path) -> None:
    assert reasons(our_workbook(tmp_path)) == [
        ("1", "total"),
        ("1.1", "pair"),
        ("1.4a", "unnumbered"),
        ("2", "alternatives"),
        ("3", "alternatives"),
        ("4.2", "people_column"),
        ("5", "open_total"),
        ("5.3", "pair"),
        ("6", "total"),
        ("7.1", "yes_no"),
        ("7.2", "alternatives"),
        ("9.2", "people_column"),
    ]


def test_a_number_that_lost_its_zero_is_in_doubt(tmp_path: Path) -> None:
    path = saved(annex_files.official_sheet(FORM, codes_as_numbers=True), tmp_path)
    found = [each for each in read_annex(path, "x").doubts if each.reason == "lost_zero"]
    assert [doubt_words(each) for each in found] == [
        "bảng tính ghi số 1.1, theo thứ tự phải là 1.10; ghi 1.10."
    ]


def test_a_row_cut_by_a_page_break_is_joined_and_named(tmp_path: Path) -> None:
    path = annex_files.two_page_document(FORM, tmp_path, repeat_head=True, cut="5.3")
    assert ("5.3", "joined") in reasons(path)


def test_the_wording_is_marked_for_proofreading(tmp_path: Path) -> None:
    imported = read_annex(our_workbook(tmp_path), "x")
    text = form_text(imported, "bieu.xlsx")
    marked = [line for line in text.splitlines() if line.endswith("# cần đọc lại")]
    assert len(marked) == len(FORM.rows) + len(FORM.questions) + sum(
        row.parent is None for row in FORM.rows if row.code in HEADERS
    )


def test_figures_in_the_file_are_not_taken(tmp_path: Path) -> None:
    book = annex_files.official_sheet(FORM)
    book["PL II"]["E12"] = 3
    path = saved(book, tmp_path)
    assert ("", "figures_left") in reasons(path)
    assert [row.label for row in read_annex(path, "x").form.rows] == [
        row.label for row in FORM.rows
    ]


# --- Forms of other shapes ----------------------------------------------------------------------


def test_a_form_of_five_rows(tmp_path: Path) -> None:
    rows = [
        ("1", "Số cuộc họp", "Cuộc"),
        ("2", "Số lớp học", "Lớp/học viên"),
        ("3", "Kinh phí", "đồng"),
        ("4", "Số người dự", "Người"),
        ("5", "Nội dung khác", ""),
    ]
    found = read_annex(saved(sheet_with(rows), tmp_path), "nho").form
    assert tree(found) == [
        ("1", None, "count"),
        ("2", None, "pair"),
        ("3", None, "money"),
        ("4", None, "count"),
        ("5", None, "text"),
    ]
    assert (found.annex, found.title, found.year) == (
        "BIỂU SỐ 1", "KẾT QUẢ CÔNG TÁC NĂM {year}", 2024,
    )  # fmt: skip


def test_roman_sections_letters_and_numbers_that_begin_anew(tmp_path: Path) -> None:
    rows = [
        ("I", "Tuyên truyền", "", True),
        ("1.", "Tin bài", "Tin"),
        ("2.", "Băng rôn", "Cái"),
        ("II", "Lớp học", "", True),
        ("1.", "Xóa mù chữ", "", True),
        ("a)", "Lớp mới", "Lớp/người"),
        ("b)", "Lớp cũ", "Lớp/người"),
        ("2.", "Học nghề", "Lớp/người"),
    ]
    found = read_annex(saved(sheet_with(rows), tmp_path), "nho").form
    assert tree(found) == [
        ("i", None, "header"),
        ("i.1", "i", "count"),
        ("i.2", "i", "count"),
        ("ii", None, "header"),
        ("ii.1", "ii", "header"),
        ("ii.1.a", "ii.1", "pair"),
        ("ii.1.b", "ii.1", "pair"),
        ("ii.2", "ii", "pair"),
    ]
    assert [row.printed for row in found.rows] == ["I", "1.", "2.", "II", "1.", "a)", "b)", "2."]


def test_a_section_printed_over_the_whole_width(tmp_path: Path) -> None:
    book = sheet_with([("A. Tuyên truyền", "", ""), ("1", "Tin bài", "Tin")])
    book.active.merge_cells("A4:F4")
    path = saved(book, tmp_path)
    assert tree(read_annex(path, "x").form) == [("a", None, "header"), ("a.1", "a", "count")]
    assert reasons(path) == [("a", "heading_row")]


def test_unnumbered_rows_under_a_header_are_its_children(tmp_path: Path) -> None:
    rows = [("1", "Khen thưởng", "", True), ("-", "Tập thể", "Đơn vị"), ("-", "Cá nhân", "Người")]
    path = saved(sheet_with(rows), tmp_path)
    assert tree(read_annex(path, "x").form) == [
        ("1", None, "header"), ("1a", "1", "count"), ("1b", "1", "count"),
    ]  # fmt: skip
    assert [row for row in reasons(path) if row[1] == "unnumbered"] == [
        ("1a", "unnumbered"), ("1b", "unnumbered"),
    ]  # fmt: skip


def test_a_missing_parent_and_a_number_used_twice_are_in_doubt(tmp_path: Path) -> None:
    rows = [("1", "Tin", "Tin"), ("2.1", "Bài", "Bài"), ("1", "Ảnh", "Ảnh")]
    path = saved(sheet_with(rows), tmp_path)
    assert reasons(path) == [("2.1", "orphan"), ("1a", "twice")]


@pytest.mark.parametrize("lined", [True, False])
def test_signatures_below_the_table_are_no_rows(lined: bool, tmp_path: Path) -> None:
    book = sheet_with([("1", "Tin", "Tin"), ("2", "Khác", "")], lined=lined)
    book.active.append([])
    book.active.append(["", "NGƯỜI LẬP BIỂU", "", "", "THỦ TRƯỞNG"])
    path = saved(book, tmp_path)
    assert tree(read_annex(path, "x").form) == [("1", None, "count"), ("2", None, "text")]
    assert reasons(path) == ([] if lined else [("", "left_below")])


REFUSED = {
    "no numbers": (
        sheet_with([("", "Tin", "Tin")], ("Mã", "Nội dung", "Đơn vị", "Lớp", "Người", "Ghi chú")),
        "bảng “Sheet” không có cột số thứ tự (TT).",
    ),
    "no table": (
        sheet_with([("1", "Tin", "Tin")], ("a", "b", "c", "d", "e", "f")),
        "không có bảng nào có cột nội dung (“Nội dung”, “Chỉ tiêu” …) và cột số liệu.",
    ),
    "no rows": (sheet_with([]), "bảng “Sheet” có tiêu đề cột nhưng không có dòng nào."),
    "millions": (
        sheet_with([("1", "Kinh phí", "Triệu đồng")]),
        (
            "dòng 4 “Kinh phí” tính bằng “Triệu đồng”, còn chương trình ghi tiền bằng đồng; xin "
            "đổi đơn vị của dòng này thành “đồng”."
        ),
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_other_tables_are_refused_with_a_reason(why: str, tmp_path: Path) -> None:
    book, expected = REFUSED[why]
    path = saved(book, tmp_path)
    with pytest.raises(OperatorError) as refused:
        read_annex(path, "x")
    assert str(refused.value) == f"Không nhập được biểu từ {path}: {expected}"


def test_one_row_with_two_units_is_refused(tmp_path: Path) -> None:
    book = sheet_with([("1", "Lớp học", "Lớp"), ("", "", "Người")])
    book.active.merge_cells("A4:A5")
    book.active.merge_cells("B4:B5")
    with pytest.raises(OperatorError, match="dòng 5: mục “Lớp học” chiếm nhiều dòng"):
        read_annex(saved(book, tmp_path), "x")


def test_of_two_forms_in_one_file_one_is_chosen(tmp_path: Path) -> None:
    book = sheet_with([("1", "Tin", "Tin")])
    other = book.create_sheet("Biểu khác")
    other.append(["STT", "Chỉ tiêu", "ĐVT", "Số trường", "Học sinh", "Ghi chú"])
    other.append(["1", "Trường", "Trường"])
    path = saved(book, tmp_path)
    with pytest.raises(OperatorError, match=r"1\. Sheet: .*2\. Biểu khác: "):
        read_annex(path, "x")
    for choice in (TableChoice(table=2), TableChoice(sheet="biểu khác")):
        assert [row.label for row in read_annex(path, "x", choice).form.rows] == ["Trường"]
    with pytest.raises(OperatorError, match="các trang: Sheet, Biểu khác"):
        read_annex(path, "x", TableChoice(sheet="Biểu 3"))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "tệp bị hỏng"),
        (b"PK\x03\x04 broken", "tệp bị hỏng"),
        (b"%PDF-1.7 and more", "không phải tệp .xlsx hoặc .docx"),
        (OLE + b" and more", "định dạng cũ"),
    ],
)
def test_a_file_that_is_no_document_is_refused(body: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(body)
    with pytest.raises(OperatorError, match=reason):
        read_annex(path, "x")


# --- The command --------------------------------------------------------------------------------


def run(*words: object) -> Any:
    return CliRunner().invoke(program(), [str(word) for word in words], standalone_mode=False)


def test_the_command_shows_the_tree_and_then_what_is_in_doubt(tmp_path: Path) -> None:
    out = tmp_path / "Phụ lục II mới.toml"
    done = run("form", "import", our_workbook(tmp_path), "--out", out)
    assert (done.exit_code, done.exception) == (0, None)
    lines = done.output.splitlines()
    assert lines[6].startswith("  1.4a  Học nghề cho lao động nông thôn [Lớp/người] → hai số")
    assert lines[42] == f"Đã đọc biểu từ bieu.xlsx: 41 dòng, 34 câu hỏi. Ghi vào {out}."
    assert lines[43].startswith("Còn ngờ 12 điểm")
    assert load_form(out).slug == "phu-luc-ii-moi"
    kept = tmp_path / "Phụ lục II mới.template.xlsx"
    assert openpyxl.load_workbook(kept).custom_doc_props.names == []
    assert run("form", "check", out).output == "Biểu hợp lệ: 41 dòng, 34 câu hỏi.\n"


def load_form(path: Path) -> Form:
    found, faults = parse_form(path.read_text("utf-8"), path.name)
    assert found is not None, faults
    return found


def test_the_template_of_an_office_is_kept_byte_for_byte(tmp_path: Path) -> None:
    source = saved(annex_files.official_sheet(FORM), tmp_path)
    assert run("form", "import", source, "--out", tmp_path / "moi.toml").exception is None
    assert (tmp_path / "moi.template.xlsx").read_bytes() == source.read_bytes()


def test_the_command_for_machines(tmp_path: Path) -> None:
    out = tmp_path / "phu-luc-ii-2022.toml"
    done = run("form", "import", our_document(tmp_path), "--out", out, "--json")
    body = json.loads(done.output)
    assert (body["slug"], body["template"]) == ("phu-luc-ii-2022-nhap", None)
    assert (len(body["rows"]), len(body["doubts"])) == (41, 12)
    assert body["doubts"][2] == {
        "code": "1.4a",
        "reason": "unnumbered",
        "text": (
            "dòng “Học nghề cho lao động nông thôn” không có số thứ tự; đặt mã 1.4a theo dòng "
            "đứng trước."
        ),
    }


def test_a_form_file_is_never_overwritten_without_being_told_to(tmp_path: Path) -> None:
    source, out = our_workbook(tmp_path), tmp_path / "moi.toml"
    out.write_text("của tôi", encoding="utf-8")
    refused = run("form", "import", source, "--out", out)
    assert (type(refused.exception), out.read_text("utf-8")) == (UsageError, "của tôi")
    assert run("form", "import", source, "--out", out, "--yes").exception is None
    assert load_form(out).slug == "moi"


@pytest.mark.parametrize(
    "words",
    [
        ("--out", "moi.txt"),
        ("--out", "khong/co/moi.toml"),
        ("--out", "moi.toml", "--slug", FORM.slug),
    ],
)
def test_a_file_that_cannot_become_a_form_is_refused_at_once(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    given = [str(tmp_path / word) if "moi" in word else word for word in words]
    done = run("form", "import", our_workbook(tmp_path), *given)
    assert type(done.exception) is UsageError
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bieu.xlsx"]


# -- forms of other offices -------------------------------------------------------------------------


def test_a_form_without_remarks_is_taken(tmp_path: Path) -> None:
    book = sheet_with([("1", "Số buổi", "Buổi"), ("2", "Số lớp", "Lớp")], annex_files.HEAD[:5])
    form = read_annex(saved(book, tmp_path), "bieu").form
    assert form.columns == annex_files.HEAD
    assert [row.code for row in form.rows] == ["1", "2"]


def test_a_title_beside_the_number_of_the_form_is_kept(tmp_path: Path) -> None:
    book = sheet_with([("1", "Số buổi", "Buổi"), ("2", "Số lớp", "Lớp")])
    book.active["A1"], book.active["A2"] = "Biểu 01: KẾT QUẢ TUẦN LỄ", None
    form = read_annex(saved(book, tmp_path), "bieu").form
    assert (form.annex, form.title) == ("Biểu 01", "KẾT QUẢ TUẦN LỄ")


def test_a_signature_in_the_first_column_is_no_row(tmp_path: Path) -> None:
    book = sheet_with([("1", "Số buổi", "Buổi"), ("2", "Số lớp", "Lớp")], lined=False)
    book.active.cell(book.active.max_row + 3, 1, "Người lập biểu")
    found = read_annex(saved(book, tmp_path), "bieu")
    assert [row.code for row in found.form.rows] == ["1", "2"]
    assert ("left_below", "Người lập biểu") in [
        (doubt.reason, doubt.details.get("text")) for doubt in found.doubts
    ]


def test_a_large_workbook_is_an_ordinary_one(tmp_path: Path) -> None:
    book = sheet_with([("1", "Số buổi", "Buổi"), ("2", "Số lớp", "Lớp")])
    other = book.create_sheet("Danh sách")
    for number in range(20_000):
        other.append([f"Trường số {number}", number * 7919 % 100_003, f"Ghi chú {number * 31}"])
    path = saved(book, tmp_path)
    with zipfile.ZipFile(path) as packed:
        assert sum(entry.file_size for entry in packed.infolist()) > 3_000_000
    assert [row.code for row in read_annex(path, "bieu").form.rows] == ["1", "2"]


def test_a_workbook_that_is_too_large_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_zip, "MOST_READ", 1_000)
    path = saved(sheet_with([("1", "Số buổi", "Buổi")]), tmp_path)
    with pytest.raises(OperatorError, match="quá lớn khi mở ra"):
        read_annex(path, "bieu")
