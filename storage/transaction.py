"""One transaction with its collections. The default is rollback: leaving by an exception keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import Connection as SqlConnection

from storage.audit import Audit
from storage.branches import Branches
from storage.campaign_drafts import CampaignDrafts
from storage.campaign_members import CampaignMembers
from storage.campaigns import Campaigns
from storage.connection import Connection
from storage.contested import ContestedFigures
from storage.daily_reminders import Notices
from storage.group_chats import GroupChats
from storage.history import History
from storage.invite_codes import InviteCodes
from storage.joint_activities import JointActivities
from storage.memory import Memory
from storage.message_log import MessageLog
from storage.message_ways import MessageWays
from storage.messages import Messages
from storage.office_people import OfficePeople
from storage.one_time_links import OneTimeLinks
from storage.opinions import Opinions
from storage.outward import Outward
from storage.papers import Papers
from storage.passkeys import Passkeys
from storage.peer_figures import PeerFigures
from storage.people import People
from storage.purge import Retention
from storage.queries import Queries
from storage.reminders import Reminders
from storage.rewind import Rewind
from storage.sent_messages import SentMessages
from storage.sent_templates import TemplateNotices
from storage.snapshots import Snapshots
from storage.submissions import Submissions
from storage.trials import Trials
from storage.typed_cells import TypedCells
from storage.usage import Usage
from storage.visit_log import VisitLog

T = TypeVar("T")


class _Collection(Generic[T]):
    """A collection of a transaction, made when it is first asked for: a turn uses few of them."""

    def __init__(self, kind: Callable[[Connection], T]) -> None:
        self._kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, tx: Transaction, owner: type) -> T:
        made = tx.__dict__[self._name] = self._kind(tx.connection)
        return made


class Transaction:
    """What a service sees of the database while it works."""

    def __init__(self, through: SqlConnection, memory: Memory | None = None) -> None:
        self.connection = Connection(through, memory)

    audit = _Collection(Audit)
    branches = _Collection(Branches)
    campaigns = _Collection(Campaigns)
    contested = _Collection(ContestedFigures)
    drafts = _Collection(CampaignDrafts)
    groups = _Collection(GroupChats)
    history = _Collection(History)
    invites = _Collection(InviteCodes)
    joint = _Collection(JointActivities)
    messages = _Collection(Messages)
    sent_messages = _Collection(SentMessages)
    message_log = _Collection(MessageLog)
    message_ways = _Collection(MessageWays)
    members = _Collection(CampaignMembers)
    meters = _Collection(Usage)
    notices = _Collection(Notices)
    office_people = _Collection(OfficePeople)
    one_time_links = _Collection(OneTimeLinks)
    passkeys = _Collection(Passkeys)
    opinions = _Collection(Opinions)
    outward = _Collection(Outward)
    papers = _Collection(Papers)
    peers = _Collection(PeerFigures)
    people = _Collection(People)
    reminders = _Collection(Reminders)
    retention = _Collection(Retention)
    rewind = _Collection(Rewind)
    snapshots = _Collection(Snapshots)
    submissions = _Collection(Submissions)
    template_notices = _Collection(TemplateNotices)
    trials = _Collection(Trials)
    typed_cells = _Collection(TypedCells)
    views = _Collection(Queries)
    visits = _Collection(VisitLog)
