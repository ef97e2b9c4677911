"""Duties and lists in chat: "việc" shows them, "xong việc 1: …" says what was done, "sổ" opens a list to
which every message adds lines until "xong". They are given by themselves, whatever the report does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import bulk_confirm, photo_talk
from bot.conversation.command_words import read_command
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.state import State
from bot.item_types import item_type, ledger
from bot.locale.dates import day
from bot.locale.entry_words import beside_row, entry_words, total_words
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.campaign_item import CampaignItem
from bot.model.events import AnswerRecorded, SourceKept
from bot.model.form import Indicator, row_in
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.optional import first
from bot.reading import Reading, Understood, read_answer
from bot.reading.entry_lines import read_entries
from bot.row_types import row_type
from bot.row_types.yes_no import YesNoType
from bot.vietnamese.normalise import unaccented

DUTY, ENTRIES = "duty", "entries"
EVIDENCE = (IncomingKind.PHOTO, IncomingKind.FILE)
WAS_DONE = "có"  # how a yes/no row is answered, in every language
SHOW_WORDS = ("viec", "cac viec", "viec duoc giao", "danh sach viec", "nhiem vu", "cac nhiem vu")
_DONE = re.compile(
    r"\s*(?:(?:chúng\s+|bọn\s+)?(?:em|tôi|mình|con)\s+|(?:trường|đơn\s+vị|bên)(?:\s+(?:em|tôi|mình))?\s+)?"
    r"(?:đã\s+|da\s+)?(?:làm\s+|lam\s+|báo\s+|bao\s+)?(?:xong|hoàn thành|hoan thanh)(?:\s+xong)?"
    r"\s+(?:việc|viec)(?:\s+(?:số|so))?\s*(?P<number>\d{1,2})?(?:\s+(?:rồi|roi|ạ|a))*\s*[:.,–-]*\s*"
    r"(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LIST = re.compile(
    r"\s*(?:sổ(?:\s+(?P<number>\d{1,2}))?|so)\s*(?::\s*(?P<words>.*))?", re.IGNORECASE | re.DOTALL
)
ENDS = ("xong", "thoi", "het", "dong so")
TAKES_BACK = ("hoan tac", "bo dong cuoi", "xoa dong cuoi")


def hear_items(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Return the turn of a message about a duty or a list; None for one about something else."""
    own = _standing(desk)
    if not own:
        return None
    if incoming.kind in EVIDENCE and _DONE.fullmatch(incoming.own_caption):
        return _with_evidence(situation, desk, state, own, incoming)
    if incoming.kind is IncomingKind.FILE and state.listing:
        return _file(situation, desk, state, own)
    if incoming.kind is not IncomingKind.TEXT:
        return None
    return _words(situation, desk, state, own, incoming.text)


def is_word_for_items(text: str) -> bool:
    """Return whether words show the tasks, report one as done, or open a list."""
    is_shown = " ".join(unaccented(text).split()).strip(" .!") in SHOW_WORDS
    return is_shown or _DONE.fullmatch(text) is not None or _LIST.fullmatch(text) is not None


def _standing(desk: ReportContext) -> list[CampaignItem]:
    """Return the duties and lists of a unit, in the order of the campaign's file."""
    asked = ledger.asked_of(desk.campaign, desk.unit)
    return [each for each in asked if each.type in (DUTY, ENTRIES)]


def _words(
    situation: TurnContext, desk: ReportContext, state: State, own: list[CampaignItem], text: str
) -> Turn | None:
    if not state.listing and not is_word_for_items(text):
        return None
    plain = " ".join(unaccented(text).split()).strip(" .!")
    if plain in SHOW_WORDS:
        return Turn(replace(state, listing=""), (), (Reply(_overview(situation, desk, own)),))
    duties, lists = _of_type(own, DUTY), _of_type(own, ENTRIES)
    if duties and (done := _DONE.fullmatch(text)) is not None:
        return _done(desk, state, duties, done)
    if lists and (opened := _LIST.fullmatch(text)) is not None:
        return _open(desk, state, lists, opened)
    current = first(lambda each: each.key == state.listing, lists)
    return _in_list(desk, state, current, text, plain) if current is not None else None


def _with_evidence(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    own: list[CampaignItem],
    shown: Incoming,
) -> Turn | None:
    """Return what becomes of a picture or document with which a duty is said to be done: both are kept."""
    done = _words(situation, desk, state, own, shown.text)
    if done is None:
        return None
    keep = photo_talk.keep_photo if shown.kind is IncomingKind.PHOTO else _keep_document
    kept = keep(desk, done.state, shown)
    changes = (*kept.changes, *done.changes)
    return replace(done, changes=changes, replies=(*kept.replies, *done.replies))


def _keep_document(desk: ReportContext, state: State, shown: Incoming) -> Turn:
    """Return a document as the evidence of a duty; no figures are read from it."""
    if refusal := photo_talk.refused(shown.the_file):
        return Turn(state, (), (Reply(refusal),))
    fact = SourceKept(desk.submission.id, shown.the_file, shown.text.strip())
    return Turn(state, (fact,), (Reply(say("duty.document", name=shown.the_file.name)),))


def _of_type(own: Sequence[CampaignItem], item_type: str) -> list[CampaignItem]:
    return [each for each in own if each.type == item_type]


def _overview(situation: TurnContext, desk: ReportContext, own: Sequence[CampaignItem]) -> str:
    """Return every duty and list with its day and what has come of it."""
    lines = [say("standing.head", unit=desk.unit.called)]
    numbers = {DUTY: 0, ENTRIES: 0}
    for asked in own:
        numbers[asked.type] += 1
        kept = desk.submission.answers.get(asked.answer_code)
        last = ledger.due_of(desk.campaign, desk.unit, asked, desk.deadline)
        due = say("standing.due", day=day(situation.day_of(last))) if asked.due and last else ""
        title = item_type(asked).title(asked)
        stands = _stands(asked, kept)
        place = say(f"standing.{asked.type}", number=numbers[asked.type])
        lines.append(say("standing.line", place=place, title=title, due=due, stands=stands))
    return "\n".join([*lines, say("standing.how")])


def _stands(asked: CampaignItem, kept: Answer | None) -> str:
    if kept is None:
        return say("standing.open")
    if asked.type == DUTY:
        return say("standing.done", words=kept.text)
    return total_words(read_entries(kept.text))


# -- duties ---------------------------------------------------------------------------------------


def _done(
    desk: ReportContext, state: State, duties: Sequence[CampaignItem], said: re.Match[str]
) -> Turn:
    """Return what becomes of "xong việc": stored, or which one and what was done is asked."""
    waiting = [each for each in duties if each.answer_code not in desk.submission.answers]
    asked = _meant(said["number"], duties, waiting)
    words = said["words"].strip()
    if asked is None:
        titles = "\n".join(
            f"{number}. {item_type(each).title(each)}"
            for number, each in enumerate(duties, start=1)
        )
        return Turn(state, (), (Reply(say("duty.which", titles=titles)),))
    if not words:
        number = duties.index(asked) + 1
        return Turn(state, (), (Reply(say("duty.need_words", number=number)),))
    turn = _keep(
        desk,
        state,
        asked,
        words,
        say("duty.kept", title=item_type(asked).title(asked), words=words),
    )
    return _feeding(desk, turn, asked, words)


def _meant(
    number: str | None, known: Sequence[CampaignItem], waiting: Sequence[CampaignItem]
) -> CampaignItem | None:
    """Return the one that is meant: by its number, else the only one there is to mean."""
    if number:
        place = int(number) - 1
        return known[place] if 0 <= place < len(known) else None
    left = waiting or known
    return left[0] if len(left) == 1 else None


def _feeding(desk: ReportContext, turn: Turn, asked: CampaignItem, words: str) -> Turn:
    """Return a turn that also proposes the figure of the row which a duty feeds; it is stored after a
    yes, never by itself."""
    row = row_in(desk.form, asked.row)
    reading = _figure(row, words) if row is not None and row.is_asked else None
    if row is None or reading is None:
        return turn
    if not isinstance(reading, Understood):
        return replace(turn, replies=(*turn.replies, Reply(say("duty.feeds_open", code=row.code))))
    pairs = ((row.code, replace(reading.answer, source="chat")),)
    proposed = bulk_confirm.propose_rows(
        desk, turn.state, pairs, head=say("duty.feeds", code=row.code)
    )
    return replace(proposed, changes=turn.changes, replies=(*turn.replies, *proposed.replies))


def _figure(row: Indicator, words: str) -> Reading:
    """Return what a duty's words say for the row that it feeds: of a yes/no row, that it was done at all
    where they do not say no."""
    reading = read_answer(row, words)
    is_open = not isinstance(reading, Understood) and row_type(row).name == YesNoType.name
    return read_answer(row, WAS_DONE) if is_open else reading


# -- lists ----------------------------------------------------------------------------------------


def _open(
    desk: ReportContext, state: State, lists: Sequence[CampaignItem], said: re.Match[str]
) -> Turn:
    asked = _meant(said["number"], lists, ())
    if asked is None:
        titles = "\n".join(
            f"{number}. {item_type(each).title(each)}"
            for number, each in enumerate(lists, start=1)
        )
        return Turn(state, (), (Reply(say("entries.which", titles=titles)),))
    opened = replace(state, listing=asked.key)
    if said["words"]:
        return _add(desk, opened, asked, said["words"])
    kept = desk.submission.answers.get(asked.answer_code)
    stands = total_words(read_entries(kept.text)) if kept is not None else ""
    text = say("entries.how", title=item_type(asked).title(asked))
    return Turn(opened, (), (Reply(f"{text}\n{stands}".strip()),))


def _in_list(
    desk: ReportContext, state: State, asked: CampaignItem, text: str, plain: str
) -> Turn | None:
    """Return what a message does while a list is open; None for a command, which closes it."""
    closed = replace(state, listing="")
    if plain in ENDS:
        kept = desk.submission.answers.get(asked.answer_code)
        words = (
            [total_words(read_entries(kept.text)), _compared(desk, asked, kept)] if kept else []
        )
        lines = [say("entries.closed", title=item_type(asked).title(asked)), *words]
        return Turn(closed, (), (Reply("\n".join(filter(None, lines))),))
    if plain in TAKES_BACK:
        return _take_back(desk, state, asked)
    if read_command(text, desk.form) is not None:
        return None
    return _add(desk, state, asked, text)


def _add(desk: ReportContext, state: State, asked: CampaignItem, text: str) -> Turn:
    """Return the list with the lines of a message; what is not certain is asked and not added."""
    found = read_entries(text)
    lines = [*map(entry_words, found.entries)]
    if found.unclear:
        lines += [say("entries.unclear"), *(f"– {line}" for line in found.unclear)]
    kept = desk.submission.answers.get(asked.answer_code)
    if not found.entries:
        stands = [total_words(read_entries(kept.text))] if kept is not None else []
        return Turn(state, (), (Reply("\n".join([*lines, *stands])),))
    left = {*found.unclear, *found.sums}
    fresh = [line for line in text.splitlines() if line.strip() and line.strip() not in left]
    whole = "\n".join([*([kept.text] if kept is not None else []), *map(str.strip, fresh)])
    total = total_words(read_entries(whole))
    return _keep(desk, state, asked, whole, "\n".join([*lines, total, say("entries.go_on")]))


def _take_back(desk: ReportContext, state: State, asked: CampaignItem) -> Turn:
    """Return the list without its last line."""
    kept = desk.submission.answers.get(asked.answer_code)
    lines = kept.text.splitlines() if kept is not None else []
    if len(lines) < 2:
        return Turn(state, (), (Reply(say("entries.nothing_back")),))
    left = "\n".join(lines[:-1])
    said = say("entries.taken_back", line=lines[-1], total=total_words(read_entries(left)))
    return _keep(desk, state, asked, left, said)


def _compared(desk: ReportContext, asked: CampaignItem, kept: Answer | None) -> str:
    """Return how a list stands beside its row; the row is never changed by it."""
    stored = desk.submission.answers.get(asked.row)
    amount = stored.count if stored is not None else None
    return beside_row(read_entries(kept.text), asked.row, amount) if kept is not None else ""


def _file(
    situation: TurnContext, desk: ReportContext, state: State, own: Sequence[CampaignItem]
) -> Turn | None:
    """Return the list with the lines of a file: its first columns, a line each."""
    asked = first(lambda each: each.key == state.listing, own)
    if asked is None or situation.file_lines is None:
        return None
    lines = situation.file_lines()
    if not lines:
        return Turn(state, (), (Reply(say("entries.no_lines")),))
    return _add(desk, state, asked, "\n".join(lines))


def _keep(desk: ReportContext, state: State, asked: CampaignItem, text: str, said: str) -> Turn:
    before = desk.submission.answers.get(asked.answer_code)
    answer = Answer(AnswerState.VALUE, text=text)
    fact = AnswerRecorded(desk.submission.id, asked.answer_code, answer, before)
    return Turn(state, (fact,), (Reply(said),))
