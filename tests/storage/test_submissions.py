"""Every fact about a report, from the draft to the version that counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.model.answer import Answer, AnswerState
from bot.model.events import (
    Accepted,
    AnswerCleared,
    AnswerRecorded,
    ApprovalDenied,
    Change,
    Extended,
    Joined,
    PhotoKept,
    ReportFileKept,
    SentBack,
    SentForApproval,
    Submitted,
)
from bot.model.message import FileRef
from bot.model.submission import Status, Submission, apply
from storage import Author, Store
from tests.storage.samples import AUTHOR, NOW, Set, do, join, later, recorded, sent, set_up, value
from tests.storage.test_codec import Undone, shelf

__all__ = ["shelf"]  # the fixture of one database for all examples

Outside = Callable[..., list[Any]]
NIL = Answer(AnswerState.NIL, 0, 0, note="chưa tổ chức", source="gate")
PENDING = Answer(AnswerState.PENDING)
NOT_APPLICABLE = Answer(AnswerState.NOT_APPLICABLE)


def test_a_new_report_is_empty(store: Store, office: Set) -> None:
    with store.reading() as tx:
        found = office.submission(tx)
        assert found == Submission(found.id, office.campaign_id, office.unit_ids[0])
        assert tx.submissions.load(99) is None
        assert tx.submissions.of_unit(office.campaign_id, 99) is None


def test_the_first_answer_starts_the_report(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        before = office.submission(tx)
        after = do(tx, before, *recorded(before, r1_1=value(3, 45)))
    assert (after.status, after.answers) == (Status.IN_PROGRESS, {"1.1": value(3, 45)})


def test_the_five_states_of_a_row_stay_apart(store: Store, office: Set) -> None:
    answers = {"r1_1": value(0, 0), "r1_2": NIL, "r1_3": NOT_APPLICABLE, "r1_4a": PENDING}
    with store.transaction() as tx:
        before = office.submission(tx)
        after = do(tx, before, *recorded(before, **answers), sent(before))
        kept = tx.submissions.last_sent(before.id)
        settled = tx.submissions.answered_codes(before.id)
    expected = {"1.1": value(0, 0), "1.2": NIL, "1.3": NOT_APPLICABLE, "1.4a": PENDING}
    assert after.answers == expected  # and 1.10 is unanswered: it is not there
    assert kept == (1, expected)
    assert settled == {"1.1", "1.2", "1.3"}


def test_codes_that_look_alike_as_numbers_are_different_rows(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        before = office.submission(tx)
        after = do(tx, before, *recorded(before, r1_1=value(1), r1_10=value(10)))
    assert after.answers == {"1.1": value(1), "1.10": value(10)}


def test_a_later_answer_replaces_the_earlier_one_whole(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        before = office.submission(tx)
        first = do(tx, before, *recorded(before, r1_1=value(3, 45, note="hai buổi")))
        second = do(tx, first, *recorded(first, r1_1=NIL))
    assert second.answers == {"1.1": NIL}


def test_an_undo_brings_the_row_back_to_unanswered(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        before = office.submission(tx)
        each = do(tx, before, *recorded(before, r1_1=value(3, 45), r1_2=NIL))
        two = do(tx, each, AnswerCleared(each.id, "1.1", value(3, 45)))
        three = do(tx, two, AnswerCleared(each.id, "1.2", NIL))
    assert (two.status, two.answers) == (Status.IN_PROGRESS, {"1.2": NIL})
    assert (three.status, three.answers) == (Status.NOT_STARTED, {})


def test_answers_of_one_unit_never_reach_another(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        first, second = office.submission(tx, 0), office.submission(tx, 1)
        do(tx, first, *recorded(first, r1_1=value(3, 45)))
        do(tx, second, *recorded(second, r1_1=value(7, 8)), AnswerCleared(second.id, "1.2"))
        do(tx, second, AnswerCleared(second.id, "1.1"))
        assert office.submission(tx, 0).answers == {"1.1": value(3, 45)}
        assert office.submission(tx, 1).answers == {}


def test_sending_keeps_the_version_as_it_was(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        first = do(tx, draft, *recorded(draft, r1_1=value(3, 45)), sent(draft, late_days=2))
        edited = do(tx, first, *recorded(first, r1_1=value(9), r1_2=NIL))
        counts = tx.views.sent_answers(office.campaign_id)
        assert tx.submissions.last_sent(draft.id) == (1, {"1.1": value(3, 45)})
    assert (first.status, first.version, first.draft) == (Status.SUBMITTED, 1, False)
    assert (first.submitted_at, first.late_days) == (NOW, 2)
    assert (edited.status, edited.version, edited.draft) == (Status.SUBMITTED, 1, True)
    assert counts == {draft.id: {"1.1": value(3, 45)}}


def test_a_correction_counts_once_it_is_sent(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        first = do(tx, draft, *recorded(draft, r1_1=value(3, 45), r1_2=NIL), sent(draft))
        facts = [*recorded(first, r1_1=value(9)), AnswerCleared(first.id, "1.2"), sent(first, 2)]
        second = do(tx, first, *facts)
        assert tx.submissions.last_sent(draft.id) == (2, {"1.1": value(9)})
        assert tx.views.sent_answers(office.campaign_id) == {draft.id: {"1.1": value(9)}}
        assert tx.views.receipt(draft.id) == f"R{draft.id}-2"
    assert (second.version, second.draft) == (2, False)


def test_a_returned_version_no_longer_counts(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        first = do(tx, draft, *recorded(draft, r1_1=value(3, 45)), sent(draft))
        back = do(tx, first, SentBack(draft.id, "thiếu ảnh", ("1.1", "1.2")))
        assert tx.submissions.last_sent(draft.id) is None
        assert tx.views.sent_answers(office.campaign_id) == {}
        again = do(tx, back, *recorded(back, r1_1=value(4)), sent(back, 2))
        assert tx.submissions.last_sent(draft.id) == (2, {"1.1": value(4)})
    assert (back.status, back.draft) == (Status.RETURNED, True)
    assert (back.returned_reason, back.returned_rows) == ("thiếu ảnh", ("1.1", "1.2"))
    assert (again.status, again.returned_reason, again.returned_rows) == (Status.SUBMITTED, "", ())


def test_when_a_correction_is_returned_the_version_before_counts(
    store: Store, office: Set
) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        first = do(tx, draft, *recorded(draft, r1_1=value(3, 45)), sent(draft))
        second = do(tx, first, *recorded(first, r1_1=value(900)), sent(first, 2))
        do(tx, second, SentBack(draft.id, "quá lớn"))
        assert tx.submissions.last_sent(draft.id) == (1, {"1.1": value(3, 45)})
        assert tx.views.sent_answers(office.campaign_id) == {draft.id: {"1.1": value(3, 45)}}


def test_returning_a_draft_that_was_never_sent_touches_no_version(
    store: Store, office: Set
) -> None:
    with store.transaction() as tx:
        other = office.submission(tx, 1)
        do(tx, other, *recorded(other, r1_1=value(1)), sent(other))
        draft = office.submission(tx)
        back = do(tx, draft, SentBack(draft.id, "sai đơn vị"))
        assert tx.views.sent_answers(office.campaign_id) == {other.id: {"1.1": value(1)}}
    assert (back.status, back.draft) == (Status.RETURNED, False)


def test_a_version_without_any_answer_was_sent_all_the_same(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        do(tx, draft, sent(draft))
        assert tx.submissions.last_sent(draft.id) == (1, {})
        assert tx.views.sent_answers(office.campaign_id) == {draft.id: {}}


def test_the_approver_lets_through_or_sends_back(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        waiting = do(tx, draft, *recorded(draft, r1_1=value(3)), SentForApproval(draft.id))
        denied = do(tx, waiting, ApprovalDenied(draft.id, "xem lại"))
        waiting_again = do(tx, denied, SentForApproval(draft.id))
        through = do(tx, waiting_again, sent(waiting_again))
        taken = do(tx, through, Accepted(draft.id))
    states = [each.status for each in (waiting, denied, waiting_again, through, taken)]
    assert states == [
        Status.AWAITING_APPROVAL,
        Status.IN_PROGRESS,
        Status.AWAITING_APPROVAL,
        Status.SUBMITTED,
        Status.ACCEPTED,
    ]


def test_a_version_is_handed_in_once(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        do(tx, draft, sent(draft))
    again = replace(sent(draft), receipt="another receipt")
    with pytest.raises(IntegrityError), store.transaction() as tx:
        do(tx, draft, again)


def test_a_receipt_belongs_to_one_version(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        first, second = office.submission(tx, 0), office.submission(tx, 1)
        do(tx, first, sent(first))
    with pytest.raises(IntegrityError), store.transaction() as tx:
        do(tx, second, replace(sent(second), receipt=sent(first).receipt))


def test_photos_and_the_report_file_are_kept_with_their_row(store: Store, office: Set) -> None:
    image = FileRef("remote", "lễ.jpg", "image/jpeg", 3_000_000, "files/a.jpg", "0" * 64)
    report = FileRef("remote", "báo cáo.docx", "application/msword", 9, "files/b.docx", "1" * 64)
    with store.transaction() as tx:
        person, _ = join(tx, office.campaign_id, office.unit_ids[0])
        draft = office.submission(tx)
        facts = [
            PhotoKept(draft.id, image, "Lễ khai mạc", "1.1", "album"),
            PhotoKept(draft.id, replace(image, path="files/c.jpg")),
            ReportFileKept(draft.id, report, "Báo cáo"),
        ]
        tx.submissions.record(draft, facts, Author(later(minutes=5), person))
        found = office.submission(tx)
        shown = tx.views.photos(office.campaign_id)
        (view, *_) = tx.views.board(office.campaign_id)
    assert [
        (photo.path, photo.caption, photo.row, photo.name, photo.at) for photo in found.photos
    ] == [
        ("files/a.jpg", "Lễ khai mạc", "1.1", "lễ.jpg", later(minutes=5)),
        ("files/c.jpg", "", "", "lễ.jpg", later(minutes=5)),
    ]
    assert (found.report_files, found.status) == (1, Status.NOT_STARTED)
    assert [(unit.id, photo) for unit, photo in shown] == [
        (office.unit_ids[0], photo) for photo in found.photos
    ]
    assert (view.photos, view.report_files) == (2, 1)


def test_an_extension_is_the_units_own_and_names_its_author(
    store: Store, office: Set, outside: Outside
) -> None:
    with store.transaction() as tx:
        draft = office.submission(tx)
        extended = Extended(office.campaign_id, office.unit_ids[0], later(days=9), "mưa lũ")
        tx.submissions.record(draft, [extended], Author(NOW, actor="phòng GD"))
        assert tx.submissions.extended_until(draft.id) == later(days=9)
    assert outside("SELECT extension_reason, extension_author FROM submission ORDER BY id") == [
        ("mưa lũ", "phòng GD"),
        ("", ""),
        ("", ""),
    ]


def test_a_fact_about_something_else_is_refused(store: Store, office: Set) -> None:
    with pytest.raises(ValueError, match="Joined"), store.transaction() as tx:
        do(tx, office.submission(tx), Joined(1, "Ân", "2022"))


def test_who_answered_is_kept_with_the_answer(store: Store, office: Set, outside: Outside) -> None:
    with store.transaction() as tx:
        first, _ = join(tx, office.campaign_id, office.unit_ids[0], "an")
        second, _ = join(tx, office.campaign_id, office.unit_ids[0], "bình")
        draft = office.submission(tx)
        tx.submissions.record(draft, recorded(draft, r1_1=value(1)), Author(NOW, first))
        tx.submissions.record(draft, recorded(draft, r1_1=value(2)), Author(NOW, second))
    assert outside("SELECT code, count, person_id FROM answer") == [("1.1", 2, second)]


def facts_about(submission: Submission) -> st.SearchStrategy[list[Change]]:
    """Turns of facts in any order, the versions in theirs."""
    number = submission.id
    codes = st.sampled_from(["1.1", "1.10", "1.4a", "5"])
    answers = st.sampled_from([value(3, 45), value(0), NIL, PENDING, value(5, source="total")])
    each = st.one_of(
        st.builds(AnswerRecorded, st.just(number), codes, answers),
        st.builds(AnswerRecorded, st.just(number), codes, answers),
        st.builds(AnswerCleared, st.just(number), codes),
        st.builds(SentForApproval, st.just(number)),
        st.builds(ApprovalDenied, st.just(number), st.just("xem lại")),
        st.builds(
            SentBack,
            st.just(number),
            st.just("thiếu"),
            st.sampled_from([(), ("1.1",), ("1.1", "5")]),
        ),
        st.builds(Accepted, st.just(number)),
        st.builds(Submitted, st.just(number), st.just(0), st.just(NOW), st.just(2), st.just("")),
    )
    return st.lists(each, max_size=12).map(_numbered)


def _numbered(facts: list[Change]) -> list[Change]:
    versions = iter(range(1, 100))
    return [
        replace(fact, version=(version := next(versions)), receipt=f"M{version}")
        if isinstance(fact, Submitted)
        else fact
        for fact in facts
    ]


@settings(max_examples=150, deadline=None)
@given(facts=facts_about(Submission(1, 1, 1)), cut=st.integers(0, 12))
def test_the_database_says_what_the_facts_say(shelf: Store, facts: list[Change], cut: int) -> None:
    """In one turn or in two, in any order: stored and computed are the same report, and the
    version that counts is the draft as it stood when it was sent."""
    versions: dict[int, dict[str, Answer]] = {}
    returned: set[int] = set()
    expected = Submission(1, 1, 1)
    for fact in facts:
        if isinstance(fact, SentBack) and expected.version:
            returned.add(expected.version)
        expected = apply(expected, fact)
        if isinstance(fact, Submitted):
            versions[fact.version] = dict(expected.answers)
    counting = [number for number in versions if number not in returned]
    with Undone(shelf) as tx:
        before = tx.submissions.load(1)
        assert before is not None
        halfway = tx.submissions.record(before, facts[:cut], AUTHOR)
        tx.submissions.record(halfway, facts[cut:], AUTHOR)
        found = tx.submissions.load(1)
        (view,) = tx.views.board(1, [1])
        last = tx.submissions.last_sent(1)
        total = tx.views.sent_answers(1).get(1)
    assert found == expected
    assert (view.status, view.answered) == (expected.status, expected.answered)
    assert last == ((counting[-1], versions[counting[-1]]) if counting else None)
    assert total == (versions[counting[-1]] if counting else None)


def test_campaigns_keep_their_own_reports_of_one_unit(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        other = set_up(tx, slug="another")
        here, there = office.submission(tx), other.submission(tx)
        do(tx, here, *recorded(here, r1_1=value(3)), sent(here))
        assert other.submission(tx) == there
        assert tx.views.sent_answers(other.campaign_id) == {}
        assert office.submission(tx).answers == {"1.1": value(3)}
