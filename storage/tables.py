"""Every table, key, constraint and index; no behaviour. Rows never leave `storage/`.

Times are UTC instants (`UtcDateTime` refuses naive ones). Sums of money need 64 bits.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, text
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel

from storage.column_kinds import UtcDateTime as UtcDateTime
from storage.column_kinds import long as _long
from storage.column_kinds import ref as _ref
from storage.column_kinds import table_of
from storage.column_kinds import text as _text
from storage.column_kinds import when as _when

TALK = "fact IN ('QuestionAsked', 'UnitTold')"
"""What is said between units and coordinators, among all facts of the audit."""

UNUSED = "used_at IS NULL AND voided_at IS NULL"
"""Of an invite code: it may still be used, or has run out."""


def _partial(name: str, *columns: str, empty: str) -> Index:
    """Return an index of the rows whose column `empty` is: what is still open, however long the history."""
    where = Column(empty).is_(None)
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class MigrationRow(SQLModel, table=True):
    __tablename__ = "migration"
    number: int = Field(primary_key=True)
    name: str
    applied_at: datetime = _when(null=False)


class SettingRow(SQLModel, table=True):
    """Small facts of the installation: secret key, poll positions, quota counters."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: str = _text()


class UnitRow(SQLModel, table=True):
    """A unit of a body as it is called from a day on. Another name, kind or parent makes another
    entry of the same code; campaigns keep the entry that they were made with."""

    __tablename__ = "unit"
    __table_args__ = (
        Unique("body", "code", "entry"),
        Index("ix_unit_parent", "body", "parent"),
    )
    id: int | None = Field(default=None, primary_key=True)
    body: str = ""  # who issues the plans; codes are unique within it
    code: str
    entry: int = 1  # the highest is the present one
    valid_from: date | None = None  # empty: as far back as is known
    name: str
    kind: str = ""
    parent: str = ""
    aliases: str = _text()  # JSON list
    predecessors: str = _text()  # JSON list of codes
    commune_code: str = ""  # of the national registry
    beside: str = Field(
        default="", sa_column_kwargs={"server_default": ""}
    )  # what tells it from a unit of the same name


class FormRow(SQLModel, table=True):
    """A form version as it was when a campaign took it; `body` is the TOML text."""

    __tablename__ = "form"
    __table_args__ = (Unique("slug", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    slug: str
    version: int = 1
    body: str = _text()
    added_at: datetime = _when(null=False)


class CampaignRow(SQLModel, table=True):
    __tablename__ = "campaign"
    __table_args__ = (Index("ix_campaign_body", "body", "period_end"),)
    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    title: str
    state: str
    period_start: date
    period_end: date
    deadline_phrase: str = ""
    last_instant: datetime | None = _when()
    issuer: str = ""
    receiver: str = ""
    body: str = ""  # whose units report
    previous: str = ""  # slug of the campaign before, where the plan names one
    trial_of: str = ""  # slug of the campaign that is only tried in this one
    forms: str = _text()  # JSON: kind -> slug
    photos_min: int = 0
    report_file: str = ""
    upward: str = _text()  # JSON: phrase and instant of the next tier
    plan: str = _text()  # JSON: what the signed plan says; "" where nothing is known
    asked_items: str = _text()  # JSON list: what is asked besides the form
    deadlines: str = _text()  # JSON list: those that hold for some units only
    consultation: str = _text()  # JSON: the draft that opinions are asked about
    series: str = ""  # "month 2026-12-31": every, until
    opens: date | None = None  # when it is to be opened
    unusual: str = ""  # "5 5 10": from where on figures are asked about; "" as usual
    source: str = _text()  # the campaign file as given
    created_at: datetime = _when(null=False)
    opened_at: datetime | None = _when()
    closed_at: datetime | None = _when()


class SubmissionRow(SQLModel, table=True):
    __tablename__ = "submission"
    __table_args__ = (
        Unique("campaign_id", "unit_id"),
        Index("ix_submission_status", "campaign_id", "status"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = _ref("campaign.id")
    unit_id: int = _ref("unit.id", index=True)
    status: str = "not_started"
    version: int = 0
    draft: bool = False
    submitted_at: datetime | None = _when()
    late_days: int = 0
    returned_reason: str = _text()
    returned_row: str = ""  # the codes of the rows, with spaces between
    extended_until: datetime | None = _when()
    extension_reason: str = _text()
    extension_author: str = ""
    answered: int = 0  # rows with an answer, kept for the board
    changed_at: datetime | None = _when()
    left_at: datetime | None = _when()  # taken out of the campaign: kept, and counted nowhere
    left_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})


class AnswerRow(SQLModel, table=True):
    """The draft: one row an indicator."""

    __tablename__ = "answer"
    submission_id: int = Field(foreign_key="submission.id", primary_key=True)
    code: str = Field(primary_key=True)
    state: str
    count: int | None = _long()
    people: int | None = _long()
    text: str = _text()
    note: str = _text()
    source: str = _text()
    parts: str = _text()  # JSON list of [name, count, people]
    cells: str = _text()  # JSON list of [column key, number], beside count and people
    person_id: int | None = _ref("person.id", null=True)
    changed_at: datetime = _when(null=False)


class TypedCellRow(SQLModel, table=True):
    """A text in a cell of the table that is not stored, because something about it is doubtful."""

    __tablename__ = "typed_cell"
    submission_id: int = Field(foreign_key="submission.id", primary_key=True)
    code: str = Field(primary_key=True)
    cell: str = Field(primary_key=True)  # "count" | "people" | "text" | "note"
    text: str = _text()
    over: str = ""  # marks the stored answer over which it was typed
    person_id: int | None = _ref("person.id", null=True)
    typed_at: datetime = _when(null=False)


class RevisionRow(SQLModel, table=True):
    """A version that was handed in."""

    __tablename__ = "revision"
    __table_args__ = (Unique("submission_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = _ref("submission.id")
    version: int
    submitted_at: datetime = _when(null=False)
    late_days: int = 0
    receipt: str = Field(unique=True)
    person_id: int | None = _ref("person.id", null=True)
    attested_nil: bool = False
    returned: bool = False
    accepted: bool = False
    of_branch: bool = False  # the total of the unit's branch, not the unit's own figures


class RevisionSourceRow(SQLModel, table=True):
    """Which versions a total that was handed up was made from, through all tiers below."""

    __tablename__ = "revision_source"
    revision_id: int = Field(foreign_key="revision.id", primary_key=True)
    source_id: int = Field(foreign_key="revision.id", primary_key=True, index=True)


class JointActivityRow(SQLModel, table=True):
    """Whether reports of several units tell of one activity, as somebody said last."""

    __tablename__ = "joint_activity"
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = _ref("campaign.id", index=True)
    row: str
    units: str = _text()  # JSON list of unit codes
    counted_in: str
    figures: str = _text()  # JSON: column -> what each of them gave of it
    is_one: bool = True
    person_id: int | None = _ref("person.id", null=True)
    decided_at: datetime = _when(null=False)


class RevisionAnswerRow(SQLModel, table=True):
    __tablename__ = "revision_answer"
    revision_id: int = Field(foreign_key="revision.id", primary_key=True)
    code: str = Field(primary_key=True)
    state: str
    count: int | None = _long()
    people: int | None = _long()
    text: str = _text()
    note: str = _text()
    source: str = _text()
    parts: str = _text()
    cells: str = _text()


class FileRow(SQLModel, table=True):
    """A photo or document that belongs to a report; `path` is relative to the data folder."""

    __tablename__ = "file"
    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = _ref("submission.id", index=True)
    kind: str  # "photo" | "report" | "source" (behind a figure that was entered for the unit)
    path: str
    name: str = ""
    mime: str = ""
    sha256: str = ""
    size: int = 0
    caption: str = _text()
    code: str = ""
    album: str = ""
    person_id: int | None = _ref("person.id", null=True)
    received_at: datetime = _when(null=False)
    removed_at: datetime | None = _when()
    version: int = 0  # of the report that it came with; 0 where that is not known


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str = ""
    consented_at: datetime | None = _when()
    notice: str = ""
    forgotten_at: datetime | None = _when()


class AddressRow(SQLModel, table=True):
    """One chat of one person on one bot of one channel; the person is unknown until they join.

    `conversation` is the dialogue's own JSON; `turn` counts turns and orders them across processes.
    """

    __tablename__ = "address"
    __table_args__ = (Unique("channel", "bot", "chat"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str
    chat: str
    person_id: int | None = _ref("person.id", null=True, index=True)
    sender_name: str = ""
    conversation: str = _text()
    turn: int = 0
    heard_at: datetime | None = _when()
    reached_at: datetime | None = _when()
    failed_at: datetime | None = _when()
    failure: str = ""
    refused_joins: int = 0
    refused_at: datetime | None = _when()


class SeatRow(SQLModel, table=True):
    __tablename__ = "seat"
    __table_args__ = (Index("ix_seat_unit", "campaign_id", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _ref("person.id", index=True)
    campaign_id: int = _ref("campaign.id")
    unit_id: int | None = _ref("unit.id", null=True)
    role: str
    since: datetime = _when(null=False)
    until: datetime | None = _when()


class InviteRow(SQLModel, table=True):
    __tablename__ = "invite"
    __table_args__ = (
        Index(
            "ix_invite_open", "campaign_id", "unit_id", "role",
            sqlite_where=text(UNUSED), postgresql_where=text(UNUSED),
        ),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)  # SHA-256 of the code
    campaign_id: int = _ref("campaign.id", index=True)
    unit_id: int | None = _ref("unit.id", null=True)
    role: str
    created_at: datetime = _when(null=False)
    expires_at: datetime = _when(null=False)
    used_at: datetime | None = _when()
    used_by: int | None = _ref("person.id", null=True)
    voided_at: datetime | None = _when()
    hands_over: int | None = _ref("seat.id", null=True)  # the seat that ends when it is used
    sealed: str = _text()  # the code under a key outside the database; "" in older rows
    made_by: int | None = _ref("person.id", null=True)  # who asked for it in a chat


class OneTimeLinkRow(SQLModel, table=True):
    """A link that works once: into a web chat, onto the board, into the office."""

    __tablename__ = "one_time_link"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)  # SHA-256 of the code
    leads_to: str  # "chat" | "board" | "group" | "office" | "passkey"
    person_id: int | None = _ref("person.id", null=True, index=True)
    campaign_id: int | None = _ref("campaign.id", null=True)
    body: str = ""  # whose office it lets into; "" where whoever uses it says so
    sealed: str = _text()  # an office's code under a key outside the database
    created_at: datetime = _when(null=False)
    expires_at: datetime = _when(null=False)
    used_at: datetime | None = _when()
    tries: int | None = None  # wrong codes typed while a short one held; None for a link


class MeterRow(SQLModel, table=True):
    """Messages of one bot in one calendar month."""

    __tablename__ = "meter"
    channel: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # "2026-10", in the office's time zone
    part: int = Field(default=0, primary_key=True)  # several programs count side by side
    sent: int = 0
    received: int = 0
    warned: int = 0  # percent of the plan that coordinators were told of


class InboxRow(SQLModel, table=True):
    """Everything that arrived. The unique key makes a second arrival harmless for ever."""

    __tablename__ = "inbox"
    __table_args__ = (
        Unique("channel", "bot", "key"),
        _partial("ix_inbox_open", "id", empty="done_at"),
        Index("ix_inbox_address", "address_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str
    key: str
    address_id: int = _ref("address.id")
    body: str = _text()  # the Incoming as JSON
    received_at: datetime = _when(null=False)
    done_at: datetime | None = _when()
    failure: str = ""
    begun: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    began_from: str | None = Field(default=None, sa_column=Column(Text))
    """The conversation as it was before the message's turn; None in older rows, and once the words
    are deleted."""


class OutboxRow(SQLModel, table=True):
    """Everything that goes out; states pending -> sending -> sent | unknown | failed | cancelled."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "urgency", "id"),
        Index("ix_outbox_address", "address_id", "id"),
        _partial("ix_outbox_open", "address_id", "id", empty="finished_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    address_id: int = _ref("address.id")
    channel: str
    urgency: str
    body: str = _text()  # the Reply as JSON
    key: str | None = Field(default=None, unique=True)  # what may go out only once, ever
    inbox_id: int | None = _ref("inbox.id", null=True)
    notice_id: int | None = _ref("notice.id", null=True, index=True)
    state: str = "pending"
    due_at: datetime = _when(null=False)
    created_at: datetime = _when(null=False)
    claimed_at: datetime | None = _when()
    claimed_by: int | None = None  # the program that is sending it; see membership
    finished_at: datetime | None = _when()
    pages_sent: int = 0
    attempts: int = 0
    remote: str = ""  # the platform's message id
    failure: str = ""


class ReminderRow(SQLModel, table=True):
    """One planned step of the ladder for one unit, or, without a unit, for the campaign's report to the
    level above: the truth about what is still to be reminded."""

    __tablename__ = "reminder"
    __table_args__ = (
        Unique("campaign_id", "unit_id", "item_key", "step", "round"),
        Index("ix_reminder_due", "state", "due_at"),
        Index("ix_reminder_unit", "campaign_id", "unit_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = _ref("campaign.id")
    unit_id: int | None = _ref("unit.id", null=True)
    item_key: str = ""  # key of what is owed by a day of its own; "": the report
    step: str
    round: int = 0  # an extension or a return begins a new one
    due_at: datetime = _when(null=False)
    words: str = _text()  # a coordinator's own
    state: str = "planned"  # planned | done | cancelled | dropped
    finished_at: datetime | None = _when()


class NoticeRow(SQLModel, table=True):
    """One reminder message to one person on one day; the unique key is the once-a-day rule."""

    __tablename__ = "notice"
    __table_args__ = (Unique("person_id", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = _ref("person.id")
    day: date
    duties: str = _text()  # JSON: [submission id, step] pairs, re-checked before sending
    created_at: datetime = _when(null=False)


class SnapshotRow(SQLModel, table=True):
    """A total as it was issued: numbered within its campaign, never changed afterwards."""

    __tablename__ = "snapshot"
    __table_args__ = (Unique("campaign_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = _ref("campaign.id")
    number: int
    made_at: datetime = _when(null=False)
    person_id: int | None = _ref("person.id", null=True)
    kind: str  # of the document it was first issued as: "xlsx" | "docx"
    digest: str  # of the versions used and the figures: equal totals share a number


class SnapshotUnitRow(SQLModel, table=True):
    """Which version of a unit a snapshot was made from."""

    __tablename__ = "snapshot_unit"
    snapshot_id: int = Field(foreign_key="snapshot.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    revision_id: int = _ref("revision.id")


class SnapshotCellRow(SQLModel, table=True):
    """One row of a snapshot: its sums, and from how many units each comes."""

    __tablename__ = "snapshot_cell"
    snapshot_id: int = Field(foreign_key="snapshot.id", primary_key=True)
    form: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    count: int = _long(null=False)
    count_units: int
    people: int = _long(null=False)
    people_units: int
    cells: str = _text()  # JSON list of [column key, sum, units] of further columns


class AuditRow(SQLModel, table=True):
    """Append-only: who changed what, when, from which message."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_submission", "submission_id", "id"),
        Index(
            "ix_audit_talk", "campaign_id", "submission_id", "id",
            sqlite_where=text(TALK), postgresql_where=text(TALK),
        ),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _when(null=False)
    person_id: int | None = _ref("person.id", null=True)
    actor: str = ""  # a command line, the scheduler … where no person acted
    inbox_id: int | None = _ref("inbox.id", null=True, index=True)
    campaign_id: int | None = _ref("campaign.id", null=True)
    submission_id: int | None = _ref("submission.id", null=True)
    fact: str
    code: str = ""
    before: str = _text()
    after: str = _text()


MIGRATION = table_of(MigrationRow)
SETTING = table_of(SettingRow)
UNIT = table_of(UnitRow)
FORM = table_of(FormRow)
CAMPAIGN = table_of(CampaignRow)
SUBMISSION = table_of(SubmissionRow)
ANSWER = table_of(AnswerRow)
TYPED = table_of(TypedCellRow)
REVISION = table_of(RevisionRow)
SOURCE = table_of(RevisionSourceRow)
JOINT = table_of(JointActivityRow)
KEPT = table_of(RevisionAnswerRow)
FILE = table_of(FileRow)
PERSON = table_of(PersonRow)
ADDRESS = table_of(AddressRow)
SEAT = table_of(SeatRow)
INVITE = table_of(InviteRow)
LINK = table_of(OneTimeLinkRow)
METER = table_of(MeterRow)
INBOX = table_of(InboxRow)
OUTBOX = table_of(OutboxRow)
REMINDER = table_of(ReminderRow)
NOTICE = table_of(NoticeRow)
SNAPSHOT = table_of(SnapshotRow)
SNAPSHOT_UNIT = table_of(SnapshotUnitRow)
SNAPSHOT_CELL = table_of(SnapshotCellRow)
AUDIT = table_of(AuditRow)
