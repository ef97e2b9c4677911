"""A campaign file of the second edition: every key is read, a wrong one is told with its line, and
`campaign show --json` gives back what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.errors import UsageError
from bot.model.campaign import Campaign
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.check_plan import plan_warnings
from bot.use_cases.campaigns.plan_record import file_keys
from bot.use_cases.reminding.reminder_forecast import forecast
from tests.office import Installation

FILE = """\
slug = "phu-ninh-2023"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2023"
form = { "xã" = "phu-luc-ii-2022", "trường" = "phu-luc-ii-2022" }
period = { start = 2023-10-02, end = 2023-10-08 }
deadline = { "xã" = "trước ngày 18/10/2023", "trường" = "trước ngày 14/10/2023", "" = "trước ngày 18/10/2023" }
issuer = "UBND huyện Phú Ninh"
receiver = "Phòng Giáo dục và Đào tạo"
units = "units-2.csv"
[plan]
number = "123/KH-UBND"
date = 2023-09-28
basis = ["6543/KH-UBND ngày 26/9/2023"]
contacts = { emails = ["a@example.vn"], phones = ["0213 000 001"] }
openings = [{ kinds = ["trường"], date = 2023-10-02, time = "07:00", place = "Sân trường" }]
references = ["khau-hieu.docx"]
[[items]]
kinds = ["xã"]
type = "photos"
minimum = 2
[[items]]
kinds = ["huyện"]
type = "total"
deadline = "trước ngày 23/10/2023"
[[items]]
units = ["T1"]
type = "narrative"
title = "Mô hình tốt"
receivers = ["Hội Khuyến học"]
[upward]
receivers = ["Bộ Giáo dục và Đào tạo", "UBND tỉnh"]
deadline = "trước ngày 30/10/2023"
[consultation]
draft = "du-thao.docx"
text = "Quá hạn không có ý kiến coi như đồng ý."
deadline = "trước ngày 22/9/2023"
silence = "agree"
recipients = "recipients.csv"
"""
UNITS = "code,name,kind,parent\nH1,Huyện,huyện,\nX1,Xã Một,xã,H1\nT1,Trường Một,trường THCS,X1\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    (tmp_path / "units-2.csv").write_text(UNITS, "utf-8")
    (tmp_path / "recipients.csv").write_text("code,name\nR1,Phòng Nội vụ\n", "utf-8")
    for name in ("khau-hieu.docx", "du-thao.docx"):
        (tmp_path / name).write_bytes(b"PK")
    yield made
    made.close()


def read(desk: Installation, text: str = FILE) -> campaign_setup.CampaignFile:
    file = desk.folder / "second.toml"
    file.write_text(text, "utf-8")
    return campaign_setup.read_campaign(file, desk.office)


def created(desk: Installation, text: str = FILE) -> tuple[Campaign, dict[str, Any]]:
    with desk.store.transaction() as tx:
        made = campaign_setup.create_campaign(tx, desk.office, read(desk, text))
    with desk.store.reading() as tx:
        kept = tx.campaigns.by_id(made.id)
        keys = file_keys(kept, tx.campaigns.upward(made.id), tx.campaigns.consultation(made.id))
    return kept, keys


@pytest.mark.parametrize(
    ("old", "new", "line", "named"),
    [
        ("minimum = 2", "minium = 2", 19, "minium"),
        ('type = "photos"', 'type = "photo"', 18, "figures, total, narrative, file, photos"),
        ('time = "07:00"', 'time = "7 giờ"', 14, "time"),
        ('silence = "agree"', 'silence = "yes"', 36, "silence"),
        ("date = 2023-09-28", 'date = "hôm nay"', 11, "date"),
        ('kinds = ["huyện"]', 'kinds = "huyện"', 21, "kinds"),
        ("khau-hieu.docx", "khac.docx", 15, "khac.docx"),
        ('units = ["T1"]', 'units = ["T9"]', 25, "T9"),
        ('"trước ngày 23/10/2023"', '"sớm"', 23, "deadline"),
        (', "" = "trước ngày 18/10/2023"', "", 5, "huyện"),
        ('type = "total"', 'type = "total"\nminimum = 1', 23, "total"),
        ('slug = "phu-ninh-2023"', 'slug = "phú ninh"', 1, "slug"),
    ],
)
def test_a_wrong_key_is_told_with_its_line(
    desk: Installation, old: str, new: str, line: int, named: str
) -> None:
    assert old in FILE
    with pytest.raises(UsageError) as told:
        read(desk, FILE.replace(old, new, 1))
    assert f"second.toml, dòng {line}:" in str(told.value)
    assert named in str(told.value)


def test_a_kind_without_a_day_is_offered_that_of_another(desk: Installation) -> None:
    """Thủ Dầu Một's schools have no date of their own; the Phòng's total needs them."""
    with pytest.raises(UsageError) as told:
        read(desk, FILE.replace(', "" = "trước ngày 18/10/2023"', "", 1))
    assert 'như loại “trường”: "huyện" = "trước ngày 14/10/2023"' in str(told.value)


def test_what_the_file_says_comes_back(desk: Installation) -> None:
    _, keys = created(desk)
    assert keys["plan"]["openings"][0]["time"] == "07:00"
    assert keys["plan"]["references"] == ["khau-hieu.docx"]
    assert keys["deadline"] == {
        "xã": "trước ngày 18/10/2023",
        "trường": "trước ngày 14/10/2023",
        "": "trước ngày 18/10/2023",
    }
    assert [each["type"] for each in keys["items"]][:3] == ["photos", "total", "narrative"]
    assert keys["upward"]["receivers"] == ["Bộ Giáo dục và Đào tạo", "UBND tỉnh"]
    assert keys["consultation"]["recipients"] == ["Phòng Nội vụ"]


def test_files_beside_it_are_kept_in_the_data_folder(desk: Installation) -> None:
    kept, _ = created(desk)
    (desk.folder / "khau-hieu.docx").unlink()
    (reference,) = kept.plan.references
    assert (desk.folder / reference.path).read_bytes() == b"PK"


def test_each_kind_has_its_own_last_day(desk: Installation) -> None:
    kept, _ = created(desk)
    with desk.store.reading() as tx:
        members = tx.campaigns.members(kept.id)
    days = {}
    for unit in members:
        last = kept.deadline_for(unit).last_instant
        assert last is not None
        days[unit.code] = last.day
    assert days == {"H1": 22, "X1": 17, "T1": 13}


def test_two_tiers_on_one_day_are_warned_of_by_the_law(desk: Installation) -> None:
    near = FILE.replace("trước ngày 30/10/2023", "trước ngày 19/10/2023")
    near = near.replace("trước ngày 23/10/2023", "trước ngày 18/10/2023")
    friday = near.replace('"" = "trước ngày 18/10/2023"', '"" = "trước ngày 14/10/2023"')
    friday = friday.replace("trước ngày 19/10/2023", "trước ngày 16/10/2023")
    assert "không có ngày làm việc nào" in " ".join(plan_warnings(read(desk, friday)))


def test_a_file_of_the_first_edition_is_read_as_before(desk: Installation) -> None:
    kept = desk.campaign
    assert (kept.plan.number, kept.asked_items, kept.deadlines) == ("", (), ())


def test_recipients_may_be_listed_by_their_names_alone(desk: Installation) -> None:
    listed = "Nơi nhận\nPhòng Nội vụ\nUBND xã Một\nTrường Một\n"
    (desk.folder / "recipients.csv").write_text(listed, "utf-8")
    asked = read(desk).consultation
    assert asked is not None
    codes = {recipient.name: recipient.code for recipient in asked.recipients}
    assert codes == {"Phòng Nội vụ": "phong-noi-vu", "UBND xã Một": "X1", "Trường Một": "T1"}


def test_recipients_that_are_units_may_be_listed_by_their_codes_alone(desk: Installation) -> None:
    (desk.folder / "recipients.csv").write_text("code\nX1\nT1\n", "utf-8")
    asked = read(desk).consultation
    assert asked is not None
    assert [recipient.name for recipient in asked.recipients] == ["Xã Một", "Trường Một"]


def test_a_reporter_who_is_asked_about_a_draft_is_reminded_of_it_by_the_consultation_alone(
    desk: Installation,
) -> None:
    (desk.folder / "recipients.csv").write_text("code\nX1\n", "utf-8")
    desk.now = datetime(2023, 9, 15, 8, tzinfo=desk.now.tzinfo)
    with desk.store.transaction() as tx:
        made = campaign_setup.create_campaign(tx, desk.office, read(desk))
        campaign_setup.open_campaign(tx, desk.office, made.slug)
        kinds = [row["kind"] for row in forecast(tx, desk.office, made.slug, desk.now)]
    assert any(kind.startswith("deadline") for kind in kinds)
    assert [kind for kind in kinds if kind.startswith("opinion")] == []
