"""Each of the five plans runs with its form, its deadline or its number missing: the gap is seen, and
nothing fails for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import progress_rows
from bot.use_cases.reminding.daily_digest import digest_tick
from bot.use_cases.reminding.reminder_forecast import forecast
from bot.use_cases.reminding.send_reminders import reminder_tick
from tests.office import Installation, said
from tests.use_cases.test_five_plans import PLANS, SLUGS

WITHOUT = {
    "form": (r'form = ".*"\n', ""),
    "deadline": (r"\ndeadline = .*", '\ndeadline = "không ấn định"'),
    "number": (r"(?m)^(?:number|date) = .*\n", ""),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def opened(desk: Installation, slug: str, pattern: str, instead: str) -> None:
    """The plan of a file with something of it left out, on the day after its week."""
    place = desk.folder / "plan"
    place.mkdir()
    shutil.copy(PLANS / f"{slug}.csv", place)
    text = (PLANS / f"{slug}.toml").read_text("utf-8")
    (place / "plan.toml").write_text(re.sub(pattern, instead, text, count=2), "utf-8")
    read = campaign_setup.read_campaign(place / "plan.toml", desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, slug)
    end = desk.campaign.period_end
    desk.now = datetime.combine(end, desk.now.timetz()) + timedelta(days=1)


@pytest.mark.parametrize("missing", WITHOUT)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_plan_runs_without_what_it_does_not_say(
    desk: Installation, slug: str, missing: str
) -> None:
    opened(desk, slug, *WITHOUT[missing])
    chief = desk.coordinator("Tổng hợp")
    official = desk.joined("01")
    opening = said(official.heard[-1])
    if missing == "form":
        assert desk.campaign.forms == () and "Biểu có" not in opening
        official.says("Xã đã tổ chức 3 lớp, 45 người.")
        assert "1.1" not in desk.submission("01").answers
    else:
        official.says("1.1: 3 lớp 45 người; còn lại không")
        official.says("đúng")
        assert desk.submission("01").answers["1.1"].count == 3
    if missing == "deadline":
        assert desk.campaign.last_instant is None and "Hạn nộp" not in opening
    if missing == "number":
        assert "Kế hoạch số ……" in said(official.says("kế hoạch")[-1])
    for words in ("tiến độ", "nhắc", "sai"):
        assert chief.says(words)
    for _ in range(4):
        desk.later(days=1)
        for tick in (reminder_tick, digest_tick):
            with desk.store.transaction() as tx:
                tick(tx, desk.office, desk.now)
    with desk.store.reading() as tx:
        forecast(tx, desk.office, slug, desk.now)
        assert len(progress_rows(tx, desk.office, slug)) == 3
    for ending in ("xlsx", "docx", "json"):
        out = desk.folder / f"out.{ending}"
        export_file(desk.store, desk.office, slug, None, out)
        assert out.stat().st_size > 100


@pytest.mark.parametrize("slug", SLUGS)
def test_no_plan_opens_without_a_deadline_that_nobody_chose(desk: Installation, slug: str) -> None:
    with pytest.raises(UsageError, match="deadline"):
        opened(desk, slug, r"\ndeadline = .*", "")
