"""A piece of a message with the row it names, and the walk over pieces in which one may join the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.model.form import Indicator
from bot.reading.outcome import Reading
from bot.reading.row_ranges import Span
from bot.row_types import takes_words


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the message with the row or header it names; `rest` is for "còn lại"."""

    text: str
    row: Indicator | None = None
    said: str = ""
    reading: Reading | None = None
    rest: bool = False
    everything: bool = False  # "các mục còn lại": of the whole form
    coded: bool = False
    heading: bool = False  # "mục 1:" before its rows: speaks for nothing itself
    weak: bool = False  # named by a lone integer or by words: sure only if it reads well
    unsure: bool = False  # part of it may belong to another row
    span: Span | None = None  # several rows that share one "không"

    @property
    def the_row(self) -> Indicator:
        """Return the row that the piece names; only for one that names any."""
        assert self.row is not None
        return self.row

    @property
    def takes_more(self) -> bool:
        """Whether it gives figures of one row, to which the next piece may belong."""
        return self.answers_row() and not takes_words(self.the_row)

    def answers_row(self) -> bool:
        """Return whether it is an answer to one question of the form."""
        return self.row is not None and self.row.is_asked and not self.rest

    def is_loose(self) -> bool:
        """Return whether it speaks of a header, of several rows, or of nothing that is known."""
        return not (self.rest or self.heading or self.answers_row())

    def names_row(self) -> bool:
        """Return whether it names its row or header, "còn lại" aside."""
        return self.row is not None and not self.rest

    def names_something(self) -> bool:
        """Return whether it names a row, several, or the rest."""
        return any((self.row, self.rest, self.coded, self.span))

    def is_worded(self) -> bool:
        """Return whether it names its row by words alone."""
        return (self.names_row() or self.span is not None) and not self.coded

    @property
    def is_weakly_named(self) -> bool:
        """Whether words alone name it, in a sentence or among others."""
        return self.weak and not self.coded

    @property
    def is_vague_rest(self) -> bool:
        """Whether it is "còn lại" without a word of which rows."""
        return self.rest and self.row is None and not self.everything

    @property
    def is_nameless(self) -> bool:
        """Whether it names no row and is no line of a table."""
        return self.row is None and self.span is None and not self.rest and not self.unsure


def folded(
    pieces: Iterable[Piece], step: Callable[[Piece, Piece], tuple[tuple[Piece, ...], Piece]]
) -> Iterator[Piece]:
    """Return pieces of which each was laid before its follower: a step gives what is done, and what the
    next piece may still join."""
    last: Piece | None = None
    for piece in pieces:
        done, last = step(last, piece) if last is not None else ((), piece)
        yield from done
    if last is not None:
        yield last
