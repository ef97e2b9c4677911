"""What a plan states and a clerk confirms stands in the campaign, and nothing else of it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from bot.model.plan import Opening, Plan
from tests.web.board_site import BoardSite
from tests.web.office_visitor import PLAN, OfficeVisitor

CEREMONIES = PLAN.replace(
    "II. TỔ CHỨC THỰC HIỆN",
    """II. LỄ KHAI MẠC
- Cấp huyện: 7 giờ 30 ngày 01/10/2022, tại Nhà văn hóa huyện.
- Cấp xã: từ ngày 02/10/2022 đến ngày 04/10/2022, tại xã.

III. TỔ CHỨC THỰC HIỆN

UBND các xã, thị trấn gửi kế hoạch về Phòng Giáo dục và Đào tạo huyện trước ngày 28/9/2022.
Phòng Giáo dục và Đào tạo huyện tổng hợp, báo cáo UBND huyện, Sở Giáo dục và Đào tạo trước ngày 20/10/2022.
""",
)


def confirmed_draft(clerk: OfficeVisitor, *left_out: str) -> str:
    draft = clerk.begins()
    clerk.drops_plan(draft, CEREMONIES)
    names = re.findall(r'name="confirmed" value="([\w-]+)"', clerk.page.text)
    facts = dict(re.findall(r'id="(\w+)" name="\1" type="text" [^>]*? value="([^"]*)"',
                            clerk.page.text))  # fmt: skip
    ticked = [name for name in names if name not in left_out]
    clerk.posts_form(f"{draft}/facts", **facts, confirmed=ticked, act="next")
    clerk.posts_form(f"{draft}/units", act="typed", kind="xã", names="Xã Bum Nưa\nXã Bum Tở")
    clerk.goes(f"{draft}/forms")
    clerk.posts_form(f"{draft}/forms", **{"form-0": "phu-luc-ii-2022", "act": "next"})
    clerk.posts_form(f"{draft}/check", act="make")
    return draft


def plan_of(site: BoardSite) -> Plan:
    with site.desk.store.reading() as tx:
        return tx.campaigns.by_id(2).plan


def test_confirmed_ceremonies_stand_in_the_campaign_with_who_holds_them(
    board_site: BoardSite,
) -> None:
    confirmed_draft(OfficeVisitor(board_site).comes_in())
    assert plan_of(board_site).openings == (
        Opening((), date(2022, 10, 1), None, "07:30", "Nhà văn hóa huyện"),
        Opening(("xã",), date(2022, 10, 2), date(2022, 10, 4), "", "xã"),
    )


def test_a_ceremony_that_nobody_confirmed_stands_nowhere(board_site: BoardSite) -> None:
    confirmed_draft(OfficeVisitor(board_site).comes_in(), "opening-0")
    assert [opening.kinds for opening in plan_of(board_site).openings] == [("xã",)]


def test_the_day_for_handing_in_plans_is_no_deadline_of_the_report(board_site: BoardSite) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = clerk.begins()
    clerk.drops_plan(draft, CEREMONIES)
    assert clerk.field('deadline" type="text" maxlength="500') == "trước ngày 14/10/2022"
    assert clerk.field('upward_deadline" type="text" maxlength="500') == "trước ngày 20/10/2022"


def facts_page(board_site: BoardSite, duties: str) -> str:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = clerk.begins()
    clerk.drops_plan(
        draft, f"{PLAN.partition('II. TỔ CHỨC THỰC HIỆN')[0]}II. TỔ CHỨC THỰC HIỆN\n{duties}\n"
    )
    clerk.goes(f"{draft}/facts")
    return unescape(clerk.page.text)


def test_every_day_on_which_reports_are_due_is_shown_beside_the_deadline(
    board_site: BoardSite,
) -> None:
    page = facts_page(
        board_site,
        "1. Các trường học gửi báo cáo kết quả về UBND xã trước ngày 10/10/2022.\n"
        "2. Các thôn, bản gửi báo cáo kết quả về UBND xã trước ngày 14/10/2022.",
    )
    assert 'value="trước ngày 10/10/2022"' in page
    assert (
        "Kế hoạch còn nêu: “Các thôn, bản gửi báo cáo kết quả về UBND xã trước ngày 14/10/2022.”"
        in page
    )


def test_a_day_that_another_takes_the_place_of_is_no_deadline(board_site: BoardSite) -> None:
    page = facts_page(
        board_site,
        "1. Các trường học gửi báo cáo kết quả về UBND xã trước ngày 10/10/2022 "
        "(thay cho thời hạn trước ngày 05/10/2022 tại Công văn số 9/UBND-VX).",
    )
    assert 'value="trước ngày 10/10/2022"' in page
    assert "Kế hoạch còn nêu" not in page
