"""Somebody who sets a campaign up in the browser, without script."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import httpx

from bot.use_cases.office.office_entry import setup_code
from tests.web.board_site import BoardSite, BoardVisitor

BODY = "UBND huyện Mường Tè (thử)"
PLAN = """Số: 88/KH-UBND

Mường Tè, ngày 23 tháng 9 năm 2022

KẾ HOẠCH
Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2022

I. THỜI GIAN TỔ CHỨC

Tuần lễ được tổ chức từ ngày 01/10/2022 đến ngày 07/10/2022.

II. TỔ CHỨC THỰC HIỆN

UBND các xã, thị trấn báo cáo kết quả thực hiện về UBND huyện (qua Phòng Giáo dục và Đào tạo huyện) trước ngày 14/10/2022.
"""


def fresh_link(site: BoardSite, **options: bool) -> str:
    with site.desk.store.transaction() as tx:
        return f"/setup/{setup_code(tx, site.desk.office, **options)}"


class OfficeVisitor(BoardVisitor):
    """A browser; `page` is the last page it was shown."""

    def __init__(self, site: BoardSite) -> None:
        super().__init__(site)
        self.page: httpx.Response

    def goes(self, path: str) -> httpx.Response:
        self.page = self.http.get(path)
        return self.page

    def comes_in(self, name: str = "Nguyễn Thị Hoa", body: str = BODY) -> OfficeVisitor:
        """Use a fresh one-time link."""
        self.page = self.http.post(
            fresh_link(self.site), data={"name": name, "body": body, "agree": "1"}
        )
        assert self.page.status_code == 200, self.page.text
        return self

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        assert found is not None, f"no field {name} in {self.page.text}"
        return unescape(found[1])

    def posts_form(
        self, path: str, files: dict[str, Any] | None = None, **fields: Any
    ) -> httpx.Response:
        """Post a form as the shown page offers it: with its token and, in a draft, its version."""
        shown = {"token": self.field("token")}
        if 'name="version"' in self.page.text:
            shown["version"] = self.field("version")
        self.page = self.http.post(path, data={**shown, **fields}, files=files)
        return self.page

    def begins(self) -> str:
        """Begin a new campaign; returns the draft's address."""
        self.goes("/setup")
        self.posts_form("/setup/new", body=BODY)
        return self.page.url.path.removesuffix("/plan")

    def fills_in(self, draft: str, **other: str) -> None:
        """All steps but the last, typed by hand."""
        facts = {
            "title": "Tuần lễ học tập 2022", "start": "2022-10-01", "end": "2022-10-07",
            "deadline": "trước ngày 14/10/2022", "receiver": "Phòng GDĐT", "act": "next", **other,
        }  # fmt: skip
        self.goes(f"{draft}/facts")
        self.posts_form(f"{draft}/facts", **facts)
        self.posts_form(f"{draft}/units", act="typed", kind="trường", names="Trường A\nTrường B")
        self.goes(f"{draft}/forms")
        self.posts_form(f"{draft}/forms", **{"form-0": "phu-luc-ii-2022", "act": "next"})

    def drops_plan(self, draft: str, text: str = PLAN, name: str = "ke-hoach.txt") -> None:
        self.goes(f"{draft}/plan")
        self.posts_form(f"{draft}/plan", files={"file": (name, text.encode(), "text/plain")})

    def drops_file(self, path: str, file: Path, **fields: str) -> None:
        self.posts_form(path, files={"file": (file.name, file.read_bytes(), "")}, **fields)
