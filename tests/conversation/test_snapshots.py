"""Coordinators ask in chat which totals left, and are told once when the latest fits no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.base import Page
from bot.channels.rate_limit import Pace, RateLimiter
from bot.model.message import Capabilities
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.sending.deliver import Deliverer
from tests.office import ABILITIES, Installation, Person, said
from tests.use_cases.test_snapshots import classes, issue, returned, sends

A, B = "03433", "03436"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def coordinator(desk: Installation, name: str = "Nguyễn Thị Hoa", slug: str = "") -> Person:
    person = desk.person(name)
    with desk.store.transaction() as tx:
        chosen = slug or desk.campaign.slug
        made = invites.hand_out(tx, desk.office, chosen, None, Role.COORDINATOR, {}, new=True)
    person.starts(made[0].code)
    person.says("Đồng ý")
    return person


def outdated(person: Person) -> list[str]:
    person.listen()
    return [said(reply) for reply in person.heard if "không còn khớp với số liệu" in said(reply)]


def test_the_list_and_the_difference_are_told(desk: Installation) -> None:
    hoa = coordinator(desk)
    hoa.says("bản tổng hợp")
    assert "chưa lập bản tổng hợp nào" in hoa.last
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    hoa.says("ban tong hop")
    assert hoa.last == (
        "Bản tổng hợp đã lập\n– Số 1, lập lúc 08:35 ngày 10/10/2022 (bằng dòng lệnh): còn khớp"
    )
    sends(desk, A, r1_6=classes(desk, 5, 160))
    sends(desk, B, r1_6=classes(desk, 1, 10))
    hoa.says("/bantonghop 1")
    assert hoa.last.splitlines()[:3] == [
        "Số 1, lập lúc 08:35 ngày 10/10/2022 (bằng dòng lệnh): không còn khớp",
        "– Thị trấn Mường Tè: đã nộp lại (lần nộp 2)",
        "– Xã Thu Lũm: mới nộp",
    ]
    assert "• 1.6 Kỹ năng sống cho học sinh: số lượng 4 → 6, số người 160 → 170" in hoa.last
    hoa.says("bản tổng hợp số 7")
    assert hoa.last == "Đợt này không có bản tổng hợp số 7."


def test_every_coordinator_is_told_once_for_each_snapshot(desk: Installation) -> None:
    people = [coordinator(desk), coordinator(desk, "Trần Văn Bình")]
    for unit in (A, B):
        sends(desk, unit, r1_6=classes(desk, 4, 160))
    issue(desk)
    assert [outdated(person) for person in people] == [[], []]
    sends(desk, A, r1_6=classes(desk, 5, 160))
    sends(desk, A, r1_6=classes(desk, 6, 160))
    returned(desk, B)
    for person in people:
        (told,) = outdated(person)
        assert "Bản tổng hợp số 1" in told
        assert "“bản tổng hợp 1”" in told
    issue(desk)
    sends(desk, A, r1_6=classes(desk, 7, 160))
    assert [len(outdated(person)) for person in people] == [2, 2]


def test_a_return_in_chat_tells_the_one_who_returned_as_well(desk: Installation) -> None:
    hoa = coordinator(desk)
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    hoa.says(f"trả lại {A} 1.6 chưa khớp")
    hoa.says("đúng")
    assert len(outdated(hoa)) == 1


def test_first_reports_and_drafts_are_no_news(desk: Installation) -> None:
    hoa = coordinator(desk)
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    sends(desk, B, r1_6=classes(desk, 1, 10))
    desk.joined(A).says("sửa 1.6 thành 5 lớp 170 người")
    assert outdated(hoa) == []


def test_another_campaigns_coordinator_sees_and_hears_nothing(desk: Installation) -> None:
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    read = replace(read, campaign=replace(read.campaign, slug="other", title="Đợt khác"))
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        campaign_setup.open_campaign(tx, desk.office, "other")
    binh = coordinator(desk, "Trần Văn Bình", "other")
    sends(desk, A, r1_6=classes(desk, 4, 160))
    issue(desk)
    sends(desk, A, r1_6=classes(desk, 5, 160))
    assert outdated(binh) == []
    binh.says("bản tổng hợp")
    assert "chưa lập bản tổng hợp nào" in binh.last
    binh.says("bản tổng hợp 1")
    assert "không có bản tổng hợp số 1" in binh.last


def test_a_reporter_has_no_such_word(desk: Installation) -> None:
    an = desk.joined(A)
    an.says("/bantonghop")
    assert "Bản tổng hợp đã lập" not in an.last


class Telephone:
    """A channel that keeps what it shows."""

    def __init__(self, abilities: Capabilities) -> None:
        self.capabilities = abilities
        self.shown: list[Page] = []

    async def send(self, chat: str, page: Page) -> str:
        self.shown.append(page)
        return str(len(self.shown))


@pytest.mark.parametrize(
    ("channel", "abilities"),
    [
        ("telegram", ABILITIES["telegram"]),
        ("telegram", replace(ABILITIES["web"], fetches_files=True)),
        ("telegram", replace(ABILITIES["zalo"], buttons=False)),
    ],
    ids=["carries files", "fetches files", "only links"],
)
def test_the_message_that_hands_a_total_over_tells_its_number(
    desk: Installation, channel: str, abilities: Capabilities
) -> None:
    hoa = coordinator(desk)
    sends(desk, A, r1_6=classes(desk, 4, 160))
    for words in ("xuất", "xuất word", "xuất csv"):
        hoa.says(words)
    telephone = Telephone(abilities)

    async def deliver() -> None:
        documents = Documents(desk.store, desk.office)
        pacers = {
            (channel, "bot"): RateLimiter(Pace(overall=1000, per_chat=1000, chat_burst=1000))
        }
        deliverer = Deliverer(
            desk.store,
            desk.office,
            {(channel, "bot"): telephone},  # type: ignore[dict-item]
            pacers,
            documents.render,
            lambda queued: f"https://baocao.example/file/{queued.id}",
            documents.announce,
        )
        await deliverer.drain()
        documents.close()

    asyncio.run(deliver())
    texts = [page.text for page in telephone.shown]
    told = [text for text in texts if "bản tổng hợp số 1 (lập lúc 08:30 ngày 10/10/2022)" in text]
    assert len(told) == 2
    csv = next(text for text in texts if ".csv" in text)
    assert "bản tổng hợp" not in csv
    hoa.says("bản tổng hợp")
    assert "Số 1, lập lúc 08:30 ngày 10/10/2022 (Nguyễn Thị Hoa): còn khớp" in hoa.last
