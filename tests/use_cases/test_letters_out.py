"""Letters to units: asking for comments on a draft, urging late ones; the register as a paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.imports.printed_marks import code_on
from bot.model.paper import PaperEvent, PaperKind
from bot.use_cases.papers import letters_out
from bot.use_cases.papers.opinion_paper import write_opinion_paper
from bot.use_cases.papers.outgoing import MadePaper
from tests.office import Installation
from tests.use_cases.test_thu_dau_mot import LETTER_1040, RULE, ThuDauMot, on


@pytest.fixture
def town(tmp_path: Path) -> Iterator[ThuDauMot]:
    made = ThuDauMot(tmp_path, LETTER_1040 + RULE)
    yield made
    made.desk.close()


def invitation(town: ThuDauMot) -> MadePaper:
    return letters_out.make_invitation(town.desk.store, town.desk.office, town.campaign.slug)


def words(body: bytes) -> str:
    made = docx.Document(BytesIO(body))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_the_invitation_says_what_the_recipients_read_and_names_all_of_them(
    town: ThuDauMot,
) -> None:
    made = invitation(town)
    text = words(made.body)
    assert LETTER_1040 + RULE in text and "du-thao.docx" in text
    assert "18 cơ quan, đơn vị" in text and "Ủy ban nhân dân phường Phú Lợi" in text
    assert "Hạn gửi ý kiến" not in text  # the text itself says it
    assert (made.paper.kind, made.paper.snapshot) == (PaperKind.INVITATION, None)


def test_the_number_typed_in_for_the_invitation_stands_in_the_submission_letter(
    town: ThuDauMot,
) -> None:
    made = invitation(town)
    with town.desk.store.transaction() as tx:
        tx.papers.describe(made.paper.id, "1040/PGĐĐT", on(15).date().isoformat(), None)
    town.replay()
    with town.desk.store.reading() as tx:
        body = write_opinion_paper(tx, town.desk.office, town.campaign.slug, None, ("", None))
    assert "Ngày 15/9/2021 Phòng GDĐT đã phát hành công văn số 1040/PGĐĐT" in words(body)


def test_the_register_tells_number_day_signer_and_sending(town: ThuDauMot) -> None:
    paper = invitation(town).paper
    with town.desk.store.transaction() as tx:
        tx.papers.describe(paper.id, "1040/PGDĐT", "2021-09-15", "Nguyễn Văn A")
        tx.papers.note(paper.id, PaperEvent("sent", on(15), "18 nơi (e-mail)"))
        body = letters_out.register_paper(tx, town.desk.office, town.campaign.slug)
    text = words(body)
    for part in (
        "1040/PGDĐT",
        "15/09/2021",
        "Nguyễn Văn A",
        "18 nơi (e-mail) lúc 09:00",
        paper.code,
    ):
        assert part in text


def test_the_letter_to_late_units_is_registered(desk: Installation) -> None:
    desk.later(days=30)
    made = letters_out.make_reminder(desk.store, desk.office, desk.campaign.slug)
    with desk.store.reading() as tx:
        known = tx.papers.of_campaign(desk.campaign.id)
    assert [each.kind for each in known] == [PaperKind.REMINDER]
    assert "quá thời hạn" in words(made.body)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_the_code_on_the_printed_letter_is_found_again(town: ThuDauMot, tmp_path: Path) -> None:
    made = invitation(town)
    (tmp_path / "letter.docx").write_bytes(made.body)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "letter.docx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert code_on(tmp_path / "letter.pdf") == made.paper.code
