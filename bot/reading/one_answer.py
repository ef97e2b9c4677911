"""Quantities with their units and nothing else ("3 lớp 45 người"): surely no report of several rows.

Most messages are such an answer to the row that is asked. They need not be tried as a whole report:
there is no mark at which one could be cut, no word by which it could name another row or several,
and a number that a unit follows is no row's code.
"""

from __future__ import annotations

from itertools import chain, pairwise

from bot.model.answer import Answer
from bot.model.form import Form, Indicator, once_a_form
from bot.reading.answer_reading import read_answer
from bot.reading.label_match import (
    other_row_named,
    row_also_counted,
    section_named,
    section_names,
)
from bot.reading.nearest_row import is_pair_of_another, nearer_row, nearest_said
from bot.reading.outcome import Ambiguous, Reading, Unclear, Understood
from bot.reading.prose import named_before_figures
from bot.row_types import takes_words
from bot.row_types.doubt import Doubt
from bot.vietnamese.normalise import unaccented

MOST_WORDS = 16
MOST_DIGITS = 9
JOINTS = frozenset({"cau", "con", "cung", "den", "khac", "khong", "muc", "toi", "tu", "va", "voi"})
"""Words that join rows or speak of all others: a unit with one of them is not taken for a unit here."""


def is_one_answer(form: Form, text: str) -> bool:
    """Tell whether a text is quantities with units of the form, and nothing else."""
    words = text.split(" ")
    numbers = [word.isascii() and word.isdigit() and len(word) <= MOST_DIGITS for word in words]
    if len(words) > MOST_WORDS or not numbers[0] or numbers[-1]:
        return False
    if any(map(all, pairwise(numbers))):  # one behind the other
        return False
    typed = zip(words, numbers, strict=True)
    return _unit_words(form).issuperset(
        {word.lower() for word, is_number in typed if not is_number}
    )


@once_a_form
def _unit_words(form: Form) -> frozenset[str]:
    """Return the words of all units of the form, with and without accents; none where a section's
    name begins with a number, for which a quantity could be taken."""
    if any(name[0].isdigit() for name, _, _ in section_names(form)):
        return frozenset()
    measures = chain.from_iterable(row.measures for row in form.questions)
    said = " ".join(chain.from_iterable((each.word, *each.accepted) for each in measures))
    words = set(filter(str.isalpha, said.lower().split()))
    return frozenset(
        chain.from_iterable(
            (word, unaccented(word)) for word in words if unaccented(word) not in JOINTS
        )
    )


def read_asked(form: Form, row: Indicator, text: str) -> Reading:
    """Read a message as the answer to the row that is asked. Figures with another row's name
    ("văn nghệ 2 buổi 30 người", "2 buổi văn nghệ 30 người" where sports are asked) are no answer to
    it, and those of both rows together are none yet."""
    reading = read_answer(row, text)
    if isinstance(reading, Unclear) or takes_words(row):
        return reading
    if isinstance(reading, Understood) and not reading.says_more:
        return reading  # figures, and nothing said beside them
    answers = (reading.answer,) if isinstance(reading, Understood) else ()
    also = row_also_counted(form, row, answers[0].note) if answers else None
    if also is not None:
        return _speaks_of(Doubt.ALSO_OTHER_ROW, also, reading, answers)
    other = other_row_named(form, row, text, reading)
    if other is not None:
        return _speaks_of(Doubt.OTHER_ROWS_NAME, other, reading)
    if isinstance(reading, Understood):
        return _asked_whether_meant(form, row, text, reading)
    named = named_before_figures(form, text)
    if reading.reason is Doubt.NEGATION:  # "tin học thì không, còn kỹ năng sống 4 buổi 156 em"
        named = named[-1:]
    if named and row.code not in named:
        return _speaks_of(Doubt.OTHER_ROWS_NAME, form.by_code[named[-1]], reading)
    nearer = nearest_said(form, row, text) if reading.reason is Doubt.ONE_NUMBER else None
    return reading if nearer is None else _speaks_of(Doubt.NEARER_ROW, nearer, reading)


def _asked_whether_meant(form: Form, row: Indicator, text: str, reading: Understood) -> Reading:
    """Return a certain reading, or a question where the message is more likely about something else."""
    nearer = nearer_row(form, row, text, reading)
    if nearer is not None:
        return _speaks_of(Doubt.NEARER_ROW, nearer, reading)
    section = None if reading.answer.count or reading.answer.people else section_named(form, text)
    others = form.section_of(section[0].code).questions if section is not None else (row,)
    if row not in others:  # "khen: 0"
        return _speaks_of(Doubt.OTHER_ROWS_NAME, others[0], reading)
    if not reading.unused or not is_pair_of_another(form, row, text, reading):
        return reading
    said = (("said", " ".join(text.split())),)
    return Ambiguous(Doubt.EXTRA_NUMBER, said, (reading.answer,), left=reading.left)


def _speaks_of(
    doubt: Doubt,
    other: Indicator,
    reading: Understood | Ambiguous,
    offered: tuple[Answer, ...] = (),
) -> Ambiguous:
    """Return the question about another row that is named."""
    named = (("word", other.short or other.label), ("named", other.code))
    half = reading.proposed if isinstance(reading, Ambiguous) and reading.is_half else ()
    return Ambiguous(doubt, named, offered, half, unused=reading.unused, left=reading.left)
