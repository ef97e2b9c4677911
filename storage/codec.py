"""Row <-> domain value, both directions side by side. Rows never cross the door of `storage`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from bot.model.answer import Answer, AnswerState, Part
from bot.model.campaign import Campaign, CampaignState
from bot.model.documents import Document, DocumentRequest
from bot.model.export_kinds import DocumentKind
from bot.model.message import (
    Address,
    Choice,
    FileRef,
    Incoming,
    IncomingKind,
    Placing,
    Reply,
    Urgency,
)
from bot.model.person import Role, Seat
from bot.model.plan import NO_PLAN
from bot.model.series import Every, Series
from bot.model.submission import Photo, Status, Submission
from bot.model.unit import Unit
from bot.model.unusual import AS_USUAL, Unusual
from storage.plan_codec import (
    deadlines_from_json,
    deadlines_to_json,
    items_from_json,
    items_to_json,
    plan_from_json,
    plan_to_json,
)

STATES = {each.value: each for each in AnswerState}
Kind = TypeVar("Kind")
Columns = Any  # a result row with the columns a function names, whatever else it selects


def dumps(value: Any) -> str:
    """Return compact JSON with Vietnamese letters as they are."""
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_as(kind: type[Kind], row: Columns) -> Kind:
    """Return a value whose fields are named as columns of a row."""
    names: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]
    return kind(*[getattr(row, name) for name in names])


def new_id(made: Any) -> int:
    """Return the id that an insert of one row was given."""
    return int(made.inserted_primary_key[0])


def storable(text: str) -> str:
    """Return text as every database takes it: no NUL (PostgreSQL), no half surrogate pairs (SQLite)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def answer_columns(answer: Answer) -> dict[str, Any]:
    return {
        "state": answer.state.value,
        "count": answer.count,
        "people": answer.people,
        "text": answer.text,
        "note": answer.note,
        "source": answer.source,
        "parts": dumps(list(map(astuple, answer.parts))) if answer.parts else "",
        "cells": dumps(answer.cells) if answer.cells else "",
    }


def answer_from(row: Columns) -> Answer:
    return answer_of(
        row.state,
        row.count_,
        row.people,
        row.text_,
        row.note,
        row.source,
        row.parts,
        row.cells,
    )


def answer_of(
    state: str,
    count: int | None,
    people: int | None,
    text: str,
    note: str,
    source: str,
    parts: str,
    cells: str,
) -> Answer:
    """Return an answer from its columns, in the order of `answer_selection` after the code."""
    return Answer(
        STATES[state],
        count,
        people,
        text,
        note,
        source,
        tuple(Part(*part) for part in json.loads(parts)) if parts else (),
        pairs_of(json.loads(cells)) if cells else (),
    )


def pairs_of(body: Iterable[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    """Return the figures of further columns, as JSON keeps them."""
    return tuple((str(key), int(number)) for key, number in body)


def answer_from_plain(body: Mapping[str, Any]) -> Answer:
    """Return an answer as the audit keeps it: its fields, without those that are empty."""
    parts = tuple(Part(**part) for part in body.get("parts", ()))
    cells = pairs_of(body.get("cells", ()))
    return Answer(**{**body, "state": AnswerState(body["state"]), "parts": parts, "cells": cells})


def unit_columns(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "parent": unit.parent,
        "aliases": dumps(list(unit.aliases)),
        "body": unit.body,
        "valid_from": unit.valid_from,
        "predecessors": dumps(list(unit.predecessors)),
        "commune_code": unit.commune_code,
    }


def unit_from(row: Columns) -> Unit:
    return Unit(
        row.id,
        row.code,
        row.name,
        row.kind,
        row.parent,
        texts_from_json(row.aliases),
        row.body,
        row.valid_from,
        texts_from_json(row.predecessors),
        row.commune_code,
        row.beside,
    )


def campaign_columns(campaign: Campaign) -> dict[str, Any]:
    return {
        "slug": campaign.slug,
        "title": campaign.title,
        "state": campaign.state.value,
        "period_start": campaign.period_start,
        "period_end": campaign.period_end,
        "deadline_phrase": campaign.deadline_phrase,
        "last_instant": campaign.last_instant,
        "issuer": campaign.issuer,
        "receiver": campaign.receiver,
        "body": campaign.body,
        "previous": campaign.previous,
        "forms": dumps(dict(campaign.forms)),
        "photos_min": campaign.photos_min,
        "report_file": campaign.report_file,
        "plan": plan_to_json(campaign.plan),
        "asked_items": items_to_json(campaign.asked_items),
        "deadlines": deadlines_to_json(campaign.deadlines),
        "series": series_text(campaign.series),
        "opens": campaign.opens,
        "trial_of": campaign.trial_of,
        "unusual": unusual_text(campaign.unusual),
    }


def campaign_from(row: Columns) -> Campaign:
    return Campaign(
        row.id,
        row.slug,
        row.title,
        CampaignState(row.state),
        row.period_start,
        row.period_end,
        row.deadline_phrase,
        row.last_instant,
        row.issuer,
        row.receiver,
        tuple(json.loads(row.forms or "{}").items()),
        row.photos_min,
        row.report_file,
        row.body,
        row.previous,
        plan_from_json(row.plan) if row.plan else NO_PLAN,
        items_from_json(row.asked_items) if row.asked_items else (),
        deadlines_from_json(row.deadlines) if row.deadlines else (),
        series_from(row.series) if row.series else None,
        row.opens,
        row.trial_of,
        unusual_from(row.unusual) if row.unusual else AS_USUAL,
    )


def unusual_text(unusual: Unusual) -> str:
    return "" if unusual == AS_USUAL else " ".join(map(str, astuple(unusual)))


def unusual_from(text: str) -> Unusual:
    return Unusual(*map(int, text.split()))


def series_text(series: Series | None) -> str:
    return f"{series.every.value} {series.until.isoformat()}" if series is not None else ""


def series_from(text: str) -> Series:
    every, _, until = text.partition(" ")
    return Series(Every(every), date.fromisoformat(until))


def submission_from(
    row: Columns,
    answers: Mapping[str, Answer],
    photos: tuple[Photo, ...],
    report_files: int,
) -> Submission:
    return Submission(
        row.id,
        row.campaign_id,
        row.unit_id,
        Status(row.status),
        row.version,
        bool(row.draft),
        row.submitted_at,
        row.late_days,
        row.returned_reason,
        tuple(row.returned_row.split()),
        answers,
        photos,
        report_files,
    )


def seat_from(row: Columns) -> Seat:
    return Seat(
        row.id,
        Role(row.role),
        row.campaign_id,
        row.campaign_title,
        row.unit_id,
        row.unit_code or "",
        row.unit_name or "",
        row.opens,
    )


def incoming_to_json(incoming: Incoming) -> str:
    body: dict[str, Any] = {"kind": incoming.kind.value}
    for name in ("text", "choice", "album", "sender_name", "message", "edits", "written_by",
                 "speaker"):  # fmt: skip
        if getattr(incoming, name):
            body[name] = storable(getattr(incoming, name))
    if incoming.sent_at is not None:
        body["sent_at"] = incoming.sent_at.isoformat()
    if incoming.file is not None:
        body["file"] = file_to_dict(incoming.file)
    return dumps(body)


def incoming_from_json(address: Address, key: str, text: str) -> Incoming:
    body = json.loads(text)
    return Incoming(
        address,
        key,
        IncomingKind(body["kind"]),
        body.get("text", ""),
        body.get("choice", ""),
        FileRef(**body["file"]) if "file" in body else None,
        body.get("album", ""),
        body.get("sender_name", ""),
        datetime.fromisoformat(body["sent_at"]) if "sent_at" in body else None,
        body.get("message", ""),
        body.get("edits", ""),
        body.get("written_by", ""),
        body.get("speaker", ""),
    )


def file_to_dict(file: FileRef) -> dict[str, Any]:
    return {
        "remote": storable(file.remote),
        "name": storable(file.name),
        "mime": storable(file.mime),
        "size": file.size,
        "path": file.path,
        "sha256": file.sha256,
        **({"code": file.code} if file.code else {}),
    }


def reply_to_json(reply: Reply) -> str:
    body: dict[str, Any] = {"text": reply.text}
    if reply.head:
        body["head"] = reply.head
    if reply.lead:
        body["lead"] = reply.lead
    if reply.choices:
        body["choices"] = [[choice.key, choice.label] for choice in reply.choices]
    if reply.document is not None:
        body["document"] = asdict(reply.document)
    if reply.card:
        body["card"] = reply.card
    if reply.menu:
        body["menu"] = reply.menu
    if reply.replaces:
        body |= {"replaces": reply.replaces, "placing": reply.placing.value}
    return dumps(body)


def reply_from_json(text: str, urgency: str) -> Reply:
    body = json.loads(text)
    return Reply(
        body["text"],
        body.get("head", ""),
        body.get("lead", ""),
        tuple(Choice(key, label) for key, label in body.get("choices", ())),
        document_from(body["document"]) if "document" in body else None,
        Urgency(urgency),
        body.get("card", ""),
        Placing(body.get("placing", Placing.BELOW)),
        body.get("menu", ""),
        body.get("replaces", 0),
    )


def document_from(kept: Mapping[str, Any]) -> Document:
    """Return a message's document. Messages of an older program name what to make in one text:
    "form:7", "campaign:1:xlsx:7"."""
    asked = kept.get("request")
    if asked is None and kept.get("kind"):
        kind, about, ending, person = [*kept["kind"].split(":"), "", "", ""][:4]
        asked = {"kind": kind, "about": about, "ending": ending, "person_id": person}
    if asked is None:
        return Document(kept["name"], path=kept["path"])
    person_id = int(asked["person_id"]) if asked["person_id"] else None
    return Document(
        kept["name"],
        DocumentRequest(
            DocumentKind(asked["kind"]),
            int(asked["about"]),
            asked["ending"] or "xlsx",
            person_id,
            asked.get("branch"),
        ),
        kept["path"],
    )


def waiting_row(
    address_id: int,
    channel: str,
    reply: Reply,
    now: datetime,
    inbox_id: int | None,
    notice_id: int | None,
    key: str | None,
) -> dict[str, Any]:
    """Return a message's row as it enters the outbox."""
    return {
        "address_id": address_id,
        "channel": channel,
        "urgency": reply.urgency.value,
        "body": reply_to_json(reply),
        "key": key,
        "inbox_id": inbox_id,
        "notice_id": notice_id,
        "state": "pending",
        "due_at": now,
        "created_at": now,
        "pages_sent": 0,
        "attempts": 0,
        "remote": "",
        "failure": "",
    }


@lru_cache(maxsize=1_024)
def texts_from_json(text: str | None) -> tuple[str, ...]:
    """Return the members of a stored list, which is empty for most units."""
    return tuple(json.loads(text)) if text and text != "[]" else ()
