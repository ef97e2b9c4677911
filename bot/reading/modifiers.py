"""What stands right before a number and makes it another one: a sign, or a word like "gần"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.model.form import Cell
from bot.reading.lexicon import Lexicon, is_one_edit_away
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Evidence, Noun, Role
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.number import Number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token
from bot.vietnamese.words import group, keyed, valued, words

MINUS = "-−–"
BEFORE: Phrases[str] = Phrases(keyed("before_number"))
RANGE_JOINTS = words("range_joints")
MONEY = frozenset(words("money"))
# Codes and names that stand before an amount: "USD 200". Those with accents are other words without.
_CURRENCIES = Phrases(valued(tuple(word for word in words("currencies") if word.isascii()), True))
_OWN_SIGN = "vn"  # VN$ is đồng

# Words of which it is known what they do before a number: nothing, or what a warning says of them.
_KNOWN = Phrases(
    valued(
        (
            *words(
                "linking", "polite", "label_fill", "joining", "range_joints", "after_bare",
                "breakdown", "in_words", "no", "not_yet", "happen", "whatever", "subjects", "yes",
                "yes_tail", "things", "numbered", "people", "classes", "events", "sexes",
                "containers", "classifiers", "money_nouns", "collecting", "do_not_know",
                "leading_in", "plus", "price_before", "no_remark", "givers",
            ),
            *group("phrases")["harmless"],
            *(phrase for phrase, _ in keyed("warnings")),
            *(phrase for phrase, _ in keyed("before_number")),
            *(phrase for phrase, _ in keyed("after_number")),
        ),
        True,
    )
)  # fmt: skip
_VOWELS = frozenset("aeiouy")

# Numerals that change the number behind them and that are often misspelt.
_SCALES = ("nghin", "ngan", "trieu", "tram", "chuc", "muoi", "van", "ty")

_SIGNS = {
    **dict.fromkeys("~≈<>≤≥±≧≦∼", Doubt.APPROXIMATE),
    **dict.fromkeys("$€£¥", Doubt.CURRENCY),
}


def is_like_a_scale(word: str) -> bool:
    """Return whether a word is one letter or less away from a scale: "nghịn", "trịu"."""
    return any(is_one_edit_away(unaccented(word), scale) for scale in _SCALES)


def strange_word(evidence: Evidence, start: int, lexicon: Lexicon) -> str:
    """Return an unknown word directly before a number in words: it may be a part of that number, as
    in "vạn hai". Names and abbreviations are none: "trường THCS Nậm Mạ hai lớp"."""
    tokens = evidence.tokens
    if start == 0 or tokens[start].sort is not Sort.WORD or start - 1 in evidence.dated:
        return ""
    before = tokens[start - 1]
    is_name = start > 1 and before.text.istitle() and not evidence.text.istitle()
    may_be_number = before.sort is Sort.WORD and not is_name and _VOWELS & set(before.key)
    if not may_be_number or before.key in lexicon.label:
        return ""
    return "" if _is_known_before(evidence, start, lexicon) else before.text


def _is_known_before(evidence: Evidence, start: int, lexicon: Lexicon) -> bool:
    """Return whether a known phrase ends where the number begins."""
    tokens, plain = evidence.tokens, evidence.plain
    known = _KNOWN.before(tokens, start, plain=plain)
    return bool(known or lexicon.nouns.before(tokens, start, plain=plain))


def warn_before(
    evidence: Evidence,
    start: int,
    number: Number,
    noun: Noun | None,
    joint: str,
    last_end: int,
    *,
    is_money: bool,
) -> None:
    """Warn of a sign in front, or of words that make the number vague. `joint` is what stands
    between the claim before and this one, `last_end` where that claim ended."""
    if evidence.tokens[start - 1].sort is Sort.MARK:
        doubt = _sign_before(evidence.tokens, start, last_end)
        if doubt is not None:
            word = evidence.words_between(start - 1, number.end)
            evidence.warn(doubt, word, start - 1, start)
    if is_money and _is_currency_before(evidence, start):
        evidence.warn(Doubt.CURRENCY, evidence.words_between(start - 1, start), start - 1, start)
    _warn_of_words(evidence, start, last_end, joint, noun)


def _sign_before(tokens: tuple[Token, ...], start: int, last_end: int) -> Doubt | None:
    """Return what a mark directly before a number makes of it."""
    before = tokens[start - 1]
    first = start == 1
    said = {
        Doubt.NEGATIVE: before.text == "−" or (before.text in MINUS and _sticks(tokens, start)),
        Doubt.MORE: before.text == "+"
        and first
        and not tokens[start].gap,  # "+3 lớp": three more?
        Doubt.MALFORMED: before.text in ".," and _is_cut_off(tokens, start, last_end),
    }
    own = not first and tokens[start - 2].key == _OWN_SIGN
    by_sign = None if own else _SIGNS.get(before.text)
    return next((doubt for doubt, is_said in said.items() if is_said), by_sign)


def _is_currency_before(evidence: Evidence, start: int) -> bool:
    """Return whether another country's money is named before an amount: "USD 200", "Rs. 20"."""
    place = start - 1 - evidence.tokens[start - 1].is_mark(".")
    return _CURRENCIES.before(evidence.tokens, place + 1, plain=evidence.plain) is not None


def _is_cut_off(tokens: tuple[Token, ...], start: int, last_end: int) -> bool:
    """Return whether a separator sticks to the number and to nothing before it: ",5 triệu"."""
    if tokens[start].gap or last_end == start - 1:
        return False
    return start == 1 or tokens[start - 1].gap > 0


def _sticks(tokens: tuple[Token, ...], start: int) -> bool:
    """Return whether a dash sticks to the number but not to what stands before it."""
    if tokens[start].gap:
        return False
    return start == 1 or tokens[start - 1].gap > 0 or tokens[start - 2].is_mark(MINUS + ":+")


def _warn_of_words(
    evidence: Evidence, start: int, last_end: int, joint: str, noun: Noun | None
) -> None:
    """Warn of a phrase right before a number, unless it is the noun of the number before: "3 ngày 90
    người"."""
    if any(each.end == start and each.end - each.start > 1 for each in evidence.cautions[-1:]):
        return  # "không dưới 40": the longer phrase has been heard
    found = BEFORE.before(evidence.tokens, start, plain=evidence.plain)
    if found is None:
        return
    key, first, _ = found
    if key == "of_unit" and first < last_end:
        return
    doubt = _doubt_of(key, joint, noun)
    if doubt is Doubt.APPROXIMATE and joint in RANGE_JOINTS:
        doubt = Doubt.RANGE
    if doubt is not None:
        evidence.warn(doubt, evidence.words_between(first, start), first, start)


def _doubt_of(key: str, joint: str, noun: Noun | None) -> Doubt | None:
    """Return the doubt that a word before a number raises; some words depend on what it counts."""
    rule = _DEPENDING.get(key)
    if rule is None:
        return Doubt(key)
    return rule.doubt if rule.holds(joint, noun or _BARE) else None


@dataclass(frozen=True, slots=True)
class Depending:
    """The doubt of a word that says something only beside some numbers: `holds` is asked with what
    stands before the number and its noun."""

    doubt: Doubt
    holds: Callable[[str, Noun], bool]


_BARE = Noun(Role.BARE)
_AMOUNTS = ("", *MONEY)
_DEPENDING = {
    "harmless": Depending(Doubt.APPROXIMATE, lambda _joint, _noun: False),
    # "3 lớp, vắng 5 người" says nothing about who came
    "absent": Depending(
        Doubt.STRANGE_WORD,
        lambda _joint, noun: (noun.role, noun.cell) == (Role.OWN, Cell.PEOPLE),
    ),
    # "ngày 2 tin": on the second, or every day?
    "of_unit": Depending(
        Doubt.STRANGE_WORD, lambda _joint, noun: noun.role in (Role.OWN, Role.NEAR)
    ),
    # "khoản 45 người" is misspelt, "khoản 5 triệu" is not
    "of_things": Depending(
        Doubt.APPROXIMATE,
        lambda _joint, noun: noun.role is Role.OWN and noun.word not in _AMOUNTS,
    ),
    "correction": Depending(Doubt.CORRECTION, lambda joint, _noun: joint != "^"),  # "à, 3 lớp"
}
