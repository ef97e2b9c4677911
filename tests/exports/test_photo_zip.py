"""The archive of photos: where each stands, what the index says, and names that harm nobody."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.submission import Photo
from bot.exports.model import UnitPhoto
from bot.exports.photo_zip import INDEX, safe_name, write_campaign
from tests.exports.dump import opened
from tests.exports.samples import campaign_sheet

AT = datetime(2026, 10, 3, 2, 5, tzinfo=UTC)


def archive(tmp_path, *photos: UnitPhoto) -> zipfile.ZipFile:
    target = io.BytesIO()
    write_campaign(replace(campaign_sheet(), photos=photos, folder=tmp_path), target)
    return zipfile.ZipFile(target)


def kept(tmp_path, unit: str, name: str, path: str, row: str, caption: str = "") -> UnitPhoto:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(path.encode())
    return UnitPhoto(unit, name, Photo(1, path, caption, row, "IMG.jpg", AT))


def test_photos_stand_by_unit_and_row_as_they_were_kept(tmp_path):
    made = archive(
        tmp_path,
        kept(tmp_path, "03436", "Xã Bum Nưa", "photos/a.jpg", "1.6", "=Lớp kỹ năng"),
        kept(tmp_path, "03436", "Xã Bum Nưa", "photos/b.png", ""),
        kept(tmp_path, "03433", "Thị trấn Mường Tè", "photos/c.jpg", "7.1"),
    )
    assert made.namelist() == [
        "001-03436-Xa-Bum-Nua/1.6/0001.jpg",
        "001-03436-Xa-Bum-Nua/chung/0002.png",
        "002-03433-Thi-tran-Muong-Te/7.1/0003.jpg",
        INDEX,
    ]
    assert made.read("001-03436-Xa-Bum-Nua/1.6/0001.jpg") == b"photos/a.jpg"


def test_the_index_says_what_each_photo_shows(tmp_path):
    photo = kept(tmp_path, "03436", "Xã Bum Nưa", "photos/a.jpg", "1.6", "=Lớp kỹ năng")
    sheet = opened(archive(tmp_path, photo).read(INDEX)).active
    assert [cell.value for cell in sheet[2]] == [
        1,
        "03436",
        "Xã Bum Nưa",
        "1.6",
        "Kỹ năng sống cho học sinh",
        "=Lớp kỹ năng",
        datetime(2026, 10, 3, 9, 5),  # noqa: DTZ001  a sheet knows no zones
        "001-03436-Xa-Bum-Nua/1.6/0001.jpg",
    ]
    assert sheet["F2"].data_type == "s"
    assert sheet["H2"].hyperlink.target == "001-03436-Xa-Bum-Nua/1.6/0001.jpg"


def test_a_photo_that_is_gone_is_named_in_the_index(tmp_path):
    gone = UnitPhoto("03436", "Xã Bum Nưa", Photo(1, "photos/none.jpg", "", "", "", AT))
    made = archive(tmp_path, gone)
    assert made.namelist() == [INDEX]
    assert opened(made.read(INDEX)).active["H2"].value == "không còn tệp ảnh"


def test_units_whose_names_fold_to_one_stay_apart(tmp_path):
    made = archive(
        tmp_path,
        kept(tmp_path, "a/1", "Xã Tân Thành", "a.jpg", ""),
        kept(tmp_path, "a?1", "Xã Tân Thạnh", "b.jpg", ""),
    )
    assert len({name.split("/")[0] for name in made.namelist()[:2]}) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Xã Bum Nưa", "Xa-Bum-Nua"),
        ("../../etc/passwd", "etc-passwd"),
        ("Đồng Đăng", "Dong-Dang"),
        ("C:\\x\\y", "C-x-y"),
        ("...", ""),
        ("x" * 80, "x" * 40),
        ("1.4a", "1.4a"),
    ],
)
def test_names_are_plain_and_stay_in_their_folder(text, name):
    assert safe_name(text) == name
