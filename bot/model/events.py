"""The facts a turn or a coordinator can produce, named as past participles.

Each is applied to the submission (`submission.apply`), written to its table and to the audit in one
transaction; who, when and from which message are added there, once for all facts of a turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.answer import Answer
from bot.model.message import FileRef
from bot.model.opinion_ledger import OpinionFact


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """`told_in` is the stored message that held the figures, where another one stored them; `is_beside`
    tells that words are added to the version that was handed in last, so that no draft is opened."""

    submission_id: int
    code: str
    answer: Answer
    previous: Answer | None = None
    told_in: int | None = None
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCleared:
    """Back to unanswered (an undo); `is_beside` as when it was recorded."""

    submission_id: int
    code: str
    previous: Answer | None = None
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class PhotoKept:
    submission_id: int
    file: FileRef
    caption: str = ""
    row: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class PhotoDropped:
    """A picture that was kept is taken out of the report; the file itself goes with the others."""

    submission_id: int
    photo_id: int
    path: str


@dataclass(frozen=True, slots=True)
class ReportFileKept:
    """The unit's own narrative report (.docx, .pdf or scan), or with `version` the signed copy of a
    version, whose code it carries."""

    submission_id: int
    file: FileRef
    caption: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class SourceKept:
    """The e-mail, photo or scan behind a figure that a coordinator entered; `caption` says where
    the figure came from, `row` which one it is."""

    submission_id: int
    file: FileRef
    caption: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A person accepted the notice and takes the seat of an invite."""

    invite_id: int
    person_name: str
    notice: str  # which text was shown


@dataclass(frozen=True, slots=True)
class ChatLinked:
    """A person who is known goes on in another chat, by a link of their own."""

    link_id: int


@dataclass(frozen=True, slots=True)
class PersonalLinkMade:
    """A person was shown a link of their own into another chat; its code is nowhere in plain."""

    person_id: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FiguresAgreed:
    """A person agrees to the figures that others of the unit put in the place of theirs."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class DeviceCodeShown:
    """A person was shown six digits that take them to another device; kept as a keyed hash."""

    person_id: int
    code: str


@dataclass(frozen=True, slots=True)
class JoinRefused:
    """A wrong, used or expired code was tried; counted against guessing."""

    reason: str


@dataclass(frozen=True, slots=True)
class SentForApproval:
    submission_id: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """A version was handed in: the draft as it stands becomes revision `version`."""

    submission_id: int
    version: int
    at: datetime
    late_days: int
    receipt: str
    attested_nil: bool = False


@dataclass(frozen=True, slots=True)
class TotalHandedUp:
    """A unit handed the total of its branch up as its report: version `version` holds `answers`, was
    made from the versions `sources` (revision ids, all tiers below) and leaves the unit's own draft as
    it is. `source` says where typed figures came from that differ from the sum; `leaves_draft` tells whether
    that draft says something else than the unit sent (None: nobody looked)."""

    submission_id: int
    version: int
    at: datetime
    late_days: int
    receipt: str
    answers: tuple[tuple[str, Answer], ...]
    sources: tuple[int, ...]
    source: str = ""
    leaves_draft: bool | None = None


@dataclass(frozen=True, slots=True)
class SentBack:
    submission_id: int
    reason: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accepted:
    submission_id: int


@dataclass(frozen=True, slots=True)
class CampaignMoved:
    """A campaign was opened, finished, reopened or closed: `state` is the one it has now."""

    campaign_id: int
    state: str


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn:
    """A received report counts as sent again."""

    submission_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Extended:
    """A later deadline for one unit (`unit_id`) or for the whole campaign (None)."""

    campaign_id: int
    unit_id: int | None
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class InviteMade:
    """A fresh single-use code for a seat; only its hash is stored."""

    campaign_id: int
    unit_id: int | None
    role: str
    code: str
    expires_at: datetime
    hands_over: int | None = None  # the seat that ends when the code is used
    beside: bool = False  # other codes of the unit and role go on being good


@dataclass(frozen=True, slots=True)
class ReminderRequested:
    """A coordinator asks to remind some units now, with own words added."""

    campaign_id: int
    unit_ids: tuple[int, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalDenied:
    """A unit's approver sends the draft back to its reporters, for some rows or as a whole."""

    submission_id: int
    reason: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormChanged:
    """A campaign got a form or a new version of it; `asked` are the rows to be answered (again)."""

    campaign_id: int
    kind: str
    form: str
    version: int
    asked: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonForgotten:
    """A person's own data is removed; figures stay with the unit."""

    person_id: int


@dataclass(frozen=True, slots=True)
class SeatEnded:
    """Somebody's seat was ended by an operator: they left without handing over, or lost a device."""

    campaign_id: int
    seat_id: int
    person_id: int
    role: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRenamed:
    """A person corrected the name that is shown for them."""

    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A coordinator opened a campaign that was waiting for it."""

    campaign_id: int
    title: str


@dataclass(frozen=True, slots=True)
class BoardLinkMade:
    """A coordinator asked for a personal single-use link to the board; only its hash is stored."""

    person_id: int
    campaign_id: int
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GroupCodeMade:
    """A coordinator asked for a single-use code that makes a group chat follow a campaign; only its hash
    is stored."""

    person_id: int
    campaign_id: int
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GroupsLeft:
    """A coordinator ended the pictures in all groups that follow a campaign."""

    campaign_id: int


@dataclass(frozen=True, slots=True)
class GroupsNamed:
    """A coordinator said whether the groups that follow a campaign read which units have not sent."""

    campaign_id: int
    names: bool


@dataclass(frozen=True, slots=True)
class UnitTold:
    """A coordinator wrote to a unit's reporters, unasked or in answer to a question; `is_for_all` makes the
    answer help for every unit."""

    campaign_id: int
    submission_id: int
    words: str
    is_for_all: bool = False


@dataclass(frozen=True, slots=True)
class UnitInformed:
    """A coordinator wrote to a unit's people what other units read as well; it answers no question."""

    campaign_id: int
    submission_id: int
    words: str


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A reporter asked the coordinators something; `row` is what was being answered."""

    campaign_id: int
    submission_id: int
    words: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class QuestionPassedUp:
    """A coordinator passed a unit's question on to an office above."""

    campaign_id: int
    submission_id: int
    words: str
    above: str


@dataclass(frozen=True, slots=True)
class ReportMoved:
    """A report that was given for the wrong unit now belongs to the right one; the wrong unit's is
    empty again. One fact for each of the two (`submission_id`); units are named by their codes."""

    campaign_id: int
    submission_id: int
    from_submission_id: int
    to_submission_id: int
    from_unit: str
    to_unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitAdded:
    """A unit came into a campaign that had been made without it, or came back; units are named by their
    codes. `submission_id` is its report, known once it is there."""

    campaign_id: int
    unit_id: int
    unit_code: str
    submission_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitTakenOut:
    """A unit left a campaign; what it gave is kept, and counts nowhere."""

    campaign_id: int
    submission_id: int
    unit_id: int
    unit_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitMended:
    """A unit goes on in a campaign as one of another kind, or below another unit; `unit_id` is the entry of
    its list that it had before."""

    campaign_id: int
    submission_id: int
    unit_id: int
    unit_code: str
    kind_before: str
    kind: str
    parent_before: str
    parent: str


@dataclass(frozen=True, slots=True)
class TotalIssued:
    """A campaign's total left as a document; equal totals have the same number."""

    campaign_id: int
    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class JointSettled:
    """Reports of several units were said to tell of one activity (`is_one`), or of several after all;
    units are named by their codes."""

    campaign_id: int
    row: str
    units: tuple[str, ...]
    counted_in: str
    is_one: bool


@dataclass(frozen=True, slots=True)
class OpinionKept:
    """A fact about a recipient of a draft: it was sent to them, reached them, they answered …"""

    opinion: OpinionFact


Change = (
    AnswerRecorded
    | AnswerCleared
    | PhotoKept
    | PhotoDropped
    | ReportFileKept
    | SourceKept
    | Joined
    | ChatLinked
    | PersonalLinkMade
    | DeviceCodeShown
    | FiguresAgreed
    | JoinRefused
    | SentForApproval
    | Submitted
    | TotalHandedUp
    | SentBack
    | Accepted
    | AcceptanceWithdrawn
    | CampaignMoved
    | Extended
    | InviteMade
    | ReminderRequested
    | ApprovalDenied
    | FormChanged
    | PersonForgotten
    | SeatEnded
    | PersonRenamed
    | RoundOpened
    | BoardLinkMade
    | GroupCodeMade
    | GroupsLeft
    | GroupsNamed
    | UnitTold
    | UnitInformed
    | QuestionAsked
    | QuestionPassedUp
    | ReportMoved
    | UnitAdded
    | UnitTakenOut
    | UnitMended
    | TotalIssued
    | JointSettled
    | OpinionKept
)
