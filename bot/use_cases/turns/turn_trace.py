"""The way of a stored message through the program: its turn is taken again, watched, and given up.

The database is set back to the moment before the message (`storage.rewind`) in a transaction that
is never committed; the turn itself is the real one. Nothing is stored and nothing is sent.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import bot
from bot.conversation import state as states
from bot.conversation.command_words import Command
from bot.conversation.context import Turn, TurnContext
from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.message import Reply
from bot.model.optional import optional
from bot.reading.answer_reading import Explained
from bot.reading.outcome import Ambiguous, Unclear, Understood
from bot.reading.report import ManyRows
from bot.reading.trace import trace
from bot.use_cases.app_context import AppContext
from bot.use_cases.turns.process_message import process
from storage import Arrived, KeptMessage, Store, Transaction

ROOT = Path(bot.__file__).parent.parent
OURS = (f"{ROOT / 'bot'}/", f"{ROOT / 'storage'}/")
NO_DOORS = ("bot/locale", "bot/model", "bot/vietnamese", "bot/row_types")
"""Rooms that every other one looks something up in: going there is no step of the way."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call on the way: how deep, what was called and where it stands, and what it decided ("" where
    it only led on)."""

    depth: int
    function: str
    file: str
    line: int
    decision: str = ""


@dataclass(slots=True)
class Call:
    """A call of one of our functions; `parent` is the place of the call it was made in, or -1."""

    parent: int
    function: str
    file: str
    line: int
    is_shown: bool = False
    decision: str = ""

    @property
    def room(self) -> str:
        """The folder that the function stands in."""
        return self.file.rpartition("/")[0]


@dataclass
class Watch:
    """Every call of one turn, in their order."""

    calls: list[Call] = field(default_factory=list)

    @property
    def functions(self) -> set[tuple[str, str]]:
        """Return (file, name) of the functions that were called."""
        return {(call.file, call.function) for call in self.calls}

    @property
    def files(self) -> set[str]:
        """Return the files that the functions stand in."""
        return {call.file for call in self.calls}

    @property
    def steps(self) -> list[Step]:
        """Return the calls that went through a door from room to room, decided something, or handed
        on what another decided; one that decides the same again is left out."""
        depths: list[int] = []
        found: dict[tuple[str, str, str], Step] = {}
        for call in self.calls:
            depth = depths[call.parent] if call.parent >= 0 else 0
            depths.append(depth + call.is_shown)
            if call.is_shown:
                step = Step(depth, call.function, call.file, call.line, call.decision)
                found.setdefault((step.file, step.function, step.decision), step)
        return list(found.values())


@dataclass(frozen=True)
class TurnTrace:
    """A message and what its turn came to; `failure` is the error where it broke."""

    message: KeptMessage
    state: states.State
    watch: Watch
    facts: Sequence[dict[str, Any]] = ()
    replies: Sequence[tuple[bool, Reply]] = ()  # (to the sender?, what would be sent)
    failure: str = ""


def trace_message(store: Store, office: AppContext, name: str) -> TurnTrace:
    """Take the turn of a stored message again and return what happened in it.

    `name` is the message's number in the inbox, a receipt code, or the code that a person was told
    when the turn broke. Raises OperatorError where there
    is no such message, or its words are not kept any more.
    """
    with store.rehearsal() as tx:
        message = _found(tx, name)
        if message.done_at is None:
            arrived = Arrived(message.id, message.address_id, message.incoming)
            then, began_from = office.now(), tx.people.chat(message.address_id).conversation
        else:
            arrived = tx.rewind.to_before(message)
            then, began_from = message.done_at, message.began_from or ""
        return _taken_again(tx, replace(office, now=lambda: then), message, arrived, began_from)


def _found(tx: Transaction, name: str) -> KeptMessage:
    """Return the message that is asked for, as long as its turn can be taken again."""
    message = tx.rewind.message(_number(tx, name))
    if message is None:
        raise OperatorError(say("trace.unknown", name=name))
    if message.is_emptied:
        raise OperatorError(say("trace.emptied", number=message.id))
    if message.done_at is not None and message.began_from is None:
        raise OperatorError(say("trace.too_old", number=message.id))
    return message


def _number(tx: Transaction, name: str) -> int:
    """Return the number of the message that a number, a failure's code or a receipt names; 0 for
    none."""
    if name.isdecimal():
        return int(name)
    broken = tx.rewind.message_of_failure(name)
    if broken is not None:
        return broken
    is_known, number = tx.rewind.message_of_receipt(name)
    if is_known and number is None:
        raise OperatorError(say("trace.not_by_message", name=name))
    return number or 0


def _taken_again(
    tx: Transaction, office: AppContext, message: KeptMessage, arrived: Arrived, began_from: str
) -> TurnTrace:
    last_fact, last_reply = tx.rewind.last_ids()
    watch, failure = Watch(), ""
    try:
        with watched(watch):
            process(tx, office, arrived)
    except Exception as error:  # the way up to it is what is asked for
        failure = f"{type(error).__name__}: {error}"
    return TurnTrace(
        message,
        states.from_json(began_from),
        watch,
        tx.rewind.facts_after(last_fact),
        [
            (chat == message.address_id, reply)
            for chat, reply in tx.rewind.replies_after(last_reply)
        ],
        failure,
    )


def as_plain(found: TurnTrace) -> dict[str, Any]:
    """Return a trace as values for JSON."""
    message = found.message
    return {
        "message": message.id,
        "channel": message.incoming.address.channel,
        "kind": message.incoming.kind.value,
        "text": message.incoming.text or message.incoming.choice,
        "received_at": _iso(message.received_at),
        "taken_at": _iso(message.done_at),
        "failure": found.failure or message.failure,
        "began": {"stage": found.state.stage.value, "row": found.state.row},
        "steps": list(map(asdict, found.watch.steps)),
        "facts": list(found.facts),
        "replies": [
            {"to_sender": own, "text": spoken(reply), "choices": [c.label for c in reply.choices]}
            for own, reply in found.replies
        ],
        "functions": len(found.watch.functions),
        "files": len(found.watch.files),
        "calls": len(found.watch.calls),
    }


def spoken(reply: Reply) -> str:
    """Return a reply's words in the order they are read."""
    return "\n".join(filter(None, (reply.lead, reply.head, reply.text)))


def _iso(at: datetime | None) -> str | None:
    return optional(datetime.isoformat, at)


# -- watching -------------------------------------------------------------------------------------


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Note every call of the program's own functions while this lasts."""
    sys.setprofile(_Profile(watch))
    try:
        yield
    finally:
        sys.setprofile(None)


class _Profile:
    """What Python calls at each call and return of this thread."""

    def __init__(self, watch: Watch) -> None:
        self.calls = watch.calls
        self.open: list[
            tuple[CodeType, int]
        ] = []  # calls that have not returned, with their place
        self.entered: set[CodeType] = set()
        self.told: list[object] = []  # what was decided; kept, so that no other gets its id

    def __call__(self, frame: FrameType, event: str, value: object) -> None:
        """Note a call of ours; `value` is what a return returns."""
        code = frame.f_code
        if not is_ours(code):
            return
        if event == "call":
            self._enter(code)
        elif event == "return" and self.open and self.open[-1][0] is code:
            self._leave(self.open.pop()[1], value)

    def _enter(self, code: CodeType) -> None:
        file = str(Path(code.co_filename).relative_to(ROOT))
        parent = self.open[-1][1] if self.open else -1
        call = Call(parent, code.co_qualname, file, code.co_firstlineno)
        caller = self.calls[parent].room if parent >= 0 else ""
        is_door = call.room != caller and not call.room.startswith(NO_DOORS)
        call.is_shown = is_door and code not in self.entered
        self.entered.add(code)
        self.open.append((code, len(self.calls)))
        self.calls.append(call)

    def _leave(self, place: int, value: object) -> None:
        call = self.calls[place]
        decision = decided(value)
        if not decision:
            return
        call.is_shown = True
        if not any(value is told for told in self.told):
            self.told.append(value)
            call.decision = decision


def is_ours(code: CodeType) -> bool:
    """Return whether a function is one of the program's, named, and not of this file."""
    file = code.co_filename
    return file.startswith(OURS) and file != __file__ and not code.co_name.startswith("<")


def decided(value: object) -> str:
    """Return what a call's result decides, in short; "" where it decides nothing."""
    match value:
        case TurnContext():
            return _who(value)
        case Command():
            return f"{value.word.name} {value.rest}".rstrip()
        case Explained():
            return _why(value)
        case ManyRows(rows=rows) if rows:
            return " · ".join(f"{row.row.code}: {_reading(row.reading)}" for row in rows)
        case Turn():
            return _came_to(value)
    return ""


def _who(context: TurnContext) -> str:
    """Return whose turn it is, as far as the chat is known."""
    if context.desk is not None:
        return f"{context.desk.seat.role.value} · {context.desk.unit.called}"
    if context.board is not None:
        return f"coordinator · {context.board.campaign.slug}"
    return "somebody who has not joined" if context.person is None else "no report chosen"


def _why(explained: Explained) -> str:
    """Return the words of an answer, what explains each number, and what was concluded."""
    steps = trace(explained)
    numbers = [f"“{number.text}” {number.explained_by}" for number in steps.numbers]
    doubts = [f"{doubt} ({words})" if words else doubt for doubt, words in steps.doubts]
    found = [f"{explained.row.code} “{' '.join(steps.tokens)}”", *numbers, *doubts]
    return f"{' · '.join(found)} → {_reading(explained.reading)}"


def _reading(reading: Understood | Ambiguous | Unclear) -> str:
    """Return what a reading says: the figures, or the doubt."""
    if not isinstance(reading, Understood):
        return f"{'ask' if isinstance(reading, Ambiguous) else 'reject'}: {reading.reason.value}"
    answer = reading.answer
    figures = [f"{cell} {figure}" for cell, figure in answer.figures.items()]
    return ", ".join([answer.state.value, *figures])


def _came_to(turn: Turn) -> str:
    """Return what a turn leads to: its facts, and what is asked next."""
    facts = [type(fact).__name__ for fact in turn.changes]
    stands = f"{turn.state.stage.value} {turn.state.row or turn.state.section}".rstrip()
    return f"{', '.join(facts) or 'no fact'}; then {stands}; replies: {len(turn.replies)}"
