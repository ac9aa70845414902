"""Content as it was: every unit once under its digest, and which units make a release."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from engine.store.schema import blob, parsed_file, release
from engine.store.upserting import insert_new


class ReleaseRow(NamedTuple):
    """A release: its number, its digest, and its manifest (unit by unit, digests only)."""

    id: int
    digest: str
    manifest: list[dict[str, Any]]
    created_at: datetime


def add_release(c: Connection, digest: str, manifest: list[dict[str, Any]], blobs: dict[str, str], now: datetime) -> int:
    """Store the blobs not yet known, and the release unless its digest is known; its number."""
    query = sa.select(release.c.id).where(release.c.digest == digest)
    known = c.scalar(query)
    if known is None:  # two processes may publish the same content at once, as they do when they start together
        insert_new(c, blob, [{"digest": d, "body": blobs[d]} for d in sorted(blobs)])
        insert_new(c, release, [{"digest": digest, "manifest": json.dumps(manifest), "created_at": now}])
        known = c.scalar(query)
    return int(known or 0)


def release_by_id(c: Connection, id: int) -> ReleaseRow | None:
    """One release."""
    row = c.execute(sa.select(release).where(release.c.id == id)).first()
    return ReleaseRow(row.id, row.digest, json.loads(row.manifest), row.created_at) if row else None


def blobs(c: Connection, digests: Iterable[str]) -> dict[str, str]:
    """Bodies by digest, in portions that every database takes."""
    wanted = list(dict.fromkeys(digests))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found.update((r.digest, r.body) for r in c.execute(sa.select(blob).where(blob.c.digest.in_(part))))
    return found


def known_files(c: Connection, digests: Iterable[str]) -> dict[str, str]:
    """What files with these digests were parsed to, as JSON."""
    wanted = list(digests)
    query = sa.select(parsed_file).where(parsed_file.c.digest.in_(wanted))
    return {r.digest: r.data for r in c.execute(query)} if wanted else {}


def keep_files(c: Connection, parsed: dict[str, str]) -> None:
    """Keep what files were parsed to, by the digest of their text."""
    insert_new(c, parsed_file, [{"digest": d, "data": parsed[d]} for d in sorted(parsed)])
