"""A spoken yes: "có", "đã tổ chức sáng 01/10", "đã khai mạc 1/10 tại UBND xã"."""

from __future__ import annotations

from dataclasses import replace

from bot.model.answer import value
from bot.model.form import Cell, Indicator
from bot.reading.around import skip_linking
from bot.reading.lexicon import lexicon_of
from bot.reading.note import leftovers
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import ASIDE, Caution, Evidence, Role
from bot.vietnamese.date_words import may_be_day_and_month
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import table, valued

YES = ((Cell.COUNT, 1),)
SAID_YES = ("co", "da", "roi")
_YES = table("yes")
_TAIL = table("yes_tail", "yes")
_LINKING = table("linking", "polite")
_SUBJECTS = table("subjects")
_ALL_OF = frozenset(("cac", "nhung", "moi", "nhieu"))  # before a noun without a number
_PLACE = Phrases(valued(("tại", "ở"), True))


def read_yes(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return the reading of a yes in a longer sentence; None where no yes begins it."""
    begin = _begin(row, evidence)
    found = _YES.match(evidence.tokens, begin, plain=evidence.plain)
    if found is None:
        return None
    evidence.used.update(range(found[1]))
    answer = value(row, count=1)
    left = leftovers(row, evidence, ())
    counted = next((claim.word for claim in evidence.claims if claim.start == found[1]), "")
    others = counted or _other_places(row, evidence)
    if others:  # "có 2 trường tổ chức", "tổ chức ở các trường" say no yes of the commune
        details = (("word", others),)
        return Ambiguous(Doubt.DOUBTFUL_UNIT, details, (answer,), YES, left.unused)
    if evidence.cautions or not _adds_nothing(evidence, found[1]):
        first = next(iter(evidence.cautions), Caution(Doubt.YES_WITH_WORDS))
        is_said = evidence.tokens[begin].key in SAID_YES
        denied = (first.doubt, is_said) == (Doubt.NEGATION, False)  # "khai mạc thì xã không làm"
        if denied or not first.doubt.offers:  # "có, tổ chức ở huyện"
            return Ambiguous(first.doubt, (("word", first.word),), unused=left.unused)
        return Ambiguous(first.doubt, candidates=(answer,), proposed=YES, unused=left.unused)
    return Understood(replace(answer, note=left.note), unused=left.unused, left=left.words)


def _other_places(row: Indicator, evidence: Evidence) -> str:
    """Return the noun of several places that the row does not ask about: "tại 3 trường", "ở các trường"."""
    tokens, nouns = evidence.tokens, lexicon_of(row).nouns
    several = {claim.start: claim for claim in evidence.claims if claim.value != 1}
    for place in range(1, len(tokens)):
        if not _PLACE.match(tokens, place - 1, plain=evidence.plain):
            continue
        all_of = place + 1 if tokens[place].key in _ALL_OF else len(tokens)
        found = nouns.match(tokens, all_of, plain=evidence.plain)
        noun = found[0] if found is not None else several.get(place)
        if noun is not None and noun.role is Role.NEAR:
            return noun.word
    return ""


def says_yes(row: Indicator, evidence: Evidence) -> bool:
    """Return whether the answer begins with a yes."""
    return _YES.match(evidence.tokens, _begin(row, evidence), plain=evidence.plain) is not None


def counts_others_only(evidence: Evidence) -> bool:
    """Return whether every number of an answer counts something else: "có, 500 người dự"."""
    claims = evidence.claims
    return bool(claims) and all(claim.role in ASIDE or claim.role is Role.NEAR for claim in claims)


def as_date(evidence: Evidence) -> Evidence | None:
    """Return the evidence with a bare "1/10" taken for a date, as this kind of row means it; None
    where there is none."""
    claims = evidence.claims
    values = [
        int(claim.value) for claim in claims if claim.noun is None and claim.value is not None
    ]
    if not len(claims) == len(values) == 2 or claims[1].joint != "/":
        return None
    if not may_be_day_and_month(values[0], values[1]):
        return None
    places = set(range(claims[0].start, claims[1].end))
    kept = [caution for caution in evidence.cautions if caution.doubt is not Doubt.LOOSE_NUMBER]
    dated, used = evidence.dated | places, evidence.used - places
    return replace(evidence, claims=[], cautions=kept, dated=dated, used=used)


def _begin(row: Indicator, evidence: Evidence) -> int:
    """Return the place behind courtesies and the subject, where a yes may stand; a subject that the
    row does not ask about ("trường đã tổ chức") stays."""
    tokens, plain = evidence.tokens, evidence.plain
    row_nouns = lexicon_of(row).nouns
    place = 0
    while place < len(tokens):
        own = row_nouns.match(tokens, place, plain=plain)
        known = [_LINKING.match(tokens, place, plain=plain)]
        if own is None or own[0].role is Role.OWN:
            known.append(_SUBJECTS.match(tokens, place, plain=plain))
        end = max((found[1] for found in known if found), default=place)
        if tokens[place].is_mark(",.:!"):
            end = place + 1
        if end == place or _YES.match(tokens, place, plain=plain):
            return place
        place = end
    return place


def _adds_nothing(evidence: Evidence, place: int) -> bool:
    """Return whether the rest only says when, where or how, not that something else happened."""
    tokens, plain = evidence.tokens, evidence.plain
    quiet = evidence.dated.union(*(range(claim.start, claim.end) for claim in evidence.claims))
    while place < len(tokens) and not _PLACE.match(tokens, place, plain=plain):
        found = _TAIL.match(tokens, place, plain=plain)
        is_quiet = place in quiet or tokens[place].sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE)
        ends = (found[1] if found else 0, place + is_quiet, skip_linking(tokens, place, plain))
        if max(ends) == place:
            return False
        place = max(ends)
    return True
