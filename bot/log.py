"""Logging: one set-up, and a filter that takes tokens and phone numbers out of every line."""

from __future__ import annotations

import json
import logging
import re
from collections import OrderedDict
from datetime import UTC, datetime

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


class Repeats(logging.Filter):
    """Lets a line through so many times a minute, so that no fault can fill a disk with its
    traceback. The first one after a minute says how many were left out."""

    MOST = 20
    SECONDS = 60.0
    KINDS = 500  # lines told apart at a time

    def __init__(self) -> None:
        super().__init__()
        self._seen: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written; lines are the same whose words without values are."""
        kind = (record.name, str(record.msg))
        since, count = self._seen.pop(kind, (record.created, 0))
        left_out = 0
        if record.created - since >= self.SECONDS:
            left_out = max(count - self.MOST, 0)
            since, count = record.created, 0
        self._seen[kind] = (since, count + 1)
        if len(self._seen) > self.KINDS:
            self._seen.popitem(last=False)
        if left_out:
            record.msg = f"{record.msg} ({left_out} more like this were left out)"
        return count < self.MOST


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, cleaned."""

    def format(self, record: logging.LogRecord) -> str:
        body = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            body["error"] = self.formatException(record.exc_info)
        cleaned = {name: clean_record(text) for name, text in body.items()}
        return json.dumps(cleaned, ensure_ascii=False)


def set_up(*, verbose: bool = False, as_json: bool = False) -> None:
    """Log to standard error; libraries that put tokens into URLs are kept quiet."""
    handler = logging.StreamHandler()
    text = Cleaner("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonLines() if as_json else text)
    handler.addFilter(Repeats())
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
