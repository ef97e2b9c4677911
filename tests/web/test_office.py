"""The office in the browser: who gets in, its people, a new campaign in five steps, invitations."""

from __future__ import annotations

import io
import re
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from bot.model.campaign import CampaignState
from bot.model.person import Role
from tests.office import Person
from tests.storage.peek import OUTBOX
from tests.web.board_site import BoardSite
from tests.web.office_visitor import BODY, OfficeVisitor, fresh_link

PAGES = ("/setup/doctor", "/setup/campaign/1", "/setup/draft/1/plan", "/setup/draft/1/check")


@pytest.fixture
def clerk(board_site: BoardSite) -> OfficeVisitor:
    """The first person of an office."""
    return OfficeVisitor(board_site).comes_in()


def queued(site: BoardSite) -> int:
    with site.desk.store.reading() as tx:
        return len(tx.connection.execute(OUTBOX.select()).all())


def slugs(site: BoardSite) -> list[str]:
    with site.desk.store.reading() as tx:
        return [campaign.slug for campaign in tx.campaigns.all()]


# The way in


def test_a_one_time_link_survives_being_fetched_and_works_once(board_site: BoardSite) -> None:
    link, visitor = fresh_link(board_site), OfficeVisitor(board_site)
    assert [visitor.goes(link).status_code for _ in range(3)] == [200, 200, 200]
    posted = {"name": "Nguyễn Thị Hoa", "body": BODY, "agree": "1"}
    assert visitor.http.post(link, data=posted).status_code == 200
    assert BODY in visitor.goes("/setup").text
    assert OfficeVisitor(board_site).http.post(link, data=posted).status_code == 410
    assert OfficeVisitor(board_site).goes(link).status_code == 410


@pytest.mark.parametrize("left_out", ["name", "body", "agree"])
def test_without_name_body_or_consent_nobody_comes_in_and_the_link_stays(
    board_site: BoardSite, left_out: str
) -> None:
    link, visitor = fresh_link(board_site), OfficeVisitor(board_site)
    posted = {"name": "Hoa", "body": BODY, "agree": "1"}
    assert visitor.http.post(link, data={**posted, left_out: ""}).status_code == 422
    assert visitor.goes("/setup").status_code == 403
    assert visitor.http.post(link, data=posted).status_code == 200


def test_the_link_runs_out_after_a_day(board_site: BoardSite) -> None:
    link = fresh_link(board_site)
    board_site.desk.later(days=1)
    assert OfficeVisitor(board_site).goes(link).status_code == 410


def test_the_link_that_waits_is_printed_again_and_a_new_one_ends_it(board_site: BoardSite) -> None:
    first = fresh_link(board_site)
    assert fresh_link(board_site) == first
    second = fresh_link(board_site, new=True)
    assert second != first
    assert OfficeVisitor(board_site).goes(first).status_code == 410


@pytest.mark.parametrize("path", PAGES)
def test_strangers_see_no_page_of_the_office(board_site: BoardSite, path: str) -> None:
    OfficeVisitor(board_site).comes_in().begins()
    assert OfficeVisitor(board_site).goes(path).status_code == 403


@pytest.mark.parametrize("path", ["/setup/campaign/1", "/setup/draft/1/plan"])
def test_another_bodys_office_sees_nothing_of_it(board_site: BoardSite, path: str) -> None:
    OfficeVisitor(board_site).comes_in().begins()
    other = OfficeVisitor(board_site).comes_in("Trần Văn Bình", "UBND huyện khác")
    assert other.goes(path).status_code == 404


def test_a_coordinator_who_joined_by_chat_comes_into_the_office_by_the_boards_link(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = OfficeVisitor(board_site)
    visitor.enters(board_site.link(hoa))
    assert board_site.desk.campaign.title in visitor.goes("/setup").text


def test_whoever_coordinates_a_branch_sets_up_no_campaign_of_the_body(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = OfficeVisitor(board_site)
    visitor.enters(board_site.link(hoa))
    with board_site.desk.store.transaction() as tx:
        ((seat, _),) = tx.people.seats_of_unit(board_site.desk.campaign.id, None)
        tx.people.leave(seat.id, board_site.desk.now)
        campaign, unit = board_site.desk.campaign.id, board_site.unit()
        tx.people.take_seat(1, campaign, unit, Role.COORDINATOR, board_site.desk.now)
    assert visitor.goes("/setup").status_code == 403
    assert visitor.goes("/setup/campaign/1").status_code == 404


def test_an_invited_colleague_joins_the_office_and_coordinates_its_campaigns(
    board_site: BoardSite, clerk: OfficeVisitor
) -> None:
    draft = clerk.begins()
    clerk.fills_in(draft)
    clerk.posts_form(f"{draft}/check", act="open")
    clerk.goes("/setup")
    clerk.posts_form("/setup/people", body=BODY, act="invite")
    link = re.search(r"/setup/[0-9A-Z]{20}", clerk.page.text)
    assert link is not None
    colleague = OfficeVisitor(board_site)
    colleague.http.post(link[0], data={"name": "Lê Thị Thu", "agree": "1"})
    assert colleague.goes("/board/of/2").status_code == 200


def test_a_removed_colleague_is_out_of_office_and_boards_at_once(
    board_site: BoardSite, clerk: OfficeVisitor
) -> None:
    colleague = OfficeVisitor(board_site).comes_in("Lê Thị Thu")
    clerk.goes("/setup")
    clerk.posts_form("/setup/people", body=BODY, act="remove", who="2")
    assert colleague.goes("/setup").status_code == 403


def test_the_last_person_of_an_office_stays(clerk: OfficeVisitor) -> None:
    clerk.goes("/setup")
    clerk.posts_form("/setup/people", body=BODY, act="remove", who="1")
    assert "người cuối cùng" in clerk.page.text
    assert BODY in clerk.goes("/setup").text


def test_a_chat_is_bound_by_a_link_of_the_page(
    board_site: BoardSite, clerk: OfficeVisitor
) -> None:
    clerk.goes("/setup")
    clerk.posts_form("/setup/people", body=BODY, act="chat")
    code = re.search(r"/chat/(\w+)", clerk.page.text)
    assert code is not None
    person = board_site.desk.person("Hoa trên điện thoại")
    person.starts(code[1])
    person.says("Đồng ý")
    with board_site.desk.store.reading() as tx:
        assert [row.chat for row in tx.people.addresses(1)] == [person.address.chat]


# A new campaign


def test_nothing_is_made_or_sent_before_it_is_opened(
    board_site: BoardSite, clerk: OfficeVisitor
) -> None:
    before = queued(board_site), slugs(board_site)
    draft = clerk.begins()
    clerk.fills_in(draft)
    assert "Mở đợt" in clerk.goes(f"{draft}/check").text
    assert (queued(board_site), slugs(board_site)) == before
    clerk.posts_form(f"{draft}/check", act="open")
    assert clerk.page.url.path == "/setup/campaign/2"
    with board_site.desk.store.reading() as tx:
        made = tx.campaigns.by_id(2)
    assert (made.state, made.body, made.receiver) == (CampaignState.OPEN, BODY, "Phòng GDĐT")


def test_a_draft_is_left_and_continued(board_site: BoardSite, clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    clerk.goes(f"{draft}/facts")
    clerk.posts_form(f"{draft}/facts", title="Đợt dở dang", act="keep")
    board_site.desk.later(hours=4)
    assert "Đợt dở dang" in clerk.goes("/setup").text
    assert 'value="Đợt dở dang"' in clerk.goes(f"{draft}/facts").text


def test_what_is_missing_is_named_with_the_step_to_go_to(clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    page = clerk.goes(f"{draft}/check").text
    assert [f'href="{draft}/{step}"' in page for step in ("facts", "units", "forms")] == [True] * 3
    assert 'value="open"' not in page


def test_values_of_a_plan_stand_beside_their_sentences_and_are_confirmed_one_by_one(
    clerk: OfficeVisitor,
) -> None:
    draft = clerk.begins()
    clerk.drops_plan(draft)
    assert 'value="01/10/2022"' in clerk.page.text
    assert "Tuần lễ được tổ chức từ ngày 01/10/2022 đến ngày 07/10/2022." in clerk.page.text
    assert "chưa xác nhận" in clerk.goes(f"{draft}/check").text
    clerk.goes(f"{draft}/facts")
    stated = re.findall(r'name="confirmed" value="(\w+)"', clerk.page.text)
    clerk.fills_in(draft, confirmed=stated)  # type: ignore[arg-type]
    assert "chưa xác nhận" not in clerk.goes(f"{draft}/check").text


@pytest.mark.parametrize(
    ("name", "text"),
    [("ke-hoach.exe", "MZ"), ("ke-hoach.docx", "PK not a document"), ("ke-hoach.txt", "\0")],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence_and_loses_nothing(
    clerk: OfficeVisitor, name: str, text: str
) -> None:
    draft = clerk.begins()
    clerk.goes(f"{draft}/facts")
    clerk.posts_form(f"{draft}/facts", title="Giữ lại", act="keep")
    clerk.drops_plan(draft, text, name)
    assert (clerk.page.status_code, name in clerk.page.text) == (422, True)
    assert 'value="Giữ lại"' in clerk.goes(f"{draft}/facts").text


def test_units_come_from_the_registry_by_their_former_district(clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    page = clerk.goes(f"{draft}/units?province=12").text
    number = re.search(r'Huyện Mường Tè.*?name="district" value="(\d+)"', page, re.DOTALL)
    assert number is not None
    clerk.posts_form(f"{draft}/units", act="registry", province="12", district=number[1])
    assert "Xã Bum Tở" in clerk.page.text and "Xã Than Uyên" not in clerk.page.text


def test_units_come_from_a_list_and_a_wrong_one_is_named_by_its_line(
    clerk: OfficeVisitor, tmp_path: Path
) -> None:
    draft = clerk.begins()
    listed = tmp_path / "danh-sach.csv"
    listed.write_text("code,name,kind\nTH1,Trường Tiểu học Một,trường\n", "utf-8")
    clerk.goes(f"{draft}/units")
    clerk.drops_file(f"{draft}/units", listed)
    assert "Trường Tiểu học Một" in clerk.page.text
    listed.write_text("code,name,kind\nTH1,\n", "utf-8")
    clerk.drops_file(f"{draft}/units", listed)
    assert (clerk.page.status_code, "danh-sach.csv" in clerk.page.text) == (422, True)


def test_last_years_units_go_through_the_merger(board_site: BoardSite, hoa: Person) -> None:
    clerk = OfficeVisitor(board_site)
    clerk.enters(board_site.link(hoa))
    clerk.goes("/setup")
    clerk.posts_form("/setup/new", body=board_site.desk.campaign.body)
    draft = clerk.page.url.path.removesuffix("/plan")
    clerk.goes(f"{draft}/facts")
    clerk.posts_form(f"{draft}/facts", start="2026-10-01", end="2026-10-07", act="next")
    clerk.posts_form(f"{draft}/units", act="previous", campaign="1")
    assert "8 đơn vị báo cáo" in clerk.page.text


def test_the_built_in_form_is_the_first_that_is_offered_and_none_is_chosen_by_itself(
    clerk: OfficeVisitor,
) -> None:
    """S3-07: a plan says "theo mẫu" and has none."""
    draft = clerk.begins()
    clerk.goes(f"{draft}/forms")
    offered = re.findall(r'<option value="([^"]*)"( selected)?', clerk.page.text)
    assert [slug for slug, _ in offered][:2] == ["", "phu-luc-ii-2022"]
    assert "selected" not in "".join(chosen for slug, chosen in offered if "phu-luc" in slug)


def test_an_annex_becomes_the_form_and_its_rows_are_shown(
    clerk: OfficeVisitor, board_site: BoardSite
) -> None:
    annex = board_site.desk.folder / "bieu.xlsx"
    _annex(annex)
    draft = clerk.begins()
    clerk.goes(f"{draft}/forms")
    clerk.drops_file(f"{draft}/forms", annex, act="annex", kind="")
    assert "Tổng số lớp đã mở" in clerk.page.text
    clerk.fills_in(draft)
    clerk.goes(f"{draft}/forms")
    own = re.search(r'<option value="(bieu-\d+-\d+)"', clerk.page.text)
    assert own is not None
    clerk.posts_form(f"{draft}/forms", **{"form-0": own[1], "act": "next"})
    clerk.posts_form(f"{draft}/check", act="make")
    with board_site.desk.store.reading() as tx:
        assert dict(tx.campaigns.by_id(2).forms) == {"": own[1]}


def _annex(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["TT", "Nội dung", "Đơn vị", "Số lượng", "Người", "Ghi chú"],
        ["1", "Tổng số lớp đã mở", "Lớp", None, None, None],
        ["2", "Tổng số hội thảo", "Hội thảo", None, None, None],
    ):
        sheet.append(row)
    book.save(path)


def test_two_people_in_one_draft_do_not_overwrite_each_other(
    board_site: BoardSite, clerk: OfficeVisitor
) -> None:
    draft = clerk.begins()
    clerk.goes(f"{draft}/facts")
    colleague = OfficeVisitor(board_site).comes_in("Lê Thị Thu")
    colleague.goes(f"{draft}/facts")
    colleague.posts_form(f"{draft}/facts", title="Của Thu", act="keep")
    clerk.posts_form(f"{draft}/facts", title="Của Hoa", act="keep")
    assert clerk.page.status_code == 409
    assert 'value="Của Thu"' in clerk.goes(f"{draft}/facts").text


def test_a_campaign_is_made_of_a_draft_once(clerk: OfficeVisitor, board_site: BoardSite) -> None:
    draft = clerk.begins()
    clerk.fills_in(draft)
    clerk.goes(f"{draft}/check")
    again = clerk.page
    clerk.posts_form(f"{draft}/check", act="make")
    clerk.page = again
    clerk.posts_form(f"{draft}/check", act="make")
    assert (clerk.page.status_code, len(slugs(board_site))) == (409, 2)


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example.com"}, {"sec-fetch-site": "cross-site"}]
)
def test_forms_of_other_sites_are_refused(clerk: OfficeVisitor, headers: dict[str, str]) -> None:
    clerk.goes("/setup")
    posted = {"token": clerk.field("token"), "body": BODY}
    assert clerk.http.post("/setup/new", data=posted, headers=headers).status_code == 403
    assert clerk.http.post("/setup/new", data={"body": BODY}).status_code == 403


def test_what_people_type_is_never_markup(clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    clerk.goes(f"{draft}/facts")
    clerk.posts_form(f"{draft}/facts", title="<script>alert(1)</script>", act="keep")
    assert "<script>alert" not in clerk.page.text + clerk.goes("/setup").text


def test_the_preview_names_every_reminder_with_its_words(clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    clerk.fills_in(draft)
    page = clerk.goes(f"{draft}/check").text
    assert "Nhắc hạn" in page and "2 đơn vị" in page
    assert "Trường A" in page


def test_the_preview_shows_the_words_for_units_that_will_have_joined(clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    clerk.fills_in(draft)
    page = clerk.goes(f"{draft}/check").text
    assert "34 mục" in page or "chưa nhập" in page
    assert "chưa có người tham gia" not in page


def test_every_step_names_what_is_missing_and_that_nothing_was_sent(clerk: OfficeVisitor) -> None:
    draft = clerk.begins()
    clerk.goes(f"{draft}/units")
    assert "Chưa tin nào được gửi" in clerk.page.text
    assert "Chưa có đơn vị nào." in clerk.page.text
    assert f'Bước khác còn thiếu: <a href="{draft}/facts">Nội dung</a>, ' in clerk.page.text
    clerk.goes(f"{draft}/facts")
    assert "Chưa có: Tên đợt báo cáo, Từ ngày, Đến ngày" in clerk.page.text
    clerk.goes(f"{draft}/plan")
    assert "Bước khác" not in clerk.page.text  # before a plan is even chosen


def test_items_for_a_kind_of_unit_and_the_plans_own_data_reach_the_campaign(
    clerk: OfficeVisitor, board_site: BoardSite
) -> None:
    draft = clerk.begins()
    clerk.fills_in(draft, number="88/KH-UBND", issued="2022-09-23", basis="1/KH-A; 2/KH-B")
    clerk.goes(f"{draft}/forms")
    item = {"type": "photos", "kind": "trường", "minimum": "2", "title": "Ảnh khai mạc"}
    clerk.posts_form(f"{draft}/forms", act="item", **item)
    assert "Ảnh khai mạc" in clerk.page.text
    clerk.posts_form(f"{draft}/check", act="make")
    with board_site.desk.store.reading() as tx:
        made = tx.campaigns.by_id(2)
    assert [(each.type, each.kinds, each.minimum) for each in made.asked_items] == [
        ("photos", ("trường",), 2)
    ]
    assert (made.plan.number, made.plan.basis) == ("88/KH-UBND", ("1/KH-A", "2/KH-B"))


# A campaign's page


@pytest.fixture
def made(clerk: OfficeVisitor) -> OfficeVisitor:
    """A clerk whose campaign is made and not opened."""
    draft = clerk.begins()
    clerk.fills_in(draft)
    clerk.goes(f"{draft}/check")
    clerk.posts_form(f"{draft}/check", act="make")
    return clerk


def codes(page: httpx.Response) -> list[str]:
    return re.findall(r"<code>(\w{10})</code>", page.text)


def test_codes_are_printed_again_as_they_are_and_new_ones_void_them(made: OfficeVisitor) -> None:
    page = "/setup/campaign/2/invitations"
    first = codes(made.posts_form(page, role="reporter", act="show"))
    assert codes(made.posts_form(page, role="reporter", act="show")) == first
    asked = made.posts_form(page, role="reporter", act="new")
    assert "mất hiệu lực" in asked.text
    fresh = made.posts_form(page, role="reporter", act="new", sure="1")
    assert "2" in fresh.text and not set(codes(fresh)) & set(first)


def test_deputies_have_codes_of_their_own(board_site: BoardSite, made: OfficeVisitor) -> None:
    page = "/setup/campaign/2/invitations"
    reporters = codes(made.posts_form(page, role="reporter", act="show"))
    deputies = codes(made.posts_form(page, role="deputy", act="show"))
    assert len(deputies) == len(reporters)
    assert not set(deputies) & set(reporters)
    person = board_site.desk.person("Pờ Thị Mai")
    person.starts(deputies[0])
    assert "người phụ trách phó" in person.last


def test_no_link_of_this_machine_alone_stands_on_a_hand_out(
    board_site: BoardSite, made: OfficeVisitor
) -> None:
    page = made.posts_form("/setup/campaign/2/invitations", role="reporter", act="show").text
    assert "127.0.0.1:8080" not in page and "public_url" in page
    board_site.links["web"] = "https://baocao.example.vn/chat/{code}"
    shown = made.posts_form("/setup/campaign/2/invitations", role="reporter", act="show").text
    assert "https://baocao.example.vn/chat/" in shown and "public_url" not in shown


def test_the_hand_out_is_a_workbook_with_the_same_codes(made: OfficeVisitor) -> None:
    page = "/setup/campaign/2/invitations"
    shown, before = codes(made.posts_form(page, role="reporter", act="show")), made.page
    body = made.posts_form(page, role="reporter", act="workbook").content
    made.page = before
    cells = [cell.value for row in load_workbook(io.BytesIO(body)).active for cell in row]  # type: ignore[union-attr]
    assert set(shown) <= set(cells)


def test_opening_is_confirmed_first_and_then_done(
    board_site: BoardSite, made: OfficeVisitor
) -> None:
    made.posts_form("/setup/campaign/2", act="open")
    with board_site.desk.store.reading() as tx:
        assert tx.campaigns.by_id(2).state is CampaignState.DRAFT
    made.posts_form("/setup/campaign/2", act="open", sure="1")
    with board_site.desk.store.reading() as tx:
        assert tx.campaigns.by_id(2).state is CampaignState.OPEN


def test_a_campaign_that_was_not_opened_goes_back_to_its_draft_and_is_made_again(
    board_site: BoardSite, made: OfficeVisitor
) -> None:
    assert "mời lại" in made.posts_form("/setup/campaign/2", act="drop").text
    home = made.posts_form("/setup/campaign/2", act="drop", sure="1").text
    assert (len(slugs(board_site)), "/setup/draft/1/plan" in home) == (1, True)
    made.goes("/setup/draft/1/check")
    made.posts_form("/setup/draft/1/check", act="make")
    with board_site.desk.store.reading() as tx:
        again = tx.campaigns.all()[-1]
    assert (again.id, again.state) == (3, CampaignState.DRAFT)
    made.posts_form("/setup/campaign/3", act="open", sure="1")
    assert made.posts_form("/setup/campaign/3", act="drop", sure="1").status_code == 409


def test_who_joins_before_the_opening_is_welcomed_and_told_when_it_opens(
    board_site: BoardSite, made: OfficeVisitor
) -> None:
    code = codes(made.posts_form("/setup/campaign/2/invitations", role="reporter", act="show"))[0]
    person = board_site.desk.person("Lò Văn Ân")
    person.starts(code)
    person.says("Đồng ý")
    assert "chưa mở" in person.last
    made.goes("/setup/campaign/2")
    made.posts_form("/setup/campaign/2", act="open", sure="1")
    assert ["Tuần lễ học tập 2022" in reply.text for reply in person.listen()] == [True]


def test_a_campaign_is_cloned_on_its_page(made: OfficeVisitor, board_site: BoardSite) -> None:
    made.goes("/setup/campaign/2/clone")
    typed = {"start": "01/10/2023", "end": "7.10.2023", "slug": "nam-2023"}
    made.posts_form("/setup/campaign/2/clone", deadline="sớm nhất", **typed)
    assert made.page.status_code == 422 and 'value="nam-2023"' in made.page.text
    made.posts_form("/setup/campaign/2/clone", deadline="trước ngày 14/10/2023", **typed)
    assert "nam-2023" in slugs(board_site)


def test_days_are_written_as_offices_write_them_and_one_that_is_none_costs_nothing(
    clerk: OfficeVisitor,
) -> None:
    draft = clerk.begins()
    clerk.goes(f"{draft}/facts")
    days = {"start": "01/10/2022", "end": "32/10/2022", "series_until": "1-12-2022"}
    clerk.posts_form(f"{draft}/facts", title="Tuần lễ", act="next", **days)
    assert clerk.page.status_code == 422 and "“32/10/2022” không phải là ngày" in clerk.page.text
    shown = dict(re.findall(r'name="(\w+)" type="text" [^>]*? value="([^"]*)"', clerk.page.text))
    assert shown["title"] == "Tuần lễ" and shown["series_until"] == "01/12/2022"
    assert (shown["start"], shown["end"]) == ("01/10/2022", "32/10/2022")
    clerk.posts_form(f"{draft}/facts", **days | {"series_until": "1/13/2022"})
    assert 'value="01/12/2022"' in clerk.goes(f"{draft}/facts").text  # what was kept stays


def test_doctor_is_a_page(clerk: OfficeVisitor) -> None:
    page = clerk.goes("/setup/doctor").text
    assert "Đồng hồ sai" in page and "cần xử lý" in page


def test_every_member_of_the_office_coordinates_the_new_campaign(
    board_site: BoardSite, made: OfficeVisitor
) -> None:
    with board_site.desk.store.reading() as tx:
        held = tx.people.seats_of_campaign(2)
    assert [(seat.role, person) for seat, person in held] == [(Role.COORDINATOR, 1)]


def test_the_word_for_the_board_leads_to_a_campaign_that_is_not_open(tmp_path: Path) -> None:
    site = BoardSite(tmp_path, open_=False)
    try:
        page = site.visitor().enters(site.link(site.coordinator()))
        assert page.url.path == f"/setup/campaign/{site.desk.campaign.id}"
        assert "Mở đợt" in page.text
    finally:
        site.close()
