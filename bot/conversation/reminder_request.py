"""A coordinator's own reminder: which reports it is about, the text as people would get it, then
"đúng".

`nhắc` is for every unit that has not sent; `nhắc chưa gửi, đang nhập: mai họp giao ban` only for
those states, with words of one's own after the colon; `nhắc Xã Bum Nưa, Xã Thu Lũm: …` for those
units. Where a unit is named but not for certain, nothing is prepared: nobody else may be reminded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.conversation.context import CampaignContext, TurnContext, UnitProgress
from bot.conversation.unit_names import leads_with_kind, match_unit, mentions_unit
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.events import ReminderRequested
from bot.model.obligations import asks_anything
from bot.model.submission import REMINDED, Status
from bot.model.unit import Unit
from bot.vietnamese.normalise import unaccented

MOST_NAMES = 40
ONE_OF = "remind_one"  # a reminder that waits for the choice among units of one name
NAMED = (*REMINDED, Status.AWAITING_APPROVAL)  # a unit that is named may wait for its approver
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")  # 14:00 is a time
_CLOSE_COMMA = re.compile(r"[,;](?=[^\W\d])")
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
class ReminderRequest:
    """Which reports are to be reminded, and with what words; `units` empty means any unit."""

    words: str = ""
    states: tuple[Status, ...] = REMINDED
    units: tuple[int, ...] = ()

    def lines(self, board: CampaignContext) -> list[UnitProgress]:
        """The lines of the board that are meant, as they stand now."""
        return [
            line
            for line in board.lines
            if line.submission.status in self.states
            and (not self.units or line.unit.id in self.units)
            and asks_anything(board.campaign, line.unit.kind)
        ]

    def kept(self) -> tuple[str, ...]:
        """For the conversation's state, until "đúng"."""
        units = ",".join(str(unit) for unit in self.units)
        return ("remind", self.words, ",".join(self.states), units)


def asked_before(act: tuple[str, ...]) -> ReminderRequest:
    """What `kept` kept."""
    words, states, units = (*act[1:], "", "", "")[:3]
    return ReminderRequest(
        words,
        tuple(Status(state) for state in states.split(",") if state) or REMINDED,
        tuple(int(unit) for unit in units.split(",") if unit),
    )


@dataclass(frozen=True, slots=True)
class RequestedUnits:
    """One of the names fits several units; `asked` is the rest of the request."""

    asked: ReminderRequest
    fits: tuple[Unit, ...]

    def kept(self) -> tuple[str, ...]:
        """For the conversation's state, until one is chosen."""
        return (ONE_OF, self.asked.words, ",".join(str(unit) for unit in self.asked.units))


def asked_with(act: tuple[str, ...], unit_id: int) -> ReminderRequest:
    """What `Which.kept` kept, with the unit that was chosen."""
    _, words, others = act
    named = tuple(int(unit) for unit in others.split(",") if unit)
    return ReminderRequest(words, NAMED, (*named, unit_id))


def read_request(board: CampaignContext, text: str) -> ReminderRequest | RequestedUnits | None:
    """What stands behind `nhắc`: states or units, then the words; None where it names units but not
    so that they can be told from the words."""
    units = [line.unit for line in board.lines]
    colon = _COLON.search(text.split("\n", 1)[0])
    if colon is not None:
        return _addressed(units, text[: colon.start()].strip(), text[colon.end() :].strip())
    states, rest = _states(text)
    if not states:
        groups, rest = _units(units, text)
        if groups:
            return None if mentions_unit(units, rest) else _for_units(groups, rest)
    if mentions_unit(units, rest) or leads_with_kind(units, rest):
        return None
    return ReminderRequest(rest.strip(), states or REMINDED)


def _addressed(
    units: list[Unit], before: str, words: str
) -> ReminderRequest | RequestedUnits | None:
    """Before a colon stands nothing, states or units; nothing else is an address."""
    if not before:
        return ReminderRequest(words)
    states, rest = _states(before)
    if states:
        return ReminderRequest(words, states) if not rest else None
    groups, rest = _units(units, before)
    return _for_units(groups, words) if groups and not rest else None


def _for_units(
    groups: list[tuple[Unit, ...]], words: str
) -> ReminderRequest | RequestedUnits | None:
    certain = tuple(dict.fromkeys(group[0].id for group in groups if len(group) == 1))
    several = [group for group in groups if len(group) > 1]
    asked = ReminderRequest(words.strip(), NAMED, certain)
    if not several:
        return asked
    return RequestedUnits(asked, several[0]) if len(several) == 1 else None


def _units(units: list[Unit], text: str) -> tuple[list[tuple[Unit, ...]], str]:
    """The units named at the beginning, between commas or "và", and what follows them."""
    groups: list[tuple[Unit, ...]] = []
    rest = _CLOSE_COMMA.sub(lambda found: f"{found[0]} ", text)
    while rest:
        fits, left = match_unit(units, rest)
        if not fits:
            break
        groups.append(fits)
        taken = rest.split()[: len(rest.split()) - len(left.split())]
        follows, _, after = left.partition(" ")
        is_and = unaccented(follows) == "va"
        rest = after if is_and else left
        if not is_and and not taken[-1].endswith((",", ";")):
            break
    return groups, rest


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


def preview(situation: TurnContext, board: CampaignContext, asked: ReminderRequest) -> str:
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


def absent(board: CampaignContext, asked: ReminderRequest) -> str:
    """The units nobody has joined for, whom no message reaches; "" where there are none."""
    lines = [line for line in asked.lines(board) if not line.contacts]
    return say("remind.absent", names=_names(lines)) if lines else ""


def request(board: CampaignContext, asked: ReminderRequest) -> ReminderRequested:
    """The fact, for the reports that are still meant."""
    units = tuple(line.unit.id for line in asked.lines(board) if line.contacts)
    return ReminderRequested(board.campaign.id, units, asked.words)


def _names(lines: list[UnitProgress]) -> str:
    names = ", ".join(line.unit.name for line in lines[:MOST_NAMES])
    if len(lines) > MOST_NAMES:
        return say("reminder.digest.and_more", names=names, count=len(lines) - MOST_NAMES)
    return names
