"""Progress as a picture for a group chat: counts by state, no names of units or people.

1200 pixels wide, letters large enough for a phone that shows it at a third of that. Each state has
its word and number beside its bar, so that nothing depends on colour alone; the colours are those
of Okabe and Ito, which people with any kind of colour blindness can tell apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageFont

from bot.exports.font import typeface
from bot.locale.say import say

WIDTH = 1200
EDGE = 64
INSIDE = WIDTH - 2 * EDGE
TITLES = ((46, 3), (38, 5))  # (size, most lines): a long title is set smaller
UNDRAWN = ("So", "Sk", "Cs", "Co", "Cn", "Cf")  # kinds of characters
GAP = 4  # between neighbours of the stacked bar
INK, QUIET, PAPER, TRACK, RULE = "#1c1a17", "#5c564e", "#ffffff", "#eeeae4", "#d9d3ca"
LATE = "#a8320f"
MAP_GAP, TALLEST_MAP, HATCH = 30, 1100, 14  # pixels
COLOURS = {
    "accepted": "#009e73",
    "submitted": "#0072b2",
    "awaiting_approval": "#56b4e9",
    "in_progress": "#e69f00",
    "returned": "#d55e00",
    "not_started": "#9a948c",
}


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many units are in a state; `words` are the state's on screens."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class PictureMap:
    """A map to be drawn: `view` is what is shown of it (left, top, width, height), `areas` are closed
    lines with the state they are filled with ("": outside the campaign)."""

    view: tuple[float, float, float, float]
    areas: tuple[tuple[tuple[tuple[float, float], ...], str], ...]


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """A campaign at one moment. `states` in the order of the work; `deadline` and `left` (how many
    days, in words) are empty where the campaign has no deadline."""

    title: str
    deadline: str
    left: str
    is_over: bool
    states: tuple[StateCount, ...]
    sent: int
    made: str
    maps: tuple[PictureMap, ...] = ()

    @property
    def all(self) -> int:
        return sum(state.count for state in self.states)

    @property
    def percent(self) -> int:
        """Whole percents sent, rounded down: 100 only when all are there."""
        return 100 * self.sent // self.all if self.all else 0


def write_campaign(sheet: ProgressSheet, target: BinaryIO) -> None:
    """Write the progress as a PNG."""
    height = _draw(ImageDraw.Draw(Image.new("RGB", (WIDTH, 10))), sheet)  # only to measure
    maps = [*map(_map, sheet.maps)]
    below = sum(drawn.height + MAP_GAP for drawn in maps)
    picture = Image.new("RGB", (WIDTH, height + below), PAPER)
    _draw(ImageDraw.Draw(picture), sheet)
    at = height
    for drawn in maps:
        picture.paste(drawn, (EDGE, at))
        at += drawn.height + MAP_GAP
    picture.save(target, "PNG", optimize=True)


def _draw(pen: ImageDraw.ImageDraw, sheet: ProgressSheet) -> int:
    """Draw everything from top to bottom; return the height it takes."""
    pen.rectangle((0, 0, WIDTH, 14), fill=COLOURS["submitted"])
    at = _deadline(pen, _title(pen, 52, sheet.title) + 10, sheet)
    at = _summary(pen, at + 26, sheet)
    at = _stacked(pen, at + 22, sheet)
    for state in sheet.states:
        at = _state(pen, at, state, sheet.all)
    if not sheet.all:
        at = _lines(pen, at, (say("picture.no_unit"),), 34)
    pen.line((EDGE, at + 8, WIDTH - EDGE, at + 8), fill=RULE, width=2)
    return _lines(pen, at + 20, (say("picture.made", time=sheet.made),), 28, fill=QUIET) + 30


def _map(shown: PictureMap) -> Image.Image:
    """Return a map of the picture's inner width; each state has a pattern beside its colour."""
    left, top, width, height = shown.view
    scale = min(INSIDE / width, TALLEST_MAP / height)
    size = (INSIDE, max(1, round(height * scale)))
    shift = (INSIDE - width * scale) / 2
    drawn = Image.new("RGB", size, PAPER)
    for key in ("", *COLOURS):
        mask = Image.new("L", size, 0)
        pen = ImageDraw.Draw(mask)
        for ring, state in shown.areas:
            if state == key:
                points = [((x - left) * scale + shift, (y - top) * scale) for x, y in ring]
                pen.polygon(points, fill=255, outline=0, width=2)
        drawn.paste(_pattern(key, size), (0, 0), mask)
    return drawn


def _pattern(key: str, size: tuple[int, int]) -> Image.Image:
    """Return an area filled as a state is: the marks are those of the board's map."""
    filled = Image.new("RGB", size, COLOURS.get(key, TRACK))
    pen = ImageDraw.Draw(filled)
    width, height = size
    for at in range(-height, width + height, HATCH):
        if key in ("submitted", "returned"):
            pen.line((at, height, at + height, 0), fill=PAPER, width=2)
        if key == "returned":
            pen.line((at, 0, at + height, height), fill=PAPER, width=2)
    if key == "awaiting_approval":
        for at in range(0, height, HATCH):
            pen.line((0, at, width, at), fill=PAPER, width=2)
    if key == "in_progress":
        for across in range(0, width, HATCH):
            for down in range(0, height, HATCH):
                pen.ellipse((across, down, across + 4, down + 4), fill=PAPER)
    return filled


def _title(pen: ImageDraw.ImageDraw, at: int, title: str) -> int:
    size, most = next(
        (
            (size, most)
            for size, most in TITLES
            if len(wrap(title, typeface(size, bold=True), most + 1)) <= most
        ),
        TITLES[-1],
    )
    return _lines(pen, at, wrap(title, typeface(size, bold=True), most), size, bold=True)


def _lines(
    pen: ImageDraw.ImageDraw,
    at: int,
    lines: Sequence[str],
    size: int,
    *,
    bold: bool = False,
    fill: str = INK,
) -> int:
    """Draw lines from the left edge; return where what follows begins. Marks over and under Vietnamese
    letters need the room."""
    for line in lines:
        pen.text((EDGE, at), line, fill, typeface(size, bold=bold))
        at += int(size * 1.36)
    return at


def _deadline(pen: ImageDraw.ImageDraw, at: int, sheet: ProgressSheet) -> int:
    if sheet.deadline:
        at = _lines(pen, at, wrap(sheet.deadline, typeface(32), 3), 32, fill=QUIET)
    if sheet.left:
        at = _lines(pen, at, (sheet.left,), 38, bold=True, fill=LATE if sheet.is_over else INK)
    return at


def _summary(pen: ImageDraw.ImageDraw, at: int, sheet: ProgressSheet) -> int:
    """Draw `Đã gửi 9/14 đơn vị`, the percents in large figures at the right; return where what follows
    begins."""
    words = f"{say('picture.sent')} {say('picture.of_all', sent=sheet.sent, all=sheet.all)}"
    percent, large = say("picture.percent", percent=sheet.percent), typeface(84, bold=True)
    pen.text((WIDTH - EDGE, at + 84), percent, COLOURS["submitted"], large, anchor="rs")
    pen.text((EDGE, at + 84), words, INK, typeface(52, bold=True), anchor="ls")
    return at + 100


def _stacked(pen: ImageDraw.ImageDraw, at: int, sheet: ProgressSheet) -> int:
    """Draw all units in one bar, with white gaps that keep neighbours apart without colour; return where
    what follows begins."""
    pen.rounded_rectangle((EDGE, at, WIDTH - EDGE, at + 56), 10, fill=TRACK)
    begun = 0
    for state in sheet.states:
        begin, begun = begun, begun + state.count
        left = EDGE + INSIDE * begin // sheet.all if sheet.all else EDGE
        right = EDGE + INSIDE * begun // sheet.all if sheet.all else EDGE
        if state.count:
            end = right if begun == sheet.all else max(left + 2, right - GAP)
            pen.rectangle((left, at, end, at + 56), fill=COLOURS[state.key])
    return at + 92


def _state(pen: ImageDraw.ImageDraw, at: int, state: StateCount, whole: int) -> int:
    """Draw one state (its colour, word, bar and number); return where what follows begins."""
    middle, bars = at + 28, EDGE + 400
    colour = COLOURS[state.key]
    pen.rounded_rectangle((EDGE, middle - 17, EDGE + 34, middle + 17), 6, fill=colour)
    ink = INK if state.count else QUIET
    pen.text((EDGE + 54, middle), state.words, ink, typeface(38), anchor="lm")
    room = WIDTH - EDGE - bars - 130
    pen.rounded_rectangle((bars, middle - 15, bars + room, middle + 15), 6, fill=TRACK)
    if state.count:
        width = max(8, room * state.count // whole)
        pen.rectangle((bars, middle - 15, bars + width, middle + 15), fill=colour)
    number = typeface(42, bold=True)
    pen.text((WIDTH - EDGE, middle), str(state.count), ink, number, anchor="rm")
    return at + 68


def wrap(text: str, font: ImageFont.FreeTypeFont, most: int) -> tuple[str, ...]:
    """Return the text in at most so many lines of the picture's width; what is longer ends with "…"."""
    lines: list[str] = []
    for word in _drawable(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= INSIDE:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = [_fitting(line, font) for line in lines[:most]]
    if len(lines) > most:
        last = shown[-1]
        while " " in last and font.getlength(f"{last} …") > INSIDE:
            last = last.rpartition(" ")[0]
        shown[-1] = f"{last} …"
    return tuple(shown)


def _drawable(text: str) -> str:
    """Without pictographs and the like, which the face would draw as boxes."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in whole if unicodedata.category(sign) not in UNDRAWN)


def _fitting(line: str, font: ImageFont.FreeTypeFont) -> str:
    """Return a line; one that is too long and has no place to break it loses its last letters."""
    if font.getlength(line) <= INSIDE:
        return line
    while line and font.getlength(f"{line}…") > INSIDE:
        line = line[:-1]
    return f"{line}…"
