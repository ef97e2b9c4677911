"""What three contacts of every unit do in October: drawn at random, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bot.model.message import Address
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from tests.simulation.calendar import TZ, at
from tests.simulation.ledger import Ledger, Unit
from tests.simulation.province import (
    FILE,
    PHOTO,
    TOTAL,
    UPWARD,
    WORDS,
    code_of,
    kind_of,
    owed_by,
    parents_of,
)
from tests.simulation.world import World
from tests.storage.peek import ADDRESS

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
CONTACTS = 3
COORDINATOR = "telegram:điều phối"
REQUEST = "Xin gửi trước khi họp giao ban"


@dataclass(order=True, frozen=True)
class Act:
    """Something somebody does from a moment on; tried again later where a crash got in its way."""

    at: datetime
    number: int
    what: str
    place: int
    contact: int = 0


class Story:
    """All acts of all people, and how each is done and written into the ledger."""

    def __init__(self, count: int, chance: Random) -> None:
        self.count = count
        self.chance = chance
        self.numbers = iter(range(10**9))
        self.parents = parents_of(count)
        self.acts = sorted(act for place in range(count) for act in self._life(place))
        self.acts += [self._act(at(date(2026, 10, day), 9, 10), "ask", 0) for day in (12, 20)]
        self.acts.append(self._act(at(date(2026, 10, 23), 14), "paper", 0))
        self.acts.append(self._act(at(date(2026, 10, 29), 10), "close", 0))
        self.acts.sort()
        self.vacant: set[int] = set()  # seats that were left and wait for the successor
        self.approving = {place for place in range(count) if place % 10 == 3}
        self.deputised = {place for place in range(count) if place % 3 == 1}

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
        acts += self._parts(place)
        if kind_of(place).name == "trường":
            acts += self._on_the_list(place)
        if chance.random() < 0.2:
            acts.append(
                self._act(self._when(date(2026, 10, 9), date(2026, 10, 15)), "extend", place)
            )
        if chance.random() < 0.06:
            acts.append(
                self._act(self._when(date(2026, 10, 6), date(2026, 10, 22)), "hand over", place)
            )
        return acts

    def _parts(self, place: int) -> list[Act]:
        """When what is owed besides the figures comes, and when what came below is accepted."""
        acts = []
        owes = owed_by(place, self.parents)
        for what, first, last in (
            (PHOTO, 8, 20), (WORDS, 8, 20), (FILE, 8, 21), (TOTAL, 12, 23)
        ):  # fmt: skip
            if what in owes and self.chance.random() < 0.6:
                days = date(2026, 10, first), date(2026, 10, last)
                acts.append(self._act(self._when(*days), what, place))
        if place not in self.parents.values() and self.chance.random() < 0.7:
            days = date(2026, 10, 8), date(2026, 10, 14)
            acts.append(self._act(self._when(*days), "accept", place))
        return acts

    def _on_the_list(self, place: int) -> list[Act]:
        """When a school leaves the campaign, and comes back, or goes on below another commune."""
        days = date(2026, 10, 6), date(2026, 10, 14)
        if self.chance.random() < 0.2:
            out = self._when(*days)
            back = out + timedelta(days=self.chance.randint(1, 4))
            acts = [self._act(out, "take out", place), self._act(back, "come back", place)]
            return acts if self.chance.random() < 0.7 else acts[:1]
        return [self._act(self._when(*days), "mend", place)] if self.chance.random() < 0.2 else []

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
        ledger.clock(world.now)
        if unit.away is not None and act.what != "come back":
            return
        getattr(self, "_" + act.what.replace(" ", "_"))(world, ledger, unit, act)

    def _join(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        chat = self.chat(act.place, act.contact)
        role = Role.REPORTER
        if act.contact == 1 and act.place in self.deputised:
            role = Role.DEPUTY
        if act.contact == 2 and act.place in self.approving:
            role = Role.APPROVER
        self._sit(world, unit, chat, role)
        if act.contact == 2 and act.place % 2 == 1 and act.place + 1 < self.count:
            neighbour = ledger.units[act.place + 1]  # one person, two units
            self._sit(world, neighbour, chat, Role.REPORTER)
        second = self.second_chat(act.place, act.contact)
        if second is not None:
            self._reach_too(world, chat, second)

    @staticmethod
    def _sit(world: World, unit: Unit, chat: str, role: Role) -> None:
        if unit.away is not None:
            return
        world.ledger.touch(unit)
        if not world.sits(chat, unit.code):
            world.joins(chat, chat, unit.code, role)
        assert world.sits(chat, unit.code)
        for people in {
            Role.APPROVER: (unit.approvers,),
            Role.DEPUTY: (unit.deputies, unit.ever_deputies),
            Role.REPORTER: (unit.reporters, unit.ever_reporters),
        }[role]:
            people.add(chat)
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

    def _block(self, world: World, ledger: Ledger, _unit: Unit, act: Act) -> None:
        world.weather.blocked.add(self.chat(act.place, act.contact))
        ledger.unreachable.add(self.chat(act.place, act.contact))

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

    def _photo(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if PHOTO in unit.lacks and self._speaker(act.place) in unit.reporters:
            world.shows(self._speaker(act.place))
            ledger.lacking(unit, world.lacks(unit.code, unit.place))

    def _words(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if WORDS in unit.lacks and self._speaker(act.place) in unit.reporters:
            for words in ("viết", "Nhân dân hưởng ứng đông đủ.", "xong"):
                world.says(self._speaker(act.place), words)
            ledger.lacking(unit, world.lacks(unit.code, unit.place))

    def _file(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if FILE in unit.lacks and self._speaker(act.place) in unit.reporters:
            world.sends_scan(self._speaker(act.place))
            ledger.lacking(unit, world.lacks(unit.code, unit.place))

    def _total(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        """Hand the total up; where the unit has an approver, the approver does."""
        speaker, approver = self._speaker(act.place), self.chat(act.place, 2)
        if TOTAL not in unit.lacks or speaker not in unit.reporters:
            return
        world.says(speaker, "nộp tổng hợp")
        if approver in unit.approvers:
            world.says(approver, "nộp tổng hợp")
        ledger.lacking(unit, world.lacks(unit.code, unit.place))
        ledger.state(unit, world.state_of(unit.code))

    def _accept(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if unit.is_sent:
            self._coordinator(world, f"nhận {unit.code}")
            ledger.state(unit, world.state_of(unit.code))

    def _paper(self, world: World, ledger: Ledger, _unit: Unit, _act: Act) -> None:
        """The province's own report goes to both receivers."""
        world.sends_papers(UPWARD)
        ledger.upward_sent = world.now

    def _return(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if not unit.is_sent:
            return
        self._coordinator(world, f"trả lại {unit.code} 1.1 chưa khớp số người")
        ledger.lacking(unit, world.lacks(unit.code, unit.place))
        ledger.state(unit, world.state_of(unit.code))
        if unit.status == "returned":
            ledger.returned(unit, world.now)

    def _extend(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if not unit.extended:
            today = world.now.astimezone(TZ).date()  # an extension ends after today
            own = kind_of(act.place).last_day
            last = max(own, today) + timedelta(days=self.chance.randint(1, 9))
            self._coordinator(world, f"gia hạn {unit.code} {last:%d/%m/%Y} mất điện nhiều ngày")
            ledger.extended(unit, last, world.now)

    def _ask(self, world: World, ledger: Ledger, _unit: Unit, act: Act) -> None:
        ledger.words = REQUEST
        self._coordinator(world, f"nhắc {REQUEST}")
        for unit in ledger.units:  # where nobody sits, nobody is promised anything
            if unit.reporters and unit.status in ("not_started", "in_progress", "returned"):
                ledger.asked(unit, world.now)

    def _close(self, world: World, ledger: Ledger, _unit: Unit, act: Act) -> None:
        with world.store.transaction() as tx:
            campaign_setup.close_campaign(tx, world.office, world.campaign.slug)
        ledger.closed()

    def _take_out(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        """Refused where its figures were accepted, or stand in a total."""
        self._coordinator(world, f"đưa ra {unit.code} ghi nhầm vào danh sách")
        ledger.seen["left the campaign"] += self.follow(world, ledger)

    def _come_back(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        if unit.away is not None:
            self._coordinator(world, f"thêm đơn vị {unit.code}")
            ledger.seen["came back"] += self.follow(world, ledger)

    def _mend(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        """The school goes on below the next commune of its district."""
        above = world.parents[act.place] or 0
        other = above + 1 if kind_of(above + 1).name != "trường" else above - 1
        self._coordinator(world, f"đổi cấp trên {unit.code} thành {code_of(other)}")
        ledger.seen["goes on below another"] += self.follow(world, ledger)

    @staticmethod
    def follow(world: World, ledger: Ledger) -> bool:
        """Take over what the campaign's list says now; return whether it says something else."""
        before = dict(world.parents)
        world.looks_at_list()
        if world.parents == before:
            return False
        found = world.lacks_by_code()
        for unit in ledger.units:
            is_there = unit.place in world.parents
            if is_there == (unit.away is not None):
                ledger.comes_or_goes(unit, world.now)
            lacks = found[unit.code] if is_there else set()
            if is_there and lacks != unit.lacks:
                ledger.lacking(unit, lacks)
        return True

    def _hand_over(self, world: World, ledger: Ledger, unit: Unit, act: Act) -> None:
        """The second contact leaves; a successor sits down in the same minute."""
        old, new = self.chat(act.place, 1), f"telegram:{act.place}-new"
        is_deputy = act.place in self.deputised
        seated = unit.deputies if is_deputy else unit.reporters
        if old in seated:
            world.leaves(old, unit.code)
            world.ledger.touch(unit)
            seated.discard(old)
            self.vacant.add(act.place)
        if act.place in self.vacant:  # also where a crash came before the successor sat down
            self._sit(world, unit, new, Role.DEPUTY if is_deputy else Role.REPORTER)
            self.vacant.discard(act.place)

    @staticmethod
    def _coordinator(world: World, text: str) -> None:
        if COORDINATOR not in world.owner:
            world.joins(COORDINATOR, "điều phối", None, Role.COORDINATOR)
        world.says(COORDINATOR, text)
        world.says(COORDINATOR, "đúng")
