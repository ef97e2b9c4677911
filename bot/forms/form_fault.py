"""A fault of a form file: where it is, what it is, and the sentence for whoever mends it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.locale.say import say


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1; `code` is stable; `text` names the file, the line and what to do."""

    line: int
    code: str
    text: str


class Faults:
    """Collects the faults of one file, so that all of them are shown at once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[Fault] = []

    def add(self, line: int, code: str, /, **details: object) -> None:
        """Note a fault; its sentence is `fault.<code>` of the catalogue."""
        sentence = say(f"fault.{code}", **details)
        text = say("fault.at", name=self._name, line=line, sentence=sentence)
        self._found.append(Fault(line, code, text))

    def all(self) -> tuple[Fault, ...]:
        """Return every fault in the order of the file."""
        return tuple(sorted(self._found, key=lambda fault: fault.line))
