"""README's "Where to add things" for a cross-row check and for a day that reminder steps count from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hatch_build import compile_catalogues
from tests.architecture.tree import ROOT
from tests.row_types.test_a_new_kind import copy_of_the_program

CHECK_ROW = "| a cross-row check | one function in `bot/figures/warnings.py`; `finding.<rule>` in"
ANCHOR_ROW = "| a day that steps count from | a member of `Anchor` (`bot/reminders/schedule.py`)"
CHECK = '''def all_the_same(form: Form, answers: Answers, _kind: str) -> Iterator[Finding]:
    """Find several rows with one and the same count."""
    counts = [answer.count for _, answer in _values(form, answers)]
    if len(counts) > 1 and len(set(counts)) == 1:
        yield Finding("all_the_same", form.questions[0].code, (("count", counts[0]),))


'''
CHECKED = """
from bot.figures.warnings import findings
from bot.locale.warning_words import finding_sentence
from bot.model.answer import values
from tests.row_types.walk import form_of

form = form_of("count")
rows = [row for row in form.questions if "count" in row.cells]
found = findings(form, {row.code: values(row, dict.fromkeys(row.cells, 4)) for row in rows}, "xã")
assert "1: mọi dòng đều là 4." in [finding_sentence(each) for each in found], found
"""
PLANNED = """
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.model.calendar import OfficeHours
from bot.reminders.plan_steps import planned_steps
from bot.reminders.schedule import parse_ladder
from bot.reminders.step_words import step_in_words
from bot.use_cases.load_calendar import load_calendar

tz = ZoneInfo("Asia/Ho_Chi_Minh")
begin = date(2022, 10, 3)  # a Monday
(step,) = planned_steps(
    parse_ladder(["period_start+2"]), date(2022, 10, 7), None, load_calendar(), OfficeHours(), tz,
    datetime(2022, 9, 30, tzinfo=tz), period_start=begin,
)
assert step.due_at.date() == date(2022, 10, 5), step
assert step_in_words(step.step) == "ngày làm việc thứ 2 của kỳ"
"""


def insert(file: Path, before: str, lines: str) -> None:
    """Put lines before the one place of a file that is named."""
    text = file.read_text("utf-8")
    assert text.count(before) == 1, (file, before)
    file.write_text(text.replace(before, lines + before), "utf-8")


def add_sentence(tree: Path, key: str, words: str) -> None:
    for language in ("vi", "en"):
        with (tree / f"bot/locale/{language}.po").open("a", encoding="utf-8") as catalogue:
            catalogue.write(f'\nmsgid "{key}"\nmsgstr "{words}"\n')
    compile_catalogues(tree / "bot/locale")


def run(tree: Path, program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_check_that_is_added_as_the_readme_says_is_told(tmp_path: Path) -> None:
    assert CHECK_ROW in (ROOT / "README.md").read_text("utf-8")
    tree = copy_of_the_program(tmp_path / "tree")
    file = tree / "bot/figures/warnings.py"
    insert(file, "RULES: tuple[Rule, ...] = (", CHECK)
    text = file.read_text("utf-8")
    file.write_text(text.replace("= (odd_by_itself,", "= (odd_by_itself, all_the_same,"), "utf-8")
    add_sentence(tree, "finding.all_the_same", "{code}: mọi dòng đều là {count}.")
    run(tree, CHECKED)


def test_a_day_to_count_from_that_is_added_as_the_readme_says_is_planned(tmp_path: Path) -> None:
    assert ANCHOR_ROW in (ROOT / "README.md").read_text("utf-8")
    tree = copy_of_the_program(tmp_path / "tree")
    member = '    PERIOD_START = "period_start"\n'
    insert(tree / "bot/reminders/schedule.py", '    RETURNED = "returned"', member)
    planned = tree / "bot/reminders/plan_steps.py"
    case = """        case Anchor.PERIOD_START if dates.period_start is not None:
            day = dates.calendar.add_working_days(dates.period_start, step.offset)
            return dates.due(day, step.at)
"""
    insert(planned, "        case Anchor.PERIOD_END:\n", case)
    insert(planned, "    Anchor.NO_DEADLINE: 1,\n", "    Anchor.PERIOD_START: 0,\n")
    add_sentence(tree, "step.period_start.after", "ngày làm việc thứ {days} của kỳ")
    run(tree, PLANNED)
