"""Lists of units on the command line: whose they are, and what may not change without a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
CAMPAIGN = """
slug = "{slug}"
title = "Tuần lễ học tập"
form = "phu-luc-ii-2022"
period = {{ start = 2022-10-01, end = 2022-10-07 }}
deadline = "trước ngày 14/10/2022"
issuer = "{issuer}"
units = "{slug}.csv"
"""


def campaign(slug: str, issuer: str, *units: str) -> Path:
    """A campaign file beside its list of units."""
    Path(f"{slug}.csv").write_text("\n".join(("code,name,kind,parent", *units)), "utf-8")
    file = Path(f"{slug}.toml")
    file.write_text(CAMPAIGN.format(slug=slug, issuer=issuer), "utf-8")
    return file


@pytest.fixture(autouse=True)
def installed(baocao: Command) -> None:
    """A folder with settings and an empty database."""
    assert baocao("init", ".")[0] == 0


def test_two_bodies_may_use_the_same_codes(baocao: Command) -> None:
    first = campaign("a", "UBND huyện A", "01,Xã Một,xã")
    other = campaign("b", "UBND quận B", "01,Phường Hai,phường")
    for file in (first, other):
        assert baocao("campaign", "create", str(file))[0] == 0
    shown = json.loads(baocao("campaign", "show", "a", "--json")[1])
    assert [unit["name"] for unit in shown["units"]] == ["Xã Một"]
    listed = json.loads(baocao("units", "list", "--body", "ubnd quận b", "--json")[1])
    assert [(unit["name"], unit["body"]) for unit in listed] == [("Phường Hai", "UBND quận B")]


def test_a_known_code_under_another_name_is_refused_with_both_names(baocao: Command) -> None:
    baocao(
        "campaign", "create", str(campaign("a", "UBND huyện A", "01,Xã Một,xã,H1", "02,Xã Hai,xã"))
    )
    status, shown, fault = baocao(
        "campaign",
        "create",
        str(campaign("b", "UBND huyện A", "01,Xã Khác,xã,H1", "02,Xã Hai,xã,H2")),
    )
    assert (status, shown) == (1, "")
    for words in ("01", "“Xã Một”", "“Xã Khác”", "02", "cấp trên H2", "--accept-changes"):
        assert words in fault
    assert "Xã Khác" not in baocao("campaign", "show", "a")[1]
    assert baocao("campaign", "show", "b")[0] == 1


def test_an_accepted_change_leaves_the_earlier_campaign_its_name(baocao: Command) -> None:
    baocao("campaign", "create", str(campaign("a", "UBND huyện A", "01,Xã Một,xã")))
    later = campaign("b", "UBND huyện A", "01,Phường Một,phường")
    assert baocao("campaign", "create", str(later), "--accept-changes")[0] == 0
    assert "Xã Một" in baocao("campaign", "show", "a")[1]
    assert "Phường Một" in baocao("campaign", "show", "b")[1]
    (unit,) = json.loads(baocao("units", "list", "--json")[1])
    assert (unit["name"], unit["valid_from"]) == ("Phường Một", "2022-10-01")


def test_an_imported_list_says_whose_it_is_where_there_are_several_bodies(baocao: Command) -> None:
    for slug, issuer in (("a", "UBND huyện A"), ("b", "UBND quận B")):
        baocao("campaign", "create", str(campaign(slug, issuer, "01,Xã Một,xã")))
    Path("more.csv").write_text("code,name\n09,Xã Chín\n", "utf-8")
    status, _, fault = baocao("units", "import", "more.csv")
    assert status == 2
    assert "UBND huyện A; UBND quận B" in fault
    assert baocao("units", "import", "more.csv", "--body", "UBND quận B")[0] == 0


def test_units_listed_before_any_body_are_the_first_bodys(baocao: Command) -> None:
    Path("all.csv").write_text(
        "code,name,kind,valid_from,predecessors,commune_code\n"
        "01,Xã Một,xã,01/07/2025,X1;X2,03433\n", "utf-8",
    )  # fmt: skip
    assert baocao("units", "import", "all.csv")[0] == 0
    baocao("campaign", "create", str(campaign("a", "UBND huyện A", "01,Xã Một,xã")))
    (unit,) = json.loads(baocao("units", "list", "--json")[1])
    assert (unit["body"], unit["valid_from"]) == ("UBND huyện A", "2025-07-01")
    assert (unit["predecessors"], unit["commune_code"]) == (["X1", "X2"], "03433")


def test_a_date_that_is_none_is_named_with_its_line(baocao: Command) -> None:
    Path("all.csv").write_text("code,name,valid_from\n01,Xã Một,hôm qua\n", "utf-8")
    status, _, fault = baocao("units", "import", "all.csv")
    assert status == 1
    assert "dòng 2: “hôm qua”" in fault


def test_a_running_campaign_keeps_its_units_when_the_list_changes(baocao: Command) -> None:
    """A unit renamed, of another kind, below another one in the middle of a campaign: its report, its day
    and its place in the totals stay what they were, and whoever imports the list is told so."""
    file = campaign("a", "UBND huyện A", "01,Xã Một,xã,", "02,Trường Hai,trường,01")
    clock = ("--clock", "2022-10-05T08:00:00+07:00")
    for words in (
        ("campaign", "create", str(file)),
        ("campaign", "open", "a"),
        ("enter", "a", "--unit", "02", "--source", "thư", "--send", "1.1: 3 lớp 45 người"),
    ):
        assert baocao(*words, *clock)[0] == 0, words
    Path("moi.csv").write_text(
        "code,name,kind,parent\n01,Xã Một Mới,xã,\n02,Trung tâm Hai,trung tâm,\n", "utf-8"
    )
    status, shown, _ = baocao("units", "import", "moi.csv", "--accept-changes", *clock)
    assert status == 0 and "vẫn giữ tên, loại, cấp trên như khi lập" in shown
    assert baocao("export", "a", "--out", "a.json", *clock)[0] == 0
    exported = json.loads(Path("a.json").read_text("utf-8"))
    (school,) = [unit for unit in exported["units"] if unit["unit_code"] == "02"]
    assert school["unit_name"] == "Trường Hai"
    assert exported["totals"]["1.1"]["count"] == 3
    assert exported["by_kind"]["trường"]["1.1"]["count"] == 3
