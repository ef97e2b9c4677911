"""`baocao mail`: what a mailed file says, as JSON, and what of it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.imap_server import ImapServer
from tests.imports.filled_files import Changes, body, fill, sheet, workbook
from tests.use_cases.test_mailbox import own_certificate

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
FILLED: Changes = {"1.1": (3, 45, "có cả trực tuyến"), "1.9": ("khoảng 2", 30)}
Mail = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def mail(baocao: Command) -> Mail:
    """Mail a filled form without a unit's name in an open campaign of two units."""
    assert baocao("init", ".")[0] == 0
    Path("units.csv").write_text("code,name,kind,parent\n01,Xã Một,xã,\n02,Xã Hai,xã,\n", "utf-8")
    Path("campaign.toml").write_text(CAMPAIGN, "utf-8")
    clock = ("--clock", "2026-10-02T08:00:00+07:00")
    for command in ("create", "open"):
        argument = "campaign.toml" if command == "create" else "tuan-le"
        assert baocao("campaign", command, argument, *clock)[0] == 0
    blank = replace(sheet(), unit_name="", unit_code="", campaign="", year=2026)

    def run(name: str, *options: str) -> list[dict[str, Any]]:
        Path(name).write_bytes(body(fill(workbook(blank), FILLED)))
        status, out, err = baocao("mail", "tuan-le", name, *options, "--json", *clock)
        assert (status, err) == (0, "")
        return list(json.loads(out))

    return run


def test_each_row_of_a_file_is_told_with_its_outcome(mail: Mail) -> None:
    (found,) = mail("BC xa Mot.xlsx")
    assert (found["file"], found["unit_code"], found["unit_name"]) == (
        "BC xa Mot.xlsx",
        "01",
        "Xã Một",
    )
    row = found["rows"]["1.1"]
    assert (row["outcome"], row["count"], row["people"]) == ("ok", 3, 45)
    assert (row["note"], row["question"]) == ("có cả trực tuyến", None)
    assert found["rows"]["1.9"]["outcome"] == "ask"
    assert found["rows"]["1.9"]["question"]


def test_a_file_that_names_no_unit_belongs_to_nobody_until_somebody_says_whose(mail: Mail) -> None:
    assert mail("bao cao.xlsx", "--yes")[0]["unit_code"] is None
    assert mail("bao cao.xlsx", "--unit", "02", "--yes")[0]["unit_code"] == "02"


def test_only_what_is_certain_is_stored_with_its_source(mail: Mail, baocao: Command) -> None:
    mail("BC xa Mot.xlsx", "--send", "--source", "e-mail ngày 12/10, bà Hoa")
    baocao("export", "tuan-le", "--unit", "01", "--out", "a.json")
    kept = json.loads(Path("a.json").read_text("utf-8"))["units"][0]["rows"]
    assert {code for code, row in kept.items() if row["state"] == "value"} == {"1.1"}
    assert kept["1.1"]["source"] == "nhập hộ theo e-mail ngày 12/10, bà Hoa"


def test_without_yes_nothing_is_stored(mail: Mail, baocao: Command) -> None:
    mail("BC xa Mot.xlsx")
    _, out, _ = baocao("progress", "tuan-le", "--json")
    assert [unit["answered"] for unit in json.loads(out)] == [0, 0]


def test_a_message_whose_unit_is_not_known_waits_until_somebody_names_it(
    mail: Mail, baocao: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = replace(sheet(), unit_name="", unit_code="", campaign="", year=2026)
    filled = body(fill(workbook(blank), FILLED))
    own = own_certificate(tmp_path)
    server = ImapServer(
        [with_file("Báo cáo", filled), with_file("Xã Hai", filled)], certificate=own
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    box = {"HOST": "localhost", "PORT": str(server.port), "USER": "a", "PASSWORD": "secret"}
    for key, value in box.items():
        monkeypatch.setenv(f"BAOCAO_MAIL__{key}", value)
    clock = ("--clock", "2026-10-02T08:00:00+07:00")

    def units(*words: str) -> list[str | None]:
        status, out, err = baocao("mail", "tuan-le", *words, "--json", *clock)
        assert status == 0, err
        found = json.loads(out)
        return [each["unit_code"] for each in found]

    assert units("--inbox", "--yes") == [None, "02"]
    assert units("--inbox") == [None]
    (kept,) = Path().rglob("7-1.eml")
    assert units(str(kept), "--unit", "01", "--yes") == ["01"]
    assert units("--inbox") == []
    server.stop()


def with_file(subject: str, filled: bytes) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@example.vn", subject
    made.set_content("Gửi phòng.")
    made.add_attachment(filled, maintype="application", subtype="octet-stream", filename="bc.xlsx")
    return made.as_bytes()
