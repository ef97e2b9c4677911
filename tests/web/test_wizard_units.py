"""Communes are found by the names they have and had; divided ones are named, none is chosen for anybody."""

from __future__ import annotations

import re

import pytest

from bot.registry.national_list import Share, national_list
from bot.vietnamese.normalise import unaccented
from bot.web.wizard_units import find_by_name, made_from
from tests.web.board_site import BoardSite
from tests.web.office_visitor import OfficeVisitor


@pytest.mark.parametrize("plain", [False, True], ids=["with accents", "without accents"])
def test_a_former_name_leads_to_the_commune_that_holds_it(plain: bool) -> None:
    name = unaccented("Thị trấn Mường Tè") if plain else "Thị trấn Mường Tè"
    (found,) = [each for each in find_by_name(name).found if "Thị trấn Mường Tè" in each.words]
    assert [commune.name for commune, _ in found.communes] == ["Xã Bum Tở"]


def test_a_divided_unit_is_named_as_such_with_every_commune_that_has_a_part() -> None:
    divided = next(
        (commune, each.unit)
        for commune in national_list().communes
        for each in commune.predecessors
        if each.share is Share.PART
    )
    commune, unit = divided
    found = find_by_name(f"{unit.name}, {unit.district}").found
    (place,) = [each for each in found if "đã chia cho" in each.words]
    assert commune in [each for each, _ in place.communes] and len(place.communes) > 1


def test_a_name_that_no_place_has_is_answered_with_names_written_alike() -> None:
    named = find_by_name("Mường Tèn")
    assert named.is_near or not named.found


def test_every_former_unit_stands_beside_its_commune() -> None:
    for commune in national_list().communes:
        former = [each.unit.name for each in commune.predecessors]
        assert former == [commune.name] or all(name in made_from(commune) for name in former)


def test_a_commune_found_by_its_old_name_becomes_a_unit(board_site: BoardSite) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = clerk.begins()
    clerk.goes(f"{draft}/units?name=thi+tran+muong+te")
    assert not re.search(r'name="commune"[^>]*checked', clerk.page.text)
    code = re.search(r'name="commune" value="(\d+)"', clerk.page.text)
    assert code is not None
    clerk.posts_form(f"{draft}/units", act="registry", commune=[code[1]])
    assert "1 đơn vị báo cáo" in clerk.page.text and "Xã Bum Tở" in clerk.page.text
