"""Five plans of five bodies in one database, their units under the same codes: nothing of one body
stands in a paper or a message of another."""

from __future__ import annotations

import csv
import html
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.model.campaign import Campaign
from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding.daily_digest import digest_tick
from bot.use_cases.reminding.send_reminders import reminder_tick
from tests.office import Installation, Person, said

PLANS = Path(__file__).parent / "five_plans"
SLUGS = (
    "ba-dinh-2020",
    "thu-dau-mot-2021",
    "muong-te-tuan-le-2022",
    "quang-nam-2023",
    "bac-kan-2024",
)
SENDING = ("01", "02")  # the third unit of each body stays silent and is reminded
TAG = re.compile(r"<[^>]*>")


@dataclass
class Body:
    """What may be read in papers and messages of one body only."""

    campaign: Campaign
    names: tuple[str, ...]
    figures: tuple[int, ...]
    people: list[Person]

    def traces_in(self, text: str) -> list[str]:
        """Names and figures of this body in a text."""
        found = [name for name in self.names if name in text]
        for figure in self.figures:
            dotted = re.escape(f"{figure:,}".replace(",", "."))
            if re.search(rf"(?<![\d.,])(?:{figure}|{dotted})(?![\d]|[.,]\d)", text):
                found.append(str(figure))
        return found


def campaign_of(desk: Installation, slug: str) -> Campaign:
    read = campaign_setup.read_campaign(PLANS / f"{slug}.toml", desk.office)
    with desk.store.transaction() as tx:
        campaign_setup.create_campaign(tx, desk.office, read)
        return campaign_setup.open_campaign(tx, desk.office, slug)


def body_of(desk: Installation, slug: str, place: int) -> Body:
    """A plan that runs: two units send figures that no other body has, a coordinator looks on."""
    campaign = desk.campaign = campaign_of(desk, slug)
    desk.now = datetime.combine(campaign.period_end, desk.now.timetz()) + timedelta(days=1)
    coordinator = desk.coordinator(f"Tổng hợp {slug}")
    people, figures = [coordinator], []
    for number, unit in enumerate(("01", "02", "03"), start=1):
        person = desk.joined(unit, name=f"Cán bộ {slug} {unit}")
        people.append(person)
        if unit not in SENDING:
            continue
        heads, money = (
            1003 + 710 * place + 37 * number,
            7_000_019 + 1_300_000 * place + 170_000 * number,
        )
        figures += [heads, money]
        for words in (f"sửa 1.6 thành 21 lớp {heads} người", f"sửa 10.1 thành {money} đồng"):
            person.says(words)
            person.says("đúng")
        for _ in range(4):
            person.says("nộp")
        assert desk.submission(unit).is_sent
    figures += [figures[0] + figures[2], figures[1] + figures[3]]
    file = tomllib.loads((PLANS / f"{slug}.toml").read_text("utf-8"))
    lines = csv.DictReader((PLANS / f"{slug}.csv").read_text("utf-8").splitlines())
    names = (file["issuer"], file["receiver"], *(line["name"] for line in lines))
    return Body(campaign, names, tuple(figures), people)


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, list[Body]]]:
    """All five, oldest first, in one database; reminders, digests and looks of coordinators too."""
    desk = Installation(tmp_path_factory.mktemp("five"))
    made = [body_of(desk, slug, place) for place, slug in enumerate(SLUGS)]
    for _ in range(6):
        desk.later(days=1)
        for tick in (reminder_tick, digest_tick):
            with desk.store.transaction() as tx:
                tick(tx, desk.office, desk.now)
    for body in made:
        for words in ("tiến độ", "nhắc", "đúng"):
            body.people[0].says(words)
        for person in body.people[1:]:
            for words in ("mục 1.6", "xem"):
                person.says(words)
    yield desk, made
    desk.close()


def words_of(file: Path) -> str:
    """Everything that can be read in an exported file."""
    if not zipfile.is_zipfile(file):
        text = file.read_text("utf-8-sig")
        return text.replace(",", "\n") if file.suffix == ".csv" else text
    with zipfile.ZipFile(file) as packed:
        parts = [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    between = "\n" if file.suffix == ".xlsx" else ""  # a word's runs stand in several elements
    return "\n".join(html.unescape(TAG.sub(between, part)) for part in parts)


def strangers(made: list[Body], own: Body, text: str) -> list[str]:
    """Traces of other bodies; names that are part of this body's own are its own."""
    plain = text
    for name in own.names:
        plain = plain.replace(name, "")
    return [trace for body in made if body is not own for trace in body.traces_in(plain)]


@pytest.mark.parametrize("place", range(len(SLUGS)), ids=SLUGS)
@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv", "json"])
def test_a_paper_has_its_own_bodys_figures_and_nobody_elses(
    bodies: tuple[Installation, list[Body]], place: int, ending: str, tmp_path: Path
) -> None:
    desk, made = bodies
    own = made[place]
    out = tmp_path / f"out.{ending}"
    export_file(desk.store, desk.office, own.campaign.slug, None, out)
    text = words_of(out)
    assert own.names[-1] in text  # who has not sent is named in every paper
    assert str(own.figures[4 if ending == "docx" else 0]) in own.traces_in(text)
    assert strangers(made, own, text) == []


@pytest.mark.parametrize("place", range(len(SLUGS)), ids=SLUGS)
def test_nobody_is_told_of_another_body(
    bodies: tuple[Installation, list[Body]], place: int
) -> None:
    _, made = bodies
    own = made[place]
    for person in own.people:
        person.listen()
        text = "\n".join(said(reply) for reply in person.heard)
        assert len(person.heard) > 3
        assert strangers(made, own, text) == []


def test_each_body_has_its_own_units_under_the_same_codes(
    bodies: tuple[Installation, list[Body]],
) -> None:
    desk, made = bodies
    with desk.store.reading() as tx:
        for body in made:
            names = [unit.name for unit in tx.campaigns.members(body.campaign.id)]
            assert names == list(body.names[2:])
            assert {unit.name for unit in tx.campaigns.units(body.campaign.body)} >= set(names)
