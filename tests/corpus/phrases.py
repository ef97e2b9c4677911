"""The phrases with their expected reading, and how a reading compares with it.

Columns: `expected_classes_events` is the first quantity, `expected_people_amount` the second one or,
in money rows, the amount. `expected_outcome`: ok, nil, pending, not_applicable (stored), ask or
reject (nothing stored). In `given.csv` "ok" also stands for nil. `proposed_if_ask` is what may be
offered, `first|second`, "?" where a figure is missing.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.forms.form_loader import load_builtin
from bot.use_cases.turns.read_phrase import read_phrase

FOLDER = Path(__file__).parent
FILES = ("given", "pairs", "counts", "money", "traps")
FORM = load_builtin("phu-luc-ii-2022")
STORED = ("ok", "nil", "pending", "not_applicable")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase and what it means; figures as text, "" for none."""

    key: str
    text: str
    code: str
    outcome: str
    figures: tuple[str, str]
    proposal: str
    check: str
    why: str

    @property
    def is_stored(self) -> bool:
        return self.outcome in STORED


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one reading compares with what was expected: "right", or the kind of failure."""

    phrase: Phrase
    kind: str
    got: str

    def __str__(self) -> str:
        wanted = f"{self.phrase.outcome} {'|'.join(self.phrase.figures)}".strip()
        return (
            f"{self.kind}: {self.phrase.key} ({self.phrase.code}) {self.phrase.text!r}: "
            f"expected {wanted}, got {self.got} ({self.phrase.why})"
        )


def load(name: str) -> list[Phrase]:
    """The phrases of one file, oddities of their text untouched."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [_phrase(name, row) for row in csv.DictReader(lines)]


def _phrase(name: str, row: dict[str, str]) -> Phrase:
    figures = (row["expected_classes_events"], row["expected_people_amount"])
    proposal = row["proposed_if_ask"]
    if FORM.by_code[row["code"]].kind == "money":
        figures = (figures[1], "")
        proposal = proposal.replace("|", "") + "|" if proposal else ""
    return Phrase(
        f"{name}/{row['id']}", row["text"], row["code"], row["expected_outcome"], figures,
        proposal, row["soft_check"], row["why"],
    )  # fmt: skip


def judge(phrase: Phrase) -> Verdict:
    """Read the phrase as the command line would, and compare."""
    got = read_phrase(FORM, phrase.code, phrase.text)
    figures = tuple("" if got[key] is None else str(got[key]) for key in ("count", "people"))
    text = f"{got['outcome']} {'|'.join(figures)}".strip()
    return Verdict(phrase, _kind(phrase, got, figures), text)


def _kind(phrase: Phrase, got: dict[str, Any], figures: tuple[str, ...]) -> str:
    outcome = got["outcome"]
    if outcome in STORED and not phrase.is_stored:
        return "stored instead of asking"
    if outcome in STORED and figures != phrase.figures:
        return "wrong value"
    if outcome in STORED and not _same_state(phrase, outcome):
        return "wrong state"
    if outcome not in STORED and phrase.is_stored:
        return "asked although certain"
    if outcome != phrase.outcome and not phrase.is_stored:
        return "refused instead of asking" if outcome == "reject" else "asked instead of refusing"
    if outcome == "ask" and _proposal(phrase, got["proposal"]) != phrase.proposal:
        return "other proposal"
    return "right"


def _same_state(phrase: Phrase, outcome: str) -> bool:
    if phrase.key.startswith("given/") and phrase.outcome == "ok":
        return outcome in ("ok", "nil")
    return outcome == phrase.outcome


def _proposal(phrase: Phrase, proposal: dict[str, int | None] | None) -> str:
    if proposal is None:
        return ""
    cells = FORM.by_code[phrase.code].cells
    return "|".join(
        ("?" if key in cells else "") if proposal[key] is None else str(proposal[key])
        for key in ("count", "people")
    )
