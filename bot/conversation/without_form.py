"""A campaign without a form: the unit's own words, its report as a file, and photos are taken, and
"nộp" sends them. Nothing that a person writes is thrown away; what is owed is said as it is."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import (
    part_talk,
    photo_talk,
    plan_files,
    prompts,
    questions,
    review,
    wishes,
    written_parts,
)
from bot.conversation.command_words import Command, Word, read_command
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.intents import asks, understand
from bot.conversation.report_standing import has_anything, stand
from bot.conversation.state import Stage, State
from bot.locale.plan_sentences import contact_lines
from bot.locale.say import say
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.submission import Status

NOT_THEIRS = (
    Word.APPROVE, Word.SEND_BACK, Word.PROGRESS, Word.REMIND, Word.EXPORT, Word.BOARD, Word.ACCEPT,
    Word.EXTEND, Word.INVITE, Word.TELL, Word.PICTURE, Word.SNAPSHOTS,
)  # fmt: skip

# words that are answered with one sentence
ANSWERED = {
    Word.YES: "confirm.nothing",
    Word.NO: "confirm.nothing",
    Word.FORM: "form.none",
    Word.FORM_WORD: "form.none",
    Word.FORM_PDF: "form.none",
    Word.PAUSE: "no_form.paused",
    **dict.fromkeys(NOT_THEIRS, "role.not_yours"),
}


def hear(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Return a reporter's message that is neither photo nor file."""
    match incoming.kind:
        case IncomingKind.START:
            return stand(desk, state)
        case IncomingKind.UNSUPPORTED:
            return stand(desk, state, lead=say("kind.unsupported"))
        case IncomingKind.EDITED:
            return _edited(situation, desk, state, incoming.text)
        case IncomingKind.CHOICE:
            return _tapped(situation, desk, state, incoming.choice)
        case IncomingKind.FORWARDED:  # material, never obeyed
            return _keep(desk, state, incoming.text)
        case _:
            return _words(situation, desk, state, incoming.text)


def _words(situation: TurnContext, desk: ReportContext, state: State, text: str) -> Turn:
    """Return the turn of words: a question, a command, or else a part of the report."""
    wanted = understand(text, None)
    if wanted is not None and plan_files.asks_for_files(desk, wanted, text):
        return plan_files.with_files(desk, stand(desk, state))
    told = _answer(situation, desk, state, wanted)
    if told is not None:
        return told
    command = read_command(text, None)
    done = _obey(situation, desk, state, command) if command is not None else None
    return done or _keep(desk, state, text)


def _answer(
    situation: TurnContext, desk: ReportContext, state: State, wanted: Command | None
) -> Turn | None:
    """Return the answer to a question about the campaign or the report, and to thanks and greetings,
    which are no words of a report; None for anything else."""
    if wanted is None:
        return None
    if wanted.word in (Word.THANKS, Word.GREETING, Word.SORRY):
        return stand(desk, state, lead=wishes.courtesy(desk, wanted.word))
    lead = questions.answer_in_words(situation, desk, wanted)
    return stand(desk, state, lead=lead) if lead else None


def _keep(desk: ReportContext, state: State, text: str) -> Turn:
    """Keep the unit's own words, one message after the other, where a report is made of them."""
    if not text.strip():
        return stand(desk, state)
    if desk.owes_tasks_alone:
        words = written_parts.shortened(text)
        return stand(desk, state, lead=say("standing.not_kept", words=words))
    part = written_parts.current(desk, state)
    code = written_parts.code_of(part)
    state, fact = written_parts.more_words(desk, state, code, text)
    state = replace(state, row=part.key if part is not None else "")
    lines = [_kept(desk, code, text), say("no_form.perhaps_asked") if asks(text) else ""]
    return stand(desk, state, (fact,), "\n".join(filter(None, lines)))


def _kept(desk: ReportContext, code: str, text: str) -> str:
    """Return what was kept, and in which part where there are several."""
    words = written_parts.shortened(text)
    if len(written_parts.written(desk)) < 2:
        return say("no_form.kept", words=words)
    return say("part.kept", title=written_parts.title_of(desk, code), words=words)


def _edited(situation: TurnContext, desk: ReportContext, state: State, text: str) -> Turn:
    """Change the words of an earlier message that was edited, in whichever part they stand."""
    old = situation.edited.words.strip()
    kept = {code: own for code, own in desk.submission.answers.items() if old and old in own.text}
    if len(kept) != 1 or not text.strip():
        return stand(desk, state, lead=say_for(desk.form, "edited.unknown"))
    ((code, own),) = kept.items()
    whole = own.text.replace(old, text.strip(), 1)
    state, fact = written_parts.words_are(desk, state, code, whole)
    return stand(desk, state, (fact,), _kept(desk, code, text))


def _tapped(situation: TurnContext, desk: ReportContext, state: State, key: str) -> Turn:
    for action in ("send", "send_anyway"):
        if key == prompts.key(desk, state, action):
            return _submit(situation, desk, state)
    if key == prompts.key(desk, state, "done"):
        return stand(desk, state)
    return stand(desk, state, lead=say("button.old"))


def _obey(
    situation: TurnContext, desk: ReportContext, state: State, command: Command
) -> Turn | None:
    """Return a command word; None for one that only a form gives a meaning, which is then kept as words."""
    match command.word:
        case Word.SUBMIT:
            return _submit(situation, desk, state)
        case Word.UNDO:
            return _undo(desk, state)
        case Word.PHOTO:
            return photo_talk.ask_for_photos(desk, state)
        case Word.HELP:
            return _help(desk, state)
        case Word.NEXT | Word.SKIP | Word.DONE | Word.THAT_IS_ALL:
            return stand(desk, replace(state, row=""))
        case Word.BACK | Word.VIEW | Word.AGREE:
            return stand(desk, state)
        case Word.WRITE:
            return _begin(desk, state, command.rest)
        case word if word in ANSWERED:
            return stand(desk, state, lead=say(ANSWERED[word]))
        case _:
            return None


def _help(desk: ReportContext, state: State) -> Turn:
    words = say("standing.help" if desk.owes_tasks_alone else "no_form.help")
    lines = [words, *contact_lines(desk.campaign.plan)]
    return stand(desk, state, lead="\n".join(lines))


def _begin(desk: ReportContext, state: State, wanted: str) -> Turn | None:
    """Go to the part that is named; None where no part has such a title, then it is what they write."""
    begun = part_talk.begin(desk, state, wanted)
    return stand(desk, begun.state) if begun is not None else None


def _undo(desk: ReportContext, state: State) -> Turn:
    """Take the last words back, unless they were changed since."""
    if not written_parts.is_of_part(state):
        return stand(desk, state, lead=say("undo.nothing"))
    step = state.undo[0]
    state = state.taken_back()
    if desk.submission.answers.get(step.code) != step.after:
        return stand(desk, state, lead=say("no_form.changed"))
    return stand(desk, state, (written_parts.taken_back(desk, step),), say("no_form.undone"))


def _submit(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Answer "nộp": what is missing is named once, then it is sent."""
    own = desk.submission
    if (
        desk.owes_tasks_alone
        or own.status is Status.AWAITING_APPROVAL
        or (own.is_sent and not own.draft)
    ):
        return stand(desk, state)
    if not has_anything(desk):
        return stand(desk, state, lead=say("no_form.empty"))
    left = desk.wanted
    if desk.unmended:
        left.append(say("warn.unmended", reason=own.returned_reason))
    if left and state.stage is not Stage.WARNED:
        state = state.at(Stage.WARNED)
        text = "\n".join([*left, say("no_form.send_anyway")])
        return Turn(
            state, (), (Reply(text, choices=(prompts.button(desk, state, "send_anyway"),)),)
        )
    return review.send(situation, desk, state)
