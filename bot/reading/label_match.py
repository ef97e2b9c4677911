"""Rows named by their own words: "tin bài: 6", "văn nghệ 1 buổi 300 người", "khen thưởng 2 tập thể".

Words between a row's name and its figures must belong to that name: "tin học cho học sinh 2 lớp" is
not the row of officials' computer classes, and is left to the person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from bot.model.answer import AnswerState
from bot.model.form import Form, Indicator, once_a_form
from bot.model.optional import first
from bot.reading.answer_reading import explain, read_answer
from bot.reading.lexicon import lexicon_of
from bot.reading.outcome import Ambiguous, Reading, Understood
from bot.reading.row_ranges import is_silence
from bot.reading.sources import SOURCES
from bot.row_types import row_type, takes_words
from bot.row_types.doubt import Doubt
from bot.vietnamese.normalise import fold_known, is_plain, unaccented
from bot.vietnamese.tokens import tokenise
from bot.vietnamese.words import group

_BEFORE = re.compile(
    r"(?:(?:chi co(?: moi)?|ve|tong so|so luong|so|hoat dong|to chuc"
    r"|cac|co|da|mo|lop|phong trao|ngoai ra|va|a|u|uh|quen|con|con nua|voi lai|them nua),?\s+)+"
)
_REPORTER = re.compile(  # who reports, before what was done: "trường em tặng sách: …"
    r"\A(?:bên|ben|trường|truong|xã|xa|phường|phuong|đơn vị|don vi)"
    r"\s+(?:em|mình|minh|tôi|toi|này|nay)\s+(?:(?:đã|da|có|co)\s+)?",
    re.IGNORECASE,
)
_FILL = frozenset({
    "buoi", "ca", "chao", "cho", "chua", "chuc", "co", "cua", "cuoc", "da", "dau", "don",
    "dong", "duoc", "em", "gia", "gom", "hoat", "hung", "khoa", "khong", "ko", "la", "le",
    "lop", "luong", "mo", "mung", "nam", "nay", "o", "so", "tai", "tham", "thi", "to", "tong",
    "trong", "tuan", "ubnd", "va", "ve", "vi", "voi", "xa",
})  # fmt: skip
_TO_LAST_DIGIT = re.compile(r".*[0-9]", re.DOTALL)
_NUMBER = re.compile(r"(?<![0-9.,])[0-9]")
_BETWEEN_SHARES = " \t\n,;."
_LABELLED = re.compile(r"(?<![^\d,;:=])[^\d,;:=]++[:=]?\s*+[0-9]++")  # "tập thể 2 cá nhân 5"
_ALL_LABELLED = re.compile(r"(?:[^\d,;:=]++[:=]?\s*+[0-9]++[\s,;]*+)+")
_LABEL_FIRST = re.compile(r"\A[\s,;.]*+([^\d:=]++)[:=\s]*+([0-9]++)\Z")
FEWEST_LABELS = 3
_LISTED = re.compile(r"(?<!\s)\s*+[,;]\s++")
_LAST_AND = re.compile(r"\b(?:và|va|với|voi|cùng|cung)\Z")
_SOURCES = [
    re.compile("|".join(re.escape(unaccented(name)) for name in names))
    for names in group("sources").values()
]
_LEADING_ON = frozenset({"thi", "la", "co", "duoc", "gom", "o"})  # between a name and its figures
_JOINS = r"\s+(?:va|lan|voi|cung|kem)\b"  # behind a name that is said beside another
_JOINED = (  # in front of one
    r"\b(?:ca|lan|gom|va|voi|cung|kem)\s+(?:(?:ca|lop|buoi|cuoc|cho|ve|cac|day|mon|hoc)\s+)*"
)
_JOINING = re.compile(r"\b(?:ca|lan|gom|va|voi|cung|kem)\b")
_SHORTEST = 4
_FIRST = 3  # letters by which names are found


@dataclass(frozen=True, slots=True)
class Named:
    """A row, what is said of it and how that reads."""

    row: Indicator
    said: str
    reading: Reading


def named_by_words(form: Form, text: str) -> Named | None:
    """Return the row whose words a piece begins with: the longest that fits exactly one row."""
    text = text.strip(" -–•*+")
    plain = unaccented(text)
    if len(plain) != len(text):
        return None
    before = _BEFORE.match(plain)
    for start in dict.fromkeys((0, before.end() if before else 0)):
        found = names_begun(form, plain, start)
        if found is None:
            continue
        row, end = found
        said = text[end:].lstrip(" :-–=,")
        if _is_answer(form, row, said) and _belongs(row, plain[end:]):
            return Named(row, said, _read(row, said, text[start:end]))
    return None


def names_begun(form: Form, plain: str, start: int) -> tuple[Indicator, int] | None:
    """Return the row whose words stand at a place of a text without accents, and the place behind them."""
    fits: dict[int, dict[str, Indicator]] = {}
    names = _names(form)
    for length in range(_FIRST + 1):
        for words, row in names.get(plain[start : start + length], ()):
            end = start + len(words)
            if plain.startswith(words, start) and not plain[end : end + 1].isalnum():
                fits.setdefault(end, {})[row.code] = row
    if not fits:
        return None
    end = max(fits)
    return (next(iter(fits[end].values())), end) if len(fits[end]) == 1 else None


@once_a_form
def _names(form: Form) -> dict[str, list[tuple[str, Indicator]]]:
    """Return the names of all rows without accents, each with its row, by their first letters."""
    found: dict[str, list[tuple[str, Indicator]]] = {}
    for row in form.questions:
        labels = (name for name in (row.label, row.short) if len(name) > 2 * _SHORTEST)
        for name in [folded.key for folded in map(fold_known, (*row.words, *labels))]:
            found.setdefault(name[:_FIRST], []).append((name, row))
    return found


@once_a_form
def _row_words(form: Form) -> list[tuple[str, str]]:
    """Return the words of all rows without accents, each with its row's code."""
    return [(fold_known(words).key, row.code) for row in form.questions for words in row.words]


@once_a_form
def section_names(form: Form) -> list[tuple[str, Indicator, bool]]:
    """Return the names of sections with several rows, each with its header, and whether it is whole."""
    found = []
    for section in form.sections:
        whole = unaccented(section.head.short)
        if len(section.questions) >= 2:
            also = list(map(unaccented, section.head.words))
            names = {whole, *whole.split(", "), *also}
            found += [(name, section.head, name in (whole, *also)) for name in names]
    return [each for each in found if len(each[0]) >= _SHORTEST]


def _is_answer(form: Form, row: Indicator, said: str) -> bool:
    if any(map(str.isdigit, said)) or is_silence(form, said):
        return True
    return bool(said) and not takes_words(row) and isinstance(read_answer(row, said), Understood)


def _belongs(row: Indicator, behind: str) -> bool:
    """Tell whether the words before the first figure belong to the row's name."""
    figure = _NUMBER.search(behind)
    between = re.findall(r"[a-z]+", behind[: figure.start()] if figure else "")
    return all(word in _FILL or word in _vocabulary(row) for word in between)


def is_described(words: str, row: Indicator) -> bool:
    """Tell whether words are all of those that a row is described in, and at least one of them tells."""
    said = set(re.findall(r"[a-z]+", unaccented(words))) - _FILL
    return bool(said) and said <= _vocabulary(row)


def _vocabulary(row: Indicator) -> set[str]:
    units = (row.count.word, *row.count.accepted) if row.count else ()
    said = " ".join((row.label, row.short, row.question, *row.words, *units))
    return set(re.findall(r"[a-z]+", unaccented(said)))


def _read(row: Indicator, said: str, name: str) -> Reading:
    if said.strip(" .").isdigit():  # "băng rôn 15": the name may be the unit
        reading = read_answer(row, f"{said} {name}")
        if isinstance(reading, Understood):
            return reading
    reading = read_answer(row, said)
    if isinstance(reading, Understood):
        return reading
    whole = read_answer(row, f"{name} {said}")  # "băng rôn 5, khẩu hiệu 10"
    return whole if isinstance(whole, Understood) else reading


def mentioned(form: Form, text: str) -> set[str]:
    """Return codes of all rows whose words stand anywhere in a text."""
    plain = unaccented(text)
    return {
        code
        for words, code in _row_words(form)
        if words in plain and re.search(rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])", plain)
    }


def other_row(form: Form, row: Indicator, said: str, *, anywhere: bool) -> bool:
    """Tell whether words behind a code are those of another row, so that code and words disagree.
    `anywhere` also looks further than the beginning, up to the first figure and behind it."""
    if takes_words(row):
        return False
    if row_named_in_front(form, row, said) is not None:
        return True
    if not anywhere or not any(map(str.isdigit, said)):
        return False
    strangers = mentioned(form, said) - {row.code} - mentioned(form, _own_words(row))
    return bool(strangers) and row.code not in mentioned(form, said)


def row_named_in_front(form: Form, row: Indicator, said: str) -> Indicator | None:
    """Return the other row with whose words a text begins, where they are none of the row's own."""
    plain = unaccented(said)
    before = _BEFORE.match(plain)
    for start in dict.fromkeys((0, before.end() if before else 0)):
        found = names_begun(form, plain, start)
        if found is not None and found[0] is not row:
            other, end = found
            if plain[start:end] not in _own_words(row):
                return other
    return None


def other_row_named(form: Form, row: Indicator, text: str, reading: Reading) -> Indicator | None:
    """Return another row that a text names in front of its figures, or as all that it says beside
    them, and whose answer it could be; a figure's own noun ("hai tập thể") tells rows apart, but not two
    that count the same. What each of two sources paid is told apart: "ngân sách 6 triệu, xhh 2 triệu"."""
    in_front = row_named_in_front(form, row, text.strip(" -–•*+"))
    other = in_front or _named_inside(form, row, text, reading)
    if other is None or shares_by_source(form, text):
        return None
    return other if _may_answer(other, text) else None


def _named_inside(form: Form, row: Indicator, text: str, reading: Reading) -> Indicator | None:
    """Return the other row that a text names, and not the row that is asked: by all that is said beside the
    figures, or before the last of them where the two count the same ("1 lớp học word 20 người" of lessons in
    English). What another number counts names nothing: "trang bị 5 máy tính"."""
    for counted in reading.unused:
        text = text.replace(counted, " ")
    named = mentioned(form, text)
    if row.code in named:
        return None
    noted = _noted(form, row, reading)
    if noted is not None or not row_type(row).has_two_cells:
        return noted
    figures = _TO_LAST_DIGIT.match(text)  # what is said behind them is a remark
    return _sister_named(form, row, figures.group()) if figures else None


def row_also_counted(form: Form, row: Indicator, note: str) -> Indicator | None:
    """Return the row beside the one that is asked whose name is joined to what is said of its figures ("4 lớp
    70 người cả ngoại ngữ lẫn tin học"): they are of both rows together."""
    plain = unaccented(note)
    other = _sister_named(form, row, note) if _JOINING.search(plain) else None
    if other is None:
        return None
    names = "|".join(map(re.escape, map(unaccented, other.words)))
    joined = re.search(rf"{_JOINED}(?:{names})\b|\b(?:{names}){_JOINS}", plain)
    return other if joined else None


def _sister_named(form: Form, row: Indicator, said: str) -> Indicator | None:
    """Return another row of the same section and kind whose words stand in a text and are none of the row's
    own."""
    strangers = mentioned(form, said) - {row.code} - mentioned(form, _own_words(row))
    sisters = form.section_of(row.code).questions if strangers else ()
    return first(lambda other: other.kind == row.kind and other.code in strangers, sisters)


def _may_answer(row: Indicator, text: str) -> bool:
    reading = read_answer(row, text)
    return isinstance(reading, Understood) or (
        isinstance(reading, Ambiguous) and bool(reading.candidates)
    )


def _noted(form: Form, row: Indicator, reading: Reading) -> Indicator | None:
    """Return the other row whose name is all that was said beside the figures."""
    note = reading.answer.note if isinstance(reading, Understood) else ""
    other = row_named_in_front(form, row, note) if note else None
    behind = unaccented(note).strip()
    return other if other is not None and _is_name(form, other, behind) else None


def _is_name(form: Form, row: Indicator, plain: str) -> bool:
    before = _BEFORE.match(plain)
    named = plain[before.end() :] if before else plain
    return any(
        name in (plain, named) and other is row
        for name, other in _names(form).get(named[:_FIRST], ())
    )


def _own_words(row: Indicator) -> str:
    return unaccented(" ".join((row.label, row.short, row.question, *row.words)))


def section_named(form: Form, text: str) -> tuple[Indicator, str, bool] | None:
    """Return (header, what follows, whether its whole short name stands there) of a section of several
    rows whose name begins a text."""
    text = _REPORTER.sub("", text, count=1)
    plain = unaccented(text)
    names, begins = _sections_by_name(form)
    found = begins.match(plain) if len(plain) == len(text) else None
    if found is None:
        return None
    head, is_whole = names[found.group(1)]
    return head, text[found.end() :].lstrip(" :-–=,"), is_whole


@once_a_form
def _sections_by_name(
    form: Form,
) -> tuple[dict[str, tuple[Indicator, bool]], re.Pattern[str]]:
    """Return the sections by the names that may begin a text, and the pattern of these, the longest first."""
    names = {name: (head, is_whole) for name, head, is_whole in reversed(section_names(form))}
    longest_first = sorted(names, key=len, reverse=True)
    begins = "|".join(map(re.escape, longest_first)) or "(?!)"
    return names, re.compile(rf"({begins})(?![^\W_])")


def shares_by_unit(form: Form, head: Indicator, said: str) -> list[tuple[Indicator, str]]:
    """As in "2 tập thể, 5 cá nhân": each quantity for the one row of the section whose unit it has;
    empty unless all of it is certain."""
    labelled = _LABELLED.findall(said) if _ALL_LABELLED.fullmatch(said) else _LISTED.split(said)
    if len(labelled) > 1 and all(len(_NUMBER.findall(bit)) == 1 for bit in labelled):
        shares = _shares(form, head, labelled) or _shares(form, head, _turned(labelled))
        if shares:
            return shares
    starts = [found.start() for found in _NUMBER.finditer(said)]
    if not starts or not _leads_to_figures(head, said[: starts[0]]):
        return []
    shares = _shares(
        form, head, [said[start:end] for start, end in pairwise((*starts, len(said)))]
    )
    reasons = [getattr(read_answer(row, said), "reason", None) for row, _ in shares]
    return [] if Doubt.RECEIVERS in reasons else shares


def _turned(labelled: list[str]) -> list[str]:
    """Return labels with a figure each as figures with their noun, "12 lớp" for "lớp 12"; none where
    there are not enough of them to be certain that each number is the figure of the word before it."""
    are_certain = len(labelled) >= FEWEST_LABELS
    return list(map(partial(_LABEL_FIRST.sub, r"\2 \1"), labelled)) if are_certain else []


def _shares(form: Form, head: Indicator, bits: list[str]) -> list[tuple[Indicator, str]]:
    """Return each bit with the only row of the section that it fits; empty where one fits none."""
    rows = form.section_of(head.code).questions
    shares: dict[str, tuple[Indicator, str]] = {}
    for bit in bits:
        share = _LAST_AND.sub("", bit.strip(_BETWEEN_SHARES)).rstrip(_BETWEEN_SHARES)
        fits = [row for row in rows if _fits(row, share, alone=len(bits) == 1)]
        if len(fits) != 1 or fits[0].code in shares or not re.search(r"[^\W\d]", share):
            return []
        shares[fits[0].code] = (fits[0], share)
    return list(shares.values())


def shares_by_source(form: Form, said: str) -> list[tuple[Indicator, Reading]]:
    """As in "nhà nước 6 triệu, dân góp 2 triệu": each amount for the row whose source it names, with what
    is none of theirs; empty unless it is certain for every row of the section."""
    if len(_NUMBER.findall(said)) < 2:
        return []
    plain = unaccented(said)
    if not all(names.search(plain) for names in _SOURCES):
        return []
    for rows in _sourced_rows(form):
        sure = [_paid_for(row, said) for row in rows]
        found = [reading for reading in sure if reading is not None]
        if len(found) == len(rows):
            return list(zip(rows, _without_each_other(found), strict=True))
    return []


def share_of_source(form: Form, head: Indicator, said: str) -> list[tuple[Indicator, Reading]]:
    """As in "NS 20 triệu" behind "kinh phí": one amount for the only row of the section whose source begins
    the text; empty where it is not certain."""
    tokens = tokenise(said)
    source = SOURCES.match(tokens, 0, plain=is_plain(said)) if tokens else None
    if source is None:
        return []
    rows = form.section_of(head.code).questions
    fits = [row for row in rows if lexicon_of(row).sources == {source[0]}]
    reading = read_answer(fits[0], said) if len(fits) == 1 else None
    is_one_amount = isinstance(reading, Understood) and not (
        reading.unused or reading.answer.parts
    )
    return [(fits[0], reading)] if reading is not None and is_one_amount else []


def _paid_for(row: Indicator, said: str) -> Understood | None:
    """Return the amount that a row's source paid, where the words hold amounts and nothing else."""
    explained = explain(row, said)
    evidence, reading = explained.evidence, explained.reading
    if evidence is None or evidence.asides or not isinstance(reading, Understood):
        return None
    only_amounts = all(claim.number.scale > 1 or claim.cell for claim in evidence.claims)
    if not only_amounts or not reading.unused or not reading.answer.is_above_zero:
        return None
    return replace(reading, answer=replace(reading.answer, note=""))


def _without_each_other(readings: list[Understood]) -> list[Understood]:
    """Return readings of the same words with what none of them used."""
    common = set(readings[0].unused).intersection(*(each.unused for each in readings))
    return [
        replace(each, unused=tuple(said for said in each.unused if said in common), left=())
        for each in readings
    ]


@once_a_form
def _sourced_rows(form: Form) -> list[tuple[Indicator, ...]]:
    """Return the rows of each section that count the money of one source each, where there are several."""
    found = []
    for section in form.sections:
        rows = tuple(row for row in section.questions if len(lexicon_of(row).sources) == 1)
        if len({lexicon_of(row).sources for row in rows}) == len(rows) > 1:
            found.append(rows)
    return found


def _leads_to_figures(head: Indicator, said: str) -> bool:
    """Return whether words before the first figure only name the section."""
    own = set(re.findall(r"[a-z]+", unaccented(head.short)))
    return set(re.findall(r"[a-z]+", unaccented(said))) <= own | _LEADING_ON


def _fits(row: Indicator, share: str, *, alone: bool) -> bool:
    """Tell whether a quantity is certainly a row's; one that stands alone may have a remark."""
    reading = read_answer(row, share)
    return (
        isinstance(reading, Understood)
        and reading.answer.state is AnswerState.VALUE
        and (alone or not reading.answer.note)
        and not reading.check
    )
