"""Every reminder of the five plans, and of the same shapes in 2026, on pages to be read.

Run with UPDATE_GOLDEN=1 to write the pages anew.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.reminders.timeline import FOLDER, Plan, check_golden, shifted, timeline

WEEK = "Tuần lễ hưởng ứng học tập suốt đời năm"
MUONG_TE = Plan(
    "muong-te-2022", f"{WEEK} 2022 (Mường Tè)", (date(2022, 10, 1), date(2022, 10, 7)),
    "trước ngày 14/10/2022", "Xã Bum Nưa",
)  # fmt: skip
BA_DINH = Plan(
    "ba-dinh-2020", f"{WEEK} 2020 (Ba Đình)", (date(2020, 10, 2), date(2020, 10, 7)),
    "không ấn định", "Phường Cống Vị",
)  # fmt: skip
QUANG_NAM = Plan(
    "quang-nam-2023", f"{WEEK} 2023 (Quảng Nam)", (date(2023, 10, 2), date(2023, 10, 8)),
    "trước ngày 23/10/2023", "Huyện Đại Lộc", "trước ngày 30/10/2023",
    "Bộ Giáo dục và Đào tạo", 18,
)  # fmt: skip
BAC_KAN = Plan(
    "bac-kan-2024", f"{WEEK} 2024 (Bắc Kạn)", (date(2024, 9, 30), date(2024, 10, 5)),
    "trước ngày 10/10/2024", "Phường Đức Xuân", units=8,
)  # fmt: skip
THU_DAU_MOT = Plan(
    "thu-dau-mot-2021", f"{WEEK} 2021 (Thủ Dầu Một)", (date(2021, 10, 1), date(2021, 10, 7)),
    "trước ngày 12/10/2021", "TTHTCĐ phường Phú Lợi", "trước ngày 15/10/2021",
    "UBND thành phố",
)  # fmt: skip
PLANS = [
    MUONG_TE,
    BA_DINH,
    QUANG_NAM,
    BAC_KAN,
    THU_DAU_MOT,
    shifted(MUONG_TE, 2026, "trước ngày 14/10/2026"),
    shifted(BA_DINH, 2026, "không ấn định"),
    shifted(QUANG_NAM, 2026, "trước ngày 23/10/2026", "trước ngày 30/10/2026"),
    shifted(BAC_KAN, 2026, "trước ngày 10/10/2026"),
    shifted(THU_DAU_MOT, 2026, "hết ngày 10/10/2026", "trước ngày 12/10/2026"),
]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)
def test_the_timeline_of_a_plan(plan: Plan) -> None:
    check_golden(f"{plan.slug}.txt", timeline(plan))


def test_every_kept_page_belongs_to_a_plan() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {plan.slug for plan in PLANS}
