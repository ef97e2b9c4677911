"""One transaction with its collections. The default is rollback: leaving by an exception keeps nothing."""

from __future__ import annotations

from sqlalchemy import Connection as SqlConnection

from storage.audit import Audit
from storage.branches import Branches
from storage.campaign_drafts import CampaignDrafts
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


class Transaction:
    """What a service sees of the database while it works."""

    def __init__(self, through: SqlConnection, memory: Memory | None = None) -> None:
        self.connection = connection = Connection(through, memory)
        self.audit = Audit(connection)
        self.branches = Branches(connection)
        self.campaigns = Campaigns(connection)
        self.contested = ContestedFigures(connection)
        self.drafts = CampaignDrafts(connection)
        self.groups = GroupChats(connection)
        self.history = History(connection)
        self.invites = InviteCodes(connection)
        self.joint = JointActivities(connection)
        self.messages = Messages(connection)
        self.sent_messages = SentMessages(connection)
        self.message_log = MessageLog(connection)
        self.message_ways = MessageWays(connection)
        self.meters = Usage(connection)
        self.notices = Notices(connection)
        self.office_people = OfficePeople(connection)
        self.one_time_links = OneTimeLinks(connection)
        self.passkeys = Passkeys(connection)
        self.opinions = Opinions(connection)
        self.outward = Outward(connection)
        self.papers = Papers(connection)
        self.peers = PeerFigures(connection)
        self.people = People(connection)
        self.reminders = Reminders(connection)
        self.retention = Retention(connection)
        self.rewind = Rewind(connection)
        self.snapshots = Snapshots(connection)
        self.submissions = Submissions(connection)
        self.template_notices = TemplateNotices(connection)
        self.trials = Trials(connection)
        self.typed_cells = TypedCells(connection)
        self.views = Queries(connection)
        self.visits = VisitLog(connection)
