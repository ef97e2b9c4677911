"""One kind of what units owe, from the campaign file to its evidence; also run in a copy of the program.

`python -m tests.item_types.owed_walk TYPE FOLDER` walks alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from bot.item_types import ITEM_TYPES
from bot.item_types.base import Takes
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import campaign_sheet, progress_rows
from bot.use_cases.reminding.reminder_forecast import forecast
from tests.office import Installation, Person, said

UNIT, ABOVE = "X1", "H1"
TITLE = "Phần cần có"
FILE = """
slug = "walk"
title = "Đợt thử"
form = "phu-luc-ii-2022"
period = {{ start = 2022-10-01, end = 2022-10-07 }}
deadline = "trước ngày 14/10/2022"
issuer = "UBND huyện Thử"
receiver = "Phòng Giáo dục và Đào tạo"
units = "walk.csv"
[[items]]
units = ["{unit}"]
type = "{kind}"
title = "{title}"
deadline = "trước ngày 14/10/2022"
"""


@dataclass
class Walk:
    """What was seen on the way."""

    states: list[str]
    reminded: list[str]
    evidence: dict[str, int]


def office(folder: Path, kind: str) -> Installation:
    """An installation whose campaign asks one unit for an item."""
    desk = Installation(folder)
    units = f"code,name,kind,parent\n{ABOVE},Huyện Thử,huyện,\n{UNIT},Xã Thử,xã,{ABOVE}\n"
    (folder / "walk.csv").write_text(units, "utf-8")
    owes = ABOVE if kind == "total" else UNIT
    (folder / "walk.toml").write_text(FILE.format(kind=kind, title=TITLE, unit=owes), "utf-8")
    read = campaign_setup.read_campaign(folder / "walk.toml", desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, "walk")
    return desk


def state(desk: Installation, unit: str, kind: str) -> str:
    with desk.store.reading() as tx:
        rows = progress_rows(tx, desk.office, "walk")
    row = next(row for row in rows if row["unit_code"] == unit)
    (found,) = [item["state"] for item in row["items"] if item["item"] == kind]
    return str(found)


def sends(person: Person) -> None:
    person.says("sửa 1.1 thành 3 lớp 45 người")
    for _ in range(4):
        person.says("nộp")


def writes(person: Person) -> None:
    person.says("viết")
    person.says("Đã làm xong cả.")
    person.says("xong")
    sends(person)


def shows(person: Person) -> None:
    person.sends_photo()


def hands_over_a_file(person: Person) -> None:
    paper, body = Document(), BytesIO()
    paper.add_paragraph("Báo cáo của xã")
    paper.save(body)
    person.sends_file(body.getvalue(), "bao-cao.docx")


def hands_up_a_total(person: Person) -> None:
    sends(person.desk.joined(UNIT, "Người xã"))
    receiver = person.desk.person("Chị Nhận")
    receiver.starts(person.desk.code(None, Role.COORDINATOR))
    for words in ("Đồng ý", f"nhận {UNIT}", "đúng"):
        receiver.says(words)
    for words in ("nộp tổng hợp", "đúng", "nộp tổng hợp"):
        person.says(words)


def does_a_duty(person: Person) -> None:
    person.says("xong việc: đã làm ngày 05/10")


def lists_entries(person: Person) -> None:
    for words in ("sổ", "Công ty Mẫu: 5 triệu", "xong"):
        person.says(words)


OWN_WAYS: dict[str, Callable[[Person], None]] = {
    "total": hands_up_a_total,
    "duty": does_a_duty,
    "entries": lists_entries,
}
WAYS: dict[Takes, Callable[[Person], None]] = {
    Takes.WORDS: writes,
    Takes.PHOTO: shows,
    Takes.FILE: hands_over_a_file,
    Takes.SENDING: sends,
}


def planned(desk: Installation, unit: str) -> list[dict[str, Any]]:
    with desk.store.reading() as tx:
        rows = forecast(tx, desk.office, "walk", desk.now)
    return [row for row in rows if row["unit_code"] == unit]


def walk(kind: str, folder: Path) -> Walk:
    """The whole way of one kind: asked, reminded, given in the chat, done, late without it, in the export."""
    desk = office(folder, kind)
    unit = ABOVE if kind == "total" else UNIT
    try:
        states = [state(desk, unit, kind)]
        person = desk.joined(unit, "Người nộp")
        reminded = [row["text"] for row in planned(desk, unit)]
        (OWN_WAYS.get(kind) or WAYS[ITEM_TYPES[kind].takes])(person)
        states.append(state(desk, unit, kind))
        with desk.store.reading() as tx:
            sheet = campaign_sheet(tx, desk.office, desk.campaign)
        (owed,) = [
            each for code, each in sheet.obligations if (code, each.asked.type) == (unit, kind)
        ]
        assert owed.title == TITLE, owed
        desk.now = datetime(2022, 10, 20, 8, tzinfo=desk.now.tzinfo)
        states.append(state(desk, unit, kind))
        boss = desk.coordinator("Chị Hoa")
        assert TITLE not in said(boss.says("tiến độ")[-1]), said(boss.heard[-1])
        return Walk(states, reminded, dict(owed.evidence))
    finally:
        desk.close()


if __name__ == "__main__":
    walked = walk(sys.argv[1], Path(sys.argv[2]))
    assert walked.states == ["open", "done", "done"], walked
