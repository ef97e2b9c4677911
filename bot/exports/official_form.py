"""The workbook: one unit's official form, or the campaign with its total and its lists.

A unit's sheet has numbers only, no formulas: figures are corrected in the chat, which makes a new
version. The campaign's total carries formulas beside its numbers, see `total_formulas`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.exports import group_sheet, notes_sheet, status_sheet, unit_sheet
from bot.exports.cells import Styles, hide_properties, new_book
from bot.exports.export_progress import stage
from bot.exports.file_metadata import campaign_properties, unit_properties
from bot.exports.official_page import PrintedLine, PrintedPage, paint, written_cells
from bot.exports.sheet_data import CampaignSheet, UnitSheet
from bot.exports.sheet_layout import sheet_names, sheet_title, snapshot_words
from bot.exports.sheet_rows import ListSheet
from bot.exports.template_fill import fill_template, template_cells, unplaced
from bot.exports.template_total import open_filled
from bot.exports.total_formulas import Formulas, UnitList, formulas_of, save_with_formulas
from bot.figures.branch_totals import totals_by_branch, totals_by_kind
from bot.figures.rollup import (
    RollUp,
    RowTotal,
    UnitReport,
    derived_totals,
    roll_up,
    units_by_kind,
)
from bot.locale.dates import moment
from bot.locale.form_text import note_words
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types import row_type, takes_words
from bot.row_types.base import NOTHING, OPEN, Figures, InTotal, Printed

NAMED_AT_MOST = 60  # more units than this are counted here and named in the sheets that follow


def write_unit(sheet: UnitSheet, target: BinaryIO) -> None:
    """Write one unit's form in the official layout, or on the issuing body's own workbook."""
    if sheet.template is not None:
        filled = unit_page(sheet)
        marks = unit_properties(sheet, template_cells(sheet.template, filled.lines))
        target.write(fill_template(sheet.template, filled, marks))
        return
    book, first, styles = _new_book(sheet.form.annex or say("sheet.form"))
    page = unit_page(sheet)
    _keep_unused_empty(first, page, paint(first, styles, page))
    hide_properties(book, unit_properties(sheet, written_cells(page)))
    book.save(target)


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Write the total in the official layout, each unit on a line, the progress and all notes. Where
    kinds of units have forms of their own, the first sheet is the total over all of them, and each
    form has its own besides."""
    grand = sheet.grand
    total = roll_up(grand.form, grand.units)
    lists = sheet_names("units", sheet.parts)
    columns = tuple(
        UnitList(part, list_name, sheet.merged.keys[part.form.slug] if sheet.more else _own(part))
        for part, list_name in zip(sheet.parts, lists, strict=True)
    )
    name, *own_names = sheet_names("total", (grand, *sheet.by_form))
    book, styles, formulas = _begun(sheet, total, columns)
    if name not in formulas:
        formulas[name] = _total_sheet(book, styles, name, grand, total, columns)
    for part, own_name, own in zip(sheet.by_form, own_names, columns, strict=False):
        rolled = roll_up(part.form, part.units)
        alone = replace(own, keys=_own(part))
        formulas[own_name] = _total_sheet(book, styles, own_name, part, rolled, (alone,))
    hide_properties(book, campaign_properties(sheet))
    for done, (part, list_name) in enumerate(zip(sheet.parts, lists, strict=True), start=1):
        with stage(0.1 + 0.25 * done / len(lists)):
            unit_sheet.fill_units(ListSheet(book, list_name), styles, part)
    with stage(0.45):
        status_sheet.fill_status(ListSheet(book, say("sheet.name.progress")), styles, sheet)
    with stage(0.55):
        notes_sheet.fill_notes(ListSheet(book, say("sheet.name.notes")), styles, sheet)
    _groups(book, styles, sheet, total)
    with stage(1.0):
        save_with_formulas(book, formulas, target)


def _groups(book: Workbook, styles: Styles, sheet: CampaignSheet, total: RollUp) -> None:
    """Write a sheet of the totals by kind and one by branch, where there are several of them."""
    grand = sheet.grand
    every = (say("sheet.all_kinds"), total)
    if len(units_by_kind(grand.units)) > 1:
        kinds = totals_by_kind(grand.form, grand.units, sheet.made_from, sheet.joint)
        named = [(kind or say("word.no_kind"), rolled) for kind, rolled in kinds.items()]
        own = ListSheet(book, say("sheet.name.kinds"))
        group_sheet.fill_groups(own, styles, grand, [*named, every])
    if branches := totals_by_branch(grand.form, grand.units, sheet.joint):
        names = {unit.unit_code: unit.unit_name for unit in grand.units}
        named = [(names[code], rolled) for code, rolled in branches.items()]
        own = ListSheet(book, say("sheet.name.branches"))
        group_sheet.fill_groups(own, styles, grand, [*named, every])


def _own(part: CampaignSheet) -> dict[str, str]:
    """Return a form's rows by code, as those of a total over this form alone: its own."""
    return {row.code: row.code for row in part.form.rows}


def _total_sheet(
    book: Workbook,
    styles: Styles,
    name: str,
    part: CampaignSheet,
    total: RollUp,
    lists: tuple[UnitList, ...],
) -> Formulas:
    """Draw one total in the official layout; return the formulas of its sums."""
    first = paint(book.create_sheet(name), styles, total_page(part, total))
    rows = {row.code: first + place for place, row in enumerate(part.form.rows)}
    return formulas_of(part.form, total, rows, lists)


def _begun(
    sheet: CampaignSheet, total: RollUp, lists: tuple[UnitList, ...]
) -> tuple[Workbook, Styles, dict[str, Formulas]]:
    """Return an empty workbook, or the issuing body's own with the total filled in as its first sheet."""
    if sheet.template is None:
        book = new_book()
        styles = Styles(book)
        book.remove(book.active)
        return book, styles, {}
    name = say("sheet.name.total")
    book, rows, columns = open_filled(sheet.template, total_page(sheet.grand, total), name)
    formulas = formulas_of(sheet.grand.form, total, rows, lists, columns)
    return book, Styles(book), {name: formulas}


def left_out(sheet: UnitSheet | CampaignSheet) -> tuple[str, ...]:
    """Return codes of rows that have something to say and no place in the issuing body's workbook."""
    if sheet.template is None:
        return ()
    if isinstance(sheet, UnitSheet):
        return unplaced(sheet.template, unit_page(sheet).lines)
    grand = sheet.grand
    lines = total_page(grand, roll_up(grand.form, grand.units)).lines
    own = (line if takes_words(line.row) else replace(line, note="") for line in lines)
    return unplaced(sheet.template, own)  # which units gave no figure is told elsewhere


def _new_book(name: str) -> tuple[Workbook, Worksheet, Styles]:
    book = new_book()
    first = book.active
    first.title = sheet_title(name)
    return book, first, Styles(book)


def _keep_unused_empty(sheet: Worksheet, page: PrintedPage, first: int) -> None:
    """Let cells that a row does not fill take nothing: whoever types there is told so."""
    rule = DataValidation("custom", formula1="FALSE", allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = say("sheet.unused_title"), say("sheet.unused")
    for place, line in enumerate(page.lines, start=first):
        for cell in page.columns.cells:
            if cell not in line.row.cells:
                rule.add(f"{page.columns.letter(cell)}{place}")
    if rule.sqref:
        sheet.add_data_validation(rule)


# --- one unit -----------------------------------------------------------------------------------


def unit_page(sheet: UnitSheet) -> PrintedPage:
    """Return one unit's figures as the official page shows them."""
    derived = derived_totals(sheet.form, sheet.answers)
    lines = tuple(_unit_line(row, sheet, derived.get(row.code)) for row in sheet.form.rows)
    return PrintedPage(
        form=sheet.form,
        title=sheet.form.title_lines(sheet.year),
        above=(say("sheet.unit", unit=sheet.unit_name),),
        lines=lines,
        left=say("sheet.prepared_by"),
        right=say("sheet.head_of_unit"),
        foot=_version_words(sheet),
        code=sheet.code,
    )


def _unit_line(row: Indicator, sheet: UnitSheet, total: Figures | None) -> PrintedLine:
    answer = sheet.answers.get(row.code)
    figures = _written_figures(row, answer) if total is None else total
    return PrintedLine(row, figures, note_words(row, answer))


def _written_figures(row: Indicator, answer: Answer | None) -> Printed:
    """Return the figures as answered: what a total takes of them may be less."""
    if answer is None or answer.state in OPEN:
        return NOTHING
    return row_type(row).printed(row, answer)


def _version_words(sheet: UnitSheet) -> str:
    """Return which version the sheet shows, so that a print-out of a draft is known as one."""
    if not sheet.is_version or sheet.submitted_at is None:
        return say("sheet.draft") if sheet.answers else ""
    at = moment(sheet.submitted_at.astimezone(sheet.tz))
    words = say("sheet.sent", version=sheet.version, at=at)
    return f"{words} {say('sheet.receipt', receipt=sheet.code)}" if sheet.code else words


# --- the total ----------------------------------------------------------------------------------


def total_page(sheet: CampaignSheet, totals: RollUp) -> PrintedPage:
    """Return the sums as the official page shows them, with the missing units named under the table."""
    above = (
        say("sheet.receiver", receiver=sheet.receiver or sheet.issuer),
        say(
            "sheet.made_from",
            counted=len(totals.counted),
            all=len(totals.counted) + len(totals.missing),
            at=moment(sheet.generated_at.astimezone(sheet.tz)),
        ),
    )
    lines = tuple(_total_line(row, totals) for row in sheet.form.rows)
    return PrintedPage(
        form=sheet.form,
        title=sheet.form.title_lines(sheet.year),
        above=above if sheet.receiver or sheet.issuer else above[1:],
        lines=lines,
        below=_missing_words((*totals.missing, *sheet.not_in_totals)),
        left=say("sheet.prepared_by"),
        right=say("sheet.head_of_unit"),
        foot=snapshot_words(sheet),
    )


def _total_line(row: Indicator, totals: RollUp) -> PrintedLine:
    total = totals.totals.get(row.code)
    if total is None:
        return PrintedLine(row)
    parts = [_texts(row, totals), _tally(total)]
    if not takes_words(row):
        parts.append(_gaps(row, total, totals))
    note = "\n".join(filter(None, parts))
    return PrintedLine(row, total.figures, note)


def _texts(row: Indicator, totals: RollUp) -> str:
    """Return what is listed over all units: each unit's words under its name."""
    if row_type(row).in_total is not InTotal.LISTED:
        return ""
    kept = ((unit.unit_name, unit.answers.get(row.code)) for unit in totals.counted)
    texts = [
        say("sheet.unit_text", unit=name, text=said)
        for name, answer in kept
        if answer is not None and (said := row_type(row).said(row, answer))
    ]
    if len(texts) > NAMED_AT_MOST:
        return say("sheet.texts_many", units=len(texts))
    return "\n".join(texts)


def _tally(total: RowTotal) -> str:
    """Return how many units chose each value."""
    return "; ".join(say("sheet.chosen", choice=choice, units=n) for choice, n in total.choices)


def _gaps(row: Indicator, total: RowTotal, totals: RollUp) -> str:
    """Return how many of the units that reported are not in this sum, and why."""
    if row.is_total:
        return ""
    numbers = {
        "sheet.units_retired": total.units_value if row.retired else 0,
        "sheet.units_not_applicable": total.units_not_applicable,
        "sheet.units_pending": total.units_pending,
        "sheet.units_unanswered": totals.left_open(row.code),
    }
    return "; ".join(say(key, units=units) for key, units in numbers.items() if units)


def _missing_words(missing: Sequence[UnitReport]) -> tuple[str, ...]:
    if not missing:
        return ()
    if len(missing) > NAMED_AT_MOST:
        return (say("sheet.missing_many", units=len(missing)),)
    names = "; ".join(unit.unit_name for unit in missing)
    return (say("sheet.missing", units=len(missing), names=names),)
