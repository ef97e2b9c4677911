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


def test_two_units_of_one_place_are_both_named() -> None:
    beside = [*UNITS, Unit(6, "HND", "Xã Nông Thượng", "xã")]
    assert {unit.code for unit in match_unit(beside, "Nông Thượng")[0]} == {"NT", "HND"}
