"""`baocao enter`: a report taken by telephone or mail, with everything said of it that was typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., tuple[int, str, str]]
CAMPAIGN = """
slug = "tuan-le"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = { start = 2026-10-01, end = 2026-10-07 }
deadline = "trước ngày 14/10/2026"
issuer = "UBND huyện A"
units = "units.csv"
"""


@pytest.fixture
def enter(baocao: Command) -> Callable[[str], dict[str, Any]]:
    """Enter words for the only unit of an open campaign, as JSON."""
    assert baocao("init", ".")[0] == 0
    Path("units.csv").write_text("code,name,kind,parent\n01,Xã Một,xã,\n", "utf-8")
    Path("campaign.toml").write_text(CAMPAIGN, "utf-8")
    clock = ("--clock", "2026-10-02T08:00:00+07:00")
    assert baocao("campaign", "create", "campaign.toml", *clock)[0] == 0
    assert baocao("campaign", "open", "tuan-le", *clock)[0] == 0

    def run(text: str) -> dict[str, Any]:
        words = ("enter", "tuan-le", "--unit", "01", "--source", "e-mail", "--json", text)
        status, out, err = baocao(*words, *clock)
        assert (status, err) == (0, "")
        return dict(json.loads(out))

    return run


def test_a_number_of_something_else_is_named_beside_the_stored_row(
    enter: Callable[[str], dict[str, Any]],
) -> None:
    done = enter("4.3: tặng sách 12 lớp 284 quyển")
    assert done["stored"]["4.3"]["count"] == 284
    assert done["unused"] == ["12 lớp"]


def test_a_row_that_is_not_certain_is_asked_and_not_stored(
    enter: Callable[[str], dict[str, Any]],
) -> None:
    done = enter("1.1: khoảng 2 lớp 60 người; 3: 5 băng rôn")
    assert list(done["stored"]) == ["3"]
    assert [row["code"] for row in done["asked"]] == ["1.1"]
