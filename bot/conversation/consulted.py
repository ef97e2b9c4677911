"""Talk about a draft with whoever is asked for comments: it is shown once, answered with "nhất trí",
"góp ý: …" or a file, and late answers are taken and marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation.context import ConsultedDesk, ReportContext, Turn, TurnContext
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.answer import NARRATIVE, Answer, AnswerState
from bot.model.campaign import CampaignState
from bot.model.documents import Document
from bot.model.events import AnswerRecorded, Change, OpinionKept
from bot.model.message import Choice, FileRef, Incoming, IncomingKind, Reply
from bot.model.opinion_ledger import OpinionFact, Step
from bot.plans.silence_rule import states_silence
from bot.vietnamese.normalise import unaccented

ITEM_CODE = f"{NARRATIVE}:opinion"
_AGREES = re.compile(
    r"(?:(?:chung toi|don vi|xin|hoan toan|co ban|deu)\s+){0,4}(?:nhat tri|thong nhat|tan thanh)"
    r"(?:\s+(?:hoan toan|cao))?(?:\s+(?:voi|ve|theo|noi dung|du thao|ke hoach|ban|tren|nay|cua)){0,8}[\s.!]*"
)
_COMMENTS = re.compile(
    r"\s*(?:xin\s+)?(?:góp\s+ý|gop\s+y|ý\s+kiến|y\s+kien)\s*[:\-–,]?\s*", re.IGNORECASE
)
DRAFT_WORDS = ("du thao", "xem du thao", "gui du thao", "ban du thao")


def invitation(about: ConsultedDesk) -> tuple[Reply, ...]:
    """Return the text that asks for comments, and how to answer."""
    how = say("opinion.how", day=about.asked.phrase)
    text = "\n".join(filter(None, (about.asked.text, how)))
    return (Reply(text, say("opinion.head", title=about.campaign.title), choices=_choices(about)),)


def _choices(about: ConsultedDesk) -> tuple[Choice, ...]:
    mark = f"op{about.campaign.id}"
    return (
        Choice(f"{mark}|agree", say("opinion.button.agree")),
        Choice(f"{mark}|draft", say("opinion.button.draft")),
    )


def reminder(about: ConsultedDesk, days_left: int) -> Reply:
    """Return a word to whoever has not answered yet."""
    key = "opinion.remind.today" if days_left == 0 else "opinion.remind.soon"
    text = say(key, title=about.campaign.title, day=about.asked.phrase)
    return Reply(text, choices=_choices(about))


def sent_facts(about: ConsultedDesk, now: datetime) -> list[OpinionFact]:
    """Return that the text was sent, as it reads now, and that it reached whoever reads the reply."""
    code, text = about.line.recipient.code, about.asked.text
    sent = OpinionFact(
        about.campaign.id, code, Step.SENT, now, text, states_silence=states_silence(text)
    )
    return [sent, OpinionFact(about.campaign.id, code, Step.REACHED, now)]


def show_draft_once(situation: TurnContext, turn: Turn) -> Turn:
    """Return a turn with the draft below it, where this recipient has not been shown it and the campaign
    is open: before, nothing goes out."""
    about = situation.consulted
    if about is None or about.line.sent_at is not None:
        return turn
    if about.campaign.state is not CampaignState.OPEN:
        return turn
    facts = tuple(map(OpinionKept, sent_facts(about, situation.now)))
    shown = invitation(about)
    if not about.is_alone:
        shown = (*turn.replies, *shown)
    return replace(turn, changes=(*turn.changes, *facts), replies=shown)


def answer_draft(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Return the turn of a message about the draft; None for one about something else."""
    about = situation.consulted
    if about is None:
        return None
    is_alone = about.is_alone
    match incoming.kind:
        case IncomingKind.CHOICE:
            return _tapped(situation, desk, state, incoming.choice)
        case IncomingKind.FILE | IncomingKind.PHOTO:
            said = _COMMENTS.match(incoming.own_caption)
            if not is_alone and said is None:
                return None
            return _commented(situation, desk, state, incoming.text, incoming.file)
        case IncomingKind.TEXT:
            return _said(situation, desk, state, incoming.text, is_alone=is_alone)
        case _:
            return Turn(state, (), (_standing(about),)) if is_alone else None


def _tapped(situation: TurnContext, desk: ReportContext, state: State, choice: str) -> Turn | None:
    assert situation.consulted is not None
    mark, _, action = choice.partition("|")
    if mark != f"op{situation.consulted.campaign.id}":
        return None
    if action == "agree":
        return _agreed(situation, desk, state)
    if action == "comment" and state.comment:
        return _commented(situation, desk, replace(state, comment=""), state.comment)
    return _draft(situation, state)


def _said(
    situation: TurnContext, desk: ReportContext, state: State, text: str, *, is_alone: bool
) -> Turn | None:
    plain = " ".join(unaccented(text).split())
    if _AGREES.fullmatch(plain) or (is_alone and plain == "dong y"):
        return _agreed(situation, desk, state)
    if plain.strip(" .?") in DRAFT_WORDS:
        return _draft(situation, state)
    if _COMMENTS.match(text) and _without_head(text):
        return _commented(situation, desk, state, text)
    return _unclear(situation, state, text, plain) if is_alone else None


def _unclear(situation: TurnContext, state: State, text: str, plain: str) -> Turn:
    """Return what becomes of other words of somebody who is asked for nothing but comments: they are
    kept as a comment after one yes."""
    about = situation.the_consulted
    if state.comment and plain in ("dung", "co", "vang", "phai"):
        assert situation.desk is not None
        return _commented(situation, situation.desk, replace(state, comment=""), state.comment)
    if len(plain.split()) < 3:
        return Turn(replace(state, comment=""), (), (_standing(about),))
    keep = Choice(f"op{about.campaign.id}|comment", say("opinion.button.comment"))
    asked = Reply(say("opinion.is_comment", text=text.strip()[:300]), choices=(keep,))
    return Turn(replace(state, comment=text.strip()), (), (asked,))


def _standing(about: ConsultedDesk) -> Reply:
    """Return how the recipient's answer stands, and how to give one."""
    stands = say(f"opinion.stands.{about.line.outcome}") if about.line.has_answered else ""
    how = say("opinion.how", day=about.asked.phrase)
    return Reply(f"{stands}\n{how}".strip(), choices=_choices(about))


def _agreed(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    return _kept(situation, desk, state, Step.AGREED, say("opinion.agreed"), None)


def _without_head(text: str) -> str:
    found = _COMMENTS.match(text)
    return (text[found.end() :] if found is not None else text).strip()


def _commented(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    text: str,
    file: FileRef | None = None,
) -> Turn:
    if file is not None and not file.path:
        return Turn(state, (), (Reply(say(f"file.{file.remote or 'broken'}")),))
    own = _without_head(text)
    words = own or (file.name if file is not None else "")
    said = say("opinion.commented", text=words)
    return _kept(situation, desk, state, Step.COMMENTED, said, file, own)


def _kept(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    step: Step,
    said: str,
    file: FileRef | None,
    text: str = "",
) -> Turn:
    """Store an answer, in the ledger and as what the recipient owed."""
    about = situation.the_consulted
    code, now = about.line.recipient.code, situation.now
    last = about.asked.last_instant
    is_late = last is not None and now > last
    fact = OpinionFact(about.campaign.id, code, step, now, text, file=file)
    before = desk.submission.answers.get(ITEM_CODE)
    answer = Answer(AnswerState.VALUE, text=text or said)
    facts: Sequence[Change] = (
        OpinionKept(fact),
        AnswerRecorded(desk.submission.id, ITEM_CODE, answer, before),
    )
    late = [say("opinion.came_late", day=about.asked.phrase)] if is_late else []
    return Turn(state, tuple(facts), (Reply("\n".join([said, *late])),))


def _draft(situation: TurnContext, state: State) -> Turn:
    """Hand the draft out; that it was opened is noted."""
    about = situation.the_consulted
    file = about.asked.draft
    fact = OpinionFact(about.campaign.id, about.line.recipient.code, Step.OPENED, situation.now)
    reply = Reply(
        say("opinion.draft", name=file.name), document=Document(file.name, path=file.path)
    )
    return Turn(state, (OpinionKept(fact),), (reply,))
