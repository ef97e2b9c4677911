"""What "còn lại không" may take in: not the row that is asked and answered before it, and nothing of
what an earlier message left open without a word about that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.context import ReportContext
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.answer import Answer
from bot.reading import Understood, read_answer
from bot.reading.report import ManyRows
from bot.reading.row_ranges import may_hold_rest, part_of_rest
from bot.reading.split_lines import raw_pieces
from bot.row_types import takes_words

LESSON = "lớp"  # the measure of rows that count lessons
NAMED = 6  # parts named in one sentence


def with_code_asked(desk: ReportContext, state: State, text: str) -> str:
    """Return "2 lớp 50 người, còn lại không" with the code of the row that is asked in front, so that
    the figures are its own; any other message as it is."""
    row = desk.the_form.find(state.row) if state.stage is Stage.ASKING else None
    if row is None or takes_words(row) or not may_hold_rest(text):
        return text
    pieces = list(raw_pieces(desk.the_form, text, desk.places))
    if len(pieces) < 2 or not all(piece.rest for piece in pieces[1:]):
        return text
    first = pieces[0]
    if first.row is not None or first.rest:
        return text
    reading = read_answer(row, first.text)
    return f"{row.code}: {text}" if isinstance(reading, Understood) else text


def meant_by_rest(desk: ReportContext, state: State, text: str) -> frozenset[str] | None:
    """Return the rows that "còn lại" may take in: those of the question, or for "mấy câu sau" the one that is
    asked and all behind it, for "mấy lớp khác" those of lessons; None for every row that is open."""
    if state.stage is Stage.LIST:
        return frozenset(state.asked)
    part = part_of_rest(text)
    if part is None:
        return None
    if part["named"]:
        return _those(state)
    rows = desk.the_form.questions
    if part["lessons"]:
        return frozenset(row.code for row in rows if row.count and row.count.word == LESSON)
    codes = [row.code for row in rows]
    return frozenset(codes[codes.index(state.row) :]) if state.row in codes else None


def _those(state: State) -> frozenset[str] | None:
    """Return which rows "mấy câu đó" are: all that are open where they were told, else those asked about."""
    told = state.listed_open or state.stage in (Stage.REVIEW, Stage.WARNED)
    return None if told else frozenset((*state.asked, state.row))


def still_unclear(
    desk: ReportContext, state: State, pairs: Sequence[tuple[str, Answer]]
) -> list[str]:
    """Return the sentence about parts that an earlier message left open, where rows are now said to
    be without anything; none while those parts are still shown."""
    if state.stage is Stage.BATCH or not any(found.source == "gate" for _, found in pairs):
        return []
    texts = unclear_texts(desk, state)
    return [say("batch.still_unclear", texts=texts)] if texts else []


def still_spoken_of(state: State, answers: Mapping[str, Answer], many: ManyRows) -> list[str]:
    """Return the sentence about rows that were named earlier and not read, where all others are now
    said to be without anything."""
    left = [code for code in state.spoken_of if code not in answers]
    if not left or not many.rest or many.rest_held:
        return []
    return [say("batch.still_spoken_of", codes=", ".join(left))]


def unclear_texts(desk: ReportContext, state: State) -> str:
    """Return the parts of the last batch that no row was found for; "còn lại không" is none."""
    if desk.form is None:
        return ""
    texts = [text for text in state.unclear if not _is_rest(desk, text)]
    more = ", …" if len(texts) > NAMED else ""
    return ", ".join(f"“{text}”" for text in texts[:NAMED]) + more


def without_the_rest(desk: ReportContext, many: ManyRows) -> list[str]:
    """Return what was not understood; a held "còn lại không" has a sentence of its own."""
    lost = many.not_understood
    return [piece for piece in lost if not (many.rest_held and _is_rest(desk, piece))]


def _is_rest(desk: ReportContext, text: str) -> bool:
    return any(piece.rest for piece in raw_pieces(desk.the_form, text, desk.places))
