"""A unit's question to its coordinators: passed on at once, while the asker's place is kept.

Only the word with its tone mark is a question ("hỏi …"): "hoi" may be "hội", which the form asks
about. Where the same words could be the answer to the row that is being asked, that is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.conversation import bulk_confirm, navigation, prompts
from bot.conversation.command_words import Word, bare_words, read_command
from bot.conversation.context import (
    NoticeToPeople,
    QuestionQuota,
    ReportContext,
    Turn,
    TurnContext,
)
from bot.conversation.examples import say_for
from bot.conversation.intents import hear
from bot.conversation.state import Stage, State
from bot.locale.say import say
from bot.model.events import QuestionAsked
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.person import Role
from bot.model.question_route import Station
from bot.reading import Understood, read_answer
from bot.row_types import takes_words

MOST = 10  # questions of one person within SPAN
SPAN = timedelta(hours=1)
SLASH = "/hoi"
ON_A_ROW = (Stage.ASKING, Stage.COLLECTING, Stage.PROPOSAL)
AS_QUESTION = {"gui cau hoi", "cau hoi", "hoi", "dung"}
SENDS = {
    "gui cau hoi", "gui cau nay", "gui di", "gui", "hoi giup em", "hoi di", "gui giup em",
    "gui cau nay cho nguoi tong hop", "gui cho nguoi tong hop",
}  # fmt: skip
LABELS = {"gui cau hoi", "ghi vao bao cao"}  # of the two buttons
AS_ANSWER = {"ghi vao bao cao", "ghi", "noi dung tra loi", "tra loi", "sai"}
SHORT = 120  # characters of a message that is named
_LEAD = re.compile(
    r"\s*hỏi(?=[\s:,.;]|$)(?!.*\sđã\W*$)[\s:,.;]*(.*)", re.IGNORECASE | re.DOTALL
)  # "hỏi lại chị kế toán đã" asks nobody here

GoOn = Callable[[State, Incoming], Turn]


def question_in(text: str) -> str | None:
    """Return what is asked by "hỏi …" or "/hoi …"; "" for the bare word, None for any other message."""
    found = _LEAD.fullmatch(text)
    if found is not None:
        return found[1].strip()
    command, _, rest = text.strip().partition(" ")
    return rest.strip() if command.casefold().partition("@")[0] == SLASH else None


def concerns(state: State, incoming: Incoming) -> bool:
    """Tell whether the message asks something, or settles whether an earlier one did."""
    if state.question or state.offered:
        return True
    if incoming.kind is not IncomingKind.TEXT:
        return False
    wanted = {heard.word for heard in hear(incoming.text)}
    return question_in(incoming.text) is not None or Word.ASK_EXTENSION in wanted


def answer_question_talk(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming, go_on: GoOn
) -> Turn | None:
    """Return a question, or the word on whether something was one; None for any other message. `go_on`
    takes a message as if this word did not exist."""
    if state.question:
        return _settled(situation, desk, state, incoming, go_on)
    if state.offered:
        fresh = replace(state, offered="")
        if _sends(desk, state, incoming):
            return _send(situation, desk, fresh, state.offered)
        turn = answer_question_talk(situation, desk, fresh, incoming, go_on)
        return turn if turn is not None else go_on(fresh, incoming)
    if incoming.kind is not IncomingKind.TEXT:
        return None
    if bare_words(incoming.text) in LABELS:  # typed later than it was asked for
        return Turn(state, (), (Reply(say("confirm.nothing")),))
    words = question_in(incoming.text)
    is_command = read_command(incoming.text, desk.form) is not None  # "hỏi lần lượt"
    if words is None or is_command or _complains(incoming.text):
        return None
    if not words:
        return Turn(state, (), (Reply(say_for(desk.form, "question.how")),))
    is_clear = incoming.text.lstrip().startswith("/")
    if not is_clear and _could_answer(desk, state, incoming.text):
        return ask_which(desk, state, incoming.text)
    return _send(situation, desk, state, words)


def _sends(desk: ReportContext, state: State, incoming: Incoming) -> bool:
    """Tell whether a message is the word (or the button) that sends the question offered before."""
    if incoming.kind is IncomingKind.CHOICE:
        return incoming.choice == prompts.key(desk, state, "send_question")
    if incoming.kind is not IncomingKind.TEXT:
        return False
    if bare_words(incoming.text) in SENDS:
        return True
    return not state.proposal and any(heard.word is Word.YES for heard in hear(incoming.text))


def _complains(text: str) -> bool:
    """Tell whether a message that begins with "hỏi" is about being asked: "hỏi gì mà lắm thế"."""
    return any(heard.word is Word.UPSET for heard in hear(text))


def pass_on(situation: TurnContext, desk: ReportContext, state: State, words: str) -> Turn:
    """Send words to the coordinators as they are."""
    return _send(situation, desk, state, words)


def _could_answer(desk: ReportContext, state: State, text: str) -> bool:
    """Tell whether the message may be meant for the report: words for a text row or a note, or figures
    that can be read."""
    if desk.form is None or desk.is_over:
        return False
    if state.stage is Stage.NOTING:
        return True
    row = desk.the_form.find(state.row) if state.stage in ON_A_ROW else None
    if row is not None and (takes_words(row) or isinstance(read_answer(row, text), Understood)):
        return True
    return state.stage is Stage.LIST and bulk_confirm.read(desk, state, text) is not None


def ask_which(desk: ReportContext, state: State, text: str) -> Turn:
    """Ask once; the question that was asked stays as it is, its buttons too."""
    asked = say("question.which", code=_place(state), words=_short(text))
    choices = tuple(prompts.button(desk, state, action) for action in ("ask_it", "write_it"))
    return Turn(replace(state, question=text), (), (Reply(asked, choices=choices),))


def _settled(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming, go_on: GoOn
) -> Turn:
    text = state.question
    fresh = replace(state, question="")
    meant = _meant(desk, state, incoming)
    if meant == "ask_it":
        return _send(situation, desk, fresh, question_in(text) or text)
    if meant == "write_it":
        return go_on(fresh, replace(incoming, kind=IncomingKind.TEXT, text=text, choice=""))
    turn = answer_question_talk(situation, desk, fresh, incoming, go_on) or go_on(fresh, incoming)
    lost = say("question.dropped", words=_short(text))
    if not turn.replies:
        return replace(turn, replies=(Reply(lost),))
    first, *others = turn.replies
    lead = "\n".join(filter(None, (lost, first.lead)))
    return replace(turn, replies=(replace(first, lead=lead), *others))


def _meant(desk: ReportContext, state: State, incoming: Incoming) -> str:
    if incoming.kind is IncomingKind.CHOICE:
        keys = {prompts.key(desk, state, action): action for action in ("ask_it", "write_it")}
        return keys.get(incoming.choice, "")
    if incoming.kind is not IncomingKind.TEXT:
        return ""
    plain = bare_words(incoming.text)
    if plain in AS_QUESTION:
        return "ask_it"
    return "write_it" if plain in AS_ANSWER else ""


def _send(situation: TurnContext, desk: ReportContext, state: State, words: str) -> Turn:
    """Send to the coordinators now; the asker is told, and reminded of what is still asked."""
    inquiry = situation.inquiry or QuestionQuota()
    if inquiry.asked >= MOST:
        return Turn(
            state, (), (remind_what_is_asked(desk, state, say("question.enough", most=MOST)),)
        )
    place = _place(state)
    fact = QuestionAsked(desk.campaign.id, desk.submission.id, words, place)
    named = {"unit": desk.unit.called, "campaign": desk.campaign.title}
    text = say(
        "question.text",
        words=words,
        who=situation.person.name if situation.person is not None else "",
        place=say("question.place", code=place) if place else "",
        **named,
    )
    if place:
        text = f"{text}\n{say('question.how_for_all', unit=desk.unit.called)}"
    told = Reply(text, say("question.told", unit=desk.unit.called))  # somebody waits for it
    notices = tuple(
        NoticeToPeople(desk.campaign.id, station.unit_id, Role.COORDINATOR, told)
        for station in inquiry.stations[:1]
    )
    lead = _lead_of(inquiry.stations)
    return Turn(state, (fact,), (remind_what_is_asked(desk, state, lead),), notices)


def _lead_of(stations: tuple[Station, ...]) -> str:
    """Return where a question went, in a sentence."""
    if not stations:
        return say("question.kept")
    if stations[0].unit_id is None:
        return say("question.sent")
    return say("question.sent_to", above=stations[0].name)


def _place(state: State) -> str:
    """Return the row, rows or section that was being asked; empty where none was."""
    match state.stage:
        case Stage.LIST if state.asked:
            return f"{state.asked[0]}–{state.asked[-1]}"
        case Stage.GATE:
            return state.section
        case Stage.ASKING | Stage.COLLECTING | Stage.PROPOSAL | Stage.NOTING | Stage.TOTAL:
            return state.row
    return ""


def remind_what_is_asked(desk: ReportContext, state: State, lead: str) -> Reply:
    """Return what was said, and in one line what is still asked: its message above stays valid."""
    rest = _still_asked(desk, state)
    return Reply(rest, lead=lead) if rest else Reply(lead)


def _still_asked(desk: ReportContext, state: State) -> str:
    form = desk.form
    if form is None or desk.is_over:
        return ""
    match state.stage:
        case Stage.ASKING | Stage.COLLECTING if form.find(state.row):
            row = form.by_code[state.row]
            head = prompts.head(desk, row)
            return say("question.asks_still", head=head, question=row.question)
        case Stage.GATE:
            gate = form.section_of(state.section).head
            title = say("gate.head", code=gate.code, title=gate.name)
            return say("question.asks_still", head=title, question=gate.gate)
        case Stage.LIST if state.asked:
            return say("question.rows_wait", first=state.asked[0], last=state.asked[-1])
        case Stage.NOTING:
            return say("question.note_waits", code=state.row)
        case Stage.TOTAL:
            return say("total.again", sum=navigation.children_sum(desk, form.by_code[state.row]))
        case Stage.OVERVIEW:
            return say_for(desk.form, "overview.again")
        case Stage.REVIEW | Stage.WARNED:
            return say_for(desk.form, "review.hint")
    return ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHORT else flat[: SHORT - 1] + "…"
