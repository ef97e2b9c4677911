"""How far a document is: told while it is made, and shown as a bar on terminals only."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import database
from bot.exports import write_campaign
from bot.exports.export_progress import followed, stage, told_to
from bot.model.export_kinds import Export, report_exports
from tests.exports.samples import campaign_sheet


def test_without_a_listener_nothing_changes() -> None:
    with stage(0.5):
        assert list(followed("abc")) == ["a", "b", "c"]


def test_a_step_counts_when_the_next_is_asked_for() -> None:
    told: list[float] = []
    with told_to(told.append):
        seen = [(step, list(told)) for step in followed([1, 2, 4])]
    assert seen == [(1, []), (2, [1 / 3]), (4, [1 / 3, 2 / 3])]
    assert told[-1] == 1.0


def test_stages_share_the_whole_and_may_stand_in_each_other() -> None:
    told: list[float] = []
    with told_to(told.append):
        with stage(0.2):
            list(followed("ab"))
        with stage(1.0):
            with stage(0.5):
                list(followed("ab"))
            list(followed(()))
    assert told == pytest.approx([0.1, 0.2, 0.4, 0.6, 1.0])


def test_a_listener_hears_whole_percents_only_and_never_less() -> None:
    told: list[float] = []
    with told_to(told.append):
        list(followed(range(10_000)))
        list(followed(range(10)))
    assert len(told) == 100
    assert told == sorted(told)


@pytest.mark.parametrize("export", [each for each in report_exports() if each.module])
def test_every_kind_of_file_tells_how_far_it_is(export: Export) -> None:
    told: list[float] = []
    with told_to(told.append):
        write_campaign(export, campaign_sheet(), io.BytesIO())
    assert told == sorted(told)
    assert told
    assert 0 < told[0] <= told[-1] <= 1


@pytest.fixture
def made(tmp_path: Path) -> database.Reported:
    made = database.make_reported(tmp_path / "data", 30)
    (made.folder / "config.toml").write_text(f'[app]\ndata_dir = "{made.folder}"\n')
    return made


def command(made: database.Reported, out: str) -> list[str]:
    config = str(made.folder / "config.toml")
    return [sys.executable, "-m", "bot", "--config", config, "export", made.slug, "--out", out]


def test_a_terminal_shows_a_bar_and_the_output_stays_clean(
    made: database.Reported, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    out = tmp_path / "all.xlsx"
    done = subprocess.run(
        command(made, str(out)), stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        shown = terminal.read(100_000).decode()
    assert "all.xlsx" in shown
    assert "100%" in shown
    assert "%" not in done.stdout.decode()
    assert out.read_bytes()[:2] == b"PK"


def test_without_a_terminal_there_is_no_bar(made: database.Reported, tmp_path: Path) -> None:
    done = subprocess.run(command(made, str(tmp_path / "a.json")), capture_output=True, check=True)
    assert done.stderr == b""
