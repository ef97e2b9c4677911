"""`baocao campaign clone`: last year's campaign made again, in one command."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., tuple[int, str, str]]
CLONE = (
    "campaign",
    "clone",
    "muong-te-2022",
    "muong-te-2026",
    "--deadline",
    "trước ngày 14/10/2026",
)


def with_campaign(baocao: Command, folder: Path) -> None:
    for name in ("units.csv", "campaign.toml"):
        text = (importlib.resources.files("bot.sample") / name).read_text("utf-8")
        (folder / name).write_text(text, "utf-8")
    assert baocao("init")[0] == baocao("campaign", "create", "campaign.toml")[0] == 0


def test_it_says_what_was_merged_and_what_to_do_next(baocao: Command, tmp_path: Path) -> None:
    with_campaign(baocao, tmp_path)
    code, out, err = baocao(*CLONE, "--period", "2026-10-01..2026-10-07")
    assert (code, err) == (0, "")
    assert "Xã Bum Tở: tiếp nối Thị trấn Mường Tè, Xã Bum Tở" in out
    assert "hết thứ Ba 13/10/2026" in out
    assert "baocao campaign open muong-te-2026" in out


def test_days_are_taken_as_offices_write_them(baocao: Command, tmp_path: Path) -> None:
    with_campaign(baocao, tmp_path)
    code, _, err = baocao(*CLONE, "--period", "01/10/2026..07/10/2026")
    assert (code, err) == (0, "")
    assert (
        baocao("campaign", "open", "muong-te-2026", "--clock", "2026-10-01T08:00:00+07:00")[0] == 0
    )


def test_a_period_that_cannot_be_read_is_named(baocao: Command, tmp_path: Path) -> None:
    with_campaign(baocao, tmp_path)
    code, _, err = baocao(*CLONE, "--period", "tháng 10")
    assert (code, "tháng 10" in err) == (2, True)
    assert "muong-te-2026" not in baocao("campaign", "list")[1]
