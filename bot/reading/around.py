"""What stands around a number: labels, joints, repeats, signs. Each function looks at one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.model.form import Cell
from bot.reading import lexicon as words_around
from bot.reading.lexicon import COUNT_OF, FILL, JOINING, POLITE, Lexicon
from bot.reading.modifiers import BEFORE
from bot.reading.prepare import skip
from bot.row_types.evidence import Noun, Role
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.number import LEADING, SCALES, Number, read_number
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.spell import in_words
from bot.vietnamese.tokens import Sort, Token, token_at
from bot.vietnamese.words import table, valued, words

CLEAR_NUMBER_WORDS = words_around.CLEAR_NUMBER_WORDS
LINKING = table("linking", "polite")
INDEFINITE = table("indefinite")
IN_WORDS = table("in_words")
TITLES = table("titles")
IN_WORDS_FIRST = IN_WORDS.first_words
JOINTS: Phrases[str] = Phrases(
    [*((word, word) for word in words("range_joints")), *valued(words("plus"), "+")]
)
BEFORE_ANY = (LINKING, BEFORE, JOINTS, table("leading_in", "price_before", "money"))
QUIET_MARKS = ",;|&()[]\"'“”!"
LEAST_PRICE = 10_000  # đồng; a smaller number behind "trị giá" is hardly an amount
MOST_IN_LABEL = 2  # words between a noun and the colon behind it
LEAST_PHONE, MOST_PHONE = 9, 12  # digits
CLEAR_SCALES = ("nghin", "trieu")  # without accents the others are other words: văn, ngân
ADDING = ("va", "cung", "voi")  # join a further thing
OFFICES: Phrases[bool] = Phrases(  # also behind a title: "thầy hiệu trưởng"
    valued(
        tuple(
            f"{title}{name}"
            for title in ("", "thầy ", "cô ", "đ/c ", "đồng chí ")
            for name in words("offices")
        ),
        True,
    )
)
PLENTIFUL = frozenset(words("plentiful"))
ONE_PERSON = frozenset(words("offices"))

Tokens = Sequence[Token]


def _mark(tokens: Tokens, place: int, marks: str) -> bool:
    return 0 <= place < len(tokens) and tokens[place].is_mark(marks)


def _is_number(tokens: Tokens, place: int) -> bool:
    return token_at(tokens, place).sort is Sort.NUMBER


# -- labels ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """A noun that labels the number behind it, the number's place, and whether the form is certain
    ("số lớp 3", "lớp: 3") or only likely ("băng rôn 15")."""

    noun: Noun
    start: int
    sure: bool


def label_at(tokens: Tokens, place: int, lexicon: Lexicon, plain: bool) -> Label | None:
    """Return the label that begins here."""
    counted = COUNT_OF.match(tokens, place, plain=plain)
    start = counted[1] if counted else place
    found = _labelling(tokens, start, lexicon, plain, is_counted=counted is not None)
    if found is None or found[0].role is not Role.OWN or _is_second_of_two(tokens, place):
        return None
    end = filled(tokens, _label_end(tokens, found[1], found[0], lexicon, plain), plain)
    marked = _mark(tokens, end, ":=")
    sure = marked or counted is not None or tokens[end - 1].key == "la"
    end += marked
    in_words = sure and read_number(tokens, end, plain=plain) is not None
    return Label(found[0], end, sure) if in_words or _is_number(tokens, end) else None


def filled(tokens: Tokens, place: int, plain: bool) -> int:
    """Return the place behind up to three words between a noun and the number it labels."""
    for _ in range(3):
        filled = FILL.match(tokens, place, plain=plain)
        place = filled[1] if filled else place
    return place


def _labelling(
    tokens: Tokens, start: int, lexicon: Lexicon, plain: bool, *, is_counted: bool
) -> tuple[Noun, int] | None:
    """Return the noun that begins here; behind "số" also the row's own name, where it is longer."""
    found = lexicon.nouns.match(tokens, start, plain=plain)
    named = lexicon.topic_at(tokens, start, plain) if is_counted else None
    both = [each for each in (found, named) if each is not None]
    return max(both, key=itemgetter(1), default=None)


def _label_end(tokens: Tokens, end: int, noun: Noun, lexicon: Lexicon, plain: bool) -> int:
    """Return the place behind further nouns of the same cell ("cán bộ công chức: 45") and behind
    a word or two before the colon ("cán bộ xã: 45")."""
    for _ in range(MOST_IN_LABEL):
        more = lexicon.nouns.match(tokens, end, plain=plain)
        # "học sinh nam 20" are some of them
        is_same = more is not None and more[0].role is Role.OWN
        end = more[1] if more and is_same and more[0].cell == noun.cell else end
    for colon in range(end + 1, min(end + MOST_IN_LABEL + 1, len(tokens))):
        polite = POLITE.match(tokens, colon - 1, plain=plain)
        if polite or tokens[colon - 1].sort is not Sort.WORD:
            break
        if tokens[colon].is_mark(":="):
            return colon
    return end


def _is_second_of_two(tokens: Tokens, place: int) -> bool:
    """Return whether the noun stands behind "lớp/": a heading repeated, not a label."""
    return _mark(tokens, place - 1, "/") and token_at(tokens, place - 2).sort is Sort.WORD


def more_nouns(tokens: Tokens, place: int, noun: Noun, lexicon: Lexicon, plain: bool) -> int:
    """Return the place behind more nouns of the same cell that have no number: "12 tin, bài",
    "45 cán bộ, giáo viên"."""
    while True:
        joined = token_at(tokens, place).key == "va"
        start = place + (joined or _mark(tokens, place, ",/&"))
        found = lexicon.row_noun_at(tokens, start, plain)
        if found is None or (found[0].role, found[0].cell) != (Role.OWN, noun.cell):
            return place
        if start > place and found[0].word == noun.word == tokens[start].text.lower():
            return place  # 4 trường, trường MN chưa
        if start > place and _is_named(tokens, start, lexicon, plain):
            return place  # 2 giáo viên, em Mùa A Dơ
        if start > place and _is_another(tokens, start, found, noun, lexicon, plain):
            return place
        place = found[1]


def _is_named(tokens: Tokens, place: int, lexicon: Lexicon, plain: bool) -> bool:
    """Return whether a title stands here with somebody's name behind it."""
    end = TITLES.end(tokens, place, plain=plain)
    is_name = token_at(tokens, end).text.istitle() and tokens[place].text.islower()
    return end > place and is_name and lexicon.noun_at(tokens, end, plain) is None


def _is_another(
    tokens: Tokens, start: int, found: tuple[Noun, int], noun: Noun, lexicon: Lexicon, plain: bool
) -> bool:
    """Return whether a further noun is a figure of its own: it has a number, is held by one person, or
    is no alternative of the printed unit ("3 trường và TTHTCĐ" are four)."""
    joined = tokens[start - 1].key == "va"
    if _has_number(tokens, found[1]) and not tokens[start - 1].is_mark("/"):
        return True  # but "2 quyển/tờ 150 người" has the printed measure
    if _is_person_more(tokens, start, noun, plain, alone=joined or not lexicon.kind.has_two_cells):
        return True
    if joined and INDEFINITE.match(tokens, start, plain=plain):
        return True  # "210 em và các thầy cô"
    are_two = noun.word != found[0].word and {noun.word, found[0].word} <= PLENTIFUL
    if noun.cell == Cell.PEOPLE or (are_two and _ends(tokens, found[1], plain)):
        return False  # "14 chi đội và lớp"
    return joined or not lexicon.kind.adds_kinds or tokens[start].key not in lexicon.printed


def _is_person_more(tokens: Tokens, start: int, noun: Noun, plain: bool, *, alone: bool) -> bool:
    """Return whether an office of one person stands beside a noun of others, by itself."""
    names_office = OFFICES.match(tokens, start, plain=plain) is not None
    return alone and names_office and noun.word not in ONE_PERSON


def _ends(tokens: Tokens, place: int, plain: bool) -> bool:
    """Return whether nothing describes or names the noun that ends here."""
    token = token_at(tokens, place)
    goes_on = token.sort is not Sort.WORD and not token.is_mark("(:")
    return place == len(tokens) or goes_on or LINKING.match(tokens, place, plain=plain) is not None


def unnumbered_end(tokens: Tokens, place: int, lexicon: Lexicon, plain: bool) -> int:
    """Return the place behind a further noun of the row without its number, `place` if there is none: "3
    trường và TTHTCĐ"; where a pair of figures is wanted only one person more: "40 cán bộ và trưởng bản"."""
    joined = tokens[place].key in ADDING or tokens[place].text == "+"
    people = _people_end(tokens, place + 1, lexicon, plain) if joined else place
    if people > place + 1:
        return people
    if lexicon.kind.has_two_cells or not (joined or _mark(tokens, place, ",&+")):
        return place
    found = lexicon.row_noun_at(tokens, place + 1, plain)
    if found is None or found[0].role is not Role.OWN or _has_number(tokens, found[1]):
        return place
    return place if _is_counted_behind(tokens, found[1], lexicon, plain) else found[1]


def _people_end(tokens: Tokens, place: int, lexicon: Lexicon, plain: bool) -> int:
    """Return the place behind one person's office, or people of whom there is no number ("các thầy cô");
    the same place where neither stands."""
    office = OFFICES.end(tokens, place, plain=plain)
    start = INDEFINITE.end(tokens, place, plain=plain)
    found = lexicon.row_noun_at(tokens, start, plain) if office == place < start else None
    counts = found is not None and found[0].cell == Cell.PEOPLE
    return found[1] if found and counts and not _has_number(tokens, found[1]) else office


def _is_counted_behind(tokens: Tokens, place: int, lexicon: Lexicon, plain: bool) -> bool:
    """Return whether the figure of a noun follows its description: "truyện tranh 80 cuốn"."""
    while token_at(tokens, place).sort is Sort.WORD:
        place += 1
    number = read_number(tokens, place, plain=plain) if _is_number(tokens, place) else None
    counted = lexicon.row_noun_at(tokens, number.end, plain) if number else None
    return counted is not None and counted[0].role is Role.OWN


def _has_number(tokens: Tokens, place: int) -> bool:
    """Return whether a number follows directly or behind a colon, so that the noun labels it."""
    return _is_number(tokens, place + _mark(tokens, place, ":="))


# -- joints ---------------------------------------------------------------------------------------


def joint(tokens: Tokens, end: int, start: int, plain: bool) -> tuple[str, bool]:
    """Return what stands between two claims, and whether it is a plus in words. It is "" for
    nothing but space, a sign, "," also for và, với, có …, and "…" for other words."""
    between = [token for token in tokens[end:start] if token.sort is not Sort.PICTURE]
    if not between:
        return ("" if tokens[start].gap == 1 else " "), False
    if len(between) == 1 and between[0].sort is not Sort.WORD:
        return between[0].text, False
    found = JOINTS.match(tokens, end, plain=plain)
    if found and found[1] == start:
        return found[0], found[0] == "+"
    return _link(between, plain), False


def _link(between: Tokens, plain: bool) -> str:
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
        elif token.sort is Sort.MARK and token.text not in QUIET_MARKS:
            return "…"
        place += 1
    return sign or ","


def is_polite(token: Token) -> bool:
    """Return whether a word is a courtesy by itself: "ạ", "nhé"."""
    return POLITE.match((token,), 0, plain=True) is not None


def skip_linking(tokens: Tokens, place: int, plain: bool, marks: str = ".!") -> int:
    """Return the place after linking and polite words."""
    return skip(tokens, place, LINKING, plain, marks)


def is_clean_before(tokens: Tokens, start: int, plain: bool) -> bool:
    """Return whether a bare number follows a mark or a word that leads to figures."""
    before = tokens[start - 1]
    if before.key == "so" and start > 1 and tokens[start - 2].sort is Sort.WORD:
        return LINKING.match(tokens, start - 2, plain=plain) is not None
    if before.sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE):
        return True
    return any(phrase_before(tokens, start, known, plain) for known in BEFORE_ANY)


def phrase_before(
    tokens: Tokens, place: int, known: Phrases[bool] | Phrases[str], plain: bool
) -> bool:
    """Return whether one of these phrases, or one with a colon, ends right here."""
    place -= _mark(tokens, place - 1, ":=")
    return known.before(tokens, place, plain=plain) is not None


# -- the same number again ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Again:
    """A number that may repeat the one before it, and whether it stands in brackets."""

    number: Number
    start: int
    in_brackets: bool


def repeat_at(tokens: Tokens, place: int, plain: bool) -> Again | None:
    """Return the number that stands behind an opening bracket or "bằng chữ"."""
    opened = _mark(tokens, place, "([/,.;:-–")
    in_brackets = _mark(tokens, place, "([")
    start = place + opened
    found = IN_WORDS.match(tokens, start, plain=plain)
    if found:
        start = found[1] + _mark(tokens, found[1], ":")
    elif not in_brackets:
        return None
    again = read_number(tokens, start, plain=plain)
    return Again(again, start, in_brackets) if again else None


def is_same(tokens: Tokens, number: Number, again: Again) -> bool:
    """Return whether a second number repeats the first, in figures or spelt the official way."""
    if not again.number.doubt:
        return again.number.value == number.value
    if number.value is None or number.value.denominator != 1:
        return False
    said = " ".join(token.key for token in tokens[again.start : again.number.end])
    spelt = unaccented(in_words(int(number.value)))
    return said in (spelt, spelt.replace(" khong nghin", ""))


# -- signs and short numbers ----------------------------------------------------------------------


def is_short_number(token: Token) -> bool:
    """Return whether a number may be the name of a class, a village, a turn."""
    return token.sort is Sort.NUMBER and len(token.text) <= 2 and token.text != "0"


def is_short_list(token: Token) -> bool:
    """Return whether names of classes stand together without a space: "khối 6,7,8"."""
    names = token.text.split(",") if token.sort is Sort.NUMBER else []
    rising = [int(name) for name in names if name.isdigit()]
    return len(rising) == len(names) > 1 and rising == sorted(set(rising)) and rising[-1] < 100


def phone_end(tokens: Tokens, start: int) -> int:
    """Return the place behind a telephone number ("0912345678", "0912 345 678"), or `start`."""
    if not _is_number(tokens, start) or not tokens[start].text.startswith("0"):
        return start
    digits, end = "", start
    while _is_number(tokens, end) and (end == start or tokens[end].gap <= 1):
        digits += tokens[end].text.replace(".", "")
        end += 1
        if len(digits) >= LEAST_PHONE:
            break
    is_phone = digits.isdigit() and LEAST_PHONE <= len(digits) <= MOST_PHONE
    return end if is_phone else start


def is_scale(tokens: Tokens, place: int, plain: bool) -> bool:
    """Return whether nghìn, triệu, tỷ … stands here."""
    found = SCALES.match(tokens, place, plain=plain)
    return found is not None and found[0] > 0


def is_loose_scale(tokens: Tokens, place: int, plain: bool) -> bool:
    """Return whether nghìn, triệu … stands apart from any number, as in "45 (đơn vị: nghìn)". With
    a capital it is a name: "xã Triệu Phong"."""
    found = LEADING.match(tokens, place, plain=plain, exact=True)
    token = tokens[place]
    clear = bool(token.marks) or token.key in CLEAR_SCALES
    return found is not None and found[0] > 0 and clear and token.text.islower()


def is_plus_behind(tokens: Tokens, place: int) -> bool:
    """Return whether "50+" or "50~" stands here: a sign that sticks to the number only."""
    token = tokens[place]
    if token.is_mark("~±≈"):
        return True
    return token.is_mark("+") and not token.gap and not _is_number(tokens, place + 1)


def is_masked(tokens: Tokens, place: int) -> bool:
    """Return whether a star stands for a digit ("4* người"), or an apostrophe groups digits the way
    of another country ("1'045")."""
    if not _mark(tokens, place, "*'’") or tokens[place].gap:
        return False
    goes_on = _is_number(tokens, place + 1) and not tokens[place + 1].gap
    return goes_on != tokens[place].is_mark("*")


def is_sign_behind(token: Token) -> bool:
    """Return whether a sign sticks to a bare number and makes it something else: 30', 45°, 5^2."""
    return token.is_mark("'’′″°^#_@") and not token.gap
