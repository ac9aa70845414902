"""What the courseware knows and does, without a browser: content, scoring, store, services."""
