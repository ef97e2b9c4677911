"""The national registry is whole: counts, references, and what became of every former unit."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from bot.registry.national_list import NationalList, Share, national_list
from bot.registry.typed_name import kind_of


@pytest.fixture(scope="module")
def known() -> NationalList:
    """The registry as it is shipped."""
    return national_list()


def test_there_are_34_provinces_and_3321_communes(known: NationalList) -> None:
    assert (len(known.provinces), len(known.communes)) == (34, 3321)
    assert sum(len(known.of(province)) for province in known.provinces) == 3321
    kinds = Counter(kind_of(commune.name) for commune in known.communes)
    assert kinds == {"xã": 2611, "phường": 697, "đặc khu": 13}


def test_every_commune_was_made_from_something(known: NationalList) -> None:
    assert sum(len(commune.predecessors) for commune in known.communes) == 10602
    assert [commune for commune in known.communes if not commune.predecessors] == []


def test_no_code_stands_twice(known: NationalList) -> None:
    codes = Counter(commune.code for commune in known.communes)
    assert set(codes.values()) == {1}
    assert all(len(code) == 5 and code.isdigit() for code in codes)


def test_every_line_of_the_shipped_lists_is_bound(known: NationalList) -> None:
    """A predecessor of an unknown commune would be lost without a word."""
    text = (files("bot.registry") / "predecessors.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")][1:]
    assert {line[:5] for line in lines} == {commune.code for commune in known.communes}


def test_a_divided_unit_has_several_successors_and_a_whole_one_has_one(
    known: NationalList,
) -> None:
    shares: dict[object, list[Share]] = {}
    for commune in known.communes:
        for predecessor in commune.predecessors:
            shares.setdefault(predecessor.unit, []).append(predecessor.share)
    assert [unit for unit, held in shares.items() if Share.WHOLE in held and len(held) > 1] == []
    assert [unit for unit, held in shares.items() if held.count(Share.MAIN_PART) > 1] == []


@pytest.mark.parametrize(
    "name", ["provinces.csv", "communes.csv", "districts.csv", "predecessors.csv"]
)
def test_each_list_names_its_sources_at_its_head(name: str) -> None:
    head = (files("bot.registry") / name).read_text("utf-8").split("\ncode,")[0]
    licences = (files("bot.registry") / "LICENCES.txt").read_text("utf-8")
    for source in ("Copyright (c) 2021 Thang Le Quoc", "Copyright (c) 2025 Tran Ngoc Minh Hieu"):
        assert source in head
        assert source in licences
