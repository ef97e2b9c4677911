"""Units that are typed: their codes go with their figures from year to year, and never to anybody else."""

from __future__ import annotations

from tests.web.board_site import BoardSite
from tests.web.office_visitor import BODY, OfficeVisitor


def draft_of(clerk: OfficeVisitor, year: int) -> str:
    draft = clerk.begins()
    facts = {
        "title": f"Tuần lễ học tập {year}", "start": f"{year}-10-01", "end": f"{year}-10-07",
        "deadline": f"trước ngày 14/10/{year}", "receiver": "Phòng GDĐT", "act": "next",
    }  # fmt: skip
    clerk.goes(f"{draft}/facts")
    clerk.posts_form(f"{draft}/facts", **facts)
    return draft


def types(clerk: OfficeVisitor, draft: str, names: str) -> None:
    clerk.goes(f"{draft}/units")
    clerk.posts_form(f"{draft}/units", act="typed", kind="trường", names=names)


def opens(clerk: OfficeVisitor, draft: str) -> None:
    clerk.goes(f"{draft}/forms")
    clerk.posts_form(f"{draft}/forms", **{"form-0": "phu-luc-ii-2022", "act": "next"})
    clerk.posts_form(f"{draft}/check", act="open")


def codes(site: BoardSite) -> dict[str, str]:
    with site.desk.store.reading() as tx:
        return {unit.name: unit.code for unit in tx.campaigns.units(BODY)}


def test_a_new_unit_never_gets_the_code_of_one_that_was_there_before(
    board_site: BoardSite,
) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    first = draft_of(clerk, 2022)
    types(clerk, first, "Trường A\nTrường B")
    opens(clerk, first)
    before = codes(board_site)
    later = draft_of(clerk, 2023)
    types(clerk, later, "Trường B\nTrường C\nTrường A")
    opens(clerk, later)
    after = codes(board_site)
    assert after == {**before, "Trường C": after["Trường C"]}
    assert after["Trường C"] not in before.values()


def test_a_list_that_calls_a_known_code_otherwise_is_told_before_anything_is_made(
    board_site: BoardSite,
) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    first, second = draft_of(clerk, 2022), draft_of(clerk, 2023)
    types(clerk, first, "Trường A")
    types(clerk, second, "Trường C")  # typed while the first was not made yet
    opens(clerk, first)
    clerk.goes(f"{second}/forms")
    clerk.posts_form(f"{second}/forms", **{"form-0": "phu-luc-ii-2022", "act": "next"})
    clerk.goes(f"{second}/check")
    assert "đang là “Trường A”, danh sách mới ghi “Trường C”" in clerk.page.text
