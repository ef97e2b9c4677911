"""Which question comes next: forward through the form, past what is answered, through the gates."""

from __future__ import annotations

from bot.conversation import grouped_question, prompts, report_card, review_warnings
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.state import Stage, State
from bot.conversation.untaken import with_words
from bot.locale.clarifications import no_row
from bot.locale.say import say
from bot.model.changing import replace
from bot.model.events import AnswerCleared, AnswerRecorded, Change
from bot.model.form import Indicator, Section
from bot.model.message import Reply
from bot.model.optional import first
from bot.model.submission import Status, apply
from bot.row_types import takes_words

RETURNED = "returned "  # in `State.shown`, before a code: the row sent back was asked
FILLING = "filling"  # in `State.shown`: open rows of a sent report are asked after all


def after(desk: ReportContext, changes: tuple[Change, ...]) -> ReportContext:
    """Return the desk as it will stand once these facts are stored."""
    submission = desk.submission
    for change in changes:
        submission = apply(submission, change)
    left = desk.unmended_rows
    if left:
        mended = {
            fact.code for fact in changes if isinstance(fact, AnswerRecorded | AnswerCleared)
        }
        left = tuple(code for code in left if code not in mended)
    return replace(desk, submission=submission, unmended_rows=left)


def go_on(
    desk: ReportContext,
    state: State,
    changes: tuple[Change, ...] = (),
    lead: str = "",
    *,
    anew: bool = False,
) -> Turn:
    """Ask the next open question after the current row (`anew`: the first one), or review when none is
    left."""
    desk = after(desk, changes)
    returned = _returned_row(desk, state) if desk.unmended_rows else None
    if returned is not None:
        return _show_returned(desk, state, returned, changes, lead)
    place = next_stop(desk, replace(state, row="", section="") if anew else state)
    if place is not None:
        return show(desk, state, place, changes, lead)
    if desk.submission.is_sent:
        return _sent(desk, state, changes, lead)
    return finish(desk, state, changes, lead)


def resume(
    desk: ReportContext, state: State, changes: tuple[Change, ...] = (), lead: str = ""
) -> Turn:
    """Ask the first open question from the beginning: after a pause, a restart, a correction."""
    return go_on(desk, state, changes, lead, anew=True)


def _sent(desk: ReportContext, state: State, changes: tuple[Change, ...], lead: str) -> Turn:
    """Say how a report that was sent stands, or how to send the correction; nothing is asked of it."""
    if desk.submission.draft:
        return correction(desk, state, lead).after(changes)
    quiet = state.at(Stage.IDLE, row="", section="")
    return Turn(quiet, changes, (status_reply(desk, lead),))


def _returned_row(desk: ReportContext, state: State) -> Indicator | None:
    """Return the next row a report was sent back for; each is shown once before anything else."""
    if desk.submission.status not in (Status.RETURNED, Status.IN_PROGRESS):
        return None
    rows = [row for code in desk.unmended_rows for row in desk.the_form.questions_of(code)]
    return first(lambda row: RETURNED + row.code not in state.shown, rows)


def _show_returned(
    desk: ReportContext, state: State, row: Indicator, changes: tuple[Change, ...], lead: str
) -> Turn:
    """Ask a row that came back with its reason."""
    state = replace(_opened(desk, state, row), shown=(*state.shown, RETURNED + row.code))
    return show(desk, state, row, changes, lead)


def correction(desk: ReportContext, state: State, lead: str = "") -> Turn:
    """Let a sent report be corrected: nothing is asked row by row, "nộp" sends the new version."""
    state = state.at(Stage.IDLE, row="", section="")
    choices = (prompts.button(desk, state, "send"), prompts.button(desk, state, "view"))
    text = say("sent.correcting", version=desk.submission.version + 1)
    return Turn(state, (), (Reply(text, lead=lead, choices=choices),))


def status_reply(desk: ReportContext, lead: str = "") -> Reply:
    """Say that all is sent: what counts, and how to correct it."""
    text = say_for(
        desk.form,
        "sent.status",
        unit=desk.unit.called,
        version=desk.submission.version,
        receipt=desk.receipt,
    )
    return Reply(text, lead=lead)


Rows = tuple[Indicator, ...]
Stop = Indicator | Section | Rows
"""What a question may be about: a row, a section's gate, several rows."""


def next_stop(desk: ReportContext, state: State) -> Stop | None:
    """Return the next open row after the current one (or its section's gate); None at the end. Several
    rows at once where every message counts."""
    answers = {**desk.submission.answers, **dict(state.proposal)}
    left = [
        row for row in desk.the_form.questions[_place(desk, state) :] if row.code not in answers
    ]
    was_sent = desk.submission.version > 0  # its open rows are asked again only after "tiếp"
    if desk.submission.is_sent or (was_sent and FILLING not in state.shown):
        left = [row for row in left if row.code in desk.reopened]
    if desk.medium.is_frugal:
        return _together(desk, left)
    for row in left:
        section = desk.the_form.section_of(row.code)
        untouched = not any(other.code in answers for other in section.questions)
        if section.has_gate and section.code not in state.opened and untouched:
            return section
        return row
    return None


def _together(desk: ReportContext, left: list[Indicator]) -> Stop | None:
    """Return as many whole sections as one question may hold; free words are asked for alone."""
    taken: list[Indicator] = []
    for section in desk.the_form.sections:
        rows = [row for row in section.questions if row in left]
        if rows and takes_words(rows[0]):
            taken = taken or rows[:1]
            break
        room = desk.medium.batch if len(rows) <= desk.medium.batch // 2 else 0
        if taken and rows and len(taken) + len(rows) > room:
            break
        taken += rows[: desk.medium.batch]
        if len(rows) > desk.medium.batch // 2:  # "còn lại không" shall speak of this one alone
            break
    return tuple(taken) if len(taken) > 1 else next(iter(taken), None)


def _place(desk: ReportContext, state: State) -> int:
    """Return how many questions lie before the next one to look at."""
    if state.row in desk.the_form.places:
        return desk.the_form.places[state.row]
    if state.section in desk.the_form.by_code:
        first = desk.the_form.section_of(state.section).questions[0]
        return desk.the_form.places[first.code] - 1
    return 0


def show(
    desk: ReportContext,
    state: State,
    place: Stop,
    changes: tuple[Change, ...] = (),
    lead: str = "",
) -> Turn:
    """Ask one row, one gate, or several rows."""
    if isinstance(place, tuple):
        codes = tuple(row.code for row in place)
        state = state.at(Stage.LIST, row=codes[-1], section="", asked=codes)
        reply = grouped_question.ask_group(desk, place)
    elif isinstance(place, Section):
        state = state.at(Stage.GATE, row="", section=place.code)
        reply = prompts.ask_gate(desk, state, place)
    else:
        state = state.at(prompts.stage_of(place), row=place.code, section="")
        reply = prompts.ask(desk, state, place)
    return Turn(state, changes, (prompts.with_lead(reply, lead),))


def place(desk: ReportContext, state: State, code: str) -> Turn:
    """Show a row that a person names by its code: the message before is its answer where nothing came of
    that, and other figures that were kept are remembered. A code that is no row's places nothing."""
    if state.unplaced and code in desk.the_form.places:
        state = replace(with_words(state, state.kept), kept=state.unplaced)
    return jump(desk, state, code)


def jump(desk: ReportContext, state: State, code: str) -> Turn:
    """Show a row, whatever its section was said to be; a section's code shows its first row."""
    row = desk.the_form.find(code)
    if row is None:
        return again(desk, state, no_row(desk.the_form, code))
    if not row.is_asked:
        section = desk.the_form.section_of(row.code)
        row = section.questions[0]
    return show(desk, _opened(desk, state, row), row)


def _opened(desk: ReportContext, state: State, row: Indicator) -> State:
    """Return the state in which a row is shown: its section counts as happened, no gate is asked after it."""
    section = desk.the_form.section_of(row.code)
    if section.code in state.opened:
        return state
    return replace(state, opened=(*state.opened, section.code))


def back(desk: ReportContext, state: State) -> Turn:
    """Return the question before this one, in form order."""
    questions = desk.the_form.questions
    if state.stage is Stage.LIST:
        place = desk.the_form.places[state.asked[0]]
    elif state.row in desk.the_form.places:
        place = desk.the_form.places[state.row]
    elif state.section:
        place = desk.the_form.places[desk.the_form.section_of(state.section).questions[0].code]
    else:
        place = len(questions) + 1
    if place <= 1:
        return again(desk, state, say("back.first"))
    row = questions[place - 2]
    return show(desk, _opened(desk, state, row), row)


def again(desk: ReportContext, state: State, lead: str = "") -> Turn:
    """Say something and ask the current question once more; the place is not lost."""
    if state.stage is Stage.OVERVIEW:
        return Turn(state, (), (Reply(say_for(desk.form, "overview.again"), lead=lead),))
    if state.stage is Stage.BATCH and state.proposal:
        waiting = prompts.ask_proposal(desk, state, say("import.waits", count=len(state.proposal)))
        return Turn(state, (), (prompts.with_lead(waiting, lead),))
    if state.stage is Stage.PROPOSAL and state.proposal:
        return Turn(state, (), (prompts.ask_waiting(desk, state, lead),))
    if state.stage is Stage.GATE:
        return show(desk, state, desk.the_form.section_of(state.section), lead=lead)
    if state.stage is Stage.LIST:
        return show(
            desk, state, tuple(desk.the_form.by_code[code] for code in state.asked), lead=lead
        )
    is_asked = state.row in desk.the_form.places  # else its total
    if state.stage in (Stage.ASKING, Stage.COLLECTING, Stage.PROPOSAL) and is_asked:
        return show(desk, state, desk.the_form.by_code[state.row], lead=lead)
    if state.stage in (Stage.REVIEW, Stage.WARNED, Stage.TOTAL):
        return Turn(state, (), (Reply(say_for(desk.form, "review.hint"), lead=lead),))
    return resume(desk, state, lead=lead)


def finish(
    desk: ReportContext, state: State, changes: tuple[Change, ...] = (), lead: str = ""
) -> Turn:
    """End the questions: ask once for an open total, then show the summary. Where every message
    counts all of it, and what is missing or odd, is one message."""
    total = open_total(desk, state)
    if desk.medium.is_frugal:
        total = open_total(desk, replace(state, shown=()))  # said again, it costs no message
        codes = (total.code,) if total is not None else ()
        odd = review_warnings.in_brief(desk)
        stage = Stage.WARNED if odd else Stage.REVIEW
        state = state.at(stage, row="", section="", shown=(*state.shown, *codes))
        asked = _total_in_passing(desk, total) if total is not None else ""
        reply = grouped_question.review_in_one(desk, asked, odd)
        return Turn(state, changes, (prompts.with_lead(reply, lead),))
    if total is not None:
        state = state.at(Stage.TOTAL, row=total.code, section="", shown=(*state.shown, total.code))
        return Turn(state, changes, (prompts.with_lead(_ask_total(desk, state, total), lead),))
    known = report_card.stands(desk, state)
    state = report_card.with_card(state.at(Stage.REVIEW, row="", section=""))
    if known and lead:
        return Turn(state, changes, (report_card.in_brief(desk, lead),))
    return Turn(state, changes, (prompts.with_lead(report_card.review(desk), lead),))


def open_total(desk: ReportContext, state: State) -> Indicator | None:
    """Return a total that may exceed its children (row 5), not asked yet, whose section happened."""
    if desk.submission.version:
        return None
    for row in desk.the_form.rows:
        if not row.is_open_total or row.code in state.shown:
            continue
        if row.code not in desk.submission.answers and children_sum(desk, row) > 0:
            return row
    return None


def children_sum(desk: ReportContext, total: Indicator) -> int:
    """Sum of the first column over a total's children."""
    answers = desk.submission.answers
    kept = [answers.get(child.code) for child in desk.the_form.children(total.code)]
    return sum(answer.counted for answer in kept if answer is not None)


def _total_in_passing(desk: ReportContext, total: Indicator) -> str:
    least = children_sum(desk, total)
    return say("total.in_passing", code=total.code, title=total.name, sum=least, more=least + 1)


def _ask_total(desk: ReportContext, state: State, total: Indicator) -> Reply:
    text = say("total.text", title=total.name, sum=children_sum(desk, total))
    choices = (prompts.button(desk, state, "no_more"),)
    return Reply(text, say("total.head", code=total.code), choices=choices)
