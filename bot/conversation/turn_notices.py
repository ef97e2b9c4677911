"""What a turn must not pass over in silence: figures that wait or are gone, numbers that were not read,
an approval undone; and which message a figure came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations, starmap

from bot.conversation import prompts, rest_words
from bot.conversation.context import NoticeToPeople, ReportContext, Turn
from bot.conversation.state import Stage, State
from bot.locale.clarifications import no_row, unused_sentence
from bot.locale.say import say
from bot.model.changing import replace
from bot.model.events import AnswerCleared, AnswerRecorded
from bot.model.form import Form
from bot.model.message import Incoming, Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Status
from bot.reading.unmatched_codes import missing_code
from bot.vietnamese.normalise import clean


def tell_what_waits(
    desk: ReportContext | None, before: State, turn: Turn, *, refused: bool
) -> Turn:
    """Return the turn with a word about the figures that still wait for "đúng", where it has none,
    and about those that waited and are gone. `refused`: the message was the word on them."""
    after = turn.state
    is_batch = after.stage is Stage.BATCH
    if before.stage is Stage.BATCH and not is_batch:
        turn = _tell_left_out(desk, before, turn)
    lost = _lost(before, turn)
    if lost and not refused and not is_batch:
        turn = lead_with(turn, say("proposal.lost", codes=", ".join(lost)))
    if desk is None or not _waits_unsaid(desk, turn):
        return turn
    return lead_with(turn, prompts.waiting(desk, after.proposal))


def _lost(before: State, turn: Turn) -> list[str]:
    """Return the rows whose figures waited and neither wait nor are stored now. Sections that did not
    happen are not among them: they may be named once more."""
    known = {code for code, _ in turn.state.proposal}
    known |= {fact.code for fact in turn.changes if isinstance(fact, AnswerRecorded)}
    waited = [code for code, found in before.proposal if found.source != "gate"]
    return [code for code in waited if code not in known]


def _waits_unsaid(desk: ReportContext, turn: Turn) -> bool:
    """Return whether figures of this report wait and no reply asks for the yes."""
    after = turn.state
    if not after.proposal or not turn.replies or desk.form is None or desk.seat.id != after.seat:
        return False
    return not any(map(_asks_for_yes, turn.replies))


def _tell_left_out(desk: ReportContext | None, before: State, turn: Turn) -> Turn:
    """Return the turn with the parts of a batch that was stored just now and held them not."""
    if desk is None or not any(isinstance(fact, AnswerRecorded) for fact in turn.changes):
        return turn
    texts = rest_words.unclear_texts(desk, before)
    return lead_with(turn, say("batch.left_out", texts=texts)) if texts else turn


def _asks_for_yes(reply: Reply) -> bool:
    return say("confirm.type_yes") in reply.text


def mark_trial(turn: Turn) -> Turn:
    """Return a turn of a campaign that is only tried: its first reply says that nothing counts."""
    if not turn.replies:
        return turn
    first, *others = turn.replies
    lead = "\n".join(filter(None, (say("trial.mark"), first.lead)))
    return replace(turn, replies=(replace(first, lead=lead), *others))


def notice_reopened(desk: ReportContext, turn: Turn) -> Turn:
    """Return the turn; where it corrects a report that waited for approval, both sides are told."""
    if desk.submission.status is not Status.AWAITING_APPROVAL:
        return turn
    if not any(isinstance(fact, AnswerRecorded | AnswerCleared) for fact in turn.changes):
        return turn
    told = Reply(say("approve.reopened", unit=desk.unit.called), urgency=Urgency.NOTICE)
    notice = NoticeToPeople(desk.campaign.id, desk.unit.id, Role.APPROVER, told)
    turn = replace(turn, notices=(*turn.notices, notice))
    return lead_with(turn, say("approve.send_again"))


def lead_with(turn: Turn, sentence: str) -> Turn:
    """Return the turn with a sentence in front of its first reply, behind what was stored."""
    if not turn.replies:
        return replace(turn, replies=(Reply(sentence),))
    first, *others = turn.replies
    lead = "\n".join(filter(None, (first.lead, sentence)))
    return replace(turn, replies=(replace(first, lead=lead), *others))


# -- which message a figure came from: the one that held it, not the "đúng" that stored it


def keep_origins(before: State, turn: Turn, message: int) -> Turn:
    """Return the turn with the origin of each figure: of those that wait, and of those that waited
    and are stored as they were shown. `message` is the one that is being answered."""
    shown = dict(before.proposal)
    known = dict(before.origins)
    came = {code: known.get(code, message) for code in shown}

    waiting = tuple(
        (code, came[code] if shown.get(code) == answer else message)
        for code, answer in turn.state.proposal
    )
    changes = tuple(
        replace(change, told_in=came[change.code])
        if isinstance(change, AnswerRecorded) and shown.get(change.code) == change.answer
        else change
        for change in turn.changes
    )
    return replace(turn, state=replace(turn.state, origins=waiting), changes=changes)


# -- runs of digits that no figure, telephone or account number has: cut before anything is read

LONGEST = 20  # digits that are read
NAMED_WHOLE = 60  # a longer run is named by its beginning and its length
MOST_ADDED = 40  # numbers of a line
NAMED = 3  # runs; the rest are counted
_RUN = re.compile(rf"(?<![0-9])[0-9]{{{LONGEST + 1},}}")


def cut_digit_runs(incoming: Incoming) -> tuple[Incoming, tuple[str, ...]]:
    """Return the message with at most 20 digits of each run, and the runs that were cut."""
    runs = tuple(dict.fromkeys(_RUN.findall(clean(incoming.text))))
    if not runs:
        return incoming, ()
    text = _RUN.sub(lambda run: run[0][:LONGEST], clean(incoming.text))
    return replace(incoming, text=text), runs


def notice_cut_runs(turn: Turn, runs: tuple[str, ...]) -> Turn:
    """Return the turn with a word on each run of digits that was not read as it was typed."""
    for run in reversed(runs[:NAMED]):
        shown = run if len(run) <= NAMED_WHOLE else f"{run[:LONGEST]}…"
        turn = lead_with(turn, say("digits.cut", run=shown, count=len(run), most=LONGEST))
    return turn


# -- nothing typed vanishes: numbers of a message that its answer does not show are named in it.
# Where a figure is stored or proposed its reader tells what it did not use; this is the net below, for
# words that no reader took (a figure without a row, a message beside the question).

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]{3})+(?![0-9])|[0-9]+")
_SAID = re.compile(
    r"(?:[0-9](?:[0-9.,/:%]*[0-9%])?)(?:\s*[^\W\d]+){0,2}"
)  # a number with the words behind it
_AMOUNT = re.compile(
    r"(?<![0-9])[0-9][0-9.,]{0,30}\s*(?:tr|triệu|trieu|k|nghìn|nghin|ngàn|ngan|tỷ|ty|tỉ)(?![^\W\d])\s*[0-9]*",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:ngày|mùng|mồng|ngay|mung|mong)\s+[0-9]{1,2}(?:/[0-9]{1,2})?", re.IGNORECASE)
SCALES = (1, 1_000, 1_000_000)  # "5 triệu" is shown as 5.000.000


def tell_unseen_numbers(form: Form, before: State, turn: Turn, text: str) -> Turn:
    """Return the turn with "Chưa dùng đến: …" where nothing was stored of the message and the
    replies leave out numbers of it; of a row that is not asked, with that."""
    if not turn.replies or turn.changes:
        return turn
    proposed = turn.state.proposal != before.proposal
    if proposed:
        text = _DAY.sub(" ", _AMOUNT.sub(" ", text))  # "12tr5" is shown as 12.500.000
    lists = turn.state.stage is Stage.OVERVIEW and not proposed  # its examples hold numbers
    shown = (
        part
        for reply in turn.replies
        for part in ((reply.lead,) if lists else (reply.lead, reply.head, reply.text))
    )
    told = "\n".join(shown)
    fresh = [pair for pair in turn.state.proposal if pair not in before.proposal]
    offered = {number for _, each in fresh for number in each.figures.values()}
    if proposed and sum(_numbers(text)) in offered:
        return turn  # parts, shown as their sum
    unseen = unseen_numbers(text, told)
    unseen = unseen and unseen_numbers(text, f"{told} {_added_up(text, offered)}")
    if not unseen:
        return turn
    if not proposed:  # nothing at all came of it: not half of the figures are named
        unseen = unseen_numbers(text, "")
    return lead_with(turn, _not_used(form, text, unseen))


def _added_up(text: str, offered: set[int]) -> str:
    """Return the numbers of a text that stand together in a line and come to a figure that is shown."""
    lines = (list(_numbers(line))[:MOST_ADDED] for line in text.splitlines())
    runs = chain.from_iterable(map(_runs, lines))
    added = filter(lambda run: sum(run) in offered, runs)
    return " ".join(map(str, chain.from_iterable(added)))


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Yield every run of numbers that stand beside one another."""
    places = combinations(range(len(numbers) + 1), 2)
    return starmap(lambda first, end: numbers[first:end], places)


def _not_used(form: Form, text: str, unseen: tuple[str, ...]) -> str:
    """Return which numbers were not used; before them that their row is none that is asked."""
    code = missing_code(form, text)
    if not code:
        return unused_sentence(unseen)
    sentence = no_row(form, code)
    return f"{sentence} {unused_sentence(unseen_numbers(text, sentence))}".strip()


def unseen_numbers(text: str, shown: str) -> tuple[str, ...]:
    """Return the numbers of a text, each with the words behind it, that another does not show."""
    seen = set(_numbers(shown))
    return tuple(
        dict.fromkeys(
            said.group().strip()
            for said in _SAID.finditer(text)
            if not all(_is_shown(number, seen) for number in _numbers(said.group()))
        )
    )


def _numbers(text: str) -> Iterator[int]:
    for found in _NUMBER.finditer(text):
        yield int(found.group().replace(".", "").replace(",", ""))


def _is_shown(number: int, shown: set[int]) -> bool:
    return any(number * scale in shown for scale in SCALES)
