"""What changed between the page that asks and the button that does is shown anew, never overrun."""

from __future__ import annotations

import httpx
import pytest

from bot.model.person import Role
from bot.model.submission import Status
from bot.use_cases.campaigns import campaign_setup
from tests.office import Person
from tests.web.board_scenes import fill, send
from tests.web.board_site import BoardSite, BoardVisitor
from tests.web.test_board_sources import hidden

ENTRY = {"row": "1.1", "words": "3 lớp 45 người", "source": "e-mail ngày 12/10"}


def confirms(visitor: BoardVisitor, asked: httpx.Response) -> httpx.Response:
    assert asked.status_code in (200, 409), asked.text
    return visitor.posts(hidden(asked))


@pytest.mark.parametrize(
    ("act", "fields", "done"),
    [("accept", {}, Status.ACCEPTED), ("send_back", {"reason": "chưa khớp"}, Status.RETURNED)],
)
def test_an_act_is_not_for_a_version_that_came_after_the_page(
    board_site: BoardSite, hoa: Person, act: str, fields: dict[str, str], done: Status
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    fill(desk, "03466", 34)
    send(desk, "03466")
    asked = visitor.asks(act, **fields)
    send(desk, "03466")
    refused = confirms(visitor, asked)
    assert (refused.status_code, desk.submission().status) == (409, Status.SUBMITTED)
    assert "(nay là lần nộp 2, Đã gửi số liệu, thiếu 1 ảnh); chưa thực hiện gì" in refused.text
    assert confirms(visitor, refused).status_code == 200
    assert desk.submission().status is done


@pytest.mark.parametrize("seen", [{}, {"seen": "0" * 32}])
@pytest.mark.parametrize("act", ["accept", "send_back", "enter", "send_for", "move"])
def test_nothing_is_done_by_somebody_who_saw_nothing(
    board_site: BoardSite, hoa: Person, act: str, seen: dict[str, str]
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    fill(desk, "03466", 30)
    if act in ("accept", "send_back"):
        send(desk, "03466")
    before = desk.submission()
    fields = {**ENTRY, "reason": "nhầm", "to": str(board_site.unit("03445")), **seen}
    assert visitor.asks(act, sure="1", **fields).status_code == 409
    assert desk.submission() == before


def test_a_row_the_unit_has_answered_meanwhile_is_not_overwritten(
    board_site: BoardSite, hoa: Person
) -> None:
    unit, visitor = board_site.desk.joined(), board_site.visitor(hoa)
    asked = visitor.asks("enter", **ENTRY)
    unit.says("1.1")
    unit.says("5 lớp 80 người")
    refused = confirms(visitor, asked)
    kept = board_site.desk.submission().answers["1.1"]
    assert (refused.status_code, kept.count, kept.people) == (409, 5, 80)
    assert "Báo cáo của Xã Bum Nưa vừa thay đổi" in refused.text
    assert "5 lớp, 80 người" in refused.text
    assert confirms(visitor, refused).status_code == 200
    assert board_site.desk.submission().answers["1.1"].count == 3


def test_another_row_does_not_stop_an_entry(board_site: BoardSite, hoa: Person) -> None:
    unit, visitor = board_site.desk.joined(), board_site.visitor(hoa)
    asked = visitor.asks("enter", **ENTRY)
    unit.says("1.2")
    unit.says("5 lớp 80 người")
    assert confirms(visitor, asked).status_code == 200
    assert set(board_site.desk.submission().answers) == {"1.1", "1.2"}


def test_figures_nobody_looked_at_are_not_handed_in(board_site: BoardSite, hoa: Person) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    unit = desk.joined()
    fill(desk, "03466", 34)
    asked = visitor.asks("send_for")
    unit.says("sửa 1.1 thành 9 lớp 90 người")
    assert desk.submission().answers["1.1"].count == 9
    refused = confirms(visitor, asked)
    assert (refused.status_code, desk.submission().version) == (409, 0)
    assert "Nộp báo cáo thay cho Xã Bum Nưa?" in refused.text
    assert confirms(visitor, refused).status_code == 200
    assert desk.submission().version == 1


def test_a_report_that_has_grown_is_looked_at_before_it_is_moved(
    board_site: BoardSite, hoa: Person
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    fill(desk, "03466", 3)
    asked = visitor.asks("move", to=str(board_site.unit("03445")), reason="nhầm")
    fill(desk, "03466", 4)
    assert confirms(visitor, asked).status_code == 409
    assert (len(desk.submission().answers), desk.submission("03445").answers) == (4, {})


@pytest.mark.parametrize(
    ("act", "unit", "fields"),
    [
        ("send_back", "03466", {"reason": "chưa khớp"}),
        ("extend", "03436", {"until": "2022-10-20", "reason": "mưa lũ"}),
        ("remind", "03436", {"words": "gấp"}),
        ("enter", "03436", ENTRY),
    ],
)
def test_a_closed_campaign_refuses_what_units_could_not_act_on(
    board_site: BoardSite, hoa: Person, act: str, unit: str, fields: dict[str, str]
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    desk.joined("03436")
    fill(desk, "03466", 34)
    send(desk, "03466")
    asked = visitor.asks(act, unit, **fields)
    with desk.store.transaction() as tx:
        campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
    before = desk.submission(unit)
    for answer in (confirms(visitor, asked), visitor.asks(act, unit, **fields)):
        assert answer.status_code == 409
        assert "đã khóa sổ" in answer.text
    assert desk.submission(unit) == before
    with desk.store.reading() as tx:
        manual = "select count(*) from reminder where step = 'manual'"
        assert tx.connection.exec_driver_sql(manual).scalar_one() == 0
    assert visitor.acts("tell", "03436", words="cảm ơn").status_code == 200


def test_words_for_chosen_units_are_only_words(board_site: BoardSite, hoa: Person) -> None:
    board_site.desk.joined("03436")
    visitor = board_site.visitor(hoa)
    visitor.acts("remind", "03436", words="Bum Nưa đã nộp: còn Thu Lũm")
    with board_site.desk.store.reading() as tx:
        manual = "select unit_id, words from reminder where step = 'manual'"
        kept = [tuple(row) for row in tx.connection.exec_driver_sql(manual)]
    assert kept == [(board_site.unit("03436"), "Bum Nưa đã nộp: còn Thu Lũm")]


@pytest.mark.parametrize("words", ["đúng", "hoàn tác", "3 lớp 45 người"])
def test_what_was_open_in_a_moved_report_is_not_stored_into_the_emptied_one(
    board_site: BoardSite, hoa: Person, words: str
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    unit, right = desk.joined(), desk.joined("03445", "Pờ Thị Mai")
    right.says("1.3")
    unit.says("1.1")
    unit.says("3 lớp 45 người")
    unit.says("1.2")
    unit.says("2 lớp khoảng 35 người")
    assert "Ghi 1.2: 2 lớp, 35 người?" in unit.last
    visitor.acts("move", to=str(board_site.unit("03445")), reason="nhầm")
    moved = desk.submission("03445").answers
    unit.says(words)
    right.says(words)
    assert (desk.submission().answers, desk.submission("03445").answers) == ({}, moved)


def test_a_button_that_is_pressed_long_after_acts_and_tells_anew(
    board_site: BoardSite, hoa: Person
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    fill(desk, "03466", 34)
    send(desk, "03466")
    left_open = visitor.offered("accept")
    assert visitor.posts(left_open).status_code == visitor.posts(left_open).status_code == 200
    assert visitor.acts("unaccept", reason="nhầm").status_code == 200
    desk.later(seconds=11)
    assert visitor.posts(left_open).status_code == 200
    assert desk.submission().status is Status.ACCEPTED
    desk.later(seconds=11)
    assert visitor.posts(left_open).status_code == 409


def test_a_refusal_is_not_repeated(board_site: BoardSite, hoa: Person) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    fill(desk, "03466", 34)
    send(desk, "03466")
    asked = {"token": visitor.token, "act": "accept", "unit": str(board_site.unit())}
    asked["once"] = "one page"
    visitor.acts("accept")
    assert visitor.posts(asked).status_code == 409
    visitor.acts("unaccept", reason="nhầm")
    assert visitor.posts(asked).status_code == 200


def test_the_page_offers_to_accept_what_stands_while_its_correction_went_back(
    board_site: BoardSite, hoa: Person
) -> None:
    desk, visitor = board_site.desk, board_site.visitor(hoa)
    approver = desk.person("Chị Duyệt")
    approver.starts(desk.code("03466", Role.APPROVER))
    approver.says("Đồng ý")
    unit = desk.joined()
    for words in ("1.1: 3 lớp 45 người", "sửa 1.1 thành 4 lớp 50 người"):
        for each in (words, "nộp", "nộp", "nộp"):
            unit.says(each)
        approver.says("duyệt" if words.startswith("1.1") else "trả lại vì sai")
    page = visitor.unit()
    assert 'value="accept"' in page and 'value="remind"' not in page
    assert visitor.acts("accept").status_code == 200
    page = visitor.unit()
    assert 'value="unaccept"' in page and 'value="accept"' not in page
