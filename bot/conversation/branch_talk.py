"""The total of a unit and those below it: looked at, and handed up as the unit's report."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from bot.conversation import cascade, mailed_form, on_behalf, report_card, report_standing, review
from bot.conversation.chat_commands import typed_total
from bot.conversation.command_words import Word
from bot.conversation.context import (
    NoticeToPeople,
    ReadFile,
    ReportContext,
    Turn,
    TurnContext,
)
from bot.conversation.state import Stage, State
from bot.conversation.unit_names import match_unit
from bot.figures.branch_totals import (
    BranchLine,
    BranchTotal,
    HandedTotal,
    OwnWaits,
    RowChange,
)
from bot.locale.board_text import state_in_words
from bot.locale.clarifications import unused_sentence
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.commands import EnterFor, HandUpTotal
from bot.model.events import TotalHandedUp
from bot.model.filled_form import WHOLE_CAMPAIGN, FilledForm
from bot.model.form import Indicator
from bot.model.message import Incoming, IncomingKind, Reply, Urgency
from bot.model.optional import sure
from bot.model.person import Role
from bot.model.submission import Status, differs_from
from bot.model.unit import Unit
from bot.row_types import echo_answer
from bot.row_types.base import Figures
from bot.vietnamese.normalise import unaccented

WRITING = (Stage.COLLECTING, Stage.NOTING, Stage.TELLING)  # free words are being written
_LOOK_AT = re.compile(r"\s*/?xem\s+(?:bao cao\s+)?(?:cua\s+)?")
_BEGINS = re.compile(r"\s*/?(?:xem|nop|chuyen)\s")  # all that follow
_TYPED_TOTAL = re.compile(r"\s*nop\s+tong\s+hop[\s:,]+(?=.*[0-9])", re.DOTALL)
_PASSES_ON = re.compile(  # "chuyển xuống bản 200 cuốn" was done and is part of a report
    r"\s*chuyen\s+(?:yeu cau\s+(?:bao cao\s+)?xuong\b|xuong\b(?=\s+(?:truoc|han|den|cham nhat)\b))"
)
OWN_FIRST = "own figures first"  # in `shown`: that they are still to be sent was said once
NOTHING_TYPED = on_behalf.EntryOnBehalf((), "")
NAMED = 30  # units or rows that one message names; more are counted


def of_tiers(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    incoming: Incoming,
    word: Word | None,
) -> Turn | None:
    """Return the turn of a word on the units below: "tổng hợp", "nộp tổng hợp", "xem <unit>"; None for
    any other message."""
    if word is Word.SUBMIT_TOTAL and desk.seat.role is not Role.VIEWER:
        return submit(situation, desk, state)
    if word in (Word.TOTAL, Word.SUBMIT_TOTAL):
        return show(situation, desk, state)
    plain = _plain(state, incoming)
    if _BEGINS.match(plain) is None:
        return None
    done = _acted(situation, desk, state, incoming.text, plain)
    return done or _looked_at(situation, desk, state, incoming.text, plain)


def _acted(
    situation: TurnContext, desk: ReportContext, state: State, text: str, plain: str
) -> Turn | None:
    """Return the turn of a total with figures of its own, and of a request that goes on to the units below;
    None for anything else, for whoever only looks on, and where all is over."""
    if desk.branch is None or desk.seat.role is Role.VIEWER or desk.is_over:
        return None
    if (led := _TYPED_TOTAL.match(plain)) is not None:
        typed = typed_total(desk.unit.id, text[led.end() :])
        return hand_up_typed(situation, desk, state, typed)
    if (led := _PASSES_ON.match(plain)) is not None:
        return cascade.by_own_people(situation, desk, state, text[led.end() :])
    return None


def _looked_at(
    situation: TurnContext, desk: ReportContext, state: State, text: str, plain: str
) -> Turn | None:
    """Return the report of a unit below that is named behind "xem"; None for anything else."""
    look = _LOOK_AT.match(plain)
    if look is None or desk.below is None:
        return None
    name = text[look.end() :]
    below = {unit.id: (unit, report_of) for unit, report_of in desk.below()}
    fits, rest = match_unit([unit for unit, _ in below.values()], name)
    if len(fits) != 1 or rest:
        return _not_below(situation, state, name)
    unit, report_of = below[fits[0].id]
    found = report_of()
    return _look_at(state, unit, found) if found is not None else None


def _plain(state: State, incoming: Incoming) -> str:
    """Return a message's words without accents; "" for a file, and where free words are being written."""
    if incoming.kind is not IncomingKind.TEXT or state.stage in WRITING:
        return ""
    return unaccented(incoming.text)


def _not_below(situation: TurnContext, state: State, name: str) -> Turn | None:
    """Return that a unit of the campaign is not the asker's to read; None for words that name none."""
    if situation.unit_names is None:
        return None
    fits, rest = situation.unit_names().match(name)
    if len(fits) != 1 or rest:
        return None
    return Turn(state, (), (Reply(say("branch.not_yours", unit=fits[0].called)),))


def _look_at(state: State, unit: Unit, found: ReportContext) -> Turn:
    """Show the figures of a unit below, as they stand; nothing of it can be changed from here."""
    words = report_standing.summary(found) if found.form is None else report_card.summary(found)
    own = found.submission
    stands = say("branch.stands", state=state_in_words(own.status, own.answered, 0))
    text = "\n".join([stands, words])
    return Turn(state, (), (Reply(text, say("review.head", unit=unit.called)),))


def show(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """ "tổng hợp": what the branch adds up to, what is missing, and how to hand it up."""
    branch = branch_of(desk)
    if branch is None:
        return Turn(state, (), (Reply(say("branch.nobody_below", unit=desk.unit.called)),))
    text = "\n".join([*in_words(branch, situation), say("branch.how")])
    return Turn(state, (), (Reply(text, say("branch.head", unit=branch.name)),))


def submit(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """ "nộp tổng hợp": handed up, or left to the unit's approver where there is one. Figures of the unit's
    own that are still to be sent are named before."""
    asked = HandUpTotal(desk.unit.id)
    refused = refusal(situation, desk, asked)
    if refused:
        return Turn(state, (), (Reply(refused),))
    branch = branch_of(desk)
    own_open = _own_open(branch) if branch is not None else []
    if own_open and OWN_FIRST not in state.shown:
        asked_once = replace(state, shown=(*state.shown, OWN_FIRST))
        sentences = "\n".join([*own_open, say("branch.own_first")])
        return Turn(asked_once, (), (Reply(sentences),))
    if desk.has_approver and desk.seat.reports:
        ask = Reply(say("branch.approver_asked", unit=desk.unit.called), urgency=Urgency.NOTICE)
        told = Reply(say("branch.to_approver", unit=desk.unit.called))
        notice = NoticeToPeople(desk.campaign.id, desk.unit.id, Role.APPROVER, ask)
        return Turn(state, (), (told,), (notice,))
    return hand_up(situation, desk, state, asked)


def hand_up_typed(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    asked: HandUpTotal,
    read_file: ReadFile | None = None,
    *,
    is_shown_only: bool = False,
) -> Turn:
    """Hand up figures that were typed or sent as a file, or only show them beside the sum; a unit's approver
    hands up where there is one."""
    typed = typed_rows(desk, asked, read_file)
    refused = refusal(situation, desk, asked, typed)
    if refused:
        return Turn(state, (), (Reply(refused),))
    waits_for_approver = desk.has_approver and desk.seat.reports
    if not is_shown_only and not waits_for_approver:
        return hand_up(situation, desk, state, asked, typed)
    how = say("branch.file_to_approver" if waits_for_approver else "branch.file_how")
    return Turn(state, (), (Reply(f"{preview(desk, asked, typed)}\n{how}"),))


def branch_of(desk: ReportContext) -> BranchTotal | None:
    """Return the total of a unit that others stand below; None for any other."""
    return desk.branch() if desk.branch is not None else None


def typed_rows(
    desk: ReportContext, asked: HandUpTotal, read_file: ReadFile | None = None
) -> on_behalf.EntryOnBehalf:
    """Return what is read of the rows that are to say something else than the sum; what says the same as the
    sum stays the sum."""
    branch = branch_of(desk)
    if branch is None or not asked.is_typed:
        return NOTHING_TYPED
    empty = replace(desk.submission, answers={})
    above = replace(desk, form=branch.form, submission=empty, last_year={})
    as_entry = EnterFor(asked.unit_id, asked.text, asked.source)
    if asked.file is None or read_file is None:
        return on_behalf.read_entry(above, as_entry)
    entry = mailed_form.read_mailed(above, _as_total(read_file(asked.file, branch.form)), as_entry)
    differing = tuple(
        (code, answer)
        for code, answer in entry.pairs
        if answer.text or answer.figures != branch.total.totals[code].figures
    )
    is_same = bool(entry.pairs) and not differing
    return replace(entry, pairs=differing, text="" if is_same else entry.text)


def _as_total(filled: FilledForm) -> FilledForm:
    """Return a file as that of a branch's total, whoever's form it is: a whole campaign's may be, made by a
    branch on its own."""
    own = replace(filled, unit_code="", campaign="")
    return replace(own, refusal="") if filled.refusal == WHOLE_CAMPAIGN else own


def refusal(
    situation: TurnContext,
    desk: ReportContext,
    asked: HandUpTotal,
    entry: on_behalf.EntryOnBehalf = NOTHING_TYPED,
) -> str:
    """Return why a unit's total cannot go up now; "" where it can."""
    branch = branch_of(desk)
    if branch is None:
        return say("branch.nobody_below", unit=desk.unit.called)
    if desk.lock is not None and desk.lock.is_above:
        return say("act.locked", unit=desk.unit.called, above=desk.lock.by)
    if asked.is_typed:
        return _why_not_read(asked, entry) if asked.source else say("board_page.need_source")
    if not branch.total.counted:
        return say("branch.nothing_yet", unit=desk.unit.called)
    handed = branch.handed
    return _why_not_again(situation, desk, handed) if handed and not handed.is_stale else ""


def _why_not_again(situation: TurnContext, desk: ReportContext, handed: HandedTotal) -> str:
    """Return that the total went up as it is now; "" where the figures typed then give way to the sum, and
    where the report was returned since."""
    if handed.accepted:
        return say("branch.accepted_already", unit=desk.unit.called)
    at = moment(handed.at.astimezone(situation.tz))
    already = say("branch.handed_already", unit=desk.unit.called, version=handed.version, at=at)
    is_last = desk.submission.is_given and desk.submission.version == handed.version
    return already if is_last and not handed.changes else ""


def _why_not_read(asked: HandUpTotal, entry: on_behalf.EntryOnBehalf) -> str:
    """Return what of typed figures is not certain; "" where all is. Words need a figure in each of them; a
    file may say the same as the sum, and what else stands in it is told beside."""
    if entry.asked or (entry.unused and asked.file is None):
        return entry.text
    return entry.text if not entry.pairs else ""


def preview(
    desk: ReportContext, asked: HandUpTotal, entry: on_behalf.EntryOnBehalf = NOTHING_TYPED
) -> str:
    """Return what would go up, in a sentence, and what is missing in it."""
    branch = sure(branch_of(desk))
    lines = [say("branch.confirm", unit=branch.name, counted=len(branch.total.counted))]
    if asked.is_typed:
        lines += _typed(branch, entry, asked.source)
    return "\n".join([*lines, *_standing(branch)])


def _typed(branch: BranchTotal, entry: on_behalf.EntryOnBehalf, source: str) -> list[str]:
    """Return the rows that were typed instead of the sum, each beside it."""
    if not entry.pairs:
        return [say("branch.typed_same", source=source)]
    rows = "; ".join(
        say(
            "branch.typed_row",
            code=code,
            typed=_figures(branch.form.by_code[code], answer.figures),
            sum=_figures(branch.form.by_code[code], branch.total.totals[code].figures),
        )
        for code, answer in entry.pairs
    )
    told = [say("branch.typed_from", source=source, rows=rows)]
    return [*told, unused_sentence(entry.unused)] if entry.unused else told


def seen(desk: ReportContext) -> str:
    """Return what a total was made from, to know later whether it is the one that was looked at."""
    branch = branch_of(desk)
    return " ".join(map(str, branch.sources)) if branch is not None else ""


def hand_up(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    asked: HandUpTotal,
    typed: on_behalf.EntryOnBehalf = NOTHING_TYPED,
) -> Turn:
    """Hand the total up as the unit's next version; the receipt names code, version and time."""
    branch = sure(branch_of(desk))
    late, label = review.lateness(situation, desk, corrects=branch.handed is not None)
    fact = TotalHandedUp(
        desk.submission.id,
        desk.submission.version + 1,
        situation.now,
        late,
        situation.fresh[0],
        tuple({**branch.answers, **dict(typed.pairs)}.items()),
        branch.sources,
        asked.source,
        differs_from(desk.submission, desk.sent() if desk.sent is not None else {}),
    )
    text = say(
        "branch.sent",
        unit=branch.name,
        code=fact.receipt,
        version=fact.version,
        time=moment(situation.now.astimezone(situation.tz)),
        label=label,
    )
    told_typed = _typed(branch, typed, asked.source) if asked.is_typed else []
    text = "\n".join([text, *told_typed, *_standing(branch)])
    reply = Reply(text, say("receipt.head"), urgency=Urgency.RECEIPT)
    told = Reply(text, say("receipt.head"), urgency=Urgency.NOTICE)
    notices = tuple(
        NoticeToPeople(desk.campaign.id, desk.unit.id, role, told)
        for role in (Role.REPORTER, Role.APPROVER)
        if role is not desk.seat.role.acts_as or not desk.seat.id
    )
    return Turn(state, (fact,), (reply,), notices)


# In words


def in_words(branch: BranchTotal, situation: TurnContext) -> list[str]:
    """Return the total's lines: its rows, the unit's own share, who is missing, what was handed up."""
    answers = branch.answers
    rows = [_row(row, answers[row.code]) for row in branch.form.rows if row.code in answers]
    lines = rows or [say("branch.nothing_yet", unit=branch.name)]
    own = _own(branch)
    if own:
        lines.append(say("branch.own", rows=own))
    lines += [*_standing(branch)]
    if branch.handed is not None:
        lines += _handed(branch.handed, situation)
    return lines


def _standing(branch: BranchTotal) -> list[str]:
    """Return what there is to know of a total before it goes up: figures of the unit's own that are not in
    it, who is not in it, and whose totals are that nobody accepted yet."""
    return [*_own_open(branch), *_missing(branch), *_not_accepted(branch)]


def _own_open(branch: BranchTotal) -> list[str]:
    """Return a sentence on figures of the unit's own that are not in the total; [] without any."""
    match branch.own_waits:
        case OwnWaits.TO_BE_ACCEPTED:
            return [say("branch.own_waits")]
        case OwnWaits.TO_BE_SENT:
            return [say("branch.own_draft")]
        case OwnWaits.TO_BE_ENTERED:
            return [say("branch.own_empty")]
        case OwnWaits.NO:
            return []
    assert_never(branch.own_waits)


def _row(row: Indicator, answer: Answer) -> str:
    return say("branch.row", code=row.code, figures=echo_answer(row, answer))


def _own(branch: BranchTotal) -> str:
    rows = (
        (branch.form.by_code[code], sums.figures)
        for code, sums in branch.own.items()
        if any(sums.figures.values())
    )
    return "; ".join(f"{row.code}: {_figures(row, figures)}" for row, figures in rows)


def _figures(row: Indicator, figures: Figures) -> str:
    """Return sums in words, a dash where there are none."""
    if not figures:
        return "–"
    return echo_answer(row, Answer(AnswerState.VALUE).with_figures(figures))


def _missing(branch: BranchTotal) -> list[str]:
    """Return who is not in the sum, by name and with the reason; [] where everybody is."""
    absent = branch.missing
    if not absent:
        return []
    named = "; ".join(map(_absent, absent[:NAMED]))
    if len(absent) > NAMED:
        named = say("branch.and_more", names=named, more=len(absent) - NAMED)
    return [say("branch.missing", count=len(absent), names=named)]


def _not_accepted(branch: BranchTotal) -> list[str]:
    """Return whose totals are in the sum although they are still to be accepted; [] without any."""
    names = [
        line.name for line in branch.lines if line.by_total and line.state is not Status.ACCEPTED
    ]
    if not names:
        return []
    named = "; ".join(names[:NAMED])
    if len(names) > NAMED:
        named = say("branch.and_more", names=named, more=len(names) - NAMED)
    return [say("branch.not_accepted", names=named)]


def _absent(line: BranchLine) -> str:
    state = say("branch.to_accept") if line.waits else state_in_words(line.state, 0, 0)
    return f"{line.name} ({state.lower()})"


def _handed(handed: HandedTotal, situation: TurnContext) -> list[str]:
    """Return when the total went up, and where it says otherwise than the sum does now."""
    at = moment(handed.at.astimezone(situation.tz))
    key = "branch.handed_accepted" if handed.accepted else "branch.handed"
    lines = [say(key, version=handed.version, at=at)]
    if handed.changes:
        rows = "; ".join(map(_change, handed.changes[:NAMED]))
        lines.append(say("branch.stale" if handed.is_stale else "branch.typed", rows=rows))
    elif handed.is_stale:
        lines.append(say("branch.stale_same"))
    return lines


def stale_lines(desk: ReportContext) -> list[str]:
    """Return what an acceptance is to know: that own figures are accepted with a total that was made without
    them, and that the total a unit handed up is not what its units say now."""
    branch = branch_of(desk)
    if branch is None or branch.handed is None:
        return []
    if branch.own_waits is OwnWaits.TO_BE_ACCEPTED:
        return [say("branch.own_accepted_with", version=branch.handed.version)]
    if not branch.handed.is_stale:
        return []
    rows = "; ".join(map(_change, branch.handed.changes[:NAMED]))
    return [say("branch.stale", rows=rows) if rows else say("branch.stale_same")]


def _change(change: RowChange) -> str:
    was, now = _figures(change.row, change.handed), _figures(change.row, change.now)
    return say("branch.change", code=change.row.code, was=was, now=now)
