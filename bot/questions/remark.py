"""What goes to Ghi chú: the words around the figures, without politeness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.form import Indicator
from bot.questions.found import Quantity, Scan
from bot.questions.lexicon import lexicon_of
from bot.questions.nouns import is_plain
from bot.questions.scan import LINKING, POLITE
from bot.vietnamese import words
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, tokenise

EDGES = ",.;:-–—()[]!…\"'“”|/&*•+=~"
_JOINING = Phrases((word, True) for word in (*words.JOINING, "thì"))


def trimmed(text: str) -> str:
    """The text without polite words and marks at its two ends."""
    tokens = tokenise(text)
    first, last = _trim(tokens, 0, len(tokens), plain=is_plain(tokens))
    return text[tokens[first].start : tokens[last - 1].end] if first < last else ""


def only_dates(scan: Scan) -> bool:
    """Whether nothing but dates and politeness was said."""
    place = 0
    while place < len(scan.tokens):
        if place in scan.dated or scan.tokens[place].sort in (Sort.MARK, Sort.PICTURE, Sort.BREAK):
            place += 1
            continue
        found = POLITE.match(scan.tokens, place, plain=scan.plain)
        if found is None:
            return False
        place = found[1]
    return True


def remark(row: Indicator, scan: Scan, added: Sequence[Quantity] = ()) -> str:
    """The remark of an answer. `added` are parts that were summed up: they stay readable in it."""
    pieces: list[str] = []
    if len(added) > 1:
        return trimmed(scan.text)
    pieces += [_attendances(scan, one) for one in scan.quantities if not one.part]
    label = lexicon_of(row).label
    for start, end in _unused(scan):
        first, last = _trim(scan.tokens, start, end, plain=scan.plain)
        if first < last and not _says_nothing(scan, first, last, label):
            pieces.append(scan.words_between(first, last))
    return "; ".join(piece for piece in pieces if piece)


def _attendances(scan: Scan, quantity: Quantity) -> str:
    """As in "lượt người" is not "người": the words are kept."""
    term = quantity.term
    if term is None or not term.word.startswith(words.ATTENDANCES):
        return ""
    if quantity.label:
        return term.word
    first = quantity.end
    while first > quantity.start and scan.tokens[first - 1].sort is Sort.WORD:
        first -= 1
    return scan.words_between(first, quantity.end)


def _unused(scan: Scan) -> Iterator[tuple[int, int]]:
    """Runs of tokens that belong to no figure."""
    start: int | None = None
    for place in range(len(scan.tokens) + 1):
        free = place < len(scan.tokens) and place not in scan.used
        if free and start is None:
            start = place
        if not free and start is not None:
            yield start, place
            start = None


def _trim(tokens: Sequence[Token], first: int, last: int, *, plain: bool) -> tuple[int, int]:
    """Cut polite words, joining words and marks off both ends."""
    while first < last:
        end = _empty(tokens, first, plain)
        if end == first or end > last:
            break
        first = end
    while last > first:
        start = _empty_before(tokens, first, last, plain)
        if start == last:
            break
        last = start
    return first, last


def _empty(tokens: Sequence[Token], place: int, plain: bool) -> int:
    token = tokens[place]
    if token.sort in (Sort.BREAK, Sort.PICTURE) or token.is_mark(EDGES):
        return place + 1
    for table in (POLITE, _JOINING):
        found = table.match(tokens, place, plain=plain)
        if found:
            return found[1]
    return place


def _empty_before(tokens: Sequence[Token], first: int, last: int, plain: bool) -> int:
    """Where the polite words or marks that end at `last` begin; `last` if there are none."""
    token = tokens[last - 1]
    if token.sort in (Sort.BREAK, Sort.PICTURE) or token.is_mark(EDGES):
        return last - 1
    before = tokens[last - 2] if last - 2 >= first else None
    if before and (before.key == "tieng" or (not token.gap and before.sort is Sort.NUMBER)):
        return last  # tiếng Anh, lớp 5A
    for length in (3, 2, 1):
        if last - length < first:
            continue
        for table in (POLITE, _JOINING):
            found = table.match(tokens, last - length, plain=plain)
            if found and found[1] == last:
                return last - length
    return last


def _says_nothing(scan: Scan, first: int, last: int, label: frozenset[str]) -> bool:
    """Whether a remark only links figures or repeats the row's own words."""
    place = first
    while place < last:
        token = scan.tokens[place]
        found = LINKING.match(scan.tokens, place, plain=scan.plain)
        if token.sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE) or token.key in label:
            place += 1
        elif found:
            place = found[1]
        else:
            return False
    return True
