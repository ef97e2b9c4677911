"""One catalogue holds every sentence: complete in both languages, and every key in use."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, calls, docstrings, sources
from tests.locale.catalogues import CATALOGUES, FOLDER, LANGUAGES, messages


def places(template: str) -> set[str]:
    """Named places of a template; a nameless one is the empty name."""
    return {
        name.partition(".")[0].partition("[")[0]
        for _, name, _, _ in string.Formatter().parse(template)
        if name is not None
    }


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(CATALOGUES["en"]) == list(CATALOGUES["vi"])


def test_both_languages_have_the_same_places() -> None:
    differing = {
        key: (places(text), places(CATALOGUES["en"][key]))
        for key, text in CATALOGUES["vi"].items()
        if places(text) != places(CATALOGUES["en"][key])
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str) -> None:
    """Which of the two would be read is anybody's guess."""
    text = (FOLDER / f"{language}.po").read_text("utf-8")
    keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_waits_for_its_proofreader(language: str) -> None:
    assert [message.id for message in messages(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_a_template_with_named_places_only(language: str) -> None:
    bad = {
        key: text
        for key, text in CATALOGUES[language].items()
        if not text.strip() or not all(name.isidentifier() for name in places(text))
    }
    assert bad == {}


# --- What the code asks for ---------------------------------------------------------------------


def code() -> dict[str, ast.Module]:
    """Return everything that may look sentences up."""
    return sources()


def asked() -> Iterator[tuple[str, ast.expr, ast.Call]]:
    """(where, a key expression, the call) of every look-up; both arms of a choice are one each."""
    for name, tree in code().items():
        for call in calls(tree, "say"):
            if not call.args:
                continue
            waiting = [call.args[0]]
            while waiting:
                key = waiting.pop()
                if isinstance(key, ast.IfExp):
                    waiting += [key.body, key.orelse]
                else:
                    yield f"{name}:{call.lineno}", key, call


def pattern(key: ast.JoinedStr) -> re.Pattern[str]:
    """What an f-string can become."""
    pieces = [
        re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else "(.+)"
        for piece in key.values
    ]
    return re.compile("".join(pieces))


def literals() -> dict[str, str]:
    """Every string of the code that is not a docstring, and where it stands."""
    found: dict[str, str] = {}
    for name, tree in code().items():
        spoken = docstrings(tree)
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in spoken:
                found[node.value] = f"{name}:{node.lineno}"
    return found


def test_every_key_that_is_asked_for_exists() -> None:
    unknown = [
        (where, key.value)
        for where, key, _ in asked()
        if isinstance(key, ast.Constant) and key.value not in CATALOGUES["vi"]
    ]
    assert unknown == []


def test_every_family_of_keys_that_is_asked_for_has_a_member() -> None:
    unknown = [
        (where, ast.unparse(key))
        for where, key, _ in asked()
        if isinstance(key, ast.JoinedStr)
        and not any(pattern(key).fullmatch(known) for known in CATALOGUES["vi"])
    ]
    assert unknown == []


def test_every_place_of_a_sentence_is_filled_where_it_is_asked_for() -> None:
    """A place that is not filled would be an exception in the middle of a conversation."""
    unfilled = []
    for where, key, call in asked():
        if not isinstance(key, ast.Constant) or key.value not in CATALOGUES["vi"]:
            continue
        given = {keyword.arg for keyword in call.keywords}
        missing = places(CATALOGUES["vi"][key.value]) - given
        if None not in given and missing:
            unfilled.append((where, key.value, sorted(missing)))
    assert unfilled == []


def families() -> set[re.Pattern[str]]:
    """Every f-string of the code that could become a key."""
    return {
        pattern(node)
        for tree in code().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and all(
            re.fullmatch(r"[a-z0-9_.]+", str(piece.value))
            for piece in node.values
            if isinstance(piece, ast.Constant)
        )
    }


def in_templates() -> dict[str, str]:
    """Keys that page templates ask for, and where."""
    return {
        key: path.name
        for path in (ROOT / "bot/web/templates").glob("*.html")
        for key in re.findall(r"""\bsay\(["']([^"']+)["']""", path.read_text("utf-8"))
    }


def test_every_key_that_a_page_asks_for_exists() -> None:
    assert {
        key: where for key, where in in_templates().items() if key not in CATALOGUES["vi"]
    } == {}
    assert len(in_templates()) > 5


def test_every_key_is_used_somewhere() -> None:
    """Written out in the code or a page, or of a family that is; then its own part is written out
    (or a number)."""
    written, made = {*literals(), *in_templates()}, families()

    def is_used(key: str) -> bool:
        if key in written:
            return True
        found = (family.fullmatch(key) for family in made)
        return any(
            match and all(own in written or own.isdigit() for own in match.groups())
            for match in found
        )

    assert sorted(key for key in CATALOGUES["vi"] if not is_used(key)) == []
