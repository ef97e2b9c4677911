"""What each quantity column of a statistics table counts, by the words of its heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.imports.form_table import key
from bot.imports.statistics_head import QuantityHead, StatisticsHead
from bot.model.form import FIRST_CELLS, Cell, Column, Measure
from bot.row_types.column_roles import AMOUNT
from bot.vietnamese.normalise import unaccented

GENERAL = {  # heads that name the whole of what stands beside them
    "tongso", "tong", "tongcong", "cong", "soluong", "so", "socuoc", "tongsoluong", "chung",
}  # fmt: skip
OVER = {"trongdo", "chiara", "gom", "baogom", "phantheo", "trongtongso"}
MEASURE = re.compile(r"\([^()]*\)")
YEAR = re.compile(r"(?:năm (?:học )?)?(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?")
DIVIDED = ("chiatheo", "phantheo")
OF_WHOLE = re.compile(r"^(?:trong đó|trong tổng số|chia ra)\s*:\s*", re.IGNORECASE)
ROLES: tuple[
    tuple[re.Pattern[str], str], ...
] = (  # a pattern over a head's letters and the role it tells
    (re.compile(r"nu"), "female"),
    (re.compile(r"(so)?(luot)?(nguoi|hocsinh|hocvien|giaovien|treem|canbo)(thamgia)?"), "people"),
    (re.compile(r"nam"), "male"),
    (re.compile(r"(nguoi)?dantoc(thieuso)?|dtts|dt|nguoidtts"), "minority"),
    (re.compile(r"nu(nguoi)?(dantoc(thieuso)?|dtts|dt)"), "female_minority"),
    (re.compile(r"(so)?dat"), "passed"),
    (re.compile(r"(so)?(chua|khong)dat"), "failed"),
    (re.compile(r"conglap"), "public"),
    (re.compile(r"tuthuc|ngoaiconglap|danlap"), "private"),
    (re.compile(r"kehoach"), "planned"),
    (re.compile(r"(da)?thuchien|ketqua"), "done"),
    (re.compile(r"(tong)?(kinhphi|sotien)(dong)?"), "amount"),
)
UNDER = {("minority", "female"): "female_minority", ("female", "minority"): "female_minority"}
PARTS = ("female", "male", "minority", "female_minority", "passed", "failed", "public", "private")
KEPT_KEYS = ("text", "note")


def columns_of(head: StatisticsHead, scale: str = "") -> tuple[Column, ...]:
    """Return the columns that a table's heads declare, each with a name of its own. `scale` names the
    thousands or millions that the paper counts money in: such a column is no amount in whole đồng."""
    spoken = list(map(_spoken, head.quantities))
    by_path: dict[tuple[str, ...], Cell] = {}
    taken: dict[str, int] = {}
    made: list[Column] = []
    for place, (quantity, path) in enumerate(zip(head.quantities, spoken, strict=True)):
        role = _role(path)
        told = path if role == AMOUNT else tuple(reversed(path))
        word = _sayable(" ".join(told).lower()) or "tổng số"
        if role == AMOUNT and scale:
            role = "other"
        taken[word] = taken.get(word, 0) + 1
        word = word if taken[word] == 1 else f"{word} {taken[word]}"
        cell = _key(place, word, made)
        whole = _whole(path, by_path) if role in PARTS else None
        made.append(Column(cell, quantity.path, role, Measure(word), whole))
        by_path.setdefault(tuple(map(key, path)), cell)
    return tuple(made)


def _spoken(quantity: QuantityHead) -> tuple[str, ...]:
    """Return the heads that say something of their own, from above; none for the whole."""
    told = map(_bare, quantity.path)
    return tuple(
        text
        for text in told
        if key(text) not in GENERAL | OVER and not key(text).startswith(DIVIDED)
    )


def _sayable(words: str) -> str:
    """Return a column's words as people repeat them beside a figure: without a measure in parentheses
    and without a year, whose digits would be read as figures."""
    plain = " ".join(MEASURE.sub(" ", words).split())
    return " ".join(YEAR.sub(" ", plain).split()) or plain


def asked_names(columns: Sequence[Column], scale: str) -> list[str]:
    """Return what the columns are called in a question: as printed where that says a measure or a year,
    with the thousands or millions that the paper counts money in."""
    names = []
    for column in columns:
        printed = column.head[-1].strip(" .:")
        name = printed.lower() if MEASURE.search(printed) or YEAR.search(printed) else ""
        money = scale if _role((printed,)) == AMOUNT else ""
        names.append(name or column.measure.word + (f" ({money})" if money else ""))
    return names


def _bare(head: str) -> str:
    """Return a head without the marks around it; parentheses within it stay whole."""
    text = OF_WHOLE.sub("", head.strip(" .:"))
    inner = text.removeprefix("(").removesuffix(")")
    return inner.strip() if text[:1] == "(" and "(" not in inner and ")" not in inner else text


def _key(place: int, word: str, made: Sequence[Column]) -> Cell:
    """Return the column's key: count, people, then what its name comes to."""
    slug = re.sub(r"[^a-z0-9]+", "_", unaccented(word)).strip("_") or "cot"
    slug = re.sub(r"^(?=[0-9])", "cot_", slug)
    taken = {str(column.key) for column in made}.union(KEPT_KEYS, FIRST_CELLS)
    names = (*FIRST_CELLS[place:], slug, *(f"{slug}_{number}" for number in range(2, place + 3)))
    fresh = (
        names[:1] if place < len(FIRST_CELLS) else [name for name in names if name not in taken]
    )
    return Cell(fresh[0])


def _role(path: Sequence[str]) -> str:
    """Return the role that the lowest heads tell; a part of a part is told by both."""
    if not path:
        return "count"
    told = list(map(key, path))
    last = _role_of(told[-1])
    for above in map(_role_of, told[:-1]):
        last = UNDER.get((above, last), last)
    return AMOUNT if AMOUNT in map(_role_of, told) else last


def _role_of(said: str) -> str:
    fits = [role for pattern, role in ROLES if pattern.fullmatch(said)]
    return fits[0] if fits else "other"


def _whole(path: Sequence[str], by_path: dict[tuple[str, ...], Cell]) -> Cell | None:
    """Return the column that holds the figures of this one: the nearest that says less."""
    return next((by_path[each] for each in _shorter(path) if each in by_path), None)


def _shorter(path: Sequence[str]) -> Iterator[tuple[str, ...]]:
    told = tuple(map(key, path))
    for length in range(len(told) - 1, -1, -1):
        yield told[:length]


def is_special(head: StatisticsHead) -> bool:
    """Tell whether a table of two quantities is none of the usual shape, where each row says by its
    unit which of them it fills: its heads name a whole and a part, or two parts."""
    roles = {column.role for column in columns_of(head)}
    return bool(roles & {*PARTS, "planned", "done", "amount"})
