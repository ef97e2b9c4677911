"""The board's page of a campaign's list: a forgotten unit is found and added, one that left is shown with what it
had sent, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.person import Role
from bot.model.unit import Unit
from tests.web.board_scenes import fill, send
from tests.web.board_site import BoardSite

NEW = "03999"
UNIT = "03448"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[BoardSite]:
    made = BoardSite(tmp_path)
    with made.desk.store.transaction() as tx:
        fresh = Unit(0, NEW, "Xã Quên Tên", "xã")
        tx.campaigns.keep_units([fresh], made.desk.campaign.body)
    yield made
    made.close()


def test_the_page_finds_adds_and_takes_back(site: BoardSite) -> None:
    fill(site.desk, UNIT, 3)
    send(site.desk, UNIT)
    visitor = site.visitor(site.coordinator())
    page = visitor.board("/units?find=quen ten")
    assert "Đợt có 14 đơn vị" in page
    assert "Xã Quên Tên" in page
    assert visitor.acts("add_unit", NEW).status_code == 200
    assert "Đợt có 15 đơn vị" in visitor.board("/units")
    assert visitor.acts("take_out", UNIT, reason="ghi nhầm").status_code == 200
    left = visitor.board("/units")
    assert "ghi nhầm" in left
    assert "1.1: 2 lớp" in left
    assert visitor.opens(f"{site.here}/unit/{site.unit(UNIT)}").status_code == 404
    assert UNIT not in visitor.board("")
    assert visitor.acts("add_unit", UNIT).status_code == 200
    assert "Đã gửi" in visitor.opens(f"{site.here}/unit/{site.unit(UNIT)}").text


def test_a_reason_is_needed(site: BoardSite) -> None:
    visitor = site.visitor(site.coordinator())
    refused = visitor.asks("take_out", UNIT, reason=" ")
    assert refused.status_code == 409
    assert "lý do" in refused.text


def test_who_coordinates_a_branch_has_no_such_page(site: BoardSite) -> None:
    person = site.desk.person("Ông Nhánh")
    person.starts(site.desk.code(UNIT, Role.COORDINATOR))
    person.says("Đồng ý")
    visitor = site.visitor(person)
    assert visitor.opens(f"{site.here}/units").status_code == 404


def test_a_units_page_mends_its_kind_and_keeps_what_was_not_touched(site: BoardSite) -> None:
    visitor = site.visitor(site.coordinator())
    before = site.unit(UNIT)
    page = visitor.opens(f"{site.here}/unit/{before}").text
    assert 'name="above"' in page
    shown = visitor.asks("mend", UNIT, kind="phường").text
    assert "xã → phường" in shown
    assert "cấp trên " not in shown.split("Danh sách")[0]
    assert visitor.acts("mend", UNIT, kind="phường").status_code == 200
    assert "phường" in visitor.board("")
    assert visitor.opens(f"{site.here}/unit/{site.unit(UNIT)}").status_code == 200
    refused = visitor.asks("mend", UNIT, kind="phường")
    assert refused.status_code == 409


def test_the_address_of_a_unit_leads_on_after_it_was_mended(site: BoardSite) -> None:
    visitor = site.visitor(site.coordinator())
    before = site.unit(UNIT)
    assert visitor.acts("mend", UNIT, kind="thị trấn", above="").status_code == 200
    found = visitor.opens(f"{site.here}/unit/{before}")
    assert site.unit(UNIT) != before
    assert (found.status_code, str(found.url)) == (
        200,
        f"{site.address}{site.here}/unit/{site.unit(UNIT)}",
    )
