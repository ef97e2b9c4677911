"""`baocao invite`: what exists is printed, nothing is voided unasked, links open where they land."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from openpyxl import load_workbook
from PIL import Image

from bot.bootstrap import Bootstrap
from bot.cli.demo_campaign import prepare

Command = Callable[..., tuple[int, str, str]]
SLUG = "thang-muoi"
CAMPAIGN = """\
slug = "thang-muoi"
title = "Tuần lễ học tập suốt đời"
form = "phu-luc-ii-2022"
period = { start = 2026-10-01, end = 2026-10-07 }
deadline = "trước ngày 14/10/2026"
issuer = "UBND huyện Phú Ninh"
units = "units.csv"
"""
UNITS = "code,name,kind,parent,aliases\n01,Xã Một,xã,,\n02,Xã Hai,xã,,\n03,Trường Ba,trường,,\n"
START = "2026-10-01T08:00:00+07:00"
LATER = "2026-11-20T08:00:00+07:00"


@pytest.fixture
def shop(baocao: Command) -> Command:
    """An office with one campaign and no channel but its own web page."""
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    Path("campaign.toml").write_text(CAMPAIGN, encoding="utf-8")
    for words in ("init", "campaign create campaign.toml", f"campaign open {SLUG}"):
        assert baocao(*words.split())[0] == 0
    return baocao


def printed(shop: Command, *more: str, clock: str = START) -> list[dict[str, str]]:
    status, out, err = shop("invite", SLUG, "--json", "--clock", clock, *more)
    assert status == 0, err
    return list(json.loads(out))


def codes(shop: Command, *more: str, clock: str = START) -> dict[str, str]:
    return {each["unit_code"]: each["code"] for each in printed(shop, *more, clock=clock)}


def pictures(file: Path) -> list[str]:
    """What a phone reads from the pictures of a hand-out."""
    images = load_workbook(file).active._images
    found = (zxingcpp.read_barcodes(Image.open(io.BytesIO(image._data()))) for image in images)
    return [code.text for (code,) in found]


def words(file: Path) -> str:
    rows = load_workbook(file).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell)


def use(code: str) -> None:
    with sqlite3.connect("data/baocao.db") as database:
        from tests.storage.peek import digest

        database.execute(
            "UPDATE invite SET used_at = ? WHERE digest = ?", (START[:19], digest(code))
        )


def test_printing_again_prints_the_codes_that_exist(shop: Command) -> None:
    first = codes(shop)
    assert codes(shop) == first
    assert shop("invite", SLUG, "--out", "i.xlsx", "--clock", START)[0] == 0
    assert all(code in words(Path("i.xlsx")) for code in first.values())
    assert codes(shop, "--unit", "02") == {"02": first["02"]}


def test_new_codes_are_made_only_when_asked_for_and_the_count_is_said(shop: Command) -> None:
    first = codes(shop)
    use(first["01"])
    _, out, err = shop("invite", SLUG, "--new", "--json", "--clock", START)
    assert "Đã hủy 2 mã cũ chưa dùng" in err
    assert not {load["code"] for load in json.loads(out)} & set(first.values())


def test_a_used_code_is_not_printed_as_one_that_works(shop: Command) -> None:
    first = codes(shop)
    use(first["01"])
    second = codes(shop)
    assert second["01"] != first["01"]
    assert (second["02"], second["03"]) == (first["02"], first["03"])


def test_a_code_that_ran_out_is_renewed(shop: Command) -> None:
    first, second = codes(shop), printed(shop, clock=LATER)
    assert not {each["code"] for each in second} & set(first.values())
    assert {each["expires_at"][:10] for each in second} == {"2026-12-20"}


@pytest.mark.parametrize("loss", ["older database", "key"])
def test_codes_that_cannot_be_printed_again_are_counted(shop: Command, loss: str) -> None:
    codes(shop)
    if loss == "key":
        Path("data/invite.key").unlink()
    else:
        with sqlite3.connect("data/baocao.db") as database:
            database.execute("UPDATE invite SET sealed = ''")
    status, out, err = shop("invite", SLUG, "--json", "--clock", START)
    assert (status, json.loads(out)) == (0, [])
    assert "Có 3 mã còn dùng được nhưng không in lại được" in err
    assert "--new" in err


def test_neither_database_nor_backup_holds_codes_or_key(shop: Command) -> None:
    made = codes(shop)
    shop("backup", "copy.zip")
    shop("backup", "copy.db")
    key = Path("data/invite.key")
    assert key.stat().st_mode & 0o077 == 0
    shutil.unpack_archive("copy.zip", "copy")
    kept = [path for path in (*Path("copy").rglob("*"), Path("copy.db"), *Path("data").rglob("*"))
            if path.is_file() and path != key]  # fmt: skip
    for secret in (*(code.encode() for code in made.values()), key.read_bytes()):
        assert [path for path in kept if secret in path.read_bytes()] == []


def test_a_hand_out_that_cannot_be_written_changes_no_code(shop: Command) -> None:
    first = codes(shop)
    Path("i.xlsx").mkdir()
    status, _, err = shop("invite", SLUG, "--new", "--out", "i.xlsx", "--clock", START)
    assert (status, err.count("\n")) == (1, 1)
    assert "chưa cấp và chưa hủy mã nào" in err
    assert codes(shop) == first
    assert sorted(Path().glob(".*part")) == []


def test_no_hand_out_carries_a_link_that_opens_on_this_machine_only(shop: Command) -> None:
    _, _, err = shop("invite", SLUG, "--out", "i.xlsx", "--clock", START)
    assert "Chưa có đường dẫn nào mở được trên máy khác" in err
    assert "public_url" in err
    assert pictures(Path("i.xlsx")) == []
    assert "127.0.0.1" not in words(Path("i.xlsx"))
    assert "127.0.0.1" not in shop("invite", SLUG, "--clock", START)[1]


def test_whoever_sits_at_the_machine_still_gets_the_local_link_as_json(shop: Command) -> None:
    assert all(
        each["web_link"] == f"http://127.0.0.1:8080/chat/{each['code']}" for each in printed(shop)
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]"])
def test_a_public_address_that_is_none_is_not_handed_out(
    shop: Command, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("BAOCAO_WEB__PUBLIC_URL", f"http://{host}:8080")
    _, _, err = shop("invite", SLUG, "--out", "i.xlsx", "--clock", START)
    assert "Chưa có đường dẫn" in err
    assert pictures(Path("i.xlsx")) == []


def test_every_picture_leads_to_the_public_address(
    shop: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOCAO_WEB__PUBLIC_URL", "https://bc.phuninh.gov.vn")
    made = codes(shop)
    _, _, err = shop("invite", SLUG, "--out", "i.xlsx", "--clock", START)
    assert err == ""
    assert pictures(Path("i.xlsx")) == [
        f"https://bc.phuninh.gov.vn/chat/{code}" for code in made.values()
    ]


def test_the_demo_prints_new_links_where_the_old_ones_cannot_be_printed(tmp_path: Path) -> None:
    links = []
    for _ in range(3):
        setup = Bootstrap(None, START)
        links.append(prepare(setup, tmp_path / "demo", "127.0.0.1", 8080).lines[2:5])
        setup.store.close()
        if len(links) == 2:
            (tmp_path / "demo" / "invite.key").unlink()
    assert links[0] == links[1]
    assert not set(links[1]) & set(links[2])


def test_the_head_of_a_hand_out_is_as_high_as_its_words(shop: Command) -> None:
    assert shop("invite", SLUG, "--out", "i.xlsx", "--clock", START)[0] == 0
    sheet = load_workbook("i.xlsx").active
    assert sheet["D3"].value == "Mã mời (dùng một lần)"  # two lines in a column of sixteen
    assert sheet.row_dimensions[3].height >= 30
