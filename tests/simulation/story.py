"""What three contacts of every commune do in October: drawn at random, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bot.model.message import Address
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from tests.simulation.calendar import LAST_DAY, TZ, at
from tests.simulation.ledger import Ledger, Unit
from tests.simulation.world import World
from tests.storage.peek import ADDRESS

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
CONTACTS = 3
COORDINATOR = "telegram:điều phối"
WORDS = "Xin gửi trước khi họp giao ban"


@dataclass(order=True, frozen=True)
class Act:
    """Something somebody does from a moment on; tried again later where a crash got in its way."""

    at: datetime
    number: int
    what: str
    place: int
    contact: int = 0


def name_of(place: int) -> str:
    return f"Xã Mẫu {place:05d}"


def kind_of(place: int) -> str:
    """A quarter are wards, which owe a photo besides, a quarter townships, which owe a text."""
    return {1: "phường", 2: "thị trấn"}.get(place % 4, "xã")


def owed_by(place: int) -> str:
    """What a commune owes besides its figures."""
    return {"phường": "photo", "thị trấn": "words"}.get(kind_of(place), "")


def code_of(place: int) -> str:
    return f"{10000 + place}"


class Story:
    """All acts of all people, and how each is done and written into the ledger."""

    def __init__(self, communes: int, chance: Random) -> None:
        self.communes = communes
        self.chance = chance
        self.numbers = iter(range(10**9))
        self.acts = sorted(act for place in range(communes) for act in self._life(place))
        self.acts += [self._act(at(date(2026, 10, day), 9, 10), "ask", 0) for day in (12, 20)]
        self.acts.append(self._act(at(date(2026, 10, 29), 10), "close", 0))
        self.acts.sort()
        self.vacant: set[int] = set()  # seats that were left and wait for the successor
        self.approving = {place for place in range(communes) if place % 10 == 3}

    def _act(self, moment: datetime, what: str, place: int, contact: int = 0) -> Act:
        return Act(moment, next(self.numbers), what, place, contact)

    def _when(self, first: date, last: date) -> datetime:
        """Mostly in the daytime, sometimes at night."""
        day = first + timedelta(days=self.chance.randint(0, (last - first).days))
        hour = self.chance.choice((7, 8, 8, 9, 10, 11, 13, 14, 15, 16, 19, 22))
        return at(day, hour, self.chance.randint(0, 59))

    def _life(self, place: int) -> list[Act]:
        chance = self.chance
        acts = []
        for contact in range(CONTACTS):
            if chance.random() < (0.9, 0.7, 0.6)[contact]:
                acts.append(
                    self._act(self._when(FIRST, date(2026, 10, 9)), "join", place, contact)
                )
            if chance.random() < 0.03:
                acts.append(self._act(self._when(FIRST, LAST), "block", place, contact))
        if chance.random() < 0.8:
            acts.append(
                self._act(self._when(date(2026, 10, 5), date(2026, 10, 20)), "answer", place)
            )
        if chance.random() < 0.75:
            sent = self._when(date(2026, 10, 7), date(2026, 10, 16))
            acts.append(self._act(sent, "submit", place))
            if chance.random() < 0.12:
                back = sent + timedelta(days=chance.randint(1, 3))
                acts.append(self._act(back, "return", place))
                if chance.random() < 0.6:
                    again = back + timedelta(days=chance.randint(1, 4))
                    acts.append(self._act(again, "submit", place))
        if owed_by(place) and chance.random() < 0.6:
            shown = self._when(date(2026, 10, 8), date(2026, 10, 20))
            acts.append(self._act(shown, "part", place))
        if chance.random() < 0.2:
            acts.append(
                self._act(self._when(date(2026, 10, 9), date(2026, 10, 15)), "extend", place)
            )
        if chance.random() < 0.06:
            acts.append(
                self._act(self._when(date(2026, 10, 6), date(2026, 10, 22)), "hand over", place)
            )
        return acts

    # Doing it

    def chat(self, place: int, contact: int) -> str:
        return f"{'zalo' if place % 7 == 5 else 'telegram'}:{place}-{contact}"

    def second_chat(self, place: int, contact: int) -> str | None:
        """Some people can be reached in two places."""
        return (
            f"zalo:{place}-{contact}-2" if (place + contact) % 9 == 0 and place % 7 != 5 else None
        )

    def do(self, world: World, ledger: Ledger, act: Act) -> None:
        unit = ledger.units[act.place]
        getattr(self, "_" + act.what.replace(" ", "_"))(world, ledger, unit, act)

    def _join(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        chat = self.chat(act.place, act.contact)
        role = Role.REPORTER
        if act.contact == 2 and act.place in self.approving:
            role = Role.APPROVER
        self._sit(world, unit, chat, role)
        if act.contact == 2 and act.place % 2 == 1 and act.place + 1 < self.communes:
            neighbour = ledger.units[act.place + 1]  # one person, two communes
            self._sit(world, neighbour, chat, Role.REPORTER)
        second = self.second_chat(act.place, act.contact)
        if second is not None:
            self._reach_too(world, chat, second)

    @staticmethod
    def _sit(world: World, unit: Unit, chat: str, role: Role) -> None:
        world.ledger.touch(unit)
        if not world.sits(chat, unit.code):
            world.joins(chat, chat, unit.code, role)
        assert world.sits(chat, unit.code)
        (unit.approvers if role is Role.APPROVER else unit.reporters).add(chat)
        world.ledger.touch(unit)

    @staticmethod
    def _reach_too(world: World, chat: str, second: str) -> None:
        """The same person writes from another platform: only the link between them matters here."""
        world.owner[second] = chat
        with world.store.transaction() as tx:
            first = tx.messages.known_address(Address(chat.partition(":")[0], "bot", chat))
            other = tx.messages.address_id(Address("zalo", "bot", second), world.now)
            person = tx.people.chat(first).person if first is not None else None
            if person is not None:
                tx.connection.execute(
                    ADDRESS.update().where(ADDRESS.c.id == other).values(person_id=person.id)
                )

    def _block(self, world: World, _ledger: Ledger, _unit: Unit, act: Act) -> None:
        world.weather.blocked.add(self.chat(act.place, act.contact))

    def _answer(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if not unit.is_sent and self._speaker(act.place) in unit.reporters:
            figures = (
                f"sửa 1.1 {self.chance.randint(1, 9)} lớp {self.chance.randint(20, 400)} người"
            )
            world.says(self._speaker(act.place), figures)
            ledger.state(unit, world.state_of(unit.code))

    def _speaker(self, place: int) -> str:
        """The contact who fills the form, and sits for one commune only."""
        return self.chat(place, 0)

    def _submit(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        speaker = self._speaker(act.place)
        if unit.is_sent or speaker not in unit.reporters:
            return
        if unit.status == "not_started":
            self._answer(world, ledger, unit, act)
        for _ in range(4):
            world.says(speaker, "nộp")
            ledger.state(unit, world.state_of(unit.code))
            if unit.is_sent:
                return
            if unit.status == "awaiting_approval":
                if self.chance.random() < 0.6:
                    world.says(self.chat(act.place, 2), "duyệt")
                    ledger.state(unit, world.state_of(unit.code))
                return

    def _part(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        speaker = self._speaker(act.place)
        if not unit.owes or speaker not in unit.reporters:
            return
        if unit.owes == "photo":
            world.shows(speaker)
        else:
            for words in ("viết", "Nhân dân hưởng ứng đông đủ.", "xong"):
                world.says(speaker, words)
        if world.has_part(unit.code, unit.owes):
            ledger.part(unit)

    def _return(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if not unit.is_sent:
            return
        self._coordinator(world, f"trả lại {unit.code} 1.1 chưa khớp số người")
        ledger.state(unit, world.state_of(unit.code))
        if unit.status == "returned":
            ledger.returned(unit, world.now)

    def _extend(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if unit.last_day == LAST_DAY:
            today = world.now.astimezone(TZ).date()  # an extension ends after today
            last = max(LAST_DAY, today) + timedelta(days=self.chance.randint(1, 9))
            self._coordinator(world, f"gia hạn {unit.code} {last:%d/%m/%Y} mất điện nhiều ngày")
            ledger.extended(unit, last, world.now)

    def _ask(self, world: World, ledger: Ledger, _unit: Unit, act: Act) -> None:
        ledger.words = WORDS
        self._coordinator(world, f"nhắc {WORDS}")
        for unit in ledger.units:  # where nobody sits, nobody is promised anything
            if unit.reporters and unit.status in ("not_started", "in_progress", "returned"):
                ledger.asked(unit, world.now)

    def _close(self, world: World, ledger: Ledger, _unit: Unit, act: Act) -> None:
        with world.store.transaction() as tx:
            campaign_setup.close_campaign(tx, world.office, world.campaign.slug)
        ledger.closed()

    def _hand_over(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        """The second contact leaves; a successor sits down in the same minute."""
        old, new = self.chat(act.place, 1), f"telegram:{act.place}-new"
        if old in unit.reporters:
            world.leaves(old, unit.code)
            world.ledger.touch(unit)
            unit.reporters.discard(old)
            self.vacant.add(act.place)
        if act.place in self.vacant:  # also where a crash came before the successor sat down
            self._sit(world, unit, new, Role.REPORTER)
            self.vacant.discard(act.place)

    @staticmethod
    def _coordinator(world: World, text: str) -> None:
        if COORDINATOR not in world.owner:
            world.joins(COORDINATOR, "điều phối", None, Role.COORDINATOR)
        world.says(COORDINATOR, text)
        world.says(COORDINATOR, "đúng")
