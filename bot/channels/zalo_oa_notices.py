"""Template messages of an Official Account to telephone numbers (ZNS, now "ZBS template message").

The template is written by the office and approved by the platform; what it costs is asked for. Numbers
never stand in a log or an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.zalo_message import mapping, words
from bot.channels.zalo_oa_client import OaClient
from bot.errors import Rejected

ABOUT = "/template/info/v2?template_id={template}"
MESSAGE = "/message/template"
PRICES = ("price_sdt", "price")  # as the platform has called it
APPROVED = "ENABLE"
_MOBILE = re.compile(r"(?:\+?84|0)([35789][0-9]{8})")
_WITHOUT_ZERO = re.compile(r"(?!84)[35789][0-9]{8}")  # as a workbook keeps a number


@dataclass(frozen=True, slots=True)
class Field:
    """One place of a template; `most` is the longest text it takes, 0 where that is not told."""

    name: str
    is_needed: bool
    most: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template as the platform has it; `price` in đồng, 0 where it is not told."""

    number: str
    name: str
    is_approved: bool
    price: int
    fields: tuple[Field, ...]
    preview: str


def mobile(text: str) -> str:
    """Return a Vietnamese mobile number as the platform wants it ("84912345678"); "" for anything else."""
    said = re.sub(r"[\s.\-()]", "", text)
    found = _MOBILE.fullmatch(f"0{said}" if _WITHOUT_ZERO.fullmatch(said) else said)
    return f"84{found[1]}" if found else ""


def masked(number: str) -> str:
    """Return what may be shown of a number that `mobile` gave."""
    return f"0{number[2:4]}*****{number[-2:]}"


async def template(client: OaClient, number: str, price: int) -> Template:
    """Return a template; `price` is that of the settings, 0 to believe the platform's. Raise a
    DeliveryError where it cannot be had."""
    found = mapping(await client.call("GET", ABOUT.format(template=number)))
    told = next((_whole(found.get(name)) for name in PRICES if _whole(found.get(name))), 0)
    listed = found.get("listParams")
    fields = tuple(
        Field(words(each.get("name")), bool(each.get("require")), _whole(each.get("maxLength")))
        for each in map(mapping, listed if isinstance(listed, list) else ())
    )
    return Template(
        number,
        words(found.get("templateName")),
        words(found.get("status")) == APPROVED,
        price or told,
        fields,
        words(found.get("previewUrl")),
    )


async def send(
    client: OaClient, to: str, given: Template, texts: Mapping[str, str], mark: str
) -> None:
    """Send a template to a number; raise a DeliveryError without it."""
    asked: dict[str, Any] = {
        "phone": to,
        "template_id": given.number,
        "template_data": dict(texts),
        "tracking_id": mark,
    }
    found = mapping(await client.call("POST", MESSAGE, asked))
    if not words(found.get("msg_id")):
        raise Rejected("the message was answered without a number")


def _whole(value: Any) -> int:
    try:
        return int(float(value))
    except (TypeError, ValueError):
        return 0
