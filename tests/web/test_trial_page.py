"""A campaign that is tried before it is opened, on its page of the office."""

from __future__ import annotations

import re

from tests.web.board_site import BoardSite
from tests.web.office_visitor import OfficeVisitor


def test_a_campaign_is_tried_on_its_page_until_it_is_opened(
    board_site: BoardSite,
) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = clerk.begins()
    clerk.fills_in(draft)
    clerk.goes(f"{draft}/check")
    clerk.posts_form(f"{draft}/check", act="make")
    clerk.posts_form("/setup/campaign/2/trial", act="begin")
    assert "Đang chạy thử" in clerk.page.text
    board = re.search(r'href="(/board/of/\d+)"', clerk.page.text)
    assert board is not None
    assert "Chạy thử:" in clerk.goes(board[1]).text
    with board_site.desk.store.reading() as tx:
        assert len(tx.campaigns.all()) == 2
    clerk.goes("/setup/campaign/2")
    clerk.posts_form("/setup/campaign/2", act="open", sure="1")
    assert clerk.goes(board[1]).status_code in (403, 404)
