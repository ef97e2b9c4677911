"""Messages with figures of which nothing came. They are remembered, and named before "còn lại không" is
stored and before the report is sent, so that none is lost behind a "không"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import filterfalse
from operator import attrgetter

from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.changing import replace
from bot.model.form import Form, Indicator
from bot.reading import Ambiguous, Doubt, read_asked
from bot.reading.label_match import section_named
from bot.reading.outcome import Reading
from bot.reading.prose import rows_named
from bot.vietnamese.normalise import is_plain
from bot.vietnamese.tokens import tokenise

MOST = 5
LONGEST = 80  # characters of a message
LONGEST_PLACED = 1_000  # characters of a message that can be answered with a row's code
BESIDE = (Doubt.UNKNOWN_UNIT, Doubt.OTHER_ROWS_NAME, Doubt.NEARER_ROW, Doubt.SCALE)
"""Doubts about the row that is asked which say that a message is none of its answers."""
THOUSAND = 1000
_WAITING = attrgetter("proposal", "half", "kept", "ticked", "opened", "question", "held", "asked")
"""What a message may come to that stores nothing."""
_ADDRESS = re.compile(r"(?:mục|muc|câu|cau|dòng|dong)\s+[0-9.]+", re.IGNORECASE)
_FIGURE = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*(?:\s*(?:tr|triệu|trieu|k|tỷ|ty)(?![^\W\d])\s*[0-9]*)?"
)


def remembered(desk: ReportContext, before: State, turn: Turn, text: str) -> Turn:
    """Return the turn with its message remembered where that holds figures, of which nothing is stored,
    waits or is asked about; rows that it names are no part of "còn lại"."""
    after = turn.state
    is_kept = _WAITING(after) != _WAITING(before) or text == after.kept
    if is_kept or not _FIGURE.search(_ADDRESS.sub("", text)):
        return turn
    form = desk.the_form
    row = form.find_question(before.row)
    named = {*rows_named(form, tokenise(text), plain=is_plain(text))} & form.places.keys()
    named -= {before.row}
    if row is not None and not named and answer_to(form, row, text) is not None:
        return turn
    spoken_of = tuple(sorted({*after.spoken_of, *named}))
    after = replace(with_words(after, text), spoken_of=spoken_of, unplaced=text[:LONGEST_PLACED])
    return replace(turn, state=after)


def with_words(state: State, text: str) -> State:
    """Return a state that remembers a message, if there is one."""
    words = " ".join(text.split())[:LONGEST]
    told = filter(None, dict.fromkeys((*state.untaken, words)))
    return replace(state, untaken=tuple(told)[-MOST:])


def answer_to(form: Form, row: Indicator, text: str) -> Reading | None:
    """Return a text as an answer to a row; None where its figures are none of the row's: they are headed by
    another section's name, or count what it does not."""
    section = section_named(form, text)
    if section is not None and section[0].code != form.section_code(row):
        return None
    reading = read_asked(form, row, text)
    is_other = isinstance(reading, Ambiguous) and reading.reason in BESIDE
    return None if is_other else reading


def still_untaken(state: State, answers: Mapping[str, Answer]) -> list[str]:
    """Return the sentence about remembered messages whose figures no answer holds by now; none else."""
    texts = [text for text in state.untaken if not _is_taken(text, answers)]
    return [say("batch.untaken", texts=", ".join(f"“{text}”" for text in texts))] if texts else []


def still_unread(desk: ReportContext, state: State) -> list[str]:
    """Return the sentences about rows that a message named and gave no clear figures for: of those that have
    older ones nothing will ask again, and the others would be asked for only by and by."""
    codes = list(filter(state.spoken_of.__contains__, desk.the_form.by_code))
    is_answered = desk.submission.answers.__contains__
    answered, left = filter(is_answered, codes), filterfalse(is_answered, codes)
    told = (("batch.still_unread", list(answered)), ("batch.still_open", list(left)))
    return [say(key, codes=", ".join(codes)) for key, codes in told if codes]


def _is_taken(text: str, answers: Mapping[str, Answer]) -> bool:
    said = {_short(_digits(found)) for found in _FIGURE.findall(text)}
    held = ({_short(str(number)) for number in each.figures.values()} for each in answers.values())
    return any(own and (own <= said or (len(said) > 1 and said <= own)) for own in held)


def _digits(figure: str) -> str:
    return re.sub(r"[^0-9]", "", figure)


def _short(digits: str) -> str:
    """Return a number without the zeros at its end where it is large: "7tr5" is 7.500.000."""
    return digits if int(digits) < THOUSAND else digits.rstrip("0")
