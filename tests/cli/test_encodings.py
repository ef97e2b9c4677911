"""Commands on systems whose locale or console knows no Vietnamese letters, as real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PHRASE = "trước ngày 14/12/2026"


def run(*arguments: str | bytes, **settings: str) -> subprocess.CompletedProcess[bytes]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))
    }
    environment = {**kept, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)


LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
    {"LC_ALL": "C.UTF-8"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale["LC_ALL"])
def test_a_phrase_is_read_whole_whatever_the_locale(locale: dict[str, str]) -> None:
    done = run("deadline", PHRASE, "--json", **locale)
    assert json.loads(done.stdout)["last_day"] == "2026-12-13"


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale["LC_ALL"])
@pytest.mark.parametrize("command", [("deadline",), ("progress",), ("read", "--code", "1.1")])
def test_words_that_are_no_utf8_are_refused_by_every_command(
    command: tuple[str, ...], locale: dict[str, str]
) -> None:
    done = run(*command, "trước ngày 14/12/2026".encode("cp1258", "ignore"), **locale)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "không phải UTF-8" in done.stderr.decode()


@pytest.mark.parametrize("encoding", ["cp1258", "latin-1", "ascii"])
def test_every_letter_is_printed_into_a_file_whatever_the_consoles_encoding(encoding: str) -> None:
    done = run("deadline", PHRASE, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "hết Chủ nhật 13/12/2026" in done.stdout.decode()


@pytest.mark.parametrize("encoding", ["cp1258", "latin-1"])
def test_a_fault_is_told_whole_whatever_the_consoles_encoding(encoding: str) -> None:
    done = run("progress", "không có", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr.decode()[:20]) == (2, "Chưa có tệp cài đặt ")
