"""Without JavaScript the page works as plain forms."""

from __future__ import annotations

from bot.model.message import IncomingKind
from tests.imports.pictures import png, webp
from tests.web.site import Site, Visitor


def test_the_whole_way_without_javascript(site: Site, visitor: Visitor) -> None:
    assert "Mở phần nhập báo cáo" in visitor.page
    opened = visitor.submit(code="ABCDE12345")
    assert (opened.status_code, opened.headers["location"]) == (303, "/chat#end")
    assert "Đồng ý</button>" in visitor.open().text
    visitor.submit(choice="0|1|0|agree")
    assert "Câu 1/34" in visitor.open().text
    visitor.submit(text="3 lớp 45 người")
    assert "Đã ghi 3 lớp 45 người" in visitor.open().text
    visitor.submit([("a.png", png()), ("b.webp", webp())], text="Lớp học")
    assert [(each.kind, each.choice or each.text) for each in site.backend.received] == [
        (IncomingKind.START, "ABCDE12345"),
        (IncomingKind.CHOICE, "0|1|0|agree"),
        (IncomingKind.TEXT, "3 lớp 45 người"),
        (IncomingKind.PHOTO, "Lớp học"),
        (IncomingKind.PHOTO, ""),
    ]
    assert len({each.album for each in site.backend.received[-2:]}) == 1


def test_a_form_sent_twice_is_stored_once(site: Site, visitor: Visitor) -> None:
    for _ in range(3):
        assert visitor.submit(text="5").status_code == 303
    assert site.texts() == ["5"]


def test_an_empty_form_stores_nothing(site: Site, visitor: Visitor) -> None:
    assert visitor.submit(text="  ").status_code == 303
    assert site.texts() == []


def test_a_form_needs_the_token_of_its_page(site: Site, visitor: Visitor) -> None:
    refused = visitor.submit(text="5", token="x")
    assert (refused.status_code, site.texts()) == (403, [])
    assert "Xin lỗi anh/chị" in refused.text


def test_a_refused_file_is_a_polite_page(site: Site, visitor: Visitor) -> None:
    refused = visitor.submit([("a.jpg", b"no picture")])
    assert (refused.status_code, site.texts()) == (415, [])
    assert "Về trang nhập báo cáo" in refused.text
