"""Whether a letter says that who does not answer agrees: only then may silence be counted."""

from __future__ import annotations

import re

from bot.vietnamese.normalise import unaccented

_NO_ANSWER = (
    r"khong (?:co |nhan duoc |gui |tham gia )?(?:van ban |bat ky )?"
    r"(?:y kien|gop y|van ban|phan hoi|tra loi)|khong gui"
    r"|(?:qua|het) (?:thoi )?(?:han|thoi gian)|sau (?:ngay|thoi (?:han|gian))"
)
_AGREES = (
    r"(?:coi|xem|duoc coi|duoc xem)(?: nhu)?(?: la)?(?: da)?"
    r" (?:thong nhat|dong y|nhat tri|tan thanh|dong thuan)"
)
_RULE = re.compile(rf"(?:{_NO_ANSWER})[^.]{{0,200}}?(?<!khong ){_AGREES}")


def states_silence(text: str) -> bool:
    """Return whether a text says that silence counts as agreement."""
    plain = " ".join(unaccented(text).split())
    return _RULE.search(plain) is not None
