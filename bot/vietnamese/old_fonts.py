"""Vietnamese typed for the fonts of before Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times").

Such text holds the letters of western Europe that stood in those fonts' places: "X· Bum N­a" is "Xã
Bum Nưa", "Xaõ Möôøng Teø" is "Xã Mường Tè". It is told from other text by its syllables: converted
they are Vietnamese ones, unconverted they are none (TCVN 5712:1993, table VN3; VNI Software).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class OldFont(StrEnum):
    """How a text was written."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


def _pairs(old: str, new: str) -> dict[str, str]:
    return dict(zip(old.split(), new.split(), strict=True))


TCVN3 = _pairs(
    "µ ¸ ¶ · ¹ ¨ » ¾ ¼ ½ Æ © Ç Ê È É Ë ® Ì Ð Î Ï Ñ ª Ò Õ Ó Ô Ö × Ý Ø Ü Þ ß ã á â ä « å è æ ç é ¬ ê í ë ì î "
    "ï ó ñ ò ô \xad õ ø ö ÷ ù ú ý û ü þ ¡ ¢ § £ ¤ ¥ ¦",
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ "
    "ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ Ă Â Đ Ê Ô Ơ Ư",
)
_VNI_LOWER = _pairs(
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où "
    "oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î",
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ "
    "õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ",
)
VNI = {
    **_VNI_LOWER,
    **{old.upper(): new.upper() for old, new in _VNI_LOWER.items()},
    **{old[0].upper() + old[1:]: new.upper() for old, new in _VNI_LOWER.items()},
}
_VNI_PLACES = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TOKEN = re.compile(r"[^\s,;|/()\"'.:\-–]+")
_ONSET = re.compile(r"ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]|")
_CODA = re.compile(r"(?:ch|ng|nh|[cmnpt])?")
# Vowels of a syllable, each with the places where its tone may stand.
_VOWELS = {
    vowels: places
    for group, places in (
        ("a ă â e ê i o ô ơ u ư y", (0,)),
        ("ai ao au ay âu ây eo êu ia iu oi ôi ơi ua ui ưa ưi ưu yu", (0,)),
        ("iê yê oă oo uâ uê uô uơ ươ", (1,)),
        ("oa oe uy", (0, 1)),
        ("iêu yêu oai oay oao oeo uây uôi uya uyu ươi ươu", (1,)),
        ("uyê", (2,)),
    )
    for vowels in group.split()
}
_ONLY_UNICODE = re.compile("[ăđơưĂĐƠƯĩĨũŨạ-ỹẠ-Ỹ]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
CERTAIN = 0.9  # of the accented words must be Vietnamese syllables once converted


def from_old_font(text: str) -> tuple[str, OldFont | None]:
    """Return the text in Unicode, and the font it was written for; unchanged with None where it
    was Unicode, or where converting does not make it Vietnamese."""
    if text.isascii() or _ONLY_UNICODE.search(text):
        return text, None
    candidates = {OldFont.TCVN3: _from_tcvn3(text), OldFont.VNI: _from_vni(text)}
    accented = [place for place, token in enumerate(_TOKEN.findall(text)) if not token.isascii()]
    best = max(candidates, key=lambda font: _share(candidates[font], accented))
    share = _share(candidates[best], accented)
    if share < CERTAIN or share <= _share(text, accented):
        return text, None
    return candidates[best], best


def _from_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(sign, sign) for sign in text)


def _from_vni(text: str) -> str:
    return _VNI_PLACES.sub(lambda found: VNI[found[0]], text)


def _share(text: str, places: list[int]) -> float:
    """Return how many of the words at some places are Vietnamese syllables."""
    tokens = _TOKEN.findall(text)
    words = [tokens[place] for place in places if place < len(tokens)]
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    """Tell whether a word could be Vietnamese: one syllable with at most one tone, in its place."""
    letters: list[str] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", sign)
        if any(part in _TONES for part in parts):
            tones.append(len(letters))
        bare = "".join(part for part in parts if part not in _TONES)
        letters.append(unicodedata.normalize("NFC", bare))
    text = "".join(letters)
    return len(tones) <= 1 and any(
        _fits(text[start:], [tone - start for tone in tones]) for start in _onsets(text)
    )


def _onsets(text: str) -> set[int]:
    """Return where the vowels may begin: "gi" and "qu" hold a letter that may be a vowel, too."""
    longest = _ONSET.match(text)
    assert longest is not None
    end = longest.end()
    return {end, 1} if text[:2] in ("gi", "qu") else {end}


def _fits(rest: str, tones: list[int]) -> bool:
    """Tell whether vowels with their tone and an end follow."""
    for length in (3, 2, 1):
        places = _VOWELS.get(rest[:length])
        if places is not None and _CODA.fullmatch(rest[length:]):
            return all(tone in places for tone in tones)
    return False
