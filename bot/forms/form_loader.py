"""Official forms as data: TOML to `Form`, with every fault of a file found in one go."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from bot.errors import OperatorError
from bot.forms import form_checks, form_reader
from bot.forms.form_fault import Fault, Faults
from bot.forms.form_reader import Draft
from bot.forms.toml_lines import FileLines, find_lines
from bot.locale.say import say
from bot.model.form import Column, Form, Indicator

LATER_RULES = ("money_measure",)
AT_LINE = re.compile(r"(?:(?<!\s)\s+)?\(at line (\d+), column \d+\)")


def load_builtin(slug: str) -> Form:
    """Return a form that comes with the program; OperatorError where there is none of this name."""
    form = _builtins().get(slug)
    if form is None:
        raise OperatorError(say("form.unknown", slug=slug, known=", ".join(builtin_slugs())))
    return form


def builtin_slugs() -> tuple[str, ...]:
    """Return names of the forms that come with the program."""
    return tuple(sorted(_builtins()))


@cache
def _builtins() -> dict[str, Form]:
    forms = {}
    for file in resources.files("bot.forms").iterdir():
        if not file.name.endswith(".toml"):
            continue
        form, faults = parse_form(file.read_text(encoding="utf-8"), file.name)
        if form is None:
            raise AssertionError("\n".join(fault.text for fault in faults))
        forms[form.slug] = form
    return forms


def parse_form(
    text: str, name: str, *, is_stored: bool = False
) -> tuple[Form | None, tuple[Fault, ...]]:
    """Return the form in a TOML text, or None and all its faults; `name` is the file's, for sentences. Rules
    that were made after forms were stored do not hold for one that is."""
    faults = Faults(name)
    body = _parse(text, faults)
    if body is None:
        return None, faults.all()
    lines = find_lines(text)
    top = form_reader.read_top(body, lines, faults)
    shared = form_reader.read_measures(body, lines, faults)
    columns = form_reader.read_columns(body, lines, faults)
    drafts = form_reader.read_rows(body, shared, columns, lines, faults)
    form_checks.check_columns(columns, lines, faults)
    _check(top, columns, drafts, lines, faults)
    found = [fault for fault in faults.all() if not (is_stored and fault.code in LATER_RULES)]
    if found:
        return None, tuple(found)
    return _build(top, columns, drafts), ()


def _parse(text: str, faults: Faults) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        found = AT_LINE.search(str(wrong))
        line = int(found[1]) if found else len(text.splitlines()) or 1
        faults.add(line, "toml", reason=AT_LINE.sub("", str(wrong)))
        return None


def _check(
    top: dict[str, Any],
    columns: tuple[Column, ...],
    drafts: list[Draft],
    lines: FileLines,
    faults: Faults,
) -> None:
    parents = {draft.values.get("parent") for draft in drafts}
    form_checks.check_top(top, columns, drafts, lines, faults)
    for draft in drafts:
        form_checks.check_row(draft, draft.code in parents, faults)
    form_checks.check_tree(drafts, faults)
    form_checks.check_totals(drafts, faults)


def _build(top: dict[str, Any], columns: tuple[Column, ...], drafts: list[Draft]) -> Form:
    rows = tuple(map(_indicator, drafts))
    heads = tuple(top.get("columns", ()))
    return Form(rows=rows, quantities=columns, **{**top, "columns": heads})


def _indicator(draft: Draft) -> Indicator:
    values = {
        "printed": draft.code,
        **draft.values,
        "cells": form_checks.cells_of(draft),
        "words": tuple(draft.values.get("words", ())),
        "choices": tuple(draft.values.get("choices", ())),
        "parent": draft.values.get("parent") or None,
        "columns": form_checks.columns_of(draft),
    }
    return Indicator(**values)
