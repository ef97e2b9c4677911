"""A whole installation in a temporary folder: real SQLite, the sample campaign, a clock we set."""

from __future__ import annotations

import importlib.resources
import itertools
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.zalo_bot import ZaloChannel
from bot.ids import fresh_digits
from bot.model.calendar import OfficeHours
from bot.model.campaign import Campaign
from bot.model.form import Form
from bot.model.message import Address, Capabilities, Choice, FileRef, Incoming, IncomingKind, Reply
from bot.model.person import Role
from bot.model.submission import Submission
from bot.model.unit import Unit
from bot.reminders.schedule import DEFAULT_LADDER
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup, invites
from bot.use_cases.load_calendar import load_calendar
from bot.use_cases.sending.deliver import claim_for_sending
from bot.use_cases.turns import file_store
from bot.use_cases.turns.process_message import process, take_at_once
from storage import Store, Transaction
from tests import compiled_once
from tests.storage.peek import OUTBOX, UNIT, reply_from_json

compiled_once.share()

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2022, 10, 10, 8, 30, tzinfo=TZ)  # a Monday, the week is over
ABILITIES = {
    "web": Capabilities(max_text=20_000, fetches_files=True, edits=True),
    "zalo": ZaloChannel.capabilities,
    "telegram": Capabilities(max_text=4096, edits=True),
}


@dataclass(frozen=True)
class _First:
    """A folder with the sample campaign that others are copies of: making one takes longer than most
    tests."""

    folder: Path
    campaign: Campaign
    form: Form


@cache
def _first_of_its_kind(photos_min: int, report_file: str, open_: bool) -> _First:
    folder = Path(_kept_to_the_end().name, f"{photos_min}-{report_file}-{open_}")
    folder.mkdir()
    package = importlib.resources.files("bot.sample")
    for name in ("units.csv", "campaign.toml"):
        with importlib.resources.as_file(package / name) as source:
            shutil.copyfile(source, folder / name)
    code = partial(next, (f"F{number:04d}CODEX" for number in itertools.count(1)))
    office = AppContext(
        lambda: MORNING, code, TZ, load_calendar(), OfficeHours(), DEFAULT_LADDER, folder
    )
    read = campaign_setup.read_campaign(folder / "campaign.toml", office)
    asked = replace(read.campaign, photos_min=photos_min, report_file=report_file)
    read = replace(read, campaign=asked)
    store = Store.open(_database(folder), MORNING)
    with store.transaction() as tx:
        campaign = campaign_setup.create_campaign(tx, office, read)
        if open_:
            campaign = campaign_setup.open_campaign(tx, office, campaign.slug)
    store.close()
    return _First(folder, campaign, read.forms[0][1])


@cache
def _kept_to_the_end() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="baocao-office-")


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'baocao.db'}"


class Installation:
    """The office of a test: `now` may be set, `code()` invites, `person()` writes."""

    def __init__(
        self, folder: Path, *, photos_min: int = 0, report_file: str = "", open_: bool = True
    ) -> None:
        self.folder = folder
        self.now = MORNING
        self.said: list[Reply] = []  # to anybody, in order
        self._codes = (f"T{number:04d}CODEX" for number in itertools.count(1))
        first = _first_of_its_kind(photos_min, report_file, open_)
        shutil.copytree(first.folder, folder, dirs_exist_ok=True)
        self.store = Store.open(_database(folder), MORNING)
        self.office = AppContext(
            lambda: self.now,
            lambda: next(self._codes),
            TZ,
            load_calendar(),
            OfficeHours(),
            DEFAULT_LADDER,
            folder,
            capabilities=ABILITIES,
            invite_links=(("Web", "http://127.0.0.1:8080/chat/{code}"),),
            board_link="http://127.0.0.1:8080/board/{code}",
            fresh_digits=fresh_digits,
        )
        self.campaign, self.form = first.campaign, first.form

    def code(self, unit: str | None = "03466", role: Role = Role.REPORTER) -> str:
        """A fresh invite code."""
        links: dict[str, str | None] = {}
        with self.store.transaction() as tx:
            made = invites.hand_out(
                tx, self.office, self.campaign.slug, unit, role, links, new=True
            )
        return made[0].code

    def person(self, name: str = "Lò Văn Ân", channel: str = "telegram") -> Person:
        return Person(self, name, channel)

    def joined(
        self, unit: str = "03466", name: str = "Lò Văn Ân", channel: str = "telegram"
    ) -> Person:
        """A person who has accepted the notice and sits for a unit."""
        person = self.person(name, channel)
        person.starts(self.code(unit))
        person.says("Đồng ý")
        return person

    def told(self, *texts: str) -> Person:
        """Return somebody who joined and said these, one after the other."""
        person = self.joined()
        for text in texts:
            person.says(text)
        return person

    def coordinator(self, name: str = "Lò Văn Ân", channel: str = "telegram") -> Person:
        """A person who has accepted the notice and coordinates the campaign."""
        person = self.person(name, channel)
        person.starts(self.code(None, Role.COORDINATOR))
        person.says("Đồng ý")
        return person

    def submission(self, unit: str = "03466") -> Submission:
        with self.store.reading() as tx:
            found = unit_by_code(tx, unit, self.campaign.body)
            assert found is not None
            submission = tx.submissions.of_unit(self.campaign.id, found.id)
            assert submission is not None
            return submission

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def close(self) -> None:
        self.store.close()


def unit_by_code(tx: Transaction, code: str, body: str | None = None) -> Unit | None:
    """A body's unit as it is called now; without a body, the one that was listed first."""
    return next((unit for unit in tx.campaigns.units(body) if unit.code == code), None)


def deadline_of(tx: Transaction, campaign_id: int, unit_id: int) -> datetime | None:
    """The last instant that holds for a unit: its extension, else the campaign's."""
    report = tx.submissions.of_unit(campaign_id, unit_id)
    own = tx.submissions.extended_until(report.id) if report is not None else None
    return own or tx.campaigns.by_id(campaign_id).last_instant


def rename(store: Store, code: str, **columns: str) -> None:
    """Call a unit otherwise behind the program's back."""
    with store.transaction() as tx:
        tx.connection.execute(UNIT.update().where(UNIT.c.code == code).values(**columns))


class Person:
    """Somebody who writes; `heard` are all replies so far, in order."""

    _numbers = itertools.count(1)

    def __init__(self, desk: Installation, name: str, channel: str) -> None:
        self.desk = desk
        self.name = name
        self.address = Address(channel, "bot", f"{name}-{next(self._numbers)}")
        self.heard: list[Reply] = []
        self.sent: list[Incoming] = []

    def starts(self, code: str = "") -> list[Reply]:
        return self._send(Incoming(self.address, "", IncomingKind.START, code))

    def says(self, text: str) -> list[Reply]:
        return self._send(Incoming(self.address, "", IncomingKind.TEXT, text))

    def taps(self, label: str) -> list[Reply]:
        """Press the button with this label on the latest message that has one."""
        return self.presses(self.button(label))

    def button(self, label: str) -> Choice:
        for reply in reversed(self.heard):
            for choice in reply.choices:
                if choice.label == label:
                    return choice
        raise AssertionError(f"no button {label!r} was shown")

    def presses(self, choice: Choice) -> list[Reply]:
        return self._send(Incoming(self.address, "", IncomingKind.CHOICE, choice=choice.key))

    def sends_photo(
        self, caption: str = "", album: str = "", path: str = "", written_by: str = ""
    ) -> list[Reply]:
        path = path or f"files/{next(self._numbers)}.jpg"
        file = FileRef(name="x.jpg", mime="image/jpeg", size=1, path=path, sha256="0" * 64)
        photo = Incoming(self.address, "", IncomingKind.PHOTO, caption, file=file, album=album)
        return self._send(replace(photo, written_by=written_by))

    def sends_file(
        self, body: bytes, name: str, caption: str = "", written_by: str = ""
    ) -> list[Reply]:
        """A document, checked and kept as the program does it."""
        raw = self.desk.folder / file_store.INCOMING / f"{next(self._numbers)}.raw"
        raw.parent.mkdir(exist_ok=True)
        raw.write_bytes(body)
        sent = Incoming(self.address, "", IncomingKind.FILE, caption, file=FileRef(name=name))
        sent = replace(sent, written_by=written_by)
        return self._send(file_store.store_file(sent, raw, self.desk.folder))

    def forwards(self, text: str, written_by: str = "") -> list[Reply]:
        """Words that somebody else wrote."""
        kind = IncomingKind.FORWARDED
        return self._send(Incoming(self.address, "", kind, text, written_by=written_by))

    def sends_sticker(self) -> list[Reply]:
        """Something that cannot be read."""
        return self._send(Incoming(self.address, "", IncomingKind.UNSUPPORTED))

    def sends_video(self, caption: str) -> list[Reply]:
        """Something whose words alone can be read."""
        return self._send(Incoming(self.address, "", IncomingKind.UNSUPPORTED, caption))

    def edits(self, message: str, text: str) -> list[Reply]:
        return self._send(Incoming(self.address, "", IncomingKind.EDITED, text, edits=message))

    def repeats(self, incoming: Incoming) -> list[Reply]:
        """The platform delivers the very same message once more."""
        return self._deliver(incoming)

    def _send(self, incoming: Incoming) -> list[Reply]:
        number = f"m{next(self._numbers)}"
        incoming = replace(incoming, key=number, message=number, sender_name=self.name)
        self.sent.append(incoming)
        return self._deliver(incoming)

    def _deliver(self, incoming: Incoming) -> list[Reply]:
        desk = self.desk
        if not desk.store.write(lambda tx: take_at_once(tx, desk.office, incoming)).result():
            desk.store.write(lambda tx: tx.messages.keep(incoming, desk.now)).result()
            with desk.store.reading() as tx:
                waiting = tx.messages.waiting()
            for arrived in waiting:
                desk.store.write(partial(process, office=desk.office, arrived=arrived)).result()
        self._is_remembered_as_stored()
        return self.listen()

    def _is_remembered_as_stored(self) -> None:
        """What the writer remembers about this person is what another reader finds."""

        def look(tx: Transaction) -> list[object]:
            chat = tx.people.chat_at(self.address)
            person = chat.person if chat is not None else None
            found: list[object] = [chat]
            for seat in tx.people.seats(person.id) if person is not None else ():
                report = seat.unit_id and tx.submissions.of_unit(seat.campaign_id, seat.unit_id)
                if report:
                    approver = tx.people.has_role(seat.campaign_id, report.unit_id, Role.APPROVER)
                    answers = list(report.answers.items())
                    found += [seat, report, answers, tx.views.frame(report.id), approver]
            return found

        remembered = self.desk.store.write(look).result()
        with self.desk.store.reading() as tx:
            assert remembered == look(tx)

    def listen(self) -> list[Reply]:
        """What has been queued for this person since they last listened."""
        with self.desk.store.reading() as tx:
            me = tx.messages.address_id(self.address, self.desk.now)
            rows = tx.connection.execute(
                OUTBOX.select().where(OUTBOX.c.address_id == me).order_by(OUTBOX.c.id)
            ).all()
        fresh = [reply_from_json(row.body, row.urgency) for row in rows][len(self.heard) :]
        self.heard += fresh
        self.desk.said += fresh
        return fresh

    @property
    def last(self) -> str:
        """The latest reply as one text."""
        return said(self.heard[-1])


def sent_now(desk: Installation, at: datetime | None = None) -> list[str]:
    """What the last look lets go, one after the other, of all that waits in the outbox at a moment."""
    desk.now = at or desk.now
    with desk.store.reading() as tx:
        pending = OUTBOX.select().where(OUTBOX.c.state == "pending").order_by(OUTBOX.c.id)
        waiting = tx.connection.execute(pending).all()
    texts = []
    for row in waiting:
        with desk.store.transaction() as tx:
            queued = claim_for_sending(tx, desk.office, row.id)
            if queued is not None:
                texts.append(said(queued.reply))
                tx.messages.finish(queued.id, "sent", desk.now)
    return texts


def said(reply: Reply) -> str:
    """A reply as a person reads it."""
    return "\n".join(part for part in (reply.lead, reply.head, reply.text) if part)
