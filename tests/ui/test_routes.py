"""What the routes answer to what no page of ours sends, and to a database in trouble."""

import json
import os
import subprocess
import sys

import pytest

from engine.words import word
from tests.browser.server import ROOT

CALL = """
import asyncio, json, sys
from ui import routes
from engine.store.database import StoreError
from starlette.requests import Request

async def call(name, body, language):
    headers = {"host": "here", "origin": "http://here", "accept-language": language}
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "path_params": {"ticket": "t"},
             "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])
    async def receive():
        return next(messages)
    answer = await getattr(routes, name)(Request(scope, receive))
    return answer.status_code, answer.body.decode()

def trouble():
    raise StoreError("busy")

asked = json.loads(sys.stdin.read())
if asked["trouble"]:
    routes.desk = trouble
for name, body, language in asked["calls"]:
    print(json.dumps(asyncio.run(call(name, body.encode("latin-1"), language))))
"""


def answers(tmp_path, *calls, trouble=False):
    """(status, body) of each call of a route (name, body, language), in a process of its own, which opens one desk."""
    environment = {**os.environ, "RAPPORT_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    asked = json.dumps({"trouble": trouble, "calls": calls})
    command = [sys.executable, "-c", CALL]
    done = subprocess.run(command, cwd=ROOT, env=environment, input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


BODIES = {
    "no text": "\xff",
    "too deep": "[" * 100_000,
    "deep and short": "[" * 999,
    "too long": json.dumps({"ticket": "t" * 1000}),
    "a list": "[]",
    "no ticket": "{}",
    "a number": '{"ticket": 7}',
    "half a character": '{"ticket": "\\ud800"}',
    "nothing": "",
    "an unknown ticket": '{"ticket": "t"}',
}


def test_what_is_no_ticket_is_refused(tmp_path):
    """Whatever stands in the body: status 400, never an error of the server."""
    found = answers(tmp_path, *(["redeem", body, "zh"] for body in BODIES.values()))

    assert dict(zip(BODIES, found, strict=True)) == dict.fromkeys(BODIES, (400, '{"error":"ticket"}'))


@pytest.mark.parametrize(("language", "lang"), [("zh-CN", "zh"), ("en-GB,en", "en")])
def test_a_database_in_trouble_is_answered_with_its_words(tmp_path, language, lang):
    """Status 503, with which the page asks again later, and the words in the language of the browser."""
    calls = [[name, '{"ticket": "t"}', language] for name in ("redeem", "sign_out", "export")]

    found = answers(tmp_path, *calls, trouble=True)

    assert found == [(503, word(lang, "trouble.busy"))] * 3
