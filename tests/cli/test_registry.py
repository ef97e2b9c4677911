"""The national registry on the command line: without settings, and as a campaign's list of units."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_units_of_bodies import CAMPAIGN

Command = Callable[..., tuple[int, str, str]]


def written_lines() -> list[dict[str, str]]:
    """The lines of the list that was written."""
    with Path("a.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_province_is_shown_with_what_its_communes_were_made_from(baocao: Command) -> None:
    status, shown, fault = baocao("units", "registry", "lai", "chau")
    assert (status, fault, len(shown.splitlines())) == (0, "", 39)
    assert "03433  Xã Bum Tở: Thị trấn Mường Tè, Xã Bum Tở, Xã Kan Hồ (Huyện Mường Tè)" in shown
    assert list(Path().iterdir()) == []


def test_the_registry_as_json_has_kind_province_and_predecessors(baocao: Command) -> None:
    communes = json.loads(baocao("units", "registry", "12", "--json")[1])
    (found,) = (commune for commune in communes if commune["code"] == "03466")
    assert len(communes) == 38
    assert (found["name"], found["kind"], found["province_code"]) == ("Xã Bum Nưa", "xã", "12")
    assert [(each["code"], each["share"]) for each in found["predecessors"]] == [
        ("03448", "whole"),
        ("03466", "whole"),
    ]


def test_a_merged_province_is_shown_as_the_new_one_in_so_many_words(baocao: Command) -> None:
    status, shown, told = baocao("units", "registry", "Bình Dương", "--json")
    assert (status, len(json.loads(shown))) == (0, 168)
    assert "Tỉnh Bình Dương nay là Thành phố Hồ Chí Minh" in told


def test_a_search_shows_every_place_and_what_became_of_it(baocao: Command) -> None:
    status, shown, _ = baocao("units", "search", "phuong", "hoa", "phu")
    assert status == 0
    assert "trước 1/7/2025; nay là Phường Bình Dương (25760) – Thành phố Hồ Chí Minh" in shown
    found = json.loads(baocao("units", "search", "Phú Lợi", "--json")[1])
    assert [each["status"] for each in found] == ["current"] * 2 + ["former"] * 4
    assert [len(each["successors"]) for each in found] == [0, 0, 1, 1, 1, 1]
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "near"),
    [(("registry", "Lai Chauu"), "Tỉnh Lai Châu"), (("search", "Bum Nưaa"), "Xã Bum Nưa, Tỉnh Lai Châu")],
)  # fmt: skip
def test_what_nobody_is_called_is_told_with_near_names(
    baocao: Command, arguments: tuple[str, ...], near: str
) -> None:
    status, shown, fault = baocao("units", *arguments, "--json")
    assert (status, shown) == (1, "")
    assert near in fault
    assert len(fault.splitlines()) == 1


def test_a_province_becomes_a_campaigns_units(baocao: Command) -> None:
    assert baocao("units", "registry", "Lai Châu", "--out", "a.csv")[0] == 0
    Path("a.toml").write_text(CAMPAIGN.format(slug="a", issuer="UBND tỉnh"), "utf-8")
    baocao("init", ".")
    assert baocao("campaign", "create", "a.toml")[::2] == (0, "")
    units = json.loads(baocao("units", "list", "--json")[1])
    written = written_lines()
    assert [(unit["code"], unit["name"]) for unit in units] == [
        (line["code"], line["name"]) for line in written
    ]
    (bum_to,) = (unit for unit in units if unit["code"] == "03433")
    assert bum_to["predecessors"] == ["03433", "03454", "03469"]
    assert (bum_to["aliases"], bum_to["valid_from"]) == (
        ["Thị trấn Mường Tè", "Xã Kan Hồ"],
        "2025-07-01",
    )
    assert json.loads(baocao("units", "import", "a.csv", "--json")[1])["same"] == 38


def test_a_former_name_that_two_units_share_is_nobodys_alias(baocao: Command) -> None:
    baocao("units", "registry", "79", "--out", "a.csv")
    lines = written_lines()
    names = [
        name for line in lines for name in (line["name"], *line["aliases"].split(";")) if name
    ]
    assert len(names) == len(set(names))


def test_divided_units_are_named_when_a_list_is_written(baocao: Command) -> None:
    _, _, told = baocao("units", "registry", "79", "--out", "a.csv")
    assert "Phường Hiệp Thành (Thành phố Thủ Dầu Một) → Phường Thủ Dầu Một, Phường Phú Lợi" in told


def test_a_list_that_is_there_is_not_written_over(baocao: Command) -> None:
    Path("a.csv").write_text("mine", "utf-8")
    assert baocao("units", "registry", "12", "--out", "a.csv")[0] == 1
    assert Path("a.csv").read_text("utf-8") == "mine"
    assert baocao("units", "registry", "12", "--out", "a.csv", "--yes")[0] == 0
    assert baocao("units", "registry", "12", "--out", "a.pdf")[0] == 2


def test_other_commands_do_not_load_the_registry() -> None:
    script = (
        "import sys; import bot.cli.unit_commands, bot.cli.main, bot.cli.campaign_commands;"
        "print([name for name in sys.modules if name.startswith('bot.registry')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["Huyện Mường Tè", "huyen muong te", "huyện Mường Tè, Lai Châu"])
def test_the_communes_of_a_former_district_are_a_list_of_units(baocao: Command, name: str) -> None:
    assert baocao("units", "registry", name, "--then", "--out", "a.csv")[0] == 0
    codes = [(line["code"], line["name"]) for line in written_lines()]
    assert (len(codes), ("03433", "Thị trấn Mường Tè") in codes) == (14, True)


def test_the_communes_of_a_former_province_are_shown(baocao: Command) -> None:
    found = json.loads(baocao("units", "registry", "Bình Dương", "--then", "--json")[1])
    assert {each["province"] for each in found} == {"Tỉnh Bình Dương"}
    status, _, fault = baocao("units", "registry", "Nơi Không Có", "--then")
    assert (status, "trước ngày 01/7/2025" in fault) == (1, True)
