"""What comes before reading: clean the text, cut the row's own code, notice another row's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.form import Indicator
from bot.reading.lexicon import POLITE, is_plain
from bot.vietnamese.normalise import clean, fold, marks_within
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, token_at, tokenise
from bot.vietnamese.words import table

ROW_WORDS = table("row_words")
CORRECTING = table("correcting")
SEPARATING = ":.)=,>→"
_ROW_WORD = fold("mục")
_MAY_NAME_A_ROW = re.compile(r"\S\s+m[uụ]c\s*[0-9]", re.IGNORECASE)
_ENDS_IN_IT = ("chuyen", "danh", "hang", "tiet", "de", "tieu")  # chuyên mục, danh mục, hạng mục …


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer without its code: its text and tokens, whether it was typed without accents, and
    the code of another row ("" for none)."""

    text: str
    tokens: tuple[Token, ...]
    plain: bool
    other_row: str = ""


def prepare(row: Indicator, text: str) -> Prepared:
    """Return the cleaned answer to a row, cut behind the row's code."""
    text = clean(text)
    tokens = tokenise(text)
    plain = is_plain(tokens)
    end, strange = _cut_code(tokens, row, plain)
    if end:
        text = text[tokens[end].start :]
        tokens = tokenise(text)
    if not strange and "." in text:
        strange = _code_within(tokens, row)
    if not strange and _MAY_NAME_A_ROW.search(text):
        strange = _named_within(tokens, row)
    return Prepared(text, tokens, plain, strange)


def _cut_code(tokens: Sequence[Token], row: Indicator, plain: bool) -> tuple[int, str]:
    """Return the place after a row code in front of an answer, and the code of another row.

    "Mục 1.1:", "1.10 -", "sửa 1.1:" and "1.1 3 lớp" are codes; an undotted number is one only
    behind a word ("mục 3:") or before a colon ("3: …"), and never when nothing follows.
    """
    start = place = 0
    if tokens and tokens[0].sort is not Sort.NUMBER:
        start = skip(tokens, 0, POLITE, plain, marks=".!,:")
        start = CORRECTING.end(tokens, start, plain=plain)
        place = ROW_WORDS.end(tokens, start, plain=plain)
    said = place > start
    if token_at(tokens, place).sort is not Sort.NUMBER or _starts_a_figure(tokens, place, said):
        return 0, ""
    code, end = _code_at(tokens, place)
    behind = _skip_separators(tokens, end)
    if behind >= len(tokens):
        return 0, ""
    mark = token_at(tokens, end)
    dotted = "." in code
    if _is_own(code, row) and (dotted or said or mark.is_mark(":).")):
        return behind, ""
    return (behind, code) if said or (dotted and mark.is_mark(":)")) else (0, "")


def _starts_a_figure(tokens: Sequence[Token], place: int, said: bool) -> bool:
    """Return whether a number is surely no code: undotted, nothing says so, and a word stands apart."""
    behind = token_at(tokens, place + 1)
    apart = behind.sort is Sort.WORD and behind.gap > 0
    return apart and not said and "." not in tokens[place].text


def _is_own(code: str, row: Indicator) -> bool:
    """Return whether a code is the row's; in one, a comma stands for the point ("1,6")."""
    return code.replace(",", ".") in (row.code.lower(), row.printed.lower())


def _code_within(tokens: Sequence[Token], row: Indicator) -> str:
    """Return the code of another row of the same section in the middle of an answer, right before
    a figure: "5tr 10.2 2tr"; "" if there is none."""
    section, dot, _ = row.code.rpartition(".")
    found = (_code_at(tokens, place) for place in _apart(tokens)) if dot else ()
    for code, end in found:
        end += token_at(tokens, end).is_mark(":=-–)")
        leads = token_at(tokens, end).sort is Sort.NUMBER
        if leads and _is_sister(code, section) and not _is_own(code, row):
            return code
    return ""


def _named_within(tokens: Sequence[Token], row: Indicator) -> str:
    """Return the code of another row behind the word for one in the middle of an answer: "mấy cái của mục 1
    không có"; "" if there is none. Words that end in "mục" ("chuyên mục 3") name no row."""
    for place in _apart(tokens):
        word, before = tokens[place - 1], token_at(tokens, place - 2)
        is_word = word.key == _ROW_WORD.key and marks_within(word.marks, _ROW_WORD.marks)
        code, _ = _code_at(tokens, place)
        if place > 1 and is_word and before.key not in _ENDS_IN_IT and not _is_own(code, row):
            return code
    return ""


def _apart(tokens: Sequence[Token]) -> Iterator[int]:
    """Return the places of numbers behind a space."""
    return (
        place
        for place in range(1, len(tokens) - 1)
        if tokens[place].sort is Sort.NUMBER and tokens[place].gap
    )


def _is_sister(code: str, section: str) -> bool:
    head, _, number = code.partition(".")
    return head == section and 1 <= len(number.rstrip("abcde")) <= 2


def _code_at(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """Return a number with the letter that sticks to it ("1.4a"), and the place behind."""
    code, letter = tokens[place].text, token_at(tokens, place + 1)
    return (code + letter.key, place + 2) if is_class_letter(letter) else (code, place + 1)


def is_class_letter(token: Token) -> bool:
    """Return whether this is the letter of a class name: 5A, 4b."""
    glued = token.sort is Sort.WORD and not token.gap
    return glued and len(token.text) == 1 and token.key in "abcde"


def _skip_separators(tokens: Sequence[Token], place: int) -> int:
    """Return the place behind ":", ".", ")" or a dash; a dash behind a colon belongs to the
    answer."""
    start = place
    while token_at(tokens, place).is_mark(SEPARATING):
        place += 1
    dashed = place == start and place + 1 < len(tokens) and tokens[place].is_mark("-–")
    return place + dashed


def skip(
    tokens: Sequence[Token], place: int, known: Phrases[bool], plain: bool, marks: str = ".!"
) -> int:
    """Return the place after known words and marks."""
    while True:
        found = known.match(tokens, place, plain=plain)
        behind = found[1] if found else place + token_at(tokens, place).is_mark(marks)
        if behind == place:
            return place
        place = behind


def without_code(row: Indicator, text: str) -> str:
    """Return free words without the code of their own row; another row's code is one of them."""
    tokens = tokenise(text)
    end, strange = _cut_code(tokens, row, is_plain(tokens))
    return text[tokens[end].start :] if end and not strange else text
