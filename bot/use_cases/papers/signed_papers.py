"""Signed copies that the office files: with the paper of the register, or the version of a unit's report,
whose code they carry."""

from __future__ import annotations

from pathlib import Path

from bot.conversation import signed_copy
from bot.conversation.context import Turn
from bot.conversation.state import State
from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.events import ReportFileKept
from bot.model.filled_form import PrintedVersion
from bot.model.message import FileRef
from bot.model.optional import sure
from bot.model.paper import Paper, PaperEvent
from bot.model.person import Role, Seat
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign, find_unit
from bot.use_cases.papers import outgoing
from bot.use_cases.turns import file_store, read_upload
from bot.use_cases.turns.load_context import load_desk
from bot.use_cases.turns.process_message import carry_out
from storage import Author, Transaction

WORD = ".docx"


def bind_signed(
    tx: Transaction,
    office: AppContext,
    path: Path,
    code: str,
    author: Author,
    within: Campaign | None = None,
) -> str:
    """Keep a copy with the paper or the version of a code; return what was bound, and whether the figures
    are still those. Raises OperatorError for a code of nobody's, or of another campaign than `within`."""
    paper = tx.papers.with_code(code.strip())
    if paper is not None and within in (None, tx.campaigns.by_id(paper.campaign_id)):
        return _with_paper(tx, office, path, paper, author)
    printed = tx.history.printed_version(code.strip())
    if printed is not None and (within is None or within.slug == printed.campaign):
        return _with_report(tx, office, path, printed, author)
    raise OperatorError(say("paper.unknown", code=code))


def _with_paper(
    tx: Transaction, office: AppContext, path: Path, paper: Paper, author: Author
) -> str:
    kept = file_store.keep_bytes(path.read_bytes(), path.suffix.lower(), office.folder)
    tx.papers.note(paper.id, PaperEvent("signed", author.now, path.name, kept))
    lines = [say("paper.bound", file=path.name, code=paper.code, title=paper.title)]
    if _is_stale(tx, office, paper):
        lines.append(say("paper.stale"))
    if over := _typed_over(office, path, paper):
        lines.append(say("paper.typed_over", count=len(over)))
        lines += [f"– {passage}" for passage in over]
    return "\n".join(lines)


def _typed_over(office: AppContext, path: Path, paper: Paper) -> list[str]:
    """Return the numbers that are others than were made, where a copy can be read: a Word file."""
    if path.suffix.lower() != WORD:
        return []
    return outgoing.changed_numbers(office.folder / paper.path, path)


def _is_stale(tx: Transaction, office: AppContext, paper: Paper) -> bool:
    """Tell whether the total behind a paper fits no more."""
    known = snapshot_status.snapshot_statuses(tx, office, paper.campaign_id)
    own = [each for each in known if each.snapshot.number == paper.snapshot]
    return any(each.is_stale for each in own)


def _with_report(
    tx: Transaction, office: AppContext, path: Path, printed: PrintedVersion, author: Author
) -> str:
    """Keep a unit's signed form with its version; one whose figures were changed is no copy of it."""
    campaign = find_campaign(tx, printed.campaign)
    unit = find_unit(tx, campaign, printed.unit_code)
    desk = sure(
        load_desk(tx, office, Seat(0, Role.REPORTER, campaign.id, campaign.title, unit.id))
    )
    assert desk.form is not None
    kept = file_store.keep_bytes(path.read_bytes(), path.suffix.lower(), office.folder)
    size, digest = path.stat().st_size, Path(kept).stem
    file = FileRef(name=path.name, size=size, path=kept, sha256=digest)
    filled = read_upload.read_kept(tx, office.folder, file, desk.form)
    if not signed_copy.says_the_same(desk, filled, printed):
        details = {"file": path.name, "unit": unit.called, "version": printed.version}
        raise OperatorError(say("signed.differs", **details))
    fact = ReportFileKept(desk.submission.id, file, "", printed.version)
    carry_out(tx, office, Turn(State(), (fact,)), author)
    return signed_copy.copy_words(desk, file, printed)
