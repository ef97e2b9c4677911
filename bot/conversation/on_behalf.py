"""What a coordinator enters for a unit: read like the unit's own words, stored with its source.

Every entry is shown before it is stored, so that a doubt is one more line to look at, never a guess.
Words for one row may be confirmed with their doubt; of a whole report only what is certain is stored,
and the rest is listed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import (
    bulk_confirm,
    navigation,
    prompts,
    rest_words,
    review,
    written_parts,
)
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.photo_talk import REPORT_ENDINGS
from bot.conversation.report_standing import has_anything
from bot.conversation.review_warnings import oddities
from bot.conversation.state import State
from bot.conversation.unusual_figures import is_far_from_last_year
from bot.locale.clarifications import (
    ask_plainly,
    doubt_sentence,
    lost,
    range_sentence,
    unused_sentence,
)
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.commands import EnterFor
from bot.model.events import AnswerRecorded, Change, ReportFileKept, SourceKept
from bot.model.filled_form import PrintedVersion
from bot.model.form import Form, Indicator
from bot.model.message import Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status
from bot.reading import Ambiguous, Understood, read_answer
from bot.reading.report import ManyRows, RowRead, read_many


@dataclass(frozen=True, slots=True)
class EntryOnBehalf:
    """What the words come to: `pairs` would be stored, `asked` are rows that were named but not
    understood, with the question; `unused` are words of no row; `copy` is the version that a signed
    copy is kept with. `text` shows all of it. Where nothing can be stored, `text` says why."""

    pairs: tuple[tuple[str, Answer], ...]
    text: str
    asked: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()
    copy: PrintedVersion | None = None
    is_report: bool = False  # the file is the unit's own report, where no form is filled

    @property
    def has_any(self) -> bool:
        """Return whether something would be stored."""
        return bool(self.pairs) or self.copy is not None or self.is_report


def read_entry(desk: ReportContext, asked: EnterFor) -> EntryOnBehalf:
    """Return what would be stored of a coordinator's words, each figure with its source."""
    source = say("board_page.entered_for", source=asked.source)
    if desk.form is None:
        return _without_form(desk, asked, source)
    if not asked.row:
        return _report(desk, desk.form, asked.text, source, asked.left_out)
    row = desk.the_form.find_question(asked.row)
    if row is None:
        return EntryOnBehalf((), say_for(desk.form, "edit.unknown"))
    return _row(desk, row, asked.text, source)


def _without_form(desk: ReportContext, asked: EnterFor, source: str) -> EntryOnBehalf:
    """Return words of a report without a form, which go on with the first part that has none yet, or the
    unit's own report as a file."""
    text = asked.text
    if not desk.asks_anything:
        return EntryOnBehalf((), say("form.none"))
    if not text.strip():
        name = asked.file.name if asked.file is not None else ""
        is_report = name.lower().endswith(REPORT_ENDINGS)
        told = say("file.report_kept", name=name) if is_report else say("no_form.empty_so_far")
        return EntryOnBehalf((), told, is_report=is_report)
    code = written_parts.code_of(written_parts.current(desk, State()))
    kept = _words_of_part(desk, code, text, source)
    shown = say("part.line", title=written_parts.title_of(desk, code), words=text.strip())
    return EntryOnBehalf((kept,), shown)


def _words_of_part(desk: ReportContext, code: str, text: str, source: str) -> tuple[str, Answer]:
    """Return a part's words with these behind what it said already."""
    _, fact = written_parts.more_words(desk, State(), code, text)
    return code, replace(fact.answer, source=source)


def _part_line(desk: ReportContext, code: str, kept: Answer) -> str:
    words = written_parts.shortened(kept.text)
    return say("part.line", title=written_parts.title_of(desk, code), words=words)


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
    """Return what would be stored, what stands there now, and what is odd about it."""
    lines = [prompts.echo(row, found)]
    stored = desk.submission.answers.get(row.code)
    if stored is not None:
        lines.append(say("ask.stored", figures=prompts.figures(row, stored)))
    if isinstance(reading, Ambiguous):
        lines.append(doubt_sentence(row, reading))
    elif reading.check == "range":
        lines.append(range_sentence(row, found))
    last = desk.last_year.get(row.code)
    if is_far_from_last_year(desk, row, found) and last is not None:
        figures = prompts.figures(row, last)
        lines.append(say("confirm.tenfold", line=prompts.echo(row, found), last=figures))
    return "\n".join(lines)


def _report(
    desk: ReportContext, form: Form, text: str, source: str, left_out: tuple[str, ...]
) -> EntryOnBehalf:
    """Return rows by their codes, pasted lines, "còn lại không": what is certain, what is asked; rows in
    `left_out` are told otherwise elsewhere, and asked."""
    known = desk.submission.answers
    told, text = written_parts.under_titles(desk, text)
    many = read_many(form, text, frozenset(known), places=desk.places)
    read = {row_read.row.code: _certain(desk, row_read, left_out) for row_read in many.rows}
    certain = {
        code: replace(answer, source=source) for code, answer in read.items() if answer is not None
    }
    asked = [
        (row_read.row.code, _question(desk, row_read, left_out))
        for row_read in many.rows
        if row_read.row.code not in certain
    ]
    for row_read in many.totals:
        stated, doubts = bulk_confirm.stated_total({**known, **certain}, desk, row_read, [], [])
        certain.update(dict(stated))
        asked += [(row_read.row.code, doubt) for doubt in doubts]
    pairs = bulk_confirm.in_form_order(form, tuple(certain.items()))
    words = tuple(_words_of_part(desk, code, said, source) for code, said in told.items())
    lines = bulk_confirm.table(desk, pairs) if pairs else []
    lines += [_part_line(desk, code, answer) for code, answer in words]
    lines = lines or [say("batch.nothing")]
    lines += [say("entry.asked", code=code, question=question) for code, question in asked]
    left = (text for row_read in many.rows for text in row_read.reading.left)
    beside = tuple(dict.fromkeys((*many.unused, *left)))
    lines += _not_used(desk, many, beside)
    unused = (*beside, *many.not_understood)
    return EntryOnBehalf((*pairs, *words), "\n".join(lines), tuple(asked), unused)


def _certain(desk: ReportContext, row_read: RowRead, left_out: tuple[str, ...]) -> Answer | None:
    """Return what a row's words say for certain; None where something of it has to be asked."""
    if not isinstance(row_read.reading, Understood) or row_read.row.code in left_out:
        return None
    answer = row_read.reading.answer
    return None if is_far_from_last_year(desk, row_read.row, answer) else answer


def _not_used(desk: ReportContext, many: ManyRows, beside: tuple[str, ...]) -> list[str]:
    """Return what was typed and is stored nowhere."""
    lines = [say("batch.rest_held")] if many.rest_held else []
    lines += [lost(desk.the_form, piece) for piece in rest_words.without_the_rest(desk, many)]
    if beside:
        lines.append(unused_sentence(beside))
    return lines


def _question(desk: ReportContext, row_read: RowRead, left_out: tuple[str, ...]) -> str:
    """Return what has to be known before the row can be stored."""
    if isinstance(row_read.reading, Understood):
        if row_read.row.code in left_out:
            echo = prompts.echo(row_read.row, row_read.reading.answer)
            return say("mail.files_differ", line=echo)
        last = prompts.figures(row_read.row, desk.last_year[row_read.row.code])
        line = prompts.echo(row_read.row, row_read.reading.answer)
        return say("confirm.tenfold", line=line, last=last)
    return ask_plainly(row_read.row, row_read.reading)


def record_entry(desk: ReportContext, asked: EnterFor, entry: EntryOnBehalf) -> tuple[Change, ...]:
    """Return the facts of an entry that was looked at, with the file behind it."""
    own = desk.submission
    facts: tuple[Change, ...] = tuple(
        AnswerRecorded(own.id, code, answer, own.answers.get(code)) for code, answer in entry.pairs
    )
    if asked.file is not None:
        source = say("board_page.entered_for", source=asked.source)
        if entry.copy is not None:
            return (ReportFileKept(own.id, asked.file, source, entry.copy.version),)
        if entry.is_report:
            return (ReportFileKept(own.id, asked.file, source),)
        facts += (SourceKept(own.id, asked.file, source, asked.row),)
    return facts


def send_refusal(desk: ReportContext) -> str:
    """Return why a draft cannot be handed in now; empty where it can."""
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return say("sent.awaiting")
    if desk.submission.is_given:
        return navigation.status_reply(desk).text
    if desk.form is None:
        return "" if has_anything(desk) else say("no_form.empty")
    return "" if desk.submission.answers else say("review.empty")


def send_preview(desk: ReportContext) -> str:
    """Return what is missing or odd, as the unit itself would be told; empty when all is well."""
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
                say("unit.sent_for", unit=desk.unit.called, text=reply.text),
                urgency=Urgency.NOTICE,
            ),
        )
        for reply in done.replies
    )
    return replace(done, notices=(*done.notices, *told))
