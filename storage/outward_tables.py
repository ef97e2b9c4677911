"""Tables of what leaves and of what comes back about it: drafts sent for comments, papers of the outgoing
register, programs that read and addresses that are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.column_kinds import ref as _ref
from storage.column_kinds import table_of
from storage.column_kinds import text as _text
from storage.column_kinds import when as _when


class OpinionRow(SQLModel, table=True):
    """One fact about a recipient of a consultation: sent, reached, answered …; never changed."""

    __tablename__ = "opinion"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = _ref("campaign.id", index=True)
    recipient: str  # its code in the campaign's list
    step: str
    at: datetime = _when(null=False)
    text: str = _text()
    signed: str = ""
    source: str = ""
    states_silence: bool = False
    file: str = _text()  # the FileRef as JSON


class FeedTokenRow(SQLModel, table=True):
    """A password with which a program reads the reports of one body."""

    __tablename__ = "feed_token"
    id: int | None = Field(default=None, primary_key=True)
    body: str
    name: str
    digest: str = Field(unique=True)  # SHA-256 of the token
    created_at: datetime = _when(null=False)
    revoked_at: datetime | None = _when()


class WebhookRow(SQLModel, table=True):
    """An address that is told of each accepted version of one body's reports."""

    __tablename__ = "webhook"
    id: int | None = Field(default=None, primary_key=True)
    body: str
    url: str
    secret: str  # sealed under the key of the data folder
    created_at: datetime = _when(null=False)
    removed_at: datetime | None = _when()


class WebhookCallRow(SQLModel, table=True):
    """One thing to tell one address: states pending -> sent | failed."""

    __tablename__ = "webhook_call"
    __table_args__ = (Index("ix_webhook_call_due", "state", "due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = _ref("webhook.id")
    payload: str = _text()
    state: str = "pending"
    attempts: int = 0
    due_at: datetime = _when(null=False)
    finished_at: datetime | None = _when()
    failure: str = ""


class PaperRow(SQLModel, table=True):
    """A paper of the outgoing register: what was written to whom from which total."""

    __tablename__ = "paper"
    id: int | None = Field(default=None, primary_key=True)
    body: str
    campaign_id: int = _ref("campaign.id", index=True)
    kind: str  # "report" | "correction" | "consultation"
    title: str
    addressee: str
    snapshot: int | None = None
    number: str = ""
    issued: str = ""  # ISO date, typed in when known
    signer: str = ""
    code: str = Field(unique=True)  # printed on it, as letters and as a QR picture
    path: str  # as it was made, relative to the data folder
    made_at: datetime = _when(null=False)


class PaperEventRow(SQLModel, table=True):
    """What became of a paper: sent to somebody, came back signed."""

    __tablename__ = "paper_event"
    id: int | None = Field(default=None, primary_key=True)
    paper_id: int = _ref("paper.id", index=True)
    what: str  # "sent" | "signed"
    at: datetime = _when(null=False)
    text: str = _text()
    path: str = ""


class MessageWayRow(SQLModel, table=True):
    """Messages of one bot in one calendar month by one way."""

    __tablename__ = "message_way"
    channel: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # "2026-10", in the office's time zone
    way: str = Field(primary_key=True)
    part: int = Field(default=0, primary_key=True)  # several programs count side by side
    sent: int = 0


OPINION = table_of(OpinionRow)
TOKEN = table_of(FeedTokenRow)
WEBHOOK = table_of(WebhookRow)
CALL = table_of(WebhookCallRow)
PAPER = table_of(PaperRow)
EVENT = table_of(PaperEventRow)
WAY = table_of(MessageWayRow)
