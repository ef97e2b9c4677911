"""Exports: one consistent read -> one file, made by a function of plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.domain.campaign import Campaign
from bot.domain.people import Seat
from bot.domain.rollup import UnitReport
from bot.errors import OperatorError
from bot.exports import EXPORTS
from bot.exports.model import CampaignSheet, UnitPhoto, UnitSheet
from bot.services.enrol import find_campaign, find_unit
from bot.services.office import Office
from bot.services.situations import load_desk
from bot.wording.deadline_words import last_instant_in_words
from bot.wording.say import say
from storage import Transaction, UnitView

ENDINGS = tuple(EXPORTS)


def progress_rows(tx: Transaction, office: Office, slug: str) -> list[dict[str, Any]]:
    """The board as the contract's JSON, one object a unit."""
    campaign = find_campaign(tx, slug)
    rows = []
    for view in tx.views.board(campaign.id):
        form = office.shelf.get(tx, campaign.form_for(view.unit.kind))
        at = view.submitted_at
        rows.append(
            {
                "unit_code": view.unit.code,
                "unit_name": view.unit.name,
                "state": view.status.value,
                "answered": view.answered,
                "total": len(form.questions) if form is not None else 0,
                "version": view.version,
                "draft": view.draft,
                "submitted_at": at.astimezone(office.tz).isoformat() if at else None,
                "late_days": view.late_days,
                "photos": view.photos,
                "contacts": [person.name for person in view.contacts],
            }
        )
    return rows


def campaign_sheet(tx: Transaction, office: Office, campaign: Campaign) -> CampaignSheet:
    """Everything an export of a campaign needs, read in one transaction."""
    form = office.shelf.get(tx, campaign.form_for(""))
    if form is None:
        form = next(
            (found for _, slug in campaign.forms if (found := office.shelf.get(tx, slug))), None
        )
    if form is None:
        raise OperatorError(say("export.no_form", slug=campaign.slug))
    sent = tx.views.sent_answers(campaign.id)
    return CampaignSheet(
        slug=campaign.slug,
        title=campaign.title,
        form=form,
        units=tuple(
            _report(view, sent.get(view.submission_id, {})) for view in tx.views.board(campaign.id)
        ),
        generated_at=office.now().astimezone(office.tz),
        year=campaign.period_end.year,
        issuer=campaign.issuer,
        receiver=campaign.receiver,
        deadline_words=last_instant_in_words(
            campaign.deadline_phrase, campaign.last_instant, office.tz, False, office.calendar
        ),
        period=(campaign.period_start, campaign.period_end),
        photos=tuple(
            UnitPhoto(unit.code, unit.name, photo)
            for unit, photo in tx.views.photos(campaign.id)
        ),
        folder=office.folder,
        tz=office.tz,
    )


def _report(view: UnitView, answers: Any) -> UnitReport:
    return UnitReport(
        unit_code=view.unit.code,
        unit_name=view.unit.name,
        kind=view.unit.kind,
        state=view.status,
        version=view.version,
        submitted_at=view.submitted_at,
        late_days=view.late_days,
        answers=answers,
        photos=view.photos,
        contacts=tuple(person.name for person in view.contacts),
        answered=view.answered,
        draft=view.draft,
    )


def export_file(
    tx: Transaction, office: Office, slug: str, unit_code: str | None, out: Path
) -> None:
    """Write one campaign (or one unit of it) in the format of the file's ending."""
    campaign = find_campaign(tx, slug)
    if unit_code is not None:
        find_unit(tx, campaign, unit_code)
    sheet = campaign_sheet(tx, office, campaign)
    export = EXPORTS[out.suffix.lower()]
    try:
        with out.open("wb") as target:
            if unit_code is None:
                export.write(sheet, target)
            else:
                export.write_unit(sheet, unit_code, target)
    except OSError as error:
        raise OperatorError(say("file.not_writable", file=out, reason=error.strerror)) from None


def unit_sheet(tx: Transaction, office: Office, seat: Seat) -> UnitSheet:
    """The official form of one unit with its draft as it stands."""
    desk = load_desk(tx, office, seat)
    if desk is None or desk.form is None:
        raise OperatorError(say("form.none"))
    submission = desk.submission
    return UnitSheet(
        form=desk.form,
        unit_name=desk.unit.name,
        answers=submission.answers,
        year=desk.campaign.period_end.year,
        version=submission.version,
        draft=not submission.is_sent or submission.draft,
        submitted_at=submission.submitted_at,
        receipt=desk.receipt,
        tz=office.tz,
        unit_code=desk.unit.code,
        campaign=desk.campaign.slug,
    )
