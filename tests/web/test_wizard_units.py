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


def page_of(draft: str, clerk: OfficeVisitor, asked: str) -> str:
    return clerk.goes(f"{draft}/units{asked}").text


def begins_in(clerk: OfficeVisitor, year: int) -> str:
    """A draft whose period lies in a year."""
    draft = clerk.begins()
    clerk.goes(f"{draft}/facts")
    period = {"start": f"{year}-10-01", "end": f"{year}-10-07"}
    clerk.posts_form(f"{draft}/facts", act="next", **period)
    return draft


def test_a_campaign_of_an_older_year_is_offered_the_communes_of_then(
    board_site: BoardSite,
) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = begins_in(clerk, 2022)
    page = page_of(draft, clerk, "?province=Tỉnh Lai Châu")
    assert "trước ngày 01/7/2025" in page
    district = re.search(r"<legend>Huyện Mường Tè</legend>.*?</fieldset>", page, re.S)
    assert district is not None
    names = re.findall(r"<span>([^<]+)</span>", district[0])
    assert (len(names), "Thị trấn Mường Tè" in names, "Xã Bum Tở" in names) == (14, True, True)
    place = re.findall(r'name="district" value="(\d+)"', district[0])[0]
    clerk.posts_form(
        f"{draft}/units", act="registry", of="then", province="Tỉnh Lai Châu", district=place
    )
    assert "14 đơn vị báo cáo" in clerk.page.text
    assert "Thị trấn Mường Tè <small>03433 · thị trấn</small>" in clerk.page.text


def test_a_unit_that_was_merged_away_is_found_by_its_name(board_site: BoardSite) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = begins_in(clerk, 2022)
    page = page_of(draft, clerk, "?name=thi+tran+muong+te")
    assert re.findall(r'name="commune" value="(\d+)"', page) == ["03433"]
    clerk.posts_form(f"{draft}/units", act="registry", of="then", commune=["03433"])
    assert "Thị trấn Mường Tè <small>03433 · thị trấn</small>" in clerk.page.text
    page = page_of(draft, clerk, "?of=today&name=thi+tran+muong+te")
    assert "Xã Bum Tở" in page


def test_a_former_district_is_found_with_all_its_communes(board_site: BoardSite) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = begins_in(clerk, 2022)
    page = page_of(draft, clerk, "?name=Huyện Mường Tè")
    (all_of_it,) = re.findall(r'name="commune" value="([\d,]{20,})"', page)
    clerk.posts_form(f"{draft}/units", act="registry", of="then", commune=[all_of_it])
    assert "14 đơn vị báo cáo" in clerk.page.text


def test_a_campaign_of_today_is_offered_the_communes_of_today(board_site: BoardSite) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    page = page_of(begins_in(clerk, 2026), clerk, "?province=12")
    assert "01/7/2025" not in page
    assert "Trước đây thuộc Huyện Mường Tè" in page


def test_every_commune_of_then_can_be_chosen_once() -> None:
    from bot.registry.before_merger import former_districts, former_provinces, former_units

    listed = [
        unit.code
        for province in former_provinces()
        for group in former_districts(province).values()
        for unit in group
    ]
    assert len(listed) == len(set(listed)) == len({unit.code for unit in former_units()})
