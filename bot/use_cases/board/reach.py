"""Whose reports a seat may look at: rights follow the tree of units, and are asked for here alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.optional import first
from bot.model.person import Role, Seat
from bot.model.unit import Unit
from bot.model.unit_tree import unit_tree
from storage import Transaction


def units_coordinated(tx: Transaction, seat: Seat) -> tuple[int, ...] | None:
    """Return the units whose reports a coordinator's seat acts on: None for all of the campaign, those
    below its unit for a branch's coordinator. A unit's own report is accepted by the level above."""
    assert seat.role is Role.COORDINATOR
    return None if seat.unit_id is None else units_below(tx, seat.campaign_id, seat.unit_id)


def units_below(tx: Transaction, campaign_id: int, unit_id: int) -> tuple[int, ...]:
    """Return the units below one, at any depth."""
    members = tx.campaigns.members(campaign_id)
    top = first(lambda unit: unit.id == unit_id, members)
    if top is None:
        return ()
    branch = set(unit_tree(members).branch(top.code)) - {top.code}
    return tuple(unit.id for unit in members if unit.code in branch)


def units_above(tx: Transaction, campaign_id: int, unit: Unit) -> list[Unit]:
    """Return the units above one, the nearest first, as `UnitTree.above` has them: units of a circle stand
    below nothing. Of the others none are read."""
    way = [unit]
    while above := tx.campaigns.coded(campaign_id, (way[-1].parent,)):
        passed = [each.id for each in way]
        if above[0].id in passed:
            return way[1 : passed.index(above[0].id) + 1]
        way += above
    return way[1:]


def narrowed(tx: Transaction, seat: Seat, wanted: Sequence[int] | None) -> Sequence[int] | None:
    """Return the units of a list (None: all) that a coordinator's seat acts on; None for everybody."""
    own = units_coordinated(tx, seat)
    if own is None or wanted is None:
        return wanted if own is None else own
    return [unit for unit in wanted if unit in own]
