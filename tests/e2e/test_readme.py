"""README's first real campaign, followed word for word in an empty folder; only Telegram is faked."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from openpyxl import load_workbook
from PIL import Image

from tests.fakes.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]
HEAD = "## A first real campaign"


def blocks(page: str, head: str) -> list[tuple[str, str]]:
    """(language, text) of the code blocks of one section, without the list's indent."""
    section = (ROOT / page).read_text(encoding="utf-8").split(head)[1].split("\n## ")[0]
    found = re.findall(r"^ *```(\w+)\n(.*?)^ *```", section, re.DOTALL | re.MULTILINE)
    return [(kind, re.sub(r"^   ", "", text, flags=re.MULTILINE)) for kind, text in found]


def follow(folder: Path, environment: dict[str, str]) -> Path:
    """Do what the English page says until the program would run; returns the folder it made."""
    for kind, text in blocks("README.md", HEAD):
        if kind in ("csv", "toml"):
            name = {"csv": "units.csv", "toml": "campaign.toml"}[kind]
            (folder / name).write_text(text, encoding="utf-8")
            continue
        for line in text.splitlines():
            if line == "baocao run":
                return folder
            for words in (shlex.split(part, comments=True) for part in line.split("&&")):
                if words[:1] == ["cd"]:
                    folder /= words[1]
                elif words[:1] == ["baocao"]:
                    done = subprocess.run(
                        [sys.executable, "-m", "bot", *words[1:]], cwd=folder, env=environment,
                        capture_output=True, text=True, timeout=120, check=False,
                    )  # fmt: skip
                    assert done.returncode == 0, (line, done.stdout, done.stderr)
    raise AssertionError("the page never says: baocao run")


def test_the_first_campaign_hands_out_codes_that_every_phone_can_open(tmp_path: Path) -> None:
    with TelegramServer() as server:
        given = {
            "BAOCAO_TELEGRAM__TOKEN": server.token,
            "BAOCAO_TELEGRAM__API_BASE": server.api_base,
        }
        clock = {"BAOCAO_CLOCK": "2026-10-01T08:00:00+07:00"}
        folder = follow(tmp_path, {**os.environ, **given, **clock, "PYTHONPATH": str(ROOT)})
        sheet = load_workbook(folder / "invitations.xlsx").active
        images = [Image.open(io.BytesIO(image._data())) for image in sheet._images]
        links = [code.text for image in images for code in zxingcpp.read_barcodes(image)]
        codes = [row[3] for row in sheet.iter_rows(min_row=4, values_only=True)]
        assert links == [f"https://t.me/{server.username}?start={code}" for code in codes]
        assert len(links) == 2
        text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        assert "127.0.0.1" not in text


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_both_pages_begin_with_the_same_two_commands(page: str) -> None:
    """One runs the main job on a fresh machine, one passes the tests."""
    first = re.search(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert first is not None
    assert first[1].splitlines() == [
        "python3 -m venv .venv && .venv/bin/python -m pip install . && .venv/bin/baocao demo",
        "sh tests/run",
    ]
