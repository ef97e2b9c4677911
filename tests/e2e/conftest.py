"""The program and folders of the end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installed import Installation, Program, find_program
from tests.fakes.telegram_server import TelegramServer


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Program:
    """How the program is started here; said once, so that a report shows what was tested."""
    found = find_program()
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\nend to end: {found.in_words}")
    return found


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def baocao(program: Program, tmp_path: Path, telegram: TelegramServer) -> Iterator[Installation]:
    """A fresh installation whose bot lives on the fake Telegram."""
    made = Installation(program, tmp_path, telegram=(telegram.token, telegram.api_base))
    yield made
    made.close()
