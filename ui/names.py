"""Names shared by the web app and the pages."""

COOKIE = "rapport_session"
