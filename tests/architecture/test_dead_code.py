"""Nothing lies in the program that nothing of the program uses; tests alone are no use."""

from __future__ import annotations

import re
from functools import cache

from vulture import Vulture

from tests.architecture.tree import PACKAGES, ROOT

# Name -> why it is there although no code of ours names it.
CALLED_BY_OTHERS = {
    "list_commands": "click", "get_command": "click", "format_commands": "click",
    "model_config": "pydantic", "known_zone": "pydantic", "known_type": "pydantic", "capture_signals": "uvicorn",
    "parse_json_payload": "python-telegram-bot", "impl": "sqlalchemy", "cache_ok": "sqlalchemy",
    "process_bind_param": "sqlalchemy", "process_result_value": "sqlalchemy",
    "calculate_dimension": "openpyxl", "_missing_": "enum", "regex": "starlette", "to_string": "starlette",
}  # fmt: skip
COLUMNS = ("storage/tables.py", "storage/office_tables.py", "storage/outward_tables.py",
           "storage/sent_templates.py")  # fmt: skip
"""A column may be there for whoever reads the database, or be read with its whole row (`read_as`)."""
AS_WHOLE = (  # values that leave as all their fields (asdict), never one by one
    "bot/model/events.py", "bot/figures/rollup.py", "bot/reminders/digest.py",
)  # fmt: skip
BY_VALUE = (
    "bot/row_types/doubt.py",
    "bot/row_types/evidence.py",
    "storage/trouble.py",
    "bot/model/series.py",
)  # members that data name
SHOWN_ON_PAGES = (
    "bot/use_cases/board/unit_page",
    "bot/use_cases/board/board_query",
    "bot/use_cases/board/campaign_map",
    "bot/use_cases/board/affairs",
    "bot/use_cases/board/board_totals",
    "bot/use_cases/board/pace",
    "storage/message_log",
    "storage/visit_log",
    "storage/passkeys",
)
KEPT = {
    "is_open_ended": "tells “không ấn định” from a phrase that names no date",
}
SOON = {  # test-only still; goes with the registry of channels
    "channel_class", "photos_in", "deep_link",
}  # fmt: skip


@cache
def templates() -> str:
    """The text of every page, which names fields of what it is given."""
    return "\n".join(
        path.read_text("utf-8") for path in (ROOT / "bot/web/templates").rglob("*.html")
    )


def is_used(item) -> bool:
    """Whether something vulture misses is used after all."""
    place = item.filename.relative_to(ROOT).as_posix()
    if item.typ == "attribute" or item.name in CALLED_BY_OTHERS or item.name in (*SOON, *KEPT):
        return True  # an attribute is set on an object of a library
    if place in COLUMNS or (item.typ == "variable" and place in (*AS_WHOLE, *BY_VALUE)):
        return True
    return place.startswith(SHOWN_ON_PAGES) and bool(re.search(rf"\b{item.name}\b", templates()))


def test_nothing_is_there_that_nothing_uses() -> None:
    vulture = Vulture(
        ignore_decorators=["@*.command", "@click.command", "@*.group", "@click.group"]
    )
    vulture.scavenge([ROOT / folder for folder in PACKAGES])
    dead = [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno} {item.name}"
        for item in vulture.get_unused_code()
        if not is_used(item)
    ]
    assert dead == []
