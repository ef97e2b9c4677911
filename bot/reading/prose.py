"""Rows named anywhere in a clause of prose: "treo 12 băng rôn tại 8 thôn".

A clause names a row where the words of exactly one row stand in it (numbers between them aside, so
that "khen 5 cá nhân" is "khen cá nhân") and the people it counts are not those of a sister row:
"tin học cho 60 học sinh" is not the row of officials' computer classes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import itemgetter

from bot.model.answer import AnswerState
from bot.model.changing import replace
from bot.model.form import Cell, Form, Indicator, once_a_form
from bot.reading.answer_reading import read_answer
from bot.reading.label_match import Named
from bot.reading.lexicon import lexicon_of
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.row_types import row_type
from bot.row_types.evidence import Role
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, tokenise

SHORTEST = 4  # letters; a shorter name of a row is too easily another word
LONG_ENOUGH = 7  # letters; one wrong letter in a shorter name makes too many words of it
WHOLE_NAME = 40  # letters; a longer label is never typed inside a sentence
LONGEST = 400  # characters of a clause
_VERB = re.compile(r"(?:\b(?:đã|da)\s+)?\b(?:tổ chức|to chuc)\b", re.IGNORECASE)
_FIGURE = re.compile(r"[0-9]")
_NO = re.compile(r"\b(?:khong|ko|chua|chang)\b")
_NUMBERED = re.compile(r"[0-9]{1,2}(?:[.,][0-9]+\s|\s*[.):/=-])")  # a code, a day, a list number


def named_in_prose(form: Form, clause: str) -> Named | None:
    """Return the one row that a clause speaks of, with its reading; None where no row, or more than
    one, is named or nothing of it can be read."""
    if len(clause) > LONGEST or _NUMBERED.match(clause):
        return None
    tokens = tokenise(clause)
    rows = set(map(itemgetter(0), names_in(form, tokens, plain=is_plain(clause))))
    row = form.find(next(iter(rows))) if len(rows) == 1 else None
    if row is None or _counts_others(form, row, clause):
        return None
    for other in (row, *_sisters_that_count(form, row)):
        said = _from_its_verb(other, clause) if row_type(other).takes_yes else clause
        reading = without_remark(other, read_answer(other, said))
        if _says_something(other, reading, tokens):
            return Named(other, clause, reading)
    return None


def _from_its_verb(row: Indicator, clause: str) -> str:
    """Return a clause without what stands before "đã tổ chức": who did it does not matter, unless that is
    somebody the row does not ask about ("các trường đều tổ chức")."""
    verb = _VERB.search(clause)
    if verb is None or _NO.search(unaccented(clause)):
        return clause
    subject, nouns = tokenise(clause[: verb.start()]), lexicon_of(row).nouns
    found = (nouns.match(subject, at, plain=is_plain(clause)) for at in range(len(subject)))
    others = any(each is not None and each[0].role is Role.NEAR for each in found)
    return clause if others else clause[verb.start() :]


def _sisters_that_count(form: Form, row: Indicator) -> list[Indicator]:
    """Return rows that count what a row of có or không only says: "3 trường khai mạc"."""
    counted = row_type(row).counted_as
    return [other for other in form.section_of(row.code).questions if other.kind == counted]


def without_remark(row: Indicator, reading: Reading) -> Reading:
    """Return a reading whose other words, a sentence's, do not become a remark; those with numbers
    (a day) are told."""
    if not isinstance(reading, Understood):
        return reading
    said = reading.answer.note.split("; ")
    figures = reading.answer.figures
    told = tuple(words for words in said if _tells_a_number(row, words, figures))
    unused = tuple(dict.fromkeys((*reading.unused, *told)))
    return replace(reading, answer=replace(reading.answer, note=""), unused=unused)


def _tells_a_number(row: Indicator, words: str, figures: Mapping[Cell, int]) -> bool:
    """Return whether words hold a number that is no figure of the row: a day, a name. "4 buổi" says
    one of the figures once more."""
    if not any(map(str.isdigit, words)):
        return False
    reading = read_answer(row, words)
    if isinstance(reading, Ambiguous) and reading.is_half and not reading.hedged:
        return not set(reading.proposed) <= set(figures.items())
    return not isinstance(reading, Understood)


def rows_named(form: Form, tokens: tuple[Token, ...], *, plain: bool) -> list[str]:
    """Return the codes of the rows whose words stand in a text, in order; the longest words win."""
    return list(map(itemgetter(0), names_in(form, tokens, plain=plain)))


def names_in(form: Form, tokens: tuple[Token, ...], *, plain: bool) -> list[tuple[str, int, int]]:
    """Return the same codes, each with where its words begin and end in the text."""
    names = _names(form)
    words = [token for token in tokens if token.sort is not Sort.NUMBER]
    found: list[tuple[str, int, int]] = []
    place = 0
    while place < len(words):
        match = names.match(words, place, plain=plain)
        if match is not None:
            found.append((match[0], words[place].start, words[match[1] - 1].end))
        place = match[1] if match else place + 1
    return found


def named_before_figures(form: Form, text: str) -> list[str]:
    """Return the codes of the rows whose words stand in front of the last figure of a text, each once, in
    order; what is said behind it is a remark."""
    said = " ".join(_FIGURE.split(text)[:-1])
    return list(dict.fromkeys(rows_named(form, tokenise(said), plain=is_plain(text))))


def nearly_named(form: Form, text: str) -> bool:
    """Return whether a row's name stands in a text with one letter wrong ("văn ngệ")."""
    words = [token.key for token in tokenise(text) if token.sort is Sort.WORD]
    return any(
        _one_letter_apart(name, " ".join(words[place : place + name.count(" ") + 1]))
        for name in _plain_names(form)
        if len(name) >= LONG_ENOUGH
        for place in range(len(words) - name.count(" "))
    )


def _one_letter_apart(name: str, said: str) -> bool:
    """Tell whether one letter was left out, added or mistaken."""
    if name == said or abs(len(name) - len(said)) > 1:
        return False
    pairs = enumerate(zip(name, said, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(name), len(said)))
    longer, shorter = sorted((name[same:], said[same:]), key=len, reverse=True)
    return longer[1:] == (shorter if len(longer) > len(shorter) else shorter[1:])


def row_names(row: Indicator) -> tuple[str, ...]:
    """Return the row's own words, and its label where that is more than a word or two ("Cá nhân")."""
    labels = [name for name in (row.short, row.label) if 2 * SHORTEST < len(name) <= WHOLE_NAME]
    return (*[name for name in row.words if len(name) >= SHORTEST], *labels)


@once_a_form
def _plain_names(form: Form) -> frozenset[str]:
    """Return the names of all rows without accents."""
    return frozenset(unaccented(name) for row in form.questions for name in row_names(row))


@once_a_form
def _names(form: Form) -> Phrases[str]:
    """Return the table of all rows' names; initials of three words or more ("KNS") where they fit one."""
    named = [
        (name.replace(",", " "), row.code) for row in form.questions for name in row_names(row)
    ]
    initials: dict[str, set[str]] = {}
    for name, code in named:
        if name.count(" ") >= 2:
            initials.setdefault("".join([word[0] for word in name.lower().split()]), set()).add(
                code
            )
    short = [(letters, codes.pop()) for letters, codes in initials.items() if len(codes) == 1]
    return Phrases([*named, *short])


def _says_something(row: Indicator, reading: Reading, tokens: tuple[Token, ...]) -> bool:
    """Tell whether a clause gives a figure, or answers a row of có or không."""
    counts = row_type(row).takes_yes or any(token.sort is Sort.NUMBER for token in tokens)
    if isinstance(reading, Understood):
        return (
            counts and reading.answer.state is AnswerState.VALUE and reading.answer.is_above_zero
        )
    return counts and bool(getattr(reading, "candidates", ()))


def _counts_others(form: Form, row: Indicator, clause: str) -> bool:
    """Tell whether a clause speaks of people that a sister row is for and this one is not."""
    if row.people is None:
        return False
    own = unaccented(" ".join((row.label, row.short, row.question, *row.words)))
    sisters = unaccented(" ".join(other.label for other in form.section_of(row.code).questions))
    said = f" {unaccented(clause)} "
    nouns = (unaccented(noun) for noun in row.people.accepted if " " in noun)
    return any(noun in sisters and noun not in own and _is_said(noun, said) for noun in nouns)


def _is_said(noun: str, said: str) -> bool:
    initials = "".join(word[0] for word in noun.split())
    return f" {noun}" in said or f" {initials} " in said
