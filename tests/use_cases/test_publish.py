"""What an export is made from, read from the database: forms by kind, last year, own reports, the
issuing body's own workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.errors import UsageError
from bot.exports.sheet_data import CampaignSheet
from bot.forms.form_writer import form_to_toml
from bot.locale.say import say
from bot.model.answer import value
from bot.model.campaign import Campaign
from bot.model.events import AnswerRecorded, ReportFileKept, Submitted
from bot.model.form import Cell
from bot.model.message import FileRef
from bot.model.person import Role, Seat
from bot.snapshots import issue_snapshot
from bot.use_cases.board.board_totals import TotalsFilter, totals_page
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.form_files import TEMPLATES
from bot.use_cases.papers import campaign_export
from storage import Author
from tests.exports.test_template_fill import drawn
from tests.office import Installation, unit_by_code

OTHER = """
slug = "{slug}"
title = "Tuần lễ năm {year}"
form = {form}
period = {{ start = {year}-10-01, end = {year}-10-07 }}
deadline = "trước ngày 14/10/{year}"
issuer = "{issuer}"
units = "units.csv"
{more}
"""
ISSUER = "UBND huyện Mường Tè"


def campaign_of(
    desk: Installation,
    slug: str,
    year: int,
    form: str,
    issuer: str = ISSUER,
    more: str = "",
    accept: bool = False,
) -> Campaign:
    text = OTHER.format(slug=slug, year=year, form=form, issuer=issuer, more=more)
    file = desk.folder / f"{slug}.toml"
    file.write_text(text, encoding="utf-8")
    read = campaign_setup.read_campaign(file, desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read, accept_changes=accept)
        return campaign_setup.open_campaign(tx, desk.office, slug)


def sheet_of(desk: Installation, campaign: Campaign) -> CampaignSheet:
    with desk.store.reading() as tx:
        return campaign_export.campaign_sheet(tx, desk.office, campaign)


def sent(
    desk: Installation, unit: str = "03436", campaign: Campaign | None = None, count: int = 4
) -> None:
    """A unit's report with some figures, handed in."""
    campaign = campaign or desk.campaign
    answer = value(desk.form.by_code["1.6"], count, 160)
    with desk.store.transaction() as tx:
        owner = unit_by_code(tx, unit, campaign.body)
        assert owner is not None
        before = tx.submissions.of_unit(campaign.id, owner.id)
        assert before is not None
        facts = [
            AnswerRecorded(before.id, "1.6", answer),
            Submitted(before.id, 1, desk.now, 0, f"BN-{campaign.id}-{unit}"),
        ]
        assert tx.submissions.record(before, facts, Author(desk.now)).is_sent


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def test_a_campaign_with_one_form_is_one_sheet_without_a_past(plain: Installation) -> None:
    sheet = sheet_of(plain, plain.campaign)
    assert (sheet.parts, sheet.kinds, sheet.before) == ((sheet,), (), None)
    assert len(sheet.units) == len(sheet.all_units) == 14


def test_units_whose_kind_has_a_form_of_its_own_stand_apart(plain: Installation) -> None:
    towns = replace(plain.form, slug="mau-thi-tran", rows=plain.form.rows[14:16])
    (plain.folder / "towns.toml").write_text(form_to_toml(towns), encoding="utf-8")
    form = '{ "xã" = "phu-luc-ii-2022", "thị trấn" = "towns.toml" }'
    sheet = sheet_of(plain, campaign_of(plain, "hai-mau", 2023, form))
    assert [(part.form.slug, part.kinds, len(part.units)) for part in sheet.parts] == [
        ("phu-luc-ii-2022", (), 13),
        ("mau-thi-tran", ("thị trấn",), 1),
    ]
    assert sheet.unit_sheet("03433").form.slug == "mau-thi-tran"
    assert sheet.unit_sheet("03436").form.slug == "phu-luc-ii-2022"


def test_last_year_is_compared_over_the_units_that_reported_in_both(plain: Installation) -> None:
    sent(plain)
    sent(plain, "03466")
    later = campaign_of(plain, "nam-sau", 2023, '"phu-luc-ii-2022"')
    assert sheet_of(plain, later).before is None  # nobody has reported this year
    sent(plain, "03436", later, 6)
    after = sheet_of(plain, later).before
    assert after is not None
    assert (after.year, after.units) == (2022, ("Xã Thu Lũm",))
    assert after.figures["1.6"] == {Cell.COUNT: 4, Cell.PEOPLE: 160}
    assert after.now["1"] == {Cell.COUNT: 6, Cell.PEOPLE: 160}


def test_last_year_of_a_merged_unit_is_that_of_all_it_was_made_from(plain: Installation) -> None:
    sent(plain, "03436")
    (plain.folder / "units.csv").write_text(MERGED, encoding="utf-8")
    plain.campaign = campaign_of(plain, "nam-sau", 2023, '"phu-luc-ii-2022"', accept=True)
    person = plain.joined("03436")
    person.says("mục 1.6")
    assert "Năm trước" not in person.last  # one of the two has not reported: no half of a year
    with plain.store.reading() as tx:
        before = tx.campaigns.beside(plain.campaign).earlier[0]
    sent(plain, "03466", before, count=3)
    person.says("mục 1.6")
    told = "Năm trước, trên phạm vi đơn vị mới (Xã Thu Lũm, Xã Bum Nưa): 7 lớp, 320 người"
    assert told in person.last


def test_the_page_of_totals_compares_with_the_units_that_were_merged(plain: Installation) -> None:
    for code in ("03436", "03466", "03439"):
        sent(plain, code)
    (plain.folder / "units.csv").write_text(MERGED, encoding="utf-8")
    later = campaign_of(plain, "nam-sau", 2023, '"phu-luc-ii-2022"', accept=True)
    sent(plain, "03436", later, count=90)
    sent(plain, "90002", later, count=90)
    with plain.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, later.id, later.title)
        page = totals_page(tx, plain.office, seat, TotalsFilter(row="1.6"))
    odd = {share.code: share.odd for share in page.shares}
    assert odd["03436"] == (say("totals.last_year", usual=8, times=10),)
    assert odd["90002"] == ()  # it is only a part of what reported last year


def test_nothing_later_is_last_year(plain: Installation) -> None:
    sent(plain)
    earlier = campaign_of(plain, "nam-truoc", 2021, '"phu-luc-ii-2022"')
    sent(plain, "03436", earlier)
    assert sheet_of(plain, earlier).before is None


def test_another_bodys_figures_are_never_last_years(plain: Installation) -> None:
    sent(plain)
    other = campaign_of(plain, "noi-khac", 2023, '"phu-luc-ii-2022"', issuer="UBND huyện Khác")
    sent(plain, "03436", other)
    assert sheet_of(plain, other).before is None


def test_a_campaign_that_is_named_is_last_year_whoever_issued_it(plain: Installation) -> None:
    sent(plain)
    named = 'previous = "muong-te-2022"'
    other = campaign_of(
        plain, "sap-nhap", 2023, '"phu-luc-ii-2022"', issuer="UBND xã mới", more=named
    )
    sent(plain, "03436", other)
    before = sheet_of(plain, other).before
    assert before is not None
    assert before.units == ("Xã Thu Lũm",)


def test_a_units_own_report_is_handed_to_the_archive(plain: Installation) -> None:
    path = "files/ab/ab.docx"
    file = FileRef(name="Báo cáo.docx", mime="application/x", path=path, sha256="ab", size=3)
    submission = plain.submission("03436")
    with plain.store.transaction() as tx:
        tx.submissions.record(submission, [ReportFileKept(submission.id, file)], Author(plain.now))
    (kept,) = sheet_of(plain, plain.campaign).reports
    assert (kept.unit_code, kept.unit_name, kept.path, kept.name) == (
        "03436",
        "Xã Thu Lũm",
        path,
        "Báo cáo.docx",
    )


def test_exports_fill_the_workbook_that_the_form_was_read_from(
    plain: Installation, tmp_path: Path
) -> None:
    sent(plain)
    folder = plain.office.folder / TEMPLATES
    folder.mkdir()
    drawn().save(folder / "phu-luc-ii-2022.xlsx")
    out = tmp_path / "out.xlsx"
    issue_snapshot.export_file(plain.store, plain.office, plain.campaign.slug, "03436", out)
    unit = openpyxl.load_workbook(out, data_only=True)
    assert unit.sheetnames == ["Mẫu 02", "Hướng dẫn"]
    issue_snapshot.export_file(plain.store, plain.office, plain.campaign.slug, None, out)
    total = openpyxl.load_workbook(out, data_only=True)
    assert total.sheetnames[:3] == ["Tổng hợp", "Hướng dẫn", "Theo đơn vị"]
    line = 9 + [row.code for row in plain.form.rows].index("1.6")
    for sheet in (unit["Mẫu 02"], total["Tổng hợp"]):
        assert (sheet[f"E{line}"].value, sheet[f"F{line}"].value) == (4, 160)


def test_a_template_that_shows_another_form_is_not_used(
    plain: Installation, tmp_path: Path
) -> None:
    folder = plain.office.folder / TEMPLATES
    folder.mkdir()
    openpyxl.Workbook().save(folder / "phu-luc-ii-2022.xlsx")
    assert sheet_of(plain, plain.campaign).template is None


def test_the_report_in_words_is_written_by_the_files_ending(
    plain: Installation, tmp_path: Path
) -> None:
    sent(plain)
    out = tmp_path / "bao-cao.docx"
    issue_snapshot.export_file(plain.store, plain.office, plain.campaign.slug, None, out)
    words = [each.text for each in docx.Document(io.BytesIO(out.read_bytes())).paragraphs]
    assert "- Kỹ năng sống cho học sinh: 04 lớp, 160 người." in words


@pytest.mark.parametrize(
    ("upward", "to", "lines"),
    [
        ('receiver = "Sở GDĐT"', None, ["Kính gửi: Sở GDĐT."]),
        (
            'receivers = ["Bộ GDĐT", "UBND tỉnh"]',
            None,
            ["Kính gửi:", "- Bộ GDĐT;", "- UBND tỉnh."],
        ),
        ('receivers = ["Bộ GDĐT", "UBND tỉnh"]', "ubnd tỉnh", ["Kính gửi: UBND tỉnh."]),
    ],
)
def test_the_report_goes_to_the_receivers_of_the_next_tier(
    plain: Installation, upward: str, to: str | None, lines: list[str]
) -> None:
    more = f'upward = {{ deadline = "trước ngày 30/10/2023", {upward} }}'
    made = campaign_of(plain, "sau", 2023, '"phu-luc-ii-2022"', more=more)
    out = plain.folder / "bao-cao.docx"
    issue_snapshot.export_file(plain.store, plain.office, made.slug, None, out, to)
    words = [each.text for each in docx.Document(io.BytesIO(out.read_bytes())).paragraphs]
    start = next(place for place, text in enumerate(words) if text.startswith("Kính gửi"))
    assert words[start : start + len(lines)] == lines


def test_an_addressee_that_is_none_of_the_receivers_is_refused(plain: Installation) -> None:
    more = 'upward = { deadline = "trước ngày 30/10/2023", receivers = ["Bộ GDĐT", "UBND tỉnh"] }'
    campaign_of(plain, "sau", 2023, '"phu-luc-ii-2022"', more=more)
    out = plain.folder / "bao-cao.docx"
    with pytest.raises(UsageError, match="Bộ GDĐT; UBND tỉnh"):
        issue_snapshot.export_file(plain.store, plain.office, "sau", None, out, "Sở Y tế")
    assert not out.exists()


MERGED = """code,name,kind,predecessors
03436,Xã Thu Lũm mới,xã,03466
90001,Xã Mới,xã,03433;99999
90002,Xã Tách một,xã,03439
90003,Xã Tách hai,xã,03439
"""


def test_merged_units_are_compared_with_all_that_they_were_made_from(plain: Installation) -> None:
    for code in ("03436", "03433", "03439"):
        sent(plain, code)
    (plain.folder / "units.csv").write_text(MERGED, encoding="utf-8")
    later = campaign_of(plain, "nam-sau", 2023, '"phu-luc-ii-2022"', accept=True)
    for code in ("03436", "90001", "90002", "90003"):
        sent(plain, code, later)
    assert sheet_of(plain, later).before is None  # one of the two merged communes had not reported
    sent(plain, "03466", count=3)
    after = sheet_of(plain, later).before
    assert after is not None
    assert after.units == ("Xã Thu Lũm mới",)
    assert after.figures["1.6"] == {Cell.COUNT: 7, Cell.PEOPLE: 320}
