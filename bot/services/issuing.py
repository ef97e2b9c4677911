"""Totals that leave as documents get a number.

The read that feeds a document and the record of what it was made from are of one database state:
before a number is given, the writer looks whether the same versions still count, and else the
document is read anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.change import TotalIssued
from bot.domain.snapshot import IssuedTotal, Mark, Sums, add_up
from bot.exports.model import CampaignSheet
from bot.services import publish
from bot.services.enrol import find_campaign, find_unit
from bot.services.handing import handing_words
from bot.services.office import Office
from bot.wording.say import say
from storage import Author, Store, Transaction

KINDS = ("xlsx", "docx")  # documents that people hand on; data for programs get no number
TRIES = 3


def export_file(
    store: Store, office: Office, slug: str, unit_code: str | None, out: Path
) -> str:
    """Write one campaign (or one unit of it) in the format of the file's ending; what is to be told
    besides."""
    kind = out.suffix.lower().lstrip(".")
    with store.reading() as tx:
        campaign = find_campaign(tx, slug)
        if unit_code is not None:
            find_unit(tx, campaign, unit_code)
        is_total = unit_code is None and kind in KINDS
        sheet = None if is_total else publish.campaign_sheet(tx, office, campaign)
    if sheet is None:
        author = Author(office.now(), actor=say("cli.author"))
        sheet = issued_sheet(store, office, campaign.id, kind, author)
    publish.write_file(sheet, unit_code, out)
    return handing_words(sheet if unit_code is None else sheet.unit_sheet(unit_code), kind)


def issued_sheet(
    store: Store, office: Office, campaign_id: int, kind: str, author: Author
) -> CampaignSheet:
    """A campaign as it is to be printed, with the number it is issued under. For processes beside
    the conversations: it writes in a short transaction of its own."""
    for left in reversed(range(TRIES)):
        with store.reading() as tx:
            campaign = tx.campaigns.by_id(campaign_id)
            sheet = publish.campaign_sheet(tx, office, campaign)
            used = tx.snapshots.counted(campaign_id)
        total = IssuedTotal(used, sums_of(sheet))
        by = replace(author, now=sheet.generated_at)
        with store.transaction() as tx:
            mark = _keep(tx, campaign_id, total, kind, by, left)
        if mark is not None:
            return replace(sheet, snapshot=mark)
    raise AssertionError("the last try always keeps")


def sums_of(sheet: CampaignSheet) -> dict[str, Sums]:
    """Form -> the sums of all its rows."""
    return {
        part.form.slug: add_up(part.form, (unit.answers for unit in part.units))
        for part in sheet.parts
    }


def _keep(
    tx: Transaction, campaign_id: int, total: IssuedTotal, kind: str, author: Author, tries: int
) -> Mark | None:
    """The total's number; None where other versions count already and it should be read anew."""
    if tries and tx.snapshots.counted(campaign_id) != total.used:
        return None
    mark = tx.snapshots.keep(campaign_id, total, kind, author.person_id, author.now)
    tx.audit.write([TotalIssued(campaign_id, mark.number, kind)], author, campaign_id)
    return mark
