"""An export as a newcomer would add it: the figures of every unit as XML."""

from __future__ import annotations

from typing import BinaryIO
from xml.etree import ElementTree

from bot.exports.export_progress import followed
from bot.exports.sheet_data import CampaignSheet


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    root = ElementTree.Element("campaign", slug=sheet.slug)
    for unit in followed(sheet.units):
        ElementTree.SubElement(root, "unit", code=unit.unit_code, state=unit.state.value)
    ElementTree.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)
