"""A coordinator's message to several units at once: "nhắn các xã: …", "báo các đơn vị chưa nộp là …",
"nhắn Xã A, Xã B: …"; shown with everybody who gets it, then "đúng".

Whoever is meant stands in front of the words. Where something else stands there, nothing is prepared: nobody
else may read it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, filterfalse
from operator import attrgetter

from bot.conversation.audience import (
    FILE,
    is_of_kind,
    kinds_in,
    past,
    past_asides,
    read_audience,
    text_from,
)
from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import (
    CampaignContext,
    NoticeToPeople,
    Turn,
    TurnContext,
    UnitProgress,
)
from bot.conversation.phrase_forms import (
    PhraseTable,
    Piece,
    behind_courtesies,
    load_words,
    pieces_of,
)
from bot.conversation.question_relay import UNITS_PEOPLE, who
from bot.conversation.reminder_request import is_in_state, names_listed, units_at_front
from bot.conversation.state import State
from bot.conversation.unit_names import match_unit
from bot.locale.say import say
from bot.model.commands import TellUnits
from bot.model.events import UnitInformed
from bot.model.message import Reply, Urgency
from bot.model.unit import Unit
from bot.vietnamese.normalise import clean

_WORDS = load_words(FILE)
_LEADS, _UNCLEAR, _THAT = (PhraseTable(_WORDS[name]) for name in ("leads", "unclear", "that"))
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")  # 14:00 is a time


def read(board: CampaignContext, text: str) -> TellUnits | None:
    """Return the message that a coordinator's words are; None for anything else, and where it is not
    certain to whom it goes."""
    text = clean(behind_courtesies(text))
    colon = _COLON.search(text)
    pieces = pieces_of(text)
    if colon is not None:  # what stands behind it is told, also "các xã …"
        pieces = tuple(piece for piece in pieces if piece.end <= colon.start())
    if not pieces:
        return None
    led = past(pieces, 0, _LEADS)
    begin = past_asides(pieces, led)
    states, end = read_audience(pieces, begin)
    units = board.units
    if not led or end == begin:
        return _to_named(units, text_from(text, pieces, begin)) if led else None
    words = _words_behind(text, pieces, end).strip()
    if not words or match_unit(units, words)[0]:
        return None
    return TellUnits(words, states, kinds=kinds_in(units, pieces[begin:end]))


def _words_behind(text: str, pieces: Sequence[Piece], end: int) -> str:
    """Return what is told behind the words that say to whom; "" where that is not certain, as in "các xã
    vùng cao: …"."""
    before, *words = _COLON.split(text[pieces[end - 1].end :], maxsplit=1)
    if words:
        return "" if before.strip(" ,") else words[0]
    that = past(pieces, end, _THAT)
    return text_from(text, pieces, that) if that > end or _is_clear(pieces) else ""


def _is_clear(pieces: Sequence[Piece]) -> bool:
    """Tell whether the first words begin no other wish, as "gửi …" may, and "nhan …" without its accents."""
    has_accents = pieces[0].key == "nhan" and bool(pieces[0].marks)
    return has_accents or _UNCLEAR.longest(pieces, 0) < _LEADS.longest(pieces, 0)


def _to_named(units: Sequence[Unit], text: str) -> TellUnits | None:
    """Return a message to the units that stand in front of a colon, each of them certain; None for one of
    them alone, which has a command of its own."""
    before, *words = _COLON.split(text, maxsplit=1)
    groups, rest = units_at_front(list(units), before)
    named = tuple(dict.fromkeys(unit.id for group in groups for unit in group))
    is_certain = len(groups) == len(named) > 1 and not rest
    said = "".join(words).strip()
    return TellUnits(said, unit_ids=named) if is_certain and said else None


def check(board: CampaignContext, asked: TellUnits) -> Preview | Refusal:
    """Return what would be told, and to whom; those nobody has joined for are named."""
    meant = _meant(board, asked)
    lines = _reached(meant)
    absent = names_listed([line for line in meant if line.alone])
    missed = say("act.tell_units.absent", names=absent) if absent else ""
    if not lines:
        return Refusal(missed or say("act.tell_units.nobody"))
    names = names_listed(lines)
    told = say("act.tell_units.confirm", count=len(lines), names=names, words=asked.words)
    seen = hashlib.sha256(repr([line.unit.id for line in lines]).encode()).hexdigest()[:32]
    return Preview(f"{told}\n{missed}".strip(), seen)


def carry_out(situation: TurnContext, board: CampaignContext, asked: TellUnits) -> Turn:
    """Tell the people of all these units; a question that a unit asked waits for its own answer."""
    lines = _reached(_meant(board, asked))
    facts = tuple(
        UnitInformed(board.campaign.id, line.submission.id, asked.words) for line in lines
    )
    told = partial(_told, who(situation), asked.words)
    notices = chain.from_iterable(_notices(board, line, told) for line in lines)
    done = Reply(say("act.tell_units.done", count=len(lines)))
    return Turn(State(), facts, (done,), tuple(notices))


def _notices(
    board: CampaignContext, line: UnitProgress, told: Callable[[str], Reply]
) -> list[NoticeToPeople]:
    campaign_id, unit = board.campaign.id, line.unit
    reply = told(unit.called)
    return [
        NoticeToPeople(campaign_id, unit.id, role, reply, unit.called, told)
        for role in UNITS_PEOPLE
    ]


def _told(sender: str, words: str, units: str) -> Reply:
    """Return the message as the people of some units read it."""
    text = say("unit.told_with_others", unit=units, who=sender, words=words)
    return Reply(text, urgency=Urgency.NOTICE)


def _reached(lines: Sequence[UnitProgress]) -> list[UnitProgress]:
    """Return the lines of the units that somebody has joined for."""
    return list(filterfalse(attrgetter("alone"), lines))


def _meant(board: CampaignContext, asked: TellUnits) -> list[UnitProgress]:
    """Return the lines of the units that are meant, as they stand now."""
    return list(filter(partial(_is_meant, asked), board.lines_meant(asked.unit_ids)))


def _is_meant(asked: TellUnits, line: UnitProgress) -> bool:
    if asked.unit_ids:
        return line.unit.id in asked.unit_ids
    is_in = not asked.states or is_in_state(line, asked.states)
    return is_in and is_of_kind(line.unit, asked.kinds)
