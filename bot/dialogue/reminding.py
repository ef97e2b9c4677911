"""A coordinator's own reminder: which reports it is about, the text as people would get it, then
"đúng".

`nhắc` is for every unit that has not sent; `nhắc chưa gửi, đang nhập: mai họp giao ban` only for
those states, with words of one's own after the colon; `nhắc Xã Bum Nưa: …` for one unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.turn import Board, BoardLine, Situation
from bot.dialogue.unit_names import match_unit
from bot.domain.change import ReminderRequested
from bot.domain.submission import REMINDED, Status
from bot.domain.unit import Unit
from bot.vietnamese.normalise import unaccented
from bot.wording.moments import moment
from bot.wording.say import say

MOST_NAMES = 40
STATES: dict[str, tuple[Status, ...]] = {
    "chua gui": (Status.NOT_STARTED,),
    "chua nhap": (Status.NOT_STARTED,),
    "chua bat dau": (Status.NOT_STARTED,),
    "dang nhap": (Status.IN_PROGRESS,),
    "tra lai": (Status.RETURNED,),
    "cho duyet": (Status.AWAITING_APPROVAL,),
    "tat ca": REMINDED,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports are to be reminded, and with what words; `units` empty means any unit."""

    words: str = ""
    states: tuple[Status, ...] = REMINDED
    units: tuple[int, ...] = ()

    def lines(self, board: Board) -> list[BoardLine]:
        """The lines of the board that are meant, as they stand now."""
        return [
            line
            for line in board.lines
            if line.submission.status in self.states
            and (not self.units or line.unit.id in self.units)
        ]

    def kept(self) -> tuple[str, ...]:
        """For the conversation's state, until "đúng"."""
        units = ",".join(str(unit) for unit in self.units)
        return ("remind", self.words, ",".join(self.states), units)


def asked_before(act: tuple[str, ...]) -> Asked:
    """What `kept` kept."""
    words, states, units = (*act[1:], "", "", "")[:3]
    return Asked(
        words,
        tuple(Status(state) for state in states.split(",") if state) or REMINDED,
        tuple(int(unit) for unit in units.split(",") if unit),
    )


def read_request(board: Board, text: str) -> Asked:
    """What stands behind `nhắc`; what is neither a state nor a unit are the words."""
    before, colon, after = text.partition(":")
    states, rest = _states(before if colon else text)
    if states and not (colon and rest):
        return Asked(after.strip() if colon else rest, states)
    units = [line.unit for line in board.lines]
    fits, left = match_unit(units, before)
    if fits and not left:
        return Asked(after.strip(), (*REMINDED, Status.AWAITING_APPROVAL), _ids(fits))
    return Asked(text.strip())


def _ids(units: tuple[Unit, ...]) -> tuple[int, ...]:
    return tuple(unit.id for unit in units)


def _states(text: str) -> tuple[tuple[Status, ...], str]:
    """The states named at the beginning, and what follows them."""
    found: list[Status] = []
    words = text.replace(",", " ").split()
    while words:
        if found and unaccented(words[0]) == "va":
            words = words[1:]
        for many in (3, 2):
            states = STATES.get(unaccented(" ".join(words[:many])))
            if states is not None:
                break
        else:
            break
        found += [state for state in states if state not in found]
        words = words[many:]
    return tuple(found), " ".join(words)


def preview(situation: Situation, board: Board, asked: Asked) -> str:
    """Who would be reminded, and the text of one such message; "" where nobody can be."""
    lines = [line for line in asked.lines(board) if line.contacts]
    if not lines:
        return ""
    told = [say("remind.preview", count=len(lines), names=_names(lines)), absent(board, asked)]
    if asked.words:
        told.append(say("remind.words", words=asked.words))
    if board.preview is not None:
        sample = lines[0]
        text, at = board.preview(board.campaign, sample, asked.words)
        if at > situation.now:
            told.append(say("remind.when", at=moment(at.astimezone(situation.tz))))
        told.append(say("remind.sample", unit=sample.unit.name, text=text))
    return "\n".join(part for part in told if part)


def absent(board: Board, asked: Asked) -> str:
    """The units nobody has joined for, whom no message reaches; "" where there are none."""
    lines = [line for line in asked.lines(board) if not line.contacts]
    return say("remind.absent", names=_names(lines)) if lines else ""


def request(board: Board, asked: Asked) -> ReminderRequested:
    """The fact, for the reports that are still meant."""
    units = tuple(line.unit.id for line in asked.lines(board) if line.contacts)
    return ReminderRequested(board.campaign.id, units, asked.words)


def _names(lines: list[BoardLine]) -> str:
    names = ", ".join(line.unit.name for line in lines[:MOST_NAMES])
    if len(lines) > MOST_NAMES:
        return say("reminder.digest.and_more", names=names, count=len(lines) - MOST_NAMES)
    return names
