"""Over random trees and histories of seats nobody reads or writes outside what the model says, through any
door: chat word, somebody else's button, board, table, signed file link, feed."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.web_chat import Waiters
from bot.model.message import Incoming, IncomingKind
from bot.model.person import Role
from bot.use_cases.board.coordinator_api import CoordinatorApi
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.feeds.feed_api import FeedApi
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.table.table_api import TableApi
from bot.use_cases.turns.chat_api import ChatApi
from bot.use_cases.turns.turn_runner import Turns
from bot.web.server import create_app, serve
from bot.web.web_tokens import COOKIE, WebKeys
from tests.office import Person
from tests.properties.test_rights import Forest, Parents, in_forest, name, trees
from tests.storage.peek import OUTBOX

SECRET = "a secret for tests"
ROLES = tuple(Role)
CODE = re.compile(r"T\d{4}CODEX")
LINK = re.compile(r"8080(/board/\w+)")


@dataclass
class Member:
    """Somebody, the unit and role of their seat, and whether they still have it."""

    person: Person
    http: httpx.Client
    number: int
    role: Role
    alive: bool = True


class House:
    """A forest with its pages, and people who come and go."""

    def __init__(self, forest: Forest, chance: random.Random) -> None:
        self.forest, self.desk, self.chance = forest, forest.desk, chance
        self.keys = WebKeys(SECRET)
        self.members: list[Member] = []
        self.here = f"/board/of/{self.desk.campaign.id}"

    @contextmanager
    def open(self) -> Iterator[None]:
        """Serve all pages while the block lasts."""
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True).start()
        server = asyncio.run_coroutine_threadsafe(self._serve(), loop).result(30)
        self.address = f"http://127.0.0.1:{server.port}"
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
            loop.call_soon_threadsafe(loop.stop)

    async def _serve(self) -> Any:
        store, desk = self.desk.store, self.desk
        documents = Documents(store, desk.office)
        turns = Turns(store, desk.office, {}, lambda: None)
        app = create_app(
            ChatApi(store, desk.office, turns, documents, Waiters()),
            secret_key=SECRET,
            new_token=lambda: secrets.token_urlsafe(18),
            boards=CoordinatorApi(store, lambda: desk.office, documents, lambda: None),
            tables=TableApi(store, lambda: desk.office, lambda: None, turns.receive),
            feeds=FeedApi(store, lambda: desk.office),
        )
        return await serve(app, "127.0.0.1", 0)

    def join(self, code: str, number: int, role: Role) -> Member:
        """Somebody takes a seat on the web, and opens the board where they may."""
        person = self.desk.person(f"Người {len(self.members)}", "web")
        person.address = replace(person.address, chat=secrets.token_urlsafe(18))
        for words in (code, "Đồng ý", "tên tôi là Lò Văn Ân"):
            person.starts(words) if words == code else person.says(words)
        http = httpx.Client(base_url=self.address, timeout=60, follow_redirects=True)
        http.headers["accept"] = "text/html"
        http.cookies.set(COOKIE, self.keys.cookie_of(person.address.chat))
        member = Member(person, http, number, role)
        self.members.append(member)
        if role is Role.COORDINATOR and (link := LINK.search(person.says("bảng")[-1].text)):
            http.post(link[1])
        return member

    def seat_somebody(self) -> None:
        number, role = self.chance.randrange(len(self.forest.ids)), self.chance.choice(ROLES)
        self.join(self.desk.code(f"Q{number:02d}", role), number, role)

    def hand_over(self) -> None:
        """A reporter or a deputy gives the seat to somebody else."""
        for member in self.members:
            if member.alive and member.role.acts_as is Role.REPORTER:
                code = CODE.search("".join(reply.text for reply in member.person.says("bàn giao")))
                if code is not None:
                    self.join(code[0], member.number, member.role)
                    member.alive = False
                    return

    def remove(self) -> None:
        member = self.chance.choice(self.members)
        member.person.says("xóa dữ liệu của tôi")
        member.person.says("đúng")
        with self.desk.store.reading() as tx:
            known = tx.messages.known_address(member.person.address)
            member.alive = known is not None and bool(tx.people.seats_of_chat(known))

    def act(self) -> None:
        """A coordinator accepts, takes it back, or sends a report back."""
        bosses = [each for each in self.members if each.role is Role.COORDINATOR and each.alive]
        for boss in bosses[:1]:
            for below in self.forest.below[boss.number]:
                words = self.chance.choice(("nhận", "bỏ nhận", "trả lại"))
                boss.person.says(f"{words} Q{below:02d} xem lại")
                boss.person.says("đúng")

    def finish(self) -> None:
        with self.desk.store.transaction() as tx:
            campaign_setup.finish_campaign(tx, self.desk.office, self.desk.campaign.slug)

    def hidden(self, member: Member) -> list[int]:
        """The units whose figures somebody must not see."""
        seen = self.forest.below[member.number] | {member.number} if member.alive else set()
        return [number for number in range(len(self.forest.ids)) if number not in seen]

    def shows(self, text: str, hidden: list[int]) -> list[int]:
        """Which of these units' figures stand in a text; each has one of its own."""
        plain = text.replace(".", "").replace("\xa0", "")
        seen = set(
            re.findall(r"(?<![0-9A-Za-z_-])[0-9]+(?![0-9A-Za-z_-])", plain)
        )  # no part of a token
        return [number for number in hidden if str(7000 + number) in seen]


def words_of(member: Member, text: str) -> str:
    return "\n".join(f"{r.lead} {r.head} {r.text}" for r in member.person.says(text))


def check_chat(house: House, member: Member) -> None:
    hidden = house.hidden(member)
    asked = [f"xem {name(number)}" for number in hidden]
    for text in [*asked, "xem", "tiến độ", "tổng hợp", "số liệu toàn huyện", "sai"]:
        assert house.shows(words_of(member, text), hidden) == [], (member, text)


def check_pages(house: House, member: Member) -> None:
    hidden = house.hidden(member)
    pages = [
        house.here,
        f"{house.here}/totals",
        f"{house.here}/file/csv",
        "/table",
        "/table/state",
    ]
    for number in hidden:
        unit = f"{house.here}/unit/{house.forest.ids[number]}"
        pages += [unit, f"{unit}/file/json"]
    for page in pages:
        assert house.shows(member.http.get(page).text, hidden) == [], (member, page)
    if member.alive and member.role is Role.COORDINATOR:  # what is theirs is shown
        for number in house.forest.below[member.number]:
            page = f"{house.here}/unit/{house.forest.ids[number]}"
            assert house.shows(member.http.get(page).text, [number]) == [number], (member, page)


def check_files(house: House, member: Member) -> None:
    """A file that was offered opens while its reader has a seat, and holds nothing of others."""
    with house.desk.store.reading() as tx:
        chat = tx.messages.known_address(member.person.address)
        rows = tx.connection.execute(OUTBOX.select().where(OUTBOX.c.address_id == chat)).all()
    until = house.desk.now + timedelta(days=900)
    for row in [row for row in rows if '"document": {' in row.body][:3]:
        found = member.http.get(f"/file/{house.keys.offer_of(row.address_id, row.id, until)}")
        assert member.alive or found.status_code == 404, member


def check_writing(house: House, member: Member, keys: list[str]) -> None:
    """Words, forms and other people's buttons change nothing of units that are not theirs."""
    hidden = house.hidden(member)
    for number in hidden:
        for words in (
            "nhận Q{0:02d}",
            "đưa ra Q{0:02d} ghi nhầm",
            "đổi loại Q{0:02d} thành phường",
            "nhập hộ Q{0:02d} theo thư: 1.1: 5 lớp 5 người",
        ):
            member.person.says(words.format(number))
            member.person.says("đúng")
        form = {"act": "accept", "unit": str(house.forest.ids[number])}
        answer = member.http.post(f"{house.here}/act", data=form)
        assert answer.status_code in (400, 403, 404), member
    for key in keys:
        member.person._send(Incoming(member.person.address, "", IncomingKind.CHOICE, choice=key))
    for number in hidden:
        assert house.forest.figure(number) == 7000 + number, (member, number)


def check_doors(house: House) -> None:
    keys = [c.key for m in house.members for r in m.person.heard[-3:] for c in r.choices]
    for member in house.members:
        check_chat(house, member)
        check_pages(house, member)
        check_files(house, member)
        hidden = house.hidden(member)
        before = [house.desk.submission(f"Q{n:02d}").status for n in hidden]
        check_writing(house, member, house.chance.sample(keys, min(6, len(keys))))
        assert [house.desk.submission(f"Q{n:02d}").status for n in hidden] == before, member
    feed = httpx.get(
        f"{house.address}/api/campaigns/cay", headers={"Authorization": "Bearer x"}, timeout=60
    )
    assert feed.status_code == 401


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(), st.randoms(use_true_random=False))
def test_nobody_reads_or_writes_beyond_their_place_through_any_door(
    parents: Parents, chance: random.Random
) -> None:
    def check(forest: Forest) -> None:
        house = House(forest, chance)
        with house.open():
            for _ in range(4):
                house.seat_somebody()
            for _ in range(3):
                chance.choice((house.hand_over, house.remove, house.act, house.seat_somebody))()
            check_doors(house)
            house.finish()
            check_doors(house)

    in_forest(parents, check)
