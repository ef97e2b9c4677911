"""Hidden properties of the files we hand out: a copy that comes back says whose it is, and which
rows stand as they were printed. A copy that lost them is read all the same."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain import filled
from bot.exports.cells import NOT_IN_XML
from bot.exports.model import CampaignSheet, UnitSheet


def unit_properties(sheet: UnitSheet, cells: Iterable[filled.Cells]) -> dict[str, str]:
    """For one unit's form; `cells` are what stands in each printed row, in form order."""
    printed = ((count, people, NOT_IN_XML.sub("", note)) for count, people, note in cells)
    about = {
        filled.FORM: sheet.form.slug,
        filled.CAMPAIGN: sheet.campaign,
        filled.UNIT: sheet.unit_code,
    }
    return {name: text for name, text in about.items() if text} | filled.mark_printed(printed)


def campaign_properties(sheet: CampaignSheet) -> dict[str, str]:
    """For a campaign's workbook, whose figures belong to no single unit."""
    about = {
        filled.FORM: sheet.form.slug,
        filled.CAMPAIGN: sheet.slug,
        filled.UNIT: filled.EVERY_UNIT,
    }
    if sheet.snapshot is not None:
        about[filled.SNAPSHOT] = str(sheet.snapshot.number)
    return about
