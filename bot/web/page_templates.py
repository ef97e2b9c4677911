"""Templates, static files, and a chat line as the page shows it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.channels.web_chat import ChatHistory, ChatLine
from bot.locale.say import say
from bot.model.message import Choice, read_key, turns_card

STATIC = Path(__file__).parent / "static"
WORDS = (
    "waiting", "sending", "not_sent", "choose_again", "unreadable_here", "offline", "stale",
    "reload", "answer", "caption", "remove", "my_photo", "my_file", "download", "too_large", "retry",
    "drop_here",
)  # fmt: skip
"""Sentences the page's script needs, with their places unfilled."""


class PageTemplates:
    """Renders pages in one language; everything put into them is escaped."""

    def __init__(self, language: str) -> None:
        self._templates = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(say=say, language=language, static=static_address)
        self._templates.globals.update(last_asked=last_asked, fresh_word=fresh_word)

    def know(self, **words: object) -> None:
        """Add more names that every template may use."""
        self._templates.globals.update(words)

    def show(self, template: str, status: int = 200, **details: object) -> HTMLResponse:
        """Return a page from a template."""
        return HTMLResponse(self._templates.get_template(template).render(details), status)

    def refusal(self, status: int, sentence: str) -> HTMLResponse:
        """Return a small page that says why something did not work."""
        return self.show("refusal.html", status, sentence=sentence)


def fresh_word() -> str:
    """Return a word that no other form has."""
    return secrets.token_urlsafe(9)


def static_address(name: str) -> str:
    """Return a static file's address with its version, so that browsers may keep it for good."""
    return f"/static/{name}?v={_versions()[name]}"


_known_versions: dict[str, str] = {}


def _versions() -> Mapping[str, str]:
    if not _known_versions:
        for path in STATIC.iterdir():
            _known_versions[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return _known_versions


class Static(StaticFiles):
    """Static files; with their version in the address they never change."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().file_response(*args, **kwargs)
        scope: Scope = args[2]
        lasting = b"v=" in scope["query_string"]
        age = "public, max-age=31536000, immutable" if lasting else "no-cache"
        response.headers["Cache-Control"] = age
        return response


def line_view(line: ChatLine) -> dict[str, Any]:
    """Return a line as the page's script and template read it: texts only, nothing to compute."""
    return {
        "id": line.id,
        "who": line.who,
        "lead": line.lead,
        "head": line.head,
        "text": line.text,
        "choices": [*map(_choice_view, line.choices)],
        "replaces": line.replaces,
        "document": f"/chat/file/{line.document}" if line.document else "",
        "document_name": line.document_name,
        "time": line.at.strftime("%H:%M"),
        "day": line.at.strftime("%d/%m/%Y"),
        "key": line.key,
    }


def _choice_view(choice: Choice) -> dict[str, str]:
    """Return a button; its `prompt` is "" where it works whatever is asked, and it is `quiet` where
    pressing it is no line of the conversation."""
    key = read_key(choice.key)
    prompt = "" if key is None or key.is_lasting else key.prompt
    quiet = "yes" if turns_card(choice.key) else ""
    return {"key": choice.key, "label": choice.label, "prompt": prompt, "quiet": quiet}


def last_asked(views: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    """Return the id of the line that asked last and its prompt; (0, "") where none did."""
    prompts = [
        (int(view["id"]), str(choice["prompt"]))
        for view in views
        for choice in view["choices"]
        if choice["prompt"]
    ]
    return max(prompts, key=lambda found: found[0], default=(0, ""))


def history_view(history: ChatHistory) -> dict[str, Any]:
    """Return the lines of a chat as a page shows them, and what it asks for the next ones with."""
    lines = [*map(line_view, history.lines)]
    return {"lines": lines, "after": history.last, "seen": history.seen}


def script_words() -> dict[str, str]:
    """Return the sentences of the page's script, as templates with {places}."""
    places = {"name": "{name}", "reason": "{reason}", "most": "20"}
    return {word: say(f"page.{word}", **places) for word in WORDS}
