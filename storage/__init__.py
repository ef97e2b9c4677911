"""The one door: `Store` and the values it hands out."""

from storage.audit import Author
from storage.backup import NotABackup, check_database, copy_database, copy_file, restore_database
from storage.campaigns import Imported
from storage.messages import Arrived, Due, Queued
from storage.migrations import NewerDatabase
from storage.notices import Fate, Notice, NoticeDuty, NoticeMessage
from storage.people import Chat
from storage.reminders import Planned
from storage.store import Store, is_passing
from storage.transaction import Transaction
from storage.views import ContactView, UnitView

__all__ = [
    "Arrived",
    "Author",
    "Chat",
    "ContactView",
    "Due",
    "Fate",
    "Imported",
    "NewerDatabase",
    "NotABackup",
    "Notice",
    "NoticeDuty",
    "NoticeMessage",
    "Planned",
    "Queued",
    "Store",
    "Transaction",
    "UnitView",
    "check_database",
    "copy_database",
    "copy_file",
    "is_passing",
    "restore_database",
]
