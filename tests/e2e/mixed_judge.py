"""What became of a campaign on all doors, judged from outside: workbook, board, telephones, platforms."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.database import Database
from tests.e2e.figures import CODES, KINDS, Table
from tests.e2e.mixed_figures import unique
from tests.e2e.mixed_officials import GIVEN, REMINDS, Official
from tests.e2e.pictures import same_pixels
from tests.e2e.sheets import cells_of, rows_by_unit

LOOKED_BACK = 6  # messages that are shown before one that should not have come


@dataclass
class Found:
    """The first ten shall be 0; the others are figures."""

    misplaced: int = 0  # cells of the workbook that are not what was typed there
    strayed: int = 0  # numbers that nobody else has, and that stand not just once in the workbook
    receipts_wrong: int = 0  # versions whose receipt nobody was told, or the other way round
    reminded_after: int = 0  # reminders between a receipt and a return
    over_quota: int = 0  # messages that a platform refused because the plan was used up
    photos_wrong: int = 0  # that are missing, kept twice or with another unit
    states_wrong: int = 0  # units that are not accepted in the end
    unanswered: int = 0  # messages whose turn failed or was never taken
    raised: int = 0  # tracebacks in the log
    told: int = 0  # tokens in the log
    campaigns: int = 0
    units: int = 0
    figures: int = 0  # cells that were compared
    receipts: int = 0
    resent: int = 0  # receipts that were seen again after a kill or a lost answer
    reminders: int = 0
    missed: int = 0  # reminders that a kill caught on their way: rather missed than doubled
    photos: int = 0
    kills: int = 0
    refreshes: int = 0  # of the account's tokens
    reconnected: int = 0  # accounts whose refresh was granted to a program that died of it
    most_in_reply: int = 0  # messages that one person of the account got before they wrote again
    carried: dict[str, int] = field(default_factory=dict)  # by the account's gateway
    doors: dict[str, int] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return not any(list(vars(self).values())[:10])

    def add(self, other: Found) -> None:
        """Count another campaign's as well."""
        most = max(self.most_in_reply, other.most_in_reply)
        for name, value in vars(other).items():
            mine = getattr(self, name)
            both = Counter(mine) + Counter(value) if isinstance(value, dict) else mine + value
            setattr(self, name, dict(both) if isinstance(value, dict) else both)
        self.most_in_reply = most


def judge_figures(found: Found, tables: Iterable[Table], sheet: Any) -> None:
    """Compare every cell of every unit, and look for numbers that stand elsewhere as well."""
    shown = rows_by_unit(sheet)
    seen = Counter(
        number for rows in shown.values() for cells in rows.values() for number in cells
    )
    texts = Counter(str(cell.value) for line in sheet.iter_rows() for cell in line)
    for table in tables:
        found.units += 1
        found.strayed += sum(seen[number] != 1 for number in unique(table))
        for code in CODES:
            wanted, stands = cells_of(table.figure(code)), shown[table.unit][code]
            if KINDS[code] == "text":
                wanted, stands = (), ()
                found.misplaced += (
                    bool(table.figure(code).text) and texts[table.figure(code).text] != 1
                )
            found.figures += len(wanted)
            if stands != wanted:
                found.misplaced += 1
                print(table.unit, code, stands, table.figure(code), file=sys.stderr)


def judge_people(found: Found, people: Sequence[Official], database: Database) -> None:
    """Compare the receipts of each unit with its versions, and see who was reminded after one."""
    kept = database.receipts()
    for unit in {one.table.unit for one in people if one.door != "enter"}:
        of_unit = [one for one in people if one.table.unit == unit]
        told = Counter(code for one in of_unit for code in one.given_receipts())
        found.receipts += len(kept[unit])
        found.receipts_wrong += len(set(kept[unit]) ^ set(told))
        found.resent += sum(count - 1 for count in told.values())
    for one in people:
        _judge_reminders(found, one)
    found.unanswered = len(database.open_or_failed_turns())


def _judge_reminders(found: Found, one: Official) -> None:
    is_sent = False
    heard = one.chat.inbox()
    for place, text in enumerate(heard):
        if GIVEN.search(text):
            is_sent = True
        elif "rả lại" in text:
            is_sent = False
        elif REMINDS.search(text):
            found.reminders += 1
            found.reminded_after += is_sent
            if is_sent:
                before = heard[max(0, place - LOOKED_BACK) : place]
                print(
                    one.table.unit, one.door, "reminded:", text, "after", before, file=sys.stderr
                )


def judge_board(
    found: Found, people: Sequence[Official], board: list[dict[str, Any]], kept: list[bytes]
) -> None:
    """Every unit is accepted; its photos are there once, and all of them are the ones that were sent."""
    shown = {row["unit_code"]: row for row in board}
    for unit in {one.table.unit for one in people}:
        sent = sum(len(one.pictures) for one in people if one.table.unit == unit)
        found.states_wrong += shown[unit]["state"] != "accepted"
        found.photos_wrong += shown[unit]["photos"] != sent
    pictures = [picture for one in people for picture in one.pictures]
    found.photos = len(pictures)
    found.photos_wrong += len(kept) != len(pictures)
    found.photos_wrong += sum(
        not any(same_pixels(one, other) for other in kept) for one in pictures
    )
