"""Tables that say who does what by when: their rows about reports, as clauses that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.plans.plan_dates import DATE, LIMITED
from bot.plans.plan_text import Sentence, fold

CELLS = "\t"
_HEADS = {
    "to": re.compile(
        r"noi (?:nhan|gui)|(?:don vi|co quan|dia chi|bo phan) (?:nhan|tiep nhan)|gui (?:ve|den|cho)"
    ),
    "what": re.compile(
        r"noi dung|nhiem vu|cong viec|hoat dong|dau viec|san pham|(?:loai|ten) (?:bao cao|van ban)|^bao cao$"
    ),
    "when": re.compile(r"thoi (?:han|gian|diem)|(?<![a-z])han(?![a-z])|hoan thanh"),
    "who": re.compile(
        r"chu tri|don vi (?:thuc hien|bao cao|phu trach|dau moi)|(?:co quan|don vi)(?: , don vi)?$"
        r"|phu trach|thuc hien|trach nhiem"
    ),
}
_NEEDED = ("what", "when", "who")


@dataclass(frozen=True)
class AssignedRow:
    """One row of such a table: the words of its columns, with the row itself; `to` is the receiver,
    "" where the table has no column for it."""

    what: str
    when: str
    who: str
    to: str
    sentence: Sentence

    @property
    def phrase(self) -> str:
        """The deadline as printed in its column: with its rule, or the day alone; "" for none."""
        plain = fold(self.when)
        limit = LIMITED.search(plain)
        if limit is not None:
            return self.when[limit.start() : limit.end()]
        days = list(re.finditer(DATE, plain))
        return self.when.strip(" .;") if len(days) == 1 else ""


def assigned_rows(sentences: Sequence[Sentence]) -> Iterator[AssignedRow]:
    """Give the rows of every table whose head names work, people and time."""
    columns: Mapping[str, int] = {}
    for sentence in sentences:
        if not sentence.block.is_row:
            columns = {}
            continue
        cells = sentence.text.split(CELLS)
        columns = _columns(cells) or columns
        if columns and max(columns.values()) < len(cells) and not _columns(cells):
            named = {name: cells[place].strip() for name, place in columns.items()}
            yield AssignedRow(
                named["what"], named["when"], named["who"], named.get("to", ""), sentence
            )


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return the places of the named columns; nothing for a row that is no head."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = next(
            (
                name
                for name, head in _HEADS.items()
                if name not in found and len(cell) < 60 and head.search(fold(cell))
            ),
            None,
        )
        if name is not None:
            found[name] = place
    return found if all(name in found for name in _NEEDED) else {}
