"""The lists that are shipped beside this file, read once and bound together."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

REFORM = date(2025, 7, 1)  # Quyết định 19/2025/QĐ-TTg: provinces and communes, no districts


class Share(StrEnum):
    """How much of a former unit went into a commune."""

    WHOLE = "whole"
    MAIN_PART = "part-main"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Province:
    """`also` are other names that people use."""

    code: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A commune of before the reform; `code` and `district` are empty for the few island districts that
    had no communes, whose `name` is the district's."""

    code: str
    name: str
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A former unit of which a commune holds a share."""

    unit: FormerUnit
    share: Share


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today, called so from `since` on."""

    code: str
    name: str
    province: Province
    since: date
    predecessors: tuple[Predecessor, ...]


@dataclass(frozen=True, slots=True)
class NationalList:
    """All provinces and communes, in the order of their codes."""

    provinces: tuple[Province, ...]
    communes: tuple[Commune, ...]

    def of(self, province: Province) -> tuple[Commune, ...]:
        """Return the communes of a province."""
        return tuple(commune for commune in self.communes if commune.province == province)


@cache
def national_list() -> NationalList:
    """Return the registry; the first call reads it, about a tenth of a second."""
    provinces = {line["code"]: _province(line) for line in _lines("provinces.csv")}
    predecessors = _predecessors()
    communes = tuple(
        Commune(
            line["code"],
            line["name"],
            provinces[line["province"]],
            date.fromisoformat(line["since"]) if line["since"] else REFORM,
            tuple(predecessors.get(line["code"], ())),
        )
        for line in _lines("communes.csv")
    )
    return NationalList(tuple(provinces.values()), communes)


def _province(line: dict[str, str]) -> Province:
    return Province(
        line["code"], line["name"], tuple(line["also"].split(";")) if line["also"] else ()
    )


def _predecessors() -> dict[str, list[Predecessor]]:
    """Return by commune's code what the commune was made from."""
    districts = {
        line["number"]: (line["name"], line["province"]) for line in _lines("districts.csv")
    }
    found: dict[str, list[Predecessor]] = {}
    for line in _lines("predecessors.csv"):
        district, province = districts[line["district"]]
        name, above = (line["old_name"], district) if line["old_name"] else (district, "")
        unit = FormerUnit(line["old_code"], name, above, province)
        found.setdefault(line["code"], []).append(Predecessor(unit, Share(line["share"])))
    return found


def _lines(name: str) -> Iterator[dict[str, str]]:
    """Read a list without the remarks at its head, which begin with #."""
    text = (files("bot.registry") / name).read_text("utf-8")
    lines = (line for line in io.StringIO(text) if not line.startswith("#"))
    return iter(csv.DictReader(lines))
