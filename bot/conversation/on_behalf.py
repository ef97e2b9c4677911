"""What a coordinator enters for a unit: read like the unit's own words, stored with its source.

Every entry is shown before it is stored, so that a doubt is one more line to look at, never a guess.
Words for one row may be confirmed with their doubt; of a whole report only what is certain is stored,
and the rest is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import bulk_confirm, navigation, prompts, review
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.report_standing import has_anything
from bot.conversation.review_warnings import oddities
from bot.conversation.state import State
from bot.locale.clarifications import (
    ask_back,
    doubt_sentence,
    range_sentence,
    unused_sentence,
)
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.commands import EnterFor
from bot.model.events import AnswerRecorded, Change, SourceKept
from bot.model.form import Form, Indicator
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status
from bot.reading import Ambiguous, Understood, read_answer
from bot.reading.report import RowRead, read_many


@dataclass(frozen=True, slots=True)
class EntryOnBehalf:
    """What the words come to: `pairs` would be stored, `asked` are rows that were named but not
    understood, with the question; `unused` are words of no row. `text` shows all of it. Where
    nothing can be stored `pairs` is empty and `text` says why."""

    pairs: tuple[tuple[str, Answer], ...]
    text: str
    asked: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()


def read_entry(desk: ReportContext, asked: EnterFor) -> EntryOnBehalf:
    """Return what would be stored of a coordinator's words, each figure with its source."""
    if desk.form is None:
        return EntryOnBehalf((), say("form.none"))
    source = say("board_page.entered_for", source=asked.source)
    if not asked.row:
        return _report(desk, desk.form, asked.text, source)
    row = desk.the_form.find(asked.row)
    if row is None or not row.is_asked:
        return EntryOnBehalf((), say_for(desk.form, "edit.unknown"))
    return _row(desk, row, asked.text, source)


def _row(desk: ReportContext, row: Indicator, text: str, source: str) -> EntryOnBehalf:
    reading = read_answer(row, text)
    match reading:
        case Understood(answer=found):
            pass
        case Ambiguous(candidates=candidates) if candidates:
            found = candidates[0]
        case _:
            return EntryOnBehalf((), doubt_sentence(row, reading))
    found = replace(found, source=source)
    return EntryOnBehalf(((row.code, found),), _shown(desk, row, reading, found))


def _shown(
    desk: ReportContext, row: Indicator, reading: Understood | Ambiguous, found: Answer
) -> str:
    """What would be stored, what stands there now, and what is odd about it."""
    lines = [prompts.echo(row, found)]
    stored = desk.submission.answers.get(row.code)
    if stored is not None:
        lines.append(say("ask.stored", figures=prompts.figures(row, stored)))
    if isinstance(reading, Ambiguous):
        lines.append(doubt_sentence(row, reading))
    elif reading.check == "range":
        lines.append(range_sentence(row, found))
    last = desk.last_year.get(row.code)
    if bulk_confirm.differs_tenfold(found, last) and last is not None:
        figures = prompts.figures(row, last)
        lines.append(say("confirm.tenfold", line=prompts.echo(row, found), last=figures))
    return "\n".join(lines)


def _report(desk: ReportContext, form: Form, text: str, source: str) -> EntryOnBehalf:
    """Rows by their codes, pasted lines, "còn lại không": what is certain, what is asked."""
    known = desk.submission.answers
    many = read_many(form, text, frozenset(known), places=desk.places)
    certain = {
        one.row.code: replace(one.reading.answer, source=source)
        for one in many.rows
        if isinstance(one.reading, Understood) and not _is_tenfold(desk, one)
    }
    asked = [
        (one.row.code, _question(desk, one)) for one in many.rows if one.row.code not in certain
    ]
    for one in many.totals:
        stated, doubts = bulk_confirm.stated_total({**known, **certain}, desk, one, [], [])
        certain.update(dict(stated))
        asked += [(one.row.code, doubt) for doubt in doubts]
    pairs = bulk_confirm.in_form_order(form, tuple(certain.items()))
    lines = bulk_confirm.table(desk, pairs) if pairs else [say("batch.nothing")]
    lines += [say("entry.asked", code=code, question=question) for code, question in asked]
    lines += [say("batch.lost", text=piece) for piece in many.not_understood]
    if many.rest_held:
        lines.append(say("batch.rest_held"))
    left = (text for one in many.rows for text in one.reading.left)
    beside = tuple(dict.fromkeys((*many.unused, *left)))
    if beside:
        lines.append(unused_sentence(beside))
    unused = (*beside, *many.not_understood)
    return EntryOnBehalf(pairs, "\n".join(lines), tuple(asked), unused)


def _is_tenfold(desk: ReportContext, one: RowRead) -> bool:
    last = desk.last_year.get(one.row.code)
    return isinstance(one.reading, Understood) and bulk_confirm.differs_tenfold(
        one.reading.answer, last
    )


def _question(desk: ReportContext, one: RowRead) -> str:
    """What has to be known before the row can be stored."""
    if isinstance(one.reading, Understood):
        last = prompts.figures(one.row, desk.last_year[one.row.code])
        line = prompts.echo(one.row, one.reading.answer)
        return say("confirm.tenfold", line=line, last=last)
    plain = (
        replace(one.reading, candidates=()) if isinstance(one.reading, Ambiguous) else one.reading
    )
    return ask_back(one.row, plain)


def record_entry(desk: ReportContext, asked: EnterFor, entry: EntryOnBehalf) -> tuple[Change, ...]:
    """Return the facts of an entry that was looked at, with the file behind it."""
    own = desk.submission
    facts: tuple[Change, ...] = tuple(
        AnswerRecorded(own.id, code, answer, own.answers.get(code)) for code, answer in entry.pairs
    )
    if asked.file is not None:
        source = say("board_page.entered_for", source=asked.source)
        facts += (SourceKept(own.id, asked.file, source, asked.row),)
    return facts


def send_refusal(desk: ReportContext) -> str:
    """Why a draft cannot be handed in now; empty where it can."""
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return say("sent.awaiting")
    if desk.submission.is_sent and not desk.submission.draft:
        return navigation.status_reply(desk).text
    if desk.form is None:
        return "" if has_anything(desk) else say("form.none")
    return "" if desk.submission.answers else say("review.empty")


def send_preview(desk: ReportContext) -> str:
    """What is missing or odd, as the unit itself would be told; empty when all is well."""
    return oddities(desk) if desk.form is not None else ""


def send(situation: TurnContext, desk: ReportContext) -> Turn:
    """Hand the draft in for the unit, whose people get the receipt; an approver is still asked."""
    done = review.send(situation, desk, State())
    told = tuple(
        NoticeToPeople(
            desk.campaign.id,
            desk.unit.id,
            Role.REPORTER,
            Reply(
                say("unit.sent_for", unit=desk.unit.name, text=reply.text), urgency=Urgency.NOTICE
            ),
        )
        for reply in done.replies
    )
    return replace(done, notices=(*done.notices, *told))
