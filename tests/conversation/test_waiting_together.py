"""Several acts that wait for one yes: each holds for what was shown of it, and none is lost for another's sake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation.state import State, Waiting, from_json, to_json
from bot.model.commands import Accept
from bot.model.submission import Status
from tests.conversation.test_coordinating import hand_in
from tests.conversation.test_coordinator_files import form, stored
from tests.office import Installation, Person

BUM_NUA, BUM_TO, MU_CA = "03466", "03454", "03451"
WAIT = (BUM_NUA, BUM_TO, MU_CA)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def hoa(desk: Installation) -> Person:
    return desk.coordinator("Nguyễn Thị Hoa")


def statuses(desk: Installation) -> list[Status]:
    return [desk.submission(unit).status for unit in WAIT]


@pytest.mark.parametrize("changed", WAIT)
def test_a_yes_accepts_no_version_that_came_after_the_question(
    desk: Installation, hoa: Person, changed: str
) -> None:
    for unit in WAIT:
        hand_in(desk, unit)
    hoa.says("nhận Bum Nưa, Bum Tở, Mù Cả")
    desk.later(minutes=5)
    hand_in(desk, changed)
    hoa.says("đúng")
    rest = [Status.SUBMITTED if unit == changed else Status.ACCEPTED for unit in WAIT]
    assert statuses(desk) == rest
    assert "vừa thay đổi (nay là lần nộp 2, Đã gửi)" in hoa.last
    hoa.says("đúng")
    assert statuses(desk) == [Status.ACCEPTED] * 3


def test_each_of_several_that_changed_is_asked_about_anew(desk: Installation, hoa: Person) -> None:
    for unit in WAIT:
        hand_in(desk, unit)
    hoa.says("nhận Bum Nưa, Bum Tở, Mù Cả")
    desk.later(minutes=5)
    hand_in(desk, BUM_TO)
    hand_in(desk, MU_CA)
    hoa.says("đúng")
    assert statuses(desk) == [Status.ACCEPTED, Status.SUBMITTED, Status.SUBMITTED]
    hoa.says("đúng")
    assert statuses(desk) == [Status.ACCEPTED, Status.ACCEPTED, Status.SUBMITTED]
    assert "Mù Cả vừa thay đổi" in hoa.last
    hoa.says("đúng")
    assert statuses(desk) == [Status.ACCEPTED] * 3
    hoa.says("đúng")
    assert "không có gì chờ" in hoa.last


@pytest.mark.parametrize("changed", [BUM_NUA, BUM_TO])
def test_a_file_that_waits_with_others_stores_over_no_figure_that_came_after_it(
    desk: Installation, hoa: Person, changed: str
) -> None:
    hoa.sends_file(form(), "BC xa Bum Nua.xlsx")
    hoa.sends_file(form(), "BC xa Bum To.xlsx")
    desk.joined(changed, "Lò Văn Ân").says("1.1: 9 lớp, 90 người")
    hoa.says("đúng")
    other = BUM_TO if changed == BUM_NUA else BUM_NUA
    assert (stored(desk, changed), stored(desk, other)["1.1"]) == ({"1.1": 9}, 3)
    assert "vừa thay đổi" in hoa.last and "9 lớp" in hoa.last
    hoa.says("đúng")
    assert stored(desk, changed) == {"1.1": 3, "3": 7}


def test_what_waits_together_comes_back_as_it_was() -> None:
    waits = Waiting(Accept(1), "a", (Waiting(Accept(2), "b"), Waiting(Accept(3))))
    assert from_json(to_json(State(waits=waits))) == State(waits=waits)
