"""QR pictures by the thousand: one mask for all, and a picture written in packed rows.

Eight masks exist to make codes easier to scan, and any of them is valid. Trying all eight for each
code takes most of the time, and printed at this size every one scans.
"""

from __future__ import annotations

import struct
import zlib

import segno

MASK = 2
PREFIX = "BAOCAO:"  # before the code of a paper: few, capital letters make large squares
SCALE, BORDER = 6, 2  # pixels of a module; modules of white around
SIGNATURE = b"\x89PNG\r\n\x1a\n"
ONE_BIT_GREY = (1, 0, 0, 0, 0)  # depth, colour type, compression, filter, interlace
WHITE, BLACK = "1" * SCALE, "0" * SCALE


def qr_png(text: str) -> bytes:
    """Return a text as a QR picture in black and white."""
    modules = segno.make_qr(text, error="m", mask=MASK).matrix
    margin = WHITE * BORDER
    blank = WHITE * (len(modules) + 2 * BORDER)
    lines = [
        margin + "".join([BLACK if module else WHITE for module in line]) + margin
        for line in modules
    ]
    return _png([*[blank] * BORDER, *lines, *[blank] * BORDER])


def code_png(code: str) -> bytes:
    """Return the QR picture of a paper's code, by which its signed copy is known."""
    return qr_png(f"{PREFIX}{code}")


def _png(lines: list[str]) -> bytes:
    """Return lines of bits as a PNG, each of them `SCALE` times below the other."""
    side = len(lines) * SCALE
    rows = b"".join(_packed(line) * SCALE for line in lines)
    header = struct.pack(">IIBBBBB", side, side, *ONE_BIT_GREY)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def _packed(bits: str) -> bytes:
    """Return a line as whole bytes, behind the number of the filter that leaves it as it is."""
    whole = bits + "0" * (-len(bits) % 8)
    return b"\0" + int(whole, 2).to_bytes(len(whole) // 8, "big")


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
