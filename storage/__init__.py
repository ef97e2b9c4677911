"""The one door: `Store` and the values it hands out."""

from storage.audit import Author
from storage.backup import NotABackup, check_database, copy_database, copy_file, restore_database
from storage.campaigns import Imported
from storage.messages import Arrived, Queued
from storage.migrations import NewerDatabase
from storage.people import Chat
from storage.reminders import Planned
from storage.store import Store
from storage.transaction import Transaction
from storage.views import ContactView, UnitView

__all__ = [
    "Arrived",
    "Author",
    "Chat",
    "ContactView",
    "Imported",
    "NewerDatabase",
    "NotABackup",
    "Planned",
    "Queued",
    "Store",
    "Transaction",
    "UnitView",
    "check_database",
    "copy_database",
    "copy_file",
    "restore_database",
]
