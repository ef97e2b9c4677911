"""Words for units of one kind, where a campaign has others too: nobody else is told, reminded or given days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Installation, Person, rename, said
from tests.use_cases.test_mending import district

COMMUNES, SCHOOL = ["X1", "X2"], ["T1"]
EVERYBODY = [*COMMUNES, *SCHOOL]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = district(tmp_path)
    yield made
    made.close()


@pytest.fixture
def people(desk: Installation) -> dict[str, Person]:
    return {code: desk.joined(code, f"Người {code}") for code in EVERYBODY}


@pytest.fixture
def boss(desk: Installation, people: dict[str, Person]) -> Person:
    person = desk.coordinator("Vàng Thị Dung")
    for each in people.values():
        each.listen()
    return person


@pytest.mark.parametrize(
    ("words", "meant", "told"),
    [
        ("nhắn các trường: mai họp", SCHOOL, "mai họp"),
        ("nhắn các xã: mai họp", COMMUNES, "mai họp"),
        ("nhắn các xã, thị trấn: mai họp", COMMUNES, "mai họp"),
        ("nhắn các trường chưa nộp: mai họp", SCHOOL, "mai họp"),
        ("nhắn các xã, trường: mai họp", EVERYBODY, "mai họp"),
        ("nhắn các đơn vị: mai họp", EVERYBODY, "mai họp"),
        ("nhắn tất cả: mai họp", EVERYBODY, "mai họp"),
        ("nhắn các xã: các xã vùng cao họp trước", COMMUNES, "các xã vùng cao họp trước"),
        ("nhắn tất cả: toàn bộ hồ sơ nộp trước 17h", EVERYBODY, "toàn bộ hồ sơ nộp trước 17h"),
        ("nhắn các xã: chưa nộp thì nộp ngay", COMMUNES, "chưa nộp thì nộp ngay"),
    ],
)
def test_a_message_goes_to_the_kind_that_is_named_in_all_its_words(
    boss: Person, people: dict[str, Person], words: str, meant: list[str], told: str
) -> None:
    boss.says(words)
    assert f"Gửi tin cho {len(meant)} đơn vị" in boss.last
    boss.says("đúng")
    heard = {code: [said(each) for each in person.listen()] for code, person in people.items()}
    assert [code for code, lines in heard.items() if lines] == meant
    assert all(f"“{told}”" in heard[code][0] for code in meant)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("nhắc các trường", ["THCS Phan Chu Trinh"]),
        ("nhắc các trường: mai họp", ["THCS Phan Chu Trinh"]),
        ("nhắc các xã chưa nộp", ["Xã Tam An", "Xã Tam Dân"]),
        ("nhắc các đơn vị", ["Xã Tam An", "Xã Tam Dân", "THCS Phan Chu Trinh"]),
    ],
)
def test_a_reminder_is_for_the_kind_that_is_named(
    boss: Person, words: str, names: list[str]
) -> None:
    boss.says(words)
    assert f"Sẽ nhắc {len(names)} đơn vị: {', '.join(names)}." in boss.last


def test_more_days_for_one_kind_are_not_given_to_all(boss: Person) -> None:
    boss.says("gia hạn cho các trường đến 20/10 vì mưa lũ")
    assert "cả đợt" not in boss.last and 'Gõ "đúng"' not in boss.last


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("nhắc các trường nộp trước 10h", "Không có đơn vị nào thuộc loại đó cần nhắc."),
        ("nhắn các trường: mai họp", "Không có đơn vị nào như vậy nên chưa gửi tin."),
    ],
)
def test_a_kind_that_no_unit_has_means_not_all_of_them(
    tmp_path: Path, words: str, told: str
) -> None:
    desk = Installation(tmp_path)
    desk.joined()
    boss = desk.coordinator()
    boss.says(words)
    assert boss.last == told
    desk.close()


def test_a_school_that_is_no_unit_here_is_no_word_to_all(tmp_path: Path) -> None:
    desk = Installation(tmp_path)
    desk.joined()
    boss = desk.coordinator()
    boss.says("nhắc trường Kim Đồng")
    assert "Sẽ nhắc" not in boss.last
    desk.close()


@pytest.mark.parametrize("name", ["Trường PTDT bán trú X2", "Truong PTDT noi tru X2"])
def test_a_boarding_school_is_reminded_by_its_name(
    desk: Installation, boss: Person, name: str
) -> None:
    rename(desk.store, "T1", name=name)
    boss.says(f"nhắc {name} nộp gấp")
    assert "1 đơn vị" in boss.last and name in boss.last
