"""Answers to what people ask in the middle of a report, from what is on record.

The deadline, the progress, the row's own help, last year's figures, the people of the campaign and what
its coordinators wrote about the row before. What none of them answers is offered to be sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.conversation import (
    about_report,
    answering,
    bulk_confirm,
    helpdesk,
    navigation,
    plan_files,
    prompts,
    section_picker,
)
from bot.conversation.asked_question import Question, Told
from bot.conversation.command_words import Command, Word
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.intents import asks, asks_what_then
from bot.conversation.nearest import of_reporters
from bot.conversation.opening_card import coordinator_names, days_left, tasks_left
from bot.conversation.state import WRITING, Stage, State
from bot.conversation.topics import topic_of
from bot.locale.dates import day
from bot.locale.plan_sentences import contact_lines, known_lines
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.campaign import Campaign
from bot.model.form import Form, Indicator, Section, row_in
from bot.model.plan import NO_PLAN
from bot.model.submission import Status
from bot.reading import Ambiguous, Reading, Understood, read_answer
from bot.reading.prose import rows_named
from bot.row_types import row_type, takes_words
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.tokens import tokenise

ON_A_ROW = (Stage.ASKING, Stage.PROPOSAL)
NAMED = 12  # rows named in one answer
MEANT = 2  # rows that a question can speak of
_CODES = re.compile(
    r"(?<![0-9.])[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?|[a-z])(?![0-9.])"
    r"|(?:(?<=\bmục )|(?<=\bmuc ))[0-9]{1,2}(?![0-9.])"
)
_LOOKED_FOR = re.compile(  # without accents: all but the name
    r"^.{0,60}\b(?:muc|cau|dong|phan)\b(?: (?:nao|gi|hoi|noi|ve|cho))*+(?= \w)"
    r"|(?<!\s)\s*+\b(?:nam|o|dau|ghi|nhap|dien|khai|tinh|thuoc|vao|la|thi|vay|a|em|nhi|the|cho|ha)\b.*",
    re.DOTALL,
)
_COUNTS = re.compile(r"\b(?:tinh|dem|ke|gom|gop)\b")
_DEFINES = re.compile(r"\b(?:goi la|the nao la|nhu nao la)\b")
_KIND_OF_FILE = re.compile(r"\b(?:pdf|word)\b", re.IGNORECASE)
_BEGIN = re.compile(r"[\s0-9]*+")  # a figure, behind which a question may stand
VOWELS = frozenset("aeiouy")
TOLD = 3  # earlier answers of coordinators repeated


def answer_question(
    situation: TurnContext, desk: ReportContext, state: State, asked: Command, words: str
) -> Turn | None:
    """Return the answer to a question that the record knows; None for any other command. `words` is the
    message, which may be sent on where the answer is not enough."""
    wants_files = plan_files.asks_for_files(desk, asked, words)
    reader = _ANSWERS.get(asked.word)
    if reader is None and wants_files:
        shown = navigation.again(desk, state, say_for(desk.form, "help.reporter"))
        return plan_files.with_files(desk, shown)
    if reader is None:
        return None
    row = _about(desk, state, asked.rest)
    text, is_enough = reader(Question(situation, desk, row))
    named = _rows_named(desk.the_form, asked, words)
    if named:  # "1.5 với 1.6 khác nhau chỗ nào"
        text = "\n".join(_meaning(Question(situation, desk, each))[0] for each in named)
    told = _told(desk, state, text, "" if is_enough or wants_files else words)
    told = _with_doors(desk, told, _DOORS.get(asked.word, ()))
    if asked.word in _OF_OPEN_ROWS:
        told = replace(told, state=replace(told.state, listed_open=True))
    return plan_files.with_files(desk, told) if wants_files else told


def _rows_named(form: Form, asked: Command, words: str) -> Sequence[Indicator]:
    """Return the rows that are looked for, or whose meaning is asked for where no form found them."""
    if asked.word is Word.WHERE:
        return rows_spoken_of(form, words) or _rows_labelled(form, words)
    if asked.word is Word.MEANING and not asked.rest:
        return rows_spoken_of(form, words)
    return ()


def answer_in_words(situation: TurnContext, desk: ReportContext, asked: Command) -> str:
    """Return the answer to a question for somebody whom no row is asked; "" for any other command."""
    form = desk.form
    reader = (_WITHOUT_FORM if form is None else _ANSWERS).get(asked.word)
    if reader is None:
        return ""
    row = row_in(form, asked.rest)
    return reader(Question(situation, desk, row))[0]


def holds_an_answer(desk: ReportContext, state: State, text: str) -> bool:
    """Tell whether a message that asks gives the asked row (or several rows) something all the same, or
    lists sections where they are asked for."""
    if section_picker.chosen_in_words(desk, state, text) is not None:
        return True
    row = desk.the_form.find(state.row) if state.stage in ON_A_ROW else None
    if row is not None and not takes_words(row):
        about = topic_of(text)
        if about is not None and about.word is Word.HOW_WRITTEN:  # "gõ số 0 được không"
            return False
        reading = read_answer(row, text)
        if isinstance(reading, Understood) or _may_answer(reading, text):
            return True
    if state.stage is Stage.GATE and answering.gate(desk, state, text) is not None:
        return True
    several = bulk_confirm.read(desk, state, text)
    return several is not None and (bool(several.pairs) or not asks(text))


def takes_it(desk: ReportContext, state: State, text: str) -> bool:
    """Tell whether the row that is asked takes words, or has a question of its own about these."""
    row = desk.the_form.find(state.row)
    if row is None:  # what is offered speaks of sections
        return holds_an_answer(desk, state, text)
    asks_back = takes_words(row) or isinstance(read_answer(row, text), Ambiguous)
    return asks_back or holds_an_answer(desk, state, text)


def _may_answer(reading: Reading, text: str) -> bool:
    """Tell whether what the row's reader would ask back about is meant for it: "2 người cùng nhập có bị đè
    lên nhau không" asks about something else."""
    if not isinstance(reading, Ambiguous) or not any(map(_says_something, reading.candidates)):
        return False
    if asks_what_then(text):
        return False
    known = of_reporters()
    if asks(_BEGIN.sub("", text)) or known.asks(text):
        return known.meant(text, beside_a_figure=True) is None
    return True


def may_ask(text: str) -> bool:
    """Tell whether words without a question mark or word are near enough to something that is asked; with a
    figure in them they must end as a question does, and leave no doubt."""
    return of_reporters().may_be_asked(text)


def topic_or_guess(form: Form, text: str, heard: Command | None = None) -> Command | None:
    """Return what a sentence without a form of its own is about: what its parts ask (`heard`), its topic, or
    else the nearest examples."""
    found = heard or topic_of(text)
    if found is None:
        return guessed(form, text)
    meant = of_reporters().instead_of(found.word, text)
    return replace(found, word=_of_the_kind(meant, text))


def _of_the_kind(word: Word, text: str) -> Word:
    """Return the wish for the kind of file that is named, where the form is wished for."""
    kind = _KIND_OF_FILE.search(text) if word is Word.FORM else None
    return Word(f"form_{kind.group().lower()}") if kind is not None else word


def guessed(form: Form, text: str) -> Command | None:
    """Return what a sentence is about that no form and no topic fits, by examples; None where that is not
    clear, or not clear enough beside a number."""
    if not asks(text) and not may_ask(text):
        return None
    word = of_reporters().meant(text)
    if word is Word.MEANING:
        rows = rows_spoken_of(form, text)
        return Command(word, rows[0].code if len(rows) == 1 else "")
    return Command(_of_the_kind(word, text)) if word is not None else None


def _says_something(answer: Answer) -> bool:
    """Tell whether an answer is more than that there is none yet: "chưa rõ, có tính … không" asks."""
    return answer.state is not AnswerState.PENDING


def unforeseen(situation: TurnContext, desk: ReportContext, state: State, text: str) -> Turn:
    """Return a question that nobody foresaw: what the record has all the same; while free words are
    dictated it may be some of them."""
    if state.stage in WRITING:
        return helpdesk.ask_which(desk, state, text)
    return unknown(situation, desk, state, text)


def unknown(situation: TurnContext, desk: ReportContext, state: State, words: str) -> Turn:
    """Return the answer to a question that the program cannot understand: what the rows that it names
    count, what coordinators wrote about the row before, and the offer to send it."""
    row = _about(desk, state, "")
    named = rows_spoken_of(desk.the_form, words)
    told = "\n".join(_meaning(Question(situation, desk, each))[0] for each in named)
    if not told and row is not None:
        told = _told_before(situation, row)
    text = told or _not_told(situation, desk, row, unaccented(words))
    if text == say("question.unknown"):
        return _offer_the_nearest(situation, desk, state, words)
    return _told(desk, state, text, words)


def _not_told(
    situation: TurnContext, desk: ReportContext, row: Indicator | None, plain: str
) -> str:
    """Return what the asked row counts where a question is about that, or that nothing is known."""
    if row is None or not row.is_asked:
        return say("question.unknown")
    meaning = _meaning(Question(situation, desk, row))[0]
    if _DEFINES.search(plain):
        return meaning
    unknown = say("question.unknown")
    return f"{unknown}\n{meaning}" if _COUNTS.search(plain) else unknown


def _offer_the_nearest(
    situation: TurnContext, desk: ReportContext, state: State, words: str
) -> Turn:
    """Return what a question is most likely about, said to be a guess, with the few other things that it may
    be about; of several as near no answer, but all of them."""
    near = of_reporters().offered(words)
    if not near:
        return _told(desk, state, say("question.unknown"), words)
    likely = of_reporters().likely(words)
    reader = _ANSWERS.get(likely)
    if reader is not None:
        row = _about(desk, state, "")
        text, _ = reader(Question(situation, desk, row))
        text = say("question.perhaps", topic=say(f"about.{likely}"), answer=text)
        return _with_doors(desk, _told(desk, state, text, words), near[1:])
    named = "; ".join(say(f"about.{word}") for word in near)
    told = _told(desk, state, say("question.nearest", topics=named), words)
    return _with_doors(desk, told, near)


def _with_doors(desk: ReportContext, told: Turn, doors: Sequence[Word]) -> Turn:
    """Return an answer with a button for each of some things, in front of its others."""
    if not doors:
        return told
    ways = tuple(prompts.lasting(desk, f"about_{word}", label=f"about.{word}") for word in doors)
    first, *others = told.replies
    return replace(told, replies=(replace(first, choices=(*ways, *first.choices)), *others))


def rows_spoken_of(form: Form, words: str) -> tuple[Indicator, ...]:
    """Return the rows and sections that a question speaks of, by code or by name: at most MEANT, or
    else none."""
    by_name = (
        form.by_code[code] for code in rows_named(form, tokenise(words), plain=is_plain(words))
    )
    found = tuple(dict.fromkeys((*rows_coded(form, words), *by_name)))
    return found if len(found) <= MEANT else ()


def _rows_labelled(form: Form, words: str) -> Sequence[Indicator]:
    """Return the first rows whose printed label holds what is looked for: "sao ko thấy mục thư viện"."""
    plain = _LOOKED_FOR.sub("", unaccented(words)).strip(" .?!,")
    if not plain:
        return []
    return [row for row in form.questions if plain in unaccented(row.label)][:MEANT]


def rows_coded(form: Form, words: str) -> Iterator[Indicator]:
    """Yield the rows and sections whose codes stand in a message."""
    return filter(None, map(form.find, _CODES.findall(words)))


def _told(desk: ReportContext, state: State, text: str, words: str) -> Turn:
    """Return the answer, what is still asked in one line, and the offer to send the words on."""
    state = replace(state, offered=words)
    if not words:
        return Turn(state, (), (helpdesk.remind_what_is_asked(desk, state, text),))
    text = f"{text}\n{say('question.offer' if desk.medium.buttons else 'question.offer_words')}"
    reply = helpdesk.remind_what_is_asked(desk, state, text)
    return Turn(
        state, (), (replace(reply, choices=(prompts.button(desk, state, "send_question"),)),)
    )


def _about(desk: ReportContext, state: State, code: str) -> Indicator | None:
    """Return the row (or section's head) that is spoken of: the named one, else the one being asked."""
    return desk.the_form.find(code or state.row or state.section)


# -- each question --------------------------------------------------------------------------------


def _deadline(asked: Question) -> Told:
    situation, desk = asked.situation, asked.desk
    tasks = tasks_left(situation, desk)
    if desk.owes_tasks_alone:
        return "\n".join(tasks) or say("standing.all_done"), True
    if desk.deadline is None:
        return "\n".join([say("answer.no_deadline"), *tasks]), True
    line = say("deadline.line", deadline=desk.deadline_words)
    return "\n".join([f"{line}. {days_left(situation, desk.deadline)}", *tasks]), True


def how_far(desk: ReportContext) -> str:
    """Return how many rows are answered and how many are left."""
    total = len(desk.the_form.questions)
    open_rows = prompts.open_rows(desk)
    told = say(
        "answer.how_far", answered=total - len(open_rows), total=total, left=len(open_rows),
        photos=len(desk.submission.photos),
    )  # fmt: skip
    return told if open_rows else f"{told} {say('answer.may_send')}"


def _missing(asked: Question) -> Told:
    desk = asked.desk
    stands_alone = desk.submission.status is Status.RETURNED or desk.submission.is_given
    lines = [about_report.standing_of(desk)] if stands_alone else []
    open_rows = prompts.open_rows(desk)
    if open_rows:
        names = _names(desk, open_rows)
        lines.append(say("answer.open_rows", count=len(open_rows), rows=names))
    lines += desk.wanted
    return "\n".join(lines) or say("answer.nothing_open"), True


def _names(desk: ReportContext, rows: tuple[Indicator, ...]) -> str:
    """Return the first rows with their names, whole sections by theirs."""
    open_codes = {row.code for row in rows}
    named: list[str] = []
    for section in desk.the_form.sections:
        own = [row for row in section.questions if row.code in open_codes]
        if len(own) > 1 and len(own) == len(section.questions):
            named.append(say("answer.whole_section", code=section.code, title=section.head.name))
        else:
            named += [f"{row.code} {row.name}" for row in own]
    more = "; …" if len(named) > NAMED else ""
    return "; ".join(named[:NAMED]) + more


def _meaning(asked: Question) -> Told:
    """Return what a row asks, what is counted in it, what coordinators wrote about it."""
    if asked.row is None:
        return say("answer.which_row"), False
    if not asked.row.is_asked:
        return _section_meaning(asked.desk.the_form.section_of(asked.row.code)), False
    lines = [say("answer.meaning", code=asked.row.code, label=asked.row.label), asked.row.question]
    for measure in asked.row.measures:
        if measure.accepted and not row_type(asked.row).counts_money:
            words = ", ".join([*filter(_is_spelt, measure.accepted)][:NAMED])
            lines += [say("answer.counted", word=measure.word, words=words)]
    if asked.row.example:
        lines.append(say("ask.example", example=asked.row.example))
    told = _told_before(asked.situation, asked.row)
    return "\n".join([*lines, told] if told else lines), False


def _where(asked: Question) -> Told:
    """Return the sections, where no row is called as what is looked for."""
    listed = map("{0.head.code} {0.head.name}".format, asked.desk.the_form.sections)
    return say("answer.sections", sections="; ".join(listed)), False


def _begin(asked: Question) -> Told:
    return say_for(asked.desk.form, "answer.begin"), True


def _is_spelt(word: str) -> bool:
    """Tell whether a word is no abbreviation: those ("hv", "ng") are understood, but explain nothing."""
    return not VOWELS.isdisjoint(unaccented(word))


def _section_meaning(section: Section) -> str:
    rows = "; ".join(f"{row.code} {row.name}" for row in section.questions)
    return say("answer.section", code=section.code, title=section.head.label, rows=rows)


def _told_before(situation: TurnContext, row: Indicator) -> str:
    """Return what coordinators answered about this row before, to whichever unit; "" where nothing fits."""
    told = situation.told_about(row.code)[:TOLD] if situation.told_about is not None else ()
    if not told:
        return ""
    return say(
        "answer.told_before", code=row.code, words="; ".join(f"“{words}”" for words in told)
    )


def _last_year(asked: Question) -> Told:
    form, last_year = asked.desk.the_form, asked.desk.last_year
    if not last_year:
        return say("answer.no_last_year"), True
    kept = [row for row in _spoken_of(form, asked.row) if row.code in last_year]
    if asked.row is not None and not kept:
        return say("answer.no_last_year_row", code=asked.row.code), True
    happened = [row for row in kept if last_year[row.code].state is AnswerState.VALUE]
    lines = [prompts.echo(row, last_year[row.code]) for row in (happened or kept)]
    more = "; …" if len(lines) > NAMED else ""
    told = "; ".join(lines[:NAMED]) + more
    return f"{prompts.last_year_line(asked.desk, told)}.", True


def _spoken_of(form: Form, row: Indicator | None) -> tuple[Indicator, ...]:
    """Return the questions that are meant: one row, those of a section, or all."""
    if row is None:
        return form.questions
    return (row,) if row.is_asked else form.section_of(row.code).questions


def _contact(asked: Question) -> Told:
    known = coordinator_names(asked.situation)
    campaign = asked.desk.campaign
    office = about_report.office_of(campaign)
    told = say("answer.contact_office", issuer=office)
    if known:
        told = say("answer.contact", names=known, issuer=office)
    return "\n".join([told, *contact_lines(campaign.plan)]), False


def _when_late(asked: Question) -> Told:
    text = say("answer.late")
    if asked.desk.deadline is not None:
        text = f"{text} {say('deadline.line', deadline=asked.desk.deadline_words)}."
    return text, True


def _what_files(asked: Question) -> Told:
    lines = [say("answer.files" if asked.desk.medium.files_in else "answer.files_not_here")]
    if not asked.desk.medium.files_in and asked.desk.web_link:
        lines.append(say("web.offer", link=asked.desk.web_link))
    least = asked.desk.least_photos
    lines.append(say("answer.photos_needed", least=least) if least else say("answer.photos_free"))
    if asked.desk.form is not None:
        lines.append(say_for(asked.desk.form, "answer.photo_row"))
    if asked.desk.takes_report_file:
        is_optional = asked.desk.campaign.report_file == "optional"
        lines.append(say("answer.report_optional" if is_optional else "answer.report_required"))
    return "\n".join(lines), True


def plan_in_words(campaign: Campaign) -> Told:
    """Return what is known of the plan, and whether that is enough."""
    period = {"begin": day(campaign.period_start), "end": day(campaign.period_end)}
    issuer = campaign.issuer or campaign.receiver or campaign.title
    told = say("answer.plan", issuer=issuer, campaign=campaign.title, **period)
    if campaign.plan == NO_PLAN:
        return f"{told} {say('answer.no_plan')}", False
    return "\n".join([told, *known_lines(campaign.plan)]), False


_OF_OPEN_ROWS = (Word.MISSING, Word.HOW_FAR)
_DOORS: dict[Word, tuple[Word, ...]] = {Word.LEAVING: (Word.HAND_OVER, Word.INVITE)}
"""What an answer offers to be done, at a tap."""

_WITHOUT_FORM: dict[Word | None, Callable[[Question], Told]] = {
    Word.DEADLINE: _deadline,
    Word.CONTACT: _contact,
    Word.WHEN_LATE: _when_late,
    Word.WHAT_FILES: _what_files,
    Word.PLAN: lambda asked: plan_in_words(asked.desk.campaign),
    **about_report.ANYWHERE,
}
_ANSWERS: dict[Word | None, Callable[[Question], Told]] = {
    **_WITHOUT_FORM,
    Word.HOW_FAR: lambda asked: (how_far(asked.desk), True),
    Word.MISSING: _missing,
    Word.MEANING: _meaning,
    Word.LAST_YEAR: _last_year,
    Word.WHERE: _where,
    Word.BEGIN: _begin,
    **about_report.OF_A_FORM,
}
