"""A campaign in full swing: every state, photos, a late report, a correction, nobody there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.model.answer import Answer, AnswerState, value
from bot.model.campaign import CampaignState
from bot.model.events import AnswerRecorded, PhotoKept, Submitted
from bot.model.form import Cell
from bot.model.message import FileRef
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.turns.process_message import apply_changes
from storage import Author
from tests.imports.pictures import phone_jpeg
from tests.office import TZ, Installation, Person


def fill(desk: Installation, unit: str, rows: int, person_id: int | None = None) -> None:
    """Figures for the first rows of a unit's form, as if its people had given them."""
    before = desk.submission(unit)
    facts = []
    for place, row in enumerate(desk.form.questions[:rows], start=1):
        if row.kind == "text":
            answer = Answer(AnswerState.VALUE, text="Tổ chức phát động tại nhà văn hóa bản.")
        elif place % 6 == 0:
            answer = Answer(AnswerState.NIL, count=0)
        else:
            count = 1 if row.at_most == 1 else place + 1
            people = 12 * place + 30 if Cell.PEOPLE in row.cells else None
            answer = value(row, count if Cell.COUNT in row.cells else None, people)
        facts.append(AnswerRecorded(before.id, row.code, answer))
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, facts, Author(desk.now, person_id))


def send(desk: Installation, unit: str, late: int = 0, person_id: int | None = None) -> None:
    """The draft becomes the next version."""
    before = desk.submission(unit)
    receipt = f"R{unit}V{before.version + 1}N{before.id}"
    fact = Submitted(before.id, before.version + 1, desk.now, late, receipt)
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, [fact], Author(desk.now, person_id))


def photograph(desk: Installation, unit: str, caption: str = "", row: str = "") -> None:
    """A kept photo of a unit."""
    path = Path("files/aa") / f"{unit}.jpg"
    (desk.folder / path).parent.mkdir(parents=True, exist_ok=True)
    (desk.folder / path).write_bytes(phone_jpeg())
    file = FileRef(name="anh.jpg", mime="image/jpeg", path=path.as_posix(), sha256="0" * 64)
    fact = PhotoKept(desk.submission(unit).id, file, caption, row)
    with desk.store.transaction() as tx:
        apply_changes(tx, desk.office, [fact], Author(desk.now))


def asked_a_year_later(desk: Installation) -> None:
    """The first three units sent last year, the third of them late; now the same body asks again, and the
    second is first."""
    with desk.store.reading() as tx:
        units = [unit.code for unit in tx.campaigns.members(desk.campaign.id)]
    for place, code in enumerate(units[:3]):
        desk.now = datetime(2022, 10, 10 + 3 * place, 9, tzinfo=TZ)
        fill(desk, code, 34)
        send(desk, code, late=3 if place == 2 else 0)
    read = campaign_setup.read_campaign(desk.folder / "campaign.toml", desk.office)
    week = {"period_start": date(2023, 10, 1), "period_end": date(2023, 10, 7)}
    later = replace(read.campaign, slug="sau", state=CampaignState.DRAFT, **week)
    desk.now = datetime(2023, 10, 9, 9, tzinfo=TZ)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, replace(read, campaign=later))
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, "sau")
    for code in units[1:2] + units[4:6]:
        fill(desk, code, 34)
        send(desk, code)
    desk.now = datetime(2023, 10, 11, 15, tzinfo=TZ)


def in_full_swing(desk: Installation, coordinator: Person) -> None:
    """All states at once; the coordinator's acts come from the chat."""
    with desk.store.reading() as tx:
        units = tx.campaigns.members(desk.campaign.id)
    names = ("Lò Văn Ân", "Pờ Thị Mai", "Vàng A Sử", "Lý Thị Hà", "Giàng A Páo", "Tẩn Thị Lan")
    for place, unit in enumerate(units[:12]):
        desk.joined(unit.code, names[place % len(names)], ("telegram", "web", "zalo")[place % 3])
    for place, unit in enumerate(units):
        rows = (34, 34, 21, 34, 0, 9, 34, 34, 30, 34, 3, 0)[place % 12] if place < 12 else 0
        if rows:
            fill(desk, unit.code, rows)
        if rows == 34:
            photograph(desk, unit.code, "Lễ phát động tại trường", "7.1")
            send(desk, unit.code, late=2 if place == 7 else 0)
    coordinator.says(f"nhận {units[0].code}")
    coordinator.says("đúng")
    coordinator.says(f"nhận {units[1].code}")
    coordinator.says("đúng")
    coordinator.says(f"trả lại {units[3].code} 1.6 số người chưa khớp với số lớp")
    coordinator.says("đúng")
    coordinator.says(f"gia hạn {units[5].code} 16/10/2022 mất điện nhiều ngày")
    coordinator.says("đúng")
    fill(desk, units[6].code, 2)
