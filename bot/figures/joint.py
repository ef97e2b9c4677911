"""Joint activities: which reports may tell of the same one, and what a total leaves out after a yes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bot.figures.rollup import Standing, UnitReport, figures_of
from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Form, Indicator
from bot.model.joint_activity import Hint, JointActivity, JointProposal
from bot.model.unit_tree import UnitTree, unit_tree
from bot.vietnamese.normalise import unaccented

_TOGETHER = re.compile(
    r"\b(?:phoi hop|lien ket|ket hop|chung|cung)\s+(?:voi|cung)\b(.*)", re.DOTALL
)
_KINDS = re.compile(r"^(?:truong|ubnd|uy ban nhan dan)\s+")
_DAY = re.compile(r"\b([0-3]?[0-9])\s*/\s*([01]?[0-9])\b")
Photographed = Mapping[str, Sequence[tuple[str, str]]]  # picture's digest to (unit's code, row)


def proposals(
    form: Form,
    units: Sequence[UnitReport],
    photographed: Photographed,
    settled: Iterable[tuple[str, frozenset[str]]],
) -> list[JointProposal]:
    """Return the activities that may be joint ones, each once, without those that were answered."""
    known = {unit.unit_code: unit for unit in units}
    tree = unit_tree(units)
    done = set(settled)
    found: list[JointProposal] = []
    for row, codes, hint, words in (
        *_named(form, units, tree),
        *_same_day(form, units, tree),
        *_same_photo(form, photographed),
    ):
        key = (row.code, frozenset(codes))
        activity = common_activity(row, [known[code] for code in sorted(set(codes))], form)
        if key not in done and activity is not None:
            done.add(key)
            found.append(JointProposal(activity, hint, words))
    return found


def common_activity(
    row: Indicator, units: Sequence[UnitReport], form: Form
) -> JointActivity | None:
    """Return what the units have in common in a row, counted with the first of them; None where one of
    them has nothing there."""
    given = [
        figures_of(unit.form_of(form).by_code.get(row.code, row), _said(unit, row))
        for unit in units
    ]
    if len(units) < 2 or not all(any(figures.values()) for figures in given):
        return None
    shared = {cell: min(each.get(cell, 0) for each in given) for cell in row.cells}
    codes = tuple(unit.unit_code for unit in units)
    return JointActivity(row.code, codes, codes[0], {cell: n for cell, n in shared.items() if n})


def _said(unit: UnitReport, row: Indicator) -> Answer | None:
    own = unit.own.answers if unit.own is not None else unit.answers
    return own.get(row.code)


Seen = tuple[Indicator, tuple[str, ...], Hint, str]


def _answers(
    form: Form, units: Sequence[UnitReport]
) -> Iterator[tuple[UnitReport, Indicator, Answer]]:
    for unit in units:
        for row in form.answerable:
            answer = _said(unit, row)
            if row.is_leaf and answer is not None and answer.state is AnswerState.VALUE:
                yield unit, row, answer


def _named(form: Form, units: Sequence[UnitReport], tree: UnitTree) -> Iterator[Seen]:
    """Find "phối hợp với …" where it names one other unit of the campaign, its own branch first."""
    names = [(unit, _plain_name(unit.unit_name)) for unit in units]
    for unit, row, answer in _answers(form, units):
        words = _TOGETHER.search(unaccented(answer.note))
        if words is None:
            continue
        fits = [other.unit_code for other, plain in names if _stands_in(plain, words[1])]
        meant = _one_meant(tree, unit.unit_code, fits)
        if meant is not None:
            yield row, (unit.unit_code, meant), Hint.NAMED, answer.note


def _one_meant(tree: UnitTree, code: str, named: Sequence[str]) -> str | None:
    """Return which one of the named units another unit means: the only one of its branch, or of all."""
    others = [other for other in named if other != code]
    near = [other for other in others if _same_branch(tree, code, other)]
    meant = near if len(near) == 1 else others
    return meant[0] if len(meant) == 1 else None


def _plain_name(name: str) -> str:
    return _KINDS.sub("", unaccented(name).strip())


def _stands_in(name: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def _same_branch(tree: UnitTree, code: str, other: str) -> bool:
    """Return whether two units stand below the same unit, or one of them below the other."""
    above = {code, *tree.above(code)}
    return bool(above & {other, *tree.above(other)})


def _same_day(form: Form, units: Sequence[UnitReport], tree: UnitTree) -> Iterator[Seen]:
    """Find rows in which units of one branch name the same day and the same number of people."""
    held: dict[tuple[str, tuple[int, int], int], list[str]] = defaultdict(list)
    for unit, row, answer in _answers(form, units):
        day = _DAY.search(answer.note)
        people = answer.figure(Cell.PEOPLE)
        if day is not None and people:
            held[row.code, (int(day[1]), int(day[2])), people].append(unit.unit_code)
    for (code, (day_, month), _), codes in held.items():
        for pair in combinations(codes, 2):
            if _same_branch(tree, *pair):
                yield form.by_code[code], pair, Hint.SAME_DAY, f"{day_}/{month}"


def _same_photo(form: Form, photographed: Photographed) -> Iterator[Seen]:
    """Find pictures that several units sent, where one of them says which row it shows."""
    for taken in photographed.values():
        codes = tuple(dict.fromkeys(code for code, _ in taken))
        row = next((form.by_code[row] for _, row in taken if row in form.by_code), None)
        if len(codes) > 1 and row is not None:
            yield row, codes, Hint.SAME_PHOTO, ""


# What a total leaves out


def counted_once(
    form: Form, units: Sequence[UnitReport], joint: Iterable[JointActivity]
) -> tuple[UnitReport, ...]:
    """Return units with what a total over them leaves out of each, so that a joint activity counts with
    one of them. Where a total that was handed up holds both, it has left that out itself."""
    joint = tuple(joint)
    if not joint:
        return tuple(units)
    tree = unit_tree(units)
    known = {unit.unit_code: unit for unit in units}
    less: dict[str, dict[str, dict[Cell, int]]] = defaultdict(dict)
    for activity in joint:
        first = _holder(tree, known, activity.counted_in)
        for code in activity.others:
            holder = _holder(tree, known, code)
            if first and holder and holder != first:
                _leave_out(less[holder], form, activity)
    return tuple(replace(unit, left_out=less.get(unit.unit_code, {})) for unit in units)


def _leave_out(less: dict[str, dict[Cell, int]], form: Form, activity: JointActivity) -> None:
    """Add an activity's figures to what is left out of a unit, in its row and those that add it up."""
    for row in _with_above(form, activity.row):
        rows = less.setdefault(row, {})
        for cell, number in activity.figures.items():
            rows[cell] = rows.get(cell, 0) + number


def _with_above(form: Form, code: str | None) -> Iterator[str]:
    """Return a row and those above it, whose stated figures hold the same activity."""
    while code is not None and (row := form.by_code.get(code)) is not None:
        yield code
        code = row.parent


def _holder(tree: UnitTree, known: Mapping[str, UnitReport], code: str) -> str:
    """Return the unit with whose figures a unit's are added up; "" where they are not."""
    if code not in known:
        return ""
    for above in (code, *tree.above(code)):
        unit = known[above]
        if unit.is_counted and (above == code or unit.standing is Standing.TOTAL):
            return above
    return ""
