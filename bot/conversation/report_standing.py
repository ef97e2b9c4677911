"""How a report without a form stands: what has come, what is still owed, how to send it."""

from __future__ import annotations

from bot.conversation import prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.navigation import after
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.answer import NARRATIVE
from bot.model.events import Change
from bot.model.message import Reply
from bot.model.submission import Status

SHOWN = 300  # signs of the unit's words that are repeated in chat


def stand(
    desk: ReportContext, state: State, changes: tuple[Change, ...] = (), lead: str = ""
) -> Turn:
    """Return what has come, what is still owed, and how to send it."""
    desk = after(desk, changes)
    state = state.at(Stage.IDLE, row="", section="", proposal=())
    may_send = has_anything(desk) and (not desk.submission.is_sent or desk.submission.draft)
    choices = (prompts.button(desk, state, "send"),) if may_send else ()
    return Turn(state, changes, (Reply(_standing(desk, may_send), lead=lead, choices=choices),))


def _standing(desk: ReportContext, may_send: bool) -> str:
    if not has_anything(desk):
        if not desk.asks_anything:
            return say("no_form.nothing_asked")
        return "\n".join([say("no_form.head"), *desk.wanted, say("no_form.how")])
    lines = [say("no_form.has", parts=", ".join(_parts(desk)))]
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return "\n".join([*lines, say("sent.awaiting")])
    if desk.submission.status is Status.RETURNED:
        lines.append(say("no_form.returned", reason=desk.submission.returned_reason))
    if desk.submission.is_sent:
        details = {"version": desk.submission.version, "receipt": desk.receipt}
        lines.append(say("no_form.sent", **details))
    lines += desk.wanted
    if may_send:
        lines.append(say("no_form.send"))
    return "\n".join(lines)


def over_text(desk: ReportContext) -> str:
    """Return why nothing is taken any more: the campaign is over, or an accepted total holds the report."""
    if desk.lock is not None and not desk.campaign.state.is_over:
        return say("branch.locked", unit=desk.unit.name, above=desk.lock.by)
    return say(f"campaign.{desk.campaign.state}", campaign=desk.campaign.title)


def has_anything(desk: ReportContext) -> bool:
    own = desk.submission
    return bool(own.answers or own.photos or own.report_files)


def _parts(desk: ReportContext) -> list[str]:
    """Return everything that came, in words."""
    own = desk.submission
    parts = []
    if own.report_files:
        parts.append(say("no_form.files", count=own.report_files))
    if own.photos:
        parts.append(say("no_form.photos", count=len(own.photos)))
    words = own.answers.get(NARRATIVE)
    if words is not None:
        parts.append(say("no_form.words", words=shortened(words.text)))
    return parts


def shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"


def summary(desk: ReportContext) -> str:
    """Return everything that came, for people who look at the report; the unit's words in full."""
    words = desk.submission.answers.get(NARRATIVE)
    parts = _parts(desk) if words is None else [*_parts(desk)[:-1], words.text]
    return "\n".join(parts) or say("no_form.empty_so_far")
