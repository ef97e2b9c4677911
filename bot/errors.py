"""Our exceptions: the world's failures and the operator's mistakes, never the respondent's.

BaocaoError
├── OperatorError       a command or setting is wrong; the text is the sentence to print
│   └── UsageError      … and it is the arguments or settings (exit 2)
└── DeliveryError       a channel could not send; the subclass says what to do
    ├── RetryLater      try again after `after` seconds
    │   └── Disconnected    … and nothing leaves until a person mends it
    ├── Blocked         the person blocked the bot; do not try again by itself
    ├── Rejected        the platform will never take this message
    │   └── TooLarge    … or gives out a file of this size
    ├── QuotaExceeded   nothing more may be sent this period
    └── Unknown         it may have arrived; decide by kind of message
"""

from __future__ import annotations


class BaocaoError(Exception):
    """Base of all our exceptions."""


class OperatorError(BaocaoError):
    """Something the operator must mend; the message is one clear sentence for them."""


class UsageError(OperatorError):
    """Bad arguments or settings: exit code 2."""


class DeliveryError(BaocaoError):
    """A message was not confirmed as delivered."""


class RetryLater(DeliveryError):
    """The channel asks to wait `after` seconds; nothing was delivered."""

    def __init__(self, after: float, reason: str = "") -> None:
        super().__init__(reason or f"retry after {after} s")
        self.after = after


class Disconnected(RetryLater):
    """The channel as a whole sends nothing until somebody mends it: its token is refused."""


class Blocked(DeliveryError):
    """The person has blocked or left the bot."""


class Rejected(DeliveryError):
    """The platform refuses this message for good."""


class TooLarge(Rejected):
    """A file has more bytes than the platform gives out or the program keeps."""


class QuotaExceeded(DeliveryError):
    """The bot's quota for the period is used up."""


class Unknown(DeliveryError):
    """The connection broke after the request was sent: it may or may not have arrived."""
