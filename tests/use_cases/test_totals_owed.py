"""Whoever stands above others owes their total: reminded of it by itself, also once its own figures were sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.use_cases.reminding.daily_digest import campaign_day
from bot.use_cases.reminding.send_reminders import reminder_tick
from tests.office import TZ, Person, said
from tests.use_cases.test_three_tiers import Province


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """A commune with one school, whose own figures and whose school's are accepted."""
    made = Province(tmp_path, {"X1": "", "X1T1": "X1"})
    made.desk.campaign = made.campaign
    yield made
    made.desk.close()


@pytest.fixture
def commune(province: Province) -> Person:
    person = province.desk.joined("X1")
    for code in ("X1T1", "X1"):
        person_of_unit = person if code == "X1" else province.desk.joined(code, name="Lan")
        person_of_unit.says("sửa 1.1 thành 2 lớp 30 người")
        for _ in range(4):
            person_of_unit.says("nộp")
        province.sent[code] = {"1.1": (2, 30)}
    province.accepts("X1T1", "X1")
    return person


def reminded(province: Province, person: Person, day: int) -> list[str]:
    province.desk.now = datetime(2022, 10, day, 8, 5, tzinfo=TZ)
    person.listen()
    before = len(person.heard)
    with province.desk.store.transaction() as tx:
        reminder_tick(tx, province.desk.office, province.desk.now)
    person.listen()
    return [said(reply) for reply in person.heard[before:]]


def test_figures_of_its_own_do_not_end_the_reminders_of_the_total(
    province: Province, commune: Person
) -> None:
    (told,) = reminded(province, commune, 13)
    assert "Đơn vị X1 đã gửi báo cáo; còn thiếu báo cáo tổng hợp" in told
    assert "“nộp tổng hợp” để nộp" in told
    assert "Anh/chị gửi phần còn thiếu" not in told  # nothing else is missing


def test_nobody_is_reminded_of_a_total_that_was_handed_up(
    province: Province, commune: Person
) -> None:
    commune.says("nộp tổng hợp")
    assert reminded(province, commune, 13) == []
    assert reminded(province, commune, 14) == []


def test_a_total_alone_does_not_end_the_reminders_of_its_own_figures(province: Province) -> None:
    school, commune = province.desk.joined("X1T1", name="Lan"), province.desk.joined("X1")
    for said_ in ("sửa 1.1 thành 2 lớp 30 người", "nộp", "nộp", "nộp"):
        school.says(said_)
    province.sent["X1T1"] = {"1.1": (2, 30)}
    province.accepts("X1T1")
    commune.says("nộp tổng hợp")
    assert "Số liệu tự lập tại đơn vị chưa nhập" in commune.last
    province.hands_up("X1")
    (told,) = reminded(province, commune, 13)
    assert "còn thiếu số liệu" in told


def test_a_total_that_is_late_comes_to_the_call_list(province: Province, commune: Person) -> None:
    late = datetime(2022, 10, 17, 8, 5, tzinfo=TZ)
    with province.desk.store.reading() as tx:
        day = campaign_day(tx, province.desk.office, province.campaign, late, late)
    assert day.call_list == ("Đơn vị X1",)
    assert day.lacking == ("Đơn vị X1 (báo cáo tổng hợp)",)
