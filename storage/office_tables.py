"""Tables of the office in the browser: who may come in, who is in, and campaigns being set up."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.column_kinds import long, ref, table_of, text, when


class VisitRow(SQLModel, table=True):
    """Somebody's browser on the coordinators' pages: it holds until it is ended or runs out."""

    __tablename__ = "visit"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)  # SHA-256 of what the cookie carries
    person_id: int = ref("person.id", index=True)
    campaign_id: int | None = ref("campaign.id", null=True)  # that it came for
    way: str  # "link" | "setup" | "passkey"
    device: str = ""
    begun_at: datetime = when(null=False)
    seen_at: datetime = when(null=False)
    expires_at: datetime = when(null=False)
    ended_at: datetime | None = when()


class OfficeMemberRow(SQLModel, table=True):
    """Somebody who sets campaigns of a body up in the browser."""

    __tablename__ = "office_member"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = ref("person.id", index=True)
    body: str
    since: datetime = when(null=False)
    until: datetime | None = when()


class PasskeyRow(SQLModel, table=True):
    """A passkey of a person: the public half of a key that their device keeps."""

    __tablename__ = "passkey"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = ref("person.id", index=True)
    credential: str = Field(unique=True)  # base64url, as browsers name it
    public_key: str = text()  # base64url
    sign_count: int = long(null=False)
    device: str = ""
    made_at: datetime = when(null=False)
    used_at: datetime | None = when()
    removed_at: datetime | None = when()


class CampaignDraftRow(SQLModel, table=True):
    """A campaign that is being set up in the browser, as far as it is."""

    __tablename__ = "campaign_draft"
    id: int | None = Field(default=None, primary_key=True)
    body: str
    person_id: int = ref("person.id")  # who began it
    content: str = text()  # JSON
    version: int = 1
    begun_at: datetime = when(null=False)
    changed_at: datetime = when(null=False)
    campaign_id: int | None = ref("campaign.id", null=True)  # that was made of it
    dropped_at: datetime | None = when()


VISIT = table_of(VisitRow)
MEMBER = table_of(OfficeMemberRow)
PASSKEY = table_of(PasskeyRow)
DRAFT = table_of(CampaignDraftRow)
