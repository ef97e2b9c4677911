"""Papers, consultation, duties and announcements on the board: the command line's acts, asked for rights."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.model.paper import PaperKind
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from tests.storage.peek import OPINION
from tests.web.board_site import BoardSite, BoardVisitor

PAGES = ("papers", "consultation", "duties", "announce")
MORE = """
[consultation]
draft = "du-thao.docx"
text = "Đề nghị góp ý. Quá thời hạn trên, đơn vị không gửi văn bản góp ý xem như thống nhất."
deadline = "trước ngày 12/10/2022"
silence = "agree"
recipients = "units.csv"
[[items]]
units = ["03466"]
type = "duty"
title = "Cử 01 cán bộ âm thanh"
[[items]]
units = ["03454"]
type = "entries"
title = "Ủng hộ Quỹ khuyến học"
row = "10.2"
"""


@pytest.fixture
def site(board_site: BoardSite, tmp_path: Path) -> BoardSite:
    """The sample campaign with a draft to comment on and a duty."""
    import docx

    desk = board_site.desk
    docx.Document().save(str(desk.folder / "du-thao.docx"))
    file = desk.folder / "campaign.toml"
    file.write_text(file.read_text("utf-8").replace("muong-te-2022", "gop-y") + MORE, "utf-8")
    read = campaign_setup.read_campaign(file, desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, "gop-y")
    return board_site


@pytest.fixture
def visitor(site: BoardSite) -> BoardVisitor:
    return site.visitor(site.coordinator())


def posts(visitor: BoardVisitor, page: str, act: str, **fields: str | list[str]) -> httpx.Response:
    data = {"token": visitor.token, "act": act, **fields}
    return visitor.http.post(f"{visitor.site.here}/{page}", data=data)


def text(response: httpx.Response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.text))


def test_the_board_leads_to_the_pages_that_have_something_to_show(visitor: BoardVisitor) -> None:
    board = visitor.board()
    assert all(f"{visitor.site.here}/{page}" in board for page in PAGES)
    assert all(visitor.opens(f"{visitor.site.here}/{page}").status_code == 200 for page in PAGES)


def test_a_paper_is_made_described_sent_and_downloaded(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    assert "Đã lập:" in text(posts(visitor, "papers", "make", kind="invitation"))
    with site.desk.store.reading() as tx:
        (paper,) = tx.papers.of_campaign(site.desk.campaign.id)
    posts(visitor, "papers", "describe", code=paper.code, number="15/PGDĐT", issued="2022-10-10")
    page = text(posts(visitor, "papers", "sent", code=paper.code, how="e-mail"))
    assert "15/PGDĐT" in page and "10/10/2022" in page and "(e-mail)" in page
    file = visitor.opens(f"{site.here}/papers/{paper.code}")
    assert (file.status_code, file.content[:2]) == (200, b"PK")
    assert visitor.opens(f"{site.here}/papers/register").content[:2] == b"PK"


def test_what_was_typed_about_a_paper_can_be_taken_away(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    posts(visitor, "papers", "make", kind="invitation")
    with site.desk.store.reading() as tx:
        (paper,) = tx.papers.of_campaign(site.desk.campaign.id)
    posts(visitor, "papers", "describe", code=paper.code, number="15/PGDĐT", signer="Lò Văn Ân")
    posts(visitor, "papers", "describe", code=paper.code, number="", signer="Lò Văn Ân")
    with site.desk.store.reading() as tx:
        (after,) = tx.papers.of_campaign(site.desk.campaign.id)
    assert (after.number, after.signer) == ("", "Lò Văn Ân")
    same = posts(visitor, "papers", "describe", code=paper.code, signer="Lò Văn Ân")
    assert same.status_code == 409


def test_no_report_is_made_of_a_button_that_is_none(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    assert posts(visitor, "papers", "make", kind="repört").status_code == 400
    assert posts(visitor, "papers", "make", snapshot="x").status_code == 400
    with site.desk.store.reading() as tx:
        assert tx.papers.of_campaign(site.desk.campaign.id) == []


def test_a_paper_whose_file_is_gone_is_not_found(site: BoardSite, visitor: BoardVisitor) -> None:
    posts(visitor, "papers", "make", kind="invitation")
    with site.desk.store.reading() as tx:
        (paper,) = tx.papers.of_campaign(site.desk.campaign.id)
    (site.desk.folder / paper.path).unlink()
    assert visitor.opens(f"{site.here}/papers/{paper.code}").status_code == 404


def test_a_report_is_made_for_the_level_above(site: BoardSite, visitor: BoardVisitor) -> None:
    assert posts(visitor, "papers", "make", kind="report").status_code == 200
    with site.desk.store.reading() as tx:
        made = tx.papers.of_campaign(site.desk.campaign.id)
    assert {paper.kind for paper in made} == {PaperKind.RESULTS}


def test_a_signed_copy_is_bound_and_another_campaigns_code_is_not(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    posts(visitor, "papers", "make", kind="invitation")
    with site.desk.store.reading() as tx:
        (paper,) = tx.papers.of_campaign(site.desk.campaign.id)
    body = (site.desk.folder / paper.path).read_bytes()
    fields = {"token": visitor.token, "act": ""}
    files = {"file": ("ky.docx", body)}
    page = visitor.http.post(f"{site.here}/papers/signed", data=fields, files=files)
    assert "Có bản ký (ky.docx)" in text(page)
    refused = posts(visitor, "papers", "sent", code="KHONGCO1", whom="A")
    assert refused.status_code == 409


def not_shown_yet(site: BoardSite, unit: str, name: str, channel: str = "telegram") -> None:
    """Somebody of a recipient who joined before there was a draft to show."""
    site.desk.joined(unit, name, channel)
    with site.desk.store.transaction() as tx:
        tx.connection.execute(OPINION.delete())


def looked_at(site: BoardSite, visitor: BoardVisitor) -> tuple[str, str]:
    """The page of what would go out, and its mark."""
    page = visitor.opens(f"{site.here}/consultation?send").text
    return unescape(page), re.findall(r'name="seen" value="(\w+)"', page)[0]


def test_a_draft_goes_out_only_as_it_was_looked_at(site: BoardSite, visitor: BoardVisitor) -> None:
    assert posts(visitor, "consultation", "send").status_code == 409
    not_shown_yet(site, "03466", "Lò Văn Ân", "zalo")
    page, seen = looked_at(site, visitor)
    assert "Lò Văn Ân (Zalo)" in page
    assert "du-thao.docx" in page
    assert "chưa có ai tham gia" in page
    not_shown_yet(site, "03454", "Người mới")
    assert posts(visitor, "consultation", "send", seen=seen).status_code == 409
    _, seen = looked_at(site, visitor)
    assert "Đã gửi dự thảo cho 2 nơi" in text(posts(visitor, "consultation", "send", seen=seen))


def test_answers_that_came_on_paper_are_entered_for_those_chosen(visitor: BoardVisitor) -> None:
    given = {"step": "comment", "text": "nên làm trực tuyến", "recipient": ["03466", "03454"]}
    assert posts(visitor, "consultation", "enter", **given).status_code == 409  # from where?
    page = text(posts(visitor, "consultation", "enter", source="công văn 12", **given))
    assert page.count("nên làm trực tuyến") == 2
    assert visitor.opens(f"{visitor.site.here}/consultation/paper").content[:2] == b"PK"


def test_a_duty_is_entered_with_its_source(visitor: BoardVisitor) -> None:
    with visitor.site.desk.store.reading() as tx:
        (item,) = [
            each
            for each in tx.campaigns.by_id(visitor.site.desk.campaign.id).asked_items
            if each.type == "duty"
        ]
    given = {"code": "03466", "key": item.key, "text": "đã cử anh Nam"}
    assert posts(visitor, "duties", "enter", **given).status_code == 409
    page = text(posts(visitor, "duties", "enter", source="điện thoại", **given))
    assert "đã cử anh Nam" in page and "Đã xong" in page and "điện thoại" in page


def test_the_money_of_a_list_is_written_with_dots(site: BoardSite, visitor: BoardVisitor) -> None:
    site.desk.joined("03454").says("sổ: Công ty A: 5 triệu")
    assert "Tổng: 5.000.000 đồng" in text(visitor.opens(f"{site.here}/duties"))


def test_lines_that_are_posted_twice_stand_in_a_list_once(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    page = visitor.opens(f"{site.here}/duties").text
    fields = re.search(r'name="once" value="[^"]+">\s*<input type="hidden" name="code" value="03454">'
                       r'\s*<input type="hidden" name="key" value="(\w+)"', page)  # fmt: skip
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert fields is not None and once is not None
    given = {"code": "03454", "key": fields[1], "source": "điện thoại", "once": once[1]}
    for _ in range(2):
        assert posts(visitor, "duties", "enter", text="Công ty A: 5 triệu", **given).is_success
    assert "Tổng: 5.000.000 đồng" in text(visitor.opens(f"{site.here}/duties"))


def test_what_was_said_in_chat_needs_no_source(site: BoardSite, visitor: BoardVisitor) -> None:
    site.desk.joined("03466").says("xong việc: đã cử anh Nam")
    page = visitor.opens(f"{site.here}/duties").text
    assert "đã cử anh Nam" in page
    assert '<p class="quiet">chat</p>' not in page


@pytest.mark.parametrize(("address", "begins"), [("paper", b"PK"), ("book", b"PK")])
def test_the_duties_are_printed_from_the_page(
    site: BoardSite, visitor: BoardVisitor, address: str, begins: bytes
) -> None:
    assert f"{site.here}/duties/{address}" in visitor.opens(f"{site.here}/duties").text
    made = visitor.opens(f"{site.here}/duties/{address}")
    assert made.status_code == 200 and made.content.startswith(begins)


def test_an_announcement_is_looked_at_and_told_once(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    person = site.desk.joined("03466")
    person.listen()
    shown = visitor.opens(f"{site.here}/announce?what=kickoff")
    assert "Gửi 14 đơn vị" in text(shown) and person.listen() == []
    assert "1" in text(sends(visitor, shown, "kickoff"))
    assert len(person.listen()) == 1
    sends(visitor, shown, "kickoff")
    assert person.listen() == []


def sends(visitor: BoardVisitor, shown: httpx.Response, what: str) -> httpx.Response:
    """Press the button of a page that was opened before."""
    seen = re.search(r'name="seen" value="(\w*)"', shown.text)
    assert seen is not None
    return posts(visitor, "announce", "send", what=what, seen=seen[1])


def test_results_that_changed_since_they_were_looked_at_are_not_sent(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    person = site.desk.joined("03466")
    for said in ("1.1: 3 lớp 45 người", "nộp", "nộp", "nộp"):
        person.says(said)
    shown = visitor.opens(f"{site.here}/announce?what=feedback")
    assert "45 người" in text(shown)
    for said in ("sửa 1.1 thành 9 lớp 99 người", "nộp", "nộp", "nộp"):
        person.says(said)
    person.listen()
    answer = sends(visitor, shown, "feedback")
    assert answer.status_code == 409 and "nội dung đã thay đổi" in text(answer)
    assert person.listen() == []


def test_a_page_that_is_loaded_again_does_nothing_again(
    site: BoardSite, visitor: BoardVisitor
) -> None:
    made = posts(visitor, "papers", "make", kind="invitation")
    assert made.request.method == "GET" and made.history[0].status_code == 303
    again = visitor.opens(str(made.url))
    papers = [re.findall(r"/papers/(\w+)", page.text) for page in (made, again)]
    assert papers[0] == papers[1]
    assert "Đã lập" in text(again)
    shown = visitor.http.get(f"{site.here}/papers?note=forged")
    assert "forged" not in shown.text


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_sees_or_changes_the_pages(
    site: BoardSite, visitor: BoardVisitor, page: str
) -> None:
    stranger = site.visitor()
    assert stranger.opens(f"{site.here}/{page}").status_code == 403
    branch = site.desk.person("Anh Nam")
    branch.starts(site.desk.code("03466", Role.COORDINATOR))
    branch.says("Đồng ý")
    seated = site.visitor(branch)
    assert seated.opens(f"{site.here}/{page}").status_code == 404
    assert posts(seated, page, "send", what="kickoff").status_code in (400, 404)
    elsewhere = site.here.replace(str(site.desk.campaign.id), "1")
    assert visitor.opens(f"{elsewhere}/{page}").status_code == 404


def test_a_form_of_another_site_is_refused(site: BoardSite, visitor: BoardVisitor) -> None:
    forged = visitor.http.post(f"{site.here}/announce", data={"act": "send", "what": "kickoff"})
    assert forged.status_code == 403
