"""A unit is meant by its code, its name, or its name without committee and kind."""

from __future__ import annotations

import pytest

from bot.conversation.unit_names import match_unit
from bot.model.unit import Unit

UNITS = [
    Unit(1, "PCK", "UBND phường Phùng Chí Kiên", "phường"),
    Unit(2, "NT", "UBND xã Nông Thượng", "xã"),
    Unit(3, "DQ", "Ủy ban nhân dân xã Dương Quang", "xã"),
    Unit(4, "BK", "Trường THCS Bắc Kạn", "trường"),
    Unit(5, "VP", "Văn phòng HĐND-UBND", "văn phòng"),
]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("xã Nông Thượng", "NT"), ("Nông Thượng", "NT"), ("nong thuong", "NT"), ("ubnd xa nong thuong", "NT"),
        ("xã Dương Quang", "DQ"), ("Dương Quang", "DQ"), ("phùng chí kiên", "PCK"), ("THCS Bắc Kạn", "BK"),
        ("Văn phòng HĐND-UBND", "VP"), ("nt", "NT"),
    ],
)  # fmt: skip
def test_people_leave_out_the_committee_before_a_place(said: str, code: str) -> None:
    fits, left = match_unit(UNITS, f"{said} vì mưa lũ")
    assert ([unit.code for unit in fits], left) == ([code], "vì mưa lũ")


SCHOOLS = [
    Unit(11, "T1", "Trường Tiểu học Lê Lợi", "tiểu học"),
    Unit(12, "T2", "Trường THCS Lê Lợi", "trường"),
    Unit(13, "T3", "MN Hoa Ban", "mầm non"),
    Unit(14, "X1", "Xã Lê Lợi", "xã"),
]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("TH Lê Lợi", ["T1"]), ("th le loi", ["T1"]), ("tiểu học Lê Lợi", ["T1"]), ("trường TH Lê Lợi", ["T1"]),
        ("trung học cơ sở Lê Lợi", ["T2"]), ("THCS Lê Lợi", ["T2"]), ("mầm non Hoa Ban", ["T3"]),
        ("trường mầm non Hoa Ban", ["T3"]), ("Lê Lợi", ["X1"]), ("TH Lê Lai", []),
    ],
)  # fmt: skip
def test_a_school_is_called_by_its_kind_short_or_in_full(said: str, codes: list[str]) -> None:
    assert sorted(unit.code for unit in match_unit(SCHOOLS, said)[0]) == codes


def test_two_units_of_one_place_are_both_named() -> None:
    beside = [*UNITS, Unit(6, "HND", "Xã Nông Thượng", "xã")]
    assert {unit.code for unit in match_unit(beside, "Nông Thượng")[0]} == {"NT", "HND"}
