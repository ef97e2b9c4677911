"""People without a seat: nothing of theirs is fetched or kept, and they cannot flood the office."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.model.message import FileRef, Incoming, IncomingKind
from bot.use_cases.keeping import maintenance
from bot.use_cases.turns import file_store
from bot.use_cases.turns.budgets import HOUR, PAUSE, Budget
from bot.use_cases.turns.turn_runner import Turns
from tests.imports.pictures import png
from tests.office import MORNING, Installation, Person, said
from tests.storage.peek import ADDRESS, INBOX


class Platform:
    """A channel whose every file is one picture; counts what was fetched."""

    def __init__(self) -> None:
        self.fetched = 0

    async def fetch(self, file: FileRef, into: Path) -> None:
        self.fetched += 1
        into.write_bytes(png())


def turns(desk: Installation, platform: Platform) -> Turns:
    return Turns(desk.store, desk.office, {("telegram", "bot"): platform}, lambda: None)  # type: ignore[dict-item]


def take(running: Turns, incomings: list[Incoming]) -> None:
    """Receive messages and take all their turns."""

    async def work() -> None:
        await running.receive(incomings)
        while await running.round() or running._fetching:
            await asyncio.gather(*running._fetching.values())

    asyncio.run(work())


def photo(person: Person, key: str = "p1") -> Incoming:
    file = FileRef(remote="at the platform", name="anh.png", mime="image/png", size=1)
    return Incoming(person.address, key, IncomingKind.PHOTO, file=file)


def kept_files(desk: Installation) -> list[Path]:
    return [path for path in (desk.folder / file_store.FOLDER).rglob("*") if path.is_file()]


def test_a_strangers_file_is_not_even_fetched(desk: Installation) -> None:
    platform, stranger = Platform(), desk.person()
    take(turns(desk, platform), [photo(stranger)])
    assert platform.fetched == 0
    assert "chưa được gắn" in said(stranger.listen()[-1])


def test_a_members_file_is_fetched_and_kept(desk: Installation) -> None:
    platform, person = Platform(), desk.joined()
    take(turns(desk, platform), [photo(person)])
    assert (platform.fetched, len(kept_files(desk))) == (1, 1)


def test_words_and_names_turn_no_letters_around(desk: Installation) -> None:
    """Whoever writes chooses them; coordinators, lists and papers show them."""
    running = turns(desk, Platform())
    person = desk.person()
    code = Incoming(
        person.address, "c", IncomingKind.START, desk.code(), sender_name="A\u202en\nB"
    )
    agreed = Incoming(person.address, "d", IncomingKind.TEXT, "Đồng ý", sender_name="A\u202en\nB")
    sent = photo(person)
    turned = replace(
        sent, file=replace(sent.the_file, name="a\u2066\x00gpj.exe"), text="lớp\u202e 1"
    )
    for each in (code, agreed, turned):
        take(running, [each])
    with desk.store.reading() as tx:
        kept = tx.connection.execute(select(INBOX.c.body)).scalars().all()
        (somebody,) = tx.people.seats_of_unit(desk.campaign.id, desk.submission().unit_id)
    assert somebody[1].name == "An B"
    assert "agpj.exe" in kept[-1]
    assert "lớp 1" in kept[-1]
    person.says("tên tôi là Lò\u202e Văn\u2067 Ân")
    assert "“Lò Văn Ân”" in person.last


def test_a_strangers_flood_is_not_kept_and_a_members_is(desk: Installation) -> None:
    stranger, person = desk.person("Người lạ"), desk.joined()
    running = turns(desk, Platform())
    flood = [
        Incoming(who.address, f"{who.address.chat}-{n}", IncomingKind.TEXT, text="xin chào")
        for who in (stranger, person)
        for n in range(60)
    ]
    asyncio.run(running.receive(flood))
    with desk.store.reading() as tx:
        chats = select(ADDRESS.c.chat).join(INBOX, INBOX.c.address_id == ADDRESS.c.id)
        kept = tx.connection.execute(chats.where(INBOX.c.key.contains("-"))).scalars().all()
    assert (kept.count(stranger.address.chat), kept.count(person.address.chat)) == (30, 60)


def write(running: Turns, person: Person, *texts: str) -> None:
    """Send texts on a person's chat, a new key for each."""
    keys = itertools.count(len(person.sent) * 1000)
    take(running, [
        Incoming(person.address, f"{next(keys)}-w", IncomingKind.TEXT, text=text) for text in texts
    ])  # fmt: skip


def test_who_is_heard_no_more_is_told_once_and_when(desk: Installation) -> None:
    stranger, running = desk.person(), turns(desk, Platform())
    write(running, stranger, *["xin chào"] * 60)
    told = [said(reply) for reply in stranger.listen() if "nhiều tin" in said(reply)]
    assert (len(told), "08:45" in told[0]) == (1, True)


def test_a_right_code_is_let_in_after_the_pause(desk: Installation) -> None:
    stranger, running = desk.person(), turns(desk, Platform())
    write(running, stranger, *["xin chào"] * 60)
    desk.now += PAUSE
    stranger.sent.append(photo(stranger))  # another run of keys
    write(running, stranger, f"LIENKET {desk.code()}", "Đồng ý")
    assert "Đang nhập cho: Xã Bum Nưa" in said(stranger.listen()[-1])


def test_a_pause_gives_no_more_tries_at_codes(desk: Installation) -> None:
    stranger, running = desk.person(), turns(desk, Platform())
    write(running, stranger, *[f"LIENKET ABCDE{n:05d}" for n in range(60)])
    tried = [reply for reply in stranger.listen() if "không đúng" in said(reply)]
    assert sum("15 phút" not in said(reply) for reply in tried) <= 5


def test_a_member_on_two_chats_has_one_budget(desk: Installation) -> None:
    person, running = desk.joined(), turns(desk, Platform())
    running.admission.members = Budget(5, HOUR, desk.office.now)
    write(running, person, *["xem"] * 60)
    told = [said(reply) for reply in person.listen() if "chưa được ghi" in said(reply)]
    assert (len(told), "09:30" in told[0]) == (1, True)


def test_too_many_bytes_of_a_day_are_said(desk: Installation) -> None:
    platform, person = Platform(), desk.joined()
    running = turns(desk, platform)
    running.admission.files = Budget(len(png()), HOUR, desk.office.now)
    take(running, [photo(person), photo(person, "p2")])
    assert "rất nhiều tệp" in said(person.listen()[-1])


def test_a_budget_begins_anew_after_its_time() -> None:
    clock = [MORNING]
    budget = Budget(2, HOUR, lambda: clock[0])
    spent = [budget.spend("a"), budget.spend("a"), budget.spend("a"), budget.spend("b")]
    clock[0] += HOUR
    assert [*spent, budget.spend("a")] == [True, True, False, True, True]


def age(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (time.time() - 2 * 24 * 3600,) * 2)
    return path


def test_the_night_removes_files_that_nothing_refers_to(desk: Installation) -> None:
    take(turns(desk, Platform()), [photo(desk.joined())])
    evidence = age(kept_files(desk)[0])
    stray = age(desk.folder / file_store.FOLDER / "ab" / "abcd.pdf")
    maintenance.work(desk.store, desk.office, desk.now)
    assert (evidence.exists(), stray.exists()) == (True, False)


@pytest.mark.parametrize("waits", [True, False])
def test_a_file_whose_message_waits_for_its_turn_stays(desk: Installation, waits: bool) -> None:
    person = desk.joined()
    path = age(desk.folder / file_store.FOLDER / "ab" / "abcd.png")
    if waits:
        file = FileRef(path=path.relative_to(desk.folder).as_posix(), name="anh.png")
        with desk.store.transaction() as tx:
            tx.messages.keep(replace(photo(person), file=file), desk.now)
    maintenance.work(desk.store, desk.office, desk.now)
    assert path.exists() is waits
