"""What office programs keep of a document besides its text: title, subject, company."""

from __future__ import annotations

from collections.abc import Mapping

from docx.oxml import parse_xml

PARTS = ("docProps/core.xml", "docProps/app.xml")
CORE = ("core:title", "core:subject", "core:Company")


def core_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the properties that a person may have filled in, by the names of CORE."""
    found: dict[str, str] = {}
    for part in PARTS:
        for element in parse_xml(parts[part]) if parts.get(part) else ():
            name = f"core:{str(element.tag).rpartition('}')[2]}"
            if name in CORE and element.text:
                found[name] = " ".join(element.text.split())[:200]
    return found
