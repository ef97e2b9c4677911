"""What the documents tell of the program is what the program is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_what_the_program_knows_of_itself_stands_in_the_documents() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.write", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nRun: python -m tests.docs.write"


def test_the_architecture_has_a_line_for_every_folder() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [f"bot/{path.name}" for path in (ROOT / "bot").iterdir() if path.is_dir()]
    there = [room for room in rooms if not room.endswith("__pycache__")]
    assert [room for room in [*there, "storage"] if f"- `{room}`: " not in told] == []


def test_decisions_are_numbered_and_dated() -> None:
    told = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    entries = told.split("\n## ")[1:]
    assert [entry[:3] for entry in entries] == [f"{n:03}" for n in range(1, len(entries) + 1)]
    assert [entry for entry in entries if not re.match(r".+\n\n20\d\d-\d\d-\d\d\. ", entry)] == []
    assert "\n**" not in told


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    told = page.read_text("utf-8")
    named = set(re.findall(r"`((?:bot|storage|tests|docs)/[\w/.-]*\w)`", told))
    linked = set(re.findall(r"\]\((?!https?:|#)([^)#]+)", told))
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [name for name in linked if not (page.parent / name).exists()]
    assert missing == []
