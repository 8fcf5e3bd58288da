"""A folder with a study's files, read into a store by one call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from antiphon.engine import Engine
from antiphon.sources.ingest import ingest
from antiphon.sources.spec import Accounts, Ingest, Source

TABLES = ("posts", "accounts", "contacts", "files", "rejected", "revisions")


class Folder:
    """Files of a study and an engine that lasts as long as the test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.engine = Engine()
        self.write("accounts.csv", "account_id,bloc\na,red\nb,blue\n")

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def posts(self, name: str, *rows: dict, **same) -> Path:
        lines = [json.dumps(post(**same) | row, ensure_ascii=False) for row in rows]
        return self.write(name, "".join(line + "\n" for line in lines))

    def ingest(self, *sources: Source, accounts=None, contacts=None, share=1.0, engine=None) -> str:
        return ingest(
            engine or self.engine,
            self.root,
            sources or (Source("posts.jsonl"),),
            accounts or Accounts("accounts.csv"),
            contacts,
            Ingest(max_rejected_share=share),
        )

    def column(self, name: str, table: str = "posts") -> list:
        return self.engine.table(f'SELECT "{name}" FROM {table}').column(0).to_pylist()

    def rejected(self) -> list[tuple]:
        return self.engine.rows('SELECT row, "column", reason FROM rejected')

    def counts(self) -> list[tuple]:
        return self.engine.rows('SELECT "rows", taken, left_out, rejected FROM files')

    def tables(self, engine=None) -> dict:
        return {name: (engine or self.engine).table(f"FROM {name}") for name in TABLES}


def post(**more) -> dict:
    return {"post_id": "1", "account_id": "a", "created_at": "2021-03-01", "text": "t"} | more


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path)
    yield made
    made.engine.close()
