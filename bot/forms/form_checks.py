"""What a form must be for the conversation and the official sheet to work: rules across values.

Each rule looks at drafts and adds its faults; none stops at the first.
"""

from __future__ import annotations

import re
from typing import Any

from bot.forms.form_fault import Faults
from bot.forms.form_reader import Draft
from bot.forms.toml_lines import FileLines
from bot.locale.say import say
from bot.model.form import FIRST_CELLS, TOTAL, Cell, Column
from bot.row_types import ROW_TYPES
from bot.row_types.base import RowType
from bot.row_types.column_roles import ROLES
from bot.vietnamese.normalise import unaccented

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[0-9a-zđ]+(\.[0-9a-zđ]+)*")  # Form.find compares in lower case
SHORT_LIMIT = 45
COLUMNS = 6
FIXED_COLUMNS = (3, 4)  # beside columns that are declared: TT, label, measure and, perhaps, a note
KEY = re.compile(r"[a-z][a-z0-9_]*")
SCALED = re.compile(r"\b(?:nghin|ngan|trieu|ty|ti|1[., ]?000)\b")  # amounts are kept in whole đồng
KEPT_KEYS = ("text", "note")  # of the table's other cells


def kind_of(draft: Draft) -> RowType | None:
    """Return the row's kind, or None where it is missing or unknown."""
    return ROW_TYPES.get(draft.values.get("kind", ""))


def cells_of(draft: Draft) -> tuple[Cell, ...]:
    """Return the quantity columns a row fills: as stated, or what is usual for its kind."""
    stated = draft.values.get("cells")
    known = tuple(column.key for column in draft.columns) or FIRST_CELLS
    if stated is not None:
        return tuple(cell for cell in known if cell in stated)
    kind = kind_of(draft)
    if kind is None:
        return ()
    return known if kind.declares_columns and draft.columns else kind.usual_cells


def columns_of(draft: Draft) -> tuple[Column, ...]:
    """Return the declared columns that a row fills with figures; none for kinds of other rows."""
    kind = kind_of(draft)
    declares = kind is not None and (kind.declares_columns or kind.name == TOTAL)
    cells = cells_of(draft) if declares else ()
    return tuple(column for column in draft.columns if column.key in cells)


def check_columns(columns: tuple[Column, ...], lines: FileLines, faults: Faults) -> None:
    """Check the quantity columns that a form declares."""
    seen: dict[Cell, Column] = {}
    for place, column in enumerate(columns):
        at = lines.column(place)
        if not KEY.fullmatch(column.key) or column.key in KEPT_KEYS:
            faults.add(at.of("key"), "column_key", key=column.key)
        if column.key in seen:
            faults.add(at.of("key"), "column_twice", key=column.key)
        if column.role not in ROLES:
            faults.add(at.of("role"), "column_role", role=column.role, known=", ".join(ROLES))
        if column.part_of is not None and column.part_of not in seen:
            faults.add(at.of("part_of"), "column_part", other=column.part_of)
        seen.setdefault(column.key, column)


def check_top(
    top: dict[str, Any],
    columns: tuple[Column, ...],
    drafts: list[Draft],
    lines: FileLines,
    faults: Faults,
) -> None:
    """Check the form's own values."""
    slug, heads = top.get("slug", ""), len(top.get("columns", ()))
    for key in ("slug", "title"):
        if not top.get(key, "").strip():
            faults.add(lines.top.of(key), "missing", key=key)
    if slug and not SLUG.fullmatch(slug):
        faults.add(lines.top.of("slug"), "slug_shape", slug=slug)
    allowed, wanted = (FIXED_COLUMNS, "3–4") if columns else ((COLUMNS,), str(COLUMNS))
    if heads and heads not in allowed:
        faults.add(lines.top.of("columns"), "columns", found=heads, wanted=wanted)
    kinds = filter(None, map(kind_of, drafts))
    if not any(kind.is_asked for kind in kinds):
        faults.add(lines.top.of("row"), "nothing_asked")


def check_row(draft: Draft, has_children: bool, faults: Faults) -> None:
    """Check one row by itself."""
    for key in ("code", "label", "kind"):
        if not draft.values.get(key) and key not in _mistyped(draft):
            draft.fault(faults, "row_missing", key, key=key)
    if draft.code and not CODE.fullmatch(draft.code):
        draft.fault(faults, "code_shape", "code", code=draft.code)
    if len(draft.values.get("short", "")) > SHORT_LIMIT:
        draft.fault(faults, "short_long", "short", limit=SHORT_LIMIT)
    given = draft.values.get("kind")
    kind = kind_of(draft)
    if given and kind is None:
        draft.fault(faults, "kind_unknown", "kind", kind=given, known=", ".join(ROW_TYPES))
    if kind is not None:
        _check_kind(draft, kind, has_children, faults)


def _mistyped(draft: Draft) -> set[str]:
    """Return keys that stand in the file but were refused already for their type."""
    return {key for key in draft.lines.keys if key not in draft.values}


def _check_kind(draft: Draft, kind: RowType, has_children: bool, faults: Faults) -> None:
    """Check what the kind asks for and what it forbids."""
    if kind.is_asked:
        _check_question(draft, faults)
    else:
        _check_header(draft, has_children, faults)
    _check_misplaced(draft, kind, faults)
    _check_choices(draft, kind, faults)
    _check_cells(draft, kind, faults)
    said = draft.values.get("measure_label", "")
    if kind.counts_money and SCALED.search(unaccented(said).lower()):
        draft.fault(faults, "money_measure", "measure_label", said=said)


def _check_question(draft: Draft, faults: Faults) -> None:
    if not draft.values.get("question") and "question" not in _mistyped(draft):
        draft.fault(faults, "question_missing", "question")


def _check_header(draft: Draft, has_children: bool, faults: Faults) -> None:
    """Check a row that is not asked: it has rows below it, and no words to ask with."""
    for key in ("question", "example"):
        if draft.values.get(key):
            draft.fault(faults, "header_asked", key, key=key)
    if not has_children:
        draft.fault(faults, "childless", "code")


def _check_misplaced(draft: Draft, kind: RowType, faults: Faults) -> None:
    """Check keys that only some kinds of rows, or rows at some places, have."""
    values = draft.values
    misplaced = {
        "gate_on_leaf": ("gate", bool(values.get("gate")) and _is_below(draft, kind)),
        "complete_misplaced": ("complete", "complete" in values and kind.name != TOTAL),
        "at_most_misplaced": ("at_most", "at_most" in values and not kind.may_be_bounded),
    }
    for fault, (key, is_wrong) in misplaced.items():
        if is_wrong:
            draft.fault(faults, fault, key)


def _is_below(draft: Draft, kind: RowType) -> bool:
    """Tell whether a row is no header of a section."""
    return kind.is_asked or bool(draft.values.get("parent"))


def _check_choices(draft: Draft, kind: RowType, faults: Faults) -> None:
    choices = [choice.casefold().strip() for choice in draft.values.get("choices", ())]
    different = len(set(choices))
    if kind.has_choices:
        if different < 2 or different < len(choices):
            draft.fault(faults, "choices_few", "choices")
    elif choices:
        draft.fault(faults, "choices_misplaced", "choices")


def _check_cells(draft: Draft, kind: RowType, faults: Faults) -> None:
    """Check that the quantity columns fit the kind, and each asked one has a measure."""
    declared = tuple(column.key for column in draft.columns)
    cells = cells_of(draft)
    are_known = len(cells) == len(draft.values.get("cells", ()) or cells)
    if kind.declares_columns and not declared:
        draft.fault(faults, "no_columns", "kind", kind=kind.name)
    elif declared and (kind.declares_columns or kind.name == TOTAL):
        if not cells or not are_known:
            allowed = _written(declared)
            draft.fault(faults, "cells", "cells", kind=kind.name, allowed=allowed)
    elif not are_known or cells not in kind.shapes:
        allowed = say("fault.or").join(map(_written, kind.shapes))
        draft.fault(faults, "cells", "cells", kind=kind.name, allowed=allowed)
    else:
        _check_measures(draft, kind, cells, faults)


def _check_measures(draft: Draft, kind: RowType, cells: tuple[Cell, ...], faults: Faults) -> None:
    """Check that each asked quantity says in what it is counted, and nothing else does."""
    for cell in FIRST_CELLS:
        given = cell in draft.lines.keys or cell in draft.values
        if given and cell not in cells:
            draft.fault(faults, "measure_misplaced", cell, cell=cell)
        if not given and cell in cells and kind.is_asked:
            draft.fault(faults, "measure_missing", "cells", cell=cell)


def _written(cells: tuple[Cell, ...]) -> str:
    return "[" + ", ".join(f'"{cell}"' for cell in cells) + "]"


def check_tree(drafts: list[Draft], faults: Faults) -> None:
    """Check the tree of rows: codes are unique; parents exist, stand above their rows, and lead to
    the top."""
    places: dict[str, int] = {}
    for place, draft in enumerate(drafts):
        if draft.code in places:
            first = drafts[places[draft.code]].lines.of("code")
            draft.fault(faults, "code_twice", "code", first=first)
        elif draft.code:
            places[draft.code] = place
    parents = {code: drafts[place].values.get("parent") for code, place in places.items()}
    for place, draft in enumerate(drafts):
        if parent := draft.values.get("parent"):
            _check_parent(draft, place, parent, places, parents, drafts, faults)
        other = draft.values.get("counterpart")
        if other and other not in places:
            draft.fault(faults, "counterpart_unknown", "counterpart", other=other)
    _check_same(drafts, set(places), faults)
    _check_sections(drafts, parents, faults)


def _check_same(drafts: list[Draft], codes: set[str], faults: Faults) -> None:
    """Check that a row which equals another form's equals none of its own, nor do two of them."""
    seen: set[str] = set()
    for draft in drafts:
        other = draft.values.get("same_as")
        if other and other != draft.code and (other in codes or other in seen):
            draft.fault(faults, "same_twice", "same_as", other=other)
        seen.add(other or "")


def _check_parent(
    draft: Draft,
    place: int,
    parent: str,
    places: dict[str, int],
    parents: dict[str, Any],
    drafts: list[Draft],
    faults: Faults,
) -> None:
    if parent not in places:
        draft.fault(faults, "parent_unknown", "parent", parent=parent)
    elif _top_of(draft.code, parents) is None:
        draft.fault(faults, "cycle", "parent", parent=parent)
    elif places[parent] > place and not _is_total(drafts[places[parent]]):
        draft.fault(faults, "parent_later", "parent", parent=parent)
    elif (above := kind_of(drafts[places[parent]])) and above.is_asked:
        draft.fault(faults, "parent_leaf", "parent", parent=parent)


def _is_total(draft: Draft) -> bool:
    """Return whether a row is a total: such may stand at the foot of its rows."""
    kind = kind_of(draft)
    return kind is not None and kind.name == TOTAL


def _top_of(code: str, parents: dict[str, Any]) -> str | None:
    """Return the top-level code above a row; None where the way up goes in a circle."""
    seen = {code}
    while (above := parents.get(code)) and above in parents:
        if above in seen:
            return None
        seen.add(above)
        code = above
    return code


def _check_sections(drafts: list[Draft], parents: dict[str, Any], faults: Faults) -> None:
    """Check that the rows of a section stand together: the conversation walks them in printed order."""
    seen: set[str] = set()
    current = None
    for draft in drafts:
        top = _top_of(draft.code, parents) if draft.code in parents else None
        if top is None or top == current:
            continue
        if top in seen:
            draft.fault(faults, "section_torn", "code", section=top)
        seen.add(top)
        current = top


def check_totals(drafts: list[Draft], faults: Faults) -> None:
    """Check that a total has a column only where some row under it has it."""
    for draft in drafts:
        if not _is_total(draft):
            continue
        below = [child for child in drafts if child.values.get("parent") == draft.code]
        have = {cell for child in below for cell in cells_of(child)}
        for cell in cells_of(draft):
            if below and cell not in have:
                draft.fault(faults, "total_cell", "cells", cell=cell)
