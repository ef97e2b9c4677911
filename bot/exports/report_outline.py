"""What a report in words says, as data: which rows feed which part of the text, and how.

An outline is a TOML file: a coordinator's own for a campaign, or one in `outlines/` that names the forms
it belongs to; a form without one gets a part for each of its own sections. A figure stands in the text
only as a field, `{1.1.count}`, so that every number comes from a cell.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from bot.locale.say import say
from bot.model.form import Cell, Form, Indicator
from bot.model.optional import sure
from bot.row_types import keeps_words, row_type
from bot.row_types.base import NOTHING, Figures
from bot.vietnamese.spell import grouped, padded

FIELD = re.compile(r"\{([0-9a-zđ.:-]+)\.([0-9a-z_]+)\}")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One part of the text: a sentence made of parts, then a line for each row under `listed` and each
    of `rows`."""

    title: str
    lead: str = ""
    parts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[tuple[str, Cell], ...]:
        """Every cell that the sentence names."""
        return tuple(
            (code, Cell(cell)) for part in self.parts for code, cell in FIELD.findall(part)
        )


@dataclass(frozen=True, slots=True)
class ReportOutline:
    """The passages of a report in order, and the text rows whose words are gathered."""

    passages: tuple[ReportSection, ...]
    gathered: tuple[str, ...]

    @property
    def listed(self) -> set[str]:
        """The headings whose rows have a line each."""
        return {code for passage in self.passages for code in passage.listed}

    @property
    def fields(self) -> set[tuple[str, Cell]]:
        """Every cell that a sentence names."""
        return {field for passage in self.passages for field in passage.fields}


@dataclass(frozen=True)
class SectionNumbers:
    """Totals of a form's rows: code to first quantity and people, None where not known."""

    form: Form
    figures: Mapping[str, Figures] = field(default_factory=dict)

    def of(self, code: str, cell: Cell) -> int | None:
        """One figure."""
        return self.figures.get(code, NOTHING).get(cell)

    def shown(self, code: str, cell: Cell) -> str:
        """Return a figure that is known, as official papers write it: money is not padded to "05"."""
        number = sure(self.of(code, cell))
        pads = row_type(self.form.by_code[code]).pads
        return padded(number) if number < 10 and pads else grouped(number)


def outline_of(form: Form, added: Sequence[str] = (), own: str = "") -> ReportOutline:
    """Return the outline written for a campaign (`own`) or for its form, or one made of its sections. `added`
    are rows that the form has besides those the outline was written for: they are told at the end, if
    nowhere else."""
    written = _outline(tomllib.loads(own)) if own else _written().get(form.slug)
    if written is None:
        return _from_sections(form)
    return _with_more(written, form, added)


def _with_more(written: ReportOutline, form: Form, added: Sequence[str]) -> ReportOutline:
    """Return an outline that also tells these rows, but for those under a heading that is listed."""
    listed = written.listed
    rows = [row for row in map(form.by_code.__getitem__, added) if row.parent not in listed]
    texts = tuple(row.code for row in rows if keeps_words(row))
    figures = tuple(row.code for row in rows if row.cells and not form.children(row.code))
    more = (ReportSection(say("word.more_rows"), rows=figures),) if figures else ()
    return ReportOutline((*written.passages, *more), (*written.gathered, *texts))


@cache
def _written() -> dict[str, ReportOutline]:
    found = {}
    for file in resources.files("bot.exports").joinpath("outlines").iterdir():
        if file.name.endswith(".toml"):
            body = tomllib.loads(file.read_text(encoding="utf-8"))
            found.update(dict.fromkeys(body["forms"], _outline(body)))
    return found


def _outline(body: dict[str, Any]) -> ReportOutline:
    passages = tuple(
        ReportSection(
            each["title"],
            each.get("lead", ""),
            tuple(each.get("parts", ())),
            tuple(each.get("list", ())),
        )
        for each in body["section"]
    )
    return ReportOutline(passages, tuple(body.get("gather", ())))


def faults_of(text: str, forms: Sequence[Form]) -> list[str]:
    """Return what is wrong with a coordinator's own outline: no TOML, no section, or names of rows and cells
    that none of the forms has."""
    try:
        outline = _outline(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        return [say("outline.broken", reason=str(error))]
    cells = {row.code: row.cells for form in forms for row in form.rows}
    unknown = sorted({*outline.listed, *outline.gathered} - cells.keys())
    unknown += sorted(
        f"{{{code}.{cell}}}" for code, cell in outline.fields if cell not in cells.get(code, ())
    )
    return [say("outline.unknown", name=name) for name in unknown]


def as_toml(outline: ReportOutline) -> str:
    """Return an outline as the file that a coordinator may change."""
    lines = [*(f"# {line}" for line in say("outline.how").splitlines()), ""]
    lines.append(f"gather = {json.dumps(outline.gathered, ensure_ascii=False)}")
    for passage in outline.passages:
        lines += ["", "[[section]]", f"title = {json.dumps(passage.title, ensure_ascii=False)}"]
        told = (("lead", passage.lead), ("parts", passage.parts), ("list", passage.listed))
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in told if value
        ]
    return "\n".join(lines) + "\n"


def _from_sections(form: Form) -> ReportOutline:
    """Return a part a section: its head's own figure as a sentence, and a line for each row below it."""
    texts = tuple(row.code for row in form.rows if keeps_words(row))
    passages = tuple(
        ReportSection(
            section.head.name,
            parts=_own_part(section.head, named=bool(form.children(section.code))),
            listed=(section.code,) if form.children(section.code) else (),
        )
        for section in form.sections
        if section.code not in texts
    )
    return ReportOutline(passages, texts)


def _own_part(row: Indicator, *, named: bool) -> tuple[str, ...]:
    """Return `Các lớp: {1.count} lớp`, for a row that has a figure of its own; without the name where that
    is all the heading above it says."""
    if not row.cells:
        return ()
    fields = [f"{{{row.code}.{cell}}} {_word(row, cell)}".rstrip() for cell in row.cells]
    name = row.name.translate(str.maketrans("{}[]", "()()")) + ": " if named else ""
    return (f"{name}{fields[0]}" + "".join(f"[, {each}]" for each in fields[1:]),)


def _word(row: Indicator, cell: Cell) -> str:
    return row.word_for(cell).translate(str.maketrans("{}[]", "()()"))


def sentence(passage: ReportSection, numbers: SectionNumbers) -> str:
    """Return the passage's sentence with its lead and full stop; empty where no figure is above 0."""
    text = joined_parts(passage, numbers)
    if not text:
        return ""
    whole = f"{passage.lead} {text}." if passage.lead else f"{text}."
    return whole[0].upper() + whole[1:]


def joined_parts(passage: ReportSection, numbers: SectionNumbers) -> str:
    """Return the parts that have something to say, separated by semicolons."""
    told = (_told(part, numbers) for part in passage.parts)
    return "; ".join(filter(None, told))


def _told(part: str, numbers: SectionNumbers) -> str:
    def filled(text: str) -> str:
        if not all(numbers.of(code, Cell(cell)) for code, cell in FIELD.findall(text)):
            return ""
        return FIELD.sub(lambda found: numbers.shown(found[1], Cell(found[2])), text)

    outside = OPTIONAL.sub("", part)
    if not filled(outside):
        return ""
    return filled(_resolved(part, filled))


def _resolved(part: str, filled: Callable[[str], str]) -> str:
    return OPTIONAL.sub(lambda found: filled(found[1]), part)


def lines(passage: ReportSection, numbers: SectionNumbers) -> list[str]:
    """Return a line for each row below the listed headers that has a figure above 0."""
    told = ((row, _figures_in_words(row, numbers)) for row in _lined(passage, numbers))
    return [say("word.row", name=row.name, figures=text) for row, text in told if text]


def _figures_in_words(row: Indicator, numbers: SectionNumbers) -> str:
    known = [
        f"{numbers.shown(row.code, cell)} {_word(row, cell)}".rstrip()
        for cell in row.cells
        if numbers.of(row.code, cell)
    ]
    return ", ".join(known)


def is_known(passage: ReportSection, numbers: SectionNumbers) -> bool:
    """Tell whether any unit gave any figure (0 included) that this passage would tell."""
    return any(numbers.of(code, cell) is not None for code, cell in cells_of(passage, numbers))


def cells_of(passage: ReportSection, numbers: SectionNumbers) -> list[tuple[str, Cell]]:
    """Return the cells that a passage tells of."""
    lined = _lined(passage, numbers)
    return [*passage.fields, *((row.code, cell) for row in lined for cell in row.cells)]


def _lined(passage: ReportSection, numbers: SectionNumbers) -> list[Indicator]:
    """Return the rows that have a line of their own."""
    below = [row for code in passage.listed for row in numbers.form.children(code)]
    return [*below, *(numbers.form.by_code[code] for code in passage.rows)]
