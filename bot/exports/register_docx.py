"""A campaign's outgoing register as a Word document, with the columns of a book of outgoing papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import BinaryIO

from bot.exports import official_letter
from bot.exports.decree_layout import draw_title
from bot.exports.issuer import Issuer
from bot.exports.official_letter import Columns
from bot.locale.dates import day, moment
from bot.locale.say import say
from bot.model.paper import Paper

WIDTHS_MM = (9, 25, 22, 43, 24, 42)
WORDS = frozenset({3, 5})
SIZE = 11


@dataclass(frozen=True)
class RegisterSheet:
    """The papers of a campaign as of `at`, in the office's time zone."""

    title: str
    issuer: Issuer
    papers: Sequence[Paper]
    at: datetime


def write_register(sheet: RegisterSheet, target: BinaryIO) -> None:
    """Write the register as .docx: each paper with its number, day, signer, and to whom it was sent."""
    foot = say("register.foot", at=moment(sheet.at))
    document = official_letter.begin(sheet.issuer, sheet.at, foot)
    draw_title(document, say("register.title"), sheet.title)
    names = [say(f"register.column.{place}") for place in range(1, len(WIDTHS_MM) + 1)]
    rows = [
        _row(number, paper, sheet.at.tzinfo) for number, paper in enumerate(sheet.papers, start=1)
    ]
    official_letter.draw_table(document, Columns(names, WIDTHS_MM, WORDS, SIZE), rows)
    official_letter.sign(document, sheet.issuer, answers=False)
    document.save(target)


def _row(number: int, paper: Paper, tz: tzinfo | None) -> tuple[str, ...]:
    issued = day(paper.issued) if paper.issued is not None else "–"
    kind = say(f"paper.kind.{paper.kind}")
    about = f"{kind[:1].upper()}{kind[1:]}\n{paper.title}"
    return (str(number), paper.number or "–", issued, about, paper.signer or "–", _whom(paper, tz))


def _whom(paper: Paper, tz: tzinfo | None) -> str:
    """Return the addressee, to whom it was sent and when, whether a signed copy is there, and the code."""
    lines = [paper.addressee] if paper.addressee else []
    return "\n".join([*lines, *what_became(paper, tz), say("paper.code", code=paper.code)])


def what_became(paper: Paper, tz: tzinfo | None) -> list[str]:
    """Return a line for each time a paper was sent, and for its signed copy."""
    return [
        say(f"register.{event.what}", at=moment(event.at.astimezone(tz)), text=event.text)
        for event in paper.events
    ]
