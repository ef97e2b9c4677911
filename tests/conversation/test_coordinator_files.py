"""A coordinator sends units' mailed forms in chat: with the unit's name, without it, several at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.imports.filled_files import Changes, body, fill, sheet, workbook
from tests.office import Installation, Person, said

FIGURES: Changes = {"1.1": (3, 45), "3": (7,)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def chief(desk: Installation) -> Person:
    return desk.coordinator("Phòng GDĐT")


def form(unit: str = "") -> bytes:
    return body(
        fill(workbook(replace(sheet(), unit_name=unit, unit_code="", campaign="")), FIGURES)
    )


def stored(desk: Installation, unit: str) -> dict[str, int | None]:
    return {code: answer.count for code, answer in desk.submission(unit).answers.items()}


def test_a_file_with_a_units_name_is_entered_after_one_yes(
    desk: Installation, chief: Person
) -> None:
    chief.sends_file(form(), "bao cao.xlsx", "Xã Bum Nưa theo e-mail ngày 12/10, bà Hoa")
    assert stored(desk, "03466") == {}
    chief.says("đúng")
    assert stored(desk, "03466") == {"1.1": 3, "3": 7}
    own = desk.submission("03466").answers["1.1"]
    assert own.source == "nhập hộ theo e-mail ngày 12/10, bà Hoa"


def test_a_file_that_names_its_unit_needs_no_caption(desk: Installation, chief: Person) -> None:
    chief.sends_file(form("Xã Bum Tở"), "bao cao.xlsx")
    chief.says("đúng")
    assert stored(desk, "03454") == {"1.1": 3, "3": 7}


def test_a_file_of_nobody_is_asked_about_and_kept_until_the_name_comes(
    desk: Installation, chief: Person
) -> None:
    chief.sends_file(form(), "bao cao.xlsx")
    assert "là của đơn vị nào" in chief.last
    chief.says("Xã Ka Lăng")
    chief.says("đúng")
    assert stored(desk, "03439") == {"1.1": 3, "3": 7}


def test_a_file_that_names_another_unit_than_its_caption_is_asked_about(
    desk: Installation, chief: Person
) -> None:
    chief.sends_file(form("Xã Bum Tở"), "bao cao.xlsx", "Xã Bum Nưa")
    assert "là của đơn vị nào" in said(chief.heard[-1])
    assert {choice.label for choice in chief.heard[-1].choices} >= {"Xã Bum Nưa", "Xã Bum Tở"}
    assert stored(desk, "03454") == stored(desk, "03466") == {}
    chief.says("Xã Bum Nưa")
    chief.says("đúng")
    assert (stored(desk, "03454"), stored(desk, "03466")) == ({}, {"1.1": 3, "3": 7})


def test_several_files_wait_together_for_one_yes(desk: Installation, chief: Person) -> None:
    for name in ("BC xa Bum Nua.xlsx", "BC xa Bum To.xlsx", "BC xa Mu Ca.xlsx"):
        chief.sends_file(form(), name)
    assert "Cùng chờ xác nhận: tệp của Xã Bum Nưa, Xã Bum Tở." in chief.last
    chief.says("đúng")
    assert [stored(desk, unit)["1.1"] for unit in ("03466", "03454", "03451")] == [3, 3, 3]


def test_no_drops_every_file_that_waits(desk: Installation, chief: Person) -> None:
    chief.sends_file(form(), "BC xa Bum Nua.xlsx")
    chief.sends_file(form(), "BC xa Bum To.xlsx")
    chief.says("sai")
    assert stored(desk, "03466") == stored(desk, "03454") == {}


def test_files_that_wait_outlive_one_that_nobody_can_place(
    desk: Installation, chief: Person
) -> None:
    chief.sends_file(form(), "BC xa Bum Nua.xlsx")
    chief.sends_file(form(), "bao cao.xlsx")
    assert "Vẫn chờ xác nhận: tệp của Xã Bum Nưa" in chief.last
    chief.says("đúng")
    assert stored(desk, "03466") == {"1.1": 3, "3": 7}
