"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy keeps by dialect."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def _insert(dialect: str, table: Table) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@cache
def _upsert(dialect: str, table: Table, columns: tuple[str, ...], keep: tuple[str, ...]) -> Any:
    """The statement for rows of these columns, built once."""
    keys = [column.name for column in table.primary_key]
    insert = _insert(dialect, table)
    changed = {name: insert.excluded[name] for name in columns if name not in (*keys, *keep)}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


def upsert(connection: Connection, table: Table, row: dict[str, Any], keep: tuple[str, ...] = ()) -> None:
    """Insert `row`, or overwrite the row with the same primary key; its columns `keep` stay as they were."""
    connection.execute(_upsert(connection.dialect.name, table, tuple(row), keep), row)


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert those of `rows` whose primary key is not there yet."""
    if rows:
        connection.execute(_insert(connection.dialect.name, table).on_conflict_do_nothing(), rows)
