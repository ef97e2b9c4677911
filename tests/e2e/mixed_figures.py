"""Reports in which nearly every figure is the only one of its kind: one that strays is seen anywhere."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from tests.e2e.figures import CODES, KINDS, Answer, Figure, Table, dotted, nothing

FIRST = 1001  # the first number; a report takes about thirty


def make_reports(units: list[str], seed: int) -> list[Table]:
    """One report for each unit."""
    chance, numbers = random.Random(seed), itertools.count(FIRST)
    return [
        Table(unit, {code: _answer(code, unit, numbers, chance) for code in CODES})
        for unit in units
    ]


def _answer(code: str, unit: str, numbers: Iterator[int], chance: random.Random) -> Answer:
    kind, dice = KINDS[code], chance.random()
    if code != "1.1" and dice < 0.12:
        return Answer(nothing(code), ("không",), "không")
    if kind in ("classes", "sessions"):
        return pair(code, chance.randint(1, 9), next(numbers))
    if kind in ("news", "prints", "books"):
        number = next(numbers)
        return _said(Figure("value", number), f"{dotted(number)} {_THINGS[kind]}")
    if kind == "people":
        number = next(numbers)
        return _said(Figure("value", None, number), f"{dotted(number)} người")
    if kind == "money":
        amount = next(numbers) * 1000
        return _said(Figure("value", amount), f"{dotted(amount)} đồng")
    if kind == "text":
        text = f"Đơn vị {unit} đề nghị cấp thêm {next(numbers)} sách cho thư viện"
        return _said(Figure("value", text=text), text)
    if kind == "yes_no":
        return _said(Figure("value", 1), "có")
    number = chance.randint(1, 9)
    return _said(Figure("value", number), str(number))


_THINGS = {"news": "tin", "prints": "tờ", "books": "quyển"}


def pair(code: str, count: int, people: int) -> Answer:
    """A row of two figures."""
    thing = "lớp" if KINDS[code] == "classes" else "cuộc"
    return _said(Figure("value", count, people), f"{count} {thing} {dotted(people)} người")


def _said(figure: Figure, words: str) -> Answer:
    return Answer(figure, (words,), words)


def lines(table: Table, codes: tuple[str, ...] = CODES) -> str:
    """Rows as people write them, each by its code."""
    return "\n".join(f"{code}: {table.answers[code].plainly}" for code in codes)


def unique(table: Table) -> list[int]:
    """The numbers that stand nowhere else."""
    figures = [answer.figure for answer in table.answers.values()]
    known = [number for one in figures for number in (one.count, one.people)]
    return [number for number in known if number is not None and number >= FIRST]
