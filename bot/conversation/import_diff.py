"""A filled form that came back: shown as a difference to the draft, stored after one "đúng".

Nothing of it is stored before. What the file leaves open, what was not understood and what differs
from the printed form is named, row by row.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.conversation import answering, bulk_confirm, navigation, photo_talk, prompts
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.period_days import period_in_words, unreported_day
from bot.conversation.state import Stage, State
from bot.figures.rollup import derived_totals
from bot.locale.clarifications import doubt_sentence
from bot.locale.form_text import figures_printed, note_words
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.events import Change, ReportFileKept
from bot.model.filled_form import SOURCE, FilledForm, FilledRow, RowProblem, bare_figure, tidy
from bot.model.form import Form, Indicator
from bot.model.grouping import grouped_by
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.optional import optional
from bot.reading import Ambiguous, Doubt
from bot.row_types import takes_words
from bot.vietnamese.normalise import unaccented

OWN_DOUBTS = (
    "formula", "cell_error", "note_only", "wrong_column", "cells_differ", "below", "merged", "parts",
    "percent", "scaled", "rounded", "unit_cell", "unit_note", "unit_line", "outside_period",
)  # fmt: skip
NOT_READ = ("remark", "equation")
NOT_COUNTED = ("struck", "unseen", "raised", "hidden_line", "hidden_column")
FILE_REASONS = ("broken", "locked", "macro", "old_format", "bomb", "too_large", "no_text")
OF_A_FILE = (SOURCE, "total")
SHOWN_CHARACTERS = 160


@dataclass
class ImportDifference:
    """What the file says beside what is stored. `kept` are rows that stand in the file as they were
    handed out, while the draft went on; `empty` are blank in the file, `spared` too but answered
    in the draft."""

    changes: list[tuple[Indicator, Answer, str]] = field(default_factory=list)
    doubts: list[tuple[Indicator, FilledRow, str]] = field(default_factory=list)
    equal: int = 0
    kept: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)


def receive(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Return a file: the form, the unit's own report, or one sentence why it is neither."""
    if refusal := photo_talk.refused(incoming.the_file):
        return Turn(state, (), (Reply(refusal),))
    filled = situation.filled
    if filled is None or desk.form is None or _is_own_report(desk, filled, incoming):
        return photo_talk.keep_file(desk, state, incoming)
    if refusal := refusal_of(desk, filled):
        return Turn(state, (), (Reply(refusal),))
    return _show(desk, state, filled, incoming)


def own_words(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Incoming | None:
    """Return a file without our table as words that were handed on, where they hold figures of the report:
    a letter, a table of the unit's own. None for any other message."""
    filled = situation.filled
    if filled is None or not filled.words or desk.form is None:
        return None
    if _is_own_report(desk, filled, incoming):
        return None
    several = bulk_confirm.read(desk, state, filled.words)
    if several is None or not several.pairs:
        return None
    name = incoming.the_file.name
    return replace(incoming, kind=IncomingKind.FORWARDED, text=filled.words, written_by=name)


def refusal_of(desk: ReportContext, filled: FilledForm) -> str:
    """Why nothing of a file is read for a report; "" where it is."""
    reason = filled.refusal or _not_for(desk, filled)
    if not reason:
        return ""
    places = {"unit": desk.unit.called, "campaign": desk.campaign.title, **dict(filled.details)}
    key = f"file.{reason}" if reason in FILE_REASONS else f"import.{reason}"
    return say(key, **places)


def _is_own_report(desk: ReportContext, filled: FilledForm, incoming: Incoming) -> bool:
    """Return whether a document without our table (or too long to look for it) is the unit's own report,
    where the campaign takes one; a PDF that cannot be read is one as well, mostly a signed scan."""
    named = incoming.the_file.name.lower().endswith(photo_talk.REPORT_ENDINGS)
    if not (desk.takes_report_file and named):
        return False
    return filled.refusal in ("not_our_form", "bomb") or (
        _is_pdf(incoming) and bool(filled.refusal)
    )


def _is_pdf(incoming: Incoming) -> bool:
    return incoming.the_file.name.lower().endswith(".pdf")


def _not_for(desk: ReportContext, filled: FilledForm) -> str:
    """Return why a form of ours does not belong here; copies that do not say whose they are pass."""
    if filled.unit_code and filled.unit_code != desk.unit.code:
        return "other_unit"
    if filled.campaign and filled.campaign != desk.campaign.slug:
        return "other_campaign"
    return ""


def waits(state: State) -> bool:
    """Tell whether the rows of a file wait for "đúng"."""
    return state.stage is Stage.BATCH and state.file_marks is not None and bool(state.proposal)


def confirm_import(desk: ReportContext, state: State) -> Turn:
    """Store all at once, unless somebody changed one of these rows since they were shown."""
    proposed = {code for code, _ in state.proposal}
    shown = {mark for mark in state.file_marks or () if mark.partition("=")[0] in proposed}
    if shown <= set(_marks(desk, state.proposal)):
        pairs = tuple((desk.the_form.by_code[code], found) for code, found in state.proposal)
        fresh, facts, lead = answering.record_answer(desk, replace(state, file_marks=None), pairs)
        return navigation.resume(desk, fresh, facts, lead)
    changes = [(desk.the_form.by_code[code], found, "") for code, found in state.proposal]
    text = "\n".join([say("import.changed_meanwhile"), *_change_lines(desk, changes)])
    return _propose(desk, state, state.proposal, Reply(text))


def drop_import(desk: ReportContext, state: State) -> Turn:
    """Drop what a file says ("sai"): nothing of it is stored."""
    fresh = replace(state, file_marks=None, stage=Stage.IDLE).without(dict(state.proposal))
    return navigation.resume(desk, fresh, lead=say("import.dropped"))


def _show(desk: ReportContext, state: State, filled: FilledForm, incoming: Incoming) -> Turn:
    found = compare_with_draft(desk, filled)
    facts = _kept_as_report(desk, filled, incoming)
    lead = say("file.report_kept", name=incoming.the_file.name) if facts else ""
    lines = [
        *difference_lines(desk, found),
        *problem_lines(desk, filled),
        *unit_line(desk, filled),
        *year_line(desk, filled),
    ]
    reply = Reply("\n".join(lines), say("import.head", name=incoming.the_file.name), lead=lead)
    state, before = _without_the_file_before(state)
    if not found.changes:
        text = f"{say('import.no_changes')}\n{reply.text}"
        return Turn(state, facts, (replace(reply, text=text),))
    fresh = {row.code: answer for row, answer, _ in found.changes}
    left = state.without(fresh).proposal
    told = [reply.text]
    if gone := [code for code in before if code not in fresh]:
        told.append(say("import.replaced", codes=", ".join(gone)))
    if left:
        told.append(prompts.waiting(desk, left))
    reply = replace(reply, text="\n".join(told))
    return _propose(desk, state, (*left, *fresh.items()), reply).after(facts)


def _without_the_file_before(state: State) -> tuple[State, list[str]]:
    """Return the state without the rows of a file that wait, and these; figures that were typed wait on."""
    if not waits(state):
        return state, []
    rows = [code for code, found in state.proposal if found.source in OF_A_FILE]
    return state.at(Stage.IDLE, file_marks=None).without(rows), rows


def _kept_as_report(
    desk: ReportContext, filled: FilledForm, incoming: Incoming
) -> tuple[Change, ...]:
    """Return that a file is kept as the unit's own report, where the campaign takes one."""
    if not desk.takes_report_file or not (filled.is_report or _is_pdf(incoming)):
        return ()
    return (ReportFileKept(desk.submission.id, incoming.the_file, incoming.text.strip()),)


def _propose(
    desk: ReportContext, state: State, proposal: tuple[tuple[str, Answer], ...], reply: Reply
) -> Turn:
    marks = _marks(desk, proposal)
    seen = bulk_confirm.marks(desk, proposal)
    state = state.at(
        Stage.BATCH, proposal=proposal, seen=seen, row="", section="", file_marks=marks
    )
    asked = prompts.ask_proposal(
        desk, state, f"{reply.text}\n{say_for(desk.form, 'batch.correct')}"
    )
    return Turn(state, (), (replace(reply, text=asked.text, choices=asked.choices),))


def _marks(desk: ReportContext, proposal: tuple[tuple[str, Answer], ...]) -> tuple[str, ...]:
    """Return what is stored now for each proposed row, in short."""
    stored = desk.submission.answers
    return tuple(
        f"{code}={zlib.crc32(repr(stored.get(code)).encode()):08x}" for code, _ in proposal
    )


# -- comparing ------------------------------------------------------------------------------------


def compare_with_draft(desk: ReportContext, filled: FilledForm) -> ImportDifference:
    """Return row by row: equal, changed, not certain, or open."""
    found = ImportDifference()
    totals = [row for row in filled.rows if not desk.the_form.by_code[row.code].is_leaf]
    for read in filled.rows:
        row = desk.the_form.by_code[read.code]
        if row.is_leaf:
            _compare_row(desk, found, row, read, filled.below)
    for read in totals:
        _compare_total(desk, found, desk.the_form.by_code[read.code], read)
    order = {row.code: place for place, row in enumerate(desk.the_form.rows)}
    found.changes.sort(key=lambda change: order[change[0].code])
    return found


def _compare_row(
    desk: ReportContext, found: ImportDifference, row: Indicator, read: FilledRow, below: str
) -> None:
    stored = desk.submission.answers.get(row.code)
    answer, doubt = _with_note(row, read, stored, below)
    if read.is_empty:
        (found.empty if stored is None else found.spared).append(row.code)
    elif not doubt and _stands_as_stored(desk.the_form, row, read, stored, answer):
        found.equal += 1
    elif stored is not None and read.untouched and doubt != "below":
        found.kept.append(row.code)
    elif answer is None:
        found.doubts.append((row, read, doubt))
    elif day := unreported_day(desk, answer.note):
        told = replace(read, details=(("word", day), ("period", period_in_words(desk))))
        found.doubts.append((row, told, "outside_period"))
    else:
        found.changes.append((row, answer, read.check))


def _with_note(
    row: Indicator, read: FilledRow, stored: Answer | None, below: str
) -> tuple[Answer | None, str]:
    """Return the answer with the words below the table, which must be those that were printed there."""
    if not read.note_below:
        return read.answer, read.doubt
    note = "".join(note_words(row, stored).split())
    if stored is None or not note or note not in "".join(below.split()):
        return None, "below"
    if takes_words(row) or read.answer is None:
        return (stored, "") if not read.doubt else (None, read.doubt)
    return replace(read.answer, note=stored.note), ""


def _stands_as_stored(
    form: Form, row: Indicator, read: FilledRow, stored: Answer | None, answer: Answer | None
) -> bool:
    """Tell whether the cells are what is printed for the stored answer, or say the same otherwise."""
    if stored is None:
        return False
    *said, note = read.cells
    printed = figures_printed(row, stored)
    figures = [str(printed.get(cell, "")) for cell in form.cells]
    same_note = read.note_below or note == tidy(note_words(row, stored))
    if [*map(bare_figure, said)] == figures and same_note:
        return True
    return answer is not None and answer.same_figures(stored)


def _compare_total(
    desk: ReportContext, found: ImportDifference, row: Indicator, read: FilledRow
) -> None:
    """Compare a total that may be larger than its rows: kept as the unit's own statement if it is."""
    kept = desk.submission.answers
    if read.is_empty or (read.untouched and _below(desk, row, kept)):
        return  # as it was printed for the rows of that moment
    if read.answer is None:
        found.doubts.append((row, read, read.doubt))
        return
    changed = {each.code: answer for each, answer, _ in found.changes}
    least = sum(answer.counted for answer in _below(desk, row, {**kept, **changed}))
    stated = replace(read.answer, source="total")
    is_more = stated.state is AnswerState.VALUE and stated.counted > least
    if is_more and not stated.same_figures(kept.get(row.code)):
        found.changes.append((row, stated, read.check))


def _below(desk: ReportContext, row: Indicator, answers: Mapping[str, Answer]) -> list[Answer]:
    """Return what the rows below a total say."""
    codes = [child.code for child in desk.the_form.children(row.code)]
    return [answers[code] for code in codes if code in answers]


# -- wording --------------------------------------------------------------------------------------


def difference_lines(
    desk: ReportContext, found: ImportDifference, head: str = "import.changes"
) -> list[str]:
    """Return what would be stored, what stands already and what is left open, line by line."""
    lines: list[str] = []
    if found.changes:
        lines.append(say(head, count=len(found.changes)))
        lines += _change_lines(desk, found.changes)
    if found.equal:
        lines.append(say("import.equal", count=found.equal))
    if found.doubts:
        lines.append(say("import.doubts", count=len(found.doubts)))
        lines += [_doubt_line(row, read, doubt) for row, read, doubt in found.doubts]
    for key, codes in (("kept", found.kept), ("spared", found.spared), ("empty", found.empty)):
        if codes:
            lines.append(say(f"import.{key}", count=len(codes), codes=", ".join(codes)))
    return lines


def _change_lines(desk: ReportContext, changes: list[tuple[Indicator, Answer, str]]) -> list[str]:
    lines = []
    for row, answer, check in changes:
        line = f"– {_short(prompts.echo(row, answer))}"
        before = desk.submission.answers.get(row.code)
        if before is not None:
            said = prompts.echo(row, before).removeprefix(f"{row.code}: ")
            line += say("import.before", figures=_short(said))
        if check == "converted":
            line += say("import.converted")
        lines.append(line + (say("import.check") if check in ("range", "year") else ""))
    return lines


def _doubt_line(row: Indicator, read: FilledRow, doubt: str) -> str:
    return say(
        "import.doubt",
        code=row.code,
        name=row.name,
        place=read.place,
        cells=_cells(read),
        reason=doubt_reason(row, read, doubt),
    )


def _cells(read: FilledRow) -> str:
    return _short(" | ".join(filter(None, read.cells)))


def doubt_reason(row: Indicator, read: FilledRow, doubt: str) -> str:
    """Why a row of a file is not certain, as a sentence."""
    if doubt in OWN_DOUBTS:
        return say(f"import.{doubt}", **dict(read.details))
    details = (("said", _cells(read)), *read.details)
    return doubt_sentence(row, Ambiguous(Doubt(doubt), details))


def problem_lines(desk: ReportContext, filled: FilledForm) -> list[str]:
    """Return rows that the form has and the file has not, or the other way round, and text that does not
    count, by name."""
    told = [problem for problem in filled.problems if not _is_old_total(desk, problem)]
    heads = {
        **dict.fromkeys(NOT_COUNTED, "import.not_counted"),
        **dict.fromkeys(NOT_READ, "import.not_read"),
    }
    by_head = grouped_by(lambda problem: heads.get(problem.reason, "import.problems"), told)
    named = ("import.problems", "import.not_counted", "import.not_read")
    return [*chain.from_iterable(_named(desk, head, by_head.get(head, [])) for head in named)]


def _named(desk: ReportContext, head: str, problems: list[RowProblem]) -> list[str]:
    """Return problems of one kind under their heading; nothing without any."""
    lines = [say(head)] if problems else []
    for problem in problems:
        row = optional(desk.the_form.find, problem.code)
        lines.append(
            say(
                f"import.row.{problem.reason}",
                code=problem.code,
                row=row.name if row is not None else "",
                name=_short(problem.name),
                place=problem.place,
                **dict(problem.details),
            )
        )
    return lines


def _is_old_total(desk: ReportContext, problem: RowProblem) -> bool:
    """Tell whether a total only stands as it was printed: the rows below it were changed, not this one."""
    if problem.reason != "total":
        return False
    row = desk.the_form.by_code[problem.code]
    figures = derived_totals(desk.the_form, desk.submission.answers)[row.code]
    printed = Answer(AnswerState.VALUE).with_figures(figures)
    return dict(problem.details).get("stated") == prompts.echo(row, printed).removeprefix(
        f"{row.code}: "
    )


def unit_line(desk: ReportContext, filled: FilledForm) -> list[str]:
    """Return a warning where another unit's name is printed above the table."""
    names = desk.unit.names
    told = tidy(unaccented(filled.unit_name))
    if filled.unit_code or not told or any(tidy(unaccented(name)) in told for name in names):
        return []
    return [say("import.unit_name", name=_short(filled.unit_name), unit=desk.unit.called)]


def year_line(desk: ReportContext, filled: FilledForm) -> list[str]:
    """Return a warning where the form's title names another year than the campaign's."""
    year = desk.campaign.period_end.year
    if filled.title_year in (0, year):
        return []
    return [say("import.other_year", found=filled.title_year, year=year)]


def _short(text: str) -> str:
    flat = tidy(text)
    return flat if len(flat) <= SHOWN_CHARACTERS else flat[: SHOWN_CHARACTERS - 1] + "…"
