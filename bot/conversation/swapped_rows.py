"""Rows whose figures were written in the place of each other or of another: "1.1 và 1.2 ghi ngược rồi".

Nothing is moved at once: what both rows would say is shown, and a row that keeps its figure is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.conversation import bulk_confirm, navigation, prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import State
from bot.conversation.turn_notices import lead_with
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types import row_type, takes_words


def is_alike(row: Indicator, other: Indicator) -> bool:
    """Tell whether two rows have the same columns, in the same measure."""
    as_money = row_type(row).counts_money, row_type(other).counts_money
    return row.cells == other.cells and as_money in ((True, True), (False, False))


def swap(desk: ReportContext, state: State, rest: str) -> Turn | None:
    """Propose for two rows the figures of each other ("đổi số 1.1 với 1.2 cho nhau"); None where these are no
    two rows of figures. One that has none is given the other's, which stays until it is taken away."""
    form = desk.the_form
    rows = tuple(filter(None, map(form.find, rest.split())))
    if len(rows) != 2 or any(map(takes_words, rows)):
        return None
    row, other = rows
    if not is_alike(row, other):
        told = say("same.row_unlike", code=row.code, other=other.code)
        return navigation.again(desk, state, told)
    known = known_answers(desk, state)
    places = {row.code: other.code, other.code: row.code}
    moved = {
        code: replace(known[place], note="") for code, place in places.items() if place in known
    }
    if not moved:
        return navigation.again(desk, state, say("same.row_open", code=row.code))
    head = say("swap.ask", codes=f"{row.code}, {other.code}")
    pairs = (*state.proposal, *moved.items())
    turn = bulk_confirm.propose_rows(desk, state, pairs, head=head)
    return tell_kept(desk, turn, places.keys() - moved.keys())


def known_answers(desk: ReportContext, state: State) -> Mapping[str, Answer]:
    """Return what is stored, with what waits in its place."""
    return {**desk.submission.answers, **dict(state.proposal)}


def tell_kept(desk: ReportContext, turn: Turn, codes: Iterable[str]) -> Turn:
    """Return a turn that names the rows which keep the figure that is stored for them."""
    stored = desk.submission.answers
    kept = sorted(stored.keys() & {*codes})
    lines = "; ".join(prompts.echo(desk.the_form.by_code[code], stored[code]) for code in kept)
    return lead_with(turn, say("swap.kept", lines=lines, code=kept[0])) if kept else turn


def tell_holder(desk: ReportContext, state: State, turn: Turn, row: Indicator) -> Turn:
    """Return a turn that proposes for a row what is stored for another: that one keeps it, and this is said
    of the one stored last."""
    found = {code: each.figures for code, each in turn.state.proposal}.get(row.code)
    last = {step.code for step in state.undo}
    stored = desk.submission.answers.items()
    holders = [
        code
        for code, answer in sorted(stored, key=lambda pair: pair[0] not in last)
        if code != row.code and answer.figures == found
        if is_alike(row, desk.the_form.by_code[code])
    ]
    return tell_kept(desk, turn, holders[:1])
