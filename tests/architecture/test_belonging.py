"""Which reports are of a campaign is said in one place: a unit that was taken out of it is in nobody's sum."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT

ALL_THE_SAME = {
    "storage/audit.py": (1, "how many questions somebody asked, whatever became of the unit"),
    "storage/campaign_members.py": (1, "those that were taken out"),
    "storage/history.py": (2, "a kept file may still be looked at"),
    "storage/report_frame.py": (3, "a report that is asked for by its number"),
    "storage/rewind.py": (1, "what is set back in a rehearsal"),
    "storage/snapshots.py": (1, "what stood in a paper that left, by its versions"),
    "storage/submissions.py": (2, "places that are given out once, and days that are moved for all"),
    "storage/trials.py": (1, "what is emptied with its campaign"),
    "storage/bodies.py": (1, "an older database, in which nobody was taken out"),
    "storage/belonging.py": (1, "the place itself"),
}  # fmt: skip
SAYS_SO = re.compile(r"SUBMISSION\.c\.campaign_id\b")


def test_no_statement_finds_reports_of_a_campaign_by_its_own_condition() -> None:
    counts = {
        path.relative_to(ROOT).as_posix(): len(SAYS_SO.findall(path.read_text(encoding="utf-8")))
        for folder in ("storage", "bot")
        for path in (ROOT / folder).rglob("*.py")
    }
    found = {name: count for name, count in counts.items() if count}
    assert found == {name: count for name, (count, _why) in ALL_THE_SAME.items()}
