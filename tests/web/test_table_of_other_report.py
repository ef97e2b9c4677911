"""A page that was opened for one report stores nothing in another that its person works on by now."""

from __future__ import annotations

import pytest

from tests.web.table_site import TableBrowser, TableSite

OTHER = "03436"


@pytest.fixture
def moved(table_site: TableSite) -> TableBrowser:
    """Somebody whose table shows one unit, and who works on another since."""
    browser = table_site.browser()
    browser.opens()
    browser.says(table_site.desk.code(OTHER), kind="start")
    browser.says("Đồng ý")
    return browser


def answers(site: TableSite) -> list[dict[str, object]]:
    return [dict(site.desk.submission(unit).answers) for unit in ("03466", OTHER)]


def test_a_form_of_the_earlier_page_is_refused(moved: TableBrowser, table_site: TableSite) -> None:
    refused = moved.submits({"1.2:count": "3"})
    assert refused.status_code == 403
    assert "báo cáo khác" in refused.text
    assert answers(table_site) == [{}, {}]


def test_cells_of_the_earlier_page_are_refused(moved: TableBrowser, table_site: TableSite) -> None:
    report = moved.fields()["report"]
    body = {"cells": [{"name": "1.3:count", "text": "3", "version": None}], "report": report}
    sent = moved.http.post("/table/save", json=body, headers={"x-page-token": moved.token})
    assert sent.status_code == 403
    assert answers(table_site) == [{}, {}]


def test_the_page_opened_anew_stores_where_it_says(
    moved: TableBrowser, table_site: TableSite
) -> None:
    moved.opens()
    moved.submits({"10.1:count": "5 triệu"})
    first, other = answers(table_site)
    assert (first, list(other)) == ({}, ["10.1"])


def test_what_waits_in_the_browser_is_kept_apart_for_each_report(moved: TableBrowser) -> None:
    before = moved.page.split('data-tag="')[1].split('"')[0]
    moved.opens()
    assert moved.page.split('data-tag="')[1].split('"')[0] != before
