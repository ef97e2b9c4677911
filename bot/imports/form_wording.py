"""Neutral words for a row that was read from paper, until a person has put them better."""

from __future__ import annotations

import re

from bot.locale.say import say

SHORT = 45  # as long as a button takes
IN_BRACKETS = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)?")


def plain_label(label: str) -> str:
    """Return the label without brackets and closing marks."""
    return IN_BRACKETS.sub("", label).strip(" .,;:") or label.strip()


def short_of(label: str) -> str:
    """At most so many letters of the label, cut between words."""
    text = plain_label(label)
    if len(text) <= SHORT:
        return text
    cut = text[: SHORT - 1].rpartition(" ")[0] or text[: SHORT - 1]
    return f"{cut.rstrip(' ,;:')}…"


def question_of(label: str, kind: str, words: tuple[str, ...]) -> str:
    """Return the question that a leaf's label and unit come to."""
    text = plain_label(label)
    count, people = (*words, "", "")[:2]
    return say(f"form_import.ask.{kind}", label=text, count=count, people=people)


def gate_of(label: str) -> str:
    """Return a section's yes/no question."""
    return say("form_import.ask.gate", label=plain_label(label))
