"""What stands right before a number and makes it another one: a sign, or a word like "gần"."""

from __future__ import annotations

from bot.model.form import Cell
from bot.questions.found import Scan, reasons
from bot.questions.lexicon import Lexicon, Role, Term
from bot.vietnamese import words
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.number import Number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort

MINUS = "-−–"
BEFORE: Phrases[str] = Phrases(reasons(words.BEFORE_NUMBER))

# Words of which it is known what they do before a number: nothing, or what a warning says of them.
_KNOWN = Phrases(
    (word, True)
    for group in (
        words.LINKING, words.POLITE, words.LABEL_FILL, words.JOINING, words.RANGE_JOINTS,
        words.AFTER_BARE, words.BREAKDOWN, words.IN_WORDS, words.HARMLESS, words.NO,
        words.NOT_YET, words.HAPPEN, words.WHATEVER, words.SUBJECTS, words.YES, words.YES_TAIL,
        words.NOUNS, words.NUMBERED, words.PEOPLE, words.CLASSES, words.EVENTS, words.SEXES,
        words.CONTAINERS, words.CLASSIFIERS, words.MONEY_NOUNS, words.COLLECTING,
        words.DO_NOT_KNOW, words.LEADING_IN, words.PLUS,
        *words.WARNINGS.values(), *words.BEFORE_NUMBER.values(),
        *words.AFTER_NUMBER.values(),
    )
    for word in group
)  # fmt: skip
_VOWELS = frozenset("aeiouy")
_LONGEST = 3  # words of a phrase that may stand before a number


# Numerals that change the number behind them and that are often misspelt.
_SCALES = ("nghin", "ngan", "trieu", "tram", "chuc", "muoi", "van", "ty")


def is_like_a_scale(word: str) -> bool:
    """Whether a word is one letter or less away from a scale: "nghịn", "trịu"."""
    key = unaccented(word)
    return any(_is_one_edit_away(key, scale) for scale in _SCALES)


def _is_one_edit_away(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((at for at, char in enumerate(short) if char != long[at]), len(short))
    rest = short[same + 1 :] if len(short) == len(long) else short[same:]
    return long[same + 1 :] == rest


def strange_word(scan: Scan, start: int, lexicon: Lexicon) -> str:
    """An unknown word directly before a number in words: it may be a part of that number, as in
    "vạn hai". Names and abbreviations are none: "trường THCS Nậm Mạ hai lớp"."""
    if start == 0 or scan.tokens[start].sort is not Sort.WORD or start - 1 in scan.dated:
        return ""
    before = scan.tokens[start - 1]
    if before.sort is not Sort.WORD or before.key in lexicon.label:
        return ""
    if not _VOWELS & set(before.key):
        return ""
    if start > 1 and before.text.istitle() and not scan.text.istitle():
        return ""
    for length in range(1, min(_LONGEST, start) + 1):
        for table in (_KNOWN, lexicon.units):
            found = table.match(scan.tokens, start - length, plain=scan.plain)
            if found and found[1] == start:
                return ""
    return before.text


def before_number(
    scan: Scan, start: int, number: Number, term: Term | None, joint: str, last_end: int
) -> None:
    """Warn of a sign in front, or of words that make the number vague. `joint` is what stands
    between the quantity before and this one, `last_end` where that quantity ended."""
    if start == 0:
        return
    before = scan.tokens[start - 1]
    if before.is_mark("−") or (before.is_mark(MINUS) and _is_minus(scan, start)):
        scan.warn("negative", scan.words_between(start - 1, number.end))
    if before.is_mark("+") and not scan.tokens[start].gap and start == 1:
        scan.warn("more", scan.words_between(0, number.end))  # "+3 lớp": three more?
    if before.is_mark(".,") and _is_cut_off(scan, start, last_end):
        scan.warn("malformed", scan.words_between(start - 1, number.end))
    if before.is_mark("~≈<>≤≥±≧≦∼"):
        scan.warn("approximate", before.text)
    if before.is_mark("$€£¥"):
        scan.warn("currency", before.text)
    _vague_word_before(scan, start, joint, term)


def _vague_word_before(scan: Scan, start: int, joint: str, term: Term | None) -> None:
    for length in (2, 1):
        if start < length:
            continue
        found = BEFORE.match(scan.tokens, start - length, plain=scan.plain)
        if found is None or found[1] != start:
            continue
        reason = _reason_of(found[0], joint, term)
        if reason == "approximate" and joint in words.RANGE_JOINTS:
            scan.warn("range")
        if reason:
            scan.warn(reason, scan.words_between(start - length, start))
        return


def _reason_of(reason: str, joint: str, term: Term | None) -> str:
    if reason == "correction" and joint == "^":  # "à, 3 lớp"
        return ""
    named = term is not None and term.role is Role.UNIT
    if reason == "absent":  # "3 lớp, vắng 5 người" says nothing about who came
        return "strange_word" if term and term.cell is Cell.PEOPLE else ""
    if reason == "of_unit":  # "ngày 2 tin": on the second, or every day?
        return "strange_word" if named else ""
    if reason == "of_things":  # "khoản 45 người" is misspelt, "khoản 5 triệu" is not
        return "approximate" if named and term and term.word not in ("", *words.MONEY) else ""
    return reason


def _is_cut_off(scan: Scan, start: int, last_end: int) -> bool:
    """As in ",5 triệu": a separator that sticks to the number and to nothing before it."""
    if scan.tokens[start].gap or last_end == start - 1:
        return False
    return start == 1 or scan.tokens[start - 1].gap > 0


def _is_minus(scan: Scan, start: int) -> bool:
    """A dash that sticks to the number but not to what stands before it."""
    if scan.tokens[start].gap:
        return False
    return (
        start == 1
        or scan.tokens[start - 1].gap > 0
        or scan.tokens[start - 2].is_mark(MINUS + ":+")
    )
