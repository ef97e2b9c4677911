"""A kind of row is added as the README's "Where to add things" says, and walks its whole way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT

ROW = "| a kind of row | `bot/row_types/<name>.py`, one class; `form_import.kind.<name>` in both catalogues |"
STARS = '''"""One to five stars, told by unit."""

from bot.row_types.doubt import Doubt
from bot.row_types.worded import WordedType


class StarsType(WordedType):
    """Rows answered with stars."""

    name = "stars"
    example = "4 sao"
    wanted = Doubt.CHOICE_WANTED

    def value_of(self, row, text):
        """Return the number of stars."""
        number = text.removesuffix("sao").strip()
        return number if number in ("1", "2", "3", "4", "5") else ""

    def said(self, row, answer):
        """Return "4 sao"."""
        return f"{answer.text} sao"
'''


def copy_of_the_program(folder: Path) -> Path:
    """The program and its tests somewhere else."""
    for name in ("bot", "storage", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for file in ROOT.glob("*.*"):
        if file.is_file():
            shutil.copy(file, folder)
    return folder


def add_stars(tree: Path) -> None:
    """One file, one line, two sentences."""
    (tree / "bot/row_types/stars.py").write_text(STARS, "utf-8")
    listed = tree / "bot/row_types/__init__.py"
    text = listed.read_text("utf-8").replace(
        "        TextType(),\n", "        TextType(),\n        StarsType(),\n"
    )
    start = "from bot.row_types.text import TextType\n"
    text = text.replace(start, f"from bot.row_types.stars import StarsType\n{start}")
    listed.write_text(text, "utf-8")
    for name in ("vi", "en"):
        with (tree / f"bot/locale/{name}.po").open("a", encoding="utf-8") as catalogue:
            catalogue.write('\nmsgid "form_import.kind.stars"\nmsgstr "sao"\n')


def test_a_kind_that_is_added_as_the_readme_says_walks(tmp_path: Path) -> None:
    assert ROW in (ROOT / "README.md").read_text("utf-8")
    tree = copy_of_the_program(tmp_path / "tree")
    add_stars(tree)
    command = [sys.executable, "-m", "tests.row_types.walk", "stars", str(tmp_path)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
