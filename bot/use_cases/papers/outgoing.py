"""Papers that leave: made from one total for each addressee, registered, bound to their signed copies, and
looked through when they come back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import OperatorError, UsageError
from bot.exports.correction_letter import CorrectionSheet, write_correction
from bot.exports.issuer import collecting_office, issuer_of
from bot.exports.paper_stamp import stamped
from bot.exports.sheet_data import CampaignSheet
from bot.exports.word_report import write_campaign
from bot.imports.plan_file import open_plan
from bot.imports.printed_marks import code_on
from bot.imports.safe_zip import FileRefused
from bot.locale.say import say
from bot.model.optional import first
from bot.model.paper import Paper, PaperKind
from bot.plans.text_changes import Piece, text_changes
from bot.snapshots import snapshot_status
from bot.snapshots.issue_snapshot import issued_sheet
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.papers.made_bytes import bytes_of
from bot.use_cases.turns import file_store
from storage import Author, Store, Transaction

_NUMBER = re.compile(r"[0-9][0-9.,]*")


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper with the bytes of its file."""

    paper: Paper
    body: bytes


def make_reports(
    store: Store,
    office: AppContext,
    slug: str,
    addressees: Sequence[str],
    author: Author | None = None,
) -> list[MadePaper]:
    """Make the report for each addressee, all from one issued total; without names for those of the
    campaign's file."""
    with store.reading() as tx:
        campaign = find_campaign(tx, slug)
        upward = tx.campaigns.upward(campaign.id)
    author = author or office.command_author()
    sheet = issued_sheet(store, office, campaign.id, "docx", author)
    known = upward.receivers if upward is not None else ()
    names = tuple(addressees) or known or (issuer_of(sheet).superior,)
    number = sheet.snapshot.number if sheet.snapshot is not None else None
    fresh = Paper(0, campaign.body, campaign.id, PaperKind.RESULTS, campaign.title, "", "", "",
                  office.now(), number)  # fmt: skip
    made = [
        marked(office, replace(fresh, addressee=name), _report_for(sheet, name)) for name in names
    ]
    return registered(store, made)


def _report_for(sheet: CampaignSheet, addressee: str) -> bytes:
    return bytes_of(write_campaign, replace(sheet, addressees=tuple(filter(None, [addressee]))))


def make_corrections(
    store: Store, office: AppContext, slug: str, snapshot: int
) -> list[MadePaper]:
    """Make a letter to everybody to whom a total was reported, with what has changed since; raises
    OperatorError for a total that was never issued, or still fits."""
    with store.reading() as tx:
        campaign = find_campaign(tx, slug)
        known = snapshot_status.snapshot_statuses(tx, office, campaign.id)
        standing = first(lambda each: each.snapshot.number == snapshot, known)
        if standing is None:
            raise OperatorError(say("snapshot.unknown", number=snapshot))
        if not standing.is_stale:
            raise OperatorError(say("correction.fits", number=snapshot))
        (difference,) = snapshot_status.differences(tx, office, campaign, [standing])
        papers = tx.papers.of_campaign(campaign.id)
        sent = [
            each for each in papers if each.snapshot == snapshot and each.kind is PaperKind.RESULTS
        ]
    fresh = Paper(0, campaign.body, campaign.id, PaperKind.CORRECTION, campaign.title, "", "",
                  "", office.now(), snapshot)  # fmt: skip
    issuer = collecting_office(campaign.issuer, campaign.receiver)
    made = []
    for told in sent or [fresh]:
        at = office.now().astimezone(office.tz)
        sheet = CorrectionSheet(
            campaign.title, issuer, told.addressee, difference, at, told.number, told.issued
        )
        body = bytes_of(write_correction, sheet)
        made.append(marked(office, replace(fresh, addressee=told.addressee), body))
    return registered(store, made)


def registered(store: Store, made: Sequence[MadePaper]) -> list[MadePaper]:
    """Store papers that were made before: whoever writes an answer meanwhile waits for no document."""
    with store.transaction() as tx:
        return [replace(each, paper=tx.papers.register(each.paper)) for each in made]


def marked(office: AppContext, paper: Paper, body: bytes) -> MadePaper:
    """Print a paper's code on it, and keep its file."""
    code = office.fresh_code().upper()
    printed = stamped(body, code)
    path = file_store.keep_bytes(printed, ".docx", office.folder)
    return MadePaper(replace(paper, code=code, path=path), printed)


def paper_with(tx: Transaction, code: str) -> Paper:
    """Return the paper of a code; OperatorError where there is none."""
    found = tx.papers.with_code(code.strip())
    if found is None:
        raise OperatorError(say("paper.unknown", code=code))
    return found


# -- copies that come back ------------------------------------------------------------------------


def code_of(path: Path, code: str = "") -> str:
    """Return the code that is named, or that a copy carries; OperatorError for none."""
    try:
        found = code or code_on(path)
    except FileRefused as refused:
        raise OperatorError(say(f"file.{refused.reason}")) from None
    if not found:
        raise OperatorError(say("paper.no_code", file=path.name))
    return found


def typed_over(tx: Transaction, office: AppContext, path: Path) -> list[str]:
    """Return the passages of a paper that came back in which a number is another than was made, each as it
    reads now; raises OperatorError for a file that is none of our papers."""
    made_as = paper_with(tx, code_of(path))
    return changed_numbers(office.folder / made_as.path, path)


def changed_numbers(made_as: Path, path: Path) -> list[str]:
    """Return the passages in which a document has another number than that it was made from, each as it
    reads now. Raises OperatorError for one that cannot be read."""
    try:
        made = open_plan(made_as)
        back = open_plan(path)
    except FileRefused as refused:
        raise OperatorError(say(f"file.{refused.reason}")) from None
    changes = text_changes([block.text for block in made], [block.text for block in back])
    return [_shown(each.pieces) for each in changes if _numbers_differ(each.pieces)]


def _numbers_differ(pieces: Sequence[Piece]) -> bool:
    """Tell whether what was taken out held a number that was made by the program."""
    gone = " ".join(piece.text for piece in pieces if piece.is_gone)
    new = " ".join(piece.text for piece in pieces if piece.is_new)
    return bool(_NUMBER.search(gone)) and _NUMBER.findall(gone) != _NUMBER.findall(new)


def _shown(pieces: Sequence[Piece]) -> str:
    """Return a passage with what was taken out and put in."""
    texts = [
        say("paper.gone", text=piece.text.strip())
        if piece.is_gone
        else say("paper.new", text=piece.text.strip())
        if piece.is_new
        else piece.text
        for piece in pieces
    ]
    return " ".join(" ".join(texts).split())[:400]


def check_out(out: Path) -> None:
    """Make the folder for papers where it is not there; raise UsageError where nothing can be made."""
    if out.is_file() or not out.resolve().parent.is_dir():
        raise UsageError(say("file.no_folder", file=out))
    out.mkdir(mode=0o700, exist_ok=True)
