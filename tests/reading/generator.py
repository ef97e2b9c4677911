"""Thousands of phrases with known meaning, read and judged.

`python -m tests.reading.generator --size 8000 --seed 1 [--frame NAME] [--show KIND]` prints how many
of each frame were understood, asked and wrong. Nothing is stored wrongly: that is 0 or the reader
has a fault.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Any

from bot.forms.form_loader import load_builtin
from bot.use_cases.turns.read_phrase import read_phrase
from tests.reading import doubt_frames
from tests.reading.frames import FRAMES, Figures, Group, Phrase
from tests.reading.vocabulary import ROWS
from tests.reading.write_numbers import without_accents

assert doubt_frames.about.__name__ in FRAMES  # importing registers
FORM = load_builtin("phu-luc-ii-2022")
STORED = ("ok", "nil", "not_applicable", "pending")


class Verdict(StrEnum):
    """How a reading compares with the meaning."""

    UNDERSTOOD = "understood"  # stored at once with the right figures
    ASKED = "asked"  # nothing stored, nothing wrong offered
    UNTOLD = "untold"  # stored rightly, but a number of something else vanished
    BAD_OFFER = "bad offer"
    STORED_WRONGLY = "stored wrongly"


@dataclass(frozen=True, slots=True)
class Judged:
    """A phrase with its reading and verdict."""

    phrase: Phrase
    verdict: Verdict
    got: dict[str, Any]

    def __str__(self) -> str:
        offer = f" offer {self.got['proposal']}" if self.got["proposal"] else ""
        figures = f"{self.got['outcome']} {self.got['count']}|{self.got['people']}"
        return (
            f"{self.verdict}: [{self.phrase.frame}] {self.phrase.code} {self.phrase.text!r} means "
            f"{self.phrase.value}, got {figures}{offer} unused {self.got.get('unused')}"
        )


def phrases(size: int, seed: int) -> Iterator[Phrase]:
    """Make `size` phrases, every frame and row equally often; the same for the same seed."""
    random = Random(seed)
    names = sorted(FRAMES)
    made = 0
    while made < size:
        name = names[made % len(names)]
        group, make = FRAMES[name]
        phrase = make(random, random.choice(ROWS))
        if phrase is None:
            continue
        made += 1
        yield replace(phrase, frame=name, group=group, text=_typed(random, phrase.text))


def _typed(random: Random, text: str) -> str:
    """The text as somebody types it: a fifth without accents, some in capitals."""
    style = random.random()
    if style < 0.2 and "cỡ" not in text:  # without accents "cỡ" (about) is "có"
        return without_accents(text)
    if style < 0.25:
        return text.upper()
    return text[:1].upper() + text[1:] if style < 0.4 else text


def judge(phrase: Phrase) -> Judged:
    """Read a phrase as the command line does and compare."""
    got = read_phrase(FORM, phrase.code, phrase.text)
    return Judged(phrase, _verdict(phrase, got), got)


def _verdict(phrase: Phrase, got: dict[str, Any]) -> Verdict:
    if got["outcome"] in STORED:
        if got["outcome"] != "ok" or (got["count"], got["people"]) != phrase.value:
            return Verdict.STORED_WRONGLY
        return Verdict.UNDERSTOOD if _is_told(phrase, got) else Verdict.UNTOLD
    proposal = got["proposal"]
    if proposal is None or _is_fair(phrase, (proposal["count"], proposal["people"])):
        return Verdict.ASKED
    return Verdict.BAD_OFFER


def _is_told(phrase: Phrase, got: dict[str, Any]) -> bool:
    """Whether the number of something else is among what was not used."""
    unused = " ".join(got.get("unused") or ())
    number = phrase.stranger.split(" ")[0]
    return without_accents(number).lower() in without_accents(unused).lower()


def _is_fair(phrase: Phrase, offered: Figures) -> bool:
    fair = [*phrase.offers, *([phrase.value] if phrase.value else [])]
    if any(offered == figures for figures in fair):
        return True
    known = phrase.value
    return known is not None and all(
        number is None or number == right for number, right in zip(offered, known, strict=True)
    )


def table(judged: list[Judged]) -> str:
    """Return the figures by frame and by group as text."""
    by_frame: dict[tuple[Group, str], Counter[Verdict]] = defaultdict(Counter)
    by_group: dict[Group, Counter[Verdict]] = defaultdict(Counter)
    for found in judged:
        by_frame[found.phrase.group, found.phrase.frame][found.verdict] += 1
        by_group[found.phrase.group][found.verdict] += 1
    lines = [f"{'':<34}" + "".join(f"{verdict.value:>16}" for verdict in Verdict)]
    for group in Group:
        lines += [
            _line(name, counts)
            for (other, name), counts in sorted(by_frame.items())
            if other is group
        ]
        lines.append(_line(group.value.upper(), by_group[group]))
    every = sum((Counter(counts) for counts in by_group.values()), Counter())
    return "\n".join([*lines, _line("ALL", every)])


def _line(name: str, counts: Counter[Verdict]) -> str:
    total = sum(counts.values())
    cells = (f"{counts[verdict]} ({_percent(counts[verdict], total)})" for verdict in Verdict)
    return f"{name:<34}" + "".join(f"{cell:>16}" for cell in cells)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def main() -> None:
    """Print the figures, and with --show the phrases of one verdict."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--frame", default="")
    parser.add_argument("--show", default="")
    parser.add_argument("--most", type=int, default=40)
    given = parser.parse_args()
    judged = [
        judge(phrase)
        for phrase in phrases(given.size, given.seed)
        if given.frame in ("", phrase.frame, phrase.group.value)
    ]
    print(table(judged))
    shown = [found for found in judged if found.verdict.value == given.show]
    for found in shown[: given.most]:
        print(found)


if __name__ == "__main__":
    main()
