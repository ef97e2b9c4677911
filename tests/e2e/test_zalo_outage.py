"""Forty minutes without the program: who was writing is told once, who had sent is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.installed import SLUG, Installation, Program, Running
from tests.fakes.people import Person
from tests.fakes.zalo_server import ZaloServer

GAP = "không nhận được tin"


@dataclass
class Told:
    """What two people had heard of the outage in the end."""

    writing: list[str]
    sent: list[str]


def _starts(baocao: Installation, zalo: ZaloServer, clock: str) -> Running:
    running = baocao.starts("run", "--clock", clock, BAOCAO_ZALO__TOKEN=zalo.token)
    running.wait_for("running:")
    return running


def _joins(zalo: ZaloServer, name: str, code: str, report: str, wanted: str) -> Person:
    person = zalo.person(name)
    for words, answer in (
        (f"LIENKET {code}", "Đồng ý"),
        ("Đồng ý", "Đang nhập cho"),
        (report, wanted),
    ):
        person.says(words)
        person.wait_for(answer, 30)
    return person


@pytest.fixture(scope="module")
def told(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("outage")
    with ZaloServer() as zalo:
        baocao = Installation(program, folder, more=f'[zalo]\napi_base = "{zalo.api_base}"')
        try:
            yield _play(baocao, zalo)
        finally:
            baocao.close()


def _play(baocao: Installation, zalo: ZaloServer) -> Told:
    baocao.opens_campaign("2022-10-08T08:00:00+07:00")
    codes = [each["code"] for each in baocao.json("invite", SLUG)]
    running = _starts(baocao, zalo, "2022-10-08T08:00:00+07:00")
    writing = _joins(zalo, "Lò Văn Ân", codes[0], "1.6: 4 lớp 160 em", "Đã ghi 1.6")
    sent = _joins(zalo, "Pờ Thị Bình", codes[1], "2: 6 tin; còn lại không", "34/34")
    sent.says("nộp")
    sent.wait_for("Mã biên nhận", 30)
    running.kill()
    zalo.end_polls()
    running = _starts(baocao, zalo, "2022-10-08T08:41:00+07:00")
    writing.wait_for(GAP, 60)
    running.kill()
    zalo.end_polls()
    _starts(baocao, zalo, "2022-10-08T08:42:00+07:00")  # soon up again: no further outage
    writing.says("1.2: 1 lớp 20 người")
    writing.wait_for("1.2: 1 lớp, 20 người", 30)
    heard = [[each.text for each in who.inbox if GAP in each.text] for who in (writing, sent)]
    return Told(*heard)


def test_who_was_writing_is_told_exactly_once(told: Told) -> None:
    [text] = told.writing
    assert "đến 08:41 ngày 08/10/2022" in text
    assert "ghi gần nhất: 1.6: 4 lớp, 160 người" in text


def test_who_had_sent_is_told_nothing(told: Told) -> None:
    assert told.sent == []
