"""What is listed beside a row's own figure and may belong to it: things of its kind, things without a
number. What such a list comes to is open, so nothing is offered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise

from bot.reading.around import phrase_before
from bot.reading.lexicon import COLLECTIVE_GIVERS, SCHOOL, Lexicon
from bot.reading.prepare import skip
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Claim, Claims, Evidence, Noun, Role, once
from bot.row_types.totals import BETWEEN, HELD_BY, VAGUE
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token, token_at
from bot.vietnamese.words import group, table, valued, words

JOINTS = frozenset((",", "+", "&", "", " "))  # between two of a list
MARKS = ",;+&"
JOINING_WORDS = frozenset(("va", "voi", "cung", "vs"))
LISTING = JOINING_WORDS.union(MARKS, "\n\t\v")
ENDING = (
    ":(="  # behind them stand the parts of what was counted, as behind these words right after it
)
NAMING = frozenset(("la", "gom"))
AIRED = group("aired")
AIRING: Phrases[bool] = Phrases(valued(AIRED["by"], True))
INDEFINITE = table("indefinite")
CONTAINERS = frozenset(words("containers"))
REST = table("rest_of_all")
LEADING = table("leading_in", "linking", "deeds", "makings", "singled_out")
POLITE = table("polite")
TITLES = table("titles", "posts")
NO_NAME = frozenset(
    ("gui", "goi", "thua", "chao", "oi", "kinh", "den", "toi")
)  # addressed, or a span
KIN_ROLES = (Role.OTHER, Role.NEAR)
NUMBERS = (Sort.NUMBER, Sort.MIXED)
MOST_IN_NAME = 6  # words of something that is named
LONGEST_BEFORE = 4  # words before "và" among which a noun is looked for

Span = tuple[int, int]


# -- things of the same kind ----------------------------------------------------------------------


def doubt_kin(evidence: Evidence, lexicon: Lexicon) -> None:
    """Leave open what other things of the row's kind add: "2 trường, 3 thôn" are perhaps five, "150 cuốn,
    20 bộ sách" more than 150; but "3 đơn vị tại 5 thôn" are three."""
    kin = Claims(evidence.claims).of(*KIN_ROLES).where(partial(_is_kin, evidence, lexicon))
    changed = {claim.start: replace(claim, noun=Noun(Role.KIN, claim.word)) for claim in kin}
    for first, second in pairwise(evidence.claims if kin else ()):
        if Role.OWN in (first.role, second.role) and _are_listed(evidence, first, second):
            beside = (first.start, second.start)
            evidence.amend({place: changed[place] for place in changed.keys() & beside})


def _is_kin(evidence: Evidence, lexicon: Lexicon, claim: Claim) -> bool:
    """Return whether a claim counts what the row may count as well, by its noun, as a container that is added
    ("200 quyển + 3 thùng truyện"), or as turns of it in a list: "phát thanh 5 lần, 2 bài"; without accents
    "bao" is báo as well."""
    kin = lexicon.kin | CONTAINERS if evidence.has(Doubt.SUM) else lexicon.kin
    is_kin = claim.word in kin or (evidence.plain and unaccented(claim.word) in lexicon.plain_kin)
    if is_kin or claim.word not in AIRED["turns"]:
        return is_kin
    ends = [each.end for each in evidence.claims if each.end <= claim.start]
    before = range(max(ends, default=0), claim.start)
    airing = AIRING.find(evidence.tokens, before, plain=evidence.plain)
    if airing is None or not lexicon.airs:
        return False
    around = (
        token_at(evidence.tokens, claim.end),
        *evidence.tokens[airing.start - 1 : airing.start],
    )
    return any(token.is_mark(MARKS) for token in around)


def _are_listed(evidence: Evidence, first: Claim, second: Claim) -> bool:
    """Return whether two claims stand in one list, and neither is where the other was."""
    ends = evidence.tokens[first.end], evidence.tokens[second.start - 1]
    in_list = second.joint in JOINTS or any(token.is_mark(MARKS) for token in ends)
    held = phrase_before(evidence.tokens, second.start, HELD_BY, evidence.plain)
    return in_list and not (held or first.part or second.part)


# -- things without a number ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Named:
    """The bits of a list that hold no figure, and what may be named there."""

    evidence: Evidence
    lexicon: Lexicon
    own: Claim

    @property
    def plain(self) -> bool:
        """Return whether it was typed without accents."""
        return self.evidence.plain

    @once
    def taken(self) -> frozenset[int]:
        """Return the places that are no part of a name: figures, dates, numbers, words of address."""
        asides = (range(aside.start, aside.end) for aside in self.evidence.asides)
        named = frozenset(chain.from_iterable(asides)) - self.evidence.dated
        numbers = {at for at, token in enumerate(self.evidence.tokens) if token.sort in NUMBERS}
        words = {at for at, token in enumerate(self.evidence.tokens) if token.key in NO_NAME}
        return frozenset(self.evidence.used | self.evidence.dated | numbers - named | words)

    @once
    def spans(self) -> list[Span]:
        """Return the bits that are the name of one more thing."""
        return [span for span in self._bits() if self._is_name(*span)]

    def _bits(self) -> Iterator[Span]:
        """Yield what stands between the joints of the list, without headings and breakdowns: behind a colon
        before the figure, before one behind it."""
        tokens = self.evidence.tokens
        colons = [at for at, token in enumerate(tokens) if token.is_mark(ENDING)]
        named = [self.own.end] if token_at(tokens, self.own.end).key in NAMING else []
        ends = sorted({-1, *colons, *named, len(tokens)})
        last = bisect_left(ends, self.own.end)
        inside = range(ends[last - 1] + 1, ends[last])
        joints = [at for at in inside if is_joint(self.evidence.tokens[at])]
        for before, joint in pairwise((inside.start - 1, *joints, inside.stop)):
            yield before + 1, joint

    def _is_name(self, first: int, last: int) -> bool:
        """Return whether a bit names one thing that the row counts."""
        if first == last or not self.taken.isdisjoint(range(first, last)):
            return False
        if self.lexicon.names.end(self.evidence.tokens, first, plain=self.plain) == last:
            return False
        if last == self.own.start - 1 and self.evidence.tokens[last].key in JOINING_WORDS:
            return self._holds_noun(max(first, last - LONGEST_BEFORE), last)
        if INDEFINITE.match(self.evidence.tokens, first, plain=self.plain):
            return self._is_all(first)
        is_head = self.lexicon.heads.match(self.evidence.tokens, first, plain=self.plain)
        led = skip(self.evidence.tokens, first, LEADING, self.plain, "")  # "khen lớp 5A"
        start = first if is_head or self._is_person(first) else led
        return start < last <= start + MOST_IN_NAME and self._begins_name(start, last)

    def _counts(self, place: int) -> bool:
        """Return whether a noun stands here that the row counts, or may count: "một ít truyện"."""
        found = self.lexicon.noun_at(self.evidence.tokens, place, self.plain)
        return found is not None and (
            found[0].role in (Role.OWN, Role.NEAR) or found[0].word in self.lexicon.kin
        )

    def _begins_name(self, first: int, last: int) -> bool:
        if self.lexicon.counts_people:
            return self._is_person(first)
        if self.own.word in VAGUE and not self.lexicon.counts_bodies:
            return False  # "sách giáo khoa, 120 quyển"
        head = self.lexicon.heads.match(self.evidence.tokens, first, plain=self.plain)
        polite = POLITE.match(self.evidence.tokens, first, plain=self.plain, exact=True)
        if head is None or (polite and polite[1] >= head[1]):  # "trường em", but not "nhà trường"
            return False
        return head[0] or head[1] < last

    def _is_person(self, place: int) -> bool:
        """Return whether a title with a name stands here: "cô Hoa"."""
        end = TITLES.end(self.evidence.tokens, place, plain=self.plain)
        return end > place and token_at(self.evidence.tokens, end).text.istitle()

    def _holds_noun(self, first: int, last: int) -> bool:
        """Return whether something that the row counts is named before "và": "UBND xã và 3 trường"."""
        tokens, places = self.evidence.tokens, range(first, last)
        of_kind = COLLECTIVE_GIVERS if self.lexicon.counts_collectives else self.lexicon.nouns
        known = (of_kind, self.lexicon.heads)
        named = any(table.find(tokens, places, plain=self.plain) for table in known)
        return named or any(map(self._is_person, places)) or any(map(self._is_all, places))

    def _is_all(self, place: int) -> bool:
        """Return whether "các lớp" stands here."""
        end = INDEFINITE.end(self.evidence.tokens, place, plain=self.plain)
        return end > place and self._counts(end)

    @property
    def are_counted(self) -> bool:
        """Return whether the names say which things were counted: "2 đơn vị, hội nd và hội pn"."""
        are_behind = self.spans[0][0] >= self.own.end
        general = (
            VAGUE | self.lexicon.general | (frozenset((SCHOOL,)) if are_behind else frozenset())
        )
        return (
            len(self.spans) > 1 and len(self.spans) == self.own.value and self.own.word in general
        )


def is_joint(token: Token) -> bool:
    """Return whether a token stands between two of a list."""
    if token.sort is Sort.WORD:
        return token.key in JOINING_WORDS
    return token.sort is Sort.BREAK or token.is_mark(MARKS)


def doubt_rest(evidence: Evidence) -> None:
    """Warn where the only figure is the rest of a list whose first ones have none: "hội PN, khác 2"."""
    tokens, last = evidence.tokens, evidence.claims[0].number.end
    rest = REST.find(tokens, range(last), plain=evidence.plain)
    if rest is None:
        return
    joint = rest.start - 1
    while token_at(tokens, joint).key in BETWEEN:
        joint -= 1
    if joint > 0 and is_joint(tokens[joint]):
        evidence.warn(Doubt.UNNUMBERED, evidence.words_between(0, joint), 0, joint)


def doubt_unnumbered(evidence: Evidence, lexicon: Lexicon) -> None:
    """Warn of things that are named beside a figure and not counted by it: "trường TH số 1, 1 trường THCS"
    are two schools, "cô Hoa và 3 học sinh" four persons."""
    said = {token.key or token.text for token in evidence.tokens}
    figures = () if LISTING.isdisjoint(said) else Claims(evidence.claims).of(Role.OWN)
    if not figures:
        return
    found = _Named(evidence, lexicon, figures[0])
    if found.spans and not (len(figures) == 1 and found.are_counted):
        first, last = found.spans[0]
        evidence.warn(Doubt.UNNUMBERED, evidence.words_between(first, last), first, last)
