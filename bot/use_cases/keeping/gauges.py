"""What the program measures of itself, in the words of Prometheus. The only file that knows its library."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.use_cases.app_context import AppContext
from bot.use_cases.sending import quota
from storage import Store

TURN_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
WAITING = {
    "inbox": "baocao_inbox_waiting",
    "answers": "baocao_answers_waiting",
    "unasked": "baocao_unasked_waiting",
    "reminders": "baocao_reminders_due",
    "writer": "baocao_writer_waiting",
}
"""What is counted when somebody asks: what it is -> name of the gauge."""


class Gauges:
    """One program's figures; each program of several is asked by itself."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Histogram(
            "baocao_turn_seconds", "From a message's arrival to its commit", buckets=TURN_SECONDS,
            registry=self._registry,
        )  # fmt: skip
        self._sends = Counter(
            "baocao_sends", "Messages by channel and by how sending ended", ("channel", "result"),
            registry=self._registry,
        )  # fmt: skip
        self._used = Gauge(
            "baocao_month_messages", "Messages of this month", ("channel", "bot"),
            registry=self._registry,
        )  # fmt: skip
        self._waiting = {
            what: Gauge(name, f"Waiting: {what}", registry=self._registry)
            for what, name in WAITING.items()
        }

    def turn_took(self, seconds: float) -> None:
        """Note a message that was committed."""
        self._turns.observe(seconds)

    def sent(self, channel: str, result: str) -> None:
        """Note how sending a message ended: "sent", or the kind of what went wrong."""
        self._sends.labels(channel, result).inc()

    def text(self, waiting: Mapping[str, float], used: Mapping[tuple[str, str], float]) -> bytes:
        """Return all figures as Prometheus reads them; `used` is what each bot sent and received."""
        for what, number in waiting.items():
            self._waiting[what].set(number)
        for bot, number in used.items():
            self._used.labels(*bot).set(number)
        return generate_latest(self._registry)


def what_waits(
    store: Store, office: AppContext
) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Return how much of each kind waits, and what each bot has sent this month."""
    now = office.now()
    with store.reading() as tx:
        waiting = tx.messages.waiting_counts(now)
        months = tx.meters.of_month(quota.month_of(office, now))
    return waiting, {(month.channel, month.bot): month.used for month in months}
