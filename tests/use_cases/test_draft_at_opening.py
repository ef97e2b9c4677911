"""Opening a campaign sends the draft that comments are asked about, once, as it was shown before, and never
after the day for comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers import consultations
from storage import Author
from tests.office import TZ, Installation, Person
from tests.use_cases.test_thu_dau_mot import CAMPAIGN, LETTER_1040, RULE, _document, _write_lists

SLUG = "thu-dau-mot-2021"


@dataclass
class Waiting:
    """A campaign with a draft that is not open yet."""

    desk: Installation

    def person(self, code: str | None, role: Role = Role.REPORTER) -> Person:
        """Somebody who joins before the opening."""
        person = self.desk.person(f"Người của {code}")
        person.starts(self.desk.code(code, role))
        person.says("Đồng ý")
        return person

    def preview(self) -> tuple[str, consultations.DraftSending | None]:
        with self.desk.store.reading() as tx:
            found = campaign_setup.find_campaign(tx, SLUG)
            return consultations.opening_preview(tx, found, self.desk.now)

    def opens(self, *, again: bool = False) -> None:
        act = campaign_setup.reopen_campaign if again else campaign_setup.open_campaign
        with self.desk.store.transaction() as tx:
            act(tx, self.desk.office, SLUG)

    def sent_to(self) -> list[str]:
        with self.desk.store.reading() as tx:
            lines = consultations.ledger_of(tx, self.desk.campaign, self.desk.now)
        return [line.recipient.code for line in lines if line.sent_at is not None]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Waiting]:
    place = tmp_path / "town"
    place.mkdir()
    _write_lists(place)
    _document(place / "du-thao.docx", ("Địa điểm: tại các trung tâm.",))
    (place / "campaign.toml").write_text(CAMPAIGN.format(text=LETTER_1040 + RULE), "utf-8")
    made = Waiting(Installation(tmp_path))
    made.desk.now = at(15)
    read = campaign_setup.read_campaign(place / "campaign.toml", made.desk.office)
    with made.desk.store.transaction() as tx:
        made.desk.campaign = campaign_setup.create_campaign(tx, made.desk.office, read)
    yield made
    made.desk.close()


def at(day: int) -> datetime:
    return datetime(2021, 9, day, 9, tzinfo=TZ)


def test_what_was_shown_goes_out_at_the_first_opening_and_once(town: Waiting) -> None:
    ward = town.person("P03")
    before = len(ward.heard)
    words, draft = town.preview()
    assert "gửi lấy ý kiến 18 nơi" in words
    assert "1 nơi đã có người tham gia" in words
    assert draft is not None
    assert [(name, len(people)) for name, people in draft.to if people] == [
        ("Ủy ban nhân dân phường Chánh Nghĩa", 1)
    ]
    assert town.sent_to() == []
    assert len(ward.heard) == before
    town.opens()
    told = [reply for reply in ward.listen() if "dự thảo" in reply.head]
    assert [reply.text for reply in told] == [draft.text.partition("\n")[2]]
    assert town.sent_to() == ["P03"]
    town.opens()
    assert [reply for reply in ward.listen() if "dự thảo" in reply.head] == []


def test_nothing_goes_out_when_the_day_for_comments_is_over(town: Waiting) -> None:
    ward = town.person("P03")
    town.desk.now = at(29)
    words, draft = town.preview()
    assert "đã qua: khi mở, dự thảo không được gửi đi" in words
    assert draft is None
    town.opens()
    assert [reply for reply in ward.listen() if "dự thảo" in reply.head] == []
    assert town.sent_to() == []


def test_taking_a_campaign_up_again_sends_no_draft(town: Waiting) -> None:
    town.opens()
    with town.desk.store.transaction() as tx:
        campaign_setup.finish_campaign(tx, town.desk.office, SLUG)
    with town.desk.store.reading() as tx, pytest.raises(OperatorError, match="đã kết thúc"):
        consultations.plan_sending(tx, campaign_setup.find_campaign(tx, SLUG), town.desk.now)
    ward = town.person("P04")
    ward.listen()
    town.opens(again=True)
    assert [reply for reply in ward.listen() if "dự thảo" in reply.head] == []


def test_a_draft_is_not_sent_by_hand_before_the_opening(town: Waiting) -> None:
    town.person("P03")
    with town.desk.store.transaction() as tx, pytest.raises(OperatorError, match="chưa mở"):
        consultations.send_draft(tx, town.desk.campaign, Author(town.desk.now))


def test_whoever_opens_in_the_chat_is_told_what_goes_out(town: Waiting) -> None:
    boss = town.person(None, Role.COORDINATOR)
    asked = boss.says("mở đợt")[-1].text
    assert "dự thảo “du-thao.docx” được gửi lấy ý kiến 18 nơi" in asked
    boss.says("sai")
    assert town.sent_to() == []
    town.person("P03")
    boss.says("mở đợt")
    boss.says("đúng")
    assert town.sent_to() == ["P03"]
