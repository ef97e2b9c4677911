"""Words of somebody who says a thing once more: "đã bảo là không có rồi mà" says "không có"."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"\s*(?:(?:đã|da|thì|tôi|toi|em|anh|chị|chi|mình|minh)\s+)*"
    r"(?:bảo|nói|noi|bao)\s+(?:(?:rồi|roi|là|la|rằng)[\s,]+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?<!\s)\s++(?:(?:rồi|roi)\s*+)?(?:mà|còn gì|cơ mà)[\s.!]*+$", re.IGNORECASE)


def said_again(text: str) -> str:
    """Return what is insisted on; any other message as it is."""
    found = _LEAD.match(text)
    if found is None:
        return text
    rest = _TAIL.sub("", text[found.end() :])
    return rest if rest.strip() else text
