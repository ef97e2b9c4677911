"""A list of donations, guests or counts in words: its total, and how it stands beside a row."""

from __future__ import annotations

from bot.locale.say import say
from bot.reading.entry_lines import Entry, EntryList
from bot.vietnamese.spell import grouped


def entry_words(entry: Entry) -> str:
    """Return one line as it was understood."""
    amount = (
        [say("entries.money", amount=grouped(entry.amount))] if entry.amount is not None else []
    )
    comes = [say("entries.comes" if entry.comes else "entries.stays_away")]
    people = (
        [say("entries.people", count=grouped(entry.people))] if entry.people is not None else []
    )
    parts = [
        *amount,
        *people,
        *filter(None, [entry.goods]),
        *(comes if entry.comes is not None else []),
        *filter(None, [entry.remark]),
    ]
    return f"– {entry.name}: {'; '.join(parts)}" if parts else f"– {entry.name}"


def total_words(found: EntryList) -> str:
    """Return what a list comes to."""
    parts = [say("entries.lines", count=len(found.entries))]
    if found.money is not None:
        parts.append(say("entries.money", amount=grouped(found.money)))
    if found.people is not None:
        parts.append(say("entries.people", count=grouped(found.people)))
    if found.coming is not None:
        parts.append(say("entries.coming", count=found.coming))
    if found.goods:
        parts.append(say("entries.goods", goods=", ".join(found.goods)))
    return say("entries.total", parts="; ".join(parts))


def beside_row(found: EntryList, code: str, amount: int | None) -> str:
    """Return how the list's money stands beside what a row says; "" where there is nothing to compare."""
    if not code or found.money is None:
        return ""
    if amount is None:
        return say("entries.row_open", code=code)
    key = "entries.row_same" if amount == found.money else "entries.row_differs"
    return say(key, code=code, amount=grouped(amount), money=grouped(found.money))
