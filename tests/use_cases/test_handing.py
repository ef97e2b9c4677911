"""What is told with a document: rows that the issuing body's workbook has no line for; and that
workbook, once it was filled for a unit, is known again when it comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from bot.model.answer import value
from bot.model.export_kinds import export_named
from bot.snapshots import issue_snapshot
from bot.use_cases.campaigns.form_files import TEMPLATES
from bot.use_cases.sending.export_messages import announce_export
from tests.exports.test_template_fill import drawn, line_of
from tests.office import Installation, said
from tests.use_cases.test_snapshots import classes, sends

A, B = "03433", "03436"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def give_template(desk: Installation, *without: str) -> None:
    """The office's own workbook, with no line for some rows."""
    book = drawn()
    for code in without:
        for column in "BCD":
            book.active[f"{column}{line_of(code)}"] = None
    folder = desk.folder / TEMPLATES
    folder.mkdir()
    book.save(folder / f"{desk.form.slug}.xlsx")


def exported(desk: Installation, name: str, unit: str | None) -> str:
    out = desk.folder / name
    return issue_snapshot.export_file(desk.store, desk.office, desk.campaign.slug, unit, out)


def test_rows_without_a_line_in_the_template_are_named(desk: Installation) -> None:
    give_template(desk, "8", "9.1")
    sends(desk, A, r1_6=classes(desk, 4, 160), r8=value(desk.form.by_code["8"], 3))
    words = "Mẫu của cơ quan ban hành không có dòng cho mục 8:"
    assert exported(desk, "unit.xlsx", A).startswith(words)
    number, rows = exported(desk, "total.xlsx", None).splitlines()
    assert number == "Đây là bản tổng hợp số 1 (lập lúc 08:30 ngày 10/10/2022)."
    assert rows.startswith(words)


def test_nothing_is_told_where_all_has_its_place(desk: Installation) -> None:
    give_template(desk, "8")
    sends(desk, A, r1_6=classes(desk, 4, 160))
    assert exported(desk, "unit.xlsx", A) == ""
    assert exported(desk, "unit.docx", A) == ""
    assert exported(desk, "total.csv", None) == ""


def test_other_documents_have_nothing_to_tell() -> None:
    assert announce_export(object(), export_named("xlsx")) == ""


def filled_for(desk: Installation, unit: str) -> openpyxl.Workbook:
    exported(desk, "unit.xlsx", unit)
    return openpyxl.load_workbook(io.BytesIO((desk.folder / "unit.xlsx").read_bytes()))


def test_the_filled_template_that_comes_back_is_known_for_its_unit(desk: Installation) -> None:
    give_template(desk)
    sends(desk, A, r1_6=classes(desk, 4, 160), r1_1=classes(desk, 2, 30, "1.1"))
    book = filled_for(desk, A)
    book["Mẫu 02"][f"E{line_of('1.6')}"] = 7
    body = io.BytesIO()
    book.save(body)
    an, other = desk.joined(A), desk.joined(B, "Pờ Thị Mai")
    shown = "\n".join(said(reply) for reply in an.sends_file(body.getvalue(), "mau.xlsx"))
    assert "1.6: 7 lớp, 160 người" in shown
    assert "1.1: 2 lớp" not in shown  # what stands as it was printed is not asked
    an.says("đúng")
    assert desk.submission(A).answers["1.6"].count == 7
    refused = "\n".join(said(reply) for reply in other.sends_file(body.getvalue(), "mau.xlsx"))
    assert "Tệp này là biểu của đơn vị khác" in refused
    assert desk.submission(B).answers == {}
