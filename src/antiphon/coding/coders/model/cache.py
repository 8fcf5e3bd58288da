"""Answers on disk, one line each as it comes: a run that is killed loses none.

A file holds the answers to one prompt of one model; its name is the hash of both. A line that was
torn by a crash is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Self

from antiphon.coding.coders.model.client import Reply
from antiphon.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def digest(*parts: str) -> str:
    """Hash of texts; where one ends and the next begins is part of it."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Cache:
    """The answers to one prompt. Use it as a context."""

    def __init__(self, folder: Path, prompt: str) -> None:
        self._path = folder / f"{prompt}.jsonl"
        self.known: dict[str, Reply] = {}
        torn = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if self._path.exists():
                content = self._path.read_bytes()
                torn = bool(content) and not content.endswith(b"\n")
                for line in content.split(b"\n"):
                    self._take(line)
            self._handle = self._path.open("ab")
            if torn:
                self._handle.write(b"\n")
        except OSError as error:
            raise StoreError(
                "answers of the model cannot be kept", where=str(self._path), got=str(error)
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._handle.close()

    def _take(self, line: bytes) -> None:
        """One line, if it is whole."""
        try:
            row: Any = json.loads(line)
            reply = Reply(str(row["content"]), int(row["in"]), int(row["out"]))
            self.known[str(row["text"])] = reply
        except (ValueError, KeyError, TypeError):
            return

    def keep(self, text: str, reply: Reply) -> None:
        """Write an answer down before anything else happens."""
        row = {
            "text": text,
            "content": reply.content,
            "in": reply.tokens_in,
            "out": reply.tokens_out,
        }
        self._handle.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self.known[text] = reply
