"""A reporting unit: commune, township, school or office. People come and go, units stay."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """`code` is text and unique; `kind` is free ("xã", "thị trấn", "trường"); `aliases` are former
    or short names; `parent` is the code of the unit above, or empty."""

    id: int
    code: str
    name: str
    kind: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
