"""On the command line: an added unit comes with its link, a campaign shows what is owed besides its form, papers make
the folder that they go into."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_entering import CAMPAIGN

Command = Callable[..., tuple[int, str, str]]
ITEMS = """
[[items]]
type = "narrative"
title = "Gương điển hình"
kinds = ["xã"]
deadline = "trước ngày 20/10/2026"
[upward]
receivers = ["UBND tỉnh"]
deadline = "trước ngày 30/10/2026"
"""
CLOCK = ("--clock", "2026-10-02T08:00:00+07:00")


@pytest.fixture
def opened(baocao: Command) -> Command:
    """The command line in the folder of an open campaign of one unit; the list has a second one."""
    assert baocao("init", ".")[0] == 0
    config = Path("config.toml")
    config.write_text('[web]\npublic_url = "https://baocao.example.vn"\n', "utf-8")
    Path("units.csv").write_text("code,name,kind,parent\n01,Xã Một,xã,\n", "utf-8")
    Path("more.csv").write_text("code,name,kind,parent\n02,Xã Hai,xã,\n", "utf-8")
    Path("campaign.toml").write_text(CAMPAIGN + ITEMS, "utf-8")
    for words in (
        ("campaign", "create", "campaign.toml"),
        ("campaign", "open", "tuan-le"),
        ("units", "import", "more.csv", "--body", "UBND huyện A"),
    ):
        assert baocao(*words, *CLOCK)[0] == 0
    return baocao


def test_an_added_unit_comes_with_its_link(opened: Command) -> None:
    code, out, err = opened("campaign", "add-unit", "tuan-le", "--unit", "02", "--yes", *CLOCK)
    assert code == 0, err
    assert "Mã mời của Xã Hai" in out and "https://baocao.example.vn/chat/" in out


def test_the_folder_of_papers_is_made(opened: Command) -> None:
    code, _, err = opened("papers", "make", "tuan-le", "--to", "Sở", "--out", "gui", *CLOCK)
    assert code == 0, err
    assert [file.suffix for file in Path("gui").iterdir()] == [".docx"]
    code, _, err = opened("papers", "make", "tuan-le", "--to", "Sở", "--out", "no/gui", *CLOCK)
    assert code == 2 and "no/gui" in err


def test_a_paper_is_listed_with_when_it_was_sent(opened: Command) -> None:
    opened("papers", "make", "tuan-le", "--to", "Sở", "--out", "gui", *CLOCK)
    listed = opened("papers", "list", "tuan-le", *CLOCK)[1]
    assert "Chưa ghi là đã gửi." in listed
    paper = listed.split(" ")[0]
    code, _, err = opened("papers", "sent", paper, "--to", "Sở", "--how", "bưu điện", *CLOCK)
    assert code == 0, err
    assert "Gửi Sở (bưu điện) lúc" in opened("papers", "list", "tuan-le", *CLOCK)[1]


def test_a_campaign_shows_what_is_owed_besides_its_form(opened: Command) -> None:
    shown = opened("campaign", "show", "tuan-le", *CLOCK)[1]
    assert "Phải nộp: Gương điển hình (xã; trước ngày 20/10/2026)" in shown


def test_steps_are_named_by_what_they_are_about(opened: Command) -> None:
    assert (
        "lên cấp trên" not in opened("remind", "tuan-le", *CLOCK)[1]
    )  # nobody is there to be told
    rows = json.loads(opened("remind", "tuan-le", "--json", *CLOCK)[1])
    assert {row["unit_code"] for row in rows} == {"01", None}
