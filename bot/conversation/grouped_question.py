"""Several rows in one question, and the summary on one page: for channels where messages count."""

from __future__ import annotations

from bot.conversation import planned_openings, prompts
from bot.conversation.command_words import bare_words
from bot.conversation.context import ReportContext
from bot.conversation.examples import say_for
from bot.locale.given_words import given_source
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import Indicator
from bot.model.given_figure import offered_given
from bot.model.message import Reply
from bot.row_types import row_type, takes_words

ROOM_FOR_LEAD = 350  # of a message: what was just stored stands above the summary
NAMES_CUT = 40  # characters of a row's name beside its figures
NONE = {
    "khong", "ko", "k", "kh", "khong co", "ko co", "khong co gi", "khong to chuc", "ko to chuc",
    "khong phat sinh", "chua to chuc", "deu khong", "tat ca khong", "tat ca deu khong",
}  # fmt: skip


def ask_group(desk: ReportContext, rows: tuple[Indicator, ...]) -> Reply:
    """Return the rows with their codes and what each counts; the answer names the codes."""
    places = desk.the_form.places
    first, last = rows[0], rows[-1]
    head = say(
        "list.head", first=first.code, last=last.code,
        place=places[first.code], until=places[last.code], total=len(places),
    )  # fmt: skip
    lines = [*_of_plan(desk, rows), *(_line(desk, row) for row in rows)]
    example = "; ".join(f"{row.code}: {row.example}" for row in rows[:2])
    returned = desk.submission.returned_reason
    if returned and set(desk.submission.returned_rows) & {row.code for row in rows}:
        lines.append(say("ask.returned", reason=returned))
    return Reply("\n".join([*lines, "", say("list.how", example=example)]), head)


def _of_plan(desk: ReportContext, rows: tuple[Indicator, ...]) -> list[str]:
    """Return what the plan says of these rows: for which days they are filled in, their ceremonies."""
    period = next((line for row in rows for line in planned_openings.period_line(desk, row)), "")
    ceremonies = [line for row in rows for line in planned_openings.ceremony_lines(desk, row)]
    return [*filter(None, [period]), *ceremonies]


def _line(desk: ReportContext, row: Indicator) -> str:
    """Return `1.1 Tin học cho cán bộ (lớp, người)`, last year's figures behind it."""
    measures = [measure.word for measure in row.measures]
    if words := row_type(row).list_words:
        measures = [say(words)]
    measures += row.choices
    line = f"{row.code} {row.name}"
    if measures:
        line += f" ({', '.join(measures)})"
    last_year = desk.last_year.get(row.code)
    if last_year is not None:
        line += say("list.last_year", figures=prompts.figures(row, last_year))
    given = offered_given(desk.elsewhere, row.code, desk.submission.answers.get(row.code))
    if given is not None:
        figures = prompts.figures(row, given.answer)
        line += say("list.given", source=given_source(given), figures=figures)
    return line


def says_none(text: str) -> bool:
    """Tell whether a message says that none of the rows asked for happened."""
    return bare_words(text) in NONE or text.strip() in ("-", "–")


def review_in_one(desk: ReportContext, total: str, odd: str) -> Reply:
    """Return the summary on one page where it fits, with what is missing or odd and what comes next.
    `total` asks for an open total in passing."""
    submission = desk.submission
    foot = say(
        "review.foot",
        answered=submission.answered,
        total=len(desk.the_form.questions),
        photos=len(submission.photos),
    )
    ask_to_send = "review.send_again" if submission.version else "review.send"
    closing = say_for(desk.form, "review.send_brief") if odd else say_for(desk.form, ask_to_send)
    around = list(filter(None, (foot, total, odd, closing)))
    room = desk.medium.max_text - ROOM_FOR_LEAD - sum(len(part) + 1 for part in around)
    named = short_summary(desk, names=True)
    body = named if len(named) <= room else short_summary(desk, names=False)
    actions = prompts.ENDS if desk.medium.buttons else ()  # else the words say what to type
    ends = tuple(prompts.lasting(desk, action) for action in actions)
    head = say("review.head", unit=desk.unit.called)
    return Reply("\n".join([body, "", *around]), head, choices=ends)


def short_summary(desk: ReportContext, *, names: bool) -> str:
    """Return rows with figures one by one, in form order; those without on a line for each kind."""
    kept = desk.submission.answers
    rows = [row for row in desk.the_form.rows if row.is_asked or row.code in kept]
    lines = [
        _figures(row, kept[row.code], names) for row in rows if _has_figures(kept.get(row.code))
    ]
    nil = _nil_codes(desk)
    quiet = {
        "summary.brief_other": _codes(desk, AnswerState.NOT_APPLICABLE),
        "summary.brief_pending": _codes(desk, AnswerState.PENDING),
        "summary.brief_open": [
            row.code for row in desk.the_form.questions if row.code not in kept
        ],
    }
    if nil:
        lines.append(say("summary.brief_nil", codes=nil))
    for key, codes in quiet.items():
        if codes:
            lines.append(say(key, codes=", ".join(codes)))
    return "\n".join(lines)


def _has_figures(answer: Answer | None) -> bool:
    """Return figures, words, or a remark: what is worth a line of its own."""
    if answer is None or answer.state is AnswerState.PENDING:
        return False
    return answer.state is AnswerState.VALUE or bool(answer.note)


def _figures(row: Indicator, answer: Answer, names: bool) -> str:
    line = prompts.echo(row, answer)
    if not names or takes_words(row):
        return line
    name = row.name if len(row.name) <= NAMES_CUT else f"{row.name[: NAMES_CUT - 1]}…"
    return f"{line} – {name}"


def _codes(desk: ReportContext, state: AnswerState) -> list[str]:
    kept = desk.submission.answers
    return [
        row.code
        for row in desk.the_form.questions
        if row.code in kept and kept[row.code].state is state
        and not _has_figures(kept[row.code])
    ]  # fmt: skip


def _nil_codes(desk: ReportContext) -> str:
    """Return what did not happen: whole sections by their codes, then single rows."""
    quiet = set(_codes(desk, AnswerState.NIL))
    sections: list[str] = []
    rows: list[str] = []
    for section in desk.the_form.sections:
        own = [row.code for row in section.questions if row.code in quiet]
        if own and len(own) == len(section.questions):
            sections.append(section.code)
        else:
            rows += own
    named = {"summary.brief_sections": sections, "summary.brief_rows": rows}
    return "; ".join(say(key, codes=", ".join(codes)) for key, codes in named.items() if codes)
