"""A commune reads the drafts of its schools and gives its own evaluation in words (Bắc Kạn 2024)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import docx
import pytest

from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.campaigns import campaign_setup
from tests.office import TZ, Installation, said

UNITS = """code,name,kind,parent
X1,Xã Nông Thượng,xã,
T1,Trường TH Nông Thượng,trường,X1
X2,Xã Dương Quang,xã,
T2,Trường TH Dương Quang,trường,X2
"""
CAMPAIGN = """
slug = "bac-kan-2024"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2024"
form = "phu-luc-ii-2022"
period = { start = 2024-09-30, end = 2024-10-07 }
deadline = "trước ngày 10/10/2024"
issuer = "UBND thành phố Bắc Kạn"
units = "units.csv"
[[items]]
kinds = ["xã"]
type = "narrative"
title = "Kiểm tra, đánh giá kết quả"
"""
WORDS = "Trường TH Nông Thượng tổ chức tốt, đúng kế hoạch."


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "town").mkdir()
    (tmp_path / "town/units.csv").write_text(UNITS, "utf-8")
    (tmp_path / "town/campaign.toml").write_text(CAMPAIGN, "utf-8")
    made = Installation(tmp_path)
    made.now = datetime(2024, 10, 4, 9, tzinfo=TZ)
    read = campaign_setup.read_campaign(tmp_path / "town/campaign.toml", made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, read.campaign.slug)
    yield made
    made.close()


def test_the_commune_reads_a_draft_of_its_school_before_it_is_sent(town: Installation) -> None:
    town.joined("T1").says("1.1: 2 lớp 60 người")
    shown = said(town.joined("X1").says("xem Trường TH Nông Thượng")[-1])
    assert "Trạng thái: Đang soạn" in shown and "2 lớp, 60 người" in shown


def test_another_communes_school_is_not_shown_and_that_is_said(town: Installation) -> None:
    town.joined("T2").says("1.1: 2 lớp 60 người")
    shown = said(town.joined("X1").says("xem Trường TH Dương Quang")[-1])
    assert "không trực thuộc" in shown and "60" not in shown


@pytest.mark.parametrize("typed", [f"viết đánh giá: {WORDS}", f"viết\n{WORDS}\nxong"])
def test_the_evaluation_is_the_communes_own_and_stands_in_the_report(
    town: Installation, typed: str, tmp_path: Path
) -> None:
    commune, school = town.joined("X1"), town.joined("T1")
    for line in typed.split("\n"):
        commune.says(line)
    assert "đánh giá" not in said(school.says("còn thiếu gì?")[-1])
    commune.says("nộp")
    for words in ("1.1: 1 lớp 20 người; còn lại không", "đúng", "nộp", "nộp", "nộp"):
        commune.says(words)
    paper = tmp_path / "report.docx"
    export_file(town.store, town.office, town.campaign.slug, None, paper)
    assert WORDS in "\n".join(each.text for each in docx.Document(str(paper)).paragraphs)
