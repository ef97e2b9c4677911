"""The documents that people ask for, with the names they are handed out under."""

from __future__ import annotations

from bot.model.campaign import Campaign
from bot.model.message import Document, DocumentKind, DocumentRequest


def form_of(submission_id: int, name: str, ending: str = "xlsx") -> Document:
    """Return one report in its official form."""
    return Document(name, DocumentRequest(DocumentKind.FORM, submission_id, ending))


def total_of(campaign: Campaign, ending: str, person_id: int | None) -> Document:
    """Return a whole campaign; what people hand on gets a number when this person fetches it."""
    request = DocumentRequest(DocumentKind.CAMPAIGN, campaign.id, ending, person_id)
    return Document(f"{campaign.slug}.{ending}", request)


def letter_of(campaign: Campaign) -> Document:
    """Return the draft of the letter that urges the late units."""
    request = DocumentRequest(DocumentKind.LETTER, campaign.id, "docx")
    return Document(f"{campaign.slug}-cong-van.docx", request)


def picture_of(campaign: Campaign) -> Document:
    """Return the progress as a picture without names."""
    request = DocumentRequest(DocumentKind.PICTURE, campaign.id, "png")
    return Document(f"{campaign.slug}-tien-do.png", request)
