"""Answers without a figure: nothing happened, not our duty, no figures yet, do not know, yes.

These are five different things and none of them is a zero typed in. "Không" is nil only when every
word belongs to it: "không nhớ", "không dưới 40" and "không có số liệu" say something else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.answer import Answer, AnswerState, nil
from bot.model.form import Indicator
from bot.reading.lexicon import COLLECTIVE_GIVERS, Lexicon, lexicon_of
from bot.reading.note import only_dates, trimmed
from bot.reading.outcome import Ambiguous, Reading, Unclear, Understood
from bot.reading.prepare import Prepared, skip
from bot.reading.sources import SOURCES
from bot.row_types.doubt import Doubt
from bot.row_types.evidence import Evidence, Role
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token
from bot.vietnamese.words import group, table, valued, words


class Kind(StrEnum):
    """What one clause without a figure says."""

    NOTHING_KNOWN = ""  # not a silence: "đang tổng hợp", "không nhớ"
    POLITE = "polite"
    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"
    ZERO = "zero"


_KINDS: Phrases[Kind] = Phrases(
    [
        *valued(words("not_applicable"), Kind.NOT_APPLICABLE),
        *valued(words("pending"), Kind.PENDING),
        *valued(words("do_not_know", "collecting", "not_applicable_maybe"), Kind.NOTHING_KNOWN),
        *valued(words("not_yet", "put_off"), Kind.NOT_YET),
        *valued(words("no"), Kind.NO),
        *valued(words("yes"), Kind.YES),
    ]
)
_NONE = table("no", "not_yet", "put_off")
_POLITE = table("polite")
_SUBJECTS = table("subjects")
_HAPPEN = table("happen", "deeds")
_DEEDS = table("deeds")
_IN_PART = table("in_part")
_WHATEVER = table("whatever")
_BECAUSE = table("because")
_LATER = table("later")
_ALL_OF_IT = table("all_of_it")
_JOINED_IN = table("joined_in")
_SAYS_ELSE = (table("yes"), _JOINED_IN, COLLECTIVE_GIVERS)  # before a "không" it is not plain
_HINTS: Phrases[Doubt] = Phrases(
    [
        *valued(words("do_not_know"), Doubt.NOT_KNOWN),
        *valued(words("collecting", "pending"), Doubt.COLLECTING),
        *valued(words("not_applicable_maybe"), Doubt.PERHAPS_NOT_APPLICABLE),
        *valued(group("warnings")["combined"], Doubt.COMBINED),
        *valued(group("warnings")["planned"], Doubt.PLANNED),
        *valued(words("no", "not_yet"), Doubt.NEGATION),
    ]
)
_OFFERS = {
    Doubt.NOT_KNOWN: Answer(AnswerState.PENDING),
    Doubt.COLLECTING: Answer(AnswerState.PENDING),
    Doubt.PERHAPS_NOT_APPLICABLE: Answer(AnswerState.NOT_APPLICABLE),
}
THEREFORE = ("nên", "nen")
FIGURES = (Sort.NUMBER, Sort.MIXED, Sort.ODD)
DASHES = "-–—_−"
STATES = {
    Kind.NOT_APPLICABLE: AnswerState.NOT_APPLICABLE,
    Kind.PENDING: AnswerState.PENDING,
}
NOT_APPLICABLE_SIGNS = ("n/a", "na", "n.a", "n.a.")  # may also mean not available
FIRST_WHATEVER = ("dau", "ai", "gi", "mot", "hoat")  # may follow "không" directly


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said: its kind, where it ends, and the reason given for it."""

    kind: Kind
    end: int
    reason: str = ""
    bare: bool = True  # nothing but the word itself ("chưa", "chưa có")


def read_no_value(row: Indicator, prepared: Prepared) -> Reading | None:
    """Return the reading of an answer that holds no figure and nothing else either; else None."""
    said = [token for token in prepared.tokens if token.sort not in (Sort.PICTURE, Sort.BREAK)]
    if said and said[0].sort is Sort.NUMBER and said[0].text.strip("0"):
        return None  # a figure, or something else
    if all(token.sort in (Sort.MARK, Sort.ODD) for token in said):
        return _marks_only(row, "".join(token.text for token in said))
    if prepared.text.strip(" .").lower() in NOT_APPLICABLE_SIGNS:
        return _offer(Doubt.PERHAPS_NOT_APPLICABLE)
    clauses = _clauses(row, prepared, said)
    kinds = {clause.kind for clause in clauses} - {Kind.ZERO}
    if not kinds:
        return None  # a figure, or something else
    if len(kinds) > 1:
        return Ambiguous(Doubt.CONTRADICTION) if Kind.YES in kinds else None
    return _reading(row, kinds.pop(), clauses, prepared.text)


def _offer(doubt: Doubt, word: str = "") -> Ambiguous:
    """Return a question about words, with the state they may mean."""
    candidates = (_OFFERS[doubt],) if doubt in _OFFERS else ()
    return Ambiguous(doubt, (("word", word),) if word else (), candidates)


def _marks_only(row: Indicator, marks: str) -> Reading | None:
    said = set(marks)
    if not said:
        return Unclear(Doubt.NOT_A_VALUE)
    if said <= set(DASHES):
        return Understood(nil(row))
    if said <= set(".…"):
        return _offer(Doubt.COLLECTING)
    if said <= set(DASHES + "/"):
        return Ambiguous(Doubt.NEGATION, candidates=(nil(row),))
    return Unclear(Doubt.NOT_A_VALUE)


def _reading(row: Indicator, kind: Kind, clauses: list[Clause], text: str) -> Reading:
    match kind:
        case Kind.YES:
            return Ambiguous(Doubt.YES_WITHOUT_NUMBER)
        case Kind.NOT_APPLICABLE | Kind.PENDING:
            return Understood(Answer(STATES[kind]))
        case Kind.NO:
            reasons = [clause.reason for clause in clauses if clause.reason]
            return Understood(nil(row, note="; ".join(reasons)))
        case Kind.NOT_YET:
            return _not_yet(row, clauses, text)
        case Kind.POLITE | Kind.ZERO | Kind.NOTHING_KNOWN:
            return Unclear(Doubt.NOT_A_VALUE)


def _not_yet(row: Indicator, clauses: list[Clause], text: str) -> Reading:
    """Return nil with the words kept; "chưa có" may also mean that the figures are missing."""
    note = trimmed(text)
    is_money = lexicon_of(row).kind.counts_money
    if (is_money or all(clause.bare for clause in clauses)) and _mentions_having(text):
        pending = Answer(AnswerState.PENDING)
        return Ambiguous(Doubt.NOT_YET, candidates=(nil(row, note=note), pending))
    return Understood(nil(row, note=note))


def _mentions_having(text: str) -> bool:
    """As in "chưa có": nothing has happened yet, or the figures are not there yet."""
    return " có" in text.lower() or " co" in text.lower()


# -- one clause after the other -----------------------------------------------------


def _clauses(row: Indicator, prepared: Prepared, tokens: list[Token]) -> list[Clause]:
    """Return what was said, clause by clause; nothing when a word is left over."""
    text, plain = prepared.text, prepared.plain
    lexicon = lexicon_of(row)
    found: list[Clause] = []
    place = begun = _behind_reason(tokens, plain)
    while place < len(tokens):
        after = _topic_end(tokens, place, lexicon, plain) or _skip(tokens, place, plain)
        if after:
            place = after
            continue
        clause = _clause(tokens, place, text, lexicon, plain)
        if clause is None:
            return []
        found.append(clause)
        place = clause.end
    if begun:
        return _with_reason_before(found, text[: tokens[begun - 1].start])
    return found or [Clause(Kind.POLITE, len(tokens))]


def _behind_reason(tokens: list[Token], plain: bool) -> int:
    """Return the place behind "nên" with a reason without figures before it ("không có kinh phí nên không
    mở"); 0 where there is none, or the reason says that it was held with another."""
    places = [place for place, token in enumerate(tokens) if token.text.lower() in THEREFORE]
    before = tokens[: places[0]] if places else []
    counts = any(token.sort in FIGURES for token in before)
    joined = _JOINED_IN.find(before, range(len(before)), plain=plain)
    return places[0] + 1 if before and not (counts or joined) else 0


def _with_reason_before(clauses: list[Clause], reason: str) -> list[Clause]:
    """Return the clauses with the reason; none where they say more than that nothing happened, or that there
    is no figure yet."""
    silent = {clause.kind for clause in clauses} <= {Kind.NO, Kind.NOT_YET, Kind.PENDING}
    return [replace(clause, reason=trimmed(reason), bare=False) for clause in clauses if silent]


def _skip(tokens: list[Token], place: int, plain: bool) -> int:
    """Past punctuation, politeness and the subject of a sentence ("đơn vị", "mục này"); 0 for other words."""
    if tokens[place].sort is Sort.MARK and tokens[place].text in ".,;:!-–()~":
        return place + 1
    kind = _KINDS.match(tokens, place, plain=plain)
    for known in (_POLITE, _SUBJECTS):
        found = known.match(tokens, place, plain=plain)
        if found and (kind is None or found[1] > kind[1]):
            return found[1]
    return 0


def _topic_end(tokens: list[Token], place: int, lexicon: Lexicon, plain: bool) -> int:
    """Return the place behind the row's own name, where "không" or "chưa" follows it: "xóa mù không mở"; 0
    elsewhere."""
    end = lexicon.topics.end(tokens, place, plain=plain)
    kind = _KINDS.match(tokens, end, plain=plain) if end > place else None
    return end if kind is not None and kind[0] in (Kind.NO, Kind.NOT_YET) else 0


def _clause(
    tokens: list[Token], place: int, text: str, lexicon: Lexicon, plain: bool
) -> Clause | None:
    token = tokens[place]
    if token.sort is Sort.NUMBER and set(token.text) == {"0"}:
        if _HAPPEN.match(tokens, place + 1, plain=plain):
            return _no(tokens, Kind.NO, place + 1, text, lexicon, plain)
        return Clause(Kind.ZERO, place + 1)
    found = _KINDS.match(tokens, place, plain=plain)
    if found is None or found[0] is Kind.NOTHING_KNOWN:
        return None
    if found[0] in (Kind.NO, Kind.NOT_YET):
        return _no(tokens, found[0], found[1], text, lexicon, plain)
    return Clause(found[0], found[1])


def _no(
    tokens: list[Token], kind: Kind, place: int, text: str, lexicon: Lexicon, plain: bool
) -> Clause | None:
    """Return what follows "không" or "chưa", as far as it only says that nothing happened."""
    first = place
    bare = True
    if _is_done_in_part(tokens, kind, place, plain):
        return None
    while place < len(tokens):
        reason = place + tokens[place].is_mark(",(:-–")
        if _BECAUSE.match(tokens, reason, plain=plain) or _is_paid_otherwise(
            tokens, reason, lexicon, plain
        ):
            return _with_reason(tokens, kind, reason, text, plain)
        end, own = _tail_word(tokens, place, lexicon, plain, is_first=place == first)
        if end == place > first:
            end, own = _joined_word(tokens, place, lexicon, plain)
        if end == place:
            break
        bare = bare and not own
        place = end
    return Clause(kind, place, bare=bare)


def _is_paid_otherwise(tokens: list[Token], place: int, lexicon: Lexicon, plain: bool) -> bool:
    """Return whether another source is named as the only one: "không có, toàn ngân sách"."""
    start = skip(tokens, place, _ALL_OF_IT, plain, ",.;")
    source = SOURCES.match(tokens, start, plain=plain) if start > place else None
    return source is not None and bool(lexicon.sources) and source[0] not in lexicon.sources


def _joined_word(
    tokens: list[Token], place: int, lexicon: Lexicon, plain: bool
) -> tuple[int, bool]:
    """Return what `_tail_word` does for a word behind a comma or "và"; the same place if none is."""
    joined = tokens[place].is_mark(",/") or tokens[place].key in ("va", "hay", "hoac")
    if not joined or place + 1 == len(tokens):
        return place, False
    end, own = _tail_word(tokens, place + 1, lexicon, plain, is_first=False)
    return (end, own) if end > place + 1 else (place, False)


def _is_done_in_part(tokens: list[Token], kind: Kind, place: int, plain: bool) -> bool:
    """Return whether a part of it was done: "chưa chi hết", "chưa tổ chức xong"; but "không tổ chức
    hết" is no event at all."""
    verbs = _HAPPEN if kind is Kind.NOT_YET else _DEEDS
    verb = verbs.match(tokens, place, plain=plain)
    return verb is not None and _IN_PART.match(tokens, verb[1], plain=plain) is not None


def _tail_word(
    tokens: list[Token], place: int, lexicon: Lexicon, plain: bool, *, is_first: bool
) -> tuple[int, bool]:
    """Return the place after a word that may follow, and whether it says what did not happen."""
    unit = lexicon.nouns.match(tokens, place, plain=plain)
    own = lexicon.own.match(tokens, place, plain=plain)
    happen = _HAPPEN.match(tokens, place, plain=plain)
    if not (unit or own or happen) and _KINDS.match(tokens, place, plain=plain):
        return place, False
    key = tokens[place].key
    may_follow = not is_first or key in FIRST_WHATEVER
    whatever = _WHATEVER.match(tokens, place, plain=plain) if may_follow else None
    polite = _POLITE.match(tokens, place, plain=plain)
    said = ((unit, True), (own, True), (happen, key != "co"), (whatever, True), (polite, False))
    ends = ((found[1], tells) for found, tells in said if found is not None)
    return max(ends, default=(place, False))


def _with_reason(
    tokens: list[Token], kind: Kind, place: int, text: str, plain: bool
) -> Clause | None:
    """As in "không tổ chức do mưa lũ": the rest is the reason, unless it says otherwise."""
    for at in range(place, len(tokens)):
        is_figure = tokens[at].sort in FIGURES
        if is_figure and not any(
            token.key.startswith("covid") for token in tokens[at - 2 : at + 1]
        ):
            return None
        if _JOINED_IN.match(tokens, at, plain=plain):
            return None
    reason = text[tokens[place].start : tokens[-1].end]
    return Clause(kind, len(tokens), trimmed(reason), bare=False)


# -- words without a figure that are not a plain silence ----------------------------


def read_words(row: Indicator, evidence: Evidence) -> Reading:
    """Return what fits an answer with words but no quantity."""
    if evidence.dated and only_dates(evidence):
        return Unclear(Doubt.DATE)
    hinted = _hinted(row, evidence)
    if hinted is not None:
        return hinted
    for aside in evidence.asides:
        if aside.role is Role.ORDINAL:
            return _offer(Doubt.ORDINAL, evidence.words_between(aside.start, aside.end))
    if evidence.has(Doubt.ODD_DIGIT):
        return _offer(Doubt.ODD_DIGIT, evidence.text[:40])
    if lexicon_of(row).kind.counts_money and evidence.has(Doubt.CURRENCY):
        return Unclear(Doubt.CURRENCY)
    return Ambiguous(Doubt.NO_NUMBER)


def _silent_besides(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return a question that offers nothing at all, where words say so and besides only why, or when it will
    be: "gv tự bồi dưỡng ko mở lớp", "chưa mở, để sang tuần". Who else is named, or a yes, leaves it open."""
    tokens, plain = list(evidence.tokens), evidence.plain
    none = _NONE.find(tokens, range(len(tokens)), plain=plain)
    before = range(none.start if none else 0)
    if none is None or _finds_else(tokens, before, plain):
        return None
    clause = _no(tokens, Kind.NO, none.end, evidence.text, lexicon_of(row), plain)
    end = skip(tokens, clause.end, _POLITE, plain, ".!,") if clause else none.end
    behind = range(end, len(tokens))
    is_apart = any(token.is_mark(".,") for token in tokens[none.end : end])
    is_reason = is_apart and not _finds_else(tokens, behind, plain)
    if behind and not (is_reason or _LATER.match(tokens, end, plain=plain)):
        return None
    return Ambiguous(Doubt.NEGATION, candidates=(nil(row, note=trimmed(evidence.text)),))


def _finds_else(tokens: list[Token], places: range, plain: bool) -> bool:
    """Return whether a yes, another event or somebody else is named at one of these places."""
    return any(said.find(tokens, places, plain=plain) for said in _SAYS_ELSE)


def _hinted(row: Indicator, evidence: Evidence) -> Reading | None:
    """Return the question that words of silence or of a plan raise; None where there are none."""
    found = _HINTS.find(evidence.tokens, range(len(evidence.tokens)), plain=evidence.plain)
    if found is None:
        return None
    word = "" if found.payload in _OFFERS else evidence.words_between(*found[1:])
    silent = _silent_besides(row, evidence) if found.payload is Doubt.NEGATION else None
    return silent or _offer(found.payload, word)
