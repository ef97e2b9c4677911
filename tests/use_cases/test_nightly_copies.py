"""The night's copies: in a second place too, tried once a month, and told when they fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.message import Urgency
from bot.use_cases.keeping import nightly_copies
from bot.use_cases.keeping.bucket_place import BucketPlace
from bot.use_cases.keeping.restore_drill import DrillFailed, restore_newest
from bot.use_cases.keeping.second_place import (
    FolderPlace,
    Place,
    PlaceFailed,
    PlaceSettings,
    open_place,
)
from storage import place_of
from tests.fakes.s3_server import S3Server
from tests.office import Installation
from tests.use_cases.test_archive import photo


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "data").mkdir()
    made = Installation(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def s3() -> Iterator[S3Server]:
    with S3Server() as server:
        yield server


def settings(s3: S3Server) -> PlaceSettings:
    address = f"s3://{s3.bucket}/xã"
    return PlaceSettings(address, s3.endpoint, "", s3.access_key, s3.secret_key)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, s3: S3Server) -> Place:
    (tmp_path / "đĩa khác").mkdir()
    return (
        FolderPlace(tmp_path / "đĩa khác")
        if request.param == "folder"
        else BucketPlace(settings(s3))
    )


def night(desk: Installation, place: Place | None = None, keep: int = 3) -> str:
    """One night's work; what went wrong."""
    fault = nightly_copies.work_at_night(desk.store, desk.office, desk.now, place, keep)
    with desk.store.transaction() as tx:
        nightly_copies.note_night(tx, desk.now, fault)
    return fault


def test_the_newest_copies_of_everything_lie_in_the_second_place(
    desk: Installation, place: Place
) -> None:
    photo(desk.joined(), 1)
    for _ in range(5):
        assert night(desk, place) == ""
        desk.later(days=1)
    assert place.names() == [f"baocao-2022101{day}-0830.zip" for day in (2, 3, 4)]
    done = restore_newest(place_of(desk.store.url), desk.folder, place, desk.now)
    assert done is not None
    assert (done.campaigns, done.units, done.files) == (1, 14, 1)


def test_a_copy_that_reads_back_differently_does_not_count(
    desk: Installation, s3: S3Server
) -> None:
    s3.spoils = True
    assert "đọc lại không giống" in night(desk, BucketPlace(settings(s3)))
    assert s3.objects == {}


def test_a_place_that_cannot_be_used_is_said_in_a_sentence(
    desk: Installation, tmp_path: Path, s3: S3Server
) -> None:
    wrong = dataclasses.replace(settings(s3), secret_key="another")
    assert "SignatureDoesNotMatch" in night(desk, BucketPlace(wrong))
    fault = night(desk, FolderPlace(tmp_path / "not mounted"))
    assert fault.count("gắn lại ổ đĩa") == 1  # the drill fails there too
    with pytest.raises(PlaceFailed, match="s3://tên-bucket"):
        open_place(PlaceSettings("s3://"))


def test_of_nights_that_fail_the_coordinator_is_told_once(
    desk: Installation, tmp_path: Path
) -> None:
    boss = desk.coordinator("Bà Hoa")
    away = FolderPlace(tmp_path / "away")
    told = []
    for place in (away, away, None, away):
        night(desk, place)
        desk.later(days=1)
        told.append([reply.urgency for reply in boss.listen() if "sao lưu" in reply.text])
    assert told == [[Urgency.NOTICE], [], [], [Urgency.NOTICE]]


def test_a_restore_is_tried_once_a_month_and_leaves_nothing_behind(desk: Installation) -> None:
    night(desk)
    with desk.store.reading() as tx:
        assert tx.campaigns.setting(nightly_copies.DRILLED) == "2022-10"
    (copy,) = (desk.folder / "backups").iterdir()
    copy.write_bytes(b"spoilt")
    assert restore_newest_fails(desk)
    assert [file.name for file in desk.folder.glob(".thu-*")] == []


def restore_newest_fails(desk: Installation) -> bool:
    with pytest.raises(DrillFailed):
        restore_newest(place_of(desk.store.url), desk.folder, None, desk.now)
    return True


def test_a_drill_names_files_that_are_gone_since_the_copy_was_made(
    desk: Installation, tmp_path: Path
) -> None:
    file = photo(desk.joined(), 1)
    (tmp_path / "other").mkdir()
    place = FolderPlace(tmp_path / "other")
    night(desk, place)
    copy = tmp_path / "other" / place.names()[0]
    body = copy.read_bytes()
    copy.write_bytes(body.replace(file.read_bytes()[900:], b"?" * (file.stat().st_size - 900)))
    with pytest.raises(DrillFailed, match="1 tệp"):
        restore_newest(place_of(desk.store.url), desk.folder, place, desk.now)
