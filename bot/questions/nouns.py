"""Nouns around numbers: the unit behind, the label before, the row's own code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.form import Cell, Indicator
from bot.questions.lexicon import Lexicon, Role, Term, skeleton
from bot.vietnamese import words
from bot.vietnamese.number import LEADING, SCALES
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token

CODE_WORDS = Phrases(
    (word, True)
    for word in words.listed(
        "mục | chỉ tiêu | câu | dòng | tt | stt | ý | chỉ tiêu số | mục số | câu số | phần | "
        "điểm | chỉ số | tiêu chí"
    )
)
COUNT_OF = Phrases(
    (word, True)
    for word in words.listed(
        "số | tổng số | số lượng | tổng | sl | tổng cộng | tổng số lượng | số lượng các | "
        "tổng số các"
    )
)
FILL = Phrases((word, True) for word in words.LABEL_FILL)
CLASSIFIERS = Phrases((word, True) for word in words.CLASSIFIERS)
FREE = Phrases(
    (word, True)
    for word in (
        *words.JOINING, *words.AFTER_BARE, *words.POLITE, *words.BREAKDOWN, *words.NO, *words.NOT_YET,
        *words.IN_WORDS,
        *(phrase for group in words.WARNINGS.values() for phrase in group),
        *(phrase for group in words.AFTER_NUMBER.values() for phrase in group),
        *words.PLUS, *words.BEFORE_NUMBER["approximate"], *words.BEFORE_NUMBER["several"],
    )
)  # fmt: skip
JOINING = Phrases((word, True) for word in (*words.JOINING, *words.POLITE))
POLITE = Phrases((word, True) for word in words.POLITE)
COUNTED = Phrases((word, True) for word in (*words.NOUNS, *words.PEOPLE))
# Rarely part of another word when they are spelt with accents.
CLEAR_NUMBER_WORDS = frozenset(words.listed("hai | bốn | sáu | bảy | bẩy | tám | chín | mười"))


def is_plain(tokens: Sequence[Token]) -> bool:
    """Whether a text was typed without accents; those of "dạ" and "ạ" do not count."""
    place = 0
    while place < len(tokens):
        if not tokens[place].marks:
            place += 1
            continue
        polite = POLITE.match(tokens, place, plain=False)
        if polite is None:
            return False
        place = polite[1]
    return True


def unit_at(
    tokens: Sequence[Token], place: int, lexicon: Lexicon, *, plain: bool
) -> tuple[Term, int] | None:
    """The row's noun here and the place after it; "5 tấm băng rôn" skips the classifier."""
    found = lexicon.units.match(tokens, place, plain=plain)
    skipped = CLASSIFIERS.match(tokens, place, plain=plain)
    if skipped:
        behind = lexicon.units.match(tokens, skipped[1], plain=plain)
        if behind and behind[0].role is Role.UNIT and (found is None or behind[1] > found[1]):
            return behind
    return found


def unknown_noun(
    tokens: Sequence[Token], place: int, lexicon: Lexicon, plain: bool
) -> Term | None:
    """A noun behind a number that the row does not know; None where the number is bare."""
    if place >= len(tokens) or tokens[place].sort not in (Sort.WORD, Sort.MIXED):
        return None
    token = tokens[place]
    if token.sort is Sort.WORD and FREE.match(tokens, place, plain=plain, exact=True):
        return None
    if token.key == "x" and place + 1 < len(tokens) and tokens[place + 1].sort is Sort.NUMBER:
        return None
    known = COUNTED.match(tokens, place, plain=plain)
    cell = None if known else lexicon.skeletons.get(skeleton(token.text))
    if cell is not None and len(token.key) > 1:
        return Term(Role.GARBLED, token.text, cell)
    return Term(Role.UNKNOWN, token.text)


def more_nouns(
    tokens: Sequence[Token], place: int, term: Term, lexicon: Lexicon, *, plain: bool
) -> int:
    """Skip more nouns of the same cell without a number: "12 tin, bài", "45 cán bộ, giáo viên"."""
    while True:
        start = place
        joined = start < len(tokens) and tokens[start].key == "va"
        if start < len(tokens) and (tokens[start].is_mark(",/&") or joined):
            start += 1
        found = unit_at(tokens, start, lexicon, plain=plain)
        if found is None or found[0].role is not Role.UNIT or found[0].cell is not term.cell:
            return place
        if start > place and _has_number(tokens, found[1]):
            return place
        unprinted = joined or not lexicon.sums or tokens[start].key not in lexicon.printed
        if start > place and term.cell is not Cell.PEOPLE and unprinted:
            return place  # "3 trường và TTHTCĐ" are four
        place = found[1]


def is_unnumbered(tokens: Sequence[Token], place: int, lexicon: Lexicon, *, plain: bool) -> bool:
    """Whether a further noun of the row follows without its number: "3 trường và TTHTCĐ"."""
    if place >= len(tokens):
        return False
    if not (tokens[place].is_mark(",&+") or tokens[place].key in ("va", "cung", "voi")):
        return False
    found = unit_at(tokens, place + 1, lexicon, plain=plain)
    if found is None or found[0].role is not Role.UNIT:
        return False
    return not _has_number(tokens, found[1])


def _has_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number follows directly or behind a colon, so that the noun is its label."""
    if place < len(tokens) and tokens[place].is_mark(":="):
        place += 1
    return place < len(tokens) and tokens[place].sort is Sort.NUMBER


def label_at(
    tokens: Sequence[Token], place: int, lexicon: Lexicon, *, plain: bool
) -> tuple[Term, int, bool] | None:
    """A noun that labels the number behind it: its term, the number's place, and whether the form
    is certain ("số lớp 3", "lớp: 3") or only likely ("băng rôn 15")."""
    counted = COUNT_OF.match(tokens, place, plain=plain)
    start = counted[1] if counted else place
    found = lexicon.units.match(tokens, start, plain=plain)
    if found is None or found[0].role is not Role.UNIT or _is_second_of_two(tokens, place):
        return None
    term, end = found
    for _ in range(3):
        filled = FILL.match(tokens, end, plain=plain)
        end = filled[1] if filled else end
    sure = counted is not None or tokens[end - 1].key == "la"
    if end < len(tokens) and tokens[end].is_mark(":="):
        end, sure = end + 1, True
    if end >= len(tokens) or tokens[end].sort is not Sort.NUMBER:
        return None
    return term, end, sure


def _is_second_of_two(tokens: Sequence[Token], place: int) -> bool:
    """Whether the noun stands behind "lớp/": a heading repeated, not a label."""
    return place > 1 and tokens[place - 1].is_mark("/") and tokens[place - 2].sort is Sort.WORD


def is_class_letter(token: Token) -> bool:
    """The letter of a class name: 5A, 4b."""
    return (
        token.sort is Sort.WORD and not token.gap and len(token.text) == 1 and token.key in "abcde"
    )


def is_counted_noun(tokens: Sequence[Token], place: int, plain: bool) -> bool:
    """Whether a common countable noun stands here."""
    return COUNTED.match(tokens, place, plain=plain) is not None


def is_scale(tokens: Sequence[Token], place: int, plain: bool) -> bool:
    """Whether nghìn, triệu, tỷ … stands here."""
    return SCALES.match(tokens, place, plain=plain) is not None


def is_loose_scale(tokens: Sequence[Token], place: int, plain: bool) -> bool:
    """Whether nghìn, triệu … stands apart from any number, as in "45 (đơn vị: nghìn)". With a capital
    it is a name: "xã Triệu Phong"."""
    return tokens[place].text.islower() and (
        LEADING.match(tokens, place, plain=plain, exact=True) is not None
    )


def is_plus_behind(tokens: Sequence[Token], place: int) -> bool:
    """As in "50+" and "50~": a sign that sticks to the number and to nothing behind."""
    token = tokens[place]
    if token.is_mark("~±≈"):
        return True
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    return (
        token.is_mark("+") and not token.gap and (behind is None or behind.sort is not Sort.NUMBER)
    )


def is_masked(tokens: Sequence[Token], place: int) -> bool:
    """As in "4* người", where a star stands for a digit, and "1'045", another country's grouping."""
    if place >= len(tokens) or not tokens[place].is_mark("*'’") or tokens[place].gap:
        return False
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    goes_on = behind is not None and behind.sort is Sort.NUMBER and not behind.gap
    return goes_on != tokens[place].is_mark("*")


def is_sign_behind(token: Token) -> bool:
    """A sign that sticks to a bare number and makes it something else: 30', 45°, 5^2."""
    return token.is_mark("'’′″°^#_@") and not token.gap


def link_between(between: Sequence[Token], plain: bool) -> str:
    """The sign between two quantities: a separator ("," also for và, với, có …), or "…" for words
    and for more than one sign."""
    place, sign = 0, ""
    while place < len(between):
        token = between[place]
        if token.sort is Sort.WORD:
            found = JOINING.match(between, place, plain=plain)
            if found is None:
                return "…"
            place = found[1]
            continue
        if token.is_mark("/-–+:") and not sign:
            sign = token.text
        elif token.sort is Sort.MARK and not token.is_mark(",;|&()[]\"'“”!"):
            return "…"
        place += 1
    return sign or ","


def skip_polite(
    tokens: Sequence[Token], place: int, table: Phrases[bool], plain: bool, marks: str = ".!"
) -> int:
    """The place after polite words and marks."""
    while True:
        found = table.match(tokens, place, plain=plain)
        if found:
            place = found[1]
        elif place < len(tokens) and tokens[place].is_mark(marks):
            place += 1
        else:
            return place


def cut_code(tokens: Sequence[Token], row: Indicator, *, plain: bool) -> tuple[int, str]:
    """The place after a row code in front of an answer, and the code if it is another row's.

    "Mục 1.1:", "1.10 -" and "1.1 3 lớp" are codes; an undotted number is one only behind a word
    ("mục 3:") or before a colon ("3: …"), and never when nothing follows.
    """
    start = skip_polite(tokens, 0, POLITE, plain, marks=".!,:")
    said = CODE_WORDS.match(tokens, start, plain=plain)
    place = said[1] if said else start
    if place >= len(tokens) or tokens[place].sort is not Sort.NUMBER:
        return 0, ""
    code, end = _code(tokens, place)
    colon = end < len(tokens) and tokens[end].is_mark(":)")
    behind = _skip_separators(tokens, end)
    if behind >= len(tokens):
        return 0, ""
    if code in (row.code.lower(), row.printed.lower()) and ("." in code or said or colon):
        return behind, ""
    if said or (colon and "." in code):
        return behind, code
    return 0, ""


def code_within(tokens: Sequence[Token], row: Indicator) -> str:
    """The code of another row of the same section in the middle of an answer, right before a
    figure: "5tr 10.2 2tr"; "" if there is none."""
    section, dot, _ = row.code.rpartition(".")
    for place in range(1, len(tokens) - 1) if dot else ():
        if tokens[place].sort is not Sort.NUMBER or not tokens[place].gap:
            continue
        code, end = _code(tokens, place)
        head, _, number = code.partition(".")
        if head != section or not 1 <= len(number.rstrip("abcde")) <= 2:
            continue
        if end < len(tokens) and tokens[end].is_mark(":=-–)"):
            end += 1
        own = code in (row.code.lower(), row.printed.lower())
        if not own and end < len(tokens) and tokens[end].sort is Sort.NUMBER:
            return code
    return ""


def _code(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """A number and the letter that sticks to it ("1.4a")."""
    code, end = tokens[place].text, place + 1
    if end < len(tokens) and is_class_letter(tokens[end]):
        return code + tokens[end].key, end + 1
    return code, end


def _skip_separators(tokens: Sequence[Token], place: int) -> int:
    """Behind ":", ".", ")" or a dash; a dash behind a colon belongs to the answer."""
    start = place
    while place < len(tokens) and tokens[place].is_mark(":.)=,"):
        place += 1
    if place == start and place + 1 < len(tokens) and tokens[place].is_mark("-–"):
        return place + 1
    return place
