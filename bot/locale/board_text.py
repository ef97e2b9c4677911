"""The board in words, with the names coordinators know from MISA EMIS."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import filterfalse
from typing import Protocol

from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.submission import SENT, Status, Submission
from bot.model.unit import Unit


class BoardRow(Protocol):
    """One unit of the board."""

    @property
    def unit(self) -> Unit: ...
    @property
    def submission(self) -> Submission: ...
    @property
    def answered(self) -> int: ...
    @property
    def contacts(self) -> tuple[str, ...]: ...
    @property
    def unreached(self) -> bool: ...
    @property
    def total(self) -> int: ...
    @property
    def reopened(self) -> bool: ...
    @property
    def asked(self) -> bool: ...
    @property
    def lacks(self) -> tuple[str, ...]: ...
    @property
    def tasks_alone(self) -> bool: ...
    @property
    def standing(self) -> Status: ...
    @property
    def is_sent(self) -> bool: ...


class Lines(Protocol):
    """A whole board."""

    @property
    def lines(self) -> tuple[BoardRow, ...]: ...
    @property
    def deadline_words(self) -> str: ...
    @property
    def ended(self) -> str: ...
    @property
    def asks_anything(self) -> bool: ...


ORDER = (
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.RETURNED,
    Status.AWAITING_APPROVAL,
    Status.SUBMITTED,
    Status.ACCEPTED,
)


def board_state_words(line: BoardRow) -> str:
    """Return `Đang nhập 12/34`, `Đã gửi` …"""
    if line.tasks_alone:
        return tasks_in_words(line.lacks)
    return state_in_words(line.standing, line.answered, line.total, line.lacks)


def tasks_in_words(lacks: Sequence[str]) -> str:
    """Return how a unit stands that has tasks and no report to send."""
    return say("state.tasks_open" if lacks else "state.tasks_done")


def state_in_words(status: Status, answered: int, total: int, lacks: Sequence[str] = ()) -> str:
    """Return a report's state on screen, with the parts that are missing once it was sent; without a form
    there are no questions to count."""
    if lacks and status in SENT:
        return say(f"state.{status.value}_lacks", parts=", ".join(lacks))
    if status is Status.IN_PROGRESS and not total:
        return say("state.in_progress_no_form")
    return say(f"state.{status.value}", answered=answered, total=total)


def board_text(board: Lines) -> str:
    """Return counts by state, then the names of every unit under its state."""
    reporting = [line for line in board.lines if not line.tasks_alone]
    sent = sum(line.is_sent for line in reporting)
    lines = [*_head(board), say("board.sent", sent=sent, all=len(reporting))]
    for status in ORDER:
        units = [line for line in reporting if line.standing is status]
        lines += _group(f"board.{status.value}", list(filterfalse(_is_absent, units)))
        lines += _group("board.nobody", list(filter(_is_absent, units)))
    tasks = [line for line in board.lines if line.tasks_alone]
    lines += _group("state.tasks_open", [line for line in tasks if line.lacks])
    lines += _group("state.tasks_done", [line for line in tasks if not line.lacks])
    return "\n".join(lines)


def _head(board: Lines) -> list[str]:
    """Return how the campaign ended, or its deadline and whether anything is asked."""
    if board.ended:
        return [say(f"board.{board.ended}")]
    words = board.deadline_words
    lines = [say("deadline.line", deadline=words)] if words else []
    return lines if board.asks_anything else [*lines, say("no_form.board")]


def _is_absent(line: BoardRow) -> bool:
    """Return whether nobody of the unit has joined and nothing came from it."""
    return line.standing is Status.NOT_STARTED and not line.contacts


def _group(title: str, units: list[BoardRow]) -> list[str]:
    if not units:
        return []
    names = ", ".join(map(_name, units))
    return [f"{say(title)} ({len(units)}): {names}"]


def _name(line: BoardRow) -> str:
    """Return a unit's name with what is to be known of it in brackets."""
    submission, asked = line.submission, line.total
    known = (
        (line.standing is Status.IN_PROGRESS and asked, f"{line.answered}/{asked}"),
        (
            line.is_sent and submission.late_days,
            say("board.late", days=submission.late_days),
        ),
        (
            line.standing is not Status.NOT_STARTED and line.lacks,
            say("board.lacks", parts=", ".join(line.lacks)),
        ),
        (line.asked, say("board.asked")),
        (line.reopened, say("board.form_changed")),
        (line.is_sent and submission.draft, say("board.draft")),
        (line.contacts and line.unreached, say("board.unreached")),
    )
    marks = "; ".join(words for holds, words in known if holds)
    return f"{line.unit.called} ({marks})" if marks else line.unit.called


def source_words(answer: Answer | None) -> str:
    """Return where a figure came from, where that is not the unit's own chat."""
    if answer is None or answer.source in ("chat", "total"):
        return ""
    known = {"gate": "gate", "file": "file", "table": "table"}.get(answer.source)
    return say(f"board_page.source.{known}") if known else answer.source
