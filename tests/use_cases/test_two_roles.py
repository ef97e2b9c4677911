"""A school that hosts the ceremony and reports its own figures, and one person who writes for two units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.commands import Accept
from bot.model.person import Role, Seat
from bot.use_cases.board.branch_reports import branch_total
from bot.use_cases.board.owed_items import obligations_in
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.turns.run_command import Acting, execute
from tests.office import Installation, Person

FILE = """
slug = "hai-vai"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND huyện"
receiver = "Phòng Giáo dục và Đào tạo"
units = "hai-vai.csv"
[plan]
openings = [{ kinds = ["trường"], date = 2022-10-03, time = "07:30" }]
[[items]]
units = ["T1"]
type = "duty"
title = "Chuẩn bị địa điểm lễ khai mạc"
"""
UNITS = "code,name,kind,parent\nX1,Thị trấn Mẫu,thị trấn,\nT1,Trường Tiểu học Mẫu,trường TH,X1\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    (tmp_path / "hai-vai.csv").write_text(UNITS, "utf-8")
    (tmp_path / "hai-vai.toml").write_text(FILE, "utf-8")
    read = campaign_setup.read_campaign(tmp_path / "hai-vai.toml", made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, "hai-vai")
    yield made
    made.close()


def states(desk: Installation, unit: str) -> dict[str, str]:
    with desk.store.reading() as tx:
        owed = obligations_in(tx, desk.office, desk.campaign)
    return {each.asked.type: each.state.value for code, each in owed if code == unit}


def sends(person: Person) -> None:
    for _ in range(4):
        person.says("nộp")


def test_the_host_of_the_ceremony_does_its_duty_and_is_counted_once(desk: Installation) -> None:
    school = desk.joined("T1", name="Cô giáo")
    school.says("xong việc: đã chuẩn bị sân trường ngày 02/10")
    assert states(desk, "T1") == {"figures": "open", "duty": "done"}
    for words in ("mục 7.2", "đúng"):
        school.says(words)
    sends(school)
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, "")
        member = next(each for each in tx.campaigns.members(desk.campaign.id) if each.code == "T1")
        assert execute(Acting(tx, desk.office, seat), [Accept(member.id)]).may
        total = branch_total(tx, desk.office, desk.campaign, "X1").total
    assert total.totals["7.2"].count == 1
    assert states(desk, "T1") == {"figures": "accepted", "duty": "accepted"}


def test_one_person_writes_for_two_units_and_each_keeps_its_own(desk: Installation) -> None:
    person = desk.joined("X1", name="Anh Văn")
    person.says("sửa 1.1 thành 3 lớp 45 người")
    person.starts(desk.code("T1"))
    person.says("Đồng ý")
    person.says("sửa 1.1 thành 1 lớp 20 người")
    assert [desk.submission(code).answers["1.1"].count for code in ("X1", "T1")] == [3, 1]


def test_a_browser_says_whose_it_is_before_it_takes_another_seat(desk: Installation) -> None:
    person = desk.joined("X1", channel="web")
    person.starts(desk.code("T1"))
    assert "Trình duyệt này đang nhập với tên Lò Văn Ân" in person.last
    chat = desk.joined("X1", name="Pờ Thị Mai")
    chat.starts(desk.code("T1"))
    assert "Trình duyệt" not in chat.last
