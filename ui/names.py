"""Names shared by the web app and the pages."""

COOKIE = "rapport_session"
READY = "the content is ready"
"""What a start says on the console once lessons and questions are there."""
