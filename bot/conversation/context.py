"""One turn: situation + state + incoming -> Turn(state, changes, replies). Nothing here can fail
for anything a person types, and nothing is read or written outside the arguments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cached_property

from bot.conversation.state import State
from bot.conversation.unit_names import UnitNames
from bot.figures.branch_totals import BranchTotal
from bot.figures.outliers import Usual
from bot.figures.rollup import RollUp
from bot.item_types import ledger
from bot.model.answer import Answer, is_words_of_item
from bot.model.calendar import WorkingCalendar
from bot.model.campaign import Campaign, CampaignState
from bot.model.commands import MendUnit
from bot.model.consultation import Consultation
from bot.model.events import Change
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.given_figure import GivenFigure
from bot.model.listed_unit import ListedUnit
from bot.model.mended_unit import MendedUnit, MendFault
from bot.model.message import USUAL, Capabilities, FileRef, Reply
from bot.model.obligations import Given
from bot.model.opinion_ledger import OpinionLine
from bot.model.optional import first
from bot.model.person import Invite, InviteState, Person, Role, Seat
from bot.model.question_route import Station
from bot.model.snapshot import SnapshotDifference, SnapshotStatus
from bot.model.submission import Lock, Status, Submission
from bot.model.unit import Unit
from bot.reading.boilerplate import place_names

Branch = Callable[[], BranchTotal | None]
"""The total of the unit and those below it; None where nobody is. Read when asked for."""
TypedTexts = Callable[[], Sequence[tuple[str, str]]]
"""Row code and text of each cell of the table that is not stored; read when asked for."""


@dataclass(frozen=True)
class ReportContext:
    """What one seat works on. `deadline` is the unit's own last instant, extensions included;
    `sent` are the figures of the last version that counts."""

    seat: Seat
    campaign: Campaign
    unit: Unit
    form: Form | None
    submission: Submission
    deadline: datetime | None = None
    told_deadline: Callable[[], str] | None = None  # the same in words; made when asked for
    sent: Callable[[], Mapping[str, Answer]] | None = None  # read when asked for
    last_year: Mapping[str, Answer] = field(default_factory=dict)
    merged_last_year: tuple[str, ...] = ()  # the former units that these figures add up
    elsewhere: Mapping[str, GivenFigure] = field(default_factory=dict)  # sent in other reports
    receipt: str = ""
    has_approver: bool = False
    unmended: bool = False  # sent back, and what it was sent back for was not changed since
    unmended_rows: tuple[str, ...] = ()  # the rows of them that the return named
    medium: Capabilities = USUAL
    web_link: str = ""  # leads this very person to the web chat, once; "" where there is none
    reopened: tuple[str, ...] = ()  # rows that changed in the form since the report was sent
    other_writer: Callable[[str], str] | None = None  # somebody else who wrote a row last, by name
    typed: TypedTexts | None = None  # what stands in cells of the table and is not stored
    left_waiting: Callable[[], Sequence[str]] | None = (
        None  # figures that wait in colleagues' chats
    )
    lock: Lock | None = None  # an accepted total was made from this report
    branch: Branch | None = None
    below: Callable[[], Sequence[UnitBelow]] | None = None  # units whose figures this one reads
    usual: Callable[[], Usual] | None = None  # figures of its peers; read when asked for
    kinds_below: tuple[str, ...] = ()  # of each unit below, as far as the body's list names any
    today: date | None = None

    @property
    def deadline_words(self) -> str:
        """The unit's own deadline in words; "" where none is known."""
        return self.told_deadline() if self.told_deadline is not None else ""

    @property
    def the_form(self) -> Form:
        """The form that is filled in; only for what is said and done where there is one."""
        assert self.form is not None
        return self.form

    @property
    def given(self) -> Given:
        """Return what the unit has given so far."""
        own = self.submission
        return Given(
            own.status,
            len(self.form.questions) if self.form is not None else 0,
            own.answered,
            frozenset(filter(is_words_of_item, own.answers)),
            Counter(photo.row for photo in own.photos),
            own.report_files,
            own.version,
            own.draft,
        )

    @property
    def wanted(self) -> list[str]:
        """Return a sentence for each thing that is still to come besides the figures."""
        return ledger.wanted(self.campaign, self.unit, self.given)

    @property
    def least_photos(self) -> int:
        """Return how many photos the unit is to send at least, whatever they show."""
        return ledger.least_photos(self.campaign, self.unit)

    @property
    def takes_report_file(self) -> bool:
        """Return whether the unit may send its own report as a file, beside a form or without one."""
        return (
            bool(self.campaign.report_file)
            or self.form is None
            or ledger.takes_file(self.campaign, self.unit)
        )

    @property
    def asks_anything(self) -> bool:
        """Return whether the unit owes something here."""
        return ledger.asks_anything(self.campaign, self.unit)

    @property
    def owes_tasks_alone(self) -> bool:
        """Return whether the unit has duties and lists here, and no report to send."""
        return ledger.owes_tasks_alone(self.campaign, self.unit)

    @property
    def is_over(self) -> bool:
        """Whether the unit can write nothing here any more. In a finished campaign a report that the
        coordinator sent back is still corrected; what an accepted total was made from is not."""
        if self.lock is not None:
            return True
        state = self.campaign.state
        returned = self.submission.status is Status.RETURNED
        return state.is_over and not (state is CampaignState.FINISHED and returned)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Return what headings and signatures may call the unit and its issuer by."""
        return place_names((self.unit.name, *self.unit.aliases, self.campaign.issuer))


UnitBelow = tuple[Unit, Callable[[], "ReportContext | None"]]
"""A unit below another, with its report as it stands."""


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One unit as a coordinator's turn sees it."""

    unit: Unit
    submission: Submission
    answered: int
    photos: int
    contacts: tuple[str, ...]
    unreached: bool = False
    extended_until: datetime | None = None
    total: int = 0  # questions in the form of this kind of unit
    reopened: bool = False  # sent before the form was changed: some rows must be answered again
    question: str = ""  # of the unit, that waits for an answer
    asked_row: str = ""  # that it is about
    alone: bool = False  # nobody who could be told anything
    approvers: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()  # what is missing besides the figures, each in a few words
    deadline: datetime | None = None  # the unit's own last instant
    lacks_part: bool = False  # something is to come that is reminded by itself, also after sending
    tasks_alone: bool = False  # no report is to be sent
    standing: Status = Status.NOT_STARTED  # of the report, whatever becomes of a correction of it
    is_sent: bool = False  # by a version that counts, whatever becomes of a correction of it

    @property
    def asked(self) -> bool:
        """Return whether a question of the unit waits for an answer."""
        return bool(self.question)

    @property
    def audience(self) -> tuple[str, ...]:
        """The names of those whom the report waits for: its approvers, or else its reporters."""
        waits = self.submission.status is Status.AWAITING_APPROVAL
        return self.approvers if waits else self.contacts


Preview = Callable[[Campaign, UnitProgress, str], tuple[str, datetime]]
"""A reminder to one unit with a coordinator's words: its text, and when it would leave."""


ReportOf = Callable[[int], ReportContext | None]
"""A unit's report as its own people see it, read when asked for; None for another campaign's."""
Issued = Callable[[], Sequence[SnapshotStatus]]
"""A campaign's totals that left as documents, as they stand now; read when asked for."""
Differs = Callable[[SnapshotStatus], SnapshotDifference]
"""What one of them said that is said no more."""


@dataclass(frozen=True, slots=True)
class Roster:
    """What is asked about a campaign's list of units where it is changed; each is read when asked for.
    `listed` are the units of the body's list that it does not have; of one that it has, `holders` are the
    units whose total holds its figures, `issued` the numbers of papers that do, and `below` (by its code)
    the names of the units directly below; `newcomer` is what one that is not there would meet, `mended`
    how one would go on, and `kinds` those that it may be given."""

    listed: Callable[[], Sequence[ListedUnit]]
    below: Callable[[str], Sequence[str]]
    holders: Callable[[int], Sequence[str]]
    issued: Callable[[int], Sequence[int]]
    newcomer: Callable[[Unit], Newcomer]
    mended: Callable[[MendUnit], MendedUnit | MendFault]
    kinds: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a unit that joins a campaign meets there: the questions of its form (0 without one), its deadline
    in words ("" for none), and the unit above it (None for a root)."""

    questions: int
    deadline_words: str
    above: Unit | None


Reminded = Callable[[int], tuple[frozenset[int], datetime | None]]
"""Which units were reminded so many days ago, and when the next one will be."""
Sums = Callable[[], tuple[Form, RollUp]]
"""The campaign's form over all kinds of units, and its total so far; read when asked for."""

Before = Callable[[], tuple[str, Form, RollUp] | None]
"""The title, form and total of the campaign before; None where there is none, or it is not theirs to see."""

ReadFile = Callable[[FileRef, Form], FilledForm]
"""What a kept file says for a form; read when asked for."""

WhoseFile = Callable[[FileRef], Unit | None]
"""The unit that a kept file names, None where that is unclear; read when asked for."""


@dataclass(frozen=True)
class CampaignContext:
    """A coordinator's campaign."""

    seat: Seat
    campaign: Campaign
    units: tuple[Unit, ...]
    read_lines: Callable[[Sequence[int] | None], tuple[UnitProgress, ...]]
    deadline_words: str = ""
    form: Form | None = None
    preview: Preview | None = None
    quota: tuple[str, ...] = ()  # how much of its plan each bot has used, in words
    issued: Issued | None = None
    differs: Differs | None = None
    report_of: ReportOf | None = None
    read_file: ReadFile | None = None
    whose: WhoseFile | None = None
    sums: Sums | None = None
    sums_before: Before = lambda: None
    reminded: Reminded = lambda _days_ago: (frozenset(), None)
    upward: Callable[[], str] | None = None  # how the report to the level above stands, in words
    contested: Callable[[Sequence[UnitProgress]], Sequence[str]] | None = (
        None  # what two people of a unit disagree on
    )
    stations: Callable[[Unit], tuple[Station, ...]] | None = None  # above a unit
    beyond: Callable[[], str] | None = None  # the office above the campaign's coordinators
    roster: Roster | None = None  # for whoever coordinates all of the campaign

    @cached_property
    def lines(self) -> tuple[UnitProgress, ...]:
        """Return a line for each unit, read when first asked for: of a province that takes long."""
        return self._keep(self.read_lines(None))

    @cached_property
    def by_id(self) -> dict[int, Unit]:
        """Return the units by their numbers."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _known(self) -> dict[int, UnitProgress]:
        """Return the lines that were read, by the numbers of their units."""
        return {}

    def lines_of(self, units: Sequence[Unit]) -> list[UnitProgress]:
        """Return the lines of some of the units, in the order of all."""
        if unread := {unit.id for unit in units} - self._known.keys():
            self._keep(self.read_lines(sorted(unread)))
        found = map(self._known.__getitem__, {unit.id for unit in units})
        return sorted(found, key=lambda line: line.submission.id)

    def lines_meant(self, unit_ids: Sequence[int]) -> Sequence[UnitProgress]:
        """Return the lines of units that are named by their numbers; of all where none are."""
        named = [unit for unit in self.units if unit.id in unit_ids]
        return self.lines_of(named) if unit_ids else self.lines

    def line_of(self, unit_id: int) -> UnitProgress | None:
        """Return a unit's line; None for a unit of another campaign."""
        unit = self.by_id.get(unit_id)
        return self.lines_of([unit])[0] if unit is not None else None

    def _keep(self, lines: tuple[UnitProgress, ...]) -> tuple[UnitProgress, ...]:
        self._known.update((line.unit.id, line) for line in lines)
        return lines

    @property
    def is_branch(self) -> bool:
        """Return whether the coordinator has one branch of the campaign, not all of it."""
        return self.seat.unit_id is not None

    @property
    def asks_anything(self) -> bool:
        """Whether any unit owes something."""
        return any(ledger.asks_anything(self.campaign, unit) for unit in self.units)

    @property
    def ended(self) -> str:
        """How the campaign ended ("finished", "closed"); "" while it runs."""
        state = self.campaign.state
        return state.value if state.is_over else ""


@dataclass(frozen=True, slots=True)
class ChatLink:
    """A personal link: a person who is known wants to go on in this chat."""

    link_id: int
    state: InviteState
    person_id: int
    person_name: str


@dataclass(frozen=True)
class InviteResult:
    """What a presented code leads to: an invite, a personal link (`visit`), or neither for an
    unknown one. `locked` is true after too many wrong codes from this chat."""

    invite: Invite | None
    desk: ReportContext | None = None
    locked: bool = False
    visit: ChatLink | None = None


@dataclass(frozen=True, slots=True)
class QuestionQuota:
    """What a question meets: how many the person asked lately, and who may answer, the nearest first."""

    asked: int = 0
    stations: tuple[Station, ...] = ()


@dataclass(frozen=True, slots=True)
class EditedMessage:
    """What a message had done that is changed now: its words, and the one row it had answered.
    It is `known` where it answered figures of this very report as its form is now, or nothing yet;
    `overtaken` where the row was written again since."""

    words: str = ""
    code: str = ""
    known: bool = True
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class ConsultedDesk:
    """What is asked of one recipient, and how their line of the ledger stands. Who `is_alone` owes
    nothing but an opinion."""

    campaign: Campaign
    asked: Consultation
    line: OpinionLine
    is_alone: bool = False


@dataclass(frozen=True)
class TurnContext:
    """All a turn may know. `fresh` are unused codes to give out (receipts, invites): chance is an
    input. `edited` is about the message that was changed."""

    now: datetime
    tz: tzinfo
    person: Person | None = None
    seats: tuple[Seat, ...] = ()
    desk: ReportContext | None = None
    board: CampaignContext | None = None
    offer: InviteResult | None = None
    to_open: tuple[
        Seat, ...
    ] = ()  # a coordinator's seats in campaigns that wait, where one is to be opened
    at_opening: Mapping[int, str] = field(
        default_factory=dict
    )  # by campaign: what it does besides
    fresh: tuple[str, ...] = ()
    edited: EditedMessage = EditedMessage()
    medium: Capabilities = USUAL
    web_link: str = ""  # leads this very person to the web chat, once; "" where there is none
    sender_name: str = ""
    filled: FilledForm | None = None  # the form that came with this message as a file
    invite_links: tuple[tuple[str, str], ...] = ()  # (channel's name, address with {code})
    board_link: str = ""  # address of the board with {code}; empty without web pages
    fresh_digits: Callable[[], str] | None = None  # a code for another device
    table_link: str = ""  # address of the table for whoever writes in the web chat; else empty
    has_page: bool = (
        False  # there is a web chat to go on in, for whoever joins in this very message too
    )
    inquiry: QuestionQuota | None = None  # where the message may be a question
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    file_lines: Callable[[], Sequence[str]] | None = (
        None  # of a file that came, as a list has them
    )
    consulted: ConsultedDesk | None = None  # where this unit is asked about a draft
    waiting: tuple[Seat, ...] = ()  # in campaigns that are not opened yet
    unit_names: Callable[[], UnitNames] | None = None  # of the campaign; read when asked for
    message: int = 0  # the number under which the message is stored
    coordinators: Callable[[], Sequence[str]] | None = None  # their names; read when asked for
    told_about: Callable[[str], Sequence[str]] | None = (
        None  # what they answered about a row before
    )

    def held_seat(self, number: int | None) -> Seat | None:
        """Return the seat of a number that this person holds, else None."""
        return first(lambda seat: seat.id == number, self.seats)

    def day_of(self, at: datetime) -> date:
        """Return the day of an instant where the office is."""
        return at.astimezone(self.tz).date()

    def links_with(self, code: str) -> str:
        """Return the addresses under which a code is used, a line each."""
        return "\n".join(f"{name}: {link.format(code=code)}" for name, link in self.invite_links)

    @property
    def the_consulted(self) -> ConsultedDesk:
        """What is asked about a draft; only for who is asked."""
        assert self.consulted is not None
        return self.consulted

    @property
    def the_person(self) -> Person:
        """Who writes; only for those who have joined."""
        assert self.person is not None
        return self.person


@dataclass(frozen=True, slots=True)
class NoticeToPeople:
    """A message to everybody who holds a role for a unit (for the campaign, with `unit_id` None). What is
    told to several units at once is made by `to_units` from their names, for whoever holds more than one."""

    campaign_id: int
    unit_id: int | None
    role: Role
    reply: Reply
    unit_name: str = ""
    to_units: Callable[[str], Reply] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to. `changes` are facts to store, in order, before `replies` go out to the
    sender and `notices` to others."""

    state: State
    changes: tuple[Change, ...] = ()
    replies: tuple[Reply, ...] = ()
    notices: tuple[NoticeToPeople, ...] = ()

    def after(self, changes: tuple[Change, ...]) -> Turn:
        """Return this turn with facts that came before its own."""
        return replace(self, changes=(*changes, *self.changes))
