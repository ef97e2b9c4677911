"""What a plan's file says, for `baocao plan read` and for whoever sets a campaign up from it."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import OperatorError, UsageError
from bot.imports.plan_file import open_plan
from bot.imports.safe_zip import FileRefused
from bot.locale.say import say
from bot.plans.plan_proposal import Proposal, read_plan
from bot.use_cases.load_calendar import load_calendar
from bot.use_cases.reminding.deadline_report import HOME


def read_plan_file(path: Path) -> Proposal:
    """Read a plan; raises UsageError where there is no such file, OperatorError where it cannot be
    opened or holds no text."""
    try:
        blocks = open_plan(path)
    except FileRefused as refused:
        raise OperatorError(say(f"plan.refused.{refused.reason}", file=path)) from None
    except OSError:
        raise UsageError(say("file.missing", file=path)) from None
    return read_plan(blocks, calendar=load_calendar(), tz=ZoneInfo(HOME))
