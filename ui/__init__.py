"""Streamlit only: read, ask a service, show."""
