"""From an official annex to a form file: the file's text with its doubts, and the template that an
export can fill in later."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from bot.errors import OperatorError, UsageError
from bot.forms.form_loader import builtin_slugs, load_builtin, parse_form
from bot.forms.form_writer import form_to_toml
from bot.imports.annex import AnnexRefused, Doubt
from bot.imports.form_import import ANY_TABLE, ImportedForm, import_form
from bot.imports.statistics_form import TableChoice
from bot.locale.say import say
from bot.model import filled_form
from bot.model.form import Cell, Form, Indicator, Measure
from bot.model.grouping import grouped_by
from bot.model.optional import optional
from bot.vietnamese.normalise import clean, unaccented

TEMPLATES = "templates"  # folder below the data folder: one workbook a form, by its slug
MARKS = "docProps/custom.xml"
OWN_MARK = filled_form.FORM.encode()
NO_MARKS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
GENERATED = re.compile(r"^(?:short|question|gate) = .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """What an import wrote: `template` is None for a document, which is not filled in."""

    imported: ImportedForm
    file: Path
    template: Path | None


def read_annex(path: Path, slug: str, choice: TableChoice = ANY_TABLE) -> ImportedForm:
    """Return the form in an official file; OperatorError with the reason where it cannot be read."""
    try:
        return import_form(path, slug, known_measures(), choice)
    except FileNotFoundError:
        raise UsageError(say("file.missing", file=path)) from None
    except AnnexRefused as refused:
        reason = say(f"form_import.refused.{refused.reason}", **refused.details)
        raise OperatorError(say("form_import.refused", file=path, reason=reason)) from None


def known_measures() -> dict[str, Measure]:
    """Return measures that several rows of the built-in forms share, by their word: general enough for
    another form."""
    uses: Counter[Measure] = Counter(
        measure
        for slug in builtin_slugs()
        for row in load_builtin(slug).rows
        for measure in (row.count, row.people)
        if measure is not None
    )
    found: dict[str, Measure] = {}
    for measure, times in uses.most_common():
        if times > 1:
            found.setdefault(measure.word, measure)
    return found


def slug_for(out: Path) -> str:
    """Return the slug that a file's name gives; never that of a built-in form."""
    slug = re.sub(r"[^a-z0-9]+", "-", unaccented(clean(out.stem))).strip("-") or "bieu"
    return f"{slug}-nhap" if slug in builtin_slugs() else slug


def template_beside(file: Path) -> Path:
    """Return where the official workbook of a form file is kept."""
    return file.with_name(f"{file.stem}.template.xlsx")


def sound_form(text: str, name: str) -> Form:
    """Return the form of a file's text; OperatorError names what is wrong with it."""
    form, faults = parse_form(text, name)
    if form is None:
        raise OperatorError("\n".join(fault.text for fault in faults))
    return form


def write_form(source: Path, imported: ImportedForm, out: Path) -> WrittenForm:
    """Write the form file and, for a workbook, its template beside it; a form that would not pass
    the check is a fault of ours and is not written."""
    text = form_text(imported, source.name)
    sound_form(text, str(out))
    template = template_beside(out)
    is_workbook = _is_workbook(source)
    try:
        out.write_text(text, encoding="utf-8")
        if is_workbook and source.resolve() != template.resolve():
            _copy_template(source, template)
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=out, reason=error.strerror)) from None
    return WrittenForm(imported, out, template if is_workbook else None)


def _copy_template(source: Path, target: Path) -> None:
    """Copy the workbook as it is. One that this program once handed out loses its hidden marks: they
    name the unit it was made for."""
    with zipfile.ZipFile(source) as packed:
        marked = MARKS in packed.namelist() and OWN_MARK in packed.read(MARKS)
        if not marked:
            shutil.copyfile(source, target)
            return
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as clean_copy:
            for entry in packed.infolist():
                body = NO_MARKS if entry.filename == MARKS else packed.read(entry)
                clean_copy.writestr(entry, body)


def _is_workbook(path: Path) -> bool:
    from bot.imports.safe_zip import names_of

    return "xl/workbook.xml" in names_of(path)


def form_text(imported: ImportedForm, source: str) -> str:
    """Return the form as TOML: what was doubtful stands as a comment above its row, and generated words
    are marked."""
    mark = say("form_import.mark")
    body = GENERATED.sub(lambda line: f"{line[0]}  # {mark}", form_to_toml(imported.form))
    head, *rows = body.split("[[row]]\n")
    parts = [_commented(say("form_import.made_from", source=source)), head]
    by_row = grouped_by(attrgetter("row"), imported.doubts)
    general = "".join(map(_comment, by_row.get("", ())))
    for row, part in zip(imported.form.rows, rows, strict=True):
        parts += list(map(_comment, by_row.get(row.code, ())))
        parts.append(f"[[row]]\n{part}")
    return general + "".join(parts)


def _comment(doubt: Doubt) -> str:
    """Return why a row wants a look, as a comment of the file."""
    return _commented(doubt_words(doubt))


def _commented(words: str) -> str:
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
    return f"# {plain}\n"


def doubt_words(doubt: Doubt) -> str:
    """Return why a row wants a look, and what was proposed."""
    return say(f"form_import.doubt.{doubt.reason}", **{"row": doubt.row, **doubt.details})


def tree_lines(form: Form) -> list[str]:
    """Return the rows as a tree with kind and cells, for checking against the paper."""
    depths: dict[str, int] = {}
    lines = []
    for row in form.rows:
        depth = depths.get(row.parent or "", -1) + 1
        depths[row.code] = depth
        unit = f" [{row.measure_label}]" if row.measure_label else ""
        cells = "+".join(_cell_name(row, cell) for cell in row.cells)
        kind = say(f"form_import.kind.{row.kind}")
        what = f"{kind}: {cells}" if cells else kind
        lines.append(f"{'  ' * depth}{row.code:<6}{row.label}{unit} → {what}")
    return lines


def _cell_name(row: Indicator, cell: Cell) -> str:
    """Return the name of a column that the form declares, else which of the two it is."""
    measure = row.measure(cell) if row.columns else None
    return measure.word if measure is not None else say(f"form_import.cell.{cell}")


def keep_template(folder: Path, slug: str, form_file: Path | None) -> None:
    """Keep the official workbook that lies beside a form file in the data folder; one of an
    earlier version that has none any more is put aside, because it shows other rows. A built-in
    form has no file and no template."""
    kept = folder / TEMPLATES / f"{slug}.xlsx"
    beside = optional(template_beside, form_file)
    if beside is not None and beside.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(beside, kept)
    elif kept.is_file():
        kept.replace(kept.with_suffix(".old"))
