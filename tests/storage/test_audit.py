"""The append-only record of who changed what."""

from __future__ import annotations

from bot.model.events import AnswerCleared, AnswerRecorded, InviteMade, SentBack
from storage import Author, Store
from tests.storage.peek import everything
from tests.storage.samples import NOW, Set, a_text, join, later, value


def test_every_fact_leaves_one_line_with_before_and_after(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        person, _ = join(tx, office.campaign_id, office.unit_ids[0])
        draft = office.submission(tx)
        inbox_id = tx.messages.keep(a_text("3 lớp", "m1"), NOW)
        facts = [
            AnswerRecorded(draft.id, "1.1", value(3, 0), value(2)),
            AnswerCleared(draft.id, "1.2", value(7, note="cũ")),
            SentBack(draft.id, "thiếu ảnh", ("1.1",)),
        ]
        tx.audit.write(facts, Author(later(hours=1), person, "", inbox_id), office.campaign_id)
        lines = tx.history.of_report(draft.id)
        kept = tx.connection.exec_driver_sql("SELECT person_id, inbox_id FROM audit").all()
    assert [(line.fact, line.code) for line in lines] == [
        ("AnswerRecorded", "1.1"),
        ("AnswerCleared", "1.2"),
        ("SentBack", ""),
    ]
    assert {line.at for line in lines} == {later(hours=1)}
    assert {tuple(row) for row in kept} == {(person, inbox_id)}
    assert lines[0].after == {
        "state": "value", "count": 3, "people": 0, "source": "chat",
    }  # fmt: skip
    assert lines[0].before["count"] == 2
    assert (lines[1].before["note"], lines[1].after) == ("cũ", {})
    assert lines[2].after["reason"] == "thiếu ảnh"


def test_an_invite_code_is_nowhere_in_the_record(store: Store, office: Set) -> None:
    made = InviteMade(office.campaign_id, None, "coordinator", "SECRET1234", later(days=30))
    with store.transaction() as tx:
        tx.audit.write([made], Author(NOW, actor="test"), office.campaign_id)
        dump = everything(tx)
    assert ("SECRET1234" in dump, "InviteMade" in dump) == (False, True)


def test_the_row_that_a_message_answered_is_found_again(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        for key, code in (("7", "1.1"), ("77", "1.2")):
            inbox_id = tx.messages.keep(a_text("3 lớp", key), NOW)
            fact = AnswerRecorded(draft.id, code, value(3))
            tx.audit.write([fact], Author(NOW, inbox_id=inbox_id), office.campaign_id)
        tx.messages.keep(a_text('x","message":"9"', "8"), NOW)
        rows = [tx.audit.of_message(1, message).code for message in ("7", "77", "8", "9", "%")]
    assert rows == ["1.1", "1.2", "", "", ""]
