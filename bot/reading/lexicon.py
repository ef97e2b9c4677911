"""The nouns around numbers: those of the row first, then everything else that can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from bot.model.form import Cell, Indicator
from bot.row_types import row_type
from bot.row_types.base import RowType
from bot.row_types.count import CountType
from bot.row_types.evidence import Noun, Role
from bot.row_types.nouns import measures, names_of
from bot.row_types.totals import COLLECTIVES, VAGUE
from bot.vietnamese.normalise import fold, unaccented
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, token_at
from bot.vietnamese.words import group, keyed, table, valued, words

UNSTABLE = "aeiouysfrxjwz"  # vowels, and the keys that type accents
KINDS = {kind: frozenset(nouns) for kind, nouns in group("kinds").items()}
AWARDING = frozenset(words("awarding"))
KIN = {kind: frozenset(nouns) for kind, nouns in group("kin").items()}
KIN["collectives"] |= COLLECTIVES | frozenset(words("bodies"))
SHORTENED = frozenset(words("shortened"))
CLASS_LETTERS = frozenset("abcde")  # "6b" may be a class as well as six sessions
SCHOOL = "trường"
TURN = "luot"
SHORTEST_SLIP = 3  # letters; a shorter word is one letter away from too many others
_FALLBACK = CountType()

COUNT_OF = table("count_of")
FILL = table("label_fill")
CLASSIFIERS = table("classifiers")
JOINING = table("joining", "polite")
POLITE = table("polite")
MONEY_BEFORE = table("price_before")
CLEAR_NUMBER_WORDS = frozenset(words("number_words_alone"))
# Words that may stand behind a number without being what it counts.
FREE = Phrases(
    valued(
        (
            *words(
                "joining", "after_bare", "polite", "breakdown", "no", "not_yet", "in_words", "plus"
            ),
            *(phrase for phrases in group("warnings").values() for phrase in phrases),
            *(phrase for phrases in group("after_number").values() for phrase in phrases),
            *group("before_number")["approximate"],
            *group("before_number")["several"],
        ),
        True,
    )
)
# Behind an amount of money they begin a remark: "5 triệu mua giải thưởng".
AFTER_AMOUNT = table(
    "leading_in", "linking", "money_nouns", "purposes", "held_by", "because", "happen", "yes_tail",
    "givers", "price_before", "no_remark",
)  # fmt: skip


def _other_things() -> Iterator[tuple[str, Noun]]:
    """Return every general noun with what it explains where a row does not count it."""
    yield from _named("money", Role.PRICE)
    for name in ("people", "classes", "events", "containers", "things"):
        yield from _named(name, Role.OTHER)


def _named(name: str, role: Role) -> Iterator[tuple[str, Noun]]:
    """Return the phrases of a list; a single word counts only with its own accents, because without
    them it is another word as often (anh and ảnh)."""
    for phrase in words(name):
        word = phrase.lstrip("=")
        strict = " " not in word and word == phrase
        yield f"={word}" if strict else phrase, Noun(role, word)


THINGS: Phrases[Noun] = Phrases(_other_things())
PEOPLE = frozenset(words("people"))
COLLECTIVE_GIVERS: Phrases[bool] = Phrases(
    valued(tuple(sorted({*words("givers")} - PEOPLE)), True)
)
# Bodies that give or organise, without those that only say where: "xã Tá Bạ, 3 đơn vị".
_BODIES = [
    (name, " " in name)
    for name in sorted({*words("givers")}.difference(PEOPLE, words("places"), words("no_bodies")))
]
NOT_OF_THAT_KIND = frozenset(words("false_kinds"))  # "12 trường hợp" are no schools


@dataclass(frozen=True)
class Lexicon:
    """The words of one row."""

    row: Indicator
    kind: RowType

    @cached_property
    def nouns(self) -> Phrases[Noun]:
        """The row's own nouns and those near them."""
        return Phrases(self.kind.nouns(self.row))

    @cached_property
    def own(self) -> Phrases[bool]:
        """The phrases that name the row, for "không có băng rôn nào"."""
        phrases = map(letters, self.kind.own_words(self.row))
        return Phrases(valued(tuple(map(" ".join, filter(None, phrases))), True))

    @cached_property
    def names(self) -> Phrases[bool]:
        """The row's names of two words or more, as the form gives them."""
        return Phrases((name, True) for name in self.row.words if " " in name)

    @cached_property
    def topics(self) -> Phrases[bool]:
        """The phrases that name the whole row; what is one of several things that it counts does not: "băng
        rôn không treo" says nothing of leaflets."""
        kinds = chain.from_iterable(measure.accepted for _, measure in measures(self.row))
        named = {*self.row.words}.difference(kinds)
        phrases = map(letters, (*named, self.row.name, self.row.label, *self.general))
        return Phrases(valued(tuple(map(" ".join, filter(None, phrases))), True))

    @cached_property
    def label(self) -> frozenset[str]:
        """The single words that name the row, without accents."""
        said = self.kind.own_words(self.row)
        return frozenset(fold(word).key for phrase in said for word in letters(phrase))

    @cached_property
    def printed(self) -> frozenset[str]:
        """The words of the printed label and measure, without accents."""
        said = f"{self.row.label} {self.row.measure_label}"
        return frozenset(fold(word).key for word in letters(said))

    @cached_property
    def skeletons(self) -> dict[str, Cell]:
        """The consonants of the nouns of a pair, for text in a broken font."""
        known = measures(self.row) if self.kind.has_two_cells else []
        named = [(skeleton(name), cell) for cell, measure in known for name in names_of(measure)]
        return dict(reversed(named))

    @cached_property
    def sources(self) -> frozenset[str]:
        """Who pays what a row of đồng counts, as far as its own words say: the state, or others."""
        if not self.kind.counts_money:
            return frozenset()
        own = set(map(fold_phrase, (*self.row.words, self.row.label)))
        named = ((fold_phrase(phrase), source) for phrase, source in keyed("sources"))
        return frozenset(source for phrase, source in named if phrase in own)

    @cached_property
    def general(self) -> frozenset[str]:
        """The words of the row's measures: "đơn vị" stands for schools and offices alike."""
        return frozenset(name for _, measure in measures(self.row) for name in names_of(measure))

    @cached_property
    def counts_collectives(self) -> bool:
        """Whether the row counts schools, offices, hamlets and the like."""
        return not KINDS["collectives"].isdisjoint(self.general)

    @cached_property
    def counts_people(self) -> bool:
        """Whether the row counts persons and nothing else."""
        return self.row.cells == (Cell.PEOPLE,)

    @cached_property
    def may_give(self) -> bool:
        """Whether the row counts people or bodies, and not those who were awarded something."""
        counts_them = self.counts_people or self.counts_bodies
        return counts_them and AWARDING.isdisjoint(self.row.short.lower().split())

    @cached_property
    def counts_bodies(self) -> bool:
        """Whether the row counts schools, or collectives of any kind: what has a name of its own."""
        return not COLLECTIVES.isdisjoint(self.general)

    @cached_property
    def kin(self) -> frozenset[str]:
        """Nouns of the kinds of things that the row counts: what they count may belong to it."""
        kinds = (kind for kind, nouns in KINDS.items() if not nouns.isdisjoint(self.general))
        return frozenset().union(*(KIN[kind] for kind in kinds))

    @cached_property
    def plain_kin(self) -> frozenset[str]:
        """The same nouns without their accents."""
        return frozenset(map(unaccented, self.kin))

    @cached_property
    def airs(self) -> bool:
        """Whether the row counts what is broadcast."""
        return not KIN["news"].isdisjoint(self.kin)

    @cached_property
    def heads(self) -> Phrases[bool]:
        """What the name of one thing begins with that the row counts, and whether that says enough:
        "hội phụ nữ" does, "trường" does not."""
        own = {phrase for phrase, noun in self.kind.nouns(self.row) if noun.role is Role.OWN}
        if not self.counts_bodies:
            return Phrases(valued((*(own - VAGUE), *self.kin), True))
        levels = words("school_levels") if SCHOOL in own else ()
        named = valued((*(own - KINDS["collectives"]), *levels), False)
        return Phrases((*_BODIES, *named) if self.counts_collectives else named)

    @cached_property
    def levels(self) -> Phrases[Noun]:
        """The kinds of school where the row counts schools: "1 MN, 2 TH, 1 THCS" are four."""
        own = {phrase for phrase, noun in self.kind.nouns(self.row) if noun.role is Role.OWN}
        is_counted = len(self.row.cells) == 1 and SCHOOL in own
        named = words("school_levels") if is_counted else ()
        return Phrases((name, Noun(Role.OWN, name, self.row.cells[0])) for name in named)

    @cached_property
    def slips(self) -> dict[str, Noun]:
        """One-word nouns of the row by their letters, for slips of one letter."""
        found: dict[str, Noun] = {}
        for phrase, noun in self.kind.nouns(self.row):
            if noun.role is Role.OWN and " " not in phrase and len(phrase) >= SHORTEST_SLIP:
                found.setdefault(unaccented(phrase.lstrip("=")), noun)
        return found

    @cached_property
    def initials(self) -> dict[str, Noun]:
        """The first letters of the row's measures, as people shorten them: "2l 60n", "284q"."""
        found: dict[str, Noun] = {}
        for cell, measure in measures(self.row) if not self.kind.counts_money else []:
            for name in (*names_of(measure), *SHORTENED.intersection(measure.accepted)):
                letter = "".join(word[0] for word in unaccented(name).split())
                found.setdefault(letter, Noun(Role.SLIP, letter, cell))
        return found

    def topic_at(
        self, tokens: Sequence[Token], place: int, plain: bool
    ) -> tuple[Noun, int] | None:
        """Return the row's own name as what it counts, where it has one cell: "số ngày hội đọc
        sách"."""
        found = self.own.match(tokens, place, plain=plain)
        if found is None or len(self.row.cells) != 1:
            return None
        return Noun(Role.OWN, "", self.row.cells[0]), found[1]

    def noun_at(self, tokens: Sequence[Token], place: int, plain: bool) -> tuple[Noun, int] | None:
        """Return the noun that stands here and the place after it; "5 tấm băng rôn" skips the
        classifier. The row's own noun wins over a longer one of its kind ("3 tổ dân phố"), any
        longer one wins over what is only near."""
        found = self.row_noun_at(tokens, place, plain)
        thing = THINGS.match(tokens, place, plain=plain)
        if found is None or thing is None:
            is_short = thing is not None and tokens[place].key in self.initials
            return found if is_short else found or thing  # no "q" where quyển are counted
        own = found[0].role is Role.OWN
        if thing[0].role is Role.PRICE and not own:
            return thing
        stays = thing[1] <= found[1] or (own and self._is_of_kind(thing[0].word, found[0].word))
        return found if stays else thing

    def _is_of_kind(self, thing: str, noun: str) -> bool:
        """Return whether a longer thing is still one of the row's: "3 tổ dân phố", no "trường hợp"."""
        is_person = thing in PEOPLE and noun not in PEOPLE
        return not is_person and thing not in NOT_OF_THAT_KIND

    def row_noun_at(
        self, tokens: Sequence[Token], place: int, plain: bool
    ) -> tuple[Noun, int] | None:
        """Return a noun that the row itself knows."""
        found = self.nouns.match(tokens, place, plain=plain)
        skipped = CLASSIFIERS.match(tokens, place, plain=plain)
        behind = self.nouns.match(tokens, skipped[1], plain=plain) if skipped else None
        own = behind if behind is not None and behind[0].role is Role.OWN else None
        if own is None or (tokens[place].key == TURN and own[0].cell is not Cell.PEOPLE):
            return found  # "12 lượt tin" are no twelve pieces
        return own if found is None or own[1] > found[1] else found

    def unknown_noun(
        self, tokens: Sequence[Token], place: int, plain: bool, *, amount: bool = False
    ) -> Noun | None:
        """Return a word behind a number that nothing knows; None where the number is bare. Behind
        an `amount` of money words may begin a remark."""
        token = token_at(tokens, place)
        if token.sort is Sort.WORD and self._is_free(tokens, place, plain, amount=amount):
            return None
        if token.sort not in (Sort.WORD, Sort.MIXED):
            return None
        return self._misspelt(token) or Noun(Role.UNKNOWN, token.text)

    def _is_free(self, tokens: Sequence[Token], place: int, plain: bool, *, amount: bool) -> bool:
        """Return whether a word may stand behind a number without being what it counts."""
        key = tokens[place].key
        if FREE.match(tokens, place, plain=plain, exact=True):
            return True
        if amount and (key in self.label or AFTER_AMOUNT.match(tokens, place, plain=plain)):
            return True
        return key == "x" and token_at(tokens, place + 1).sort is Sort.NUMBER

    def initial_at(self, tokens: Sequence[Token], place: int) -> Noun | None:
        """Return the row's noun for its first letter, where that sticks to the number and nothing goes on
        with it: the "l" of "2l 60ng", but not of "20l nước"."""
        token = tokens[place]
        if (
            token.gap
            or token.marks
            or token.key not in self.initials.keys() - CLASS_LETTERS
            or not self.kind.has_two_cells
        ):
            return None
        if token_at(tokens, place + 1).sort is Sort.WORD:
            return None
        return Noun(Role.OWN, token.text, self.initials[token.key].cell)

    def _misspelt(self, token: Token) -> Noun | None:
        """Return the row's noun that a word was probably meant to be."""
        if token.key in self.initials and not token.marks:
            return Noun(Role.SLIP, token.text, self.initials[token.key].cell)
        slip = self._slip(token)
        if slip is not None:
            return Noun(Role.SLIP, token.text, slip.cell)
        cell = self.skeletons.get(skeleton(token.text)) if len(token.key) > 1 else None
        return Noun(Role.GARBLED, token.text, cell) if cell else None

    def _slip(self, token: Token) -> Noun | None:
        """Return the only noun of the row that is one letter away, or that has other accents."""
        if token.sort is not Sort.WORD or len(token.key) < SHORTEST_SLIP:
            return None
        if token.key in self.slips:
            return self.slips[token.key]
        near = [key for key in self.slips if is_one_edit_away(token.key, key)]
        cells = {self.slips[key].cell for key in near}
        return self.slips[near[0]] if len(cells) == 1 else None


@lru_cache(maxsize=512)
def lexicon_of(row: Indicator) -> Lexicon:
    """Return the words of a row; remembered, because rows never change."""
    return Lexicon(row, row_type(row) or _FALLBACK)


def fold_phrase(phrase: str) -> str:
    """Return the words of a phrase without accents, marks and capitals."""
    return " ".join(fold(word).key for word in letters(phrase))


def letters(phrase: str) -> list[str]:
    """Return the words of a phrase without its marks."""
    return "".join(char if char.isalnum() else " " for char in phrase).split()


def skeleton(word: str) -> str:
    """Return the consonants of a word without digits and without the keys that type accents (s f r
    x j w), so that "líp", "lo71p" and "lowps" look like "lớp"."""
    key = fold(word).key
    rest = (char for char in key[1:] if "a" <= char <= "z" and char not in UNSTABLE)
    return key[:1] + "".join(rest)


def is_one_edit_away(first: str, second: str) -> bool:
    """Return whether two words differ by one letter at most: put in, left out or exchanged."""
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((at for at, char in enumerate(short) if char != long[at]), len(short))
    rest = short[same + 1 :] if len(short) == len(long) else short[same:]
    return long[same + 1 :] == rest


def is_plain(tokens: Sequence[Token]) -> bool:
    """Return whether a text was typed without accents; those of "dạ" and "ạ" do not count."""
    place = 0
    while place < len(tokens):
        polite = POLITE.match(tokens, place, plain=False) if tokens[place].marks else None
        if tokens[place].marks and polite is None:
            return False
        place = polite[1] if polite else place + 1
    return True
