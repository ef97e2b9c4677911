"""What may still come to a report that an accepted total holds: what a unit owes besides its figures. It is
reminded of these parts, and no figure is changed by them."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import photo_talk, standing_items
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.state import State
from bot.model.message import Incoming, IncomingKind


def hear(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Return the turn of a duty, a line of a list, a photo or the unit's own file; None for anything else,
    and where the campaign is over."""
    if desk.campaign.state.is_over:
        return None
    without_figures = replace(desk, form=None)
    listed = standing_items.hear_items(situation, without_figures, state, incoming)
    if listed is not None:
        return listed
    if incoming.kind is IncomingKind.PHOTO:
        return photo_talk.keep_photo(desk, state, incoming)
    if incoming.kind is IncomingKind.FILE and photo_talk.is_report_file(desk, incoming):
        return photo_talk.keep_file(desk, state, incoming)
    return None
