"""A campaign that is only tried: people answer as they will later, and nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from bot.errors import OperatorError
from bot.model.campaign import Campaign, CampaignState
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.campaign_setup import drop_campaign, find_campaign, open_campaign
from bot.use_cases.campaigns.trial_runs import begin_trial, end_trial
from bot.use_cases.reminding.send_reminders import reminder_tick
from tests.office import Installation, Person, said

WHOLE = "1.1: 2 lớp 60 người"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, open_=False)
    yield made
    made.close()


def tries(desk: Installation) -> Campaign:
    with desk.store.transaction() as tx:
        return begin_trial(tx, desk.office, desk.campaign)


def opens(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        desk.campaign = open_campaign(tx, desk.office, desk.campaign.slug)


def rows_of(desk: Installation, campaign: Campaign) -> dict[str, int]:
    """How many rows of each table belong to a campaign or one of its reports."""
    found = {}
    with desk.store.reading() as tx:
        submissions = SQLModel.metadata.tables["submission"]
        reports = select(submissions.c.id).where(submissions.c.campaign_id == campaign.id)
        for table in SQLModel.metadata.sorted_tables:
            for name, wanted in (("campaign_id", None), ("submission_id", reports)):
                if name in table.columns:
                    column = table.columns[name]
                    which = column == campaign.id if wanted is None else column.in_(wanted)
                    count = select(func.count()).select_from(table).where(which)
                    if number := tx.connection.execute(count).scalar():
                        found[table.name] = number
    return found


def test_who_joined_tries_and_every_answer_says_that_it_does_not_count(desk: Installation) -> None:
    person = desk.joined()
    tries(desk)
    desk.later(hours=1)
    assert "làm thử" in said(person.listen()[-1])
    replies = person.says(WHOLE)
    assert replies[0].lead.startswith("CHẠY THỬ")
    assert any("1.1: 2 lớp, 60 người" in said(reply) for reply in replies)


def test_who_joins_during_the_trial_may_begin_at_once(desk: Installation) -> None:
    tries(desk)
    person = desk.joined()
    assert "làm thử ngay" in person.last
    assert any("1.1: 2 lớp, 60 người" in said(reply) for reply in person.says(WHOLE))


def test_opening_leaves_nothing_of_what_was_tried(desk: Installation) -> None:
    person = desk.joined()
    trial = tries(desk)
    person.says(WHOLE)
    person.sends_photo()
    opens(desk)
    assert set(rows_of(desk, trial)) == {"submission", "seat"}
    assert desk.submission().answers == {}
    assert "đã được xóa" in said(person.listen()[-1])


def test_a_figure_that_waited_in_the_trial_is_not_stored_by_a_yes_after_the_opening(
    desk: Installation,
) -> None:
    person = desk.joined()
    tries(desk)
    person.says("mục 1.1")
    person.says("45 người")
    opens(desk)
    person.says("đúng")
    assert desk.submission().answers == {}


def test_buttons_of_the_trial_do_nothing_to_the_real_report(desk: Installation) -> None:
    person = desk.joined()
    tries(desk)
    person.says("mục 1.1")
    old = [choice for reply in person.heard for choice in reply.choices]
    opens(desk)
    for choice in old:
        person.presses(choice)
    assert desk.submission().answers == {}


def test_nobody_is_reminded_of_a_trial(desk: Installation) -> None:
    desk.joined()
    trial = tries(desk)
    assert "reminder" not in rows_of(desk, trial)
    coordinator = desk.coordinator("Hoa")
    coordinator.says("nhắc")
    assert "không nhắc ai" in coordinator.last
    desk.later(days=5)
    with desk.store.transaction() as tx:
        assert reminder_tick(tx, desk.office, desk.now) == 0


def test_a_trial_is_counted_nowhere(desk: Installation) -> None:
    trial = tries(desk)
    with desk.store.reading() as tx:
        assert [campaign.slug for campaign in tx.campaigns.all()] == [desk.campaign.slug]
        assert trial not in tx.campaigns.beside(desk.campaign).earlier
        assert find_campaign(tx, trial.slug).state is CampaignState.OPEN


def test_a_trial_ends_and_begins_anew(desk: Installation) -> None:
    person = desk.joined()
    tries(desk)
    person.says(WHOLE)
    with desk.store.transaction() as tx:
        end_trial(tx, desk.office, desk.campaign)
        with pytest.raises(OperatorError, match="không chạy thử"):
            end_trial(tx, desk.office, desk.campaign)
    assert "chưa mở" in said(person.says(WHOLE)[-1])
    again = tries(desk)
    assert "answer" not in rows_of(desk, again)


def test_an_open_campaign_is_not_tried(desk: Installation) -> None:
    opens(desk)
    with pytest.raises(OperatorError, match="đã mở"):
        tries(desk)


def test_a_second_trial_is_the_first(desk: Installation) -> None:
    assert tries(desk) == tries(desk)


def test_the_person_writes_on_in_the_real_report(desk: Installation) -> None:
    person: Person = desk.joined()
    tries(desk)
    person.says(WHOLE)
    opens(desk)
    replies = person.says("1.1: 3 lớp 90 người")
    assert "CHẠY THỬ" not in said(replies[0])
    assert desk.submission().answers["1.1"].count == 3


def drops(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        drop_campaign(tx, desk.office, desk.campaign.slug)


def test_a_campaign_that_was_never_opened_can_be_made_again_under_its_name(
    desk: Installation,
) -> None:
    person, unused = desk.joined(), desk.code("03454")
    trial = tries(desk)
    drops(desk)
    with desk.store.reading() as tx:
        assert tx.campaigns.all() == []
        assert tx.trials.of(desk.campaign.slug) is None
    assert all(
        set(rows_of(desk, each)) == {"submission", "seat"} for each in (trial, desk.campaign)
    )
    assert "chưa được gắn với đơn vị nào" in said(person.says("chào")[-1])
    assert "không" in said(desk.person("Chị Bình").starts(unused)[-1])
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    with desk.store.transaction() as tx:
        desk.campaign = campaign_setup.create_campaign(tx, desk.office, read)
    opens(desk)
    assert any("1.1: 2 lớp, 60 người" in said(reply) for reply in desk.joined().says(WHOLE))


def test_a_campaign_that_was_opened_is_not_deleted(desk: Installation) -> None:
    opens(desk)
    with pytest.raises(OperatorError, match="đã mở"):
        drops(desk)
    assert desk.submission().unit_id
