"""Totals that leave as documents get a number.

The read that feeds a document and the record of what it was made from are of one database state:
before a number is given, the writer looks whether the same versions still count, and else the
document is read anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.errors import UsageError
from bot.exports.sheet_data import CampaignSheet
from bot.locale.say import say
from bot.model.events import TotalIssued
from bot.model.export_kinds import report_export
from bot.model.optional import first
from bot.model.snapshot import IssuedTotal, SnapshotRef
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.counted_reports import sums_of
from bot.use_cases.campaigns.campaign_setup import find_campaign, find_unit
from bot.use_cases.keeping import loaded_for_good
from bot.use_cases.papers import campaign_export
from bot.use_cases.sending.export_messages import announce_export
from storage import Author, Store, Transaction

TRIES = 3


def export_file(
    store: Store,
    office: AppContext,
    slug: str,
    unit_code: str | None,
    out: Path,
    addressee: str | None = None,
) -> str:
    """Write one campaign (or one unit of it) in the format of the file's ending, for one of its
    addressees or for all; return what is to be told besides."""
    loaded_for_good.search_seldom()
    export = report_export(out.name)
    with store.reading() as tx:
        campaign = find_campaign(tx, slug)
        if unit_code is not None:
            find_unit(tx, campaign, unit_code)
        if addressee:
            addressee = _known_addressee(tx, campaign.id, addressee)
        is_total = unit_code is None and export.is_numbered
        sheet = None if is_total else campaign_export.campaign_sheet(tx, office, campaign)
    if sheet is None:
        author = office.command_author()
        sheet = issued_sheet(store, office, campaign.id, export.ending, author)
    if addressee:
        sheet = replace(sheet, addressees=(addressee,))
    campaign_export.write_file(export, sheet, unit_code, out)
    return announce_export(sheet if unit_code is None else sheet.unit_sheet(unit_code), export)


def _known_addressee(tx: Transaction, campaign_id: int, name: str) -> str:
    """Return one of the campaign's receivers as it is written there; any name where none are set."""
    upward = tx.campaigns.upward(campaign_id)
    receivers = upward[1] if upward is not None else ()
    plain = " ".join(name.split())
    found = first(lambda receiver: receiver.casefold() == plain.casefold(), receivers)
    if found is None and receivers:
        known = "; ".join(receivers)
        raise UsageError(say("export.unknown_addressee", name=plain, known=known))
    return found or plain


def issued_sheet(
    store: Store, office: AppContext, campaign_id: int, kind: str, author: Author
) -> CampaignSheet:
    """Return a campaign as it is to be printed, with the number it is issued under. For processes beside
    the conversations: it writes in a short transaction of its own."""
    for left in reversed(range(TRIES)):
        with store.reading() as tx:
            campaign = tx.campaigns.by_id(campaign_id)
            sheet = campaign_export.campaign_sheet(tx, office, campaign)
            used = tx.snapshots.counted(campaign_id)
        total = IssuedTotal(used, sums_of(sheet))
        by = replace(author, now=sheet.generated_at)
        with store.transaction() as tx:
            mark = _keep(tx, campaign_id, total, kind, by, left)
        if mark is not None:
            return replace(sheet, snapshot=mark)
    raise AssertionError("the last try always keeps")


def _keep(
    tx: Transaction, campaign_id: int, total: IssuedTotal, kind: str, author: Author, tries: int
) -> SnapshotRef | None:
    """Return the total's number; None where other versions count already and it should be read anew."""
    if tries and tx.snapshots.counted(campaign_id) != total.used:
        return None
    mark = tx.snapshots.keep(campaign_id, total, kind, author.person_id, author.now)
    tx.audit.write([TotalIssued(campaign_id, mark.number, kind)], author, campaign_id)
    return mark
