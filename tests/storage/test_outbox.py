"""Messages on their way out: each goes once, in order within its chat, answers first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from bot.model.message import Address, Reply, Urgency
from storage import Queued, Store
from tests.databases import Database
from tests.storage.processes import at_once, send_everything
from tests.storage.samples import NOW, chat_of, later, put

Outside = Callable[..., list[Any]]


def queue(
    store: Store, *texts: str, chat: str = "an", urgency: Urgency = Urgency.REPLY
) -> list[int]:
    with store.transaction() as tx:
        return put(tx, texts, chat, urgency)


def claim(store: Store, outbox_id: int, now: datetime = NOW) -> Queued | None:
    with store.transaction() as tx:
        return tx.messages.claim(outbox_id, now)


def finish(store: Store, outbox_id: int, state: str = "sent") -> None:
    with store.transaction() as tx:
        tx.messages.finish(outbox_id, state, NOW)


def postpone(store: Store, outbox_id: int, until: datetime) -> None:
    with store.transaction() as tx:
        tx.messages.postpone(outbox_id, until, "RetryLater")


def due(store: Store, now: datetime = NOW, *, urgent: bool = True) -> list[int]:
    with store.reading() as tx:
        return [found.id for found in tx.messages.due([("telegram", "bot")], now, 100, urgent)]


def states(outside: Outside) -> list[str]:
    return [state for (state,) in outside("SELECT state FROM outbox ORDER BY id")]


def test_a_message_is_claimed_once_with_all_it_says(store: Store) -> None:
    (only,) = queue(store, "Câu 1/34")
    queued = claim(store, only)
    assert queued is not None
    assert (queued.reply, queued.address) == (
        Reply("Câu 1/34"),
        Address("telegram", "bot", "an"),
    )
    assert (queued.pages_sent, queued.attempts, queued.created_at) == (0, 1, NOW)
    assert claim(store, only) is None


def test_messages_of_a_chat_leave_in_order(store: Store) -> None:
    first, second = queue(store, "một", "hai")
    assert due(store) == [first]
    assert claim(store, second) is None
    claim(store, first)
    assert (due(store), claim(store, second)) == ([], None)
    finish(store, first)
    assert due(store) == [second]
    assert claim(store, second) is not None


def test_however_sending_ended_the_next_message_follows(store: Store) -> None:
    for state in ("sent", "failed", "unknown", "cancelled"):
        first, second = queue(store, "một", "hai", chat=state)
        claim(store, first)
        finish(store, first, state)
        assert claim(store, second) is not None


def test_another_chat_does_not_wait(store: Store) -> None:
    (slow,) = queue(store, "một", chat="an")
    claim(store, slow)
    (other,) = queue(store, "một", chat="bình")
    assert claim(store, other) is not None


def test_a_put_off_answer_holds_the_answers_after_it(store: Store) -> None:
    first, second = queue(store, "một", "hai")
    claim(store, first)
    postpone(store, first, later(seconds=30))
    assert (due(store), claim(store, second)) == ([], None)
    assert due(store, later(seconds=30)) == [first]


def test_a_reminder_put_off_until_morning_holds_no_answer_up(store: Store) -> None:
    (reminder,) = queue(store, "Còn 3 ngày", urgency=Urgency.REMINDER)
    claim(store, reminder)
    postpone(store, reminder, later(hours=14))
    (answer,) = queue(store, "Câu 2/34")
    assert due(store) == [answer]
    assert claim(store, answer) is not None


def test_an_answer_passes_notices_that_are_due_or_on_their_way(store: Store) -> None:
    sending, waiting = queue(store, "một", "hai", urgency=Urgency.NOTICE)
    claim(store, sending)
    (answer,) = queue(store, "Câu 2/34")
    assert (due(store), due(store, urgent=False)) == ([answer], [])
    finish(store, sending)
    assert (due(store), due(store, urgent=False)) == ([answer], [waiting])


def test_a_notice_lets_the_answers_before_it_pass(store: Store) -> None:
    (answer,) = queue(store, "Câu 2/34", urgency=Urgency.RECEIPT)
    (notice,) = queue(store, "Xã Bum Nưa đã gửi", urgency=Urgency.NOTICE)
    assert (due(store, urgent=False), claim(store, notice)) == ([], None)
    claim(store, answer)
    finish(store, answer)
    assert due(store, urgent=False) == [notice]


def test_a_put_off_reminder_holds_no_notice_up(store: Store) -> None:
    reminder, notice = queue(store, "mai", "nay", urgency=Urgency.NOTICE)
    claim(store, reminder)
    postpone(store, reminder, later(hours=14))
    assert due(store, urgent=False) == [notice]


def test_a_stuck_chat_takes_no_place_from_others(store: Store) -> None:
    stuck = queue(store, *(f"câu {number}" for number in range(150)), chat="an")
    claim(store, stuck[0])
    (other,) = queue(store, "một", chat="bình")
    assert due(store) == [other]


def test_only_due_messages_of_the_asked_channels_are_listed(store: Store) -> None:
    (early,) = queue(store, "một")
    with store.transaction() as tx:
        zalo = tx.messages.address_id(Address("zalo", "bot", "an"), NOW)
        tx.messages.put(zalo, "zalo", [Reply("hai")], NOW)
        put(tx, ["sau"], "bình", now=later(minutes=5))
    assert due(store) == [early]
    assert len(due(store, later(minutes=5))) == 2


def test_what_may_go_out_only_once_is_queued_once(store: Store, outside: Outside) -> None:
    with store.transaction() as tx:
        chat = chat_of(tx)
        for _ in range(3):
            tx.messages.put(chat, "telegram", [Reply("một"), Reply("hai")], NOW, key="notice:1")
    assert outside("SELECT key FROM outbox") == [("notice:1/0",), ("notice:1/1",)]


def test_a_long_message_goes_on_after_its_last_page(store: Store) -> None:
    (only,) = queue(store, "rất dài")
    claim(store, only)
    with store.transaction() as tx:
        tx.messages.page_sent(only, 2, "77")
        tx.messages.release(NOW, timedelta(0))
    queued = claim(store, only)
    assert queued is not None
    assert (queued.pages_sent, queued.attempts) == (2, 1)  # the cut-off try is not counted


def test_after_a_crash_everything_goes_again_but_reminders(store: Store, outside: Outside) -> None:
    (answer,) = queue(store, "Câu 2/34", chat="an")
    (receipt,) = queue(store, "Mã biên nhận", chat="bình", urgency=Urgency.RECEIPT)
    (reminder,) = queue(store, "Còn 3 ngày", chat="chi", urgency=Urgency.REMINDER)
    (notice,) = queue(store, "Đã gửi", chat="dung", urgency=Urgency.NOTICE)
    for number in (answer, receipt, reminder, notice):
        claim(store, number)
    with store.transaction() as tx:
        assert tx.messages.release(NOW, timedelta(0)) == 3
    assert states(outside) == ["pending", "pending", "unknown", "pending"]


def test_only_what_was_on_its_way_for_long_is_released(store: Store, outside: Outside) -> None:
    (old,) = queue(store, "một", chat="an")
    (young,) = queue(store, "một", chat="bình")
    claim(store, old)
    claim(store, young, later(minutes=2))
    with store.transaction() as tx:
        assert tx.messages.release(later(minutes=3), timedelta(minutes=2)) == 1
    assert states(outside) == ["pending", "sending"]


def test_at_the_start_an_earlier_clock_leaves_nothing_stuck(
    store: Store, outside: Outside
) -> None:
    """A demonstration ran on a quick clock and was killed; it starts again at an earlier hour."""
    (sending,) = queue(store, "một", chat="an")
    (put_off,) = queue(store, "một", chat="bình")
    claim(store, sending, later(days=3))
    claim(store, put_off)
    postpone(store, put_off, later(days=3))
    with store.transaction() as tx:
        tx.messages.release(NOW, timedelta(0))
    assert states(outside) == ["pending", "pending"]
    assert due(store) == [sending, put_off]


def test_finished_messages_are_never_released(store: Store, outside: Outside) -> None:
    for state in ("sent", "failed", "unknown", "cancelled"):
        (number,) = queue(store, "một", chat=state)
        claim(store, number)
        finish(store, number, state)
    with store.transaction() as tx:
        assert tx.messages.release(later(days=1), timedelta(0)) == 0
    assert states(outside) == ["sent", "failed", "unknown", "cancelled"]


def test_threads_never_claim_one_message_twice(store: Store) -> None:
    ids = [queue(store, "một", chat=f"chat {number}")[0] for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda number: claim(store, number), ids * 3))
    assert sorted(queued.id for queued in claims if queued is not None) == ids


def test_two_processes_send_each_message_once_and_each_chat_in_order(
    store: Store, database: Database
) -> None:
    chats = ("an", "bình", "chi")
    for place in range(12):
        for chat in chats:
            queue(store, f"{chat} {place:02}", chat=chat)
    said = at_once(send_everything, database.url)
    expected = sorted(f"{chat} {place:02}" for chat in chats for place in range(12))
    assert sorted(said[0] + said[1]) == expected
    for each in said:
        for chat in chats:
            mine = [text for text in each if text.startswith(chat)]
            assert mine == sorted(mine)


def test_a_chat_that_cannot_be_reached_is_marked_until_it_can(
    store: Store, outside: Outside
) -> None:
    queue(store, "một")
    with store.transaction() as tx:
        tx.messages.unreached(1, NOW, "Blocked")
    assert outside("SELECT failed_at IS NOT NULL, failure FROM address") == [(1, "Blocked")]
    with store.transaction() as tx:
        tx.messages.reached(1, NOW)
    assert outside("SELECT failed_at IS NOT NULL, failure FROM address") == [(0, "")]


def test_a_text_is_rewritten_before_it_leaves(store: Store) -> None:
    (only,) = queue(store, "Còn 3 ngày", urgency=Urgency.REMINDER)
    with store.transaction() as tx:
        tx.messages.replace_body(only, Reply("Còn 1 ngày", urgency=Urgency.REMINDER))
    queued = claim(store, only)
    assert queued is not None
    assert queued.reply == Reply("Còn 1 ngày", urgency=Urgency.REMINDER)


def test_a_chat_reads_back_only_what_was_sent_to_it(store: Store) -> None:
    mine = queue(store, "một", "hai", "ba", chat="an")
    (other,) = queue(store, "không phải", chat="bình")
    for number in (*mine[:2], other):
        claim(store, number)
        finish(store, number)
    with store.reading() as tx:
        chat = chat_of(tx)
        history = [number for number, *_ in tx.messages.history(chat, 0)]
        newer = [number for number, *_ in tx.messages.history(chat, mine[0])]
        own, anothers = (tx.messages.body_of(chat, number) for number in (mine[0], other))
    assert (history, newer) == (mine[:2], mine[1:2])
    assert (own, anothers) == ('{"text":"một"}', None)


def test_what_was_held_back_is_counted_below_what_left_before_it(store: Store) -> None:
    (reminder,) = queue(store, "Còn 3 ngày", urgency=Urgency.REMINDER)
    (answer,) = queue(store, "Đã ghi")
    claim(store, answer)
    with store.reading() as tx:
        before = tx.messages.count_said(chat_of(tx), answer)
    claim(store, reminder)
    with store.reading() as tx:
        chat = chat_of(tx)
        assert (before, tx.messages.count_said(chat, answer)) == (1, 2)
        assert [number for number, *_ in tx.messages.history(chat, 0)] == [reminder, answer]
