"""The benchmark of several programs on one server, at its smallest: it runs, and every turn is taken."""

from __future__ import annotations

import pytest

from benchmarks import nation


@pytest.mark.postgresql
def test_two_programs_take_the_turns_of_a_district_between_them() -> None:
    found = nation.measure(units=14, programs=[2], writers=2)
    assert found["turns_a_second_2"] > 0
    assert found["board_page_seconds"] > 0
