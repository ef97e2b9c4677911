"""What the "Đơn vị" column of a printed form asks for: one figure or two, and of what.

The slash has two meanings on paper: "Lớp/người" asks for two figures, "Tin, bài/cuộc" for one with
other words for it. Only a second part that counts persons makes a pair; every slash is shown as a
doubt, because the paper does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.imports.annex import AnnexRefused
from bot.imports.form_table import key
from bot.model.form import Cell

PERSONS = {
    "nguoi", "songuoi", "luotnguoi", "hocvien", "sohocvien", "hocsinh", "sohocsinh", "canhan",
    "socanhan", "sinhvien", "giaovien", "em", "chau", "canbo", "nguoihoc", "nguoithamgia",
}  # fmt: skip
MONEY = {"dong", "vnd", "d", "dongvn", "dongvietnam"}
LARGE_MONEY = re.compile(r"(1000|nghin|ngan|tram|trieu|ty|ti)+(dong|d|vnd)?")
LOCALITIES = {"xa", "phuong", "xaphuong", "xaphuongthitran", "phuongxa"}
GRADES = {
    "dat", "chuadat", "khongdat", "tot", "kha", "trungbinh", "yeu", "kem", "gioi", "hoanthanh",
    "chuahoanthanh", "hoanthanhtot", "khonghoanthanh",
}  # fmt: skip
BETWEEN_ALTERNATIVES = re.compile(r"[/,;]|\bhoặc\b")
NUMBER_OF = re.compile(r"^số\s+", re.IGNORECASE)
BOTH = (Cell.COUNT, Cell.PEOPLE)


@dataclass(frozen=True, slots=True)
class UnitReading:
    """What a unit asks for: `words` name the quantity of each cell, `others` are alternatives of
    the first; `doubt` says why this wants a look, or is empty."""

    kind: str
    cells: tuple[Cell, ...]
    words: tuple[str, ...]
    others: tuple[str, ...] = ()
    doubt: str = ""
    choices: tuple[str, ...] = ()


WORDED = {
    **dict.fromkeys(
        ("%", "tyle", "tile", "phantram", "tylephantram"), UnitReading("percent", (), ())
    ),
    **dict.fromkeys(("ngaythangnam", "ngaythang"), UnitReading("date", (), ())),
    **dict.fromkeys(
        ("cokhong", "cohoackhong", "cohaykhong"),
        UnitReading("yes_no", (Cell.COUNT,), ("có",), doubt="yes_no"),
    ),
}


def read_unit(unit: str, label: str, place: int = 0, *, whole_dong: bool = True) -> UnitReading:
    """Return what a unit asks for; AnnexRefused for money in thousands or millions, which a program that
    counts whole đồng would fill in wrongly."""
    said = key(unit)
    if said in MONEY:
        return UnitReading("money", (Cell.COUNT,), ("đồng",))
    if worded := _worded(unit):
        return worded
    if LARGE_MONEY.fullmatch(said) and whole_dong:
        raise AnnexRefused("large_money", place=place, unit=unit, row=label)
    parts = _parts(unit.split("/"))
    if len(parts) == 2 and _is_person(parts[0]) != _is_person(parts[1]):
        return _pair(parts)
    if said in PERSONS:
        return UnitReading("count", (Cell.PEOPLE,), (_word(unit),), doubt="people_column")
    if said in LOCALITIES and key(label).startswith("soxa"):
        return UnitReading("yes_no", (Cell.COUNT,), (_word(unit),), doubt="yes_no")
    return _counted(unit, is_cut=len(parts) > 1)


def _counted(unit: str, *, is_cut: bool) -> UnitReading:
    """Return the things of a unit, which may be named in several ways; `is_cut`: by strokes."""
    alternatives = _parts(BETWEEN_ALTERNATIVES.split(unit))
    others = tuple(map(_word, alternatives)) if len(alternatives) > 1 else ()
    doubt = "alternatives" if is_cut else ""
    if others and any(map(_is_person, alternatives)):
        doubt = "unclear_pair"
    return UnitReading("count", (Cell.COUNT,), (_word(unit),), others, doubt)


def _is_person(words: str) -> bool:
    return key(words) in PERSONS


def _worded(unit: str) -> UnitReading | None:
    """Return what a unit asks for that is no number of things: a percentage, a day, có or không,
    one of several grades."""
    said = "%" if unit.strip() == "%" else key(unit)
    if said in WORDED:
        return WORDED[said]
    grades = tuple(_parts(re.split(r"[/;,]", unit)))
    is_choice = len(grades) > 1 and GRADES.issuperset(map(key, grades))
    return UnitReading("choice", (), (), choices=grades) if is_choice else None


def _parts(pieces: list[str]) -> list[str]:
    return [piece.strip() for piece in pieces if piece.strip()]


def _pair(parts: list[str]) -> UnitReading:
    """Return two figures, the persons in the second column whichever is named first."""
    turned = key(parts[0]) in PERSONS
    things, persons = reversed(parts) if turned else parts
    doubt = "pair_turned" if turned else "pair"
    return UnitReading("pair", BOTH, (_word(things), _word(persons)), doubt=doubt)


def _word(text: str) -> str:
    """Return a quantity as it is echoed: "Số cuộc" -> "cuộc"."""
    word = NUMBER_OF.sub("", " ".join(text.split())).strip(" .")
    word = "/".join(part.strip() for part in word.split("/"))
    return word[:1].lower() + word[1:] if word[1:] == word[1:].lower() else word
