"""Papers that leave: one total for several addressees, the register, signed copies, numbers typed over,
letters of correction."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.model.paper import PaperKind
from bot.use_cases.papers import letters_out, outgoing
from bot.use_cases.papers.outgoing import MadePaper
from bot.use_cases.papers.signed_papers import bind_signed
from storage import Author
from tests.office import Installation

BOTH = ("Bộ Giáo dục và Đào tạo", "UBND tỉnh")
SLUG = "muong-te-2022"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    hand_in(made, "03466", "1.1: 3 lớp 45 người; còn lại không")
    yield made
    made.close()


def hand_in(desk: Installation, unit: str, words: str) -> None:
    person = desk.joined(unit, f"Người {unit} {words[:6]}")
    person.says(words)
    person.says("đúng")
    for _ in range(3):
        person.says("nộp")


def reports(desk: Installation) -> list[MadePaper]:
    return outgoing.make_reports(desk.store, desk.office, SLUG, BOTH)


def text_of(body: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(body)).paragraphs)


def test_two_addressees_get_a_paper_each_from_one_total(desk: Installation) -> None:
    made = reports(desk)
    assert [each.paper.addressee for each in made] == list(BOTH)
    assert len({each.paper.snapshot for each in made}) == 1
    assert [
        f"Kính gửi: {name}" in text_of(each.body) for each, name in zip(made, BOTH, strict=True)
    ] == [True] * 2


def test_answers_are_stored_while_papers_are_made(
    desk: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped, stored = outgoing.stamped, []

    def slowly(body: bytes, code: str) -> bytes:
        note = desk.store.write(lambda tx: tx.campaigns.set_setting("answer", code))
        note.result(5)
        stored.append(code)
        return stamped(body, code)

    monkeypatch.setattr(outgoing, "stamped", slowly)
    made = reports(desk)
    assert stored == [each.paper.code for each in made]


def test_number_date_and_signer_are_typed_in_when_they_are_known(desk: Installation) -> None:
    code = reports(desk)[0].paper.code
    with desk.store.transaction() as tx:
        own = outgoing.paper_with(tx, code)
        tx.papers.describe(own.id, "12/BC-PGDĐT", desk.now.date().isoformat(), "Nguyễn Văn Chệt")
        tx.papers.describe(own.id, None, None, None)
        found = outgoing.paper_with(tx, code)
    assert (found.number, found.issued, found.signer) == (
        "12/BC-PGDĐT",
        desk.now.date(),
        "Nguyễn Văn Chệt",
    )


def test_a_number_typed_over_is_found_and_words_may_change(
    desk: Installation, tmp_path: Path
) -> None:
    document = docx.Document(BytesIO(reports(desk)[0].body))
    path = tmp_path / "back.docx"
    document.paragraphs[-1].add_run("Thêm một câu không có số.")
    document.save(str(path))
    with desk.store.reading() as tx:
        assert outgoing.typed_over(tx, desk.office, path) == []
    run = next(run for line in document.paragraphs for run in line.runs if "45" in run.text)
    run.text = run.text.replace("45", "54")
    document.save(str(path))
    with desk.store.transaction() as tx:
        (found,) = outgoing.typed_over(tx, desk.office, path)
        code = outgoing.code_of(path)
        assert found in bind_signed(tx, desk.office, path, code, Author(desk.now))
    assert "54" in found


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("as_scan", [False, True])
def test_a_signed_copy_finds_its_paper_by_the_code_or_by_the_picture(
    desk: Installation, tmp_path: Path, as_scan: bool
) -> None:
    made = reports(desk)[1]
    (tmp_path / "a.docx").write_bytes(made.body)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)
    path = tmp_path / "a.pdf"
    if as_scan:
        subprocess.run(
            ["pdftoppm", "-r", "150", "-png", "-singlefile", path, tmp_path / "scan"], check=True
        )
        path = tmp_path / "scan.png"
    with desk.store.transaction() as tx:
        code = outgoing.code_of(path)
        assert made.paper.code in bind_signed(tx, desk.office, path, code, Author(desk.now))
        assert [event.what for event in outgoing.paper_with(tx, made.paper.code).events] == [
            "signed"
        ]


def test_a_stale_total_is_corrected_at_everybody_it_was_reported_to(desk: Installation) -> None:
    snapshot = reports(desk)[0].paper.snapshot
    assert snapshot is not None
    hand_in(desk, "03454", "1.1: 2 lớp 20 người; còn lại không")
    made = outgoing.make_corrections(desk.store, desk.office, SLUG, snapshot)
    assert [(each.paper.kind, each.paper.addressee) for each in made] == [
        (PaperKind.CORRECTION, name) for name in BOTH
    ]
    rows = [
        [cell.text for cell in row.cells]
        for row in docx.Document(BytesIO(made[0].body)).tables[1].rows
    ]
    assert ["1.1", "45", "65"] in [[row[0], *row[3:]] for row in rows]


def test_a_total_that_still_fits_needs_no_correction(desk: Installation) -> None:
    snapshot = reports(desk)[0].paper.snapshot
    assert snapshot is not None
    with pytest.raises(Exception, match="vẫn khớp"):
        outgoing.make_corrections(desk.store, desk.office, SLUG, snapshot)


def test_every_paper_is_laid_out_as_the_decree_says(desk: Installation) -> None:
    snapshot = reports(desk)[0].paper.snapshot
    assert snapshot is not None
    hand_in(desk, "03454", "1.1: 2 lớp 20 người; còn lại không")
    papers = [*reports(desk), *outgoing.make_corrections(desk.store, desk.office, SLUG, snapshot)]
    papers.append(letters_out.make_reminder(desk.store, desk.office, SLUG))
    with desk.store.reading() as tx:
        book = letters_out.register_paper(tx, desk.office, SLUG)
    for body in (*(each.body for each in papers), book):
        document = docx.Document(BytesIO(body))
        page = document.sections[0]
        sizes = [round(edge.mm) for edge in (page.page_width, page.page_height, page.left_margin,
                 page.right_margin, page.top_margin, page.bottom_margin)]  # fmt: skip
        head = [cell.text for cell in document.tables[0].rows[0].cells]
        assert sizes == [210, 297, 30, 15, 20, 20]
        assert document.styles["Normal"].font.name == "Times New Roman"
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head[1]
        assert page.different_first_page_header_footer
        assert any(
            "Nơi nhận" in cell.text for row in document.tables[-1].rows for cell in row.cells
        ) or any(
            "Nơi nhận" in cell.text
            for table in document.tables
            for row in table.rows
            for cell in row.cells
        )


def test_the_same_paper_made_twice_has_two_codes(desk: Installation) -> None:
    first, second = reports(desk)[0].paper, reports(desk)[0].paper
    assert first.code != second.code
    assert (
        replace(first, id=0, code="", path="", made_at=second.made_at).snapshot == second.snapshot
    )
