"""Pass phrases, recovery codes, tokens: made here, kept only as hashes."""

import hashlib
import secrets
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MB and all of a core: two at once, however many people arrive."""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


_HASHER: "PasswordHasher | None" = None
"""Made when first needed: only who signs in pays for the import."""


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return _HASHER or PasswordHasher()


def hashed(secret: str) -> str:
    """`secret` by argon2id, with its salt."""
    with _AT_ONCE:
        return _hasher().hash(secret)


def matches(kept: str, secret: str) -> bool:
    """Whether `secret` is the one that was hashed to `kept`."""
    from argon2.exceptions import VerifyMismatchError

    with _AT_ONCE:
        try:
            return _hasher().verify(kept, secret)
        except VerifyMismatchError:
            return False


def new_code(groups: int = 4) -> str:
    """A code to be written down, like `7KQM-2XHT-9RCD-W4NP`: about 20 bits a group."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(groups))


def tidy_code(typed: str) -> str:
    """A typed code as it was printed, whatever the case, spaces and dashes."""
    plain = "".join(ch for ch in typed.upper() if ch.isalnum())
    return "-".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def new_token() -> str:
    """A random token for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token; it has entropy enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
