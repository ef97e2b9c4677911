"""All reports, totals and missing units for other programs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.exports.export_progress import followed, stage
from bot.exports.rows import instant, reported_rows
from bot.exports.sheet_data import CampaignSheet
from bot.figures.branch_totals import totals_by_branch, totals_by_kind
from bot.figures.rollup import RollUp, RowTotal, UnitReport, roll_up
from bot.model.answer import NO_ANSWER, Answer, further, state_of
from bot.model.campaign import Upward
from bot.model.obligations import ItemState, Obligation
from bot.model.plan import plan_keys

ROW = 4  # the level on which a row of a report stands: body, units, unit, rows
encoded = json.JSONEncoder(ensure_ascii=False).encode


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Write UTF-8 JSON, a row of a report on a line, so that people can look into it."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="\n")
    with stage(0.4):
        body = campaign_body(sheet)
    # piece by piece: the whole text at once takes many times its size
    text.writelines(_lines(body, ROW))
    text.flush()
    text.detach()  # the caller closes its own file


def _lines(value: Any, levels: int, begun: str = "\n") -> Iterator[str]:
    """Return a value's JSON in pieces, what stands on its outer levels on lines of their own."""
    parts = _parts(value) if levels else []
    if not parts:
        yield encoded(value)
        return
    mark, end = tuple(encoded(type(value)()))
    for name, each in parts:
        yield f"{mark}{begun} {name}"
        yield from _lines(each, levels - 1, f"{begun} ")
        mark = ","
    yield f"{begun}{end}"


def _parts(value: Any) -> list[tuple[str, Any]]:
    """Return what a value consists of, each with what stands before it."""
    if isinstance(value, dict):
        return [(f"{encoded(key)}: ", each) for key, each in value.items()]
    return [("", each) for each in value] if isinstance(value, list) else []


def campaign_body(sheet: CampaignSheet) -> dict[str, Any]:
    """Return the export as plain values. `count` is the first quantity column, `people` the second;
    absent ones are null. `totals` are those of all units, whatever their forms; `form` is the usual
    one, and what the units on another form add up to by themselves stands under `other_forms`."""
    grand = sheet.grand
    total = roll_up(grand.form, grand.units)
    body: dict[str, Any] = {
        "campaign": sheet.slug,
        "form": sheet.form.slug or None,
        "generated_at": instant(sheet.generated_at, sheet.tz),
        "units": _units(sheet),
        "totals": _totals(total),
        "by_branch": _by_group(totals_by_branch(grand.form, grand.units, sheet.joint)),
        "by_kind": _by_group(
            totals_by_kind(grand.form, grand.units, sheet.made_from, sheet.joint)
        ),
        "joint": [
            {"row": each.row, "units": list(each.units), "counted_in": each.counted_in}
            for each in sheet.joint
        ],
        "missing_units": [
            {"unit_code": unit.unit_code, "unit_name": unit.listed_name}
            for unit in (*total.missing, *grand.not_in_totals)
        ],
    }
    body["plan"] = plan_keys(sheet.plan)
    body["obligations"] = [_obligation(sheet, code, owed) for code, owed in sheet.obligations]
    if sheet.upward is not None:
        body["obligations"].append(_upward(sheet, sheet.upward))
    if sheet.more:
        body["other_forms"] = [
            {
                "form": part.form.slug,
                "kinds": list(part.kinds),
                "totals": _totals(roll_up(part.form, part.units)),
            }
            for part in sheet.by_form[1:]
        ]
    return body


def _units(sheet: CampaignSheet) -> list[dict[str, Any]]:
    """Return every unit of every form, in order."""
    told = [(part, unit) for part in sheet.parts for unit in part.units]
    return [_unit(part, unit) for part, unit in followed(told)]


def _by_group(groups: Mapping[str, RollUp]) -> dict[str, Any]:
    return {name: _figures(rolled) for name, rolled in groups.items()}


def _upward(sheet: CampaignSheet, upward: Upward) -> dict[str, Any]:
    """Return the campaign's own report to the level above, which no unit owes."""
    return {
        "unit_code": None,
        "item": "total",
        "title": sheet.title,
        "due": instant(upward.until, sheet.tz),
        "deadline": upward.phrase,
        "receivers": list(upward.receivers),
        "state": _upward_state(sheet, upward).value,
        "evidence": _upward_evidence(sheet, upward) or None,
    }


def _upward_state(sheet: CampaignSheet, upward: Upward) -> ItemState:
    """Return done once every receiver was sent a report."""
    if upward.is_sent:
        return ItemState.DONE
    is_late = upward.until is not None and sheet.generated_at > upward.until
    return ItemState.LATE if is_late else ItemState.OPEN


def _upward_evidence(sheet: CampaignSheet, upward: Upward) -> dict[str, Any]:
    """Return the papers that were made for it, each with its number and when it was sent."""
    papers = [
        {
            "receiver": made.addressee or None,
            "code": made.code,
            "number": made.number or None,
            "sent_at": instant(made.sent_at, sheet.tz),
        }
        for made in upward.papers
    ]
    return {"papers": papers} if papers else {}


def _obligation(sheet: CampaignSheet, unit_code: str, owed: Obligation) -> dict[str, Any]:
    """Return what one unit owes; `due` is null without a day, `evidence` before anything came."""
    return {
        "unit_code": unit_code,
        "item": owed.asked.type,
        "title": owed.title,
        "due": instant(owed.due, sheet.tz),
        "deadline": owed.phrase,
        "receivers": list(owed.receivers),
        "state": owed.state.value,
        "evidence": dict(owed.evidence) or None,
    }


def _figures(rolled: RollUp) -> dict[str, dict[str, Any]]:
    return {code: sums_as_plain(total) for code, total in rolled.totals.items()}


def _totals(rolled: RollUp) -> dict[str, dict[str, Any]]:
    return {code: _total(total) for code, total in rolled.totals.items()}


def _unit(sheet: CampaignSheet, unit: UnitReport) -> dict[str, Any]:
    return {
        "unit_code": unit.unit_code,
        "unit_name": unit.listed_name,
        "state": unit.state.value,
        "version": unit.version,
        "submitted_at": instant(unit.submitted_at, sheet.tz),
        "late_days": unit.late_days,
        "rows": {
            **{row.code: _row(answer) for row, answer in reported_rows(sheet.form, unit)},
            **{
                row.code: _row(unit.answers[row.code])
                for row in sheet.written
                if row.code in unit.answers
            },
        },
    }


def _row(answer: Answer | None) -> dict[str, Any]:
    given = answer or NO_ANSWER
    return {
        "state": state_of(answer),
        "count": given.count,
        "people": given.people,
        "text": given.text,
        "note": given.note,
        "source": given.source,
        "parts": [*map(asdict, given.parts)],
        "cells": dict(given.cells),
    }


def _total(total: RowTotal) -> dict[str, Any]:
    """`choices` stands only where values are counted."""
    units = {name: getattr(total, name) for name in total.__slots__ if name.startswith("units_")}
    chosen = {"choices": dict(total.choices)} if total.choices else {}
    return {**sums_as_plain(total), **units, **chosen}


def sums_as_plain(total: RowTotal) -> dict[str, Any]:
    """`cells` stands only where a row has more columns than the first two."""
    first = {"count": total.count, "people": total.people}
    return {**first, "cells": dict(more)} if (more := further(total.figures)) else first
