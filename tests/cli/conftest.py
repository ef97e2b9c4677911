"""The command line in an empty folder, in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import (
    acts,
    announce_command,
    campaign_commands,
    consultation_command,
    form_commands,
    install,
    items_command,
    mail_command,
    parse,
    remind,
    run,
    unit_commands,
)
from bot.cli.main import main

# The help of a command is written in the language of its first import: here before any test.
FIRST_IMPORTED = (
    acts,
    campaign_commands,
    consultation_command,
    form_commands,
    install,
    announce_command,
    items_command,
    mail_command,
    parse,
    remind,
    run,
    unit_commands,
)


@pytest.fixture
def baocao(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command: its exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("BAOCAO_APP__LANGUAGE", "BAOCAO_CONFIG", "BAOCAO_CLOCK"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(list(arguments))
        shown = capsys.readouterr()
        return int(stopped.value.code or 0), shown.out, shown.err

    return run
