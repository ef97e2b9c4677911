"""Logging: one set-up, and a filter that takes tokens and phone numbers out of every line."""

from __future__ import annotations

import logging
import re

SECRETS = (
    re.compile(r"\b[0-9]{6,20}:[A-Za-z0-9_-]{20,}"),  # Telegram and Zalo bot tokens
    re.compile(r"/bot[^/\s]{10,}/"),
    re.compile(r"(?<![0-9])(?:\+?84|0)[0-9]{9}(?![0-9])"),  # Vietnamese phone numbers
    re.compile(r"/chat/[0-9A-Za-z]{8,}"),
    re.compile(r"/file/[0-9A-Za-z._-]{8,}"),
)


def clean_record(text: str) -> str:
    """Return a line without secrets."""
    for pattern in SECRETS:
        text = pattern.sub("***", text)
    return text


class Cleaner(logging.Formatter):
    """Formats a record, traceback included, and cleans the result."""

    def format(self, record: logging.LogRecord) -> str:
        return clean_record(super().format(record))


def set_up(*, verbose: bool = False) -> None:
    """Log to standard error; libraries that put tokens into URLs are kept quiet."""
    handler = logging.StreamHandler()
    handler.setFormatter(Cleaner("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in (
        "httpx",
        "httpcore",
        "telegram",
        "apscheduler",
        "uvicorn",
        "multipart",
        "asyncio",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
