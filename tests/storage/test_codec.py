"""What goes into the database comes out as it was: one property for each pair of functions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.answer import Answer, AnswerState, Part
from bot.model.campaign import Campaign, CampaignState, OwnDeadline
from bot.model.campaign_item import CampaignItem
from bot.model.documents import Document, DocumentRequest
from bot.model.events import AnswerRecorded
from bot.model.export_kinds import DocumentKind
from bot.model.message import (
    Address,
    Choice,
    FileRef,
    Incoming,
    IncomingKind,
    Reply,
    Urgency,
)
from bot.model.plan import Contacts, Opening, Plan, Reference
from bot.model.unit import Unit
from storage import Store, Transaction
from storage.codec import (
    answer_columns,
    campaign_columns,
    incoming_from_json,
    incoming_to_json,
    reply_from_json,
    reply_to_json,
    unit_columns,
)
from storage.tables import ANSWER, CAMPAIGN, KEPT, UNIT
from tests.office import unit_by_code
from tests.storage.samples import AUTHOR, NOW, a_campaign, a_unit, set_up, value

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
names = texts.filter(bool)
moments = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001  the zones are given apart
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]),
)
days = moments.map(lambda moment: moment.date())
numbers = st.none() | st.integers(0, 2**63 - 1)
files = st.builds(FileRef, texts, texts, texts, st.integers(0, 2**31), texts, texts)
incomings = st.builds(
    Incoming,
    st.builds(Address, names, names, names),
    names,
    st.sampled_from(IncomingKind),
    text=texts,
    choice=texts,
    file=st.none() | files,
    album=texts,
    sender_name=texts,
    sent_at=st.none() | moments,
    message=texts,
    edits=texts,
)
requests = st.builds(
    DocumentRequest,
    st.sampled_from(DocumentKind),
    st.integers(1, 99),
    st.sampled_from(["xlsx", "docx", "png"]),
    st.none() | st.integers(1, 99),
)
replies = st.builds(
    Reply,
    texts,
    head=texts,
    lead=texts,
    choices=st.lists(st.builds(Choice, texts, texts), max_size=3).map(tuple),
    document=st.none() | st.builds(Document, texts, st.none() | requests, texts),
    urgency=st.sampled_from(Urgency),
)
parts = st.lists(st.builds(Part, names, numbers, numbers), max_size=3).map(tuple)
answers = st.builds(
    Answer, st.sampled_from(AnswerState), numbers, numbers, texts, texts, source=texts, parts=parts
)
units = st.builds(
    Unit, st.just(0), names, names, texts, texts, st.lists(texts, max_size=3).map(tuple)
)
several = st.lists(texts, max_size=2).map(tuple)
openings = st.builds(Opening, several, st.none() | days, st.none() | days, texts, texts, texts)
plans = st.builds(
    Plan,
    texts,
    st.none() | days,
    texts,
    texts,
    several,
    texts,
    st.builds(Contacts, several, several),
    st.lists(openings, max_size=2).map(tuple),
    st.lists(st.builds(Reference, texts, texts), max_size=2).map(tuple),
)
asked_items = st.builds(
    CampaignItem,
    texts,
    texts,
    texts,
    several,
    several,
    st.integers(0, 9),
    texts,
    texts,
    st.none() | moments,
    several,
    st.booleans(),
)
deadlines = st.builds(OwnDeadline, texts, st.none() | moments, several, several)
campaigns = st.builds(
    Campaign,
    st.just(0),
    names,
    texts,
    st.sampled_from(CampaignState),
    days,
    days,
    texts,
    st.none() | moments,
    texts,
    texts,
    st.dictionaries(texts, texts, max_size=3).map(lambda forms: tuple(forms.items())),
    st.integers(0, 100),
    st.sampled_from(["", "optional", "required"]),
    texts,
    texts,
    plans,
    st.lists(asked_items, max_size=3).map(tuple),
    st.lists(deadlines, max_size=3).map(tuple),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all examples; each rolls back what it wrote."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('codec') / 'baocao.db'}", NOW)
    with store.transaction() as tx:
        set_up(tx)
    yield store
    store.close()


class Undone:
    """A transaction that is rolled back at the end."""

    def __init__(self, store: Store) -> None:
        self.connection = store.engine.connect()

    def __enter__(self) -> Transaction:
        self.began = self.connection.begin()
        return Transaction(self.connection)

    def __exit__(self, *_: Any) -> None:
        self.began.rollback()
        self.connection.close()


@given(incomings)
def test_an_arrival_comes_back_as_it_was(incoming: Incoming) -> None:
    read = incoming_from_json(incoming.address, incoming.key, incoming_to_json(incoming))
    assert read == incoming


@given(replies)
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    assert reply_from_json(reply_to_json(reply), reply.urgency.value) == reply


@settings(max_examples=40, deadline=None)
@given(answer=answers)
def test_an_answer_comes_back_as_it_was_from_the_draft(shelf: Store, answer: Answer) -> None:
    with Undone(shelf) as tx:
        before = tx.submissions.of_unit(1, 1)
        assert before is not None
        tx.submissions.record(before, [AnswerRecorded(before.id, "1.10", answer)], AUTHOR)
        after = tx.submissions.load(before.id)
    assert after is not None
    assert after.answers == {"1.10": answer}


@settings(max_examples=40, deadline=None)
@given(unit=units)
def test_a_unit_comes_back_as_it_was(shelf: Store, unit: Unit) -> None:
    with Undone(shelf) as tx:
        tx.campaigns.keep_units([unit])
        found = unit_by_code(tx, unit.code)
    assert found is not None
    assert replace(found, id=0) == unit


@settings(max_examples=40, deadline=None)
@given(campaign=campaigns)
def test_a_campaign_comes_back_as_it_was(shelf: Store, campaign: Campaign) -> None:
    with Undone(shelf) as tx:
        tx.connection.execute(CAMPAIGN.update().values(slug="\x00"))  # make room for any slug
        number = tx.campaigns.create(campaign, "", NOW)
        found = tx.campaigns.by_id(number)
        same = tx.campaigns.by_slug(campaign.slug)
    assert replace(found, id=0) == campaign
    assert same == found


def test_every_column_of_a_unit_is_written() -> None:
    assert {"id", "entry", "beside", *unit_columns(a_unit(1))} == set(UNIT.c.keys())


def test_every_column_of_a_campaign_is_written() -> None:
    outside_the_value = {"id", "upward", "source", "created_at", "opened_at", "closed_at"}
    outside_the_value.add("consultation")
    assert outside_the_value | set(campaign_columns(a_campaign())) == set(CAMPAIGN.c.keys())


def test_every_column_of_an_answer_is_written_in_draft_and_revision() -> None:
    figures = set(answer_columns(value(1)))
    assert figures | {"submission_id", "code", "person_id", "changed_at"} == set(ANSWER.c.keys())
    assert figures | {"revision_id", "code"} == set(KEPT.c.keys())


@pytest.mark.parametrize(
    ("kind", "request_"),
    [
        ("form:7", DocumentRequest(DocumentKind.FORM, 7, "xlsx")),
        ("form:7:docx", DocumentRequest(DocumentKind.FORM, 7, "docx")),
        ("campaign:1:xlsx:9", DocumentRequest(DocumentKind.CAMPAIGN, 1, "xlsx", 9)),
        ("campaign:1:csv:", DocumentRequest(DocumentKind.CAMPAIGN, 1, "csv")),
        ("letter:1:docx", DocumentRequest(DocumentKind.LETTER, 1, "docx")),
    ],
)
def test_a_document_of_an_older_message_can_still_be_made(
    kind: str, request_: DocumentRequest
) -> None:
    kept = {"text": "Tệp:", "document": {"name": "x", "kind": kind, "path": ""}}
    assert reply_from_json(json.dumps(kept), "reply").document == Document("x", request_)
