"""Messages as words, and the forms of `intents.toml` as patterns for them.

A word matches with its own accents, with some of them, or with none; courtesies may stand anywhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import repeat
from typing import Any, Protocol

from bot.vietnamese.normalise import Folded, fold, is_plain, marks_within

_PIECE = re.compile(
    r"(?P<number>[0-9]+(?:[.,:/][0-9]+)*[a-zA-ZđĐ]?(?![^\W\d_]))|(?P<word>[^\W\d_]+(?:/[^\W\d_]+)*)"
    r"|(?P<digits>[0-9]+)|(?P<other>[^\w\s]|_)"
)
PICTURES = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff]")
NUMBER_SIGN = "#"


def load_words(name: str) -> dict[str, Any]:
    """Return a file of words of this folder."""
    text = resources.files("bot.conversation").joinpath(name).read_text("utf-8")
    return tomllib.loads(text)


WORDS = load_words("intents.toml")
LISTS: dict[str, list[str]] = WORDS["lists"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, number or picture of a message; `start` and `end` count its characters."""

    key: str
    marks: str
    start: int
    end: int


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the words, numbers and pictures of a message, without its punctuation."""
    found = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if match["number"] or match["digits"]:
            found.append(Piece(NUMBER_SIGN + piece.lower(), "", *match.span()))
        elif match["word"]:
            folded = fold(piece)
            found.append(Piece(_squeezed(folded.key), folded.marks, *match.span()))
        elif PICTURES.fullmatch(piece):
            found.append(Piece(piece, "", *match.span()))
    if not _MAY_BE_DIALECT.search(text):
        return tuple(found)
    return _in_standard_words(found, _PLAIN_DIALECT if is_plain(text) else _DIALECT)


def _squeezed(key: str) -> str:
    """Return a word with a stretched last letter shortened: "okkk", "dunggg"."""
    stretched = key[-1:]
    rest = key.rstrip(stretched) if stretched else key
    return rest + stretched if len(key) - len(rest) > 2 else key


_Dialect = dict[tuple[str, ...], tuple[Folded, ...]]  # words as they are spelt, and what they mean


def _dialect() -> tuple[_Dialect, _Dialect]:
    """Return what is abbreviated, or said in the middle and the south, as the forms have it: for messages
    with accents, and for those without."""
    accented, plain = _Dialect(), _Dialect()
    for said, meant in (*WORDS["short"].items(), *WORDS["dialect"].items()):
        standard = tuple(map(fold, meant.split()))
        folded = tuple(map(fold, said.lstrip("=").split()))
        accented[tuple(word.key + word.marks for word in folded)] = standard
        if not said.startswith("="):
            plain[tuple(word.key for word in folded)] = standard
    return accented, plain


_DIALECT, _PLAIN_DIALECT = _dialect()
_MAY_BE_DIALECT = re.compile(
    r"\b(?:"
    + "|".join(
        said.lstrip("=")
        for said in (*WORDS["short"], *WORDS["dialect"], *map(" ".join, _PLAIN_DIALECT))
    )
    + r")\b",
    re.IGNORECASE,
)
_LENGTHS = sorted(set(map(len, _DIALECT)), reverse=True)


def _in_standard_words(pieces: list[Piece], dialect: _Dialect) -> tuple[Piece, ...]:
    """Return a message with abbreviations, and the words of the middle and the south, exchanged for those of
    the forms."""
    spelt = [piece.key + piece.marks for piece in pieces]
    found: list[Piece] = []
    place = 0
    while place < len(pieces):
        known = (length for length in _LENGTHS if tuple(spelt[place : place + length]) in dialect)
        length = next(known, 1)
        said = pieces[place : place + length]
        meant = dialect.get(tuple(spelt[place : place + length]))
        found += said if meant is None else _meant(said, meant)
        place += length
    return tuple(found)


def _meant(said: Sequence[Piece], meant: Sequence[Folded]) -> Iterator[Piece]:
    """Return other words in the place of some: each in that of one, or all in that of all."""
    alike = len(said) == len(meant)
    for word, piece in zip(meant, said if alike else repeat(said[0]), strict=False):
        end = piece.end if alike else said[-1].end
        yield Piece(word.key, word.marks, piece.start, end)


_Phrase = tuple[tuple[str, str, bool], ...]  # letters, accents, whether the accents are needed


class PhraseTable:
    """Phrases to look up at a place of a message, the longest first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[_Phrase]] = {}
        for phrase in _spread(phrases):
            strict = phrase.startswith("=")
            words = tuple(
                (word.key, word.marks, strict) for word in map(fold, phrase.lstrip("=").split())
            )
            self._by_first.setdefault(words[0][0], []).append(words)
        for bucket in self._by_first.values():
            bucket.sort(key=len, reverse=True)

    def longest(self, pieces: Sequence[Piece], start: int) -> int:
        """Return how many pieces the longest of the phrases takes from `start`; 0 where none fits."""
        for phrase in self._by_first.get(pieces[start].key, ()):
            if _stands(phrase, pieces[start : start + len(phrase)]):
                return len(phrase)
        return 0

    def places(self, pieces: Sequence[Piece]) -> list[int]:
        """Return where in a message any of the phrases begins."""
        return [place for place in range(len(pieces)) if self.longest(pieces, place)]


def _stands(phrase: _Phrase, pieces: Sequence[Piece]) -> bool:
    return len(phrase) == len(pieces) and all(
        piece.key == key and (piece.marks == marks if strict else marks_within(piece.marks, marks))
        for piece, (key, marks, strict) in zip(pieces, phrase, strict=True)
    )


def _spread(phrases: Iterable[str]) -> Iterator[str]:
    """Return each phrase; one with a list in it ("<ko> sai") once for each of the list's words."""
    for phrase in phrases:
        before, _, behind = phrase.partition("<")
        name, _, behind = behind.partition(">")
        yield from (before + word + behind for word in LISTS.get(name, ("",)))


COURTESY = PhraseTable(WORDS["courtesy"])


def courtesies_in(pieces: Sequence[Piece]) -> tuple[bool, ...]:
    """Return for each piece whether it is (part of) a courtesy, or a picture without a meaning."""
    polite = set[int]()
    for place in range(len(pieces)):
        polite.update(range(place, place + COURTESY.longest(pieces, place)))
    return tuple(place in polite or is_picture(piece) for place, piece in enumerate(pieces))


def behind_courtesies(text: str) -> str:
    """Return a message without the courtesies that it begins with: "ok nhận Xã A"."""
    pieces = pieces_of(text)
    polite = courtesies_in(pieces)
    if all(polite):
        return text
    return text[pieces[polite.index(False)].start :]


def spoken(words: str) -> str:
    """Return words that say something; "" for courtesies alone: "giúp chị", "nhé"."""
    return "" if all(courtesies_in(pieces_of(words))) else words.strip()


def has_number(pieces: Sequence[Piece]) -> bool:
    """Return whether any of these pieces is a number or a code."""
    return any(piece.key.startswith(NUMBER_SIGN) for piece in pieces)


def is_picture(piece: Piece) -> bool:
    return len(piece.key) == 1 and bool(PICTURES.fullmatch(piece.key))


# -- forms ----------------------------------------------------------------------------------------

Spans = tuple[tuple[str, int, int], ...]
"""What the places of a form took: the place's name and the pieces."""

Ends = dict[int, Spans]
"""Where a part of a form may end, with what its places took on the way."""

NAME_MOST = 8  # words of a row's name
_CODE = re.compile(r"#[0-9]{1,3}(?:[.,][0-9]{1,3}[a-z]?|[a-z])")
_ROW = re.compile(r"#[0-9]{1,3}(?:[.,][0-9]{1,3})?[a-z]?")
_NUMBER = re.compile(r"#[0-9]{1,3}")
ORDINALS: dict[str, int] = {fold(word).key: number for word, number in WORDS["ordinals"].items()}
_PATTERNS = {
    "code": _CODE, "row": _ROW, "source_code": _CODE, "source": _ROW, "number": _NUMBER,
    "ordinal": re.compile("|".join(ORDINALS)),
}  # fmt: skip
_SAME_PLACE = {"code": "row", "source_code": "source"}
_ELEMENT = re.compile(
    r"\[(?P<maybe>[^\[\]]+)\]|\((?P<choice>[^()]+)\)|\{(?P<place>\w+)\}|<(?P<list>\w+)>|(?P<any>…)"
    r"|(?P<word>\S+)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message for the forms: its pieces, and which of them are courtesies."""

    pieces: tuple[Piece, ...]
    polite: tuple[bool, ...]

    def past_courtesies(self, ends: Ends) -> Ends:
        """Return the ends with those behind the courtesies that follow."""
        found, passed = dict(ends), 0
        for end in sorted(ends):
            if end < passed:
                continue  # within the courtesies that an earlier end passed
            passed = end
            while passed < len(self.pieces) and self.polite[passed]:
                passed += 1
                found.setdefault(passed, ends[end])
        return found


class Element(Protocol):
    """A part of a form."""

    @property
    def is_optional(self) -> bool: ...
    def ends(self, said: Said, start: int) -> Ends: ...


@dataclass(frozen=True, slots=True)
class _Word:
    """One word, with its accents, some of them, or none."""

    key: str
    marks: str
    is_optional: bool = False

    def ends(self, said: Said, start: int) -> Ends:
        piece = said.pieces[start]
        fits = piece.key == self.key and marks_within(piece.marks, self.marks)
        return {start + 1: ()} if fits else {}


@dataclass(frozen=True, slots=True)
class _Place:
    """A number, a code, a name or anything, to be handed on."""

    name: str
    is_optional: bool = False

    def ends(self, said: Said, start: int) -> Ends:
        name = _SAME_PLACE.get(self.name, self.name)
        if self.name in _PATTERNS:
            fits = _PATTERNS[self.name].fullmatch(said.pieces[start].key)
            return {start + 1: ((name, start, start + 1),)} if fits else {}
        last = len(said.pieces)
        if self.name == "name":
            last = min(_words_end(said, start), start + NAME_MOST)
        return {end: ((name, start, end),) for end in range(start + 1, last + 1)}


@dataclass(frozen=True, slots=True)
class _Any:
    """Any words without a number, or none."""

    is_optional: bool = True

    def ends(self, said: Said, start: int) -> Ends:
        return dict.fromkeys(range(start, _words_end(said, start) + 1), ())


def _words_end(said: Said, start: int) -> int:
    """Return where the words from a place on end: at the next number, or with the message."""
    place = start
    while place < len(said.pieces) and not said.pieces[place].key.startswith(NUMBER_SIGN):
        place += 1
    return place


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of several phrases, by the word each begins with ("" for those that begin otherwise)."""

    options: dict[str, tuple[tuple[Element, ...], ...]]
    is_optional: bool

    def ends(self, said: Said, start: int) -> Ends:
        found: Ends = {}
        for option in (*self.options.get(said.pieces[start].key, ()), *self.options.get("", ())):
            for end, spans in _follow(option, said, {start: ()}).items():
                found.setdefault(end, spans)
        return found


def _follow(elements: Sequence[Element], said: Said, ends: Ends) -> Ends:
    """Return where these elements may end, one after the other, courtesies between them."""
    for number, element in enumerate(elements):
        begins = said.past_courtesies(ends) if number else ends
        ends = dict(begins) if element.is_optional else {}
        for begin in sorted(begins, reverse=True):  # a place takes as little as it can
            if begin < len(said.pieces):
                for end, spans in element.ends(said, begin).items():
                    ends.setdefault(end, (*begins[begin], *spans))
        if not ends:
            break
    return ends


@cache
def _elements(form: str) -> tuple[Element, ...]:
    return tuple(map(_element, _ELEMENT.finditer(form)))


def _element(match: re.Match[str]) -> Element:
    if match["place"]:
        return _Place(match["place"])
    if match["any"]:
        return _Any()
    if match["word"]:
        word = fold(match["word"])
        return _Word(word.key, word.marks)
    options = _options(match)
    by_first: dict[str, list[tuple[Element, ...]]] = {}
    for option in options:
        elements = _elements(option)
        first = elements[0] if elements else None
        by_first.setdefault(first.key if isinstance(first, _Word) else "", []).append(elements)
    empty = any(not option for option in options)
    return _Choice(
        {key: tuple(kept) for key, kept in by_first.items()}, bool(match["maybe"]) or empty
    )


def fits(form: str, said: Said) -> Spans | None:
    """Return what the places of a form take of a message that it fits; None where it does not. The
    time grows with the words of both, whatever they are."""
    ends = _follow(_elements(form), said, said.past_courtesies({0: ()}))
    return said.past_courtesies(ends).get(len(said.pieces))


def starts_of(form: str) -> tuple[set[str], bool]:
    """Return the words that a form may begin with ("" for any), and whether it may be empty."""
    found: set[str] = set()
    for match in _ELEMENT.finditer(form):
        words, may_be_empty = _starts_of_element(match)
        found |= words
        if not may_be_empty:
            return found, False
    return found, True


def _starts_of_element(match: re.Match[str]) -> tuple[set[str], bool]:
    """Return the same for one element of a form."""
    if match["word"]:
        return {fold(match["word"]).key}, bool(match["maybe"])
    if match["place"] or match["any"]:
        return {""}, bool(match["any"] or match["maybe"])
    options = [*map(starts_of, _options(match))]
    is_optional = bool(match["maybe"]) or any(empty for _, empty in options)
    return set().union(*(words for words, _ in options)), is_optional


def _options(match: re.Match[str]) -> Sequence[str]:
    if match["list"]:
        return LISTS[match["list"]]
    inner = match["maybe"] or match["choice"]
    return inner.split("|") if inner else ()
