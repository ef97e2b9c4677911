"""The archive of photos: where each stands, what the index says, and names that harm nobody."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import docx
import pytest
from PIL import Image

from bot.exports import contact_sheet
from bot.exports.photo_zip import INDEX, safe_name, write_campaign
from bot.exports.sheet_data import ReportFile, UnitPhoto
from bot.model.export_kinds import export_named
from bot.model.submission import Photo
from bot.use_cases.sending.export_messages import announce_export
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
        "to-anh.docx",
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


def test_a_photo_that_is_not_as_it_came_is_named_and_not_packed(tmp_path):
    whole = kept(tmp_path, "03436", "Xã Bum Nưa", "photos/a.jpg", "")
    empty = kept(tmp_path, "03436", "Xã Bum Nưa", "photos/b.jpg", "")
    cut = kept(tmp_path, "03436", "Xã Bum Nưa", "photos/c.jpg", "")
    hashes = {"photos/c.jpg": sha256(b"photos/c.jpg").hexdigest()}
    (tmp_path / "photos/b.jpg").write_bytes(b"")
    (tmp_path / "photos/c.jpg").write_bytes(b"photos")
    sheet = replace(
        campaign_sheet(), folder=tmp_path, photos=(whole, empty, cut), file_hashes=hashes
    )
    target = io.BytesIO()
    write_campaign(sheet, target)
    made = zipfile.ZipFile(target)
    assert [name for name in made.namelist() if name.endswith(".jpg")] == [
        "001-03436-Xa-Bum-Nua/chung/0001.jpg"
    ]
    listed = opened(made.read(INDEX)).active
    assert [listed[f"H{line}"].value for line in (3, 4)] == ["tệp đã hỏng"] * 2
    told = announce_export(sheet, export_named("zip"))
    assert "thiếu 2 tệp" in told
    assert "Xã Bum Nưa: “IMG.jpg” đã hỏng; Xã Bum Nưa: “IMG.jpg” đã hỏng" in told


def report(tmp_path, unit: str, name: str, path: str, sent_as: str) -> ReportFile:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(path.encode())
    return ReportFile(unit, name, path, sent_as, AT)


def test_the_units_own_reports_are_packed_beside_their_photos(tmp_path):
    sheet = replace(
        campaign_sheet(),
        folder=tmp_path,
        photos=(kept(tmp_path, "03436", "Xã Bum Nưa", "a.jpg", ""),),
        reports=(
            report(tmp_path, "03436", "Xã Bum Nưa", "files/ab.docx", "../Báo cáo =1+1.docx"),
            report(tmp_path, "03433", "=Thị trấn", "files/cd.pdf", "scan.exe"),
            ReportFile("03433", "=Thị trấn", "files/none.pdf", "mất.pdf", AT),
        ),
    )
    target = io.BytesIO()
    write_campaign(sheet, target)
    made = zipfile.ZipFile(target)
    assert [name for name in made.namelist() if "bao-cao" in name] == [
        "001-03436-Xa-Bum-Nua/bao-cao/0001-Bao-cao-1-1.docx",
        "002-03433-Thi-tran/bao-cao/0002-scan.pdf",
    ]
    listed = opened(made.read(INDEX))["Báo cáo riêng"]
    assert [[cell.value for cell in row[:4]] for row in listed.iter_rows(min_row=2)] == [
        [1, "03436", "Xã Bum Nưa", "../Báo cáo =1+1.docx"],
        [2, "03433", "=Thị trấn", "scan.exe"],
        [3, "03433", "=Thị trấn", "mất.pdf"],
    ]
    assert listed["C3"].data_type == "s"
    assert listed["F4"].value == "không còn tệp ảnh"


def test_the_contact_sheet_shows_each_unit_on_a_page_with_captions(tmp_path):
    photos = (
        kept(tmp_path, "03436", "Xã Bum Nưa", "a.jpg", "1.6", "=Lớp kỹ năng"),
        kept(tmp_path, "03436", "Xã Bum Nưa", "b.jpg", ""),
        kept(tmp_path, "03433", "Thị trấn Mường Tè", "c.jpg", "7.1", "Lễ khai mạc"),
    )
    Image.new("RGB", (4000, 3000), "navy").save(tmp_path / "a.jpg")
    Image.new("RGB", (300, 400), "green").save(tmp_path / "c.jpg")
    document = docx.Document(io.BytesIO(archive(tmp_path, *photos).read("to-anh.docx")))
    titles = [each for each in document.paragraphs if each.text]
    assert [each.text for each in titles] == ["Ảnh của Xã Bum Nưa", "Ảnh của Thị trấn Mường Tè"]
    assert [each.paragraph_format.page_break_before for each in titles] == [False, True]
    cells = [[cell.text.strip() for cell in table.rows[0].cells] for table in document.tables]
    assert cells == [
        ["1.6 =Lớp kỹ năng", "(không mở được tệp ảnh)", ""],
        ["7.1 Lễ khai mạc", "", ""],
    ]
    shapes = document.inline_shapes
    assert [round(shape.width.mm / shape.height.mm, 2) for shape in shapes] == [1.33, 0.75]
    assert max(len(part.blob) for part in document.part.package.image_parts) < 20_000


def test_very_many_photos_fill_several_contact_sheets_and_no_unit_is_divided(monkeypatch):
    monkeypatch.setattr(contact_sheet, "MOST", 3)
    photos = [
        UnitPhoto(unit, f"Xã {unit}", Photo(1, "none.jpg", "", "", "", AT)) for unit in "aabbccccd"
    ]
    sheets = contact_sheet.contact_sheets(campaign_sheet(), photos)
    titles = [
        [each.text for each in docx.Document(io.BytesIO(body)).paragraphs if each.text]
        for body in sheets
    ]
    assert titles == [["Ảnh của Xã a"], ["Ảnh của Xã b"], ["Ảnh của Xã c"], ["Ảnh của Xã d"]]


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
