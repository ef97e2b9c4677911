"""Backups of the database together with photos and documents."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.message import FileRef, Incoming, IncomingKind
from bot.use_cases.campaigns import campaign_setup, trial_runs
from bot.use_cases.keeping import maintenance
from bot.use_cases.keeping.archive import (
    Fault,
    FileFault,
    file_faults,
    restore_archive,
    write_archive,
)
from bot.use_cases.turns import file_store
from storage import DamagedDatabase, NotABackup, PoorerCopy, Store, copy_database, place_of
from tests.e2e.pictures import phone_photo
from tests.office import MORNING, Installation, Person


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    folder = tmp_path / "data"
    folder.mkdir()
    made = Installation(folder)
    yield made
    made.close()


def photo(person: Person, number: int) -> Path:
    """A photo that was sent and kept; its file."""
    raw = person.desk.folder / f"{number}.raw"
    raw.write_bytes(phone_photo(number))
    sent = Incoming(person.address, "", IncomingKind.PHOTO, file=FileRef(name=f"anh-{number}.jpg"))
    kept = file_store.store_file(sent, raw, person.desk.folder)
    person._send(kept)
    assert kept.file is not None
    return person.desk.folder / kept.file.path


def backed_up(desk: Installation, target: Path) -> list[FileFault]:
    return write_archive(place_of(desk.store.url), desk.folder, target, desk.now)[1]


def test_everything_comes_back_from_one_file(desk: Installation, tmp_path: Path) -> None:
    files = [photo(desk.joined(), number) for number in range(3)]
    assert backed_up(desk, tmp_path / "all.zip") == []
    new = tmp_path / "new"
    found = restore_archive(tmp_path / "all.zip", place_of(f"sqlite:///{new / 'baocao.db'}"), new)
    assert (found.files, found.spoilt, found.missing) == (3, (), ())
    for file in files:
        assert (new / file.relative_to(desk.folder)).read_bytes() == file.read_bytes()
    assert file_faults(place_of(f"sqlite:///{new / 'baocao.db'}").named_files(), new) == []


def test_what_ended_backups_left_is_removed_by_a_later_one(
    desk: Installation, tmp_path: Path
) -> None:
    """Each left a whole database in a folder that no listing shows."""
    left, going_on = tmp_path / ".sao-luu-left", tmp_path / ".sao-luu-now"
    for folder in (left, going_on):
        folder.mkdir()
        (folder / "baocao.db").write_bytes(b"figures")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(left, (two_days_ago, two_days_ago))
    backed_up(desk, tmp_path / "all.zip")
    assert not left.exists()
    assert going_on.exists()


def test_missing_and_damaged_files_are_named_with_their_unit(
    desk: Installation, tmp_path: Path
) -> None:
    sound, gone, cut = [photo(desk.joined(), number) for number in range(3)]
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:500])
    faults = backed_up(desk, tmp_path / "all.zip")
    named = [(fault.name, fault.unit_name, fault.fault) for fault in faults]
    assert named == [
        ("anh-1.jpg", "Xã Bum Nưa", Fault.LOST),
        ("anh-2.jpg", "Xã Bum Nưa", Fault.DAMAGED),
    ]
    new = tmp_path / "new"
    found = restore_archive(tmp_path / "all.zip", place_of(f"sqlite:///{new / 'baocao.db'}"), new)
    assert [each.name for each in found.missing] == ["anh-1.jpg", "anh-2.jpg"]
    assert (new / sound.relative_to(desk.folder)).exists()


def test_a_file_that_is_damaged_in_the_archive_is_named_and_the_rest_restored(
    desk: Installation, tmp_path: Path
) -> None:
    first, second = [photo(desk.joined(), number) for number in range(2)]
    backed_up(desk, tmp_path / "all.zip")
    body = (tmp_path / "all.zip").read_bytes()
    at = body.index(first.read_bytes()) + 900
    (tmp_path / "all.zip").write_bytes(body[:at] + b"\0" * 100 + body[at + 100 :])
    new = tmp_path / "new"
    found = restore_archive(tmp_path / "all.zip", place_of(f"sqlite:///{new / 'baocao.db'}"), new)
    assert [(each.name, each.fault) for each in found.spoilt] == [("anh-0.jpg", Fault.DAMAGED)]
    assert not (new / first.relative_to(desk.folder)).exists()
    assert (new / second.relative_to(desk.folder)).read_bytes() == second.read_bytes()


def test_a_sound_file_in_the_folder_is_never_replaced(desk: Installation, tmp_path: Path) -> None:
    file = photo(desk.joined(), 1)
    whole = file.read_bytes()
    file.write_bytes(b"cut")
    backed_up(desk, tmp_path / "all.zip")
    file.write_bytes(whole)
    restore_archive(
        tmp_path / "all.zip", place_of(f"sqlite:///{tmp_path / 'other.db'}"), desk.folder
    )
    assert file.read_bytes() == whole


@pytest.mark.parametrize("kind", ["text", "foreign", "database", "outside"])
def test_an_archive_that_is_none_of_ours_changes_nothing(
    desk: Installation, tmp_path: Path, kind: str
) -> None:
    photo(desk.joined(), 1)
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    backed_up(desk, good)
    bad.write_text("đây không phải bản sao lưu", encoding="utf-8")
    if kind != "text":
        repacked(good, bad, kind)
    with pytest.raises(NotABackup):
        restore_archive(
            bad, place_of(f"sqlite:///{tmp_path / 'new' / 'baocao.db'}"), tmp_path / "new"
        )
    assert not (tmp_path / "new" / "baocao.db").exists()
    assert not (tmp_path / "evil.jpg").exists()


def repacked(good: Path, bad: Path, kind: str) -> None:
    """The archive with one thing wrong in it."""
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "manifest.json" and kind == "foreign":
                continue
            if name == "manifest.json" and kind == "outside":
                manifest = json.loads(body)
                manifest["files"][0]["path"] = "files/../../evil.jpg"
                body = json.dumps(manifest).encode()
            if name == "baocao.db" and kind == "database":
                body = body[:20_000]
            target.writestr(name, body)


def test_an_emptied_database_takes_no_older_backups_place(
    desk: Installation, tmp_path: Path
) -> None:
    copy_database(desk.store.engine, tmp_path / "old.db")
    backed_up(desk, tmp_path / "old.zip")
    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}", MORNING)
    with pytest.raises(PoorerCopy):
        copy_database(empty.engine, tmp_path / "old.db")
    with pytest.raises(PoorerCopy):
        write_archive(place_of(empty.url), desk.folder, tmp_path / "old.zip", MORNING)
    empty.close()


def test_what_a_trial_held_is_not_missed_in_a_later_backup(tmp_path: Path) -> None:
    desk = Installation(tmp_path / "office", open_=False)
    person = desk.person()
    person.starts(desk.code("03466"))
    person.says("Đồng ý")
    with desk.store.transaction() as tx:
        found = campaign_setup.find_campaign(tx, desk.campaign.slug)
        trial_runs.begin_trial(tx, desk.office, found)
    for words in ("1.1: 3 lớp 45 người", "nộp", "nộp", "nộp"):
        person.says(words)
    assert "Mã biên nhận" in person.last
    copy_database(desk.store.engine, tmp_path / "old.db")
    with desk.store.transaction() as tx:
        campaign_setup.open_campaign(tx, desk.office, desk.campaign.slug)
    copy_database(desk.store.engine, tmp_path / "old.db")
    desk.close()


def test_nights_with_a_damaged_database_push_no_sound_copy_out(desk: Installation) -> None:
    for _ in range(14):
        maintenance.work(desk.store, desk.office, desk.now)
        desk.later(days=1)
    backups = desk.folder / "backups"
    sound = {copy.name: copy.read_bytes() for copy in backups.iterdir()}
    desk.close()
    database = desk.folder / "baocao.db"
    body = bytearray(database.read_bytes())
    body[10 * 4096 : 18 * 4096] = b"\xa5" * (8 * 4096)
    database.write_bytes(bytes(body))
    desk.store = Store.open(f"sqlite:///{database}", desk.now)
    for night in range(14):
        with pytest.raises(DamagedDatabase):
            maintenance.work(desk.store, desk.office, desk.now + timedelta(days=night))
    assert {copy.name: copy.read_bytes() for copy in backups.iterdir()} == sound


def test_the_copy_that_holds_most_stays_for_good(desk: Installation, tmp_path: Path) -> None:
    maintenance.work(desk.store, desk.office, desk.now)
    first = next((desk.folder / "backups").iterdir()).name
    fresh = Store.open(f"sqlite:///{tmp_path / 'fresh.db'}", MORNING)
    for night in range(1, 20):
        maintenance.work(fresh, desk.office, desk.now + timedelta(days=night))
    fresh.close()
    kept = {copy.name for copy in (desk.folder / "backups").iterdir()}
    assert (first in kept, len(kept)) == (True, 15)


@pytest.mark.parametrize(
    ("folder", "kind"), [("backups", "before-version-9"), (".", "before-restore")]
)
def test_copies_laid_aside_are_kept_for_some_times_and_the_fullest_for_good(
    desk: Installation, tmp_path: Path, folder: str, kind: str
) -> None:
    """Each holds all that people wrote, long after it was to be forgotten."""
    place = desk.folder / folder
    place.mkdir(exist_ok=True)
    empty = Store.open(f"sqlite:///{tmp_path / 'empty.db'}", MORNING)
    copies = [place / f"{kind}-2022{month:02}01-083000.db" for month in range(1, 8)]
    for number, copy in enumerate(copies):
        copy_database((desk.store if number == 1 else empty).engine, copy)
    empty.close()
    maintenance.work(desk.store, desk.office, desk.now)
    assert sorted(place.glob(f"{kind}*")) == [copies[1], *copies[-3:]]


def test_what_a_killed_backup_left_is_removed_at_night(desk: Installation) -> None:
    backups = desk.folder / "backups"
    backups.mkdir()
    left, going_on, operators = (
        backups / name for name in ("night-20221001.db.part", "night-20221002.db.part", "mine.zip")
    )
    for file in (left, going_on, operators):
        file.write_bytes(b"figures")
    two_days_ago = time.time() - 2 * 24 * 3600
    for file in (left, operators):
        os.utime(file, (two_days_ago, two_days_ago))
    maintenance.work(desk.store, desk.office, desk.now)
    assert [file.exists() for file in (left, going_on, operators)] == [False, True, True]
