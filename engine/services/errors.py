"""What a page must be ready for besides a refusal."""

from engine.store.database import StoreError as Unavailable

__all__ = ["Unavailable"]
