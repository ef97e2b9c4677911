"""A bar on the terminal while something long is made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.exports.export_progress import told_to

WHOLE = 100


@contextmanager
def progress_bar(label: str) -> Iterator[None]:
    """Show how far the work inside is, on stderr and only where that is a terminal: results and what
    other programs read stay clean."""
    if not sys.stderr.isatty():
        yield
        return
    with click.progressbar(length=WHOLE, label=label, file=sys.stderr) as bar:

        def tell(share: float) -> None:
            bar.update(int(WHOLE * share) - bar.pos)

        with told_to(tell):
            yield
        tell(1.0)
