"""JSON and CSV, and the registry's promise that every export writes."""

import csv
import io
import json
from dataclasses import replace

import pytest

from bot.exports import write_campaign, write_unit
from bot.model.export_kinds import export_named, report_exports
from tests.exports.samples import FORM, INJECTION, campaign_sheet

KEYS = [export.key for export in report_exports()]
ASKED = [row.code for row in FORM.questions]


def made(key: str, sheet=None) -> bytes:
    target = io.BytesIO()
    write_campaign(export_named(key), sheet or campaign_sheet(), target)
    return target.getvalue()


def made_unit(key: str, unit_code: str) -> bytes:
    target = io.BytesIO()
    write_unit(export_named(key), campaign_sheet(), unit_code, target)
    return target.getvalue()


@pytest.mark.parametrize("key", KEYS)
def test_every_export_writes_a_campaign_and_one_unit(key):
    assert not export_named(key).module or made(key)  # a PDF is of one unit only
    assert made_unit(key, "03436")


@pytest.mark.parametrize("key", KEYS)
def test_an_unknown_unit_is_refused(key):
    with pytest.raises(KeyError):
        made_unit(key, "99999")


def test_json_has_the_promised_keys():
    body = json.loads(made("json"))
    assert list(body) == [
        "campaign",
        "form",
        "generated_at",
        "units",
        "totals",
        "by_branch",
        "by_kind",
        "joint",
        "missing_units",
        "plan",
        "obligations",
    ]
    assert (body["campaign"], body["form"]) == ("muong-te-2026", "phu-luc-ii-2022")
    assert body["generated_at"] == "2026-10-14T09:15:00+07:00"
    assert list(body["units"][1]) == [
        "unit_code",
        "unit_name",
        "state",
        "version",
        "submitted_at",
        "late_days",
        "rows",
    ]
    assert body["missing_units"] == [
        {"unit_code": "03448", "unit_name": "Xã Mù Cả"},
        {"unit_code": "03460", "unit_name": "Xã Pa Vệ Sử"},
    ]


def test_json_rows_keep_the_five_states():
    unit = json.loads(made("json"))["units"][1]
    rows = unit["rows"]
    assert [code for code in rows if code != "5"] == ASKED
    assert rows["1.1"] == {
        "state": "value",
        "count": 3,
        "people": 45,
        "text": "",
        "note": "=1+1",
        "source": "chat",
        "parts": [],
        "cells": {},
    }
    assert rows["1.4a"]["state"] == "value"
    assert (rows["1.3"]["state"], rows["1.3"]["count"]) == ("nil", 0)
    assert (rows["1.10"]["state"], rows["1.10"]["count"]) == ("not_applicable", None)
    assert rows["5.4"]["state"] == "pending"
    assert rows["6.3"]["state"] == "unanswered"
    assert (rows["5"]["count"], rows["5"]["source"]) == (12, "total")
    assert rows["11"]["text"].startswith(INJECTION)


def test_json_totals_count_the_units():
    totals = json.loads(made("json"))["totals"]
    assert totals["1.10"] == {
        "count": 31,
        "people": 933,
        "units_value": 10,
        "units_nil": 1,
        "units_not_applicable": 1,
        "units_pending": 0,
        "units_missing": 2,
    }
    assert (totals["4.2"]["count"], totals["10.1"]["people"]) == (None, None)
    assert list(totals)[:3] == ["1", "1.1", "1.2"]


def test_json_of_a_unit_that_sent_nothing_shows_open_rows():
    body = json.loads(made_unit("json", "03448"))
    assert {row["state"] for row in body["units"][0]["rows"].values()} == {"unanswered"}
    assert body["units"][0]["submitted_at"] is None


def test_csv_starts_with_a_byte_order_mark_and_reads_back():
    body = made("csv")
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    mine = [line for line in lines if line["unit_code"] == "03436"]
    assert [line["code"] for line in mine if line["code"] != "5"] == ASKED
    found = next(line for line in mine if line["code"] == "1.10")
    assert (found["row_state"], found["count"], found["people"]) == ("not_applicable", "", "")
    assert len({line["unit_code"] for line in lines}) == 14


def test_csv_text_cannot_become_a_formula():
    lines = list(csv.reader(io.StringIO(made("csv").decode("utf-8-sig"))))
    starts = {field[0] for line in lines for field in line if field}
    assert starts & set("=+-@\t") == set()


def test_a_lone_dash_stays_a_dash_in_csv():
    campaign = campaign_sheet()
    unit = campaign.units[0]
    answers = {**unit.answers, "2": replace(unit.answers["2"], note="-")}
    sheet = replace(campaign, units=(replace(unit, answers=answers),))
    lines = list(csv.DictReader(io.StringIO(made("csv", sheet).decode("utf-8-sig"))))
    assert next(line["note"] for line in lines if line["code"] == "2") == "-"
