"""The board in words, with the names coordinators know from MISA EMIS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.locale.say import say
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


class Lines(Protocol):
    """A whole board."""

    @property
    def total(self) -> int: ...
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


def board_state_words(line: BoardRow, total: int) -> str:
    """Return `Đang nhập 12/34`, `Đã gửi` …; `total` where the line's own form is not known."""
    asked = line.total or total
    return state_in_words(line.submission.status, line.answered, asked, line.lacks)


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
    words = board.deadline_words
    lines = [say("deadline.line", deadline=words)] if words else []
    if board.ended:
        lines = [say(f"board.{board.ended}")]
    elif not board.asks_anything:
        lines.append(say("no_form.board"))
    sent = sum(line.submission.is_sent for line in board.lines)
    lines.append(say("board.sent", sent=sent, all=len(board.lines)))
    for status in ORDER:
        units = [line for line in board.lines if line.submission.status is status]
        absent = [line for line in units if status is Status.NOT_STARTED and not line.contacts]
        lines += _group(
            f"board.{status.value}", [u for u in units if u not in absent], board.total
        )
        lines += _group("board.nobody", absent, board.total)
    return "\n".join(lines)


def _group(title: str, units: list[BoardRow], total: int) -> list[str]:
    if not units:
        return []
    names = ", ".join(_name(line, total) for line in units)
    return [f"{say(title)} ({len(units)}): {names}"]


def _name(line: BoardRow, total: int) -> str:
    marks = []
    if line.submission.status is Status.IN_PROGRESS and (line.total or total):
        marks.append(f"{line.answered}/{line.total or total}")
    if line.submission.late_days and line.submission.is_sent:
        marks.append(say("board.late", days=line.submission.late_days))
    if line.lacks and line.submission.status is not Status.NOT_STARTED:
        marks.append(say("board.lacks", parts=", ".join(line.lacks)))
    if line.asked:
        marks.append(say("board.asked"))
    if line.reopened:
        marks.append(say("board.form_changed"))
    if line.submission.draft and line.submission.is_sent:
        marks.append(say("board.draft"))
    if line.contacts and line.unreached:
        marks.append(say("board.unreached"))
    return f"{line.unit.name} ({'; '.join(marks)})" if marks else line.unit.name
