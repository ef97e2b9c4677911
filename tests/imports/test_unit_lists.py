"""Lists of units as offices have them: titles, other heads, old fonts, merged cells, odd codes."""

from __future__ import annotations

import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.imports.unit_list import UnitList, read_units
from bot.model.unit import Unit

CASES = Path(__file__).parent / "cases"
BUM_NUA = "Xã Bum Nưa"
PLAIN = f"code,name,kind,parent\n03466,{BUM_NUA},xã,\n03433,Thị trấn Mường Tè,thị trấn,\n"
TCVN3 = "code,name,kind\n03466,X· Bum N\xada,x·\n03433,ThÞ trÊn M\xadêng TÌ,thÞ trÊn\n"
VNI = "code,name,kind\n03466,Xaõ Bum Nöa,xaõ\n03433,Thò traán Möôøng Teø,thò traán\n"


def case(name: str) -> UnitList:
    (path,) = CASES.glob(f"P-{name}*")
    return read_units(path)


def csv(folder: Path, body: str | bytes) -> UnitList:
    path = folder / "units.csv"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return read_units(path)


def names(found: UnitList) -> dict[str, str]:
    return {unit.code: unit.name for unit in found.units}


def odd(found: UnitList) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in found.odd]


BOTH = {"03466": BUM_NUA, "03433": "Thị trấn Mường Tè"}


def test_text_for_an_old_font_is_converted_and_shown() -> None:
    found = case("u06")
    assert names(found) == BOTH
    assert found.odd[0].value == "TCVN3: Xã Bum Nưa, Thị trấn Mường Tè"


def test_units_of_one_name_are_named() -> None:
    assert odd(case("u09")) == [(3, "same_name"), (4, "same_name")]


def test_a_merged_parent_holds_for_its_lines() -> None:
    assert {unit.code: unit.parent for unit in case("u20").units} == {
        "A": "",
        "03466": "A",
        "03433": "A",
    }


def test_a_code_is_what_the_sheet_shows() -> None:
    found = case("u22")
    assert names(found) == {"03466": BUM_NUA}
    assert odd(found) == [(3, "hidden")]


@pytest.mark.parametrize(
    "body",
    [
        PLAIN,
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace(",", ";"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        "sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n"),
        PLAIN.replace(",", "\t"),
        "DANH SÁCH ĐƠN VỊ,,,\nNăm 2026,,,\n,,,\n" + PLAIN,
        "DANH SÁCH ĐƠN VỊ, NĂM 2026\n\n" + PLAIN.replace(",", ";"),
        PLAIN.replace("code,name,kind,parent", "Mã số,Tên cơ quan, Loại hình ,Trực thuộc"),
        PLAIN.replace("code,name,kind,parent", '"Mã đơn vị","Xã, phường, thị trấn",Cấp,Cấp trên'),
        PLAIN.replace("code,name,kind,parent", "MÃ XÃ,TÊN ĐƠN VỊ,LOẠI ĐƠN VỊ,ĐƠN VỊ CẤP TRÊN"),
        PLAIN + ",,,Người lập\n",
        TCVN3,
        TCVN3.encode("latin-1"),
        VNI,
        VNI.encode("latin-1"),
    ],
)  # fmt: skip
def test_lists_in_other_shapes_are_read(body: str | bytes, tmp_path: Path) -> None:
    found = csv(tmp_path, body)
    assert (names(found), found.bad) == (BOTH, [])


def test_a_name_in_windows_letters_stays_as_it_is(tmp_path: Path) -> None:
    found = csv(tmp_path, "code,name\n1,Xã Tân Thành\n2,Xã Là Bò\n")
    assert (names(found), found.odd) == ({"1": "Xã Tân Thành", "2": "Xã Là Bò"}, [])


def test_units_above_each_other_are_refused_with_their_line(tmp_path: Path) -> None:
    found = csv(
        tmp_path, "code,name,parent\nA,Cụm A,C\nB,Cụm B,A\nC,Cụm C,B\nD,Xã D,A\nE,Xã E,E\n"
    )
    assert [(row.line, row.reason, row.value) for row in found.bad] == [
        (2, "cycle", "A → C → B → A"), (6, "cycle", "E → E"),
    ]  # fmt: skip


def test_a_name_that_several_known_units_bear_needs_its_code(tmp_path: Path) -> None:
    known = [Unit(1, "001", "Xã Một"), Unit(2, "002", "Xã Một"), Unit(3, "003", "Xã Hai")]
    file = tmp_path / "nhan.csv"
    file.write_text("name\nXã Một\nXã Hai\nXã Ba\n", encoding="utf-8")
    found = read_units(file, known)
    assert [(each.line, each.reason) for each in found.bad] == [(2, "no_code")]
    assert [unit.code for unit in found.units] == ["003", "xa-ba"]


def test_a_parent_is_known_by_its_name_too(tmp_path: Path) -> None:
    found = csv(
        tmp_path,
        "code,name,parent\nA,Huyện Mường Tè,\nB,Xã Bum Nưa,Huyện Mường Tè\nC,Xã C,Huyện Khác\n",
    )
    assert [unit.parent for unit in found.units] == ["", "A", "Huyện Khác"]
    assert odd(found) == [(4, "unknown_parent")]


def test_codes_that_lost_their_zeros_are_named(tmp_path: Path) -> None:
    rows = "".join(
        f"{code},Xã số {code}\n" for code in ("03433", "03434", "03435", "3436", "10002")
    )
    assert odd(csv(tmp_path, "code,name\n" + rows)) == [(5, "lost_zeros")]


def test_units_of_one_name_below_different_parents_are_no_twins(tmp_path: Path) -> None:
    found = csv(
        tmp_path, "code,name,parent\nA,Huyện A,\nB,Huyện B,\n1,Xã Tân Lập,A\n2,Xã Tân Lập,B\n"
    )
    assert found.odd == []


def sheet(folder: Path, lines: list[list[Any]]) -> tuple[Path, Any]:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    return folder / "units.xlsx", book


def test_a_sheet_with_a_title_a_merged_kind_and_a_hidden_line(tmp_path: Path) -> None:
    lines = [["DANH SÁCH"], [], ["TT", "Mã ĐV", "Tên đơn vị", "Loại"], [1, 3466, BUM_NUA, "xã"],
             [2, "03436", "Xã Thu Lũm", None], [3, "03437", "Xã Ka Lăng", "xã"], [None, None, "", None, "Người lập"]]  # fmt: skip
    path, book = sheet(tmp_path, lines)
    book.active["B4"].number_format = "00000"
    book.active.merge_cells("D4:D5")
    book.active.row_dimensions[6].hidden = True
    book.save(path)
    found = read_units(path)
    assert [(unit.code, unit.kind) for unit in found.units] == [("03466", "xã"), ("03436", "xã")]
    assert (odd(found), found.bad) == ([(6, "hidden")], [])


@pytest.mark.parametrize(
    "line", ["Tổng cộng,2", "2,Tổng cộng", ",Cộng: 2 đơn vị", "Tổng số:,2", "2,TỔNG SỐ 2"]
)
def test_a_line_that_counts_the_units_is_none(line: str, tmp_path: Path) -> None:
    found = csv(tmp_path, f"Mã,Tên đơn vị\nA1,Tổng công ty Chè\nCONG,Xã Một\n{line}\n")
    assert (names(found), found.bad) == ({"A1": "Tổng công ty Chè", "CONG": "Xã Một"}, [])


def test_a_heading_among_the_units_and_a_code_that_became_a_date_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (
        ("Mã", "Tên", "Loại"), ("I", "Khối xã", None), (date(2022, 2, 1), BUM_NUA, "xã"),
        ("V", "Xã Hai", "xã"),
    ):  # fmt: skip
        book.active.append(line)
    book.save(tmp_path / "units.xlsx")
    assert odd(read_units(tmp_path / "units.xlsx")) == [(2, "section_line"), (3, "date_code")]


def test_a_list_without_codes_says_what_it_needs(tmp_path: Path) -> None:
    assert [row.reason for row in csv(tmp_path, "Tên,Loại\nXã A,xã\n").bad] == ["no_heading"]


def test_random_bytes_are_no_list(tmp_path: Path) -> None:
    assert csv(tmp_path, bytes(range(128, 256)) * 9).bad != []


def test_a_list_that_unpacks_without_end_is_not_opened(tmp_path: Path) -> None:
    source, bomb = tmp_path / "list.xlsx", tmp_path / "bomb.xlsx"
    openpyxl.Workbook().save(source)
    with zipfile.ZipFile(source) as plain, zipfile.ZipFile(bomb, "w", 8) as packed:
        for name in plain.namelist():
            blanks = b" " * 40_000_000 * name.endswith("sheet1.xml")
            packed.writestr(name, plain.read(name) + blanks)
    tracemalloc.start()
    assert [row.reason for row in read_units(bomb).bad] == ["unreadable"]
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
