"""What a sentence without figures is about, where no form of the registry fits it: words in any order.

The words are data (`topics.toml`). A topic answers, shows or asks back; nothing is given away on a guess.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.conversation.command_words import Command, Word
from bot.conversation.phrase_forms import PhraseTable, Piece, load_words, pieces_of
from bot.model.optional import optional
from bot.vietnamese.normalise import Folded, clean, fold, is_plain

LONGEST = 25  # words; a longer message is a letter


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a sentence may be about: each of its parts must be there, nothing of `without`."""

    word: Word
    examples: tuple[str, ...]
    parts: tuple[PhraseTable, ...]
    without: PhraseTable

    def strength(self, pieces: Sequence[Piece]) -> tuple[int, int]:
        """Return how clearly a message is about it: its parts, and the words they have there; (0, 0) where
        it is not."""
        words = [_longest(part, pieces) for part in self.parts]
        if not all(words) or self.without.places(pieces):
            return 0, 0
        return len(words), sum(words)


def _longest(table: PhraseTable, pieces: Sequence[Piece]) -> int:
    return max(table.longest(pieces, place) for place in range(len(pieces)))


class Topics:
    """The topics of one file of words."""

    def __init__(self, file: str) -> None:
        words = load_words(file)
        self._people = frozenset(map(fold, words["people"]))
        self.all = tuple(
            Topic(
                Word(kept["word"]),
                tuple(kept["examples"]),
                tuple(map(PhraseTable, kept["parts"])),
                PhraseTable(kept.get("without", ())),
            )
            for kept in words["topic"]
        )

    def about(self, text: str, but: Container[Word] = ()) -> Word | None:
        """Return what a sentence is about, `but` being none; None where no topic fits, or several as well."""
        pieces = self.pieces(text)
        if not 0 < len(pieces) <= LONGEST:
            return None
        strengths = [
            (topic.strength(pieces), topic.word) for topic in self.all if topic.word not in but
        ]
        best, word = max(strengths)
        others = {other for strength, other in strengths if strength == best} - {word}
        return word if any(best) and not others else None

    def pieces(self, text: str) -> Sequence[Piece]:
        """Return the words of a message; of one with accents without those for people."""
        pieces = pieces_of(clean(text))
        if is_plain(text):
            return pieces
        return [piece for piece in pieces if Folded(piece.key, piece.marks) not in self._people]


OF_REPORTERS = Topics("topics.toml")


@lru_cache(maxsize=512)
def topic_of(text: str) -> Command | None:
    """Return what a reporter's sentence is about as a command; None where it is about nothing known."""
    return optional(Command, OF_REPORTERS.about(text))
