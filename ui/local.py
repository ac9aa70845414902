"""A preview is for whoever sits at this machine: it asks for no pass phrase, so it answers nobody else."""

from ipaddress import IPv6Address, ip_address
from typing import Any

from starlette.responses import PlainTextResponse

from engine.words import word


def is_here(host: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


class OnlyHere:
    """Pure ASGI: turns away whoever comes from another machine, pages and sockets alike."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on what comes from here."""
        host = (scope.get("client") or ("", 0))[0]
        if scope["type"] not in ("http", "websocket") or is_here(host):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            text = "\n".join(word(lang, "ui.preview.only_here") for lang in ("zh", "en"))
            await PlainTextResponse(text, 403)(scope, receive, send)
