"""Hidden properties of the files we hand out: a copy that comes back says whose it is, and which
rows stand as they were printed. A copy that lost them is read all the same."""

from __future__ import annotations

from collections.abc import Iterable

from bot.exports.cells import NOT_IN_XML
from bot.exports.sheet_data import CampaignSheet, UnitSheet
from bot.model import filled_form


def unit_properties(sheet: UnitSheet, cells: Iterable[filled_form.Cells]) -> dict[str, str]:
    """For one unit's form; `cells` are what stands in each printed row, in form order."""
    printed = ((*figures, NOT_IN_XML.sub("", note)) for *figures, note in cells)
    about = {
        filled_form.FORM: sheet.form.slug,
        filled_form.CAMPAIGN: sheet.campaign,
        filled_form.UNIT: sheet.unit_code,
        filled_form.CODE: sheet.code,
    }
    return {name: text for name, text in about.items() if text} | filled_form.mark_printed(printed)


def campaign_properties(sheet: CampaignSheet) -> dict[str, str]:
    """For a campaign's workbook, whose figures belong to no single unit."""
    about = {
        filled_form.FORM: sheet.form.slug,
        filled_form.CAMPAIGN: sheet.slug,
        filled_form.UNIT: filled_form.EVERY_UNIT,
    }
    if sheet.snapshot is not None:
        about[filled_form.SNAPSHOT] = str(sheet.snapshot.number)
    return about
