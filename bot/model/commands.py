"""Every act of a coordinator as a value.

Chat words, the board's forms and the command line are three parsers that build the same value; it is
checked and shown by `dialogue.deciding.check`, carried out by `dialogue.deciding.carry_out`. Nothing is
printed as words and parsed again, and a command that waits for "đúng" is kept as JSON of the value.
"""

from __future__ import annotations

import types
import typing
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import datetime
from enum import EnumType
from typing import Any

from bot.model.message import FileRef
from bot.model.person import Role
from bot.model.submission import REMINDED, Status

ASKED_TO_ACT = (*REMINDED, Status.AWAITING_APPROVAL)  # whoever a report still waits for


@dataclass(frozen=True, slots=True)
class Accept:
    """A sent report is received."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class Unaccept:
    """A received report counts as sent again."""

    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """A sent report goes back to its unit: the named rows, or (none named) as a whole."""

    unit_id: int
    reason: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extend:
    """A later last instant for one unit, or with None for the whole campaign."""

    unit_id: int | None
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Invite:
    """A fresh single-use code for a unit's reporter, or for a deputy of theirs."""

    unit_id: int
    is_for_deputy: bool = False

    @property
    def role(self) -> Role:
        """Return whom the code is for."""
        return Role.DEPUTY if self.is_for_deputy else Role.REPORTER


@dataclass(frozen=True, slots=True)
class Tell:
    """Words to a unit's people, unasked or in answer to their question."""

    unit_id: int
    words: str
    is_for_all: bool = False  # the answer about a row is help for every unit


@dataclass(frozen=True, slots=True)
class TellUnits:
    """Words to the people of several units: those named, or those whose report is in one of these states
    (none of either: all of them), of one of these kinds where any are named."""

    words: str
    states: tuple[Status, ...] = ()
    unit_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassUp:
    """A unit's question goes on to the coordinators of the level above."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class Remind:
    """A reminder to the units in these states (no units or kinds named: any unit), with own words."""

    words: str = ""
    states: tuple[Status, ...] = ASKED_TO_ACT
    unit_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnterFor:
    """Figures that a unit gave elsewhere (`source`): words for one row, or with no row named a whole
    report; without words what the `file` says, but for the rows of `left_out`. `send` hands the
    report in at once."""

    unit_id: int
    text: str
    source: str
    row: str = ""
    file: FileRef | None = None
    send: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SendFor:
    """What was entered is handed in, in the unit's name."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class HandUpTotal:
    """The total of a unit's branch goes up as the unit's report; `text` (or a filled `file`) has rows that
    are to say something else than the sum, `source` where those figures come from."""

    unit_id: int
    text: str = ""
    source: str = ""
    file: FileRef | None = None

    @property
    def is_typed(self) -> bool:
        """Return whether figures are given that may differ from the sum."""
        return bool(self.text) or self.file is not None


@dataclass(frozen=True, slots=True)
class PassOn:
    """The request goes on from a unit to those directly below it, by an earlier day of its own."""

    unit_id: int
    until: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class MoveReport:
    """A report given for the wrong unit becomes the right one's."""

    unit_id: int
    to_unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class AddUnit:
    """A unit of the body's list comes into a campaign that runs, or comes back into it."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class TakeOut:
    """A unit that was named by mistake leaves a campaign: it owes nothing and counts nowhere."""

    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class MendUnit:
    """A unit goes on in a campaign as one of another kind, or below another unit (its code, "" for none);
    None for what stays."""

    unit_id: int
    kind: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """People may answer from now on."""


@dataclass(frozen=True, slots=True)
class DropCampaign:
    """A campaign that was never opened is gone, with its seats and codes; its name is free again."""


@dataclass(frozen=True, slots=True)
class BeginTrial:
    """People may try a campaign that is not open yet; nothing of it counts."""


@dataclass(frozen=True, slots=True)
class EndTrial:
    """What was given while a campaign was tried is deleted."""


@dataclass(frozen=True, slots=True)
class CloseCampaign:
    """No more answers and no more reminders."""


@dataclass(frozen=True, slots=True)
class FinishCampaign:
    """No more reminders; everything stays readable, and correctable through the coordinator."""


@dataclass(frozen=True, slots=True)
class ReopenCampaign:
    """A finished campaign goes on."""


@dataclass(frozen=True, slots=True)
class SettleJoint:
    """A row's activity of several units (by their codes) counts once, with one of them (`counted_in`, ""
    for the first), or with `is_one` false apart."""

    row: str
    units: tuple[str, ...]
    counted_in: str = ""
    is_one: bool = True


UnitCommand = (
    Accept
    | Unaccept
    | SendBack
    | Extend
    | Invite
    | Tell
    | TellUnits
    | PassUp
    | Remind
    | EnterFor
    | SendFor
    | HandUpTotal
    | PassOn
    | MoveReport
    | AddUnit
    | TakeOut
    | MendUnit
)
CampaignCommand = (
    DropCampaign
    | BeginTrial
    | EndTrial
    | OpenCampaign
    | CloseCampaign
    | FinishCampaign
    | ReopenCampaign
)
Command = UnitCommand | CampaignCommand

COMMANDS: dict[str, type[Any]] = {kind.__name__: kind for kind in typing.get_args(Command)}


def units_of(command: UnitCommand) -> tuple[int, ...]:
    """Return the units that a command names; () for all of a campaign."""
    match command:
        case Remind(unit_ids=named) | TellUnits(unit_ids=named):
            return named
        case Extend(unit_id=unit_id):
            return () if unit_id is None else (unit_id,)
        case MoveReport(unit_id=given, to_unit_id=right):
            return given, right
        case _:
            return (command.unit_id,)


def to_plain(command: UnitCommand) -> dict[str, Any]:
    """Return the command as plain values for JSON, its class under "command"."""
    return {"command": type(command).__name__, **_plain(asdict(command))}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(kept) for key, kept in value.items()}
    if isinstance(value, list | tuple):
        return list(map(_plain, value))
    return value.isoformat() if isinstance(value, datetime) else value


def from_plain(body: dict[str, Any]) -> UnitCommand:
    """Return the command that `to_plain` made plain; ValueError, KeyError or TypeError for others."""
    rest = dict(body)
    found: UnitCommand = _revived(COMMANDS[rest.pop("command")], rest)
    return found


def _revived(hint: Any, value: Any) -> Any:
    """Return a plain value as its annotation says."""
    if isinstance(hint, types.UnionType):  # one kind of value, or None
        kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
        return None if value is None else _revived(kinds[0], value)
    if typing.get_origin(hint) is tuple:
        return tuple(_revived(typing.get_args(hint)[0], kept) for kept in value)
    if is_dataclass(hint):
        return _revived_fields(hint, value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    return hint(value) if isinstance(hint, EnumType) else value


def _revived_fields(kind: Any, value: dict[str, Any]) -> Any:
    """Return a dataclass from the values of its fields; ValueError for one that it does not have."""
    hints = typing.get_type_hints(kind)
    unknown = set(value) - {known.name for known in fields(kind)}
    if unknown:
        raise ValueError(f"unknown: {sorted(unknown)}")
    return kind(**{name: _revived(hints[name], kept) for name, kept in value.items()})
