"""Yes and no in all their forms: "dạ đúng rồi ạ", "ok chuẩn rồi em ơi", "chưa đúng", a picture of a thumb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.conversation.command_words import Word
from bot.conversation.phrase_forms import (
    COURTESY,
    LISTS,
    WORDS,
    PhraseTable,
    Piece,
    has_number,
    is_picture,
    pieces_of,
)
from bot.vietnamese.normalise import clean, is_plain, unaccented
from bot.vietnamese.number import read_number
from bot.vietnamese.tokens import tokenise

_THANKS = PhraseTable(("cảm ơn", "cám ơn", "thanks", "tks", "nhiều", "=chào"))  # or a greeting
_YES, _YES_ASIDE = (PhraseTable(WORDS["yes"][name]) for name in ("words", "others"))
_NO, _NO_ASIDE = (PhraseTable(WORDS["no"][name]) for name in ("words", "others"))
_SPOILS = PhraseTable(WORDS["yes"]["spoils"])
_NOT_WRONG = PhraseTable(("<ko> sai", "<ko> nhầm"))
_UNSURE = PhraseTable(WORDS["yes"]["unsure"])
_OF_OTHERS = PhraseTable(WORDS["no"]["of_others"])
_BARE_YES = PhraseTable(("có", "có đấy"))
_BARE_NO = PhraseTable((*LISTS["ko"], "<ko> có"))
_NOTHING = PhraseTable(())
_DIGITS = re.compile(r"[0-9][0-9.]*")
_BUT = frozenset(map(unaccented, (
    "nhưng", "mà", "chỉ", "có", "điều", "phải", "là", "sửa", "thành", "còn", "chứ", "tuy",
    "nhiên", "số", "lại", "đúng",
)))  # fmt: skip

# A section's yes and no as whole messages, without accents.
GATE_YES = {
    "co", "co a", "da co", "da to chuc", "co to chuc", "vang", "u", "yes", "tat ca", "dung",
}  # fmt: skip
GATE_NO = {  # no figure, and no "sai": a "sai" that comes late would empty a section
    "khong", "ko", "k", "kh", "khong co", "ko co", "khong to chuc", "ko to chuc", "chua", "hong",
    "chua to chuc", "hong co", "khong co gi", "khong phat sinh", "no", "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assent:
    """How far a message says yes (or no) from its beginning: `clear` by a word that says so,
    `polite` by a courtesy that may; `end` is the piece behind it."""

    clear: bool
    polite: bool
    end: int


def _scan(pieces: Sequence[Piece], answers: PhraseTable, others: PhraseTable) -> Assent:
    clear = polite = thanks = False
    place = 0
    while place < len(pieces):
        found = answers.longest(pieces, place)
        courtesy = COURTESY.longest(pieces, place)
        thanked = _THANKS.longest(pieces, place)
        aside = max(courtesy, thanked, others.longest(pieces, place), is_picture(pieces[place]))
        if found and found >= aside:
            clear, polite = clear or courtesy != found, polite or courtesy == found
        elif not aside:
            break
        thanks = thanks or thanked > 0
        place += max(found, aside)
    return Assent(clear, polite and not thanks, place)


def yes_or_no(pieces: Sequence[Piece], text: str) -> Word | None:
    """Tell whether the whole message is a yes or a no."""
    if "?" in text:
        return None
    no = _scan(pieces, _NO, _NO_ASIDE)
    if no.end == len(pieces) and no.clear:
        return None if _OF_OTHERS.places(pieces) else Word.NO
    yes = _scan(pieces, _YES, _YES_ASIDE)
    if yes.end == len(pieces) and (yes.clear or yes.polite):
        return _unless_denied(pieces, text)
    for word, table in ((Word.BARE_YES, _BARE_YES), (Word.BARE_NO, _BARE_NO)):
        bare = _scan(pieces, table, _NOTHING)
        if bare.end == len(pieces) and bare.clear:
            return word
    left = pieces[bare.end :]
    no = _scan(left, _NO, _NO_ASIDE)
    is_no = (bare.clear, no.clear, no.end) == (True, True, len(left))  # "không, bỏ đi"
    return Word.NO if is_no and _pauses(pieces, bare.end, text) else None


def _unless_denied(pieces: Sequence[Piece], text: str) -> Word | None:
    """Return the yes that all words of a message say together: "không sai". "à không, nhầm" is a no; "không
    sai rồi" may be either."""
    if any(_pauses(pieces, place + 1, text) for place in _NOT_WRONG.places(pieces)):
        return Word.NO
    return None if _UNSURE.places(pieces) else Word.YES


def is_spoiled(text: str) -> bool:
    """Tell whether words that say yes stand beside a doubt, a denial or a number."""
    tokens = tokenise(text)
    plain = is_plain(text)
    has_figure = any(read_number(tokens, place, plain=plain) for place in range(len(tokens)))
    return has_figure or _spoils(text)


def repeats_figures(text: str, figures: Iterable[int]) -> bool:
    """Tell whether some words hold one number, which is one of these figures, and nothing that could spoil a
    yes: "220 đó, đông lắm"."""
    told = {number.strip(".").replace(".", "") for number in _DIGITS.findall(text)}
    return len(told) == 1 and told <= set(map(str, figures)) and not _spoils(text)


def _spoils(text: str) -> bool:
    return bool(_SPOILS.places(pieces_of(text)))


def split_yes_or_no(text: str) -> tuple[Word, str] | None:
    """Return (YES or NO, what follows) for a message that begins with either and goes on with a
    figure ("đúng, nhưng 25 người"); None for any other."""
    text = clean(text)
    pieces = pieces_of(text)
    bare = _scan(pieces, _BARE_NO, _NOTHING)
    if bare.clear and has_number(pieces[bare.end :]) and _pauses(pieces, bare.end, text):
        return Word.NO, text[pieces[bare.end].start :]  # "không, 2 lớp cơ"
    for word, answers, others in ((Word.NO, _NO, _NO_ASIDE), (Word.YES, _YES, _YES_ASIDE)):
        said = _scan(pieces, answers, others)
        place = said.end
        while place < len(pieces) and pieces[place].key in _BUT:
            place += 1
        if said.clear or (word is Word.YES and said.polite and _begins_with_ok(pieces)):
            left = pieces[place:]
            if has_number(left):
                return word, text[left[0].start :]
    return None


def _pauses(pieces: Sequence[Piece], place: int, text: str) -> bool:
    """Tell whether a sign stands in front of a piece."""
    return bool(text[pieces[place - 1].end : pieces[place].start].strip())


def _begins_with_ok(pieces: Sequence[Piece]) -> bool:
    return pieces[0].key in ("vang", "ok", "oke", "u")
