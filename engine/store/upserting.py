"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy keeps by dialect."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def _insert(connection: Connection, table: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert `row`, or overwrite the row with the same primary key."""
    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in row.items() if name not in keys}
    connection.execute(_insert(connection, table).on_conflict_do_update(index_elements=keys, set_=changed), row)


def insert_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert those of `rows` whose keys are not there yet; in one order everywhere, or two processes wait for each other."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)
