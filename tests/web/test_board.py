"""What the board shows, and that its acts are the chat's acts."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import event

from bot.channels.channel_spec import Allowance
from bot.model.answer import AnswerState
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.use_cases.sending import quota
from tests.office import Installation, Person, deadline_of, rename
from tests.storage.peek import OUTBOX
from tests.web.board_scenes import fill, in_full_swing, photograph, send
from tests.web.board_site import BoardSite

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def text_of(page: str) -> str:
    """A page as it is read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def names_on(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'/unit/\d+">([^<]+)</a> <small>', page)]


@pytest.fixture
def busy(board_site: BoardSite, hoa: Person) -> BoardSite:
    in_full_swing(board_site.desk, hoa)
    return board_site


def test_the_board_counts_by_state_and_says_how_many_days_are_left(
    busy: BoardSite, hoa: Person
) -> None:
    page = text_of(busy.visitor(hoa).board())
    for words in (
        "5 /14 đơn vị đã gửi", "Còn 3 ngày", "Tất cả 14", "Chưa gửi 4", "Đang nhập 4",
        "Trả lại 1", "Chờ duyệt 0", "Đã gửi 3", "Đã nhận 2", "Gửi muộn 1",
        "Chưa có người tham gia 2", "Đang nhập 21/34", "muộn 2 ngày", "gia hạn đến hết 16/10/2022",
    ):  # fmt: skip
        assert words in page


def test_the_board_shows_how_much_of_a_bots_plan_is_used(
    board_site: BoardSite, hoa: Person
) -> None:
    desk = board_site.desk
    desk.office = replace(desk.office, plans={"zalo": Allowance(3000, 50)})
    with desk.store.transaction() as tx:
        quota.count(tx, desk.office, "zalo", "bot", desk.now, sent=1200, received=34)
    assert "Zalo, bot bot: 1234/3000 tin trong tháng" in text_of(board_site.visitor(hoa).board())


FOUND = {
    "?state=returned": ["Xã Tá Bạ"],
    "?state=late": ["Xã Mù Cả"],
    "?state=nobody": ["Xã Vàng San", "Xã Can Hồ"],
    "?q=mường tè": ["Thị trấn Mường Tè", "Xã Mường Tè"],
    "?q=muong te": ["Thị trấn Mường Tè", "Xã Mường Tè"],
    "?q=muong te&kind=xã": ["Xã Mường Tè"],
    "?q=kan hồ": ["Xã Can Hồ"],  # a former name
    "?q=03466": ["Xã Bum Nưa"],
    "?q=bum tở": ["Xã Bum Tở"],
    "?q=bum": ["Xã Bum Tở", "Xã Bum Nưa"],
    "?q=khong co": [],
    "?page=99&q=bum": ["Xã Bum Tở", "Xã Bum Nưa"],
}


def test_units_are_found_by_state_kind_and_name(busy: BoardSite, hoa: Person) -> None:
    visitor = busy.visitor(hoa)
    assert {query: names_on(visitor.board(query)) for query in FOUND} == FOUND


def test_a_units_page_shows_figures_with_their_history(board_site: BoardSite, hoa: Person) -> None:
    reporter = board_site.desk.joined()
    reporter.says("1.1")
    reporter.says("3 lớp 45 người")
    reporter.says("sửa 1.1 thành 4 lớp 50 người")
    page = text_of(board_site.visitor(hoa).unit())
    assert "4 lớp, 50 người Lịch sử (2)" in page
    assert "Lò Văn Ân · Telegram 3 lớp, 45 người → 4 lớp, 50 người sửa 1.1 thành" in page
    assert "Lò Văn Ân · Telegram chưa có → 3 lớp, 45 người" in page


def test_an_entry_on_behalf_keeps_its_source(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    visitor.acts("enter", row="1.6", words="5 lớp, 150 người", source="e-mail ngày 12/10")
    kept = board_site.desk.submission().answers["1.6"]
    assert (kept.count, kept.people, kept.source) == (5, 150, "nhập hộ theo e-mail ngày 12/10")
    page = text_of(visitor.unit())
    assert "5 lớp, 150 người nhập hộ theo e-mail ngày 12/10" in page
    assert "Nguyễn Thị Hoa · Bảng theo dõi chưa có → 5 lớp, 150 người" in page


@pytest.mark.parametrize(
    ("words", "expected"),
    [("không", AnswerState.NIL), ("chưa có số liệu", AnswerState.PENDING)],
)
def test_what_is_entered_on_behalf_is_read_like_the_units_own_words(
    board_site: BoardSite, hoa: Person, words: str, expected: AnswerState
) -> None:
    board_site.visitor(hoa).acts("enter", row="1.1", words=words, source="điện thoại")
    assert board_site.desk.submission().answers["1.1"].state == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"row": "1.1", "words": "nhiều lắm", "source": "thư"},
        {"row": "1.1", "words": "3 lớp 45 người", "source": " "},
        {"row": "99", "words": "3 lớp 45 người", "source": "thư"},
        {"row": "1", "words": "3 lớp 45 người", "source": "thư"},
    ],
)
def test_what_cannot_be_entered_is_said_and_not_stored(
    board_site: BoardSite, hoa: Person, fields: dict[str, str]
) -> None:
    visitor = board_site.visitor(hoa)
    assert visitor.asks("enter", **fields).status_code == 409
    posted = {"token": visitor.token, "unit": str(board_site.unit()), "sure": "1", **fields}
    assert visitor.posts({"act": "enter", **posted}).status_code == 409
    assert board_site.desk.submission().answers == {}


def test_the_page_before_an_act_changes_nothing(busy: BoardSite, hoa: Person) -> None:
    visitor, before = busy.visitor(hoa), kept_of(busy.desk)
    visitor.asks("accept", "03448")
    visitor.asks("send_back", "03448", reason="thiếu", row="1.6")
    visitor.asks("tell", "03448", words="xin chào")
    assert kept_of(busy.desk) == before


def kept_of(desk: Installation) -> Any:
    """Reports as they stand, and everything that was queued for anybody, without ids."""
    with desk.store.reading() as tx:
        units = tx.campaigns.members(desk.campaign.id)
        queued = tx.connection.execute(OUTBOX.select().order_by(OUTBOX.c.id)).all()
        reminders = tx.connection.exec_driver_sql(
            "select unit_id, step, due_at, state, words from reminder order by id"
        ).all()
        extended = [deadline_of(tx, desk.campaign.id, unit.id) for unit in units]
        audit = tx.connection.exec_driver_sql(
            "select fact, after from audit where fact != 'BoardLinkMade' order by id"
        ).all()
    reports = [desk.submission(unit.code) for unit in units]
    return reports, [row.body for row in queued], reminders, extended, audit


CHAT = {
    "accept": ("nhận 03448", {}),
    "send_back": (
        "trả lại 03448 1.6 chưa khớp số người", {"row": "1.6", "reason": "chưa khớp số người"},
    ),
    "extend": ("gia hạn 03448 20/10/2022 mưa lũ", {"until": "2022-10-20", "reason": "mưa lũ"}),
    "tell": ("trả lời 03448 ghi theo sổ của trạm", {"words": "ghi theo sổ của trạm"}),
}  # fmt: skip


@pytest.mark.parametrize("act", CHAT)
def test_an_act_on_a_page_is_the_chats_act(tmp_path: Path, act: str) -> None:
    """Two offices, the same campaign: the one uses the chat, the other the board."""
    words, fields = CHAT[act]
    kept = {}
    for way in ("chat", "page"):
        (tmp_path / way).mkdir()
        site = BoardSite(tmp_path / way)
        hoa, reporter = site.coordinator(), site.desk.joined("03448")
        fill(site.desk, "03448", 34)
        send(site.desk, "03448")
        if way == "chat":
            hoa.says(words)
            hoa.says("đúng")
        else:
            assert site.visitor(hoa).acts(act, "03448", **fields).status_code == 200
            assert site.woken == 1
        reports, _, reminders, extended, audit = kept_of(site.desk)
        told = [reply.text for reply in reporter.listen()]
        kept[way] = (reports, reminders, extended, audit, told)
        site.close()
    assert kept["page"] == kept["chat"]
    assert len(kept["page"][4]) == 1  # the unit is told


def test_chosen_units_get_a_message_together(busy: BoardSite, hoa: Person) -> None:
    visitor = busy.visitor(hoa)
    units = [str(busy.unit(code)) for code in ("03433", "03436")]
    posted = {"token": visitor.token, "act": "tell", "unit": units, "words": "Họp lúc 14 giờ"}
    assert visitor.posts({**posted, "sure": "1"}).status_code == 200
    with busy.desk.store.reading() as tx:
        queued = [row.body for row in tx.connection.execute(OUTBOX.select())]
    assert sum("Họp lúc 14 giờ" in body for body in queued) == 2


def test_a_reminder_of_chosen_units_leaves_out_those_that_have_sent(
    busy: BoardSite, hoa: Person
) -> None:
    visitor = busy.visitor(hoa)
    units = [str(busy.unit(code)) for code in ("03433", "03439")]
    posted = {"token": visitor.token, "act": "remind", "unit": units, "words": "gấp"}
    assert visitor.posts({**posted, "sure": "1"}).status_code == 200
    with busy.desk.store.reading() as tx:
        asked = tx.connection.exec_driver_sql(
            "select unit_id, words from reminder where step = 'manual'"
        ).all()
    assert [tuple(row) for row in asked] == [(busy.unit("03439"), "gấp")]


def test_units_of_another_campaign_cannot_be_chosen(board_site: BoardSite, hoa: Person) -> None:
    stranger = Unit(0, "S1", "Trường Tiểu học số 1", "trường")
    with board_site.desk.store.transaction() as tx:
        tx.campaigns.keep_units([stranger])
    visitor = board_site.visitor(hoa)
    for act in ("tell", "invite", "extend", "enter", "move"):
        posted = {
            "token": visitor.token, "act": act, "unit": str(board_site.unit("S1")), "sure": "1",
            "words": "a", "reason": "b", "until": "2022-10-20", "row": "1.1", "source": "c",
            "to": "1",
        }  # fmt: skip
        assert (act, visitor.posts(posted).status_code) == (act, 409)


def test_a_report_is_handed_in_for_a_unit(board_site: BoardSite, hoa: Person) -> None:
    reporter = board_site.desk.joined()
    fill(board_site.desk, "03466", 34)
    done = board_site.visitor(hoa).acts("send_for")
    submission = board_site.desk.submission()
    assert (submission.status, submission.version) == (Status.SUBMITTED, 1)
    assert "Mã biên nhận:" in text_of(done.text)
    assert "Mã biên nhận:" in reporter.listen()[-1].text


def test_an_empty_report_is_not_handed_in(board_site: BoardSite, hoa: Person) -> None:
    assert board_site.visitor(hoa).asks("send_for").status_code == 409


def test_an_invitation_shows_a_code_that_works(board_site: BoardSite, hoa: Person) -> None:
    page = text_of(board_site.visitor(hoa).acts("invite").text)
    found = re.search(r"Mã mời của Xã Bum Nưa: (\w+)", page)
    assert found is not None
    person = board_site.desk.person("Vàng A Sử")
    person.starts(found[1])
    person.says("Đồng ý")
    assert "Xã Bum Nưa" in person.last


def test_a_deputys_code_is_asked_for_beside_the_reporters(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    page = text_of(visitor.acts("invite", role="deputy").text)
    found = re.search(r"Mã mời của Xã Bum Nưa: (\w+)", page)
    assert found is not None
    person = board_site.desk.person("Vàng A Sử")
    person.starts(found[1])
    person.says("Đồng ý")
    assert "Vàng A Sử (người phụ trách phó)" in text_of(visitor.unit())


def test_a_report_of_the_wrong_unit_is_moved_with_all_it_has(
    board_site: BoardSite, hoa: Person
) -> None:
    desk = board_site.desk
    wrong, right = desk.joined("03433", "Lò Văn Ân"), desk.joined("03445", "Pờ Thị Mai")
    wrong.says("1.1")
    wrong.says("3 lớp 45 người")
    photograph(desk, "03433", "Khai mạc")
    send(desk, "03433")
    before, visitor = desk.submission("03433"), board_site.visitor(hoa)
    target = str(board_site.unit("03445"))
    visitor.acts("move", "03433", to=target, reason="chọn nhầm đơn vị")
    left, moved = desk.submission("03433"), desk.submission("03445")
    assert (left.status, left.version, left.answers, left.photos) == (
        Status.NOT_STARTED, 0, {}, (),
    )  # fmt: skip
    assert (moved.status, moved.version, moved.answers, moved.photos) == (
        before.status, before.version, before.answers, before.photos,
    )  # fmt: skip
    assert "chuyển sang Xã Mường Tè (chọn nhầm đơn vị)" in wrong.listen()[-1].text
    assert "nhập nhầm ở Thị trấn Mường Tè" in right.listen()[-1].text
    assert "Lò Văn Ân · Telegram chưa có → 3 lớp, 45 người" in text_of(visitor.unit("03445"))
    assert "Lịch sử" not in visitor.unit("03433")
    with desk.store.reading() as tx:
        planned = tx.connection.exec_driver_sql(
            "select unit_id from reminder where state = 'planned' and unit_id in (1, 6)"
        ).scalars()
        assert set(planned) == {board_site.unit("03433")}


def test_a_report_is_not_moved_onto_figures(board_site: BoardSite, hoa: Person) -> None:
    fill(board_site.desk, "03433", 3)
    fill(board_site.desk, "03445", 1)
    visitor = board_site.visitor(hoa)
    before = kept_of(board_site.desk)
    target = str(board_site.unit("03445"))
    assert visitor.asks("move", "03433", to=target, reason="nhầm").status_code == 409
    assert visitor.asks("move", "03436", to=target, reason="nhầm").status_code == 409
    assert kept_of(board_site.desk) == before


def test_nothing_people_write_becomes_markup(board_site: BoardSite) -> None:
    desk = board_site.desk
    hoa = board_site.coordinator(f"Hoa {EVIL}")
    rename(desk.store, "03466", name=f"Xã {EVIL}", kind=f"xã {EVIL}")
    reporter = desk.joined(name=f"Ân {EVIL}")
    reporter.says("11")
    reporter.says(f"nội dung {EVIL}")
    reporter.says(f"ghi chú 1.1 {EVIL}")
    photograph(desk, "03466", f"chú thích {EVIL}")
    send(desk, "03466")
    visitor = board_site.visitor(hoa)
    shown = visitor.asks("send_back", reason=EVIL).text
    visitor.acts("send_back", reason=EVIL)
    visitor.acts("tell", words=EVIL)
    visitor.acts("enter", row="11", words=EVIL, source=EVIL)
    pages = [shown, visitor.unit(), visitor.board(), visitor.board("?q=" + EVIL)]
    for page in pages:
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_all_files_can_be_downloaded(busy: BoardSite, hoa: Person) -> None:
    visitor = busy.visitor(hoa)
    begins = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{", "zip": b"PK"}
    for ending, head in begins.items():
        answer = visitor.opens(f"{busy.here}/file/{ending}")
        assert (ending, answer.status_code, answer.content[: len(head)]) == (ending, 200, head)
    assert visitor.opens(f"{busy.here}/file/exe").status_code == 404
    unit = visitor.opens(f"{busy.here}/unit/{busy.unit('03433')}/file/docx")
    assert (unit.status_code, unit.content[:2]) == (200, b"PK")


def test_the_letter_to_late_units_is_there_while_there_are_any(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    letter = visitor.opens(f"{board_site.here}/file/letter")
    assert letter.status_code == 200
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(letter.content)).paragraphs)
    assert "Kính gửi: 14 đơn vị" in words
    with board_site.desk.store.reading() as tx:
        units = [unit.code for unit in tx.campaigns.members(board_site.desk.campaign.id)]
    for unit in units:
        send(board_site.desk, unit)
    nobody = visitor.opens(f"{board_site.here}/file/letter")
    assert (nobody.status_code, "không cần công văn đôn đốc" in nobody.text) == (409, True)


def counted(site: BoardSite, visitor: Any, path: str) -> tuple[int, int]:
    """(statements, characters) of one page."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(site.desk.store.engine, "before_cursor_execute", note)
    page = visitor.opens(path)
    event.remove(site.desk.store.engine, "before_cursor_execute", note)
    assert page.status_code == 200
    return len(statements), len(page.text)


def test_a_page_costs_the_same_with_three_thousand_units(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor, unit = board_site.visitor(hoa), f"{board_site.here}/unit/{board_site.unit()}"
    few = [counted(board_site, visitor, path)[0] for path in (board_site.here, unit)]
    with board_site.desk.store.transaction() as tx:
        tx.campaigns.keep_units(
            [Unit(0, f"S{n:04d}", f"Trường Tiểu học số {n}", "trường") for n in range(3307)]
        )
        ids = [one.id for one in tx.campaigns.units()]
        tx.submissions.open_all(board_site.desk.campaign.id, ids)
    many = [counted(board_site, visitor, path) for path in (board_site.here, unit)]
    assert [statements for statements, _ in many] == few
    assert "Tất cả 3321" in text_of(visitor.board())
    assert len(names_on(visitor.board("?page=34"))) == 21
    assert names_on(visitor.board("?q=số 3306")) == ["Trường Tiểu học số 3306"]
    assert many[0][1] < 150_000


def test_the_counters_follow_the_kind_that_is_looked_at(busy: BoardSite, hoa: Person) -> None:
    visitor = busy.visitor(hoa)
    whole = text_of(visitor.board())
    communes, towns = (text_of(visitor.board(f"?kind={kind}")) for kind in ("xã", "thị trấn"))
    sent = [
        [int(part) for part in re.search(r"(\d+) /(\d+) đơn vị đã gửi", page).groups()]  # type: ignore[union-attr]
        for page in (whole, communes, towns)
    ]
    assert [total for _, total in sent] == [14, 13, 1]
    assert sent[0][0] == sent[1][0] + sent[2][0] == 5
    assert "Tất cả 13" in communes and "Tất cả 1 " in towns
    chips = re.findall(r'href="[^"]*\?([^"]*state=returned)"', visitor.board("?kind=xã"))
    assert chips == ["kind=x%C3%A3&amp;state=returned"]  # a state keeps the kind
