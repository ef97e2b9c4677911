"""What a spreadsheet shows for a number: what a person saw and meant, whatever is stored behind it.

Only what changes the reading is followed (ECMA-376 part 1, 18.8.31): sections for negative numbers
and zero, words around the digits, leading zeros, decimals, thousands that are left away, percent.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from bot.imports.grid import Left, Odd, Value, shown

GENERAL = ("", "General", "general", "@")
PIECE = re.compile(r'"([^"]*)"|\\(.)|\[[^\[\]]*\]|_.|\*.|(.)', re.DOTALL)
DIGITS = "0#?"
THOUSANDS = ",000"  # three decimals that people take for thousands
LOST = Decimal("0.000001")  # what a spreadsheet's own arithmetic may be off by


def seen_number(value: int | float, number_format: str) -> tuple[Value, Left]:
    """Return a number as it is shown, and what stands there without being seen where its format shows
    nothing."""
    as_shown = shown_number(value, number_format)
    return as_shown, [] if as_shown is not None else [("unseen", shown(value))]


def shown_number(value: int | float, number_format: str) -> Value:
    """Return the number as it is shown: itself where nothing but its grouping differs, text where
    words, leading zeros or what looks like thousands stand with it, None where nothing is shown,
    Odd where it is shown divided by a thousand, rounded or as a percentage."""
    if number_format in GENERAL:
        return value
    section, sign = _section(number_format, value)
    if not section.strip():
        return None
    before, core, after = _parts(section)
    if "%" in core:
        return Odd("percent", f"{_decimal(value * 100, core)}%")
    if core.rstrip("%").endswith(","):
        return Odd("scaled", f"{before}{_scaled(value, core)}{after} ({_plain(value)})")
    if any(mark in core for mark in "/E"):
        return value
    number = _decimal(abs(value), core) if core else ""
    if not number:
        return f"{before}{after}".strip() or None
    if before.strip() or after.strip() or _is_padded(core, number) or number.endswith(THOUSANDS):
        return f"{sign}{before}{number}{after}".strip()
    return _exact(value, number)


def _exact(value: int | float, number: str) -> Value:
    """Return the number that the shown digits stand for; Odd where they are a rounded one."""
    rounded = Decimal(number.replace(",", "."))
    if abs(rounded - Decimal(repr(abs(value)))) > LOST:
        return Odd("rounded", f"{number} ({_plain(value)})")
    exact = int(rounded) if rounded == int(rounded) else float(rounded)
    return -exact if value < 0 else exact


def _section(number_format: str, value: int | float) -> tuple[str, str]:
    """Return the part of the format for this number's sign, and the sign that is put in front of it."""
    sections = _sections(number_format)
    if value < 0 and len(sections) > 1:
        return sections[1], ""
    if value == 0 and len(sections) > 2:
        return sections[2], ""
    return sections[0], "-" if value < 0 else ""


def _sections(number_format: str) -> list[str]:
    """Return the format cut at its semicolons, not those inside quotation marks."""
    parts = number_format.split('"')
    marked = '"'.join(
        part if place % 2 else part.replace(";", "\0") for place, part in enumerate(parts)
    )
    return marked.split("\0")


def _parts(section: str) -> tuple[str, str, str]:
    """Return the words in front of the digits, the digits, and the words behind them."""
    before, core, after = "", "", ""
    for quoted, escaped, plain in PIECE.findall(section):
        words = quoted or escaped
        if plain and (plain in "0#?.,%/E" or (core and plain in "+")):
            core += plain
        elif core:
            after += words or plain
        else:
            before += words or plain
    return before, core, after


def _decimal(value: int | float, core: str) -> str:
    """Return the number with as many decimals and leading zeros as the digits ask for; a decimal comma."""
    whole, _, fraction = core.partition(".")
    places = sum(sign in DIGITS for sign in fraction)
    try:
        rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than any figure has
        return repr(value)
    needed = fraction.count("0")
    head, _, tail = f"{rounded:f}".partition(".")
    while len(tail) > needed and tail.endswith("0"):
        tail = tail[:-1]
    if head == "0" and not tail and "0" not in whole:
        return ""  # "#" and "?" show no zero
    return head.rjust(whole.count("0"), "0") + (f",{tail}" if tail else "")


def _is_padded(core: str, number: str) -> bool:
    """Tell whether zeros were put in front of the number."""
    return number.startswith("0") and len(number.partition(",")[0]) > 1 and "0" in core


def _scaled(value: int | float, core: str) -> str:
    commas = len(core) - len(core.rstrip(","))
    return _decimal(value / 1000**commas, core.rstrip(","))


def _plain(value: int | float) -> str:
    return str(int(value)) if value == int(value) else str(value).replace(".", ",")
