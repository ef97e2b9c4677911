"""Rows by the number that is printed beside them, where sections count anew ("1.1" in I and in II).

A printed number means the row of the section that is being answered, or the only row that has it;
where several sections have it, the person is asked which. The full key ("ii.1.1") always works.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.context import ReportContext
from bot.conversation.examples import answer_to
from bot.conversation.state import State
from bot.locale.say import say
from bot.model.form import Form
from bot.vietnamese.normalise import unaccented

_LEADING = re.compile(
    r"\s*(?:(?:muc|sua|ghi chu|cau|dong)\s+)*(?P<code>[0-9]{1,3}(?:\.[0-9]{1,3})*[a-z]?)"
    r"(?P<mark>\s*[:=]|(?=\s|$))"
)


def in_section(desk: ReportContext, state: State, text: str) -> tuple[ReportContext, str]:
    """Return the context as seen from the section that is spoken of, and the message with full keys
    shortened to printed numbers; both as they are where the form prints its own keys."""
    form = desk.form
    if form is None or not form.counts_anew:
        return desk, text
    at = form.find(state.row) or form.find(state.section)
    here = form.section_code(at) if at is not None else ""
    typed = _full_keys(form)
    named = {form.section_code(form.by_code[_key(key)]) for key in typed.findall(text)}
    if len(named) == 1:
        (here,) = named
        text = typed.sub(lambda key: form.by_code[_key(key[0])].number, text)
    seen = replace(form, here=here)
    return replace(desk, form=seen), _without_own_code(seen, state, text)


def _full_keys(form: Form) -> re.Pattern[str]:
    """Return what finds the full keys in a message: "ii.1.1", also with a space behind the section."""
    keys = [key for key in form.by_code if not key[0].isdigit() and "." in key]
    known = (re.escape(key).replace(r"\.", "[. ] ?", 1) for key in sorted(keys, key=len)[::-1])
    return re.compile(rf"(?<![\w.])(?:{'|'.join(known)})(?![\w]|\.\w)", re.IGNORECASE)


def _key(typed: str) -> str:
    """Return the key that was typed."""
    section, rest = re.split(r"[. ] ?", typed.lower(), maxsplit=1)
    return f"{section}.{rest}"


def _without_own_code(form: Form, state: State, text: str) -> str:
    """Return the message without the printed number of the very row that is asked."""
    found = _LEADING.match(text)
    row = form.find(found["code"]) if found is not None else None
    if found is None or row is None or row.code != state.row or not text[found.end() :].strip():
        return text
    return text[found.end() :].strip()


def which_section(desk: ReportContext, text: str) -> str:
    """Return the question that a number of several sections needs; "" for any other message."""
    form = desk.form
    found = _LEADING.match(unaccented(text))
    if form is None or not form.counts_anew or found is None:
        return ""
    code = found["code"]
    fits = form.printed_as(code)
    if len(fits) < 2 or form.find(code) is not None or not ("." in code or found["mark"]):
        return ""
    rows = "; ".join(f"{row.code} {row.name}" for row in fits)
    example = f"{fits[0].code}: {answer_to(fits[0])}"
    return say("code.which", code=code, rows=rows, example=example)
