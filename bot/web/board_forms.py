"""The board's forms as commands: one of three parsers, beside the chat's words and the command line.

A field is a value of its own; nothing is put into words and read again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.locale.dates import written_day
from bot.locale.say import say
from bot.model.calendar import end_of_day
from bot.model.commands import (
    Accept,
    AddUnit,
    EnterFor,
    Extend,
    HandUpTotal,
    Invite,
    MendUnit,
    MoveReport,
    PassOn,
    PassUp,
    Remind,
    SendBack,
    SendFor,
    TakeOut,
    Tell,
    Unaccept,
    UnitCommand,
)
from bot.model.message import FileRef
from bot.model.person import Role
from bot.model.row_id import row_id

LONGEST = 2000  # characters of a reason, a message or a row's words
LONGEST_REPORT = 20_000  # characters of figures that are entered for a unit
FIELDS = (
    "row",
    "reason",
    "until",
    "words",
    "source",
    "to",
    "attached",
    "seen",
    "for_all",
    "role",
    "kind",
    "above",
)


@dataclass(frozen=True, slots=True)
class Form:
    """A posted form: its act, the units that were chosen, what was filled in, the kept file."""

    act: str
    unit_ids: tuple[int, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    file: FileRef | None = None

    def said(self, name: str, longest: int = LONGEST) -> str:
        """Return a field as it may be kept: composed letters, no control characters, not too long."""
        text = unicodedata.normalize("NFC", self.fields.get(name, ""))[:longest]
        plain = (
            letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C"
        )
        return "".join(plain).strip()


class Incomplete(Exception):
    """Something needed is not filled in; the sentence says what."""


def commands_of(form: Form, tz: tzinfo) -> list[UnitCommand]:
    """Return what the form asks for: one command a unit, a reminder for all of them together.
    Raises Incomplete."""
    if form.act == "remind":
        units = form.unit_ids
        return [Remind(form.said("words"), unit_ids=units)] if units else []
    return [PARSERS[form.act](form, unit, tz) for unit in form.unit_ids]


def _needed(form: Form, name: str, sentence: str) -> str:
    found = form.said(name)
    if not found:
        raise Incomplete(say(sentence))
    return found


def _until(form: Form, tz: tzinfo) -> datetime:
    """Return the end of the day that a form gives."""
    until = written_day(form.said("until"))
    if until is None:
        raise Incomplete(say("board_page.need_day"))
    return end_of_day(until, tz)


def _send_back(form: Form, unit: int, _: tzinfo) -> SendBack:
    row = form.said("row")
    reason = _needed(form, "reason", "board_page.need_reason")
    return SendBack(unit, reason, (row,) if row else ())


def _extend(form: Form, unit: int, tz: tzinfo) -> Extend:
    until = _until(form, tz)
    return Extend(unit, until, _needed(form, "reason", "board_page.need_reason"))


def _enter(form: Form, unit: int, _: tzinfo) -> EnterFor:
    source = _needed(form, "source", "board_page.need_source")
    text = form.said("words", LONGEST_REPORT)
    if not text and form.file is None:
        raise Incomplete(say("board_page.need_words"))
    return EnterFor(unit, text, source, form.said("row"), form.file)


def _move(form: Form, unit: int, _: tzinfo) -> MoveReport:
    other = row_id(form.said("to"))
    reason = _needed(form, "reason", "board_page.move_how")
    if other is None:
        raise Incomplete(say("board_page.move_how"))
    return MoveReport(unit, other, reason)


def _pass_on(form: Form, unit: int, tz: tzinfo) -> PassOn:
    return PassOn(unit, _until(form, tz), form.said("words"))


PARSERS: dict[str, Callable[[Form, int, tzinfo], UnitCommand]] = {
    "accept": lambda _form, unit, _tz: Accept(unit),
    "unaccept": lambda form, unit, _tz: Unaccept(
        unit, _needed(form, "reason", "board_page.need_reason")
    ),
    "send_back": _send_back,
    "extend": _extend,
    "invite": lambda form, unit, _tz: Invite(unit, form.said("role") == Role.DEPUTY.value),
    "tell": lambda form, unit, _tz: Tell(
        unit,
        _needed(form, "words", "board_page.need_words"),
        is_for_all=bool(form.said("for_all")),
    ),
    "pass_up": lambda _form, unit, _tz: PassUp(unit),
    "enter": _enter,
    "send_for": lambda _form, unit, _tz: SendFor(unit),
    "move": _move,
    "hand_up": lambda form, unit, _tz: HandUpTotal(
        unit, form.said("words", LONGEST_REPORT), form.said("source"), form.file
    ),
    "pass_on": _pass_on,
    "add_unit": lambda _form, unit, _tz: AddUnit(unit),
    "take_out": lambda form, unit, _tz: TakeOut(
        unit, _needed(form, "reason", "board_page.need_reason")
    ),
    "mend": lambda form, unit, _tz: MendUnit(unit, form.said("kind"), form.said("above")),
}
ACTS = (*PARSERS, "remind")
ON_LIST = ("add_unit", "take_out", "mend")  # what changes which units the campaign has
