"""A request goes on to the units below by an earlier day; the law's working day is minded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.model.commands import PassOn
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.check_plan import plan_warnings
from tests.office import TZ, deadline_of
from tests.use_cases.test_three_tiers import Province

TENTH = datetime(2022, 10, 11, 23, 59, 59, tzinfo=TZ)  # the campaign's last day is the 13th


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path, {"H1": "", "H1X1": "H1", "H1X2": "H1", "H1X1T1": "H1X1"})
    made.desk.campaign = made.campaign
    yield made
    made.desk.close()


def test_the_units_directly_below_get_the_earlier_day(province: Province) -> None:
    commune = province.desk.joined("H1X1")
    assert province.does(PassOn(province.ids["H1"], TENTH, "Mong các xã gửi sớm.")).may
    told = commune.listen()[-1].text
    assert "11/10/2022" in told and "“kế hoạch”" in told and "gửi sớm" in told
    with province.desk.store.reading() as tx:
        until = deadline_of(tx, province.campaign.id, province.ids["H1X2"])
        assert until == TENTH
        deeper = deadline_of(tx, province.campaign.id, province.ids["H1X1T1"])
    assert deeper != TENTH
    commune.says("hạn nộp khi nào")
    assert "cấp trên trực tiếp" in commune.last


def test_a_day_that_is_not_earlier_than_the_units_own_is_refused(province: Province) -> None:
    late = TENTH.replace(day=14)
    refused = province.does(PassOn(province.ids["H1"], late))
    assert not refused.may and "phải trước hạn" in refused.text


def test_a_day_without_a_working_day_between_is_named(province: Province) -> None:
    from bot.use_cases.turns.run_command import Acting, preview

    with province.desk.store.reading() as tx:
        from bot.model.person import Seat

        seat = Seat(0, Role.COORDINATOR, province.campaign.id, "")
        acting = Acting(tx, province.desk.office, seat)
        close = preview(acting, [PassOn(province.ids["H1"], TENTH.replace(day=13, hour=12))])
        far = preview(acting, [PassOn(province.ids["H1"], TENTH)])
    assert "09/2019" in close.text
    assert "09/2019" not in far.text


def test_a_branchs_coordinator_passes_the_request_on_in_chat(province: Province) -> None:
    hoa = province.desk.person("Hoa")
    hoa.starts(province.desk.code("H1", Role.COORDINATOR))
    hoa.says("Đồng ý")
    hoa.says("chuyển xuống trước ngày 12/10/2022 nhớ kèm ảnh")
    assert "11/10/2022" in hoa.last and "Đơn vị H1X1, Đơn vị H1X2" in hoa.last
    hoa.says("đúng")
    with province.desk.store.reading() as tx:
        assert deadline_of(tx, province.campaign.id, province.ids["H1X1"]) == TENTH


def test_a_campaign_whose_tiers_are_due_together_is_warned_of(tmp_path: Path) -> None:
    """Named as an item or not: whoever has units below owes their total."""
    made = Province(tmp_path, {"H1": "", "H1X1": "H1"})
    text = (tmp_path / "ba-cap.toml").read_text("utf-8")
    assert any("phải tổng hợp" in told for told in plan_warnings(read(made, "ba-cap.toml")))
    items = '[[items]]\nkinds = ["huyện"]\ntype = "total"\n'
    for deadline, is_close in (
        ('deadline = "trước ngày 14/10/2022"\n', True),
        ('deadline = "trước ngày 20/10/2022"\n', False),
    ):
        (tmp_path / "moi.toml").write_text(
            text.replace("ba-cap", "moi", 1) + items + deadline, "utf-8"
        )
        told = plan_warnings(read(made, "moi.toml"))
        assert any("phải tổng hợp" in sentence for sentence in told) == is_close
    made.desk.close()


def read(province: Province, name: str) -> campaign_setup.CampaignFile:
    return campaign_setup.read_campaign(province.desk.folder / name, province.desk.office)
