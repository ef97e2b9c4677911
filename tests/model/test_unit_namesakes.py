"""Two units of one name are told apart by the units above them."""

from __future__ import annotations

from bot.model.unit import Unit
from bot.model.unit_namesakes import told_apart


def unit(code: str, name: str, parent: str = "", *made_from: str) -> Unit:
    return Unit(0, code, name, parent=parent, predecessors=made_from)


TREE = [
    unit("H1", "Huyện Phú Ninh"),
    unit("H2", "Thành phố Hội An"),
    unit("X1", "Xã Tân Hòa", "H1"),
    unit("X2", "Xã Tân Hoà", "H2"),
    unit("X3", "Xã Tam An", "H1"),
]


def test_the_unit_above_tells_them_apart_however_the_tone_is_placed() -> None:
    assert told_apart(TREE) == {"X1": "Huyện Phú Ninh", "X2": "Thành phố Hội An"}


def test_where_those_above_are_alike_too_the_next_above_are_named_as_well() -> None:
    schools = [unit(f"T{n}", "Trường TH Nguyễn Du", f"X{n}") for n in (1, 2, 3)]
    found = told_apart([*TREE, *schools])
    assert [found[code] for code in ("T1", "T2", "T3")] == [
        "Xã Tân Hòa, Huyện Phú Ninh", "Xã Tân Hoà, Thành phố Hội An", "Xã Tam An",
    ]  # fmt: skip


def test_without_anybody_above_or_below_the_same_the_code_tells_them_apart() -> None:
    found = told_apart([*TREE, unit("T1", "Trường A", "X1"), unit("T2", "Trường A", "X1")])
    assert (found["T1"], found["T2"]) == ("T1", "T2")
    root = told_apart([*TREE, unit("T1", "Trường A"), unit("T2", "Trường A", "X3")])
    assert (root["T1"], root["T2"]) == ("T1", "Xã Tam An")


def test_a_unit_and_what_it_was_made_from_are_one_in_different_years() -> None:
    old, new = unit("25744", "Phường Phú Lợi", "TDM"), unit("25750", "Phường Phú Lợi", "", "25744")
    assert told_apart([old, new]) == {}


def test_a_list_that_goes_round_in_a_circle_ends() -> None:
    a, b = unit("A", "Xã A", "B"), unit("B", "Xã A", "A")
    assert told_apart([a, b]) == {"A": "A", "B": "B"}


def test_a_unit_is_known_by_all_that_it_may_be_called() -> None:
    twin = Unit(1, "X1", "Xã Tam Lãnh", aliases=("Tam Lãnh cũ",), beside="Huyện Phú Ninh")
    assert twin.called == "Xã Tam Lãnh (Huyện Phú Ninh)"
    assert twin.names == (
        "Xã Tam Lãnh", "Xã Tam Lãnh (Huyện Phú Ninh)", "Xã Tam Lãnh Huyện Phú Ninh",
        "Xã Tam Lãnh, Huyện Phú Ninh", "Tam Lãnh cũ",
    )  # fmt: skip
    assert Unit(1, "X1", "Xã A").called == "Xã A"
