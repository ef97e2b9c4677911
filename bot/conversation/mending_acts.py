"""A wrong kind, or a wrong unit above, is mended while a campaign runs: what would follow is shown first."""

from __future__ import annotations

from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import CampaignContext, Turn, UnitProgress
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.commands import MendUnit
from bot.model.events import UnitMended
from bot.model.mended_unit import MendedUnit, MendFault, Standing
from bot.model.message import Reply
from bot.model.optional import sure
from bot.model.submission import Status


def check(board: CampaignContext, command: MendUnit) -> Preview | Refusal:
    """Return what would become of the unit's report, or why it cannot be mended so (yet)."""
    roster = sure(board.roster)
    line = board.line_of(command.unit_id)
    if line is None:
        return Refusal(say("board_page.choose_units"))
    found = roster.mended(command)
    if isinstance(found, MendFault):
        known = ", ".join(roster.kinds())
        named = {"unit": line.unit.called, "kind": command.kind or "", "known": known}
        return Refusal(say(f"roster.mend.{found}", **named), wrong_value=True)
    refused = _not_yet(board, line, found)
    if refused:
        return Refusal(refused)
    counts = found.keeps_some and line.submission.version > 0
    lines = _what_follows(found, counts=counts)
    if found.changes_kind and (papers := roster.issued(command.unit_id)):
        lines.append(say("roster.papers", numbers=", ".join(map(str, papers))))
    lines.append(say("roster.mend.others"))
    confirm = say("roster.mend.confirm", unit=line.unit.called, changes=changes_in_words(found))
    own = line.submission
    seen = f"{own.status}:{own.version}:{found.shown}:{sorted(found.back)}"
    return Preview("\n".join([confirm, *(f"– {each}" for each in lines)]), seen)


def _not_yet(board: CampaignContext, line: UnitProgress, found: MendedUnit) -> str:
    """Return what is to be taken back first, because it was made from the report as it stands; "" for
    nothing."""
    roster = sure(board.roster)
    if found.changes_kind and line.standing is Status.ACCEPTED:
        return say("roster.accepted", unit=line.unit.called)
    holders = roster.holders(line.unit.id)
    if holders:
        return say("roster.held", unit=line.unit.called, above=", ".join(holders))
    return ""


def changes_in_words(found: MendedUnit) -> str:
    """Return what is mended: the kind, the unit above, or both."""
    changes = []
    if found.changes_kind:
        kinds = {"before": found.unit.kind or "–", "after": found.mended.kind or "–"}
        changes.append(say("roster.mend.of_kind", **kinds))
    if found.unit.parent != found.mended.parent:
        root = say("roster.mend.no_parent")
        above = {"before": found.before.above or root, "after": found.after.above or root}
        changes.append(say("roster.mend.of_parent", **above))
    return "; ".join(changes)


def _what_follows(found: MendedUnit, *, counts: bool) -> list[str]:
    """Return what is another than before, a line each."""
    lines = [
        say(f"roster.mend.{name}", before=was or "–", after=now or "–")
        for name, was, now in _compared(found.before, found.after)
        if was != now
    ]
    above = found.after.above if found.unit.parent != found.mended.parent else ""
    said = {
        "into": above,
        "asked_sent" if counts else "asked": ", ".join(found.difference.asked),
        "set_aside": "; ".join(found.shown),
        "back": ", ".join(found.back),
    }
    return [
        *lines,
        *(say(f"roster.mend.{name}", rows=rows) for name, rows in said.items() if rows),
    ]


def _compared(before: Standing, after: Standing) -> tuple[tuple[str, str, str], ...]:
    return (
        ("form", before.form, after.form),
        ("deadline", before.deadline, after.deadline),
        ("owed", ", ".join(before.owed), ", ".join(after.owed)),
    )


def carry_out(board: CampaignContext, command: MendUnit) -> Turn:
    """Return the fact of what `check` allowed, with the sentence that says so."""
    roster = sure(board.roster)
    found = roster.mended(command)
    line = board.line_of(command.unit_id)
    assert isinstance(found, MendedUnit)
    assert line is not None
    unit, mended = found.unit, found.mended
    fact = UnitMended(
        board.campaign.id, line.submission.id, unit.id, unit.code,
        unit.kind, mended.kind, unit.parent, mended.parent,
    )  # fmt: skip
    done = say("roster.mend.done", unit=unit.called, changes=changes_in_words(found))
    return Turn(State(), (fact,), (Reply(done),))
