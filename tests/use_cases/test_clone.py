"""Last year's campaign as this year's: units through the merger, people, seats, and nothing sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.errors import OperatorError, UsageError
from bot.model.campaign import CampaignState, OwnDeadline
from bot.model.campaign_item import CampaignItem
from bot.model.events import Extended
from bot.model.person import Role
from bot.model.unit import Unit
from bot.registry.after_merger import after_merger
from bot.registry.look_up import find_provinces, search
from bot.registry.national_list import national_list
from bot.registry.typed_name import kind_of
from bot.use_cases.board import comparison
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.campaign_file import NO_DEADLINE
from bot.use_cases.campaigns.clone_campaign import Clone, CloneRequest, clone_campaign
from bot.use_cases.campaigns.clone_words import clone_lines
from bot.use_cases.papers.consultations import OPINION
from bot.use_cases.reminding import reminder_schedule
from tests.office import TZ, Installation
from tests.storage.peek import OUTBOX
from tests.use_cases.test_thu_dau_mot import WARDS

PROVINCE = "Lai Châu"
NEXT = CloneRequest("nam-2026", date(2026, 10, 1), date(2026, 10, 7), "trước ngày 14/10/2026")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def cloned(desk: Installation, wanted: CloneRequest = NEXT) -> Clone:
    with desk.store.transaction() as tx:
        return clone_campaign(tx, desk.office, desk.campaign.slug, wanted)


def communes_of_2022() -> list[Unit]:
    """All communes of the province before the reform, under their national codes."""
    (found,) = find_provinces(PROVINCE)
    former = [
        each.unit
        for commune in national_list().of(found.province)
        for each in commune.predecessors
    ]
    return [Unit(0, unit.code, unit.name, kind_of(unit.name)) for unit in former]


def test_the_communes_of_a_province_become_those_of_today() -> None:
    made = after_merger(communes_of_2022())
    assert (len(communes_of_2022()), len(made.units), made.gone) == (106, 38, ())
    assert len({unit.code for unit in made.units}) == 38
    assert sum(len(made.made_from(unit.code)) for unit in made.units) == 106


def test_the_name_of_every_unit_and_what_it_was_made_from_are_the_registrys() -> None:
    made = after_merger(communes_of_2022())
    known = {commune.code: commune for commune in national_list().communes}
    for unit in made.units:
        former = {each.unit.code for each in known[unit.code].predecessors}
        assert (unit.name, set(unit.predecessors)) == (known[unit.code].name, former)


def test_schools_stay_below_what_their_commune_became_and_districts_are_gone() -> None:
    school = Unit(0, "TH-01", "Trường Tiểu học số 1", "trường", parent="03442")
    district = Unit(0, "107", "Huyện Mường Tè", "huyện")
    made = after_merger([*communes_of_2022(), school, district])
    assert next(unit.parent for unit in made.units if unit.code == "TH-01") == made.heirs["03442"]
    assert [unit.name for unit in made.gone] == ["Huyện Mường Tè"]


def test_the_wards_of_thu_dau_mot_go_on_by_their_codes_and_by_no_name_alone() -> None:
    wards = [search(f"phường {ward}, Thủ Dầu Một") for ward in WARDS]
    former = [
        place for places in wards for place in places if place.district == "Thành phố Thủ Dầu Một"
    ]
    made = after_merger([Unit(0, each.code, each.name, "phường") for each in former])
    hoa_phu = next(each.code for each in former if each.name == "Phường Hòa Phú")
    called = {unit.code: unit.name for unit in made.units}
    assert called[made.heirs[hoa_phu]] == "Phường Bình Dương"
    assert len(former) == 14 and made.unknown == ()
    own = [Unit(0, f"P{number}", each.name, "phường") for number, each in enumerate(former)]
    assert after_merger(own).unknown == tuple(own)  # a name is of several provinces: somebody says


def test_a_list_with_codes_of_its_own_is_known_by_its_national_codes() -> None:
    own = [
        replace(unit, code=f"X{unit.code}", commune_code=unit.code) for unit in communes_of_2022()
    ]
    made = after_merger(own)
    assert len(made.units) == 38
    assert all(code.startswith("X") for unit in made.units for code in unit.predecessors)


def test_a_clone_is_a_draft_in_its_own_period_after_the_old_one(desk: Installation) -> None:
    made = cloned(desk).campaign
    assert (made.state, made.previous) == (CampaignState.DRAFT, desk.campaign.slug)
    assert made.title == desk.campaign.title.replace("2022", "2026")
    assert (made.period_start, made.forms) == (date(2026, 10, 1), desk.campaign.forms)
    assert made.last_instant == datetime(2026, 10, 13, 23, 59, 59, tzinfo=TZ)


def test_people_keep_their_seats_over_the_merger_and_hear_nothing(desk: Installation) -> None:
    first, second = desk.joined("03433", "Lò Văn Ân"), desk.joined("03466", "Lý Thị Bé")
    desk.person("Nguyễn Thị Hoa").starts(desk.code(None, Role.COORDINATOR))
    before = len(first.listen()) + len(second.listen())
    made = cloned(desk)
    with desk.store.reading() as tx:
        seats = {
            (seat.unit_code, seat.role)
            for seat, _ in tx.people.seats_of_campaign(made.campaign.id)
        }
    heirs = after_merger(list_of(desk)).heirs
    assert seats == {(heirs["03433"], Role.REPORTER), (heirs["03466"], Role.REPORTER)}
    assert (made.people, made.without_seat, before) == (2, 0, 0)
    assert [first.listen(), second.listen()] == [[], []]


def list_of(desk: Installation) -> list[Unit]:
    with desk.store.reading() as tx:
        return tx.campaigns.members(desk.campaign.id)


def test_opening_tells_people_in_their_own_chats_and_no_code_is_needed(
    desk: Installation,
) -> None:
    person = desk.joined("03466")
    made = cloned(desk)
    with desk.store.transaction() as tx:
        campaign_setup.open_campaign(tx, desk.office, made.campaign.slug)
        unit = next(seat for seat, _ in tx.people.seats_of_campaign(made.campaign.id))
    told = person.listen()
    assert len(told) == 1
    assert made.campaign.title in told[0].text and unit.unit_name in told[0].text


def test_the_old_campaign_keeps_its_own_units(desk: Installation) -> None:
    before = list_of(desk)
    cloned(desk)
    assert list_of(desk) == before


def test_figures_of_merged_units_are_compared_with_all_that_they_were_made_from(
    desk: Installation,
) -> None:
    made = cloned(desk)
    old = {unit.code for unit in list_of(desk)}
    with desk.store.reading() as tx:
        units = tx.campaigns.members(made.campaign.id)
        before = comparison.campaign_before(tx.campaigns.beside(made.campaign), made.campaign)
    assert before is not None and before.slug == desk.campaign.slug
    shown = [code for unit in units for code in comparison.origins(unit, old)]
    outside = {
        code for unit in units if set(unit.predecessors) - old for code in unit.predecessors
    }
    assert len(shown) == len(set(shown))
    assert (
        set(shown) == old - outside
    )  # what was made in part from elsewhere stands beside nothing


def test_a_year_without_a_reform_between_keeps_every_unit(desk: Installation) -> None:
    wanted = CloneRequest(
        "nam-2023", date(2023, 10, 2), date(2023, 10, 8), "trước ngày 18/10/2023"
    )
    made = cloned(desk, wanted)
    assert [unit.code for unit in made.units] == [unit.code for unit in list_of(desk)]
    assert made.merged == ()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(NEXT, slug="tên có dấu"),
        replace(NEXT, end=date(2026, 9, 1)),
        replace(NEXT, deadline="sớm nhất có thể"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_made(
    desk: Installation, wrong: CloneRequest
) -> None:
    with pytest.raises(UsageError):
        cloned(desk, wrong)
    with desk.store.reading() as tx:
        assert [campaign.slug for campaign in tx.campaigns.all()] == [desk.campaign.slug]


def test_a_name_that_is_taken_is_refused(desk: Installation) -> None:
    cloned(desk)
    with pytest.raises(OperatorError):
        cloned(desk)


def test_nothing_is_queued_by_a_clone(desk: Installation) -> None:
    desk.joined("03466")
    with desk.store.reading() as tx:
        before = len(tx.connection.execute(OUTBOX.select()).all())
    cloned(desk)
    with desk.store.reading() as tx:
        assert len(tx.connection.execute(OUTBOX.select()).all()) == before


def test_a_deadline_of_some_units_that_falls_into_the_new_period_is_told(
    desk: Installation,
) -> None:
    """Schools were due on the period's second working day after it; this year's deadline is earlier."""
    text = (desk.folder / "campaign.toml").read_text("utf-8").replace("muong-te-2022", "truong")
    kinds = 'deadline = { "thị trấn" = "trước ngày 11/10/2022", "" = "trước ngày 14/10/2022" }'
    text = text.replace('deadline = "trước ngày 14/10/2022"', kinds)
    (desk.folder / "kinds.toml").write_text(text, "utf-8")
    read = campaign_setup.read_campaign(desk.folder / "kinds.toml", desk.office)
    wanted = CloneRequest(
        "nam-2026", date(2026, 10, 1), date(2026, 10, 9), "trước ngày 13/10/2026"
    )
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        made = clone_campaign(tx, desk.office, "truong", wanted)
    assert any("không có ngày làm việc nào" in line for line in made.warnings)
    assert "Xin xem lại ngày" in "\n".join(clone_lines(made))


def test_what_has_no_day_has_none_and_no_day_is_reckoned_from_an_extension(
    desk: Installation,
) -> None:
    own = (
        OwnDeadline(NO_DEADLINE, None, ("trường",)),
        OwnDeadline("trước ngày 12/10/2022", on(11), ("xã",)),
    )
    duty = CampaignItem(
        "1", "duty", "Cử 02 lớp", kinds=("xã",), due=on(11), phrase="hết ngày 11/10/2022"
    )
    draft = CampaignItem("2", OPINION, "Ý kiến", kinds=("xã",))
    with desk.store.transaction() as tx:
        before = replace(desk.campaign, id=0, slug="cu", deadlines=own, asked_items=(duty, draft))
        number = tx.campaigns.create(before, "", desk.now)
        reminder_schedule.extend_campaign(tx, desk.office, Extended(number, None, on(19), "bão"))
        made = clone_campaign(tx, desk.office, "cu", NEXT).campaign
    phrases = [
        (each.kinds, each.last_instant and each.last_instant.day) for each in made.deadlines
    ]
    assert phrases == [(("trường",), None), (("xã",), 11)]
    assert [(each.type, each.due and each.due.day) for each in made.asked_items] == [("duty", 11)]


def on(day: int) -> datetime:
    return datetime(2022, 10, day, 23, 59, 59, tzinfo=TZ)
