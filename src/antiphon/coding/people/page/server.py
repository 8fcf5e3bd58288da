"""A small server for one desk: loopback, a token in the address, nothing from elsewhere.

A page of another site cannot reach it: it does not know the token; a name that leads here is
refused by the Host; a request sent from another page by its Origin; and answers come as JSON,
which a form of another site cannot send. Nothing is cached, framed or loaded from outside.
"""

from __future__ import annotations

import hmac
import json
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from antiphon.coding.people.page.desk import Desk

HERE = Path(__file__).parent
FILES = {
    "": ("page.html", "text/html; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LONGEST = 10_000
PATIENCE = 30  # seconds that a request may take to come in


class Server(ThreadingHTTPServer):
    """Serves one desk until it is shut down."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, desk: Desk, token: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), partial(Handler, desk, token))

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server_version, sys_version = "antiphon", ""
    timeout = PATIENCE

    def __init__(self, desk: Desk, token: str, *rest: Any) -> None:
        self.desk, self.token = desk, token
        super().__init__(*rest)

    def do_GET(self) -> None:
        """The page, its script and style, and the tasks."""
        name = self.asked()
        if name is None:
            return
        if name == "tasks.json":
            self.send_json(self.desk.state())
        elif name in FILES:
            file, kind = FILES[name]
            self.reply(HTTPStatus.OK, (HERE / file).read_bytes(), kind)
        else:
            self.refuse(HTTPStatus.NOT_FOUND, "no such page")

    def do_POST(self) -> None:
        """An answer: told that it was taken only when it is on the disk."""
        name = self.asked()
        if name is None:
            return
        if name != "answer":
            self.refuse(HTTPStatus.NOT_FOUND, "no such page")
            return
        if not self.from_own_page():
            self.refuse(HTTPStatus.FORBIDDEN, "from another page")
            return
        given = self.body()
        if given is None:
            return
        if self.desk.answer(given.get("item"), given.get("code"), given.get("label")):
            self.send_json({"done": self.desk.done})
        else:
            self.refuse(HTTPStatus.BAD_REQUEST, "no such task or label")

    def asked(self) -> str | None:
        """What is asked for, if the host and the token are right; else it is refused."""
        host = self.headers.get("Host", "")
        port = self.connection.getsockname()[1]
        if host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            self.refuse(HTTPStatus.MISDIRECTED_REQUEST, "not this server's name")
            return None
        path = self.path.partition("?")[0].removeprefix("/")
        token, slash, name = path.partition("/")
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
            self.refuse(HTTPStatus.FORBIDDEN, "open the address that was printed")
            return None
        if not slash:
            self.refuse(HTTPStatus.NOT_FOUND, "the address ends with /")
            return None
        return name

    def from_own_page(self) -> bool:
        """Was the request sent by this server's own page?"""
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        return (
            self.headers.get("Origin") == f"http://{self.headers.get('Host')}"
            and site == "same-origin"
        )

    def body(self) -> dict[str, Any] | None:
        """The JSON object sent; None, and refused, where there is none."""
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip()
        size = self.headers.get("Content-Length", "")
        if kind != "application/json":
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not JSON")
            return None
        if not size.isdecimal() or int(size) > LONGEST:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
            return None
        try:
            given = json.loads(self.rfile.read(int(size)))
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            self.refuse(HTTPStatus.BAD_REQUEST, "not an answer")
            return None
        return given

    def send_json(self, data: object) -> None:
        """Reply with JSON."""
        content = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
        self.reply(HTTPStatus.OK, content, "application/json")

    def refuse(self, status: HTTPStatus, why: str) -> None:
        """Reply that it is not to be had, and read no more of the request."""
        self.close_connection = True
        self.reply(status, why.encode(), "text/plain; charset=utf-8")

    def reply(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        """Reply, with what keeps the page to itself."""
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_rest: Any) -> None:
        """Say nothing: the address holds the token."""
