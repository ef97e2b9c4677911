"""The cut-out of a photographed form stands in the web chat as a picture beside its words."""

from __future__ import annotations

import re

from sqlalchemy import text

from bot.model.documents import Document
from bot.model.message import Reply
from tests.web.table_site import TableSite

PICTURE = b"\x89PNG\r\n\x1a\n and more"


def test_a_cut_out_is_shown_beside_its_words(table_site: TableSite) -> None:
    browser = table_site.browser()
    browser.opens()
    file = table_site.desk.folder / "cut-out.png"
    file.write_bytes(PICTURE)
    told = Reply("1.1", document=Document("hinh-cat-1.1.png", path=str(file)))
    with table_site.desk.store.transaction() as tx:
        (address,) = tx.connection.execute(text("SELECT id FROM address")).scalars()
        tx.messages.put(address, "web", [told], table_site.desk.now)
    browser.says("xem")
    page = browser.http.get(f"{table_site.address}/chat", headers={"accept": "text/html"})
    found = re.search(r'<img class="picture" src="([^"]+)"', page.text)
    assert found is not None
    assert browser.http.get(f"{table_site.address}{found[1]}").content == PICTURE
    file.unlink()
    assert browser.http.get(f"{table_site.address}{found[1]}").status_code == 404
