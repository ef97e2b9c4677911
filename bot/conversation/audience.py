"""To whom a coordinator's reminder or message goes, where all units are meant or those that owe something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.phrase_forms import (
    PhraseTable,
    Piece,
    courtesies_in,
    load_words,
    pieces_of,
)
from bot.model.commands import ASKED_TO_ACT
from bot.model.submission import SENT, Status
from bot.model.unit import Unit

FILE = "unit_words.toml"
_WORDS = load_words(FILE)
_TO, _EACH, _UNITS, _EVERYBODY, _OWING, _SENT = (
    PhraseTable(_WORDS[name]) for name in ("to", "each", "units", "everybody", "owing", "sent")
)
_KINDS = {kind: PhraseTable(words) for kind, words in _WORDS["kinds"].items()}
BUT = re.compile(  # no "trường bán trú", no "trụ sở"
    r"\b(?:ngo[aà]i\s)?(?<!\bban\s)(?<!\bnoi\s)tr[uừ]\s(?!so\b)(?:ra\s)?|\Z", re.IGNORECASE
)
_OF_A_STATE = ((_OWING, ASKED_TO_ACT), (_SENT, SENT))


def past(pieces: Sequence[Piece], place: int, table: PhraseTable) -> int:
    """Return the place behind all phrases of a table that stand at a place."""
    while place < len(pieces) and (many := table.longest(pieces, place)):
        place += many
    return place


def past_asides(pieces: Sequence[Piece], place: int) -> int:
    """Return the place behind "cho", "giúp chị" and the like."""
    polite = courtesies_in(pieces)
    place = past(pieces, place, _TO)
    while place < len(pieces) and polite[place] and not _UNITS.longest(pieces, place):
        place = past(pieces, place + 1, _TO)
    return place


def text_from(text: str, pieces: Sequence[Piece], place: int) -> str:
    """Return a text from one of its words on."""
    return "".join(text[piece.start :] for piece in pieces[place : place + 1])


def kinds_in(units: Sequence[Unit], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return of which kinds the units are that words name, as "các trường" does; () where that are all of
    them, or where no unit has a kind that words could name."""
    named = tuple(kind for kind, table in _KINDS.items() if table.places(pieces))
    have_kinds = any(is_of_kind(unit, tuple(_KINDS)) for unit in units)
    return named if have_kinds and not all(is_of_kind(unit, named) for unit in units) else ()


def is_of_kind(unit: Unit, kinds: Sequence[str]) -> bool:
    """Tell whether a unit is of one of some kinds; of any, where none are named."""
    pieces = pieces_of(unit.kind)
    return not kinds or any(pieces and _KINDS[kind].longest(pieces, 0) for kind in kinds)


def read_audience(pieces: Sequence[Piece], start: int) -> tuple[tuple[Status, ...], int]:
    """Return the states of the reports that are meant (() for all of them) and where the words that say so
    end: at the start, where they are not about all units or those of a state."""
    quantified = past(pieces, start, _EACH)
    end = past(pieces, quantified, _UNITS) if quantified > start else start
    if end == quantified:
        end = past(pieces, start, _EVERYBODY)
    for table, states in _OF_A_STATE if end > start else ():
        if (behind := past(pieces, end, table)) > end:
            return states, behind
    return (), end
