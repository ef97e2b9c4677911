"""The one door: `Store` and the values it hands out."""

from storage.audit import Author
from storage.backup import (
    EPOCH,
    DamagedDatabase,
    NamedFile,
    NotABackup,
    PoorerCopy,
    begin_anew,
    check_database,
    copy_database,
    copy_file,
    counts,
    damage,
    is_poorer,
    is_sound,
    named_files,
    newest_sound_copy,
    restore_database,
)
from storage.branches import BranchVersions, KeptVersion
from storage.campaign_drafts import KeptDraft
from storage.campaigns import CampaignsBeside, Imported
from storage.codec import document_from
from storage.daily_reminders import DailyReminder, NoticeMessage, NoticeState, ReminderPart
from storage.database_place import DatabasePlace, is_database_copy, place_of
from storage.group_chats import GroupChat
from storage.history import HistoryLine, KeptFile, Version
from storage.invite_codes import FreshCode, KeptCode, KeptInvite
from storage.joint_activities import KeptJoint
from storage.membership import DatabaseInUse, Membership
from storage.message_log import LoggedMessage
from storage.message_ways import Talked
from storage.messages import Arrived, Due, Queued
from storage.migrations import NewerDatabase
from storage.office_people import OfficeMember
from storage.one_time_links import LeadsTo, OneTimeLink
from storage.outward import FeedToken, Webhook, WebhookCall
from storage.passkeys import KeptPasskey
from storage.people import Chat
from storage.queries import ContactView, UnitRecord
from storage.reminders import Planned
from storage.rewind import KeptMessage
from storage.sent_templates import TemplateNotice
from storage.server_copy import NoServerPrograms, ServerProgramFailed
from storage.store import Store, is_passing
from storage.transaction import Transaction
from storage.trouble import Trouble, cause_of, trouble_of
from storage.typed_cells import TypedCell
from storage.usage import UsageCount
from storage.visit_log import KeptVisit, is_to_be_noted
from storage.write_batches import WriteBatches

__all__ = [
    "EPOCH",
    "Arrived",
    "Author",
    "BranchVersions",
    "CampaignsBeside",
    "Chat",
    "ContactView",
    "DailyReminder",
    "DamagedDatabase",
    "DatabaseInUse",
    "DatabasePlace",
    "Due",
    "FeedToken",
    "FreshCode",
    "GroupChat",
    "HistoryLine",
    "Imported",
    "KeptCode",
    "KeptDraft",
    "KeptFile",
    "KeptInvite",
    "KeptJoint",
    "KeptMessage",
    "KeptPasskey",
    "KeptVersion",
    "KeptVisit",
    "LeadsTo",
    "LoggedMessage",
    "Membership",
    "NamedFile",
    "NewerDatabase",
    "NoServerPrograms",
    "NotABackup",
    "NoticeMessage",
    "NoticeState",
    "OfficeMember",
    "OneTimeLink",
    "Planned",
    "PoorerCopy",
    "Queued",
    "ReminderPart",
    "ServerProgramFailed",
    "Store",
    "Talked",
    "TemplateNotice",
    "Transaction",
    "Trouble",
    "TypedCell",
    "UnitRecord",
    "UsageCount",
    "Version",
    "Webhook",
    "WebhookCall",
    "WriteBatches",
    "begin_anew",
    "cause_of",
    "check_database",
    "copy_database",
    "copy_file",
    "counts",
    "damage",
    "document_from",
    "is_database_copy",
    "is_passing",
    "is_poorer",
    "is_sound",
    "is_to_be_noted",
    "named_files",
    "newest_sound_copy",
    "place_of",
    "restore_database",
    "trouble_of",
]
