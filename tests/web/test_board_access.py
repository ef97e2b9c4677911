"""Who gets into the board and its acts, and by what."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from bot.web.visits import COOKIE
from tests.office import Person
from tests.storage.peek import ONE_TIME_LINK as LINK
from tests.web.board_scenes import photograph
from tests.web.board_site import BoardSite, BoardVisitor

PAGES = (
    "",
    "?state=submitted&q=x",
    "/unit/{unit}",
    "/unit/{unit}?find=mường",
    "/file/csv",
    "/file/png",
    "/file/letter",
    "/unit/{unit}/file/xlsx",
    "/picture/1",
    "/kept/1",
)
ACTS = (
    ("accept", {}),
    ("send_back", {"reason": "thiếu"}),
    ("extend", {"until": "2022-10-20", "reason": "mất điện"}),
    ("invite", {}),
    ("tell", {"words": "xin gọi lại"}),
    ("remind", {}),
    ("enter", {"row": "1.1", "words": "3 lớp 45 người", "source": "e-mail"}),
    ("send_for", {}),
    ("move", {"to": "1", "reason": "nhầm"}),
)


def cookie_of(visitor: BoardVisitor) -> str:
    return visitor.http.cookies[COOKIE]


def other_campaign(site: BoardSite) -> Person:
    """A coordinator of another campaign with the same units."""
    desk = site.desk
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    read = replace(read, campaign=replace(read.campaign, slug="other", title="Đợt khác"))
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        campaign_setup.open_campaign(tx, desk.office, "other")
        made = invites.hand_out(tx, desk.office, "other", None, Role.COORDINATOR, {}, new=True)
    person = desk.person("Trần Văn Bình")
    person.starts(made[0].code)
    person.says("Đồng ý")
    return person


def visitor_as(site: BoardSite, who: str, hoa: Person) -> BoardVisitor:
    """A browser of one kind of person; "left" is a coordinator whose seat has ended."""
    if who == "nobody":
        return site.visitor()
    if who == "other":
        return site.visitor(other_campaign(site))
    visitor = site.visitor(hoa)
    if who == "forged":
        signed = cookie_of(visitor)
        visitor.http.cookies.clear()
        other = "8" if signed[0] == "9" else "9"
        visitor.http.cookies.set(COOKIE, f"{other}{signed[1:]}", path="/board")
    if who == "old":
        site.desk.later(hours=8)
    if who == "left":
        with site.desk.store.transaction() as tx:
            for seat, _ in tx.people.seats_of_unit(site.desk.campaign.id, None):
                tx.people.leave(seat.id, site.desk.now)
    return visitor


EXPECTED = {
    "nobody": 403,
    "forged": 403,
    "old": 403,
    "other": 404,
    "left": 404,
    "coordinator": 200,
}


@pytest.mark.parametrize(("who", "status"), EXPECTED.items())
def test_every_page_is_for_its_coordinator_only(
    board_site: BoardSite, hoa: Person, who: str, status: int
) -> None:
    photograph(board_site.desk, "03466")
    visitor = visitor_as(board_site, who, hoa)
    unit = board_site.unit()
    answers = {
        page: visitor.opens(board_site.here + page.format(unit=unit)).status_code for page in PAGES
    }
    assert answers == dict.fromkeys(PAGES, status)


@pytest.mark.parametrize("who", [who for who in EXPECTED if who != "coordinator"])
def test_every_act_is_for_its_coordinator_only(
    board_site: BoardSite, hoa: Person, who: str
) -> None:
    good = board_site.visitor(hoa)
    token = good.token
    visitor = visitor_as(board_site, who, hoa)
    if who == "other":  # their own page's token does not help with this campaign
        campaign = visitor.opens("/board").url.path
        shown = visitor.opens(campaign).text
        token = shown.split('name="token" value="')[1].split('"')[0]
    before = _everything(board_site)
    for act, fields in ACTS:
        posted = {"token": token, "act": act, "unit": str(board_site.unit()), **fields}
        for sure in ({}, {"sure": "1"}):
            refused = visitor.posts({**posted, **sure})
            status = 403 if who == "left" else EXPECTED[who]  # the token is of another visit
            assert (act, refused.status_code) == (act, status)
    assert _everything(board_site) == before


def test_a_page_left_open_cannot_act_once_the_seat_has_ended(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    posted = {"token": visitor.token, "act": "tell", "unit": "1", "words": "a", "sure": "1"}
    visitor_as(board_site, "left", board_site.coordinator("Lê Thị Thu"))
    before = _everything(board_site)
    assert visitor.posts(posted).status_code == 404
    assert _everything(board_site) == before


def _everything(site: BoardSite) -> dict[str, int]:
    """How many rows each table has: an act leaves at least an audit line."""
    with site.desk.store.reading() as tx:
        return {
            name: tx.connection.exec_driver_sql(f"select count(*) from {name}").scalar_one()
            for name in ("audit", "answer", "revision", "outbox", "invite", "reminder")
        }


def test_a_reporter_gets_no_link(board_site: BoardSite) -> None:
    reporter = board_site.desk.joined()
    replies = reporter.says("/bang")
    assert ["/board/" in reply.text for reply in replies] == [False]
    with board_site.desk.store.reading() as tx:
        assert tx.connection.execute(LINK.select()).all() == []


def test_looking_at_a_link_does_not_use_it_up(board_site: BoardSite, hoa: Person) -> None:
    visitor, link = board_site.visitor(), board_site.link(hoa)
    assert [visitor.opens(link).status_code for _ in range(3)] == [200, 200, 200]
    assert visitor.http.head(link).status_code == 200
    assert COOKIE not in visitor.http.cookies
    assert visitor.enters(link).url.path == board_site.here


def test_a_link_works_once(board_site: BoardSite, hoa: Person) -> None:
    link = board_site.link(hoa)
    assert board_site.visitor().enters(link).status_code == 200
    second = board_site.visitor()
    assert (second.opens(link).status_code, second.enters(link).status_code) == (410, 410)
    assert COOKIE not in second.http.cookies


def test_a_link_lasts_fifteen_minutes(board_site: BoardSite, hoa: Person) -> None:
    link, visitor = board_site.link(hoa), board_site.visitor()
    board_site.desk.later(minutes=15)
    assert (visitor.opens(link).status_code, visitor.enters(link).status_code) == (410, 410)


def test_a_fresh_link_voids_the_older_one(board_site: BoardSite, hoa: Person) -> None:
    older, fresh = board_site.link(hoa), board_site.link(hoa)
    assert board_site.visitor().enters(older).status_code == 410
    assert board_site.visitor().enters(fresh).status_code == 200


def test_a_forged_link_opens_nothing(board_site: BoardSite) -> None:
    visitor = board_site.visitor()
    answers = visitor.opens("/board/ABCDEFGHJK0123456789"), visitor.enters("/board/ABCDEF0123")
    assert [answer.status_code for answer in answers] == [403, 410]
    assert "gõ “bảng”" in answers[0].text


def test_a_link_of_somebody_who_sits_no_more_opens_nothing(
    board_site: BoardSite, hoa: Person
) -> None:
    link = board_site.link(hoa)
    visitor_as(board_site, "left", board_site.coordinator("Lê Thị Thu"))
    assert board_site.visitor().enters(link).status_code == 410


def test_the_code_of_a_link_is_stored_nowhere_but_as_a_hash(
    board_site: BoardSite, hoa: Person
) -> None:
    code = board_site.link(hoa).rpartition("/")[2]
    with board_site.desk.store.reading() as tx:
        kept = [str(row) for row in tx.connection.execute(LINK.select())]
        audit = tx.connection.exec_driver_sql("select after from audit").scalars().all()
    assert [code in row for row in kept] == [False]
    assert [line for line in audit if code in line] == []


@pytest.mark.parametrize("wrong", ["", "0" * 64, "x"])
def test_an_act_needs_the_token_of_the_visit(
    board_site: BoardSite, hoa: Person, wrong: str
) -> None:
    visitor, before = board_site.visitor(hoa), _everything(board_site)
    posted = {"token": wrong, "act": "tell", "unit": "1", "words": "xin chào", "sure": "1"}
    assert visitor.posts(posted).status_code == 403
    assert _everything(board_site) == before


def test_the_token_of_another_visit_is_refused(board_site: BoardSite, hoa: Person) -> None:
    first, second = board_site.visitor(hoa), board_site.visitor(hoa)
    posted = {"token": first.token, "act": "tell", "unit": "1", "words": "a", "sure": "1"}
    assert second.posts(posted).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example.com"}]
)
def test_forms_of_other_sites_are_refused(
    board_site: BoardSite, hoa: Person, headers: dict[str, str]
) -> None:
    visitor = board_site.visitor(hoa)
    posted = {"token": visitor.token, "act": "tell", "unit": "1", "words": "a", "sure": "1"}
    assert visitor.posts(posted, **headers).status_code == 403
    link = board_site.link(hoa)
    assert visitor.http.post(link, headers=headers).status_code == 403


def test_the_cookie_is_kept_from_scripts_and_other_sites(
    board_site: BoardSite, hoa: Person
) -> None:
    answer = httpx.post(board_site.address + board_site.link(hoa), timeout=60)
    given = answer.headers["set-cookie"].lower()
    assert [word in given for word in ("httponly", "samesite=lax", "path=/")] == [True] * 3


def test_leaving_ends_the_visit(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    assert visitor.http.post("/board/leave", data={"token": visitor.token}).status_code == 200
    assert visitor.opens(board_site.here).status_code == 403


def test_a_photo_of_another_campaign_is_not_shown(board_site: BoardSite, hoa: Person) -> None:
    photograph(board_site.desk, "03466")
    stranger = board_site.visitor(other_campaign(board_site))
    assert stranger.opens("/board/of/2/picture/1").status_code == 404
    mine = board_site.visitor(hoa).opens(f"{board_site.here}/picture/1")
    assert (mine.status_code, mine.headers["content-type"]) == (200, "image/jpeg")


TOO_LONG = "9" * 20  # no database's key has room for it


@pytest.mark.parametrize("path", ["/unit/{0}", "/picture/{0}", "/kept/{0}", "/snapshot/{0}"])
def test_a_number_that_no_row_can_have_is_no_page(
    board_site: BoardSite, hoa: Person, path: str
) -> None:
    visitor = board_site.visitor(hoa)
    assert visitor.http.get(board_site.here + path.format(TOO_LONG)).status_code == 404
    assert visitor.http.get(f"/board/of/{TOO_LONG}").status_code == 404


def test_a_number_that_no_unit_can_have_is_refused_in_a_form(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    posted = visitor.posts({"act": "accept", "unit": TOO_LONG, "token": visitor.token})
    assert posted.status_code == 400


def test_a_number_that_no_total_can_have_makes_no_paper(
    board_site: BoardSite, hoa: Person
) -> None:
    visitor = board_site.visitor(hoa)
    asked = {"act": "make", "kind": "report", "token": visitor.token}
    for number in (TOO_LONG, "9" * 5000):
        posted = visitor.http.post(f"{board_site.here}/papers", data={**asked, "snapshot": number})
        assert posted.status_code < 500
