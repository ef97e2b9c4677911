"""The totals on the board: down to unit, row and message; outliers, pace, joint activities."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from bot.model.answer import value
from bot.model.events import AnswerRecorded
from bot.use_cases.turns.process_message import apply_changes
from storage import Author
from tests.office import Person
from tests.web.board_scenes import asked_a_year_later, fill, in_full_swing, send
from tests.web.board_site import BoardSite
from tests.web.chromium import DESK, PHONE, chromium
from tests.web.test_board_in_chromium import is_wider_than_the_screen, opened


def gives(site: BoardSite, unit: str, people: int, note: str = "") -> None:
    desk = site.desk
    before = desk.submission(unit)
    said = AnswerRecorded(before.id, "1.1", value(desk.form.by_code["1.1"], 1, people, note))
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, [said], Author(desk.now))
    send(desk, unit)


def codes(site: BoardSite) -> list[str]:
    with site.desk.store.reading() as tx:
        return [unit.code for unit in tx.campaigns.members(site.desk.campaign.id)]


def test_a_row_of_the_total_leads_to_the_units_and_on_to_the_message(
    board_site: BoardSite, hoa: Person
) -> None:
    reporter = board_site.desk.joined("03466")
    reporter.says("sửa 1.6 thành 4 lớp 160 người")
    for _ in range(3):
        reporter.says("nộp")
    visitor = board_site.visitor(hoa)
    whole = visitor.board("/totals")
    assert "4 lớp, 160 người" in whole
    row = visitor.board("/totals?row=1.6")
    link = re.search(r'href="(/board/of/\d+/unit/\d+)#r-1.6"', row)
    assert link is not None
    assert "sửa 1.6 thành 4 lớp 160 người" in visitor.opens(link[1]).text


def test_a_figure_far_above_its_peers_is_marked_with_its_remark(
    board_site: BoardSite, hoa: Person
) -> None:
    for code in codes(board_site)[:5]:
        gives(board_site, code, 40)
    gives(board_site, codes(board_site)[5], 900, "ngày hội toàn huyện")
    page = board_site.visitor(hoa).board("/totals?row=1.1")
    assert "gấp hơn 5 lần" in page
    assert "ngày hội toàn huyện" in page
    assert page.count("gấp hơn 5 lần") == 1


def test_reports_are_counted_by_day_and_named(board_site: BoardSite, hoa: Person) -> None:
    fill(board_site.desk, "03466", 3)
    send(board_site.desk, "03466")
    page = board_site.visitor(hoa).board("/totals?day=2022-10-10")
    assert "Đến nay đã gửi: 1." in page
    assert board_site.desk.submission("03466").status.value == "submitted"
    assert f"/unit/{board_site.unit()}" in page


def test_the_pace_stands_beside_last_years_and_names_who_was_late(
    board_site: BoardSite,
) -> None:
    asked_a_year_later(board_site.desk)
    page = board_site.visitor(board_site.coordinator()).board("/totals")
    assert "Đến nay đã gửi: 3. Cùng thời điểm năm trước: 1." in " ".join(page.split())
    assert "Năm trước gửi muộn hoặc không gửi, năm nay chưa gửi:" in page


def test_a_joint_activity_is_settled_on_the_page(board_site: BoardSite, hoa: Person) -> None:
    first, second, *_ = codes(board_site)
    with board_site.desk.store.reading() as tx:
        names = {
            unit.code: unit.name for unit in tx.campaigns.members(board_site.desk.campaign.id)
        }
    gives(board_site, first, 40, f"phối hợp với {names[second]}")
    gives(board_site, second, 40)
    visitor = board_site.visitor(hoa)
    page = visitor.board("/totals")
    assert "phối hợp với" in page and "2 lớp, 80 người" in page
    fields = {"token": visitor.token, "row": "1.1", "unit": [first, second], "one": "1"}
    done = visitor.http.post(f"{board_site.here}/joint", data=fields)
    assert "Tính một lần, ở" in done.text and "1 lớp, 40 người" in done.text


@pytest.fixture(scope="module")
def browser():  # type: ignore[no-untyped-def]
    with chromium() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_totals_fit_the_screen(
    browser: Browser, board_site: BoardSite, hoa: Person, size: dict[str, object]
) -> None:
    in_full_swing(board_site.desk, hoa)
    page = opened(browser, board_site, hoa, size)
    page.get_by_role("link", name="Xem số tổng hợp").click()
    page.get_by_text("Theo mục").wait_for()
    assert not is_wider_than_the_screen(page)
    page.get_by_role("link", name="Lớp/buổi").first.click() if page.get_by_role(
        "link", name="Lớp/buổi"
    ).count() else page.goto(f"{board_site.here}/totals?row=1.1")
    assert not is_wider_than_the_screen(page)


def test_every_message_of_a_unit_is_kept_also_what_was_not_understood(
    board_site: BoardSite, hoa: Person
) -> None:
    reporter = board_site.desk.joined("03466")
    reporter.says("11121Plshelp")
    stranger = board_site.desk.joined("03436")
    stranger.says("của xã khác 987654")
    page = board_site.visitor(hoa).unit("03466")
    assert "11121Plshelp" in page and "không ghi gì" in page
    assert "987654" not in page
