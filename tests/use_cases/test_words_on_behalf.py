"""In a campaign without a form the coordinator enters a unit's words and sends them, as its figures elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.submission import Status
from bot.use_cases.campaigns import campaign_setup
from tests.office import Installation, Person

CAMPAIGN = """
slug = "doc-sach"
title = "Tuần lễ đọc sách"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "Sở Văn hóa"
units = "doc-sach.csv"
[[items]]
type = "narrative"
title = "Kết quả"
"""


@pytest.fixture
def boss(tmp_path: Path) -> Iterator[Person]:
    desk = Installation(tmp_path)
    (tmp_path / "doc-sach.csv").write_text("code,name,kind,parent\nX1,Xã Tây Giang,xã,\n", "utf-8")
    (tmp_path / "doc-sach.toml").write_text(CAMPAIGN, "utf-8")
    read = campaign_setup.read_campaign(tmp_path / "doc-sach.toml", desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, "doc-sach")
    person = desk.coordinator("Chị Hoa")
    yield person
    desk.close()


def test_words_of_a_unit_are_entered_with_their_source_and_sent(boss: Person) -> None:
    boss.says("nộp hộ X1")
    assert "Chưa có nội dung" in boss.last
    boss.says("nhập hộ X1 theo thư ngày 12/10: Xã đã mở 3 buổi đọc sách.")
    assert "Kết quả" in boss.last and "thư ngày 12/10" in boss.last
    boss.says("đúng")
    boss.says("nộp hộ X1")
    boss.says("đúng")
    report = boss.desk.submission("X1")
    (words,) = report.answers.values()
    assert (report.status, words.text) == (Status.SUBMITTED, "Xã đã mở 3 buổi đọc sách.")
    assert "thư ngày 12/10" in words.source


def test_further_words_go_on_with_those_that_are_there(boss: Person) -> None:
    for words in ("Xã đã mở 3 buổi.", "Có 120 em dự."):
        boss.says(f"nhập hộ X1 theo thư: {words}")
        boss.says("đúng")
    (kept,) = boss.desk.submission("X1").answers.values()
    assert kept.text == "Xã đã mở 3 buổi.\nCó 120 em dự."


def test_a_report_that_was_mailed_as_a_file_is_kept_as_the_units_own(boss: Person) -> None:
    boss.sends_file(b"%PDF-1.4 signed\n%%EOF\n", "bao-cao.pdf", "nhập hộ X1 theo thư ngày 12/10")
    boss.says("đúng")
    assert boss.desk.submission("X1").report_files == 1
