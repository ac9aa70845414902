"""Durable commits for the bare pages: one connection with the product's durability."""

import os
import sqlite3
import threading
from pathlib import Path

import streamlit as st


@st.cache_resource
def database() -> tuple[sqlite3.Connection, threading.Lock]:
    """One connection, opened as the product opens its own."""
    folder = Path(os.environ["RAPPORT_DATA"])
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, question INTEGER, value TEXT)")
    return connection, threading.Lock()


def commit(number: int, value: str) -> None:
    """One durable commit."""
    connection, lock = database()
    with lock:
        connection.execute("INSERT INTO answer (question, value) VALUES (?, ?)", (number, value))
