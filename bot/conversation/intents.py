"""What a message wants before any figure is read: yes, no, a question, a wish.

The words are data (`intents.toml`). Courtesies are peeled, accents may be missing, one word may have one
wrong letter. Every number of a message must have a place in the form that fits it ("xóa ảnh {number}"),
so that figures are never heard as a wish. No form fits: it is the figure reader's turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.conversation.command_words import Command, Word, read_command, split_target
from bot.conversation.phrase_forms import (
    COURTESY,
    LISTS,
    NUMBER_SIGN,
    ORDINALS,
    WORDS,
    PhraseTable,
    Piece,
    Said,
    Spans,
    courtesies_in,
    fits,
    has_number,
    is_picture,
    pieces_of,
    starts_of,
)
from bot.conversation.yes_or_no import is_spoiled, yes_or_no
from bot.model.form import Form, row_in
from bot.vietnamese.normalise import clean, fold, unaccented

LONGEST = 30  # words; a longer message is a report or a letter
NO_NAME = PhraseTable(WORDS["no_name"])
_CALLS = PhraseTable(("ơi", "ới", "alo", "a lô"))
LONGEST_MENDED = 10  # words
_BEGINS_WITH_FIGURE = re.compile(
    r"\s*[0-9]++(?![.,]?[0-9])\s*[^\W\d]{2}"
)  # no code, which may begin a wish
SHORTEST_MISTYPED = 4  # letters of a word in which a slip is mended
ASKED_IN_PASSING = {  # in a longer sentence, too
    Word.DEADLINE, Word.HOW_FAR, Word.MISSING, Word.LAST_YEAR, Word.CONTACT, Word.WHEN_LATE,
    Word.WHAT_FILES, Word.PLAN, Word.RECEIVER, Word.PERIOD, Word.SENT_STATUS, Word.WHO_ARE_YOU,
    Word.HELP, Word.BEGIN, Word.PAUSE, Word.THANKS, Word.SORRY, Word.GREETING, Word.UPSET, Word.WRONG_PERSON,
    Word.ASK_EXTENSION, Word.RESTART, Word.SKIP, Word.SUBMIT, Word.VIEW, Word.NEXT, Word.BACK, Word.UNDO,
}  # fmt: skip
NEVER_GUESSED = {  # what these do, or give away, needs the words themselves
    Word.LEAVING, Word.INVITE, Word.INVITE_DEPUTY, Word.RESTART, Word.CLEAR, Word.DROP_PHOTO, Word.RENAME,
    Word.ASK_EXTENSION, Word.SUBMIT, Word.WRONG_PERSON, Word.UPSET, Word.WAIT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to say something; `starts` are the words that it may begin with ("" for any)."""

    text: str
    starts: frozenset[str]
    takes_numbers: bool


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a message may want, with what people write for it and the forms that recognise it."""

    word: Word
    examples: tuple[str, ...]
    forms: tuple[Phrasing, ...]


def _phrasing(form: str) -> Phrasing:
    return Phrasing(form, frozenset(starts_of(form)[0]), "{" in form.replace("{name}", ""))


def _read_registry() -> tuple[Intent, ...]:
    return tuple(
        Intent(Word(kept["word"]), tuple(kept["examples"]), tuple(map(_phrasing, kept["forms"])))
        for kept in WORDS["intent"]
    )


REGISTRY = _read_registry()


def _by_start() -> dict[str, list[tuple[int, Word, Phrasing]]]:
    """Return the forms by the words they may begin with, each with its place in the registry."""
    found: dict[str, list[tuple[int, Word, Phrasing]]] = {}
    for place, intent in enumerate(REGISTRY):
        for form in intent.forms:
            for start in form.starts:
                found.setdefault(start, []).append((place, intent.word, form))
    return found


_BY_START = _by_start()


_SIGNS = re.compile(r"<\w+>|\{\w+\}|[\[\]()|…=]")


def _vocabulary() -> frozenset[str]:
    """Return every word that some form knows, folded."""
    texts: list[str] = [*WORDS["courtesy"]]
    for kept in (WORDS["yes"], WORDS["no"]):
        texts += [*kept["words"], *kept["others"]]
    for kept in WORDS["intent"]:
        texts += [_SIGNS.sub(" ", form) for form in kept["forms"]]
    for options in LISTS.values():
        texts += options
    return frozenset(unaccented(word) for text in texts for word in _SIGNS.sub(" ", text).split())


VOCABULARY = _vocabulary()

# -- wishes and questions ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message wants, with the row, number, name or rest that its form found in it."""

    word: Word
    row: str = ""
    number: int = 0
    name: str = ""
    rest: str = ""


@lru_cache(maxsize=2048)
def hear(text: str) -> tuple[Heard, ...]:
    """Return what a message may want; () for one that the figure reader shall take. More than one
    only where a name must still be looked up in the form."""
    if _BEGINS_WITH_FIGURE.match(text):
        return ()
    text = clean(text)
    pieces = pieces_of(text)
    if len(pieces) > LONGEST or "\n" in text:
        return ()
    if all(piece.key in "?!." for piece in pieces):
        return (Heard(Word.MEANING),) if "?" in text else ()
    found = _hear(pieces, text)
    return found or _hear_mistyped(pieces, text)


def _hear(pieces: tuple[Piece, ...], text: str) -> tuple[Heard, ...]:
    answer = yes_or_no(pieces, text)
    if answer is not None:
        return (Heard(answer),)
    if _CALLS.places(pieces) and all(courtesies_in(pieces)):
        return (Heard(Word.GREETING),)  # "em ơi"
    if all(map(is_picture, pieces)):
        is_kind = all(piece.key in LISTS["kind"] for piece in pieces)
        return (Heard(Word.THANKS if is_kind else Word.REACTION),)
    return tuple(_fitting(pieces, text))


def _fitting(pieces: tuple[Piece, ...], text: str) -> Iterator[Heard]:
    said = Said(pieces, courtesies_in(pieces))
    has_numbers = has_number(pieces)
    found: dict[int, Heard] = {}
    for start in {"", *_first_words(said)}:
        for place, word, form in _BY_START.get(start, ()):
            if place in found or (has_numbers and not form.takes_numbers):
                continue
            spans = fits(form.text, said)
            if spans is not None and not (word is Word.RENAME and NO_NAME.places(pieces)):
                found[place] = _heard(word, spans, pieces, text)
    yield from (found[place] for place in sorted(found))


def _first_words(said: Said) -> Iterator[str]:
    """Return the courtesies that a message begins with, and the word behind them."""
    for piece, is_polite in zip(said.pieces, said.polite, strict=True):
        yield piece.key
        if not is_polite:
            return


def _heard(word: Word, spans: Spans, pieces: Sequence[Piece], text: str) -> Heard:
    taken = {}
    for name, begin, end in spans:
        if name == "name":  # "sang phần khen thưởng đi"
            polite = courtesies_in(pieces[begin:end])
            end = max(
                (begin + place + 1 for place, is_aside in enumerate(polite) if not is_aside),
                default=end,
            )
        taken[name] = text[pieces[begin].start : pieces[end - 1].end]
    return Heard(
        word,
        taken.get("row", "").lower().replace(",", "."),
        int(taken.get("number", "0")) or ORDINALS.get(fold(taken.get("ordinal", "")).key, 0),
        taken.get("name", ""),
        taken.get("source", "").replace(",", ".") or taken.get("rest", ""),
    )


_SETTLES = {Word.YES: True, Word.BARE_YES: True, Word.NO: False, Word.BARE_NO: False}


def says_yes(text: str) -> bool | None:
    """Return whether a message is a yes to what waits, in any form, or a no; None for anything else."""
    heard = hear(text)
    return _SETTLES.get(heard[0].word) if heard else None


def asks_to_wait(text: str) -> bool:
    """Tell whether a message is neither yes nor no to what waits: "khoan đã"."""
    return any(heard.word is Word.WAIT for heard in hear(text))


MOST_CLAUSES = 8
_CLAUSE = re.compile(r" ?[,;.!?…]++ ?| (?:để|nên|vì|do|mà) ", re.IGNORECASE)


@lru_cache(maxsize=512)
def heard_in_passing(text: str) -> Command | None:
    """Return what one part of a longer sentence asks ("thưa anh, hạn nộp hôm nào để em sắp xếp"), where
    no other part wants something else. Figures have no place in such a sentence, and where free words
    are written it is some of them."""
    text = clean(text)
    clauses = list(filter(None, _CLAUSE.split(" ".join(text.split()))))
    if not 2 <= len(clauses) <= MOST_CLAUSES or any(map(str.isdigit, text)) or "\n" in text:
        return None
    wants: set[Word] = set()
    for clause in clauses:
        own = pieces_of(clause)
        found = _hear(own, clause) if own and not all(courtesies_in(own)) else ()
        if not found and _DENIES.places(own):
            return None  # "thể thao thì không, bận quá" answers
        wants.update(heard.word for heard in found[:1])
    if len(wants) > 1:
        wants -= {Word.GREETING, Word.SORRY, Word.UPSET, Word.DONE, Word.THAT_IS_ALL}
    if Word.UNDO in wants:
        wants.discard(Word.NO)  # "bấm nhầm, hoàn lại giúp em"
    if len(wants) != 1 or wants - ASKED_IN_PASSING:
        return None
    return Command(next(iter(wants)))


@lru_cache(maxsize=512)
def settled_in_a_clause(text: str) -> Command | None:
    """Return the yes or no that one clause of a sentence without figures is ("em kiểm tra rồi, chuẩn ạ");
    None where another says the contrary, or anything beside a yes could spoil it."""
    text = clean(text)
    clauses = [*map(pieces_of, _CLAUSE.split(text))]
    said = {yes_or_no(clause, "") for clause in clauses if clause}
    if asks(text) or {Word.YES, Word.NO} <= said:
        return None
    if Word.NO in said:
        return Command(Word.NO)
    return Command(Word.YES) if Word.YES in said and not is_spoiled(text) else None


def _hear_mistyped(pieces: tuple[Piece, ...], text: str) -> tuple[Heard, ...]:
    """Return the same with one letter of one word mended, where only one meaning comes of it."""
    if len(pieces) > LONGEST_MENDED or has_number(pieces):
        return ()
    for place, piece in enumerate(pieces):
        if _may_be_mistyped(piece):
            meanings = _meanings(pieces, place, text)
            return next(iter(meanings.values())) if len(meanings) == 1 else ()
    return ()


def _may_be_mistyped(piece: Piece) -> bool:
    """Return whether a piece is a word of some length that no form knows."""
    is_word = piece.key.isalpha() and len(piece.key) >= SHORTEST_MISTYPED - 1
    return is_word and piece.key not in VOCABULARY


def _meanings(pieces: Sequence[Piece], place: int, text: str) -> dict[Word, tuple[Heard, ...]]:
    """Return what a message may want with the word at one place mended, by what it wants first."""
    meanings: dict[Word, tuple[Heard, ...]] = {}
    for word in _neighbours(pieces[place].key):
        mended = replace(pieces[place], key=word, marks="")
        found = _hear((*pieces[:place], mended, *pieces[place + 1 :]), text)
        if found and found[0].word not in NEVER_GUESSED:
            meanings.setdefault(found[0].word, found)
    return meanings


@lru_cache(maxsize=4096)
def _neighbours(key: str) -> tuple[str, ...]:
    """Return the known words that differ from this one by one letter, or by two that changed places."""
    return tuple(word for word in VOCABULARY if len(word) > 2 and differs_by_one(key, word))


def differs_by_one(typed: str, known: str) -> bool:
    """Tell whether one letter more, less or other, or two that changed places, makes one word of another."""
    if abs(len(typed) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(known)) and typed[start] == known[start]:
        start += 1
    left, right = typed[start:], known[start:]
    if len(left) == len(right):
        swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
        return left[1:] == right[1:] or swapped
    return left[1:] == right if len(left) > len(right) else left == right[1:]


# -- questions that nobody foresaw -----------------------------------------------------------------

_ASKS = WORDS["question"]
_ASKS_AT_END = PhraseTable(_ASKS["at_end"])
_ASKS_ANYWHERE = PhraseTable(_ASKS["anywhere"])
_WHETHER = PhraseTable(_ASKS["whether"])
_FRAMES = PhraseTable(_ASKS["frames"])
_EITHER, _OR, _THEN = (PhraseTable(_ASKS[name]) for name in ("either", "or", "then"))
_ASKS_AT_VERY_END = PhraseTable(_ASKS["at_very_end"])  # these are courtesies elsewhere
_DENIES = PhraseTable(_ASKS["denies"])
_DIVIDES = re.compile(r"[,;:.\n]")  # "1.2 có, 1.3 không" asks nothing
_WORDY = re.compile(r"[^\W\d_]")
_FEWEST_WORDS = 3  # of a question without a question mark


@lru_cache(maxsize=2048)
def asks(text: str) -> bool:
    """Return whether a message asks something: by its mark, its question words, or "có … không"."""
    text = clean(text)
    pieces = pieces_of(text)
    if text.rstrip(" .!)…").endswith("?") and _WORDY.search(text):
        return True
    said = pieces[: _end_of_words(pieces)]
    if _asks_what_then(said):
        return True
    if _BEGINS_WITH_FIGURE.match(text) or not _FEWEST_WORDS <= len(said) <= LONGEST:
        return False
    if _ASKS_ANYWHERE.places(said) or _ends_with(pieces, _ASKS_AT_VERY_END):
        return True
    if _asks_at_its_end(said) or _asks_which(said):
        return True
    last = said[-1].start
    frames = _FRAMES.places(said[:-1]) if _ends_with(said, _WHETHER) else []
    return any(not _DIVIDES.search(text, said[place].start, last) for place in frames)


def asks_what_then(text: str) -> bool:
    """Tell whether what is said first is what is asked about: "1 người dự 2 lớp thì tính mấy"."""
    return _asks_what_then(pieces_of(clean(text)))


def _asks_at_its_end(said: Sequence[Piece]) -> bool:
    return _ends_with(said, _ASKS_AT_END) and not _DENIES.places(said[:-1])


def _asks_what_then(said: Sequence[Piece]) -> bool:
    """Tell whether what follows the last "thì" asks: "12 triệu thì gõ thế nào"."""
    places = _THEN.places(said)
    behind = said[places[-1] + 1 :] if places else ()
    return bool(behind) and _asks_at_its_end(behind)


def _asks_which(said: Sequence[Piece]) -> bool:
    """Tell whether one of two is asked for: "tính lượt hay đầu người"."""
    first = min(_EITHER.places(said), default=len(said))
    return any(first < place < len(said) - 1 for place in _OR.places(said))


def _end_of_words(pieces: Sequence[Piece]) -> int:
    """Return where the courtesies at the end of a message begin; a question word is none of them."""
    end = len(pieces)
    while end and COURTESY.longest(pieces, end - 1) == 1:
        if _ASKS_AT_END.longest(pieces, end - 1):
            break
        end -= 1
    return end


def _ends_with(pieces: Sequence[Piece], table: PhraseTable) -> bool:
    return any(
        place + table.longest(pieces, place) == len(pieces) for place in table.places(pieces)
    )


# -- with the form --------------------------------------------------------------------------------


def understand(text: str, form: Form | None) -> Command | None:
    """Return the command that a reporter's message is; None for an answer or anything else."""
    command = read_command(text, form)
    wants = hear(text) if command is None or command.word in _HEARD_TOO else ()
    if command is not None and not _gives_way(command, form, wants):
        return command
    for heard in wants:
        found = as_command(heard, form)
        if found is not None:
            return found
    return None if command is not None and _asks_how(command, form, text) else command


def _asks_how(command: Command, form: Form | None, text: str) -> bool:
    """Tell whether a "sửa …" that names no row asks something: "sửa xong rồi gửi lại kiểu gì"."""
    return _names_no_row(command, form) and asks(text)


_HEARD_TOO = (Word.EDIT, Word.SEND_BACK)


def _gives_way(command: Command, form: Form | None, wants: tuple[Heard, ...]) -> bool:
    """Tell whether a message wants something else than its first words: a "sửa …" that names no row or one
    figure of it, "trả lại là sao" of somebody who gives nothing back."""
    if command.word is Word.SEND_BACK:
        return bool(wants)
    return _names_no_row(command, form) or _names_figure(wants)


def _names_no_row(command: Command, form: Form | None) -> bool:
    """Tell whether a "sửa …" is followed by something that is no row: "sửa giúp em mục 1.1"."""
    if command.word is not Word.EDIT or not command.rest or form is None:
        return False
    return split_target(command.rest, form) is None


def _names_figure(wants: tuple[Heard, ...]) -> bool:
    """Tell whether a "sửa …" names one figure of its row: "sửa 1.1 số người thành 70"."""
    return any(heard.word is Word.EDIT and heard.name for heard in wants)


def as_command(heard: Heard, form: Form | None) -> Command | None:
    """Return the command with its row looked up; None where the form has no such row."""
    if heard.word is Word.EDIT and heard.name:
        return _edit_of_cell(heard, form)
    if heard.row:
        named = row_in(form, heard.row)
        if named is None:  # of a "sửa" it is said that the form has no such row
            return Command(Word.EDIT, heard.row) if heard.word is Word.EDIT and form else None
        return Command(heard.word, f"{named.code} {heard.rest}".strip())
    if heard.name:
        row = row_named(form, heard.name) if form is not None else None
        return Command(heard.word, row) if row is not None else None
    if heard.number:
        return Command(heard.word, str(heard.number))
    return Command(heard.word, heard.rest)


_ROW_WORD = re.compile(
    rf"(?<!\s)\s++(?:{'|'.join(LISTS['row'])}|muc|cau|dong|phan)$", re.IGNORECASE
)


def _edit_of_cell(heard: Heard, form: Form | None) -> Command | None:
    """Return the correction of one of a row's figures, its noun behind the number ("1.1 70 người");
    None where the form has no such row or more than a number is said."""
    named = row_in(form, heard.row)
    if named is None:
        return None
    first, *others = pieces_of(heard.rest)
    if not first.key.startswith(NUMBER_SIGN) or has_number(others):
        return None
    if not all(courtesies_in(others)):  # the noun, or more, is said behind the number
        return Command(Word.EDIT, f"{named.code} {heard.rest}")
    noun = _ROW_WORD.sub("", heard.name)
    return Command(Word.EDIT, f"{named.code} {heard.rest[: first.end]} {noun}")


_ENDS_OF_FORM = {
    "dau": 0, "dau tien": 0, "cau dau": 0, "cau dau tien": 0,
    "cuoi": -1, "cuoi cung": -1, "cau cuoi": -1, "cau cuoi cung": -1,
}  # fmt: skip


def row_named(form: Form, name: str) -> str | None:
    """Return the code of the one section, or else row, that a name stands for; "đầu" and "cuối" are
    the first question and the last."""
    plain = " ".join(unaccented(name).split())
    if plain in _ENDS_OF_FORM:
        return form.questions[_ENDS_OF_FORM[plain]].code
    plain = _as_named(re.sub(r"^(?:muc|phan|cau|dong)\s+", "", plain))
    for rows in ([section.head for section in form.sections], form.questions):
        fits = {
            row.code
            for row in rows
            for known in (row.name, row.label, *row.words)
            if _is_called(_as_named(known), plain, whole=known is row.name)
        }
        if len(fits) == 1:
            return fits.pop()
    return None


def _is_called(name: str, said: str, *, whole: bool) -> bool:
    """Tell whether words are the beginning of a name, or (`whole`) end with all of it ("thi đua khen
    thưởng")."""
    if min(len(name), len(said)) < SHORTEST_MISTYPED:
        return False
    return name.startswith(said) or (whole and f" {said}".endswith(f" {name}"))


def _as_named(name: str) -> str:
    """Return a name as people type it: without accents and signs."""
    return " ".join(unaccented(name).replace(",", " ").split())
