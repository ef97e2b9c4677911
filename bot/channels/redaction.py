"""Tokens stand in every address of these platforms: keep them out of logs and errors."""

from __future__ import annotations

import logging


def silence_loggers_that_print_addresses() -> None:
    """Keep addresses out of the log: the HTTP libraries log each request's at INFO and below, the
    Telegram library its own at DEBUG, people's messages with it."""
    for noisy in ("httpx", "httpcore", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def without_token(text: str, token: str) -> str:
    """Return a text (an error's, say) with the token and its secret half struck out."""
    text = text.replace(token, "…")
    return text.replace(token.partition(":")[2] or token, "…")
