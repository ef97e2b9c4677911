"""A printed, signed form that came back: bound to the version whose code it carries.

A copy on which figures can be read counts as one only while they are those of that version: a form
whose figures were changed is a correction, whatever code stands on it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import import_diff
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.events import ReportFileKept
from bot.model.filled_form import FilledForm, PrintedVersion
from bot.model.message import FileRef, Incoming, Reply

WORD = ".docx"
TABLES = (".xlsx", ".xls", ".csv", ".doc")  # which nobody signs


def receive(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Keep a signed copy with its version, or refuse another unit's; None for any other file."""
    filled = situation.filled
    if filled is None or filled.printed is None or not incoming.the_file.path:
        return None
    if not _is_own(desk, filled.printed):
        refusal = import_diff.refusal_of(desk, replace(filled, refusal=""))
        return Turn(state, (), (Reply(refusal),))
    printed = copied_version(desk, filled, incoming.the_file)
    if printed is None:
        return None
    file = incoming.the_file
    fact = ReportFileKept(desk.submission.id, file, incoming.text.strip(), printed.version)
    return Turn(state, (fact,), (Reply(copy_words(desk, file, printed)),))


def copied_version(
    desk: ReportContext, filled: FilledForm, file: FileRef
) -> PrintedVersion | None:
    """Return the version of this report that a file is a copy of; None for a form to be read, or one of
    another report."""
    printed = filled.printed
    if printed is None or not _is_own(desk, printed) or not _may_be_signed(desk, file):
        return None
    return printed if says_the_same(desk, filled, printed) else None


def _is_own(desk: ReportContext, printed: PrintedVersion) -> bool:
    return (printed.unit_code, printed.campaign) == (desk.unit.code, desk.campaign.slug)


def _may_be_signed(desk: ReportContext, file: FileRef) -> bool:
    """Tell whether a file may be a signed copy: a Word file, which may as well be filled in anew, only
    where the campaign takes one."""
    name = (file.path or file.name).lower()
    return desk.takes_report_file if name.endswith(WORD) else not name.endswith(TABLES)


def says_the_same(desk: ReportContext, filled: FilledForm, printed: PrintedVersion) -> bool:
    """Tell whether nothing that can be read in a file differs from what was handed in."""
    if filled.refusal:
        return True
    then = replace(desk, submission=replace(desk.submission, answers=printed.answers))
    found = import_diff.compare_with_draft(then, filled)
    return not (found.changes or found.doubts or found.spared)


def copy_words(desk: ReportContext, file: FileRef, printed: PrintedVersion) -> str:
    """Return which version a copy is of, and whether its figures are still those."""
    own = desk.submission
    told = say("signed.kept", name=file.name, version=printed.version, unit=desk.unit.called)
    if own.version == printed.version and not own.draft:
        return told
    key = "signed.draft" if own.version == printed.version else "signed.older"
    return f"{told} {say(key, version=own.version)}"
