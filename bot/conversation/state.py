"""Where a conversation stands, as a frozen value with a versioned JSON form.

The submission is the truth, not this state: an unknown version or a broken text becomes a fresh
state, and the next question is found again from what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from bot.conversation.command_words import Word
from bot.model.answer import Answer, AnswerState, Part, value_of
from bot.model.changing import replace
from bot.model.commands import UnitCommand, from_plain, to_plain
from bot.model.form import FIRST_CELLS
from bot.model.message import FileRef

VERSION = 1


class Stage(StrEnum):
    IDLE = "idle"  # nothing was asked (never joined, paused, or all is sent)
    CONSENT = "consent"  # the notice was shown, "Đồng ý" is awaited
    CHOOSING = "choosing"  # which unit?
    OVERVIEW = "overview"  # which sections happened at all?
    GATE = "gate"  # did anything of a section happen?
    ASKING = "asking"  # one row
    LIST = "list"  # several rows in one question, each answered with its code
    PROPOSAL = "proposal"  # a reading of the row waits for "đúng"
    COLLECTING = "collecting"  # a text row, several messages until "xong"
    TELLING = "telling"  # a part in words beside the form, several messages until "xong"
    NOTING = "noting"  # Ghi chú of a row, several messages until "xong"
    PHOTOS = "photos"
    TOTAL = "total"  # an open total above its children?
    REVIEW = "review"  # the summary was shown
    WARNED = "warned"  # what is missing or odd was named once
    BATCH = "batch"  # many rows were read and wait for one "đúng"
    ACT = "act"  # a coordinator's or approver's act waits for "đúng"
    PAUSED = "paused"


WRITING = (Stage.COLLECTING, Stage.NOTING, Stage.TELLING)  # free words are being written


@dataclass(frozen=True, slots=True)
class Undo:
    """One row's answer before and after the last recording."""

    code: str
    before: Answer | None
    after: Answer | None


Steps = tuple[Undo, ...]
"""The rows of one recording."""

EARLIER_MOST = 200  # recordings that can be taken back one after the other
EARLIER_ROOM = 20_000
"""Characters of them at most, so that long texts are not written again and again with each turn."""


def _packed(steps: Steps) -> str:
    """Return a recording as text, small enough to be kept by the hundred."""
    plain = [[step.code, _told(step.before), _told(step.after)] for step in steps]
    return _encode(plain)


def _told(answer: Answer | None) -> dict[str, Any] | None:
    return None if answer is None else answer.told()


def _unpacked(text: str) -> Steps:
    return tuple(
        Undo(code, _answer(before), _answer(after)) for code, before, after in json.loads(text)
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A coordinator's command that waits for "đúng"; `seen` is what its preview was about. `others`
    wait with it, as entries from files that were sent before it do; each has its own preview."""

    command: UnitCommand
    seen: str = ""
    others: tuple[Waiting, ...] = ()

    @property
    def together(self) -> tuple[Waiting, ...]:
        """Return all that waits for the same word, one by one."""
        return (Waiting(self.command, self.seen), *self.others)


@dataclass(frozen=True, slots=True)
class Choosing:
    """An act for which several units fit: its word and what was typed behind the name; `unit_ids`
    are further units that were named for certain; `file` is what is entered for the unit."""

    word: Word
    rest: str = ""
    unit_ids: tuple[int, ...] = ()
    file: FileRef | None = None


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message headed with another unit (its name and code), until it is said whose figures it
    has: its words without the heading, or a picture with its caption."""

    unit: str
    code: str
    text: str
    file: FileRef | None = None
    album: str = ""
    asked_last: bool = True  # nothing else was said since it was asked about


@dataclass(frozen=True, slots=True)
class State:
    """`prompt` counts questions shown: a button carries it, so an old one is recognised.
    `proposal` are figures that wait for "đúng", whatever is asked meanwhile.
    `opened` are sections said to have happened; `shown` are reviews already asked."""

    stage: Stage = Stage.IDLE
    seat: int | None = None
    row: str = ""
    section: str = ""
    prompt: int = 0
    invite: str = ""
    proposal: tuple[tuple[str, Answer], ...] = ()
    undo: tuple[Undo, ...] = ()
    opened: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    album: tuple[str, str, str] = ("", "", "")  # album id, its caption, its row
    waits: Waiting | None = None
    which_unit: Choosing | None = None
    album_from: int = 0  # which picture of the report the album began with
    ticked: tuple[str, ...] = ()  # sections that were marked as having happened, until "Xong"
    question: str = ""  # a message that may be a question or an answer
    comment: str = ""  # words that may be a comment on a draft, until it is said
    listing: str = ""  # the key of a list that is open: messages add lines to it
    opens: int = 0  # the seat of a coordinator whose campaign is opened at a yes
    forgets: bool = False  # the person asked to be forgotten, a yes is awaited
    file_marks: tuple[str, ...] | None = None  # what stood in the rows of a batch from a file
    asked: tuple[str, ...] = ()  # the rows of a question that holds several
    seen: tuple[str, ...] = ()  # what was stored for the rows of a batch when they were shown
    unclear: tuple[str, ...] = ()  # parts of the last batch that no row could be found for
    spoken_of: tuple[str, ...] = ()  # rows that were named and not read: no part of "còn lại"
    scan: tuple[tuple[str, str, str], ...] = ()  # rows read in a picture: code, words, cut-out
    half: tuple[tuple[str, int], ...] = ()  # the figures known of the asked row, by column
    choosing: bool = False  # the units were offered ("đổi đơn vị"), the old one still holds
    held: HeldMessage | None = None  # names another unit, and waits for a word about that
    naming: str = ""  # when the person's name was asked that is not known
    origins: tuple[tuple[str, int], ...] = ()  # the stored message of each figure that waits
    earlier: tuple[str, ...] = ()  # recordings before the one in `undo`, the latest last
    offered: str = ""  # a question that a tap sends to the coordinators
    clears: tuple[str, ...] = ()  # rows that are cleared after a yes
    untaken: tuple[str, ...] = ()  # messages with figures of which nothing came
    kept: str = ""  # figures that were typed where no row was asked, for the next row
    listed_open: bool = False  # the last answer told which rows are open: "mấy câu đó"
    unplaced: str = ""  # the last message with figures of which nothing came, until the next one

    def recorded(self, steps: Steps) -> State:
        """Return this state with one more recording that can be taken back."""
        earlier = (*self.earlier, _packed(self.undo)) if self.undo else self.earlier
        earlier = earlier[-EARLIER_MOST:]
        while sum(map(len, earlier)) > EARLIER_ROOM:
            earlier = earlier[1:]
        return replace(self, undo=steps, earlier=earlier)

    def taken_back(self) -> State:
        """Return this state with the recording before the last one as the next to take back."""
        *earlier, last = self.earlier or ("[]",)
        return replace(self, undo=_unpacked(last), earlier=tuple(earlier))

    def only_waiting(self, prompt: int) -> State:
        """Return the seat with the figures that wait, and nothing else of this state."""
        return State(
            seat=self.seat, prompt=prompt, proposal=self.proposal, seen=self.seen,
            unclear=self.unclear, origins=self.origins, naming=self.naming,
            held=self.held, spoken_of=self.spoken_of, untaken=self.untaken,
        )  # fmt: skip

    def without(self, codes: Iterable[str]) -> State:
        """Return this state without the figures of some rows that waited for "đúng"."""
        gone = set(codes)
        left = tuple(pair for pair in self.proposal if pair[0] not in gone)
        seen = tuple(mark for mark in self.seen if mark.partition("=")[0] not in gone)
        return replace(self, proposal=left, seen=seen, unclear=self.unclear)

    def keeps_its_figure(self, code: str, found: Answer) -> bool:
        """Tell whether a row's figure that waits for a yes stays: what was found is no figure."""
        waiting = value_of(dict(self.proposal).get(code))
        return waiting is not None and value_of(found) is None

    def at(self, stage: Stage, **changes: Any) -> State:
        """Return this state at another stage, with a fresh prompt number; an act that waited is over."""
        moved = changes.get("row", self.row) != self.row
        half = () if moved else self.half
        over: dict[str, Any] = {
            "half": half,
            "waits": None,
            "which_unit": None,
            "forgets": False,
            "opens": 0,
            "offered": "",
            "clears": (),
        }
        return replace(self, **{**over, **changes}, stage=stage, prompt=self.prompt + 1)


def _plain_of(waits: Waiting) -> dict[str, Any]:
    others = [*map(_plain_of, waits.others)]
    return {"seen": waits.seen, "others": others, **to_plain(waits.command)}


def to_json(state: State) -> str:
    """Return the state as text, for keeping."""
    body: dict[str, Any] = {"v": VERSION}
    for name, empty in EMPTY.items():
        kept = getattr(state, name)
        if kept != empty:
            body[name] = WRITTEN[name](kept) if name in WRITTEN else kept
    return _encode(body)


EMPTY = {field.name: getattr(State(), field.name) for field in fields(State)}
WRITTEN: dict[str, Callable[[Any], Any]] = {
    "proposal": lambda pairs: [(code, found.told()) for code, found in pairs],
    "undo": lambda steps: [
        {"code": step.code, "before": _told(step.before), "after": _told(step.after)}
        for step in steps
    ],
    "waits": _plain_of,
    "which_unit": asdict,
    "held": asdict,
}
"""How the fields are written that hold more than texts and numbers."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def from_json(text: str) -> State:
    """Return the kept state; a fresh one where the text is empty, broken or of another version."""
    try:
        body = json.loads(text) if text else {}
        if body.pop("v", None) != VERSION:
            return State()
        return _revive(body)
    except (ValueError, TypeError, KeyError, AttributeError):
        return State()


def _revive(body: dict[str, Any]) -> State:
    if "act" in body:
        body.update(_older(body.pop("act"), body.get("stage")))
    return State(
        **{name: READ[name](kept) if name in READ else kept for name, kept in body.items()}
    )


def _pairs(kept: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(map(tuple, kept))


def _file(kept: dict[str, Any] | None) -> FileRef | None:
    return FileRef(**kept) if kept else None


def _held(kept: dict[str, Any] | None) -> HeldMessage | None:
    return HeldMessage(**{**kept, "file": _file(kept.get("file"))}) if kept else None


def _choosing(kept: dict[str, Any]) -> Choosing:
    units = tuple(kept["unit_ids"])
    return Choosing(Word(kept["word"]), kept["rest"], units, _file(kept.get("file")))


def _half(kept: Sequence[Any]) -> tuple[tuple[str, int], ...]:
    """Return the known figures; an older program kept the first two columns' as [3, null]."""
    if any(not isinstance(each, list) for each in kept):
        kept = [pair for pair in zip(FIRST_CELLS, kept, strict=False) if pair[1] is not None]
    return tuple((str(key), int(number)) for key, number in kept)


def _waiting(kept: dict[str, Any]) -> Waiting | None:
    """Return the command that waits; None for one that this program does not know."""
    try:
        return _all_waiting(kept)
    except (ValueError, TypeError, KeyError):
        return None


def _all_waiting(kept: dict[str, Any]) -> Waiting:
    seen, others = kept.pop("seen", ""), kept.pop("others", [])
    return Waiting(from_plain(kept), seen, tuple(map(_all_waiting, others)))


def _older(act: list[str], stage: str | None) -> dict[str, Any]:
    """Return what waited in an older program, in one list of texts. A coordinator's act is dropped: its
    words cannot be told apart for certain, and a yes then says that nothing was done."""
    if stage == Stage.OVERVIEW:
        return {"ticked": act}
    match act:
        case ["file", *marks]:
            return {"file_marks": marks}
        case ["question", text]:
            return {"question": text}
        case ["forget"]:
            return {"forgets": True}
        case _:
            return {}


def _answer(body: dict[str, Any] | None) -> Any:
    if body is None:
        return None
    parts = tuple(Part(**part) for part in body.get("parts", ()))
    cells = tuple((key, number) for key, number in body.get("cells", ()))
    return Answer(**{**body, "state": AnswerState(body["state"]), "parts": parts, "cells": cells})


READ: dict[str, Callable[[Any], Any]] = {
    "stage": Stage,
    "proposal": lambda pairs: tuple((code, _answer(found)) for code, found in pairs),
    "undo": lambda steps: tuple(
        Undo(step["code"], _answer(step["before"]), _answer(step["after"])) for step in steps
    ),
    "held": _held,
    "waits": _waiting,
    "which_unit": _choosing,
    "origins": _pairs,
    "scan": _pairs,
    "half": _half,
    **dict.fromkeys(
        ("opened", "shown", "album", "ticked", "asked", "seen", "unclear", "spoken_of", "file_marks",
         "earlier", "clears", "untaken"),
        tuple,
    ),
}  # fmt: skip
"""How the fields are read again that JSON does not keep as they are."""
