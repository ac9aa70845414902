"""Releases of the content, and files that were read before."""

from sqlalchemy import Column, Integer, Table, Text

from engine.store.schema.common import KEY, Utc, metadata

blob = Table(
    "blob",
    metadata,
    Column("digest", KEY, primary_key=True),
    Column("body", Text, nullable=False),
)

parsed_file = Table(
    "parsed_file",
    metadata,
    Column("digest", KEY, primary_key=True),
    Column("data", Text, nullable=False),
)

release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", KEY, nullable=False, unique=True),
    Column("manifest", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
)
