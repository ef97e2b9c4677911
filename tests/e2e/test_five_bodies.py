"""Five plans of five bodies in one installation over HTTP: totals as added up here, a paper for each
addressee, and nothing of one body where another one reads. Two of them are played by all tests, all five
with BAOCAO_EVERY_PLACE=1 (six minutes)."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.five_bodies import STORIES, Body, Play
from tests.fakes.telegram_server import TelegramServer
from tests.use_cases.test_five_plans import words_of

Played = tuple[Path, list[Body]]
EVERYTHING = bool(os.environ.get("BAOCAO_EVERY_PLACE"))
PLAYED = STORIES if EVERYTHING else STORIES[2:4]  # one of two tiers, one of three
SLUGS = [story.slug for story in PLAYED]

pytestmark = pytest.mark.timeout(0 if EVERYTHING else 600)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("bodies")
    with TelegramServer() as telegram:
        play = Play(folder / "office", telegram)
        try:
            yield folder / "papers", play.whole(folder / "papers", PLAYED)
        finally:
            play.office.close()


@pytest.mark.parametrize("place", range(len(SLUGS)), ids=SLUGS)
def test_every_tier_adds_up_in_what_was_handed_in(played: Played, place: int) -> None:
    folder, body = played[0] / SLUGS[place], played[1][place]
    shown = json.loads((folder / "dot.json").read_text("utf-8"))
    assert {cell: shown["totals"][cell[0]][cell[1]] for cell in body.whole} == body.whole
    for code, *_ in body.story.units:
        own = body.total(code)
        if code in shown["by_branch"]:
            branch = shown["by_branch"][code]
            assert {(row, cell): branch[row][cell] for row, cell in own} == own, code
    sheet = openpyxl.load_workbook(folder / "dot.xlsx")["Tổng hợp"]
    rows = {line[0].value: (line[3].value, line[4].value) for line in sheet.iter_rows(max_col=6)}
    assert rows["1.1"] == (body.whole["1.1", "count"], body.whole["1.1", "people"])
    assert rows["10.1"][0] == body.whole["10.1", "count"]


@pytest.mark.parametrize("place", range(len(SLUGS)), ids=SLUGS)
def test_each_addressee_gets_a_paper_of_its_own(played: Played, place: int) -> None:
    folder, body = played[0] / SLUGS[place], played[1][place]
    texts = [words_of(file) for file in (folder / "gui").iterdir()]
    assert len(texts) == len(body.receivers)
    for receiver in body.receivers:
        assert sum(f"Kính gửi: {receiver}." in text for text in texts) == 1, receiver


@pytest.mark.parametrize("place", range(len(SLUGS)), ids=SLUGS)
def test_nothing_of_another_body_is_read(played: Played, place: int) -> None:
    """In papers, workbooks, hand-outs, pages, lists, and what its people were told."""
    folder, bodies = played[0] / SLUGS[place], played[1]
    own = bodies[place]
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert len(files) > 20
    for file in files:
        text = html.unescape(words_of(file))
        for name in own.names:
            text = text.replace(name, "")
        for body in (each for each in bodies if each is not own):
            assert [name for name in body.names if name in text] == [], file.name
            found = [number for number in body.numbers - own.numbers if _stands_in(number, text)]
            assert found == [], file.name


def _stands_in(number: int, text: str) -> bool:
    dotted = re.escape(f"{number:,}".replace(",", "."))
    return re.search(rf"(?<![\d.,])(?:{number}|{dotted})(?![\d]|[.,]\d)", text) is not None
