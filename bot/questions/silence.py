"""Answers without a figure: nothing happened, not our duty, no figures yet, do not know, yes.

These are five different things and none of them is a zero typed in. "Không" is nil only when every
word belongs to it: "không nhớ", "không dưới 40" and "không có số liệu" say something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.answer import Answer, AnswerState, nil
from bot.model.form import Indicator, Kind
from bot.questions.base import Ambiguous, Reading, Unclear, Understood
from bot.questions.found import Scan
from bot.questions.lexicon import Lexicon, lexicon_of
from bot.questions.nouns import is_plain
from bot.questions.remark import only_dates, trimmed
from bot.vietnamese import words
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort, Token

_KINDS: Phrases[str] = Phrases(
    [(phrase, "not_applicable") for phrase in words.NOT_APPLICABLE]
    + [(phrase, "pending") for phrase in words.PENDING]
    + [(phrase, "") for phrase in (*words.DO_NOT_KNOW, *words.COLLECTING)]
    + [(phrase, "") for phrase in words.NOT_APPLICABLE_MAYBE]
    + [(phrase, "not_yet") for phrase in words.NOT_YET]
    + [(phrase, "no") for phrase in words.NO]
    + [(phrase, "yes") for phrase in words.YES]
)
_POLITE = Phrases((word, True) for word in words.POLITE)
_SUBJECTS = Phrases((word, True) for word in words.SUBJECTS)
_HAPPEN = Phrases((word, True) for word in words.HAPPEN)
_WHATEVER = Phrases((word, True) for word in words.WHATEVER)
_BECAUSE = Phrases((word, True) for word in words.BECAUSE)
_JOINED_IN = Phrases((word, True) for word in words.JOINED_IN)
_HINTS: Phrases[str] = Phrases(
    [(phrase, "not_known") for phrase in words.DO_NOT_KNOW]
    + [(phrase, "collecting") for phrase in (*words.COLLECTING, *words.PENDING)]
    + [(phrase, "perhaps_not_applicable") for phrase in words.NOT_APPLICABLE_MAYBE]
    + [(phrase, "combined") for phrase in words.WARNINGS["combined"]]
    + [(phrase, "planned") for phrase in words.WARNINGS["planned"]]
    + [(phrase, "negation") for phrase in (*words.NO, *words.NOT_YET)]
)
DASHES = "-–—_−"
STATES = {"not_applicable": AnswerState.NOT_APPLICABLE, "pending": AnswerState.PENDING}


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing said: its kind, where it ends, and the reason given for it."""

    kind: str
    end: int
    reason: str = ""
    bare: bool = True  # nothing but the word itself ("chưa", "chưa có")


def hear_silence(row: Indicator, text: str, tokens: Sequence[Token]) -> Reading | None:
    """The reading of an answer that holds no figure and nothing else either; None otherwise."""
    said = [token for token in tokens if token.sort not in (Sort.PICTURE, Sort.BREAK)]
    if all(token.sort in (Sort.MARK, Sort.ODD) for token in said):
        return _marks_only(row, "".join(token.text for token in said))
    if _is_not_applicable(text):
        found = Answer(AnswerState.NOT_APPLICABLE)
        return Ambiguous("perhaps_not_applicable", candidates=(found,))
    clauses = _clauses(row, text, said)
    if not clauses:
        return None
    kinds = {clause.kind for clause in clauses}
    if kinds == {"zero"}:
        return None  # a figure
    kinds.discard("zero")
    if len(kinds) > 1:
        return None if "yes" not in kinds else Ambiguous("contradiction")
    return _reading(row, kinds.pop(), clauses, text)


def _marks_only(row: Indicator, marks: str) -> Reading | None:
    if marks and set(marks) <= set(DASHES):
        return Understood(nil(row))
    if marks and set(marks) <= set(".…"):
        return Ambiguous("collecting", candidates=(Answer(AnswerState.PENDING),))
    if marks and set(marks) <= set(DASHES + "/"):
        return Ambiguous("negation", candidates=(nil(row),))
    return Unclear("not_a_value")


def _is_not_applicable(text: str) -> bool:
    """As in "N/A" may also mean that the figure is not available."""
    return text.strip(" .").lower() in ("n/a", "na", "n.a", "n.a.")


def _reading(row: Indicator, kind: str, clauses: list[Clause], text: str) -> Reading:
    if kind == "polite":
        return Unclear("not_a_value")
    if kind == "yes":
        return Ambiguous("yes_without_number")
    if kind in STATES:
        return Understood(Answer(STATES[kind]))
    reason = "; ".join(clause.reason for clause in clauses if clause.reason)
    if kind == "no":
        return Understood(nil(row, note=reason))
    note = trimmed(text)
    open_budget = row.kind is Kind.MONEY or all(clause.bare for clause in clauses)
    if open_budget and _mentions_having(text):
        pending = Answer(AnswerState.PENDING)
        return Ambiguous("not_yet", candidates=(nil(row, note=note), pending))
    return Understood(nil(row, note=note))


def _mentions_having(text: str) -> bool:
    """As in "chưa có": nothing has happened yet, or the figures are not there yet."""
    return " có" in text.lower() or " co" in text.lower()


# -- one clause after the other -----------------------------------------------------


def _clauses(row: Indicator, text: str, tokens: list[Token]) -> list[Clause]:
    """What was said, clause by clause; empty when a word is left over."""
    plain = is_plain(tokens)
    lexicon = lexicon_of(row)
    found: list[Clause] = []
    place = 0
    while place < len(tokens):
        after = _skip(tokens, place, plain)
        if after > place:
            place = after
            continue
        clause = _clause(tokens, place, text, lexicon, plain)
        if clause is None:
            return []
        found.append(clause)
        place = clause.end
    return found or [Clause("polite", len(tokens))]


def _skip(tokens: list[Token], place: int, plain: bool) -> int:
    """Past punctuation, politeness and the subject of a sentence ("đơn vị", "mục này")."""
    if tokens[place].sort is Sort.MARK and tokens[place].text in ".,;:!-–()~":
        return place + 1
    kind = _KINDS.match(tokens, place, plain=plain)
    for table in (_POLITE, _SUBJECTS):
        found = table.match(tokens, place, plain=plain)
        if found and (kind is None or found[1] > kind[1]):
            return found[1]
    return place


def _clause(
    tokens: list[Token], place: int, text: str, lexicon: Lexicon, plain: bool
) -> Clause | None:
    token = tokens[place]
    if token.sort is Sort.NUMBER and set(token.text) == {"0"}:
        behind = _HAPPEN.match(tokens, place + 1, plain=plain)
        return (
            _no(tokens, "no", place + 1, text, lexicon, plain)
            if behind
            else Clause("zero", place + 1)
        )
    found = _KINDS.match(tokens, place, plain=plain)
    if found is None or not found[0]:
        return None
    kind, end = found
    if kind in ("no", "not_yet"):
        return _no(tokens, kind, end, text, lexicon, plain)
    return Clause(kind, end)


def _no(
    tokens: list[Token], kind: str, place: int, text: str, lexicon: Lexicon, plain: bool
) -> Clause | None:
    """What follows "không" or "chưa", as far as it only says that nothing happened."""
    first = place
    bare = True
    while place < len(tokens):
        because = _BECAUSE.match(tokens, place, plain=plain)
        if because:
            return _with_reason(tokens, kind, place, text, plain)
        end, own = _tail_word(tokens, place, lexicon, plain, is_first=place == first)
        joined = tokens[place].is_mark(",/") or tokens[place].key in ("va", "hay", "hoac")
        if end == place and joined and place > first and place + 1 < len(tokens):
            end, own = _tail_word(tokens, place + 1, lexicon, plain, is_first=False)
            end = end if end > place + 1 else place
        if end == place:
            break
        bare = bare and not own
        place = end
    return Clause(kind, place, bare=bare)


def _tail_word(
    tokens: list[Token], place: int, lexicon: Lexicon, plain: bool, *, is_first: bool
) -> tuple[int, bool]:
    """The place after a word that may follow, and whether it says what did not happen."""
    unit = lexicon.units.match(tokens, place, plain=plain)
    own = lexicon.own.match(tokens, place, plain=plain)
    happen = _HAPPEN.match(tokens, place, plain=plain)
    if _KINDS.match(tokens, place, plain=plain) and not (own or unit or happen):
        return place, False
    ends = [(found[1], True) for found in (unit, own) if found]
    if happen:
        ends.append((happen[1], tokens[place].key != "co"))
    whatever = _WHATEVER.match(tokens, place, plain=plain)
    if whatever and (not is_first or tokens[place].key in ("dau", "ai", "gi", "mot", "hoat")):
        ends.append((whatever[1], True))
    polite = _POLITE.match(tokens, place, plain=plain)
    if polite:
        ends.append((polite[1], False))
    return max(ends, default=(place, False))


def _with_reason(
    tokens: list[Token], kind: str, place: int, text: str, plain: bool
) -> Clause | None:
    """As in "không tổ chức do mưa lũ": the rest is the reason, unless it says otherwise."""
    for at in range(place, len(tokens)):
        is_figure = tokens[at].sort in (Sort.NUMBER, Sort.MIXED, Sort.ODD)
        if is_figure and not any(
            token.key.startswith("covid") for token in tokens[at - 2 : at + 1]
        ):
            return None
        if _JOINED_IN.match(tokens, at, plain=plain):
            return None
    reason = text[tokens[place].start : tokens[-1].end]
    return Clause(kind, len(tokens), trimmed(reason), bare=False)


# -- words without a figure that are not a plain silence ----------------------------


def hear_words(row: Indicator, scan: Scan) -> Reading:
    """An answer with words but no quantity: ask what fits the words."""
    if scan.dated and only_dates(scan):
        return Unclear("date")
    ordinal = next((one for one in scan.warnings if one.reason == "ordinal"), None)
    if ordinal:
        return Ambiguous("ordinal", (("word", ordinal.word),))
    hint, word = _first_hint(scan)
    pending = Answer(AnswerState.PENDING)
    if hint in ("not_known", "collecting"):
        return Ambiguous(hint, candidates=(pending,))
    if hint == "perhaps_not_applicable":
        return Ambiguous(hint, candidates=(Answer(AnswerState.NOT_APPLICABLE),))
    if hint in ("combined", "planned", "negation"):
        return Ambiguous(hint, (("word", word),))
    if any(warning.reason == "odd_digit" for warning in scan.warnings):
        return Ambiguous("odd_digit", (("word", scan.text[:40]),))
    if row.kind is Kind.MONEY and any(warning.reason == "currency" for warning in scan.warnings):
        return Unclear("currency")
    return Ambiguous("no_number")


def _first_hint(scan: Scan) -> tuple[str, str]:
    for place in range(len(scan.tokens)):
        found = _HINTS.match(scan.tokens, place, plain=scan.plain)
        if found:
            return found[0], scan.words_between(place, found[1])
    return "", ""
