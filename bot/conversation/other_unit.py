"""A message headed with another unit of the campaign is held and asked about, never just stored.

The names are those of the campaign's units. Only a heading counts: a name that stands first on one
of the first lines, with a mark, a figure or "báo cáo" behind it. A name inside a sentence is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.conversation import helpdesk
from bot.conversation.command_words import Word, bare_words, read_command, word_of
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.state import WRITING, HeldMessage, State
from bot.conversation.turn_notices import lead_with
from bot.conversation.unit_names import UnitNames
from bot.conversation.yes_or_no import GATE_NO, GATE_YES
from bot.locale.say import say
from bot.model.message import Choice, Incoming, IncomingKind, Reply
from bot.model.optional import first, sure
from bot.model.person import Seat
from bot.model.unit import Unit
from bot.vietnamese.normalise import clean, unaccented

HELD = "held"  # in the keys of the buttons
MINE = GATE_YES | {"phai", "dong y", "dung a"}  # right after the question these are a yes or no
DROPPED = GATE_NO | {"khong phai", "huy", "bo"}
HAND_ON = "chuyen"
HOLDABLE = (IncomingKind.TEXT, IncomingKind.FORWARDED, IncomingKind.PHOTO)
AGAIN = (IncomingKind.FILE, IncomingKind.EDITED)  # their meaning is bound to their own moment
LINES = 6  # a heading stands on one of the first
_LEAD = re.compile(
    r"[\s\-–*•.]*(?:(?P<unit>(?:ten )?don vi\b[\s:,.\-–]*)"
    r"|(?:da|thua|em|toi|minh|ben|phia|tu|bao cao|so lieu|ket qua|cua|ubnd|uy ban nhan dan)\b[\s:,.\-–]*)*"
)
_BEHIND = re.compile(
    r"\s*(?:$|[:;,.\-–—(|]|[0-9]|(?:xin )?(?:bao cao|gui|nop)\b|(?:da |co |khong |ko )?to chuc\b"
    r"|co\s+[0-9]|khong\b|ko\b)"
)
_FIRST = re.compile(r"[\s:;,.\-–—|]*")

GoOn = Callable[[State, Incoming], Turn]


def hold_or_settle(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming, go_on: GoOn
) -> Turn | None:
    """Return the turn that holds a message of another unit or settles one that is held; None for
    any other message. `go_on` takes a message as the unit's own."""
    if state.held is not None:
        meant = _meant(state, state.held, incoming)
        if meant is not None:
            return _settled(situation, desk, state, meant, partial(_go_on, go_on, incoming))
    found = _heading_of(situation, desk, state, incoming)
    if found is None:
        return _reminded(state, go_on(state, incoming)) if state.held is not None else None
    unit, rest = found
    if incoming.kind in AGAIN:
        told = say("held.send_again", unit=unit.called, own=desk.unit.called)
        return Turn(state, (), (helpdesk.remind_what_is_asked(desk, state, told),))
    text = incoming.text if incoming.kind is IncomingKind.PHOTO else rest
    held = HeldMessage(unit.called, unit.code, text, incoming.file, incoming.album)
    return _ask(situation, desk, state, held)


def _heading_of(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> tuple[Unit, str] | None:
    if incoming.kind not in (*AGAIN, *HOLDABLE) or situation.unit_names is None:
        return None
    if not _may_be_headed(incoming.text) or read_command(incoming.text, desk.form) is not None:
        return None
    is_text_row = state.stage in WRITING
    return other_unit_named(
        situation.unit_names(), desk.unit, incoming.text, only_labelled=is_text_row
    )


def _may_be_headed(text: str) -> bool:
    """Tell whether to look the names up at all: short figures and single words are no headings."""
    lines = [line for line in text.splitlines() if line.strip()][:LINES]
    return any(len(line.split()) > 1 and not line.strip()[0].isdigit() for line in lines)


def other_unit_named(
    names: UnitNames, own: Unit, text: str, *, only_labelled: bool = False
) -> tuple[Unit, str] | None:
    """Return (the other unit that heads a message, the message without that heading), or None where
    none does or the unit's own name stands first. `only_labelled`: only "Đơn vị: …" counts."""
    text = clean(text)
    lines = text.splitlines(keepends=True)
    written = [place for place, line in enumerate(lines) if line.strip()][:LINES]
    for place in written:
        found = _named_first(names, lines[place].rstrip("\n"), only_labelled)
        if found is None:
            continue
        fits, end = found
        if any(unit.id == own.id for unit in fits):
            return None
        behind = _FIRST.sub("", lines[place][end:], count=1)
        rest = "".join([*lines[:place], behind, "\n", *lines[place + 1 :]])
        return fits[0], rest.strip()
    return None


def _named_first(
    names: UnitNames, line: str, only_labelled: bool
) -> tuple[tuple[Unit, ...], int] | None:
    """Return the units whose name a line begins with, the longest that fits, and where it ends."""
    plain = unaccented(line)
    if len(plain) != len(line):
        return None
    lead = _LEAD.match(plain)
    start = lead.end() if lead is not None else 0
    labelled = lead is not None and lead["unit"] is not None
    if only_labelled and not labelled:
        return None

    def heads(named: list[tuple[str, Unit]]) -> bool:
        name, _ = named[0]
        return _ends(plain, start + len(name), name, labelled)

    found = first(heads, names.beginning(plain, start))
    if found is None:
        return None
    end = start + len(found[0][0])
    typed = line[start:end].casefold()
    exact = tuple(unit for name, unit in found if name == typed)
    return exact or tuple(unit for _, unit in found), end


def _ends(plain: str, end: int, name: str, labelled: bool) -> bool:
    """Tell whether what stands behind a name makes it a heading. A number is no name, and a lone word is
    one only in front of a mark."""
    behind = plain[end:]
    if not any(map(str.isalpha, name)) or behind[:1].isalnum():
        return False
    if labelled:
        return True
    if len(name.split()) == 1:
        return behind.strip()[:1] == ":"
    return _BEHIND.match(behind) is not None


def _meant(state: State, held: HeldMessage, incoming: Incoming) -> str | None:
    """Return "mine", "drop" or "hand_on" where a message is the word on what is held."""
    if incoming.kind is IncomingKind.CHOICE:
        lead = f"0|{HELD}|{state.prompt}|"
        return incoming.choice.removeprefix(lead) if incoming.choice.startswith(lead) else None
    if incoming.kind is IncomingKind.TEXT and (held.asked_last or not state.proposal):
        return _said(incoming.text, held)
    return None  # where figures wait, a yes is the word on them


def _said(text: str, held: HeldMessage) -> str | None:
    plain = bare_words(text)
    answer = plain if held.asked_last else ""  # only then a bare yes or no can be about it
    command = read_command(text, None)
    word = word_of(command)
    if word is Word.YES or answer in MINE:
        return "mine"
    if word is Word.NO or answer in DROPPED:
        return "drop"
    return "hand_on" if plain.split(" ")[0] == HAND_ON else None


def _settled(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    meant: str,
    take: Callable[[State, HeldMessage], Turn],
) -> Turn:
    held = sure(state.held)
    fresh = replace(state, held=None)
    seat = _other_seat(situation, held)
    if meant == "mine":
        return take(fresh, held)
    if meant == "hand_on" and seat is not None:
        moved = State(seat=seat.id, prompt=state.prompt + 1, held=held, naming=state.naming)
        told = say("held.switched", unit=held.unit)
        return Turn(moved, (), (Reply(told, choices=_buttons(moved, "mine", "drop")),))
    if meant == "drop":
        told = say("held.dropped", unit=held.unit)
        return Turn(fresh, (), (helpdesk.remind_what_is_asked(desk, fresh, told),))
    return _ask(situation, desk, state, held)


def _go_on(go_on: GoOn, incoming: Incoming, state: State, held: HeldMessage) -> Turn:
    """Take what was held as if it came now, without its heading."""
    kind = IncomingKind.PHOTO if held.file is not None else IncomingKind.TEXT
    meant = replace(
        incoming, kind=kind, text=held.text, choice="", file=held.file, album=held.album
    )
    return go_on(state, meant)


def _other_seat(situation: TurnContext, held: HeldMessage) -> Seat | None:
    """Return the seat from which this very person may enter for the other unit."""
    here = situation.desk.campaign.id if situation.desk is not None else 0
    return first(
        lambda seat: seat.unit_code == held.code and seat.campaign_id == here and seat.reports,
        situation.seats,
    )


def _ask(situation: TurnContext, desk: ReportContext, state: State, held: HeldMessage) -> Turn:
    """Ask "Tin này ghi Xã A; có đúng là số của Xã B không?" Nothing of it is read yet."""
    before = state.held
    state = replace(state, held=held)
    may = _other_seat(situation, held) is not None
    key = "held.ask_or_hand_on" if may else "held.ask"
    text = say(key, unit=held.unit, own=desk.unit.called)
    gone = before is not None and before != held
    lead = say("held.dropped", unit=before.unit) if gone and before is not None else ""
    actions = ("mine", "drop", "hand_on") if may else ("mine", "drop")
    return Turn(state, (), (Reply(text, lead=lead, choices=_buttons(state, *actions)),))


def _buttons(state: State, *actions: str) -> tuple[Choice, ...]:
    assert state.held is not None
    return tuple(
        Choice(
            f"0|{HELD}|{state.prompt}|{action}", say(f"button.held_{action}", unit=state.held.unit)
        )
        for action in actions
    )


def _reminded(before: State, turn: Turn) -> Turn:
    """Return the turn with a word about the message that is still held."""
    held = sure(before.held)
    if not turn.replies:
        return turn
    waits = say("held.waits", unit=held.unit)
    held = replace(held, asked_last=False)
    state = turn.state if turn.state.seat != before.seat else replace(turn.state, held=held)
    return replace(lead_with(turn, waits), state=state)
