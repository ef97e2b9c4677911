"""A branch's official sends the workbook of the total in chat, as `baocao total --file` takes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.exports.official_form import write_unit
from bot.exports.sheet_data import UnitSheet
from bot.figures.total_form import total_form
from bot.model.answer import value
from bot.model.person import Role
from tests.office import Person
from tests.use_cases.test_three_tiers import Province, shown


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A commune and its school, both sent and accepted with row 1.1: 4 classes of 60 people in all."""
    made = Province(tmp_path, {"H1": "", "H1X1": "H1", "H1X1T1": "H1X1"})
    for code in ("H1X1T1", "H1X1"):
        made.sends(code, {"1.1": (2, 30)})
    made.accepts("H1X1T1", "H1X1")
    made.desk.campaign = made.campaign
    yield made
    made.desk.close()


@pytest.fixture
def commune(province: Province) -> Person:
    return province.desk.joined("H1X1")


def workbook(province: Province) -> bytes:
    """The official form with 8 classes of 120 people."""
    form = total_form(province.desk.form)
    answers = {"1.1": value(form.by_code["1.1"], 8, 120), "7.1": value(form.by_code["7.1"], 2)}
    out = province.desk.folder / "tong-hop.xlsx"
    with out.open("wb") as target:
        write_unit(UnitSheet(form, "Đơn vị H1X1", answers, 2022), target)
    return out.read_bytes()


def test_a_file_with_the_word_is_shown_beside_the_sum_and_nothing_goes_up(
    province: Province, commune: Person
) -> None:
    commune.sends_file(workbook(province), "tong-hop.xlsx", "tổng hợp")
    assert "1.1: 8 lớp, 120 người (tổng cộng: 4 lớp, 60 người)" in commune.last
    assert "kèm lời “nộp tổng hợp”" in commune.last
    assert province.total("H1X1").handed is None


def test_with_the_other_word_it_goes_up_with_its_source(
    province: Province, commune: Person
) -> None:
    commune.sends_file(workbook(province), "tong-hop.xlsx", "nộp tổng hợp")
    assert "Mã biên nhận" in commune.last and "tổng cộng: 4 lớp, 60 người" in commune.last
    assert shown(province.total("H1"))["1.1"] == (8, 120)
    handed = province.total("H1X1").handed
    assert handed is not None
    assert {each.source for each in handed.changes if each.row.code == "1.1"} == {
        "nhập hộ theo tệp “tong-hop.xlsx”"
    }


def test_where_a_unit_has_an_approver_only_the_approver_hands_it_up(
    province: Province, commune: Person
) -> None:
    approver = province.desk.person("Chủ tịch")
    approver.starts(province.desk.code("H1X1", Role.APPROVER))
    approver.says("Đồng ý")
    commune.sends_file(workbook(province), "tong-hop.xlsx", "nộp tổng hợp")
    assert "người duyệt" in commune.last and province.total("H1X1").handed is None
    approver.sends_file(workbook(province), "tong-hop.xlsx", "nộp tổng hợp")
    assert shown(province.total("H1"))["1.1"] == (8, 120)


def test_a_coordinator_of_the_branch_is_shown_it_before_it_goes_up(province: Province) -> None:
    hoa = province.desk.person("Hoa")
    hoa.starts(province.desk.code("H1X1", Role.COORDINATOR))
    hoa.says("Đồng ý")
    hoa.sends_file(workbook(province), "tong-hop.xlsx", "tổng hợp")
    assert "tổng cộng: 4 lớp, 60 người" in hoa.last and province.total("H1X1").handed is None
    hoa.says("đúng")
    assert shown(province.total("H1"))["1.1"] == (8, 120)


def test_a_sum_in_chat_tells_of_the_units_whose_figures_it_has(
    province: Province, commune: Person
) -> None:
    """A report that was sent and not accepted is in no total of a campaign by tiers."""
    commune.sends_file(workbook(province), "tong-hop.xlsx", "nộp tổng hợp")
    province.sends("H1", {"1.1": (9, 90)})
    boss = province.desk.coordinator("Nguyễn Thị Hoa")
    boss.says("tổng 1.1 đến giờ là bao nhiêu")
    assert "8 lớp, 120 người" in boss.last
    assert "được tính của 1/2 đơn vị" in boss.last


def test_the_word_beside_a_forwarded_file_is_nobodys_act(
    province: Province, commune: Person
) -> None:
    commune.sends_file(workbook(province), "th.xlsx", "nộp tổng hợp", written_by="Chị Mai")
    assert province.total("H1X1").handed is None
