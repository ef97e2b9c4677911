"""Second thoughts, when all claims of an answer are known."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from operator import attrgetter

from bot.model.form import Cell
from bot.reading.around import phrase_before
from bot.reading.lexicon import Lexicon
from bot.reading.listed import doubt_kin, doubt_rest, doubt_unnumbered
from bot.reading.not_alone import doubt_joint, doubt_own_share
from bot.reading.passed_on import doubt_passed_on, set_denied_aside, set_receivers_aside
from bot.reading.sources import doubt_mixed_sources, set_sources_aside
from bot.row_types.count import SIGNS
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import (
    ASIDE,
    Caution,
    Claim,
    Claims,
    Evidence,
    Noun,
    Role,
)
from bot.row_types.totals import HELD_BY
from bot.vietnamese.date_words import is_year
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import table, words

BUT, TOLD_APART = table("but"), table("telling_apart")
TELLING = re.compile(r"(?:th[ìi]|c[óo]|[đd][ãa]|r[ồo]i|xong)\b", re.IGNORECASE)
THERE_ARE = (
    ", có",
    ", co",
    "; có",
    "; co",
    ",có",
    ",co",
    "đã có",
    "da co",
)  # before some of those that were counted
HOSTS = words("hosts")
HOST = table("hosts")
HOSTING = table("hosting")
SINGLED_OUT = table("singled_out")
TOOK_PART = table("took_part")
PRAISED = table("praised")
SPEAKERS = frozenset(words("speakers"))
INVITING = table("inviting")
TO_COME = table("to_come")
CONTRAST, THIS_TIME = table("contrast", "this_time"), table("this_time")
PLACES = frozenset(map(unaccented, words("places")))
UNDONE = table("undone")
DONE = table("done")
IN_KIND = table("in_kind")
WORTH = table("worth")
TWO_PAIRS = 3  # claims; two pairs are more
SHORT_AGO = 2  # words between a caution and the number that it speaks of

_JOINED = frozenset("-–−~/") | {"đến", "tới", "lên", "hoặc", "hay"}


def think_again(evidence: Evidence, lexicon: Lexicon, *, is_money: bool, is_single: bool) -> None:
    """Look over everything said in an answer to a row that counts money, or that has one column."""
    if len(evidence.claims) > 1:
        join_ranges(evidence)
        set_hosts_aside(evidence, lexicon)
        set_sources_aside(evidence, lexicon)
        if lexicon.kin:
            doubt_kin(evidence, lexicon)
        if len(evidence.claims) > TWO_PAIRS:
            doubt_pairs_of_others(evidence, lexicon)
    if len(evidence.used) < len(evidence.tokens):
        _doubt_by_words(evidence, lexicon, is_money=is_money, is_single=is_single)
    if evidence.cautions:
        set_denied_aside(evidence)
        set_undone_aside(evidence)
    if len(evidence.asides) > 1:
        doubt_two_years(evidence)
    if any(claim.noun is None for claim in evidence.claims):
        forget_repeats(evidence, may_end=is_single and not is_money)
    if evidence.cautions:
        forget_cautions_about_others(evidence)


def _doubt_by_words(
    evidence: Evidence, lexicon: Lexicon, *, is_money: bool, is_single: bool
) -> None:
    """Look over what was said beside the figures."""
    doubt_contrast(evidence)
    doubt_joint(evidence)
    if len(evidence.claims) == 1:
        doubt_rest(evidence)
    if lexicon.kind.has_two_cells:
        doubt_own_share(evidence)
    if is_money:
        doubt_worth(evidence)
        doubt_mixed_sources(evidence, lexicon)
    if is_single:
        doubt_praised(evidence)
        doubt_passed_on(evidence, is_money=is_money)
        set_receivers_aside(evidence, lexicon)
        doubt_unnumbered(evidence, lexicon)


def join_ranges(evidence: Evidence) -> None:
    """Give a bare number to the thing that the next number counts: "3-4 thôn", "2/3 hộ"."""
    kept: list[Claim] = []
    for claim in evidence.claims:
        before = kept[-1] if kept else None
        joined = claim.joint in _JOINED and claim.role is Role.OTHER
        if (
            before is not None
            and joined
            and before.role is Role.BARE
            and before.part == claim.part
        ):
            kept.pop()
            evidence.free((before,))
            claim = replace(claim, start=before.start, joint=before.joint)
        kept.append(claim)
    evidence.claims[:] = kept


def doubt_contrast(evidence: Evidence) -> None:
    """Warn where a figure is told from another of the same cell, which is perhaps no more or some of it:
    "30 em nhưng 5 em tặng 2 lần", "3 trường đã làm, 2 trường thứ 2 làm"."""
    own = Claims(evidence.claims).of(Role.OWN)
    if len(own) == len(own.cells):
        return
    between = range(own[0].end, own[-1].start)
    but = BUT.find(evidence.tokens, between, plain=evidence.plain)
    others = own[1:] if TELLING.search(evidence.text) else ()
    if but is not None or any(map(partial(_is_told_apart, evidence, own[0]), others)):
        said = evidence.words_between(own[0].start, own[-1].end)
        evidence.warn(Doubt.NESTED, said, own[0].end, own[-1].start)


def _is_told_apart(evidence: Evidence, first: Claim, claim: Claim) -> bool:
    """Return whether words around a figure say that it is of another kind than the first: "5 thầy cô thì tặng
    tiền", "120 em, có 30 em dự 2 buổi", or that only the first was done."""
    tokens, plain = evidence.tokens, evidence.plain
    are_done = [DONE.end(tokens, each.end, plain=plain) > each.end for each in (first, claim)]
    there_are = evidence.words_between(claim.start - 2, claim.start).lower() in THERE_ARE
    is_apart = TOLD_APART.end(tokens, claim.end, plain=plain) > claim.end
    return any((there_are, is_apart, are_done == [True, False]))


def set_hosts_aside(evidence: Evidence, lexicon: Lexicon) -> None:
    """Explain people who only teach, speak or are praised by that where others came too: "90 em, 6
    giáo viên dẫn", "50 người, khen 3 cá nhân"."""
    people = Claims(evidence.claims).counting(Cell.PEOPLE)
    if len(people) < 2:
        return
    others = people.where(lambda claim: not _is_host(evidence, claim))
    came = max(map(attrgetter("amount"), others), default=0)
    places = set(others.starts)
    first = {claim.word: claim.start for claim in reversed(people)}
    aside = [
        claim
        for claim in people
        if (others and claim.start not in places)
        or _is_place(evidence, claim)
        or (first[claim.word] < claim.start and _is_praised(evidence, lexicon, claim))
        or _is_singled_out(evidence, lexicon, claim, came)
    ]
    evidence.amend({claim.start: _with_praise(evidence, claim) for claim in aside})
    evidence.free(aside)


def _with_praise(evidence: Evidence, claim: Claim) -> Claim:
    """Return people of another matter with what was done for them."""
    end = PRAISED.end(evidence.tokens, claim.end, plain=evidence.plain)
    return replace(_explained(claim, Role.OTHER), end=end)


def doubt_praised(evidence: Evidence) -> None:
    """Warn where of some people the praised are told besides: "10 em, 3 em được khen" are no 13."""
    own = Claims(evidence.claims).of(Role.OWN)
    for before, claim in pairwise(own):
        is_praised = PRAISED.match(evidence.tokens, claim.end, plain=evidence.plain) is not None
        if is_praised and before.word == claim.word and claim.amount <= before.amount:
            said = evidence.words_between(before.start, claim.end)
            evidence.warn(Doubt.NESTED, said, before.start, claim.end)


def _is_place(evidence: Evidence, claim: Claim) -> bool:
    """Return whether a noun without accents is a place's as well, and stands where one does: "tai 3 ban"."""
    may_be = unaccented(claim.word) in PLACES
    held = HELD_BY.before(evidence.tokens, claim.start, plain=True) if may_be else None
    return held is not None


def _explained(claim: Claim, role: Role) -> Claim:
    """Return a claim that something else explains."""
    return replace(claim, noun=Noun(role, claim.word))


def _is_host(evidence: Evidence, claim: Claim) -> bool:
    tokens, plain = evidence.tokens, evidence.plain
    leads = HOSTING.match(tokens, claim.end, plain=plain) is not None
    is_guest = claim.word in SPEAKERS and phrase_before(tokens, claim.start, INVITING, plain)
    is_host = claim.word in HOSTS or phrase_before(tokens, claim.start, HOST, plain)
    return claim.joint != "+" and (
        leads or is_guest or is_host
    )  # "35 hs + 3 gv phụ trách" are added


def _is_singled_out(
    evidence: Evidence, lexicon: Lexicon, claim: Claim, came: Fraction | int
) -> bool:
    """Return whether a claim counts fewer people than `came`, and what is done for them ("khen 3 cá
    nhân") is not what the row is about."""
    if claim.amount >= came:
        return False
    found = SINGLED_OUT.before(evidence.tokens, claim.start, plain=evidence.plain)
    return found is not None and evidence.tokens[found.start].key not in lexicon.label


def _is_praised(evidence: Evidence, lexicon: Lexicon, claim: Claim) -> bool:
    """Return whether people are told besides only for what they won: "100 em, 3 em đạt giải"."""
    end = PRAISED.end(evidence.tokens, claim.end, plain=evidence.plain)
    is_said = lexicon.kind.has_two_cells and end > claim.end
    return is_said and evidence.tokens[end - 1].key not in lexicon.label


def doubt_pairs_of_others(evidence: Evidence, lexicon: Lexicon) -> None:
    """Warn where one of several pairs is called by the row's name and another by other words: "1 lớp bồi
    dưỡng cán bộ 30 người và 1 lớp bồi dưỡng thường xuyên 20 giáo viên"."""
    counts = Claims(evidence.claims).counting(Cell.COUNT)
    if len(counts) < 2 or not lexicon.kind.has_two_cells:
        return
    ends = [*counts.starts[1:], len(evidence.tokens)]
    spans = [(claim.start, end) for claim, end in zip(counts, ends, strict=True)]
    named = [_names_row(evidence, lexicon, *span) for span in spans]
    if len(set(named)) < 2:
        return
    for is_named, (start, end) in zip(named, spans, strict=True):
        if not is_named and _is_described(evidence, start, end):
            end -= evidence.tokens[end - 1].key == "va"
            evidence.warn(Doubt.PART, evidence.words_between(start, end), start, end)


def _names_row(evidence: Evidence, lexicon: Lexicon, start: int, end: int) -> bool:
    return lexicon.names.find(evidence.tokens, range(start, end), plain=evidence.plain) is not None


def _is_described(evidence: Evidence, start: int, end: int) -> bool:
    """Return whether two words or more say what a pair was, beside its figures."""
    taken = evidence.used
    words = [at for at in range(start, end) if evidence.tokens[at].sort is Sort.WORD]
    return sum(at not in taken for at in words) > 1


def set_undone_aside(evidence: Evidence) -> None:
    """Explain what is only going to be, or was before, by that, where other figures stand beside it: "2 lớp
    36 học viên, dự kiến mở thêm 1 lớp", "cả năm 3 lớp, riêng tuần này 1 lớp", "5 tin rồi, còn 2 bài chưa
    đăng". It stays asked about."""
    times = _Times(evidence)
    undone = list(filter(times.is_elsewhere, evidence.claims))
    if not undone:
        return
    if len(undone) == len(evidence.claims):
        if min(_Times.starts(evidence, Doubt.NEGATION), default=undone[0].start) < undone[0].start:
            evidence.put_aside(undone)  # "chưa mở lớp nào, dự kiến mở 1 lớp 30 người"
        return
    aside = {claim.start: _explained(claim, Role.OTHER) for claim in undone}
    evidence.amend(aside)
    # "còn 2 bài chưa đăng" takes nothing from what was done, "riêng tuần này" is no part of it
    evidence.forget(lambda said: said.doubt is Doubt.LESS and said.end in aside)
    evidence.forget(lambda said: said.doubt is Doubt.PART and said.start in times.now)


class _Times:
    """Where an answer speaks of what is planned, of another time, of now, and of what was done; a claim is
    elsewhere up to the word that leads to what is asked about."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.results, self.now = self._places(CONTRAST), self._places(THIS_TIME)
        said = partial(self.starts, evidence)
        self.plans = [at for at in said(Doubt.PLANNED) if self._stands(TO_COME, at)]
        self.others = [at for at in said(Doubt.OTHER_TIME) if self.now and at < self.now[-1]]
        self.done = self._places(DONE)

    def is_elsewhere(self, claim: Claim) -> bool:
        """Return whether a figure is no result of this time."""
        last = partial(_last_before, place=claim.start)
        is_planned = last(self.plans) > last(self.results)
        told = max(last(self.done), max(self.results, default=-1) - claim.end)
        is_left = told >= 0 and self._stands(UNDONE, claim.end)
        return is_planned or is_left or last(self.others) > last(self.now)

    def _places(self, known: Phrases[bool]) -> list[int]:
        return [at for at in range(len(self.evidence.tokens)) if self._stands(known, at)]

    def _stands(self, known: Phrases[bool], place: int) -> bool:
        return known.match(self.evidence.tokens, place, plain=self.evidence.plain) is not None

    @staticmethod
    def starts(evidence: Evidence, doubt: Doubt) -> list[int]:
        """Return where the cautions of one kind stand."""
        return sorted(said.start for said in evidence.cautions if said.doubt is doubt)


def _last_before(places: Sequence[int], place: int) -> int:
    """Return the last of some places up to another; -1 where there is none."""
    at = bisect_right(places, place)
    return places[at - 1] if at else -1


def doubt_worth(evidence: Evidence) -> None:
    """Warn where money is only what goods are worth that were given: "120 quyển sách trị giá 3tr6"."""
    tokens, plain = evidence.tokens, evidence.plain
    goods = list(map(attrgetter("word"), Claims(evidence.claims).of(Role.OTHER, Role.NEAR)))
    kind = IN_KIND.find(tokens, range(len(tokens)), plain=plain)
    goods += [evidence.words_between(*kind[1:])] if kind is not None else []
    for claim in Claims(evidence.claims).of(Role.OWN):
        found = WORTH.before(tokens, claim.start, plain=plain)
        if found is not None and goods:
            evidence.warn(Doubt.UNKNOWN_UNIT, goods[0], found.start, found.end)


def doubt_two_years(evidence: Evidence) -> None:
    """Warn where figures of two years are told: "năm 2021: 3 lớp, năm 2022: 2 lớp"."""
    dates = [
        each for each in evidence.asides if each.role is Role.DATE and each.end - each.start < 3
    ]
    years = {evidence.tokens[date.end - 1].text: date for date in dates}
    said = [date for text, date in years.items() if text.isdigit() and is_year(int(text))]
    if len(said) > 1:
        start, end = said[-1].start, said[-1].end
        evidence.warn(Doubt.OTHER_TIME, evidence.words_between(start, end), start, end)


def forget_repeats(evidence: Evidence, *, may_end: bool) -> None:
    """Forget bare numbers that say again what is certain: a stated sum ("10 băng rôn + 5 pano = 15"), all
    there are ("4/4 trường"). "3/4 trường" are three of four where an answer `may_end` so; "3/45 người"
    are classes and people, "1/2 triệu" is a fraction."""
    claims = evidence.claims
    for claim, behind in pairwise(list(claims)):
        if _is_all_of(claim, behind):
            _forget(evidence, claim)
        elif _is_some_of(evidence, claim, behind, may_end=may_end):
            said = evidence.words_between(claim.start, behind.end)
            evidence.forget(partial(_is_about_the_others, behind.end))
            evidence.warn(Doubt.WHOLE, said, claim.start, behind.end)
            evidence.amend({claim.start: replace(behind, number=claim.number, start=claim.start)})
            _forget(evidence, behind)
    if len(claims) > 2 and _is_stated_sum(claims[:-1], claims[-1]):
        sign = claims[-1].start - 1
        evidence.forget(lambda said: said.start == sign)
        _forget(evidence, claims[-1])


def _is_about_the_others(end: int, said: Caution) -> bool:
    """Return whether it tells who were not among them: "3/4 trường, trường MN chưa"."""
    return said.start >= end and said.doubt in (Doubt.UNNUMBERED, Doubt.NEGATION)


def _forget(evidence: Evidence, claim: Claim) -> None:
    """Take a claim away; its words stay used."""
    evidence.claims.remove(claim)


def _is_all_of(claim: Claim, behind: Claim) -> bool:
    equal = claim.value == behind.value and not claim.number.words
    return claim.role is Role.BARE and behind.role is Role.OWN and behind.joint == "/" and equal


def _is_some_of(evidence: Evidence, claim: Claim, behind: Claim, *, may_end: bool) -> bool:
    """Return whether the first of two numbers took part, of as many as the second: "68/70 gv tham gia"."""
    if claim.role is not Role.BARE or behind.role is not Role.OWN or behind.joint != "/":
        return False
    tokens, end = evidence.tokens, behind.end
    counted = Cell.COUNT in Claims(evidence.claims).cells - {behind.cell}
    ends = (may_end or counted) and (end == len(tokens) or tokens[end].is_mark(",.;("))
    took_part = ends or TOOK_PART.match(tokens, end, plain=evidence.plain)
    return bool(took_part) and claim.amount < behind.amount


def _is_stated_sum(parts: Sequence[Claim], last: Claim) -> bool:
    if last.role is not Role.BARE or last.joint != "=":
        return False
    cells = Claims(parts).cells
    return len(cells) == 1 and None not in cells and Claims(parts).total == last.value


def forget_cautions_about_others(evidence: Evidence) -> None:
    """Forget what was said about numbers of something else: "284 quyển cho hơn 12 lớp"."""
    owned = {claim.cell for claim in evidence.claims if claim.cell}
    aside = [claim.role in ASIDE or claim.near_cell in owned for claim in evidence.claims]
    evidence.forget(
        lambda said: _ABOUT.get(said.doubt, _about_none)(_Neighbours.of(evidence, said, aside))
    )


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """A caution between the claims around it; `aside` tells which of them stand aside, None for a
    claim that is not there; `gap` counts the tokens up to the claim behind."""

    caution: Caution
    before: Claim | None
    behind: Claim | None
    aside: tuple[bool, bool]
    gap: int

    @classmethod
    def of(cls, evidence: Evidence, caution: Caution, aside: Sequence[bool]) -> _Neighbours:
        """Return the claims around a caution."""
        at = bisect_left(evidence.claims, caution.end, key=lambda claim: claim.start)
        padded = (None, *evidence.claims, None)
        known = (False, *aside, False)
        behind = padded[at + 1]
        gap = (behind.start if behind else len(evidence.tokens)) - caution.end
        return cls(caution, padded[at], behind, (known[at], known[at + 1]), gap)

    @property
    def is_inside(self) -> bool:
        """Whether the caution stands inside of the claim before it."""
        return (
            self.before is not None and self.before.start <= self.caution.start < self.before.end
        )


def _about_none(_found: _Neighbours) -> bool:
    return False


def _about_the_nearest(found: _Neighbours) -> bool:
    """Return whether the claim directly behind, or else the one directly before, stands aside."""
    if found.behind is not None and found.gap == 0:
        return found.aside[1]
    return found.aside[0] and found.before is not None and found.before.end == found.caution.start


def _about_its_range(found: _Neighbours) -> bool:
    """Return whether it stands inside of a number of something else: "từ 25 đến 60 tuổi"."""
    return found.is_inside and found.aside[0]


def _about_a_range(found: _Neighbours) -> bool:
    return _about_its_range(found) if found.is_inside else _about_the_nearest(found)


def _about_the_next(found: _Neighbours) -> bool:
    """Return whether "mỗi" speaks of a number of something else: "mỗi suất 300 nghìn"."""
    word = found.caution.word.lower()
    is_sign = word in SIGNS or word.startswith("/")
    behind = found.behind
    return not is_sign and found.gap <= SHORT_AGO and behind is not None and behind.role in ASIDE


def _about_no_sum(found: _Neighbours) -> bool:
    """Return whether a sign joins a number of something else, or only stands between a count and its
    people: "3 cuộc = 210 người"."""
    if found.before is None or found.behind is None:
        return False
    links_cells = found.caution.word in ("=", "+") and (
        {found.before.cell, found.behind.cell} == {Cell.COUNT, Cell.PEOPLE}
    )
    return any(found.aside) or links_cells


_ABOUT = {
    Doubt.SUM: _about_no_sum,
    Doubt.PER_UNIT: _about_the_next,
    Doubt.RANGE: _about_a_range,
    Doubt.LOOSE_NUMBER: _about_its_range,
    Doubt.APPROXIMATE: _about_the_nearest,
    Doubt.MORE: _about_the_nearest,
    Doubt.LIMIT: _about_the_nearest,
    Doubt.RATE: _about_the_nearest,
}
