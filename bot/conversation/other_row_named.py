"""What is said where a message speaks of another row than the one that is asked."""

from __future__ import annotations

import re

from bot.locale.clarifications import no_row
from bot.locale.say import say
from bot.model.form import Form, Indicator
from bot.reading.label_match import section_named
from bot.reading.lexicon import lexicon_of
from bot.reading.nearest_row import payers_named
from bot.reading.unmatched_codes import missing_code, other_codes
from bot.vietnamese.normalise import unaccented

_DENIES = re.compile(r"\A[^0-9]*?\b(?:khong|ko|k|chua|chang)\b")  # before any figure


def other_row_said(form: Form, row: Indicator, text: str) -> str:
    """Return what is said where a message names other rows by their codes, or one that the form lacks."""
    others = other_codes(form, row, text) or _of_other_section(form, row, text)
    others = others or _of_other_payers(form, row, text)
    if others:
        return say("answer.other_row", codes=", ".join(others), asked=row.code)
    missing = missing_code(form, text)
    return no_row(form, missing) if missing else ""


def _of_other_section(form: Form, row: Indicator, text: str) -> tuple[str, ...]:
    """Return the rows of another section whose name a message begins with: "khen thưởng 3 em học giỏi"."""
    named = section_named(form, text)
    if named is None or named[0].code == form.section_code(row):
        return ()
    return tuple(each.code for each in form.section_of(named[0].code).questions)


def _of_other_payers(form: Form, row: Indicator, text: str) -> tuple[str, ...]:
    """Return the rows of those who paid, where it is denied that the row's own did: "huyện không cho đồng
    nào, doanh nghiệp cho 6 triệu"."""
    own, payers = lexicon_of(row).sources, payers_named(text)
    if not own or payers & own or not _DENIES.search(unaccented(text)):
        return ()
    return tuple(each.code for each in form.questions if lexicon_of(each).sources & payers)
