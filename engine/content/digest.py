"""Canonical JSON and its digest: the identity of everything that is kept."""

import hashlib
import json
from typing import Any


def canonical(data: Any) -> str:
    """JSON with sorted keys, no spaces, no ASCII escapes: equal data gives equal text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of `text` in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
