"""A month's quota that runs out in the middle of a campaign: every report still arrives, by the web."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pytest

from tests.e2e.chats import Page
from tests.e2e.database import Database
from tests.e2e.installed import SLUG, Installation, Program
from tests.fakes.zalo_api import Plan
from tests.fakes.zalo_people import ZaloPerson
from tests.fakes.zalo_server import ZaloServer

START = "2022-10-08T08:00:00+07:00"  # a Saturday: nobody is reminded
QUOTA = 30  # messages: enough for the first officials, not for all
OFFICIALS = 5
SILENCE = 4.0  # seconds after which an official gives Zalo up
LINK = re.compile(r"http://127\.0\.0\.1:[0-9]+/chat/\w+")
FIRST, REST = "1.1: {n} lớp 20 người; 1.6: 4 lớp 160 em", "2: 6 tin; còn lại không"
RECEIPT = "Mã biên nhận"
T = TypeVar("T")


@dataclass
class Official:
    """How one report went; `ended` is where: on Zalo, by the bot's own link, or by a new invite."""

    unit: str
    number: int
    ended: str


@dataclass
class Played:
    officials: list[Official]
    export: dict[str, Any]
    board: dict[str, str]
    log: str
    failed_turns: list[Any]
    coordinator: str
    used: int
    plan: int


@pytest.fixture(scope="module", params=[True, False], ids=["all-count", "sent-count"])
def played(
    request: pytest.FixtureRequest, program: Program, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """Whether the platform counts what comes in is not published: both are played."""
    plan = Plan(messages=QUOTA, counts_incoming=request.param)
    with ZaloServer(plan=plan) as zalo:
        zalo.api.now = lambda: datetime.fromisoformat(START)
        more = f'[zalo]\napi_base = "{zalo.api_base}"\nmonthly_quota = {QUOTA}'
        baocao = Installation(program, tmp_path_factory.mktemp("quota"), more=more)
        try:
            yield _Play(baocao, zalo).whole()
        finally:
            baocao.close()


class _Play:
    def __init__(self, baocao: Installation, zalo: ZaloServer) -> None:
        self.baocao = baocao
        self.zalo = zalo
        self.settings = {
            "BAOCAO_ZALO__TOKEN": zalo.token,
            "BAOCAO_WEB__PUBLIC_URL": f"http://127.0.0.1:{baocao.port}",
        }

    def whole(self) -> Played:
        self.baocao.opens_campaign(START)
        invites = self._invites()[:OFFICIALS]
        [seat] = self._invites("--role", "coordinator")
        running = self.baocao.starts("run", "--clock", START, **self.settings)
        running.wait_for("running:")
        coordinator = _opened(seat["web_link"], "Đồng ý")
        officials = [self._reports(each, number) for number, each in enumerate(invites, start=1)]
        told = "\n".join(coordinator.inbox())
        running.stop()
        out = self.baocao.folder / "out.json"
        self.baocao.does("export", SLUG, "--out", str(out))
        return Played(
            officials,
            json.loads(out.read_text(encoding="utf-8")),
            {each["unit_code"]: each["state"] for each in self.baocao.json("progress", SLUG)},
            running.text,
            Database(self.baocao.data / "baocao.db").open_or_failed_turns(),
            told,
            self.zalo.api.used(),
            self.zalo.api.plan.messages,
        )

    def _invites(self, *words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.baocao.does(
            "invite", SLUG, *words, "--json", **self.settings
        ).json
        return found

    def _reports(self, invite: dict[str, Any], number: int) -> Official:
        """On Zalo as long as it answers; then by the link it gave, or by one of the coordinator."""
        person = self.zalo.person(f"Người {number}")
        first = FIRST.format(n=number)
        for words in (f"LIENKET {invite['code']}", "Đồng ý", first, REST, "nộp", "nộp", "nộp"):
            answer = _answer(person, words)
            if RECEIPT in answer:
                return Official(invite["unit_code"], number, "zalo")
            if not answer or "Kênh này hết hạn mức" in answer:
                break
        links = LINK.findall("\n".join(each.text for each in person.inbox))
        if links:
            _finish(_opened(links[-1], "Đồng ý"), f"{first}; {REST}")
            return Official(invite["unit_code"], number, "link")
        [fresh] = self._invites("--unit", invite["unit_code"])
        _finish(_opened(fresh["web_link"], "Đồng ý"), f"{first}; {REST}")
        return Official(invite["unit_code"], number, "invite")


def _answer(person: ZaloPerson, words: str) -> str:
    """What came within a person's patience, "" for nothing."""
    before = len(person.inbox)
    person.says(words)
    return _waited(lambda: "\n".join(each.text for each in person.inbox[before:]))


def _waited(look: Callable[[], T]) -> T:
    """Look until there is something; what was seen last once the patience is over."""
    end = time.monotonic() + SILENCE
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def _opened(link: str, *words: str) -> Page:
    page = Page(link)
    for said in (page.code, *words):
        _says(page, said)
    return page


def _says(page: Page, words: str) -> str:
    before = len(page.inbox())
    page.says(words)
    return _waited(lambda: "\n".join(page.inbox()[before:]))


def _finish(page: Page, words: str) -> None:
    """The whole report once more: what Zalo took already is the same. Then "nộp" until it is in."""
    if 'Gõ "đúng"' in _says(page, words):
        _says(page, "đúng")
    for _ in range(4):
        _says(page, "nộp")
        if _waited(lambda: RECEIPT in "".join(page.inbox())):
            return
    raise AssertionError(page.inbox()[-3:])


def test_every_report_has_arrived_with_its_own_figures(played: Played) -> None:
    units = {unit["unit_code"]: unit["rows"] for unit in played.export["units"]}
    for official in played.officials:
        assert played.board[official.unit] == "submitted", official
        rows = units[official.unit]
        assert (rows["1.1"]["count"], rows["1.6"]["people"], rows["2"]["count"]) == (
            official.number, 160, 6,
        ), official  # fmt: skip


def test_the_plan_ran_out_on_the_way(played: Played) -> None:
    ended = [official.ended for official in played.officials]
    assert ended[0] == "zalo"
    assert {"link", "invite"} & set(ended)
    assert played.used >= played.plan - 2 or "link" in ended


def test_the_coordinator_was_told_at_each_level_once(played: Played) -> None:
    for words in (
        f"/{QUOTA} tin của tháng. Từ 95%",
        "Từ nay đến hết tháng, chương trình chỉ còn gửi",
        f"đã hết {QUOTA} tin",
    ):
        assert played.coordinator.count(words) == 1, played.coordinator


def test_nothing_broke(played: Played) -> None:
    assert played.failed_turns == []
    assert "Traceback" not in played.log
