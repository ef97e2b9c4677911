"""The outline of the report in words belongs to the coordinator: printed, changed, kept with the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.export_kinds import export_named
from bot.use_cases.papers.campaign_export import campaign_sheet, write_file
from bot.use_cases.papers.campaign_outline import keep_outline, outline_text
from tests.office import Installation
from tests.use_cases.test_outgoing import SLUG, hand_in, reports, text_of

OWN = """
gather = ["11"]
[[section]]
title = "Lớp học"
lead = "Toàn huyện"
parts = ["mở {1.1.count} lớp[ cho {1.1.people} cán bộ]"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    hand_in(made, "03466", "1.1: 3 lớp 45 người; còn lại không")
    yield made
    made.close()


def kept(desk: Installation, text: str) -> None:
    with desk.store.transaction() as tx:
        keep_outline(tx, desk.office, SLUG, text)


def test_the_report_follows_the_coordinators_own_outline(desk: Installation) -> None:
    kept(desk, OWN)
    assert "Toàn huyện mở 03 lớp cho 45 cán bộ." in text_of(reports(desk)[0].body)
    kept(desk, "")
    assert "Trong Tuần lễ đã tổ chức 03 lớp" in text_of(reports(desk)[0].body)


def test_what_is_printed_can_be_kept_as_it_is(desk: Installation) -> None:
    before = text_of(reports(desk)[0].body)
    with desk.store.reading() as tx:
        text = outline_text(tx, desk.office, SLUG)
    kept(desk, text)
    assert text_of(reports(desk)[0].body) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gather = [", "không đọc được"),
        ("a = 1", "không đọc được"),
        (OWN.replace("1.1.count", "77.count"), "không có {77.count}"),
        (OWN.replace("people", "weight"), r"không có {1\.1\.weight}"),
        (OWN.replace('["11"]', '["12"]'), "không có 12"),
    ],
)
def test_an_outline_that_names_what_the_form_has_not_is_refused(
    desk: Installation, text: str, told: str
) -> None:
    with pytest.raises(OperatorError, match=told):
        kept(desk, text)


def test_the_outline_of_the_campaign_before_goes_on(desk: Installation) -> None:
    kept(desk, OWN)
    with desk.store.transaction() as tx:
        next_one = replace(desk.campaign, id=0, slug="muong-te-2023", previous=SLUG)
        tx.campaigns.create(next_one, "", desk.now)
        assert outline_text(tx, desk.office, "muong-te-2023") == OWN


def test_an_outline_whose_rows_the_next_form_has_not_does_not_go_on(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        next_one = replace(desk.campaign, id=0, slug="muong-te-2023", previous=SLUG)
        tx.campaigns.create(next_one, "", desk.now)
        tx.campaigns.set_setting(f"outline:{SLUG}", OWN.replace("1.1.count", "77.count"))
        told = outline_text(tx, desk.office, "muong-te-2023")
    assert "Toàn huyện" not in told
    assert "{10.1.count}" in told


def test_an_export_that_fails_leaves_the_file_that_was_there(
    desk: Installation, tmp_path: Path
) -> None:
    with desk.store.reading() as tx:
        sheet = campaign_sheet(tx, desk.office, desk.campaign)
    out = tmp_path / "bao-cao.docx"
    write_file(export_named("docx"), sheet, None, out)
    before = out.read_bytes()
    with pytest.raises(KeyError):
        write_file(
            export_named("docx"),
            replace(sheet, outline='gather = ["77"]\nsection = []'),
            None,
            out,
        )
    assert out.read_bytes() == before
    assert list(tmp_path.glob("*.part")) == []
    with pytest.raises(OperatorError, match="Không ghi được"):
        write_file(export_named("docx"), sheet, None, tmp_path / "khong-co" / "bao-cao.docx")
