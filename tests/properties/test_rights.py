"""Rights follow the tree: through every door a seat sees its own branch, and nobody sideways or above."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.answer import value
from bot.model.commands import (
    Accept,
    AddUnit,
    EnterFor,
    Extend,
    HandUpTotal,
    MendUnit,
    SendBack,
    TakeOut,
    UnitCommand,
)
from bot.model.documents import campaign_document
from bot.model.events import AnswerRecorded, Submitted
from bot.model.export_kinds import export_named
from bot.model.person import Role
from bot.model.unit_tree import unit_tree
from bot.use_cases.board.board_query import BoardFilter
from bot.use_cases.board.coordinator_api import CoordinatorApi, NotYours
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.export_documents import Documents, ExportJob, render_in_worker
from bot.use_cases.turns.process_message import apply_changes
from storage import Author
from tests.office import Installation, Person

CAMPAIGN = """
slug = "cay"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND tỉnh"
units = "cay.csv"
"""
Parents = list[int | None]


def name(number: int) -> str:
    return f"Đơn vị Quế {number:02d}"


class Forest:
    """A campaign over any tree, in which everybody has sent a figure of their own."""

    def __init__(self, folder: Path, parents: Parents, desk: Installation | None = None) -> None:
        self.desk = desk or Installation(folder)
        lines = [
            f"Q{number:02d},{name(number)},xã,{'' if up is None else f'Q{up:02d}'}"
            for number, up in enumerate(parents)
        ]
        (folder / "cay.csv").write_text("\n".join(["code,name,kind,parent", *lines]), "utf-8")
        (folder / "cay.toml").write_text(CAMPAIGN, "utf-8")
        read = campaign_setup.read_campaign(folder / "cay.toml", self.desk.office)
        with self.desk.store.transaction() as tx:
            campaign_setup.create_campaign(tx, self.desk.office, read)
            self.desk.campaign = campaign_setup.open_campaign(tx, self.desk.office, "cay")
            members = tx.campaigns.members(self.desk.campaign.id)
            row = self.desk.form.by_code["1.1"]
            for number, unit in enumerate(members):
                report = tx.submissions.of_unit(self.desk.campaign.id, unit.id)
                assert report is not None
                said = AnswerRecorded(report.id, "1.1", value(row, 7000 + number, 9))
                sent = Submitted(report.id, 1, self.desk.now, 0, f"R{number}")
                apply_changes(tx, self.desk.office, [said, sent], Author(self.desk.now))
        self.ids = [unit.id for unit in members]
        tree = unit_tree(members)
        self.below = {
            number: {int(code[1:]) for code in tree.branch(f"Q{number:02d}")} - {number}
            for number in range(len(parents))
        }

    def seated(self, number: int, role: Role) -> Person:
        person = self.desk.person(f"Người {number} {role.value}")
        person.starts(self.desk.code(f"Q{number:02d}", role))
        person.says("Đồng ý")
        person.says("tên tôi là Lò Văn Ân")
        return person

    def person_id(self, person: Person) -> int:
        with self.desk.store.reading() as tx:
            chat = tx.people.chat(tx.messages.address_id(person.address, self.desk.now))
        assert chat.person is not None
        return chat.person.id

    def figure(self, number: int) -> int | None:
        answer = self.desk.submission(f"Q{number:02d}").answers.get("1.1")
        return answer.count if answer is not None else None


def in_forest(parents: Parents, check: Callable[[Forest], None]) -> None:
    folder = Path(tempfile.mkdtemp())
    forest = Forest(folder, parents)
    try:
        check(forest)
    finally:
        forest.desk.close()
        shutil.rmtree(folder)


@st.composite
def trees(draw: st.DrawFn) -> Parents:
    size = draw(st.integers(3, 7))
    return [
        draw(st.one_of(st.none(), st.integers(0, number - 1))) if number else None
        for number in range(size)
    ]


def hidden_from(forest: Forest, number: int, *, own: bool) -> list[int]:
    seen = forest.below[number] | ({number} if own else set())
    return [other for other in range(len(forest.ids)) if other not in seen]


def check_chat(forest: Forest, number: int) -> None:
    """A branch's coordinator reads and acts below the unit alone."""
    person = forest.seated(number, Role.COORDINATOR)
    others = hidden_from(forest, number, own=False)
    for words in ("tiến độ", "tổng hợp", "nhắc"):
        person.says(words)
        assert not any(name(other) in person.last for other in others if other != number), words
        person.says("sai")
    for other in others:
        for words in ("nhận Q{0:02d}", "trả lại Q{0:02d} sai số", "nhập hộ Q{0:02d} theo thư: 1.1: 5 lớp 5 người",
                      "gia hạn Q{0:02d} 20/10/2022 bận", "nộp tổng hợp Q{0:02d}",
                      "đưa ra Q{0:02d} ghi nhầm", "thêm đơn vị Q{0:02d}",
                      "đổi loại Q{0:02d} thành phường", "đổi cấp trên Q{0:02d} thành không"):  # fmt: skip
            person.says(words.format(other))
            person.says("đúng")
        assert forest.figure(other) == 7000 + other
        assert forest.desk.submission(f"Q{other:02d}").status.value == "submitted"


def check_reading(forest: Forest, number: int, role: Role) -> None:
    """Whoever reports for a unit reads the figures of those below, of nobody else."""
    person = forest.seated(number, role)
    for other in range(len(forest.ids)):
        if other == number:
            continue
        person.says(f"xem {name(other)}")
        shown = f"{7000 + other:,}".replace(",", ".") in person.last
        assert shown == (other in forest.below[number])


def check_board(forest: Forest, number: int) -> None:
    """The board, its pages, its files and its acts."""
    person = forest.person_id(forest.seated(number, Role.COORDINATOR))
    desk, campaign = forest.desk, forest.desk.campaign.id
    boards = CoordinatorApi(
        desk.store, lambda: desk.office, Documents(desk.store, desk.office), lambda: None
    )
    page = asyncio.run(boards.board(person, campaign, BoardFilter()))
    assert {int(line.unit.code[1:]) for line in page.lines} == forest.below[number]
    for other in hidden_from(forest, number, own=False):
        assert refused(boards.unit(person, campaign, forest.ids[other]))
        assert refused(boards.document(person, campaign, forest.ids[other], "xlsx"))
        for act in acts_on(forest, other):
            outcome = asyncio.run(boards.preview(person, campaign, [act]))
            assert not outcome.may
    for unit in forest.ids:  # the list belongs to who has all of the campaign, own branch or not
        for command in (AddUnit(unit), TakeOut(unit, "ghi nhầm"), MendUnit(unit, "phường", "")):
            assert not asyncio.run(boards.preview(person, campaign, [command])).may
    assert refused(boards.look(person, campaign, lambda tx, about: about))
    request = campaign_document(desk.campaign, export_named("json"), person, forest.ids[number])
    assert request.request is not None
    made = render_in_worker(
        ExportJob(desk.store.url, desk.office.for_another_process(), request.request)
    )
    body = json.loads(made.path.read_text("utf-8"))
    codes = {int(unit["unit_code"][1:]) for unit in body["units"]}
    assert codes == forest.below[number] | {number}


def acts_on(forest: Forest, other: int) -> list[UnitCommand]:
    unit = forest.ids[other]
    acts: list[UnitCommand] = [
        Accept(unit),
        SendBack(unit, "x"),
        EnterFor(unit, "1.1: 5 lớp", "x"),
    ]
    later = forest.desk.now.replace(day=28)
    return [*acts, Extend(unit, later, "x"), Extend(None, later, "x")]


def refused(asked: object) -> bool:
    try:
        asyncio.run(asked)  # type: ignore[arg-type]
    except NotYours:
        return True
    return False


@settings(max_examples=6, deadline=None)
@given(trees(), st.randoms(use_true_random=False))
def test_a_seat_reaches_its_own_branch_and_no_further(
    parents: Parents, chance: random.Random
) -> None:
    def check(forest: Forest) -> None:
        number = chance.randrange(len(parents))
        check_board(forest, number)
        check_reading(forest, number, chance.choice((Role.REPORTER, Role.DEPUTY)))
        check_chat(forest, number)

    in_forest(parents, check)


def test_a_total_above_is_not_handed_up_from_below() -> None:
    def check(forest: Forest) -> None:
        person = forest.person_id(forest.seated(1, Role.COORDINATOR))
        desk = forest.desk
        boards = CoordinatorApi(
            desk.store, lambda: desk.office, Documents(desk.store, desk.office), lambda: None
        )
        up = [HandUpTotal(forest.ids[0])]
        assert not asyncio.run(boards.preview(person, desk.campaign.id, up)).may

    in_forest([None, 0, 1], check)
