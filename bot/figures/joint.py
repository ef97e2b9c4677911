"""Joint activities: which reports may tell of the same one, and what a total leaves out after a yes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.figures.rollup import Standing, UnitReport, added, figures_of
from bot.figures.told_below import counted_below
from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Form, Indicator
from bot.model.joint_activity import Hint, JointActivity, JointProposal
from bot.model.optional import sure
from bot.model.unit_tree import UnitTree, unit_tree
from bot.row_types.base import Figures
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
    """Return a unit's own answer, never that of a total which it handed up."""
    if unit.own is not None:
        return unit.own.answers.get(row.code)
    return unit.answers.get(row.code) if unit.handed is None else None


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
    names = [(unit.unit_code, *_named_by(unit)) for unit in units]
    for unit, row, answer in _answers(form, units):
        words = _TOGETHER.search(unaccented(answer.note))
        if words is None:
            continue
        fits = [
            code for code, plain, whole in names if plain in words[1] and whole.search(words[1])
        ]
        meant = _one_meant(tree, unit.unit_code, fits)
        if meant is not None:
            yield row, (unit.unit_code, meant), Hint.NAMED, answer.note


def _one_meant(tree: UnitTree, code: str, named: Sequence[str]) -> str | None:
    """Return which one of the named units another unit means: the only one of its branch, or of all."""
    others = [other for other in named if other != code]
    near = [other for other in others if _same_branch(tree, code, other)]
    meant = near if len(near) == 1 else others
    return meant[0] if len(meant) == 1 else None


def _named_by(unit: UnitReport) -> tuple[str, re.Pattern[str]]:
    """Return a unit's plain name, and what finds it as whole words."""
    plain = _KINDS.sub("", unaccented(unit.listed_name).strip())
    return plain, re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")


def _same_branch(tree: UnitTree, code: str, other: str) -> bool:
    """Return whether two units stand below the same unit, or one of them below the other."""
    above = {code, *tree.above(code)}
    return bool(above & {other, *tree.above(other)})


def _same_day(form: Form, units: Sequence[UnitReport], tree: UnitTree) -> Iterator[Seen]:
    """Find rows in which units of one branch name the same day and the same number of people: all of them
    as one activity, so that three units are not three pairs."""
    held: dict[tuple[str, str, tuple[int, int], int], list[str]] = defaultdict(list)
    for unit, row, answer in _answers(form, units):
        day = _DAY.search(answer.note)
        people = answer.figure(Cell.PEOPLE)
        if day is not None and people:
            root = (unit.unit_code, *tree.above(unit.unit_code))[-1]
            held[row.code, root, (int(day[1]), int(day[2])), people].append(unit.unit_code)
    for (code, _, (day_, month), _), codes in held.items():
        if len(codes) > 1:
            yield form.by_code[code], tuple(codes), Hint.SAME_DAY, f"{day_}/{month}"


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
    one of them, and what a unit says of those below it not beside what they say. Where a total that was
    handed up holds both, it has left that out itself; units that are not among these, or of which nothing
    counts, are none of its."""
    whole = [replace(unit, left_out={}) if unit.left_out else unit for unit in units]
    return counted_below(form, _without_joint(form, whole, _widest(joint)))


def _without_joint(
    form: Form, units: Sequence[UnitReport], activities: Sequence[JointActivity]
) -> Sequence[UnitReport]:
    """Return units with what a total leaves out of each for the joint activities."""
    if not activities:
        return units
    tree = unit_tree(units)
    known = {unit.unit_code: unit for unit in units}
    counted = {code for code in known if _holder(tree, known, code)}
    here = [kept for each in activities if (kept := each.among(counted)) is not None]
    shares = _Shares(form, known)
    less: dict[str, dict[str, dict[Cell, int]]] = defaultdict(dict)
    for activity, code, first, holder in _held(form, tree, known, here):
        taken = shares.taken(activity, code)
        if holder != first:
            _leave_out(less[holder], form, activity.row, taken)
    return [replace(unit, left_out=less.get(unit.unit_code, {})) for unit in units]


def _held(
    form: Form,
    tree: UnitTree,
    known: Mapping[str, UnitReport],
    activities: Iterable[JointActivity],
) -> list[tuple[JointActivity, str, str, str]]:
    """Return each unit that an activity is left out of, with whose figures it is added up and with whose
    those are that it counts with; what a total left out itself stands first, for nothing goes twice. A
    total that was handed up after the activity was known holds it once, of however many units it tells."""
    found = []
    for activity in activities:
        first = _holder(tree, known, activity.counted_in)
        left: set[str] = set()  # those with whose figures it counts no longer
        for code in activity.others:
            holder = _holder(tree, known, code)
            if holder not in left:
                found.append((activity, code, first, holder))
            if holder not in (first, code) and _left_out_some(form, tree, known, holder, activity):
                left.add(holder)
    return sorted(found, key=lambda each: each[2] != each[3])


def _left_out_some(
    form: Form,
    tree: UnitTree,
    known: Mapping[str, UnitReport],
    top: str,
    activity: JointActivity,
) -> bool:
    """Tell whether a total that was handed up says less of a row than the units in it do together."""
    row = form.by_code.get(activity.row)
    if row is None:
        return False
    inside = [unit for code, unit in known.items() if _holder(tree, known, code) == top]
    given = added(figures_of(row, _said(unit, row)) for unit in inside)
    total = figures_of(row, sure(known[top].handed).answers.get(row.code))
    return any(total.get(cell, 0) < number for cell, number in given.items())


def _widest(joint: Iterable[JointActivity]) -> list[JointActivity]:
    """Return activities without those that another one tells of with more units."""
    every = list(joint)
    return [each for each in every if not any(_is_part(each, other) for other in every)]


def _is_part(activity: JointActivity, other: JointActivity) -> bool:
    return activity.row == other.row and set(activity.units) < set(other.units)


class _Shares:
    """What may be left out of each unit: never more than the unit itself still reports, nor more than the
    unit reports that the activity is counted with, so that a correction of either loses nothing."""

    def __init__(self, form: Form, known: Mapping[str, UnitReport]) -> None:
        self._form = form
        self._known = known
        self._rest: dict[tuple[str, str], Figures | None] = {}

    def taken(self, activity: JointActivity, code: str) -> Figures:
        """Return what is left out of a unit's figures for an activity, and take it off its rest."""
        first = self._given(activity.row, activity.counted_in)
        key = (activity.row, code)
        rest = self._rest.setdefault(key, self._given(activity.row, code))
        taken = _at_most(_at_most(activity.figures, first), rest)
        if rest is not None:
            self._rest[key] = {cell: number - taken.get(cell, 0) for cell, number in rest.items()}
        return taken

    def _given(self, row: str, code: str) -> Figures | None:
        """Return what a unit reports of a row now; None where its own answer is not known."""
        unit = self._known.get(code)
        asked = self._form.by_code.get(row)
        if unit is None or asked is None:
            return None
        if unit.own is None and unit.standing is not Standing.AS_SENT:
            return None
        return figures_of(unit.form_of(self._form).by_code.get(row, asked), _said(unit, asked))


def _at_most(figures: Figures, limit: Figures | None) -> Figures:
    """Return figures lowered to a limit; all of them where there is none."""
    if limit is None:
        return figures
    return {cell: min(number, limit.get(cell, 0)) for cell, number in figures.items()}


def _leave_out(less: dict[str, dict[Cell, int]], form: Form, row: str, figures: Figures) -> None:
    """Add an activity's figures to what is left out of a unit, in its row and those that add it up."""
    for code in _with_above(form, row):
        rows = less.setdefault(code, {})
        for cell, number in figures.items():
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
