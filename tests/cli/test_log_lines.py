"""The log: no fault fills a disk with its lines."""

from __future__ import annotations

import io
import logging

from bot.log import Repeats


def written(lines: list[tuple[float, str]]) -> list[str]:
    """Return what of these (second, line) gets through."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Repeats())
    for at, line in lines:
        record = logging.LogRecord("baocao", logging.ERROR, "", 0, line, (), None)
        record.created = at
        handler.handle(record)
    return stream.getvalue().splitlines()


def test_one_fault_writes_so_many_lines_a_minute() -> None:
    assert len(written([(n / 100, "socket.accept() failed") for n in range(5_000)])) == 20


def test_what_was_left_out_is_counted_after_the_minute() -> None:
    lines = written([*((0.0, "the disk is full") for _ in range(50)), (61.0, "the disk is full")])
    assert lines[-1] == "the disk is full (30 more like this were left out)"


def test_other_lines_are_not_held_back() -> None:
    flood = [(0.0, "again") for _ in range(1_000)]
    assert written([*flood, (1.0, "running: web")])[-1] == "running: web"
