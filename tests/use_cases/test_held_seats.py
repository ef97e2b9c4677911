"""A seat whose holder left without handing it over is ended by an operator."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

from bot.channels.web_chat import Waiters
from bot.model.documents import Document
from bot.model.optional import sure
from bot.model.person import Role
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.turns import held_seats
from bot.use_cases.turns.chat_api import ChatApi
from bot.use_cases.turns.turn_runner import Turns
from storage import Author
from tests.office import Installation, Person
from tests.storage.peek import OUTBOX


def end_all_of(desk: Installation, role: Role) -> None:
    with desk.store.transaction() as tx:
        for each in held_seats.held_in(tx, tx.campaigns.all()[0]):
            if each.seat.role is role:
                held_seats.end(tx, each, Author(desk.now, actor="dòng lệnh"))


def code_in(person: Person) -> str:
    """The code of the last message that holds one."""
    words = " ".join(reply.text for reply in person.heard).replace(",", " ").split()
    return [word for word in words if len(word) == 10 and word.isalnum() and word.isupper()][-1]


def test_a_seat_tells_who_holds_it_where_and_since_when(desk: Installation) -> None:
    desk.joined(channel="zalo")
    with desk.store.reading() as tx:
        (held,) = held_seats.held_in(tx, tx.campaigns.all()[0])
    assert (held.seat.unit_code, held.name, held.channels) == ("03466", "Lò Văn Ân", ("zalo",))
    assert held.since == desk.now


def test_whose_seat_was_ended_reads_and_writes_nothing_more(desk: Installation) -> None:
    an = desk.joined()
    an.says("1.1: 2 lớp 30 người")
    end_all_of(desk, Role.REPORTER)
    for text in ("1.2: 3 lớp 50 người", "xem", "nộp"):
        an.says(text)
        assert "chưa được gắn với đơn vị nào" in an.last
    assert list(desk.submission().answers) == ["1.1"]


def test_codes_made_by_whoever_left_open_nothing(desk: Installation) -> None:
    an = desk.joined()
    an.says("mời đồng nghiệp")
    code = code_in(an)
    end_all_of(desk, Role.REPORTER)
    friend = desk.person("Vàng A Dế")
    friend.starts(code)
    assert "mã mới hơn" in friend.last


def test_a_coordinators_seat_ends_with_the_codes_for_coordinators(desk: Installation) -> None:
    boss = desk.coordinator("Bà Hoa")
    code = desk.code(None, Role.COORDINATOR)
    end_all_of(desk, Role.COORDINATOR)
    boss.says("tiến độ")
    assert "chưa được gắn với đơn vị nào" in boss.last
    boss.starts(code)
    assert "mã mới hơn" in boss.last


def test_who_takes_the_place_goes_on_with_the_report(desk: Installation) -> None:
    desk.joined().says("1.1: 2 lớp 30 người")
    end_all_of(desk, Role.REPORTER)
    successor = desk.joined(name="Lý Thị Pha")
    successor.says("xem")
    assert "1.1: 2 lớp, 30 người" in successor.last


def test_whoever_no_longer_coordinates_fetches_no_workbook_that_was_offered_before(
    desk: Installation,
) -> None:
    hoa = desk.joined(name="Chị Hoa", channel="web")
    hoa.starts(desk.code(None, Role.COORDINATOR))
    for words in ("Đồng ý", "điều phối", "xuất excel"):
        hoa.says(words)
    with desk.store.reading() as tx:
        chat = tx.messages.known_address(hoa.address)
        of_chat = OUTBOX.select().where(OUTBOX.c.address_id == chat)
        (offered,) = [row.id for row in tx.connection.execute(of_chat) if ".xlsx" in row.body]
    asked: list[Document] = []

    async def make(document: Document, *_: object) -> Path:
        asked.append(document)
        return desk.folder / "baocao.db"

    documents = Documents(desk.store, desk.office)
    documents.make = make  # type: ignore[method-assign]
    api = ChatApi(desk.store, desk.office, cast(Turns, None), documents, Waiters())
    assert asyncio.run(api.offered(sure(chat), offered)) is not None
    end_all_of(desk, Role.COORDINATOR)
    assert asyncio.run(api.offered(sure(chat), offered)) is None
    assert len(asked) == 1
