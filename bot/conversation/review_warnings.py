"""What is missing or looks odd in a report, named once before it is sent."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import prompts
from bot.conversation.context import ReportContext
from bot.conversation.unusual_figures import without_reason
from bot.figures.warnings import findings
from bot.item_types import ledger
from bot.item_types.entries import EntriesType
from bot.locale.entry_words import beside_row
from bot.locale.say import say
from bot.locale.warning_words import finding_sentence
from bot.reading.entry_lines import read_entries


def what_is_odd(desk: ReportContext, untaken: Sequence[str]) -> str:
    """Return what is missing or odd, and the words that send all the same; empty when all is well.
    `untaken` are sentences about what was told and not stored."""
    odd = "\n".join(filter(None, (*untaken, oddities(desk))))
    return f"{odd}\n\n{say('warn.send')}" if odd else ""


def oddities(desk: ReportContext) -> str:
    """Open rows by name, findings with their reason, missing photos; empty when all is well."""
    lines: list[str] = []
    open_rows = prompts.open_rows(desk)
    if open_rows:
        lines.append(say("warn.open", count=len(open_rows)))
        lines += [f"– {row.code}: {row.name}" for row in open_rows]
    waiting = desk.left_waiting() if desk.left_waiting is not None else ()
    return "\n".join([*lines, *_besides(desk), *waiting])


def in_brief(desk: ReportContext) -> str:
    """Return the same without the names of open rows, which the short summary gives by their codes."""
    lines = _besides(desk)
    missing = len(prompts.open_rows(desk))
    if missing:
        lines.insert(0, say("warn.open_brief", count=missing))
    return "\n".join(lines)


def _besides(desk: ReportContext) -> list[str]:
    """Return findings with their reason, missing photos and files, a report of nothing."""
    lines: list[str] = []
    if desk.unmended:
        lines.append(_unmended(desk))
    lines += _typed(desk)
    odd = findings(desk.the_form, desk.submission.answers, desk.unit.kind)
    if odd:
        lines.append(say("warn.odd"))
        lines += [f"– {finding_sentence(finding)}" for finding in odd]
    lines += [
        say("warn.reason", code=code, asked=asked) for code, asked in without_reason(desk).items()
    ]
    lines += [*_lists_beside_rows(desk), *desk.wanted]
    if all_nil(desk):
        lines.append(say("warn.all_nil"))
    return lines


def _lists_beside_rows(desk: ReportContext) -> list[str]:
    """Return how the money of a list (donations) differs from what the row beside it says."""
    told = []
    for asked in ledger.asked_of(desk.campaign, desk.unit):
        kept = desk.submission.answers.get(asked.answer_code)
        beside = desk.submission.answers.get(asked.row)
        if asked.type != EntriesType.name or kept is None or beside is None:
            continue
        found, amount = read_entries(kept.text), beside.count or 0
        if found.money not in (None, amount):
            told.append(beside_row(found, asked.row, amount))
    return told


def _typed(desk: ReportContext) -> list[str]:
    """Return what was typed into the table and is not stored, because it is doubtful."""
    texts = desk.typed() if desk.typed is not None else ()
    if not texts:
        return []
    said = "; ".join(f"{code}: “{text[:80]}”" for code, text in texts)
    return [say("warn.typed", said=said)]


def _unmended(desk: ReportContext) -> str:
    """Return what the report was sent back for, where nothing was changed since."""
    rows, reason = desk.unmended_rows, desk.submission.returned_reason
    key = "warn.row_unmended" if rows else "warn.unmended"
    return say(key, code=", ".join(rows), reason=reason)


def all_nil(desk: ReportContext) -> bool:
    """Return nothing above zero anywhere: sending it is an attestation."""
    return not any(answer.is_above_zero for answer in desk.submission.answers.values())
