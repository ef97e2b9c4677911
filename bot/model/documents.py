"""The documents that people ask for, with the names they are handed out under."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from bot.model.campaign import Campaign
from bot.model.export_kinds import EXPORTS, DocumentKind, Export, export_named


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document to be made when it is fetched. `about` is the report's id for a form, else the
    campaign's; `person_id` is who asked for a total that gets a number."""

    kind: DocumentKind
    about: int
    ending: str
    person_id: int | None = None
    branch: int | None = None  # only the units below this one, and itself

    @property
    def export(self) -> Export:
        """Return the kind of file; raise LookupError for one that an older program knew."""
        for export in EXPORTS:
            of_unit = self.kind is DocumentKind.FORM and bool(export.unit_module)
            if export.ending == self.ending and (of_unit or export.source is self.kind):
                return export
        raise LookupError(f"{self.kind}.{self.ending}")

    @property
    def is_long(self) -> bool:
        """Return whether it may take so long that the one who waits wants to see how far it is."""
        return self.kind is not DocumentKind.FORM and self.export.is_long

    @property
    def is_numbered(self) -> bool:
        """Return whether it is a total that people hand on."""
        return self.kind is DocumentKind.CAMPAIGN and self.export.is_numbered and not self.branch


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand out: one to be made (`request`), or one that exists already: `path` is absolute
    for one that was made, relative to the data folder for one that is kept there."""

    name: str
    request: DocumentRequest | None = None
    path: str = ""

    @property
    def is_made(self) -> bool:
        """Return whether the file was made for this very message."""
        return PurePath(self.path).is_absolute()


def form_of(submission_id: int, campaign: Campaign, unit_code: str, ending: str) -> Document:
    """Return one report in its official form."""
    request = DocumentRequest(DocumentKind.FORM, submission_id, ending)
    return Document(f"{campaign.slug}-{unit_code}.{ending}", request)


def campaign_document(
    campaign: Campaign, export: Export, person_id: int | None, branch: int | None = None
) -> Document:
    """Return a campaign (or the branch of one of its units) as one kind of file; a campaign's total gets a
    number when this person fetches it."""
    asked_by = person_id if export.is_numbered else None
    request = DocumentRequest(export.source, campaign.id, export.ending, asked_by, branch)
    return Document(f"{campaign.slug}{export.name_end}.{export.ending}", request)


def picture_of(campaign: Campaign) -> Document:
    """Return the progress as a picture without names."""
    return campaign_document(campaign, export_named("png"), None)
