"""Figures that stand far out are asked about once, from where on the campaign says; the reason is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.model.person import Role, Seat
from bot.model.unusual import AS_USUAL, Unusual
from bot.use_cases.board.board_totals import TotalsFilter, totals_page
from bot.use_cases.campaigns import campaign_setup
from tests.office import Installation, Person
from tests.use_cases.test_publish import campaign_of, sent

PEERS = ("03436", "03439", "03440", "03442", "03445")
FORM = '"phu-luc-ii-2022"'
ASKED = "gấp 9 lần mức thường gặp"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def reporter(desk: Installation, more: str = "") -> Person:
    """One of a campaign in which five other communes have sent 1.6 with 4 classes of 160 people."""
    campaign = campaign_of(desk, "nam", 2023, FORM, more=more)
    desk.campaign = campaign
    for code in PEERS:
        sent(desk, code, campaign)
    person = desk.joined("03466")
    for words in ("sửa 1.6 thành 4 lớp 1500 người", "đúng"):
        person.says(words)
    return person


def test_a_figure_far_above_its_peers_is_asked_about_before_it_is_sent(desk: Installation) -> None:
    person = reporter(desk)
    person.says("nộp")
    person.says("nộp")
    assert ASKED in person.last and "ghi chú 1.6" in person.last
    person.says("nộp")
    assert desk.submission("03466").is_sent


def test_a_reason_is_kept_with_the_figure_and_ends_the_question(desk: Installation) -> None:
    person = reporter(desk)
    person.says("ghi chú 1.6: mở thêm năm điểm trường")
    for _ in range(3):
        person.says("nộp")
        assert ASKED not in person.last
    with desk.store.reading() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, "")
        page = totals_page(tx, desk.office, seat, TotalsFilter(row="1.6"))
    (share,) = (share for share in page.shares if share.odd)
    assert share.note == "mở thêm năm điểm trường"
    assert all(line.outliers == 0 for line in page.lines)  # nothing is left to ask


def test_what_was_sent_once_is_not_asked_again(desk: Installation) -> None:
    person = reporter(desk)
    for _ in range(3):
        person.says("nộp")
    for words in ("sửa 1.1 thành 3 lớp 45 người", "đúng", "nộp"):
        person.says(words)
        assert ASKED not in person.last


def test_a_campaign_says_from_where_on_it_asks(desk: Installation) -> None:
    person = reporter(desk, "[outliers]\npeers = 10\nlast_year = 0")
    assert desk.campaign.unusual == Unusual(peers=10, last_year=0)
    for _ in range(3):
        person.says("nộp")
        assert "mức thường gặp" not in person.last


def test_limits_that_are_no_numbers_are_refused_with_their_line(desk: Installation) -> None:
    file = desk.folder / "campaign.toml"
    file.write_text(file.read_text("utf-8") + "\n[outliers]\npeers = -1\n", "utf-8")
    with pytest.raises(UsageError, match=r"campaign\.toml.*outliers"):
        campaign_setup.read_campaign(file, desk.office)


def test_a_figure_of_nothing_is_never_far_from_last_year() -> None:
    assert AS_USUAL.is_far_from_last_year(50, 5)
    assert AS_USUAL.is_far_from_last_year(5, 50)
    assert not AS_USUAL.is_far_from_last_year(50, 0)
    assert not Unusual(last_year=0).is_far_from_last_year(500, 5)
