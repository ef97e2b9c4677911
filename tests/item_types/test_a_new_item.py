"""A kind of what units owe is added as the README's "Where to add things" says, and walks its whole way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hatch_build import compile_catalogues
from tests.architecture.tree import ROOT
from tests.row_types.test_a_new_kind import copy_of_the_program

ROW = "| a kind of what units owe | `bot/item_types/<name>.py`, one class; `item.<name>.title`"
LESSON = '''"""What the unit learned, in words."""

from bot.item_types.base import ItemType, Progress, Takes, by_sending


class LessonType(ItemType):
    """A lesson."""

    name = "lesson"
    takes = Takes.WORDS

    def progress(self, asked, given):
        """Return ALL once the words went with the report."""
        begun = asked.answer_code in given.words
        return by_sending(given, begun=True) if begun else Progress.NOTHING
'''


def add_lessons(tree: Path) -> None:
    """One file, one line, five sentences."""
    (tree / "bot/item_types/lesson.py").write_text(LESSON, "utf-8")
    listed = tree / "bot/item_types/__init__.py"
    text = listed.read_text("utf-8").replace(
        "        FileType(),\n", "        FileType(),\n        LessonType(),\n"
    )
    start = "from bot.item_types.narrative import NarrativeType\n"
    text = text.replace(start, f"from bot.item_types.lesson import LessonType\n{start}")
    listed.write_text(text, "utf-8")
    for language in ("vi", "en"):
        with (tree / f"bot/locale/{language}.po").open("a", encoding="utf-8") as catalogue:
            for key in ("title", "missing", "missing_named", "wanted", "wanted_named"):
                words = "“{title}”" if key.endswith("named") else "bài học"
                catalogue.write(f'\nmsgid "item.lesson.{key}"\nmsgstr "{words}"\n')
    compile_catalogues(tree / "bot/locale")


def test_a_kind_that_is_added_as_the_readme_says_walks(tmp_path: Path) -> None:
    assert ROW in (ROOT / "README.md").read_text("utf-8")
    tree = copy_of_the_program(tmp_path / "tree")
    add_lessons(tree)
    command = [sys.executable, "-m", "tests.item_types.owed_walk", "lesson", str(tmp_path)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
