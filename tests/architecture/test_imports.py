"""Who may import whom: the contracts of pyproject.toml hold, and they can be broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT, sources

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)

# One line that each contract forbids, and the file it is put into.
VIOLATIONS = {
    "every import points inward": ("bot/model/unit.py", "import bot.app"),
    "the quiet half does no I/O and reads no clock": ("bot/reminders/schedule.py", "import time"),
    "storage knows the domain and nothing else of the bot": (
        "storage/queries.py",
        "import bot.locale.say",
    ),
    "channels carry messages and know no form": ("bot/channels/base.py", "import bot.reading"),
    "now, fresh tokens and settings enter at the edge": (
        "bot/use_cases/turns/process_message.py",
        "import bot.clock",
    ),
    "storage has one door": ("bot/use_cases/reminding/send_reminders.py", "import storage.tables"),
    "sqlmodel lives in storage": ("bot/use_cases/app_context.py", "import sqlmodel"),
    "openpyxl lives in exports and imports": (
        "bot/use_cases/papers/campaign_export.py",
        "import openpyxl",
    ),
    "telegram lives in two files": ("bot/use_cases/sending/deliver.py", "import telegram"),
    "apscheduler lives in one file": ("bot/app.py", "import apscheduler"),
    "pictures of forms are read in one file": ("bot/imports/photo.py", "import cv2"),
    "prometheus lives in one file": ("bot/app.py", "import prometheus_client"),
    "boto3 lives in one file": ("bot/use_cases/keeping/second_place.py", "import boto3"),
    "holidays lives in one file": (
        "bot/use_cases/reminding/reminder_schedule.py",
        "import holidays",
    ),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )


def verdicts(output: str) -> dict[str, str]:
    """Contract -> KEPT or BROKEN."""
    lines = [line.strip().rpartition(" ") for line in output.splitlines()]
    return {name: verdict for name, _, verdict in lines if verdict in ("KEPT", "BROKEN")}


def test_every_import_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(verdicts(done.stdout)) == set(VIOLATIONS)


def test_every_import_contract_notices_a_violation(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in VIOLATIONS.values():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = lint(tmp_path)
    assert verdicts(done.stdout) == dict.fromkeys(VIOLATIONS, "BROKEN")


def test_only_the_tests_of_storage_look_behind_its_door() -> None:
    behind = re.compile(r"^ *(from|import) storage\.", re.MULTILINE)
    texts = {path: (ROOT / path).read_text("utf-8") for path in sources("tests")}
    looking = [path for path, text in texts.items() if behind.search(text)]
    assert [path for path in looking if not path.startswith("tests/storage/")] == []
