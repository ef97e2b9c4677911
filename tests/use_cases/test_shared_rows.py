"""What is said at the creation of a campaign about rows that its forms share."""

from __future__ import annotations

from pathlib import Path

from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.check_plan import plan_warnings
from tests.office import Installation

SCHOOL = """
slug = "truong"
title = "Biểu của trường"
[[row]]
code = "1.6"
kind = "count"
label = "Lớp về an toàn giao thông"
question = "Mấy lớp?"
count = { word = "lớp" }
[[row]]
code = "2"
kind = "money"
label = "Quỹ khuyến học"
question = "Bao nhiêu?"
count = { word = "đồng" }
"""


def test_rows_of_one_key_under_other_names_are_named(tmp_path: Path) -> None:
    desk = Installation(tmp_path)
    (tmp_path / "truong.toml").write_text(SCHOOL, encoding="utf-8")
    file = tmp_path / "campaign.toml"
    forms = 'form = { "" = "phu-luc-ii-2022", "trường" = "truong.toml" }'
    text = file.read_text("utf-8").replace('form = "phu-luc-ii-2022"', forms)
    file.write_text(text, encoding="utf-8")
    said = plan_warnings(campaign_setup.read_campaign(file, desk.office))
    desk.close()
    assert any("Mục 1.6" in each and "sẽ được cộng chung" in each for each in said)
    assert any("Mục 2" in each and "không cộng chung" in each for each in said)
