"""One request to a server that speaks /v1/chat/completions, and again when that may help.

Nothing is followed elsewhere: no redirection, no proxy. Answers are read up to a limit of time and
size.
"""

from __future__ import annotations

import http.client
import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from antiphon.errors import SourceError, StudyError

if TYPE_CHECKING:
    from antiphon.coding.coders.model.settings import Model

LARGEST = 1_000_000
LONGEST_WAIT = 60.0
BUSY = (408, 409, 425, 429)


@dataclass(frozen=True)
class Reply:
    """What a model said, and what it cost."""

    content: str
    tokens_in: int = 0
    tokens_out: int = 0


class Again(Exception):
    """A failure that may pass."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass(frozen=True)
class Address:
    """Where to send requests."""

    secure: bool
    host: str
    port: int | None
    path: str

    @property
    def shown(self) -> str:
        """Host and port, as results name it."""
        return f"{self.host}:{self.port}" if self.port else self.host


def address(text: str) -> Address:
    """The parts of an address.

    Raises:
        StudyError: for one that is none.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise StudyError(
            "not the address of a model",
            where="coding.model.address",
            got=text,
            expected="such as http://127.0.0.1:8000/v1, without user or password",
        )
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path += "/chat/completions"
    return Address(parts.scheme == "https", parts.hostname, port, path)


def ask(model: Model, body: dict[str, Any]) -> Reply:
    """The model's reply; after a passing failure the request is sent again, later and later.

    Raises:
        SourceError: when it fails for good.
    """
    where = address(model.address)
    data = json.dumps(body, ensure_ascii=False).encode()
    for attempt in range(model.retries + 1):
        try:
            return once(where, model, data)
        except Again as failure:
            if attempt == model.retries:
                raise SourceError(
                    "the model does not answer",
                    where=where.shown,
                    got=str(failure),
                    fix="run again: answers that came are kept; or allow more retries or time",
                ) from failure
            wait = model.backoff_seconds * 2**attempt if failure.wait is None else failure.wait
            time.sleep(min(wait, LONGEST_WAIT))
    raise AssertionError


def once(where: Address, model: Model, data: bytes) -> Reply:
    """One request."""
    kind = http.client.HTTPSConnection if where.secure else http.client.HTTPConnection
    until = time.monotonic() + model.timeout_seconds
    connection = kind(where.host, where.port, timeout=model.timeout_seconds)
    try:
        connection.request("POST", where.path, data, headers(model))
        response = connection.getresponse()
        content = limited(response, connection, until)
    except (OSError, http.client.HTTPException) as error:
        raise Again(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if response.status in BUSY or response.status >= 500:
        raise Again(f"status {response.status}", waiting(response.getheader("Retry-After")))
    if response.status != 200:
        raise SourceError(
            f"the model's server refuses: status {response.status}",
            where=where.shown,
            got=content[:300].decode(errors="replace"),
            fix="see address, name, key_env and structured of [coding.model]",
        )
    return reply(content)


def headers(model: Model) -> dict[str, str]:
    """Those of a request; the key comes from the environment and goes nowhere else."""
    found = {"Content-Type": "application/json", "Accept": "application/json"}
    if model.key_env:
        key = os.environ.get(model.key_env, "")
        if not key:
            fix = f"set {model.key_env} before the run"
            raise StudyError("the key is not set", where="coding.model.key_env", fix=fix)
        found["Authorization"] = f"Bearer {key}"
    return found


def limited(
    response: http.client.HTTPResponse, connection: http.client.HTTPConnection, until: float
) -> bytes:
    """The body, unless it takes too long or is far too large."""
    parts, size = [], 0
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise Again("timed out while it was answering")
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = response.read1(65_536)
        if not part:
            break
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise Again(f"an answer of more than {LARGEST:,} bytes")
    if response.length:
        raise Again("the answer was cut off")
    return b"".join(parts)


def waiting(header: str | None) -> float | None:
    """The seconds that the server asks for; a date is not understood and none."""
    try:
        wait = float(header or "")
    except ValueError:
        return None
    return wait if 0 <= wait < 1e9 else None


def reply(content: bytes) -> Reply:
    """The reply out of the body."""
    try:
        found = json.loads(content)
        said = found["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise Again(f"an answer that is none: {type(error).__name__}") from error
    if not isinstance(said, str):
        raise Again("an answer without a text")
    usage = found.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    return Reply(said, *(n if isinstance(n, int) and 0 <= n < 2**40 else 0 for n in counts))
