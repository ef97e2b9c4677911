"""Arrivals: stored once for ever, answered once for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

from bot.model.message import Address, FileRef, Incoming, IncomingKind
from storage import Store
from tests.databases import Database
from tests.storage.processes import at_once, claim_turns
from tests.storage.samples import NOW, a_text, later

Outside = Callable[..., list[Any]]


def keep(store: Store, *incomings: Incoming) -> list[int | None]:
    with store.transaction() as tx:
        return [tx.messages.keep(incoming, NOW) for incoming in incomings]


def dump(database: Database) -> dict[str, list[Any]]:
    return {name: database.ask(f"SELECT * FROM {name}") for name in database.tables()}


def test_a_message_that_arrives_again_changes_nothing(store: Store, database: Database) -> None:
    assert keep(store, a_text("3 lớp", "m1")) == [1]
    before = dump(database)
    again = [keep(store, a_text(text, "m1")) for text in ("3 lớp", "khác")]
    assert again == [[None], [None]]
    assert dump(database) == before


def test_it_changes_nothing_after_its_turn_either(store: Store, database: Database) -> None:
    keep(store, a_text("3 lớp", "m1"))
    with store.transaction() as tx:
        tx.messages.claim_turn(1, NOW)
    before = dump(database)
    assert keep(store, a_text("3 lớp", "m1")) == [None]
    assert dump(database) == before


def test_the_same_key_elsewhere_is_another_message(store: Store) -> None:
    first = a_text("một", "m1")
    on_zalo = a_text("hai", "m1", channel="zalo")
    second_bot = replace(first, address=Address("telegram", "another bot", "an"))
    assert keep(store, first, on_zalo, second_bot) == [1, 2, 3]


def test_a_chat_is_one_address_whoever_sees_it_first(store: Store, outside: Outside) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: keep(store, a_text("chào", f"m{n}")), range(24)))
    assert outside("SELECT count(*) FROM address") == [(1,)]
    assert outside("SELECT count(DISTINCT address_id), count(*) FROM inbox") == [(1, 24)]


def test_waiting_messages_come_oldest_first_and_whole(store: Store) -> None:
    photo = Incoming(
        Address("web", "bot", "bình"), "p1", IncomingKind.PHOTO, "lễ khai mạc",
        file=FileRef("remote", "ảnh.jpg", "image/jpeg", 12), album="a", sent_at=NOW,
    )  # fmt: skip
    keep(store, a_text("một", "m1"), photo, a_text("hai", "m2"))
    with store.transaction() as tx:
        tx.messages.claim_turn(1, NOW)
    with store.reading() as tx:
        waiting = tx.messages.waiting()
        first = tx.messages.waiting(limit=1)
    assert [arrived.incoming for arrived in waiting] == [photo, a_text("hai", "m2")]
    assert first == waiting[:1]


def test_a_fetched_file_is_remembered(store: Store) -> None:
    photo = Incoming(
        Address("web", "bot", "bình"), "p1", IncomingKind.PHOTO, file=FileRef("remote", "ảnh.jpg")
    )
    keep(store, photo)
    kept = replace(photo, file=FileRef("remote", "ảnh.jpg", path="files/1.jpg", sha256="0" * 64))
    with store.transaction() as tx:
        tx.messages.set_file(1, kept)
    with store.reading() as tx:
        assert tx.messages.waiting()[0].incoming == kept


def test_a_turn_is_taken_once(store: Store, outside: Outside) -> None:
    keep(store, a_text("3 lớp", "m1"))
    taken = []
    for hours in range(3):
        with store.transaction() as tx:
            taken.append(tx.messages.claim_turn(1, later(hours=hours), failure=f"L{hours}"))
    assert taken == [True, False, False]
    assert outside("SELECT done_at IS NOT NULL, failure FROM inbox") == [(True, "L0")]


def test_a_message_waits_for_the_earlier_one_of_its_chat(store: Store) -> None:
    keep(store, a_text("3 lớp", "m1"), a_text("4 lớp", "m2"))

    def claim(number: int) -> bool:
        with store.transaction() as tx:
            return tx.messages.claim_turn(number, NOW)

    assert [claim(2), claim(1), claim(2)] == [False, True, True]


def test_a_turn_that_fails_can_be_taken_again(store: Store) -> None:
    keep(store, a_text("3 lớp", "m1"))

    def broken(tx: Any) -> None:
        tx.messages.claim_turn(1, NOW)
        raise ValueError("the turn broke")

    assert isinstance(store.write(broken).exception(), ValueError)
    assert store.write(lambda tx: tx.messages.claim_turn(1, NOW)).result() is True


def test_two_processes_never_take_one_turn(store: Store, database: Database) -> None:
    keep(store, *(a_text(f"câu {number}", f"m{number}") for number in range(60)))
    first, second = at_once(claim_turns, database.url)
    assert sorted(first + second) == list(range(1, 61))


def test_text_that_no_database_takes_is_cleaned_on_arrival(store: Store) -> None:
    """Half a surrogate pair would make every later look at the inbox fail; PostgreSQL refuses NUL."""
    incoming = replace(a_text("3 lớp\ud83d \x00 45", "m\ud83d1"), sender_name="Ân\udc00")
    assert keep(store, incoming) == [1]
    with store.reading() as tx:
        (arrived,) = tx.messages.waiting()
        chat = tx.people.chat(arrived.address_id)
    assert arrived.incoming.text == "3 lớp?  45"
    assert chat.sender_name == "Ân?"


def test_no_field_of_a_message_or_its_file_keeps_it_out(store: Store) -> None:
    """Whoever forges one would be sent again by the platform for ever, before everybody else's."""
    bad = "x\ud83d\x00"
    names = {field.name for field in fields(Incoming) if field.type == "str"} - {"key"}
    file = FileRef(remote=bad, name=bad, mime=bad)  # the rest of it is the program's own
    whole = replace(a_text("3 lớp", "m1"), file=file, **dict.fromkeys(names, bad))
    assert keep(store, whole) == [1]
    with store.reading() as tx:
        (arrived,) = tx.messages.waiting()
    assert {getattr(arrived.incoming, name) for name in names} == {"x?"}
    assert arrived.incoming.the_file.remote == "x?"


def test_what_a_chat_said_comes_back_in_order_and_is_not_anothers(store: Store) -> None:
    keep(store, *(a_text(f"câu {n}", f"m{n}", chat="an" if n % 2 else "bình") for n in range(6)))
    with store.reading() as tx:
        mine = tx.messages.known_address(Address("telegram", "bot", "bình"))
        assert mine is not None
        heard = tx.messages.heard(mine, limit=2)
        nobody = tx.messages.known_address(Address("web", "bot", "bình"))
    assert [incoming.text for incoming, _ in heard] == ["câu 2", "câu 4"]
    assert [at for _, at in heard] == [NOW, NOW]
    assert nobody is None
