"""The filter of an OData request: comparisons of fields with values, joined by and, or, not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from odata_query import ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser

Row = Mapping[str, Any]
Test = Callable[[Row], bool]
COMPARATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

DEEPEST = 50  # what stands in something that stands in something
MOST = 1000  # conditions that one word joins: each is looked at for every row
JOINS: dict[type, Callable[[Iterable[bool]], bool]] = {ast.And: all, ast.Or: any}
TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


class BadFilter(Exception):
    """The filter cannot be read, names a field that is not there, or uses what is not offered."""


def read_filter(text: str, fields: frozenset[str]) -> Test:
    """Return what tells whether a row fits; raises BadFilter."""
    try:
        return _test(ODataParser().parse(ODataLexer().tokenize(text)), fields)
    except (ODataException, ValueError, TypeError, OverflowError) as error:
        raise BadFilter(str(error)[:200]) from None


def _test(node: Any, fields: frozenset[str], depth: int = 0) -> Test:
    if depth > DEEPEST:
        raise BadFilter("too deep")
    match node:
        case ast.BoolOp(op=joined):
            join, parts = JOINS[type(joined)], _joined_by(node, type(joined))
            tests = [_test(part, fields, depth + 1) for part in parts]
            return lambda row: join(fits(row) for fits in tests)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _test(operand, fields, depth + 1)
            return lambda row: not inner(row)
        case ast.Compare(
            comparator=ast.In(), left=ast.Identifier(name=name), right=ast.List(val=nodes)
        ):
            found = [_comparison(ast.Eq(), name, _value(each), fields) for each in nodes]
            return lambda row: any(fits(row) for fits in found)
        case ast.Call(func=ast.Identifier(name=called), args=[ast.Identifier(name=name), wanted]):
            return _text_test(called, name, _value(wanted), fields)
        case ast.Compare(comparator=comparator, left=ast.Identifier(name=name), right=right):
            return _comparison(comparator, name, _value(right), fields)
        case _:
            raise BadFilter(type(node).__name__)


def _joined_by(node: Any, joined: type) -> list[Any]:
    """Return what the same word joins, in its order, however much it is."""
    parts: list[Any] = []
    while isinstance(node, ast.BoolOp) and isinstance(node.op, joined):
        parts.append(node.right)
        node = node.left
    if len(parts) >= MOST:
        raise BadFilter("too many conditions")
    return [node, *reversed(parts)]


def _text_test(called: str, name: str, wanted: Any, fields: frozenset[str]) -> Test:
    """Return whether a field's text holds, begins or ends with some words; a field without text does not."""
    look = TEXT_TESTS.get(called)
    if look is None or name not in fields or not isinstance(wanted, str):
        raise BadFilter(called)
    return lambda row: isinstance(row[name], str) and look(row[name], wanted)


def _comparison(comparator: Any, name: str, wanted: Any, fields: frozenset[str]) -> Test:
    compare = COMPARATORS.get(type(comparator))
    if name not in fields or compare is None:
        raise BadFilter(name)

    def fits(row: Row) -> bool:
        own = row[name]
        if isinstance(wanted, datetime) and own is not None:
            own = datetime.fromisoformat(own)
        if own is None or wanted is None:
            return compare in (operator.eq, operator.ne) and bool(compare(own, wanted))
        try:
            return bool(compare(own, wanted))
        except TypeError:
            return False

    return fits


def _value(node: Any) -> Any:
    match node:
        case ast.String(val=text) | ast.GUID(val=text):
            return text
        case ast.Integer(val=text):
            return int(text)
        case ast.Float(val=text):
            return float(text)
        case ast.Boolean(val=text):
            return text == "true"
        case ast.DateTime(val=text):
            return datetime.fromisoformat(text)
        case ast.Date(val=text):
            return datetime.fromisoformat(f"{text}T00:00:00+00:00")
        case ast.Null():
            return None
        case _:
            raise BadFilter(type(node).__name__)
