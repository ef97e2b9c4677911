"""Who signs a document: how its name, its number and its place are written."""

from __future__ import annotations

from dataclasses import dataclass

from bot.exports.sheet_data import CampaignSheet
from bot.locale.say import say


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who reports to whom. The body that collects the figures reports to the one whose plan it is;
    where the plan's own body collects them, the addressee is left open."""

    name: str
    superior: str

    @property
    def is_committee(self) -> bool:
        """Whether a people's committee itself reports, not one of its offices."""
        return _committee(self.name) is not None

    @property
    def lines(self) -> tuple[str, ...]:
        """A people's committee stands on two lines: what it is, and of which place."""
        place = _committee(self.name)
        return (self.name,) if place is None else (say("decree.peoples_committee"), place)

    @property
    def symbol(self) -> str:
        """The end of the document's number; an office's abbreviation is its own affair."""
        return "UBND" if self.is_committee else "……"

    @property
    def place(self) -> str:
        """The place's own name, from the committee that is named; dots where none is."""
        for name in (self.name, self.superior):
            if place := _committee(name):
                return _bare(place)
        return say("decree.dots")


def issuer_of(sheet: CampaignSheet) -> Issuer:
    """Return the reporting body, from the campaign's issuer and receiver."""
    return collecting_office(sheet.issuer, sheet.receiver)


def collecting_office(issuer: str, receiver: str) -> Issuer:
    """Return who writes to the units of a campaign: the office that collects the reports, under the body
    whose plan it is; that body where it collects itself."""
    if receiver and receiver != issuer:
        return Issuer(receiver, issuer)
    return Issuer(issuer or say("decree.dots"), "")


def _committee(name: str) -> str | None:
    """Return the place of a people's committee, with its tier ("huyện Mường Tè"); None for other bodies."""
    return _after(name, say("decree.committees"))


def _bare(place: str) -> str:
    """Return the place's name without its tier."""
    return _after(place, say("decree.tiers")) or place


def _after(text: str, starts: str) -> str | None:
    """Return what follows one of some words, divided by "|"; None where the text begins with none."""
    for start in starts.split("|"):
        if text.lower().startswith(f"{start.lower()} "):
            return text[len(start) :].strip()
    return None
