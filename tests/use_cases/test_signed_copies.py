"""The form of a version is printed with its code, signed, and comes back: in chat, by mail, to the office."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image

from bot.errors import OperatorError
from bot.exports import official_form, unit_docx, unit_pdf
from bot.imports import printed_marks
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.model.person import Role, Seat
from bot.use_cases.campaigns.form_files import TEMPLATES
from bot.use_cases.mail import mail_desk
from bot.use_cases.mail.mail_desk import MailReading
from bot.use_cases.papers import campaign_export
from bot.use_cases.papers.signed_papers import bind_signed
from bot.use_cases.turns import file_store
from bot.use_cases.turns.run_command import Acting
from storage import Author
from tests.exports.test_in_libreoffice import convert
from tests.exports.test_template_fill import drawn
from tests.office import Installation, Person

WRITERS = {"docx": unit_docx, "xlsx": official_form, "pdf": unit_pdf}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sender(desk: Installation) -> Person:
    """Somebody whose report was sent: version 1."""
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người; còn lại không")
    send(person)
    return person


def send(person: Person) -> None:
    person.says("đúng")
    for _ in range(3):
        person.says("nộp")


def correct(person: Person) -> None:
    """Hand in version 2."""
    person.says("sửa 1.1: 4 lớp 60 người")
    send(person)


def printed(desk: Installation, kind: str = "pdf", unit: str = "03466") -> bytes:
    """The form of the version that was handed in last."""
    with desk.store.reading() as tx:
        seat = Seat(0, Role.REPORTER, desk.campaign.id, "", desk.submission(unit).unit_id)
        sheet = campaign_export.unit_sheet(tx, desk.office, seat)
    target = BytesIO()
    WRITERS[kind].write_unit(sheet, target)
    return target.getvalue()


def photo(pdf: bytes, page: int = -1) -> bytes:
    """A page as a telephone sees it: the one with the signature, a little turned."""
    document = pypdfium2.PdfDocument(pdf)
    seen = document[page % len(document)].render(scale=2).to_pil().convert("RGB")
    turned = seen.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor="grey")
    target = BytesIO()
    turned.save(target, "JPEG", quality=60)
    return target.getvalue()


def scan(pdf: bytes) -> bytes:
    """All pages as a scanner makes them: pictures in a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    first, *rest = [page.render(scale=2).to_pil().convert("L") for page in document]
    target = BytesIO()
    first.save(target, "PDF", save_all=True, append_images=rest)
    return target.getvalue()


def sends_photo(person: Person, body: bytes) -> None:
    raw = person.desk.folder / "photo.raw"
    raw.write_bytes(body)
    sent = Incoming(person.address, "", IncomingKind.PHOTO, file=FileRef(name="ky.jpg"))
    person._send(file_store.store_file(sent, raw, person.desk.folder))


def kept(desk: Installation, unit: str = "03466") -> list[tuple[str, int]]:
    """The files of a report: their kinds, and the versions they are bound to."""
    with desk.store.reading() as tx:
        files = tx.history.files(desk.submission(unit).id)
    return [(file.kind, file.version) for file in files]


@pytest.mark.parametrize("made", [scan, bytes])
def test_a_signed_scan_is_bound_to_the_version_that_was_printed(
    desk: Installation, sender: Person, made: type[bytes]
) -> None:
    paper = printed(desk)
    correct(sender)
    before = desk.submission().answers
    sender.sends_file(made(paper), "bao cao da ky.pdf")
    assert kept(desk) == [("report", 1)]
    assert "lần nộp 1" in sender.last
    assert "đã nộp lại (lần nộp 2)" in sender.last
    assert (desk.submission().answers, desk.submission().draft) == (before, False)


def test_a_photo_of_the_signed_page_is_bound_and_is_no_picture_of_the_week(
    desk: Installation, sender: Person
) -> None:
    sends_photo(sender, photo(printed(desk)))
    assert kept(desk) == [("report", 1)]
    assert sender.last == "Đã nhận “ky.jpg”: bản in, ký của Xã Bum Nưa, lần nộp 1."


def test_a_copy_says_when_its_figures_wait_to_be_sent_again(
    desk: Installation, sender: Person
) -> None:
    sender.says("sửa 1.1: 4 lớp 60 người")
    sender.says("đúng")
    sender.sends_file(scan(printed_before(desk)), "ky.pdf")
    assert "chưa nộp lại" in sender.last


def printed_before(desk: Installation) -> bytes:
    """The form of version 1, printed while the draft went on."""
    with desk.store.reading() as tx:
        code = tx.views.receipt(desk.submission().id)
        seat = Seat(0, Role.REPORTER, desk.campaign.id, "", desk.submission().unit_id)
        sheet = campaign_export.unit_sheet(tx, desk.office, seat)
        version = tx.history.printed_version(code)
    assert version is not None
    from dataclasses import replace

    target = BytesIO()
    unit_pdf.write_unit(replace(sheet, answers=version.answers, draft=False), target)
    return target.getvalue()


def test_the_signed_form_of_another_unit_is_not_taken(desk: Installation, sender: Person) -> None:
    other = desk.joined("03454", "Người khác")
    other.sends_file(scan(printed(desk)), "ky.pdf")
    assert "đơn vị khác" in other.last
    assert kept(desk, "03454") == kept(desk) == []


def test_a_form_whose_figures_were_changed_is_a_correction_and_no_copy(
    desk: Installation, sender: Person
) -> None:
    document = docx.Document(BytesIO(printed(desk, "docx")))
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "1.1")
    row.cells[4].text = "54"
    target = BytesIO()
    document.save(target)
    sender.sends_file(target.getvalue(), "ky.docx")
    assert kept(desk) == []
    assert "54 người" in sender.last


def test_a_workbook_that_comes_back_as_it_was_is_no_signed_copy(
    desk: Installation, sender: Person
) -> None:
    sender.sends_file(printed(desk, "xlsx"), "bieu.xlsx")
    assert kept(desk) == []


def test_the_coordinators_copy_of_one_form_carries_the_code_of_its_version(
    desk: Installation, sender: Person
) -> None:
    desk.joined("03454", "Người khác")
    correct(sender)
    with desk.store.reading() as tx:
        sheet = campaign_export.campaign_sheet(tx, desk.office, desk.campaign)
        code = tx.views.receipt(desk.submission().id)
    assert (sheet.unit_sheet("03466").code, sheet.unit_sheet("03454").code) == (code, "")


def test_a_draft_carries_no_code(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người")
    person.says("đúng")
    sends_photo(person, photo(printed(desk)))
    assert [kind for kind, _ in kept(desk)] == ["photo"]


# -- on the office's own workbook -----------------------------------------------------------------


@pytest.fixture
def own_workbook(desk: Installation) -> None:
    """The office's form as the workbook that it was read from."""
    place = desk.folder / TEMPLATES / "phu-luc-ii-2022.xlsx"
    place.parent.mkdir(parents=True, exist_ok=True)
    drawn().save(place)


def printed_by_libreoffice(desk: Installation) -> bytes:
    """A print of the workbook of the version that was handed in last."""
    path = desk.folder / "print" / "bieu.xlsx"
    path.parent.mkdir()
    path.write_bytes(printed(desk, "xlsx"))
    convert("pdf", [path], path.parent)
    return path.with_suffix(".pdf").read_bytes()


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.usefixtures("own_workbook")
def test_a_signed_print_of_the_offices_own_workbook_is_bound_by_every_door(
    desk: Installation, sender: Person, tmp_path: Path
) -> None:
    paper = printed_by_libreoffice(desk)
    correct(sender)
    sender.sends_file(scan(paper), "ky.pdf")
    assert "bản in, ký của Xã Bum Nưa, lần nộp 1" in sender.last
    (reading,) = mailed(desk, "thu ky.pdf", scan(paper))
    assert reading.unit is not None
    assert reading.unit.code == "03466"
    code = printed_marks.code_on(desk.folder / "thu ky.pdf")
    with desk.store.transaction() as tx:
        path = desk.folder / "thu ky.pdf"
        told = bind_signed(tx, desk.office, path, code, Author(desk.now, actor="x"))
    assert "lần nộp 1" in told
    assert kept(desk) == [("report", 1)] * 3


# -- by mail, and by the office -------------------------------------------------------------------


def mailed(desk: Installation, name: str, body: bytes) -> list[MailReading]:
    path = desk.folder / name
    path.write_bytes(body)
    documents = mail_desk.take_in(path, name, desk.folder, desk.office.tz)
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        acting = Acting(tx, desk.office, seat)
        readings = mail_desk.read_all(acting, documents, [None] * len(documents))
        mail_desk.store(acting, readings, send=True)
    return readings


@pytest.mark.parametrize(("name", "made"), [("quet.pdf", scan), ("anh.jpg", photo)])
def test_a_mailed_scan_finds_its_unit_and_version_by_the_code(
    desk: Installation, sender: Person, name: str, made: type[bytes]
) -> None:
    (reading,) = mailed(desk, name, made(printed(desk)))
    assert reading.unit is not None
    assert reading.unit.code == "03466"
    assert kept(desk) == [("report", 1)]
    assert desk.submission().version == 1


def test_a_photo_in_a_message_is_a_signed_copy_or_named_as_not_read(
    desk: Installation, sender: Person
) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "UBND xã Bum Nưa <a@example.vn>", "Bản ký"
    message.set_content("Kính gửi.")
    plain = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(plain, "PNG")
    for name, body in (("logo.png", plain.getvalue()), ("ky.jpg", photo(printed(desk)))):
        message.add_attachment(body, maintype="image", subtype="jpeg", filename=name)
    (reading,) = mailed(desk, "thu.eml", message.as_bytes())
    (other,) = reading.not_read
    assert other.startswith("ảnh “logo.png” trong thư chưa được đọc; ")
    assert kept(desk) == [("report", 1)]


def test_a_mailed_picture_without_a_code_is_refused_in_one_sentence(desk: Installation) -> None:
    body = BytesIO()
    Image.new("RGB", (400, 300), "white").save(body, "JPEG")
    (reading,) = mailed(desk, "anh.jpg", body.getvalue())
    assert (reading.unit, reading.command) == (None, None)
    assert "không có mã văn bản" in reading.text


def test_the_office_files_a_signed_form_by_its_code(
    desk: Installation, sender: Person, tmp_path: Path
) -> None:
    path = tmp_path / "ky.pdf"
    path.write_bytes(scan(printed(desk)))
    with desk.store.transaction() as tx:
        code = tx.views.receipt(desk.submission().id)
        told = bind_signed(tx, desk.office, path, code.lower(), Author(desk.now, actor="x"))
        with pytest.raises(OperatorError, match="Không có văn bản"):
            bind_signed(tx, desk.office, path, "ABCDEF1234", Author(desk.now, actor="x"))
    assert "lần nộp 1" in told
    assert kept(desk) == [("report", 1)]
