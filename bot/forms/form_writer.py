"""`Form` to TOML, so that a form can be kept and shown; `parse_form` reads it back unchanged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from bot.model.form import AskedOf, Column, Form, Indicator, Measure
from bot.row_types import ROW_TYPES

ROW_TEXTS = ("label", "measure_label", "short", "question", "example", "gate")


def form_to_toml(form: Form) -> str:
    """Return the form as a TOML text; measures used more than once are written once."""
    shared = _shared_measures(form)
    parts = [_top(form)]
    for measure, name in shared.items():
        parts.append("\n".join([f"[measures.{name}]", *_measure(measure)]))
    parts.extend("\n".join(_column(column)) for column in form.quantities)
    parts.extend("\n".join(_row(row, form, shared)) for row in form.rows)
    return "\n\n".join(parts) + "\n"


def _shared_measures(form: Form) -> dict[Measure, str]:
    uses = Counter(
        measure for row in form.rows for measure in (row.count, row.people) if measure is not None
    )
    often = [measure for measure, times in uses.items() if times > 1]
    return {measure: f"m{number}" for number, measure in enumerate(often, start=1)}


def _top(form: Form) -> str:
    lines = [f"slug = {_text(form.slug)}", f"title = {_text(form.title)}"]
    if form.annex:
        lines.append(f"annex = {_text(form.annex)}")
    if form.year is not None:
        lines.append(f"year = {form.year}")
    lines.append(f"version = {form.version}")
    if form.columns:
        lines.append(f"columns = {_texts(form.columns)}")
    if form.quantity_head:
        lines.append(f"quantity_head = {_text(form.quantity_head)}")
    if form.source:
        lines.append(f"source = {_text(form.source)}")
    return "\n".join(lines)


def _column(column: Column) -> Iterator[str]:
    yield "[[column]]"
    yield f"key = {_text(column.key)}"
    yield f"head = {_texts(column.head)}"
    yield f"role = {_text(column.role)}"
    if column.part_of is not None:
        yield f"part_of = {_text(column.part_of)}"
    yield from _measure(column.measure)


def _row(row: Indicator, form: Form, shared: dict[Measure, str]) -> Iterator[str]:
    yield "[[row]]"
    yield f"code = {_text(row.code)}"
    if row.printed != row.code:
        yield f"printed = {_text(row.printed)}"
    if row.official:
        yield f"official = {_text(row.official)}"
    if row.parent:
        yield f"parent = {_text(row.parent)}"
    yield f"kind = {_text(row.kind)}"
    if row.bold:
        yield "bold = true"
    if not row.complete:
        yield "complete = false"
    for key in ROW_TEXTS:
        if written := getattr(row, key):
            yield f"{key} = {_text(written)}"
    kind = ROW_TYPES[row.kind]
    if row.cells != (form.cells if kind.declares_columns else kind.usual_cells):
        yield f"cells = {_texts(row.cells)}"
    if row.at_most is not None:
        yield f"at_most = {row.at_most}"
    yield from _asked_of(row)
    for key in ("same_as", "counterpart"):
        if written := getattr(row, key):
            yield f"{key} = {_text(written)}"
    yield from _lists(row)
    yield from _row_measures(row, shared)


def _lists(row: Indicator) -> Iterator[str]:
    for key in ("choices", "words"):
        if several := getattr(row, key):
            yield f"{key} = {_texts(several)}"


def _asked_of(row: Indicator) -> Iterator[str]:
    if row.asked:
        yield "asked = ["
        yield from (f"  {{ {', '.join(_asked(each))} }}," for each in row.asked)
        yield "]"


def _asked(asked: AskedOf) -> Iterator[str]:
    if asked.kinds:
        yield f"kinds = {_texts(asked.kinds)}"
    for key in ("kind", "question", "example"):
        if written := getattr(asked, key):
            yield f"{key} = {_text(written)}"
    if asked.at_most is not None:
        yield f"at_most = {asked.at_most}"
    if asked.within:
        yield f"within = {_texts(asked.within)}"


def _row_measures(row: Indicator, shared: dict[Measure, str]) -> Iterator[str]:
    """Return names of shared measures first: a table of its own must come last in a row."""
    given = [(key, measure) for key in ("count", "people") if (measure := getattr(row, key))]
    for key, measure in given:
        if measure in shared:
            yield f"{key} = {_text(shared[measure])}"
    for key, measure in given:
        if measure not in shared:
            yield f"[row.{key}]"
            yield from _measure(measure)


def _measure(measure: Measure) -> Iterator[str]:
    yield f"word = {_text(measure.word)}"
    if measure.accepted:
        yield f"accepted = {_texts(measure.accepted)}"
    if measure.doubtful:
        yield f"doubtful = {_texts(measure.doubtful)}"
    if measure.ceiling is not None:
        yield f"ceiling = {measure.ceiling}"


def _text(value: str) -> str:
    """Return a TOML basic string: JSON's escapes are TOML's, but for DEL, which JSON leaves bare."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"
