"""How a report without a form stands: what has come, what is still owed, how to send it."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import prompts, written_parts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.navigation import after
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.answer import is_words_of_item
from bot.model.events import Change
from bot.model.message import Reply
from bot.model.submission import Status


def stand(
    desk: ReportContext, state: State, changes: tuple[Change, ...] = (), lead: str = ""
) -> Turn:
    """Return what has come, what is still owed, and how to send it."""
    desk = after(desk, changes)
    part = written_parts.current(desk, state) if state.row else None
    row = part.key if part is not None else ""
    state = state.at(Stage.IDLE, row=row, section="", proposal=())
    may_send = _may_send(desk)
    choices = (prompts.button(desk, state, "send"),) if may_send else ()
    return Turn(
        state, changes, (Reply(_standing(desk, state, may_send), lead=lead, choices=choices),)
    )


def _may_send(desk: ReportContext) -> bool:
    if desk.owes_tasks_alone or not has_anything(desk):
        return False
    return not desk.submission.is_sent or desk.submission.draft


def _standing(desk: ReportContext, state: State, may_send: bool) -> str:
    if desk.owes_tasks_alone:
        return "\n".join([say("standing.alone"), *(desk.wanted or [say("standing.all_done")])])
    if not has_anything(desk):
        if not desk.asks_anything:
            return say("no_form.nothing_asked")
        told = [say("no_form.head"), *desk.wanted, *_where(desk, state), say("no_form.how")]
        return "\n".join(told)
    lines = [say("no_form.has", parts=", ".join(_parts(desk)))]
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return "\n".join([*lines, say("sent.awaiting")])
    if desk.submission.status is Status.RETURNED:
        lines.append(say("no_form.returned", reason=desk.submission.returned_reason))
    if desk.submission.is_sent:
        details = {"version": desk.submission.version, "receipt": desk.receipt}
        lines.append(say("no_form.sent", **details))
    lines += [*desk.wanted, *_where(desk, state)]
    if may_send:
        lines.append(say("no_form.send"))
    return "\n".join(lines)


def _where(desk: ReportContext, state: State) -> list[str]:
    """Return which part is being written, where there are several."""
    part = written_parts.current(desk, state)
    if part is None or len(written_parts.written(desk)) < 2:
        return []
    return [say("part.now", title=written_parts.title_of(desk, part.answer_code))]


def over_text(desk: ReportContext) -> str:
    """Return why nothing is taken any more: the campaign is over, or an accepted total holds the report."""
    if desk.lock is not None and not desk.campaign.state.is_over:
        return say("branch.locked", unit=desk.unit.called, above=desk.lock.by)
    return say(f"campaign.{desk.campaign.state}", campaign=desk.campaign.title)


def has_anything(desk: ReportContext) -> bool:
    own = desk.submission
    return bool(own.answers or own.photos or own.report_files)


def _parts(desk: ReportContext) -> list[str]:
    """Return everything that came, in words."""
    return [*_files_and_photos(desk), *_words(desk, written_parts.shortened)]


def _files_and_photos(desk: ReportContext) -> list[str]:
    own = desk.submission
    parts = []
    if own.report_files:
        parts.append(say("no_form.files", count=own.report_files))
    if own.photos:
        parts.append(say("no_form.photos", count=len(own.photos)))
    return parts


def _words(desk: ReportContext, shown: Callable[[str], str]) -> list[str]:
    """Return the unit's own words, under their titles where there are several parts."""
    several = len(written_parts.written(desk)) > 1
    found = []
    for code, answer in desk.submission.answers.items():
        if is_words_of_item(code) and several:
            title = written_parts.title_of(desk, code)
            found.append(say("part.line", title=title, words=shown(answer.text)))
        elif is_words_of_item(code):
            found.append(say("no_form.words", words=shown(answer.text)))
    return found


def summary(desk: ReportContext) -> str:
    """Return everything that came, for people who look at the report; the unit's words in full."""
    own = desk.submission
    words = [answer.text for code, answer in own.answers.items() if is_words_of_item(code)]
    if len(words) > 1:
        words = _words(desk, str)
    parts = [*_files_and_photos(desk), *words]
    return "\n".join(parts) or say("no_form.empty_so_far")
