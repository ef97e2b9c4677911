"""The night's work: a backup of the database, and what is no longer needed is removed.

A copy that is not sound takes nobody's place and removes no older one; of the older ones the one
that holds most stays for good, so that a database that was emptied cannot push it out.

Once a night, remembered like the digest; a second process finds it done.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from bot.use_cases.app_context import AppContext
from bot.use_cases.keeping.data_folder import BACKUPS
from bot.use_cases.turns import file_store, presented_codes
from storage import Store, Transaction, counts, place_of

LAST = "upkeep.last"
HOUR = 2  # at night, in the office's zone
KEPT_BACKUPS = 14
STAMP_PARTS = 2  # day and time end the names of copies; those of nights have the day alone
KEPT_ASIDE = 3  # of the copies laid aside before an upgrade, and before a restore
VISITS_KEPT = timedelta(days=30)  # after they are over
STRAY_SECONDS = 24 * 3600  # real seconds; an interrupted upload is worth nothing after a day


def try_start_nightly(tx: Transaction, office: AppContext, now: datetime) -> bool:
    """Tell whether tonight's work is still to be done; the claimer does it."""
    local = now.astimezone(office.tz)
    night = (local - timedelta(hours=HOUR)).date().isoformat()
    kept = tx.campaigns.setting(LAST)
    if kept is None:  # a fresh installation waits for its first night
        tx.campaigns.set_setting(LAST, night)
        return False
    if kept == night:
        return False
    tx.campaigns.set_setting(LAST, night)
    return kept < night  # the clock had run ahead: begin anew from tonight


def purge(tx: Transaction, office: AppContext, now: datetime) -> int:
    """Empty raw messages past their time; keys stay, so a replay is still recognised, and figures
    and the audit are not touched (Luật 91/2025/QH15, Điều 3: no longer than needed)."""
    tx.visits.sweep(now - VISITS_KEPT)
    presented_codes.hide_at_night(tx, now)
    if office.retention is None:
        return 0
    return tx.retention.scrub(now - office.retention)


def work(store: Store, office: AppContext, now: datetime) -> None:
    """Copy the database, remove stray and unused files, keep the last copies of each sort.

    Raises DamagedDatabase or PoorerCopy; no copy is then made, and none and no kept file removed."""
    for name in (file_store.INCOMING, "documents"):
        _remove_old(office.folder / name, frozenset())
    place, backups = place_of(store.url), office.folder / BACKUPS
    backups.mkdir(parents=True, exist_ok=True)
    place.copy(backups / f"night-{now.astimezone(office.tz):%Y%m%d}{place.suffix}")
    _remove_unused(store, office.folder)  # only by a database that is sound
    _remove_old(backups, frozenset(backups.iterdir()) - frozenset(backups.glob("*.part")))
    _keep_last(backups.glob(f"night-*{place.suffix}"), KEPT_BACKUPS)
    _keep_last(backups.glob("before-version-*.db"), KEPT_ASIDE)
    _keep_last(place.folder(office.folder).glob(f"before-restore-*{place.suffix}"), KEPT_ASIDE)


def _keep_last(found: Iterable[Path], kept: int) -> None:
    """Remove copies older than the last ones, but never the one that holds most reports."""
    copies = sorted(found, key=lambda copy: copy.stem.split("-")[-STAMP_PARTS:])
    if len(copies) <= kept:
        return
    richest = max(reversed(copies), key=lambda copy: sum(counts(copy).values()))
    for old in copies[:-kept]:
        if old != richest:
            old.unlink(missing_ok=True)


def _remove_unused(store: Store, folder: Path) -> None:
    """Remove kept files that no report came to hold: a document that was refused, a stranger's."""
    with store.reading() as tx:
        kept = tx.retention.referred_paths()
    for part in (folder / file_store.FOLDER).glob("*"):
        _remove_old(part, frozenset(folder / path for path in kept))


def _remove_old(folder: Path, kept: frozenset[Path]) -> None:
    """Remove files of a folder that are a day old and not among those that are kept."""
    if not folder.is_dir():
        return
    oldest = time.time() - STRAY_SECONDS
    for file in folder.iterdir():
        if file.is_file() and file not in kept and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
