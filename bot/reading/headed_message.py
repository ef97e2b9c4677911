"""What a heading says of all that stands behind it: "số liệu dự kiến: văn nghệ 1 buổi 300 người, thể thao
1 cuộc 50 người" are both planned, and "em có mấy hoạt động sau: …" says nothing of the first of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.changing import replace
from bot.model.form import Form
from bot.reading.label_match import mentioned, section_named
from bot.reading.message_piece import Piece
from bot.vietnamese.normalise import is_plain
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import tokenise
from bot.vietnamese.words import words

HEADING = re.compile(
    r"\A(?:[^:;\d\n]{3,120}+:"
    r"|(?:số liệu|so lieu|số|so|kết quả|ket qua|báo cáo|bao cao|bc)\b[^:;\d\n]{0,60}+\n)(?=\D{0,80}\d)",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"\b(?:mấy|may|vài|vai)\b|\bsau(?: đây| day)?(?: ạ| a)?\s*:", re.IGNORECASE
)
_CAUTIONS: Phrases[str] = Phrases((phrase, phrase) for phrase in words("heading_cautions"))


def without_heading(form: Form, heading: str, text: str) -> tuple[str, str]:
    """Return the words of a message's heading that make all its figures doubtful ("" for none), and the
    message without a heading that would be read as words of its first row."""
    if mentioned(form, heading) or section_named(form, heading) is not None:
        return "", text
    tokens, plain = tokenise(heading), is_plain(heading)
    cautions = (_CAUTIONS.match(tokens, place, plain=plain) for place in range(len(tokens)))
    caution = next((match[0] for match in cautions if match is not None), "")
    is_dropped = caution or _SAYS_NOTHING.search(heading)
    return caution, text.removeprefix(heading) if is_dropped else text


def doubted(pieces: Iterable[Piece], caution: str) -> list[Piece]:
    """Return the pieces of a message with the words of its heading before the figures of each; free words
    stay as they were written."""
    return [
        replace(piece, said=f"{caution} {piece.said}", reading=None) if piece.takes_more else piece
        for piece in pieces
    ]
