"""Other programs read reports with a token of their body: JSON, and an OData 4 feed as clients open it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from odata import ODataService

from bot.model.campaign import CampaignState
from bot.model.commands import Accept
from bot.model.person import Role, Seat
from bot.use_cases.feeds import webhook_calls
from bot.use_cases.feeds.feed_api import FeedApi
from bot.use_cases.turns import run_command
from bot.use_cases.turns.run_command import Acting
from bot.web import feed_pages
from bot.web.asgi_server import WebServer
from bot.web.server import create_app, serve
from tests.architecture.tree import ROOT
from tests.office import Installation
from tests.use_cases.test_snapshots import classes, returned, sends
from tests.web.board_site import BoardSite
from tests.web.echo_backend import EchoBackend

TOKEN = "a-token-for-tests"
SLUG = "muong-te-2022"


class FeedSite(BoardSite):
    """The sample campaign, with the feed, and one report handed in."""

    async def _begin(self) -> WebServer:
        desk = self.desk
        feeds = FeedApi(desk.store, lambda: desk.office)
        app = create_app(
            EchoBackend(desk.folder), secret_key="k", new_token=lambda: "x", feeds=feeds
        )
        return await serve(app, "127.0.0.1", 0)

    def get(self, path: str, token: str = TOKEN, **params: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.get(
            f"{self.address}{path}", params=params or None, headers=headers, timeout=60
        )

    def rows(self, name: str, **params: str) -> list[dict[str, Any]]:
        found = self.get(f"/odata/{SLUG}/{name}", **params)
        assert found.status_code == 200, found.text
        return list(found.json()["value"])


def hand_in(desk: Installation) -> None:
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người; còn lại không")
    person.says("đúng")
    for _ in range(3):
        person.says("nộp")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FeedSite]:
    made = FeedSite(tmp_path_factory.mktemp("feed"))
    with made.desk.store.transaction() as tx:
        tx.outward.add_token(made.desk.campaign.body, "Power BI", TOKEN, made.desk.now)
        tx.outward.add_token("UBND huyện khác", "khác", "token-of-another", made.desk.now)
    hand_in(made.desk)
    yield made
    made.close()


@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_a_token_nothing_is_told(site: FeedSite, token: str) -> None:
    found = site.get(f"/odata/{SLUG}/Units", token)
    assert (found.status_code, "Bum" in found.text) == (401, False)


@pytest.mark.parametrize("shown", [b"Basic \xe9", b"Basic AAA", b"Basic /w==", b"Bearer \xe9"])
def test_a_sign_in_that_is_none_is_refused(site: FeedSite, shown: bytes) -> None:
    found = httpx.get(f"{site.address}/api/campaigns", headers={b"Authorization": shown})
    assert found.status_code == 401


def test_a_token_of_another_body_opens_none_of_our_campaigns(site: FeedSite) -> None:
    assert site.get(f"/api/campaigns/{SLUG}", "token-of-another").status_code == 404
    assert site.get("/api/campaigns", "token-of-another").json() == {"campaigns": []}


def test_the_json_is_that_of_the_export_and_names_no_person(site: FeedSite) -> None:
    body = site.get(f"/api/campaigns/{SLUG}").json()
    assert body["totals"]["1.1"]["people"] == 45
    assert "Lò Văn Ân" not in site.get(f"/api/campaigns/{SLUG}/units").text


def test_units_are_filtered_by_unit_state_and_time(site: FeedSite) -> None:
    sent = site.rows("Units", **{"$filter": "state eq 'submitted'"})
    assert [row["unit_code"] for row in sent] == ["03466"]
    both = {"$filter": "unit_code eq '03466' and submitted_at gt 2022-10-01T00:00:00Z"}
    assert len(site.rows("Units", **both)) == 1
    assert site.rows("Units", **{"$filter": "submitted_at gt 2030-01-01T00:00:00Z"}) == []


def test_top_skip_and_count_cut_what_is_told(site: FeedSite) -> None:
    page = {"$top": "3", "$skip": "12", "$count": "true"}
    found = site.get(f"/odata/{SLUG}/Units", **page).json()
    assert (len(found["value"]), found["@odata.count"]) == (2, 14)


def test_figures_are_those_of_the_version_that_counts(site: FeedSite) -> None:
    (row,) = site.rows("Figures", **{"$filter": "row eq '1.1'"})
    told = (row["unit_code"], row["count"], row["people"], row["row_state"])
    assert told == ("03466", 3, 45, "value")


@pytest.mark.parametrize(
    "text",
    [
        "state eq", "no eq 'x'", "length(state) gt 3", "state eq 'x' )", f"state eq {'9' * 5000}",
        "state gt 2026-02-30T10:00:00Z", "not " * 3000 + "(state eq 'x')",
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_followed_is_refused_and_never_left_out(
    site: FeedSite, text: str
) -> None:
    assert site.get(f"/odata/{SLUG}/Units", **{"$filter": text}).status_code == 400


def test_however_many_units_may_be_named(site: FeedSite) -> None:
    many = " or ".join(["unit_code eq '03466'"] * 700)
    (row,) = site.rows("Units", **{"$filter": many})
    assert row["unit_code"] == "03466"


def test_a_number_that_is_too_long_is_refused(site: FeedSite) -> None:
    assert site.get(f"/odata/{SLUG}/Units", **{"$top": "9" * 5000}).status_code == 400


def test_addresses_in_the_feed_are_not_those_a_request_says(site: FeedSite) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}
    path = f"/odata/{SLUG}/Figures"
    found = httpx.get(f"{site.address}{path}", headers=headers, timeout=60)
    assert found.json()["@odata.context"] == f"/odata/{SLUG}/$metadata#Figures"


def test_text_is_looked_for_as_clients_fold_it_into_a_filter(site: FeedSite) -> None:
    nua = {
        row["unit_code"] for row in site.rows("Units", **{"$filter": "endswith(unit_name,'Nưa')"})
    }
    either = site.rows("Units", **{"$filter": "unit_code in ('03466','03454')"})
    assert nua == {"03466"}
    assert {row["unit_code"] for row in either} == {"03466", "03454"}
    assert (
        site.rows("Units", **{"$filter": "not contains(unit_name,'Xã')"})[0]["unit_code"]
        == "03433"
    )


def test_the_number_of_rows_is_told_alone(site: FeedSite) -> None:
    told = site.get(f"/odata/{SLUG}/Units/$count", **{"$filter": "state eq 'submitted'"})
    assert (told.text, told.headers["content-type"]) == ("1", "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"$search": "Nưa"}, 501),
        ({"$apply": "aggregate(count with sum as total)"}, 501),
        ({"$expand": "Figures"}, 501),
        ({"$orderby": "unit_code backwards"}, 400),
        ({"$orderby": "secret"}, 400),
        ({"$select": "secret"}, 400),
        ({"$top": "-1"}, 400),
        ({"$count": "perhaps"}, 400),
        ({"$top": ["1", "9"]}, 400),
        ({"$format": "xml"}, 501),
        ({"$filter": " or ".join(["version ge 0"] * 2000)}, 400),
        ({"$filter": "not " * 3000 + "(version ge 0)"}, 400),
    ],
)
def test_what_is_not_offered_is_an_error_and_never_other_rows(
    site: FeedSite, asked: dict[str, Any], status: int
) -> None:
    refused = site.get(f"/odata/{SLUG}/Units", **asked)
    assert (refused.status_code, set(refused.json()["error"])) == (status, {"code", "message"})
    assert refused.headers["OData-Version"] == "4.0"


def test_next_links_lead_through_all_rows_with_the_same_question(site: FeedSite) -> None:
    found, path = [], f"/odata/{SLUG}/Figures?$orderby=row desc&$filter=people ge 0"
    while path:
        page = site.get(path).json()
        found += [row["id"] for row in page["value"]]
        path = page.get("@odata.nextLink", "").removeprefix(site.address)
    assert len(found) == len(set(found)) > 0


def test_next_links_lead_as_far_as_there_are_rows(
    site: FeedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_pages, "PAGE", 3)
    monkeypatch.setattr(feed_pages, "MOST", 4)
    for asked, pages, rows in (("$skip=1", 5, 13), ("$top=9&$skip=4", 3, 9), ("$top=3", 1, 3)):
        path, found = f"/odata/{SLUG}/Units?$select=unit_code&{asked}", []
        while path:
            told = site.get(path).json()
            found.append([row["unit_code"] for row in told["value"]])
            path = told.get("@odata.nextLink", "").removeprefix(site.address)
        assert (len(found), len(set(chain(*found)))) == (pages, rows)
    assert site.get(f"/odata/{SLUG}/Units?$skip=100001").json()["value"] == []


@pytest.mark.parametrize("kind", [{"state": CampaignState.DRAFT}, {"trial_of": "tried"}])
def test_what_is_not_opened_or_only_tried_is_not_told(
    tmp_path: Path, kind: dict[str, Any]
) -> None:
    site = FeedSite(tmp_path)
    with site.desk.store.transaction() as tx:
        tx.outward.add_token(site.desk.campaign.body, "Power BI", TOKEN, site.desk.now)
        wanted = replace(site.desk.campaign, id=0, slug="not-yet", **kind)
        tx.campaigns.create(wanted, "", site.desk.now)
    asked = ["/api/campaigns/not-yet", "/api/campaigns/not-yet/units", "/odata/not-yet/Figures"]
    told = [site.get(path).status_code for path in asked]
    known = [each["slug"] for each in site.get("/api/campaigns").json()["campaigns"]]
    site.close()
    assert (told, known) == ([404] * 3, [SLUG])


def test_a_client_library_opens_the_feed(site: FeedSite) -> None:
    session = requests.Session()
    session.auth = ("excel", TOKEN)
    service = ODataService(f"{site.address}/odata/{SLUG}/", session=session, reflect_entities=True)
    units = service.entities["Units"]
    query = service.query(units).filter(units.state == "submitted")
    assert [unit.unit_name for unit in query] == ["Xã Bum Nưa"]


def test_a_revoked_token_opens_nothing(tmp_path: Path) -> None:
    desk = Installation(tmp_path)
    with desk.store.transaction() as tx:
        number = tx.outward.add_token("UBND", "x", TOKEN, desk.now)
        assert tx.outward.body_of_token(TOKEN) == "UBND"
        assert tx.outward.revoke_token(number, desk.now)
        assert tx.outward.body_of_token(TOKEN) is None
    desk.close()


def test_a_token_is_taken_as_it_was_made_and_no_other_way(tmp_path: Path) -> None:
    desk = Installation(tmp_path)
    with desk.store.transaction() as tx:
        tx.outward.add_token("UBND", "x", "aB-cD_eF", desk.now)
        assert tx.outward.body_of_token("aB-cD_eF") == "UBND"
        for wrong in ("ab-cd_ef", "AB-CD_EF", "aBcDeF", " aB-cD_eF", ""):
            assert tx.outward.body_of_token(wrong) is None
    desk.close()


def test_an_accepted_version_is_told_signed_and_again_until_it_is_taken(tmp_path: Path) -> None:
    desk = Installation(tmp_path)
    told: list[tuple[str, bytes, dict[str, str]]] = []
    with desk.store.transaction() as tx:
        sealed = desk.office.seal.seal("secret")
        tx.outward.add_webhook(desk.campaign.body, "https://example.vn/x", sealed, desk.now)
    hand_in(desk)
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        accept = Accept(desk.submission().unit_id)
        assert run_command.execute(Acting(tx, desk.office, seat), [accept]).may

    async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        told.append((url, body, headers))
        return 500 if len(told) == 1 else 204

    for _ in range(3):
        asyncio.run(webhook_calls.tell_due(desk.store, desk.office, desk.now, post))
        desk.later(minutes=2)
    url, body, headers = told[1]
    signed = headers["X-Baocao-Timestamp"].encode() + b"." + body
    expected = "sha256=" + hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
    assert (len(told), url, headers["X-Baocao-Signature"]) == (2, "https://example.vn/x", expected)
    assert json.loads(body)["unit_code"] == "03466"
    desk.close()


def test_the_check_of_a_signature_in_the_docs_takes_ours_and_no_other() -> None:
    page = (ROOT / "docs" / "outward.md").read_text(encoding="utf-8")
    found: dict[str, Any] = {}
    exec(page.partition("```python")[2].partition("```")[0], found)
    body = '{"unit_name": "Xã Bum Nưa"}'.encode()
    mark = webhook_calls.signature("key", "1665559172", body)
    headers = {"X-Baocao-Timestamp": "1665559172", "X-Baocao-Signature": mark}
    assert found["is_genuine"]("key", headers, body)
    assert not found["is_genuine"]("key", headers, body + b" ")
    assert not found["is_genuine"]("other", headers, body)
    later = {**headers, "X-Baocao-Timestamp": "1665559173"}
    assert not found["is_genuine"]("key", later, body)


def test_a_version_that_counts_is_told_though_a_later_one_was_sent_back(tmp_path: Path) -> None:
    site = FeedSite(tmp_path)
    with site.desk.store.transaction() as tx:
        tx.outward.add_token(site.desk.campaign.body, "Power BI", TOKEN, site.desk.now)
    sends(site.desk, "03466", r1_6=classes(site.desk, 3, 45))
    sends(site.desk, "03466", r1_6=classes(site.desk, 9, 99))
    returned(site.desk, "03466")
    (row,) = site.rows("Figures", **{"$filter": "row eq '1.6'"})
    site.close()
    assert (row["count"], row["people"], row["counted"]) == (3, 45, True)
