"""A filled form that a unit mailed to the coordinator: read as the unit's own upload is.

What is certain would be stored, with its source; what the file leaves open, what is odd, and what
differs tenfold from last year is asked and not stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import import_diff, prompts, signed_copy
from bot.conversation.context import ReportContext
from bot.conversation.import_diff import ImportDifference
from bot.conversation.on_behalf import EntryOnBehalf
from bot.conversation.unusual_figures import is_far_from_last_year
from bot.locale.clarifications import range_sentence
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.commands import EnterFor
from bot.model.filled_form import FilledForm, FilledRow
from bot.model.form import Indicator
from bot.reading import Doubt

ODD = ("range", "year")
REFUSED = {doubt.value for doubt in Doubt if doubt.refuses}


@dataclass(frozen=True, slots=True)
class MailedRow:
    """One row of a file. `outcome` is that of a phrase: ok, ask, reject, nil, not_applicable or
    pending; `answer` is what would be stored (or stands so already), None where it is asked."""

    code: str
    outcome: str
    answer: Answer | None = None
    question: str = ""


def read_mailed(desk: ReportContext, filled: FilledForm, asked: EnterFor) -> EntryOnBehalf:
    """Return what would be stored of a mailed file, and all that is to be said about it."""
    if asked.file and (printed := signed_copy.copied_version(desk, filled, asked.file)):
        return EntryOnBehalf((), signed_copy.copy_words(desk, asked.file, printed), copy=printed)
    if refusal := import_diff.refusal_of(desk, filled):
        if filled.refusal == "not_our_form":
            refusal = say("mail.not_our_form")  # whoever reads this has no form to fill in
        return EntryOnBehalf((), refusal, unused=(refusal,))
    found = import_diff.compare_with_draft(desk, filled)
    questions = _questions(desk, found, asked, " ".join(import_diff.year_line(desk, filled)))
    certain = [change for change in found.changes if change[0].code not in questions]
    source = say("board_page.entered_for", source=asked.source)
    pairs = tuple(
        (row.code, replace(answer, source=_source(answer, source))) for row, answer, _ in certain
    )
    lines = import_diff.difference_lines(desk, replace(found, changes=certain), "mail.certain")
    lines += [say("entry.asked", code=code, question=text) for code, text in questions.items()]
    problems = import_diff.problem_lines(desk, filled)
    lines += [*problems, *import_diff.unit_line(desk, filled)]
    if not certain:
        lines.insert(0, say("import.no_changes"))
    doubts = {
        row.code: import_diff.doubt_reason(row, read, doubt) for row, read, doubt in found.doubts
    }
    told = tuple({**doubts, **questions}.items())
    unused = tuple(line.removeprefix("– ") for line in problems if line.startswith("–"))
    return EntryOnBehalf(pairs, "\n".join(lines), told, unused)


def _source(answer: Answer, source: str) -> str:
    """Return the source; a stated total keeps its mark, for it counts beside its rows, not as one of them."""
    return answer.source if answer.source == "total" else source


def _questions(
    desk: ReportContext, found: ImportDifference, asked: EnterFor, other_year: str
) -> dict[str, str]:
    """Return rows that could be stored and are asked about instead: all of them in a form of another
    year, since nobody of the unit is there to look at its figures."""
    told = (
        (
            row.code,
            f"{prompts.echo(row, answer)}. {other_year}"
            if other_year
            else _question(desk, row, answer, check, asked),
        )
        for row, answer, check in found.changes
    )
    return {code: question for code, question in told if question}


def _question(
    desk: ReportContext, row: Indicator, answer: Answer, check: str, asked: EnterFor
) -> str:
    if row.code in asked.left_out:
        return say("mail.files_differ", line=prompts.echo(row, answer))
    if check in ODD:
        return f"{prompts.echo(row, answer)}. {range_sentence(row, answer)}"
    last = desk.last_year.get(row.code)
    if last is not None and is_far_from_last_year(desk, row, answer):
        return say(
            "confirm.tenfold", line=prompts.echo(row, answer), last=prompts.figures(row, last)
        )
    return ""


def mailed_rows(
    desk: ReportContext, filled: FilledForm, entry: EntryOnBehalf
) -> tuple[MailedRow, ...]:
    """Return every filled row of a file with what was made of it."""
    if entry.copy is not None or import_diff.refusal_of(desk, filled):
        return ()
    questions, certain = dict(entry.asked), dict(entry.pairs)
    totals = {row.code for row in desk.the_form.totals} - set(certain)
    told = [read for read in filled.rows if not read.is_empty]
    return tuple(
        _row(read, certain.get(read.code, read.answer), questions.get(read.code, ""))
        for read in told
        if read.code not in totals
    )


def entered_row(code: str, answer: Answer) -> MailedRow:
    """Return a row that is certain."""
    is_value = answer.state is AnswerState.VALUE
    return MailedRow(code, "ok" if is_value else answer.state.value, answer)


def _row(read: FilledRow, answer: Answer | None, question: str) -> MailedRow:
    if answer is not None and not question:
        return entered_row(read.code, answer)
    is_refused = read.doubt in REFUSED
    return MailedRow(read.code, "reject" if is_refused else "ask", question=question)
