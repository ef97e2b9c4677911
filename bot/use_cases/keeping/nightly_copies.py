"""The night's copies: the database here, everything in the second place, once a month a restore
that is tried. A night that fails is told to the coordinators once, not only logged."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from bot.use_cases.keeping import archive, maintenance
from bot.use_cases.keeping.data_folder import BACKUPS
from bot.use_cases.keeping.restore_drill import restore_newest
from bot.use_cases.keeping.second_place import STAMP, Place, keep_newest
from bot.use_cases.sending.tell_coordinators import tell_coordinators
from storage import DamagedDatabase, PoorerCopy, Store, Transaction, place_of

log = logging.getLogger("baocao.copies")

STATE = "copies"  # the setting in which the last night is noted
DRILLED = "copies.drilled"  # the month of the last restore that was tried


@dataclass(frozen=True, slots=True)
class CopyState:
    """The last night that went well, and since when nights fail, with the sentence why."""

    well: datetime | None = None
    failing: datetime | None = None
    reason: str = ""


def state_of(tx: Transaction) -> CopyState:
    """Return how the nights went."""
    kept = json.loads(tx.campaigns.setting(STATE) or "{}")
    moments = {
        name: datetime.fromisoformat(kept[name]) for name in ("well", "failing") if name in kept
    }
    return CopyState(moments.get("well"), moments.get("failing"), kept.get("reason", ""))


def work_at_night(
    store: Store, office: AppContext, now: datetime, place: Place | None, keep: int
) -> str:
    """Do the night's work; "" when it went well, else what did not, in a sentence."""
    local = now.astimezone(office.tz)

    def copies() -> None:
        maintenance.work(store, office, now)
        if place is not None:  # a night without a sound copy pushes none out there
            copy_to(store, office.folder, place, local, keep)

    parts = (copies, lambda: _drill_monthly(store, office.folder, place, local))
    return " ".join(dict.fromkeys(filter(None, map(_fault, parts))))  # one cause is told once


def copy_to(store: Store, folder: Path, place: Place, now: datetime, keep: int) -> str:
    """Lay everything into the second place as one archive; return its name."""
    name = now.strftime(STAMP)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".noi-thu-hai-") as inner:
        file = Path(inner) / name
        archive.write_archive(place_of(store.url), folder, file, now)
        place.put(file, name)
    keep_newest(place, keep)
    return name


def _drill_monthly(store: Store, folder: Path, place: Place | None, now: datetime) -> None:
    month = f"{now:%Y-%m}"
    with store.reading() as tx:
        if tx.campaigns.setting(DRILLED) == month:
            return
    done = restore_newest(place_of(store.url), folder, place, now)
    if done is not None:
        log.info("a restore was tried: %s", done.name)
        store.write(lambda tx: tx.campaigns.set_setting(DRILLED, month)).result()


def _fault(part: Callable[[], object]) -> str:
    """Why a part of the night's work failed, in a sentence; "" when it did not."""
    try:
        part()
    except DamagedDatabase as error:
        log.error("the database is damaged: %s", error)
        return say("copies.damaged")
    except PoorerCopy as error:
        return say("backup.poorer", file=error)
    except OperatorError as error:
        return str(error)
    except OSError as error:
        return say("file.not_writable", file=error.filename or BACKUPS, reason=error.strerror)
    except Exception as error:
        log.exception("a part of the night's work failed")
        return say("copies.broke", reason=type(error).__name__)
    return ""


def note_night(tx: Transaction, now: datetime, fault: str) -> None:
    """Keep how the night went; tell the coordinators of the first of several that failed."""
    before = state_of(tx)
    if not fault:
        tx.campaigns.set_setting(STATE, json.dumps({"well": now.isoformat()}))
        return
    log.error("the night's copies: %s", fault)
    since = before.failing or now
    body = {"failing": since.isoformat(), "reason": fault}
    if before.well is not None:
        body["well"] = before.well.isoformat()
    tx.campaigns.set_setting(STATE, json.dumps(body, ensure_ascii=False))
    if before.failing is None:
        reply = Reply(say("copies.failed_notice", reason=fault), urgency=Urgency.NOTICE)
        tell_coordinators(tx, reply, now, f"copies:{now.isoformat()}")
