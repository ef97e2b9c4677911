"""Free corrections of what was just stored: "à nhầm, 45 chứ không phải 54".

The corrected figures are proposed, never stored at once: which figure was meant is a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import answering
from bot.dialogue.state import State
from bot.dialogue.turn import Desk, Turn
from bot.domain.answer import Answer, AnswerState
from bot.domain.form import Indicator
from bot.questions import read_answer
from bot.questions.base import Ambiguous, Understood
from bot.vietnamese.normalise import clean, unaccented

_OPENING = re.compile(
    r"(?:(?:a|ah|u|oi|da|xin loi|so ry|sorry|em|toi|minh)[\s,.!]+)*"
    r"(?:(?:em|toi|minh|viet|ghi|go|nhap|bam|doc|bao cao)\s+)*"
    r"(?:nham|lon|sai so)(?:\s+(?:roi|mat))?\b[\s,.:!]*"
)
_NUMBER = r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)"
_NEW_OLD = re.compile(rf"{_NUMBER}\s*\w*\s*(?:chu|ma)? ?(?:khong|ko|k|hong) phai(?: la)? {_NUMBER}")
_OLD_NEW = re.compile(rf"(?:khong|ko|k|hong) phai(?: la)? {_NUMBER}\s*\w*[\s,]*(?:ma )?(?:la )?{_NUMBER}")


def said(desk: Desk, state: State, text: str) -> Turn | None:
    """A correction of the last stored row; None when the words are none."""
    assert desk.form is not None
    text = clean(text)
    plain = unaccented(text)
    opening = _OPENING.match(plain)
    swap = _swap(plain)
    if len(state.undo) != 1 or len(plain) != len(text) or (opening is None and swap is None):
        return None
    row = desk.form.by_code[state.undo[0].code]
    stored = desk.submission.answers.get(row.code)
    if stored is None or stored.state is not AnswerState.VALUE:
        return None
    found = _swapped(stored, swap) if swap is not None else None
    if found is None and opening is not None and text[opening.end() :]:
        return _read(desk, state, row, text[opening.end() :])
    return answering.propose(desk, state, row, found) if found is not None else None


def _swap(plain: str) -> tuple[int, int] | None:
    """(old, new) of "45 chứ không phải 54" or "không phải 54 mà là 45"."""
    new_old = _NEW_OLD.search(plain)
    if new_old is not None:
        return _whole(new_old.group(2)), _whole(new_old.group(1))
    old_new = _OLD_NEW.search(plain)
    return (_whole(old_new.group(1)), _whole(old_new.group(2))) if old_new is not None else None


def _whole(digits: str) -> int:
    return int(digits.replace(".", ""))


def _swapped(stored: Answer, swap: tuple[int, int]) -> Answer | None:
    """The stored answer with one figure exchanged; None unless exactly one is the old one."""
    old, new = swap
    if (stored.count == old) == (stored.people == old):
        return None
    return replace(stored, count=new) if stored.count == old else replace(stored, people=new)


def _read(desk: Desk, state: State, row: Indicator, text: str) -> Turn | None:
    reading = read_answer(row, text)
    if isinstance(reading, Understood):
        return answering.propose(desk, state, row, reading.answer)
    if isinstance(reading, Ambiguous) and reading.candidates:
        return answering.settle(desk, state, row, reading, stay=False)
    return None
