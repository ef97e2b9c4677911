"""The catalogues as plain dicts, read from what a proofreader edits."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[2] / "bot" / "locale"
LANGUAGES = ("vi", "en")


def messages(language: str) -> list[Message]:
    """Return the entries of a catalogue in the order of the file, without its head."""
    with (FOLDER / f"{language}.po").open("rb") as stream:
        return [message for message in read_po(stream, abort_invalid=True) if message.id]


CATALOGUES: dict[str, dict[str, str]] = {
    language: {str(message.id): str(message.string) for message in messages(language)}
    for language in LANGUAGES
}
