"""What is said while nothing can be written, and that it is taken again afterwards."""

from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.use_cases.keeping.well_being import WellBeing
from storage import cause_of
from tests.office import Installation


def ailments(desk: Installation) -> list[str]:
    found = WellBeing(
        desk.store, desk.office, (), timedelta(minutes=10), desk.folder / "baocao.db"
    )
    return asyncio.run(found.ailments())


def test_a_folder_that_became_read_only_is_said_until_it_is_writable_again(
    desk: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    switch = "ON"

    def turned(driver: sqlite3.Connection, *_: object) -> None:
        driver.execute(f"PRAGMA query_only = {switch}")

    event.listen(desk.store.engine, "checkout", turned)
    with caplog.at_level(logging.WARNING):
        (said,) = ailments(desk)
    assert said.startswith("Nơi lưu dữ liệu chỉ cho đọc nên không ghi được;")
    assert "attempt to write a readonly database" in caplog.text
    switch = "OFF"
    assert ailments(desk) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sqlite3.OperationalError("database or disk is full"), "database or disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), "[Errno 30] Read-only file system"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_the_log_says_what_the_system_said(error: Exception, said: str) -> None:
    assert cause_of(error) == said
