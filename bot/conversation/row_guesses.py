"""Which rows a message may be about of which nothing came: named with it, so that a code is all that has to
be typed then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import filterfalse

from bot.conversation import prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.changing import replace
from bot.model.form import Form, Indicator
from bot.reading import Ambiguous, Understood, read_answer
from bot.reading.lexicon import lexicon_of
from bot.reading.nearest_row import closeness, nearer_row, payers_named
from bot.reading.prose import rows_named
from bot.reading.unmatched_codes import other_codes
from bot.row_types import takes_words
from bot.vietnamese.normalise import is_plain
from bot.vietnamese.tokens import tokenise

NAMED = 3  # rows
LONGEST, LINES = 300, 5  # characters and lines of a message by which its subject is guessed
FEWEST_WORDS = 4  # of a message that names what it is about
NAMES_IT = 15.0  # what the name of a row says
ENOUGH = 5.0  # what the words say that a row has in common with a message


def tell(desk: ReportContext, turn: Turn) -> Turn:
    """Return the turn with the rows that its message may be about, each as a button; they are no part of
    "còn lại" until they have figures."""
    form, text = desk.the_form, beginning(turn.state.unplaced)
    rows = guessed(form, form.find(turn.state.row), text)
    if not rows and len(text.split()) < FEWEST_WORDS:
        return turn
    told = say("guess.none", code=form.questions[0].code)
    if rows:
        named = ", ".join(f"{row.code} ({row.short})" for row in rows)
        told = say("guess.rows", rows=named, code=rows[0].code)
    buttons = [
        prompts.lasting(desk, f"fix_{row.code}", label="button.of_row", code=row.code)
        for row in rows
    ]
    *others, last = turn.replies
    last = replace(last, text=f"{last.text}\n{told}", choices=(*buttons, *last.choices))
    return replace(turn, state=spoken_of(turn.state, rows), replies=(*others, last))


def beginning(text: str) -> str:
    """Return what of a message is looked at for what it may be about: every row reads it, and each of many
    lines might be a share of the row's figure."""
    return "\n".join(text.strip().splitlines()[:LINES])[:LONGEST]


def spoken_of(state: State, rows: Iterable[Indicator]) -> State:
    """Return the state with some rows as spoken of, as far as they have figures: no part of "còn lại"."""
    counted = (row.code for row in rows if row.cells)
    return replace(state, spoken_of=tuple(sorted({*state.spoken_of, *counted})))


def guessed(form: Form, asked: Indicator | None, text: str) -> list[Indicator]:
    """Return the rows that could take the figures of a text, those first with which it has most words in
    common; none where that says too little."""
    scores = _scores(form, asked, text)
    by_code = other_codes(form, asked or form.questions[-1], text)
    named = dict.fromkeys((*by_code, *rows_named(form, tokenise(text), plain=is_plain(text))))
    named.pop(asked.code if asked is not None else "", None)
    scores.update(dict.fromkeys(named, NAMES_IT))
    takes = [row for row in form.questions if row.code in named or _takes(row, text)]
    if scores.total() or len(takes) > 1:  # the words are about something that is counted
        takes = list(filterfalse(takes_words, takes))
    takes.sort(key=lambda row: -scores[row.code])
    if len(takes) <= (0 if named else NAMED):
        return takes
    least = max(ENOUGH, scores[takes[0].code] / 2)
    return [row for row in takes[:NAMED] if scores[row.code] >= least]


def _scores(form: Form, asked: Indicator | None, text: str) -> Counter[str]:
    """Return how near each row is to a text, by its code; the one that it means instead of the row that is
    asked is nearest."""
    scores, payers = Counter(closeness(form, text)), payers_named(text)
    paid = (row.code for row in form.questions if lexicon_of(row).sources & payers)
    scores.update(dict.fromkeys(paid, ENOUGH))
    reading = read_answer(asked, text) if asked is not None else None
    if asked is not None and isinstance(reading, Understood):
        nearest = nearer_row(form, asked, text, reading)
        scores.update({nearest.code: ENOUGH + scores.total()} if nearest else {})
    return scores


def _takes(row: Indicator, text: str) -> bool:
    """Tell whether a row could take all figures of a text."""
    match read_answer(row, text):
        case Understood(unused=(), answer=found):
            return found.is_above_zero
        case Ambiguous(unused=(), is_half=is_half, candidates=offered):
            return is_half or offered != ()
    return False
