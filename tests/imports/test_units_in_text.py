"""Which units a line names: a school is not the commune in which it lies."""

from __future__ import annotations

import pytest

from bot.imports.units_in_text import names_a_school, units_in_line
from bot.model.unit import Unit

SCHOOL = Unit(2, "T1", "Trường Tiểu học Bum Nưa", "trường", parent="X1")


@pytest.mark.parametrize("name", ["Xã Bum Nưa", "UBND xã Bum Nưa", "Ủy ban nhân dân xã Bum Nưa"])
def test_a_school_of_a_commune_is_itself_where_it_is_a_unit_and_else_nobody(name: str) -> None:
    commune = Unit(1, "X1", name, "xã")
    assert units_in_line([commune], "UBND xã Bum Nưa") == (commune,)
    for line in ("Trường Tiểu học Bum Nưa, xã Bum Nưa", "Trường TH Bum Nưa, UBND xã Bum Nưa"):
        assert units_in_line([commune], line) == ()
        assert units_in_line([commune, SCHOOL], line) == (SCHOOL,)


def test_words_that_look_like_the_head_of_a_school_are_none() -> None:
    assert names_a_school("TRƯỜNG MN SỐ 1") and names_a_school("truong tieu hoc Ka Lang")
    for line in ("Trường/ trung tâm", "Trưởng phòng Tiểu học", "Các trường tiểu học", ""):
        assert not names_a_school(line)
