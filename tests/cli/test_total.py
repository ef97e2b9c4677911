"""`baocao total`: a branch's total is handed up once; said again without a change it is no error and no version."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_entering import CAMPAIGN

Command = Callable[..., tuple[int, str, str]]
CLOCK = ("--clock", "2026-10-02T08:00:00+07:00")
UNITS = "code,name,kind,parent\nH,Huyện Hai,huyện,\n01,Xã Một,xã,H\n"


@pytest.fixture
def tiers(baocao: Command) -> Command:
    """The command line in the folder of a campaign with a district above a commune, whose report is accepted."""
    assert baocao("init", ".")[0] == 0
    Path("units.csv").write_text(UNITS, "utf-8")
    Path("campaign.toml").write_text(CAMPAIGN, "utf-8")
    for words in (
        ("campaign", "create", "campaign.toml"),
        ("campaign", "open", "tuan-le"),
        ("enter", "tuan-le", "--unit", "01", "--source", "thư", "--send", "1.1: 3 lớp 45 người"),
        ("accept", "tuan-le", "--unit", "01"),
    ):
        code, _, err = baocao(*words, *CLOCK)
        assert code == 0, err
    return baocao


def test_a_total_that_is_up_and_did_not_change_is_said_to_be(tiers: Command) -> None:
    first = tiers("total", "tuan-le", "--unit", "H", "--send", "--json", *CLOCK)
    again = tiers("total", "tuan-le", "--unit", "H", "--send", "--json", *CLOCK)
    assert (first[0], again[0]) == (0, 0)
    assert json.loads(first[1]) == json.loads(again[1])
    assert json.loads(again[1])["handed_up"]["version"] == 1
    told = tiers("total", "tuan-le", "--unit", "H", "--send", *CLOCK)
    assert told[0] == 0 and "không có gì thay đổi" in told[1]


def test_a_unit_without_others_below_it_hands_nothing_up(tiers: Command) -> None:
    code, _, err = tiers("total", "tuan-le", "--unit", "01", "--send", *CLOCK)
    assert code == 1 and "không có đơn vị trực thuộc" in err
