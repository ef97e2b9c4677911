"""From where on a figure is asked about although it may be right: as the campaign sets it."""

from __future__ import annotations

from dataclasses import dataclass

NOTABLE = 20  # below it a tenfold difference is ordinary (1 after 10)


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure is asked about that is more than `peers` times the median of its unit's kind, where at least
    `least_peers` units gave one, or `last_year` times what the unit had a year before (or a part of it so
    small). 0 asks nothing."""

    peers: int = 5
    least_peers: int = 5
    last_year: int = 10

    def is_far_from_peers(self, number: int, usual: float) -> bool:
        """Return whether a figure stands far above the median of its peers."""
        return bool(self.peers) and number > self.peers * usual

    def is_far_from_last_year(self, number: int, was: int) -> bool:
        """Return whether a figure is far above or below what it was; one of them being 0 says nothing, nor
        do small ones."""
        low, high = sorted((number, was))
        return bool(self.last_year) and low > 0 and high >= max(NOTABLE, self.last_year * low)


AS_USUAL = Unusual()
