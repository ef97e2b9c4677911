"""Kinds of columns that all tables are made of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Table, Text, TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC and returned aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def when(*, null: bool = True) -> Any:
    """Return a column for an instant."""
    return Field(default=None, sa_column=Column(UtcDateTime(), nullable=null))


def ref(target: str, *, null: bool = False, index: bool = False) -> Any:
    """Return a column that refers to another table's row."""
    return Field(default=None, sa_column=Column(ForeignKey(target), nullable=null, index=index))


def long(*, null: bool = True) -> Any:
    """Return a column for a number that 32 bits do not hold."""
    return Field(default=None, sa_column=Column(BigInteger, nullable=null))


def text() -> Any:
    """Return a column for a text of any length."""
    return Field(default="", sa_column=Column(Text, nullable=False))


def table_of(row: type[SQLModel]) -> Table:
    """Return the table of a row class, which the types of SQLModel do not know."""
    return row.__table__  # type: ignore[attr-defined,no-any-return]
