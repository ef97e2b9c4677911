"""What every numeric row does before its own reading: clean, cut the row code, hear a silence."""

from __future__ import annotations

from collections.abc import Callable

from bot.model.form import Indicator
from bot.questions import nouns
from bot.questions.base import Ambiguous, Reading, Unclear
from bot.questions.found import Scan
from bot.questions.scan import scan_answer
from bot.questions.silence import hear_silence, hear_words
from bot.vietnamese.normalise import clean
from bot.vietnamese.tokens import tokenise


def open_answer(
    row: Indicator,
    text: str,
    spoken: Callable[[Indicator, Scan], Reading | None] | None = None,
) -> Reading | Scan:
    """A finished reading where the answer holds no figure, otherwise what was found in it.

    `spoken` may read a sentence without figures before it counts as mere words.
    """
    text = clean(text)
    if not text:
        return Unclear("blank")
    text, strange = cut_code(row, text)
    if strange:
        return Ambiguous("other_row", (("word", strange),))
    tokens = tokenise(text)
    strange = nouns.code_within(tokens, row)
    if strange:
        return Ambiguous("other_row", (("word", strange),))
    heard = hear_silence(row, text, tokens)
    if heard is not None:
        return heard
    scan = scan_answer(row, text)
    if not scan.quantities:
        return (spoken and spoken(row, scan)) or hear_words(row, scan)
    return scan


def cut_code(row: Indicator, text: str) -> tuple[str, str]:
    """The answer without the row's own code, and another row's code if that stands in front."""
    tokens = tokenise(text)
    end, strange = nouns.cut_code(tokens, row, plain=nouns.is_plain(tokens))
    return (text[tokens[end].start :] if end else text), strange
