"""Exports: one consistent read -> one file, made by a function of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from bot.errors import OperatorError
from bot.exports import write_campaign, write_unit
from bot.exports.progress_picture import ProgressSheet
from bot.exports.reminder_letter import LetterSheet
from bot.exports.sheet_data import (
    Before,
    CampaignSheet,
    ReportFile,
    SourceFile,
    UnitPhoto,
    UnitSheet,
)
from bot.figures.branch_totals import told_by_kind
from bot.figures.merged_form import same_rows
from bot.figures.rollup import Standing, UnitReport, roll_up
from bot.item_types import item_type
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.export_kinds import Export
from bot.model.form import Form
from bot.model.obligations import Obligation
from bot.model.person import Seat
from bot.model.unit_tree import unit_tree
from bot.put_in_place import put_in_place
from bot.row_types.base import Figures
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.comparison import campaign_before
from bot.use_cases.board.counted_reports import made_from, reports_sheet
from bot.use_cases.board.owed_items import item_in_progress, obligations_in, owed_on
from bot.use_cases.board.year_before import whence
from bot.use_cases.campaigns.campaign_setup import find_campaign, find_unit
from bot.use_cases.campaigns.form_templates import load_template
from bot.use_cases.campaigns.forms_in_use import question_counts
from bot.use_cases.papers.campaign_outline import own_outline
from bot.use_cases.papers.upward_report import upward_of
from bot.use_cases.turns.load_context import load_desk
from storage import Transaction, UnitRecord


def progress_rows(
    tx: Transaction, office: AppContext, slug: str, branch: str = ""
) -> list[dict[str, Any]]:
    """Return the board as the contract's JSON, one object a unit; with `branch` only the unit of that code
    and those below it."""
    campaign = find_campaign(tx, slug)
    total = question_counts(tx, office, campaign)
    views = tx.views.board(campaign.id)
    codes = {view.unit.code for view in views}
    if branch:
        top = find_unit(tx, campaign, branch)
        codes = set(unit_tree(view.unit for view in views).branch(top.code))
    return [
        _progress_row(office, view, owed, total(view.unit.kind))
        for view, owed in owed_on(tx, office, campaign, views)
        if view.unit.code in codes
    ]


def _progress_row(
    office: AppContext, view: UnitRecord, owed: Sequence[Obligation], total: int
) -> dict[str, Any]:
    at = view.submitted_at
    chased = [each.missing for each in owed if item_type(each.asked).is_chased]
    return {
        "unit_code": view.unit.code,
        "unit_name": view.unit.name,
        "state": view.standing.value,
        "answered": view.answered,
        "total": total,
        "version": view.version,
        "draft": view.draft,
        "submitted_at": at.astimezone(office.tz).isoformat() if at else None,
        "late_days": view.late_days,
        "photos": view.photos,
        "contacts": [person.name for person in view.contacts],
        "parent": view.unit.parent or None,
        "kind": view.unit.kind,
        "items": [item_in_progress(each, office) for each in owed],
        "lacks": list(filter(None, chased)),
    }


def campaign_sheet(tx: Transaction, office: AppContext, campaign: Campaign) -> CampaignSheet:
    """Return everything an export of a campaign needs, read in one transaction. Units whose kind has a form
    of its own stand in a sheet of their own, under `more`."""
    sheet = reports_sheet(tx, office, campaign)
    upward = upward_of(tx, campaign.id)
    return replace(
        sheet,
        made_from=made_from(tx, campaign, sheet),
        before=_before(tx, office, campaign, sheet),
        outline=own_outline(tx, office, campaign),
        addressees=upward.receivers if upward is not None else (),
        upward=upward,
        photos=tuple(
            UnitPhoto(unit.code, unit.called, photo)
            for unit, photo in tx.views.photos(campaign.id)
        ),
        reports=tuple(
            ReportFile(unit.code, unit.called, path, name, at)
            for unit, path, name, at in tx.views.report_files(campaign.id)
        ),
        file_hashes=tx.views.file_hashes(campaign.id),
        obligations=obligations_in(tx, office, campaign),
        receipts=tx.views.receipts(campaign.id),
        sources=tuple(
            SourceFile(unit.code, unit.called, kept.path, kept.name, kept.at, kept.row, kept.words)
            for unit, kept in tx.views.source_files(campaign.id)
        ),
    )


def _before(
    tx: Transaction, office: AppContext, campaign: Campaign, now: CampaignSheet
) -> Before | None:
    """Return the campaign before, over the units that reported in both; None without any. Totals that were
    handed up are looked into, so that a branch is never compared with the figures of its top alone."""
    last = campaign_before(tx.campaigns.beside(campaign), campaign)
    if last is None or not last.forms:
        return None
    then = reports_sheet(tx, office, last)
    earlier, today = _given(tx, last, then), _given(tx, campaign, now)
    compared = _compared(tx, campaign, today, earlier)
    if not compared:
        return None
    goes_on = chain.from_iterable(compared.values())
    figures = _figures(then.grand.form, [earlier[code] for code in goes_on])
    both = [today[code] for code in compared]
    alike = same_rows(then.grand.form, now.grand.form)
    return Before(
        last.period_end.year,
        {code: figure for code, figure in figures.items() if code in alike},
        _figures(now.grand.form, both),
        tuple(unit.unit_name for unit in both),
    )


def _given(tx: Transaction, campaign: Campaign, sheet: CampaignSheet) -> dict[str, UnitReport]:
    """Return by the unit's code what its total takes, each figure with the unit that gave it."""
    grand = sheet.grand
    parts = told_by_kind(grand.form, grand.units, made_from(tx, campaign, sheet), grand.joint)
    return {unit.unit_code: unit for unit in parts}


def _compared(
    tx: Transaction,
    campaign: Campaign,
    today: Mapping[str, UnitReport],
    earlier: Mapping[str, UnitReport],
) -> dict[str, tuple[str, ...]]:
    """Return the units that reported in both campaigns, each with those of then that it alone goes on
    with, where all of them reported, and with the same: its own figures, or a total that it handed up."""
    own = whence(tx.campaigns.members(campaign.id), earlier)
    reported = {code for code, unit in earlier.items() if unit.is_counted}
    counted = [code for code, unit in today.items() if unit.is_counted]
    return {
        code: own[code]
        for code in counted
        if own.get(code) and reported.issuperset(own[code])
        if {earlier[each].standing is Standing.TOTAL for each in own[code]}
        == {today[code].standing is Standing.TOTAL}
    }


def _figures(form: Form, units: Sequence[UnitReport]) -> dict[str, Figures]:
    totals = roll_up(form, units).totals
    return {code: total.figures for code, total in totals.items()}


def write_file(
    export: Export,
    sheet: CampaignSheet | LetterSheet | ProgressSheet,
    unit_code: str | None,
    out: Path,
) -> None:
    """Write what was read: the whole, or one unit of a campaign's figures. Raises OperatorError."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as target:
            if unit_code is None:
                write_campaign(export, sheet, target)
            else:
                assert isinstance(sheet, CampaignSheet)
                write_unit(export, sheet, unit_code, target)
        put_in_place(part, out)
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=out, reason=error.strerror)) from None
    finally:  # what stood there stays until the new file is whole
        with suppress(OSError):
            part.unlink(missing_ok=True)


def unit_sheet(tx: Transaction, office: AppContext, seat: Seat) -> UnitSheet:
    """Return the official form of one unit with its draft as it stands."""
    desk = load_desk(tx, office, seat)
    if desk is None or desk.form is None:
        raise OperatorError(say("form.none"))
    submission = desk.submission
    printed = office.shelf.get(tx, desk.form.slug) or desk.form  # with the rows that are not asked
    return UnitSheet(
        form=printed,
        unit_name=desk.unit.called,
        answers=submission.answers,
        year=desk.campaign.period_end.year,
        version=submission.version,
        draft=not submission.is_sent or submission.draft,
        submitted_at=submission.submitted_at,
        receipt=desk.receipt,
        tz=office.tz,
        unit_code=desk.unit.code,
        campaign=desk.campaign.slug,
        template=load_template(office.folder, printed),
    )
