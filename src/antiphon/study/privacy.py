"""Who may be named. Everyone else leaves the store as a keyed pseudonym and a short excerpt.

An account may be named when the accounts' table says `public_role = true`, or does not say and
its kind is an institution's or an official's. The key makes pseudonyms that hold across an
analyst's studies and tell nothing to others; it lies in the analyst's own configuration folder,
never in a results folder.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antiphon.errors import StoreError
from antiphon.schema import NAMED_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import pyarrow as pa

    from antiphon.engine import Engine

EXCERPT = 280
BYTES = 32


def key_path() -> Path:
    """Where the key lies: $ANTIPHON_KEY, else the user's configuration folder."""
    named = os.environ.get("ANTIPHON_KEY")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "antiphon" / "key"


def key() -> bytes:
    """The analyst's key, made at its first use, readable by her alone."""
    path = key_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        if not path.exists():
            draft.touch(mode=0o600, exist_ok=False)
            draft.write_text(secrets.token_hex(BYTES), encoding="ascii")
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        value = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise StoreError(
            "the key for pseudonyms cannot be read or made",
            where=str(path),
            got=str(error),
            expected=f"a file of {BYTES * 2} hexadecimal digits",
            fix="set ANTIPHON_KEY to a file of yours that can be written",
        ) from error
    if len(value) < BYTES:
        raise StoreError("the key for pseudonyms is too short", where=str(path))
    return value


def fingerprint(secret: bytes) -> str:
    """What tells one key from another without telling the key."""
    return hmac.new(secret, b"fingerprint", hashlib.sha256).hexdigest()[:12]


def pseudonym(secret: bytes, account: str) -> str:
    """The name under which a private account appears.

    >>> pseudonym(b"key", "someone") == pseudonym(b"key", "someone") != pseudonym(b"kez", "someone")
    True
    """
    return "anon-" + hmac.new(secret, account.encode(), hashlib.sha256).hexdigest()[:16]


def private_accounts(engine: Engine) -> set[str]:
    """The accounts with posts that may not be named."""
    rows = engine.rows(
        """SELECT DISTINCT p.account_id FROM posts p LEFT JOIN accounts a
               ON a.account_id = p.account_id
              AND (coalesce(a.platform, '') = '' OR a.platform = p.platform)
           WHERE NOT coalesce(a.public_role, list_contains(?, a.kind), false)""",
        [list(NAMED_KINDS)],
    )
    return {row[0] for row in rows}


def mask(data: pa.Table, private: Collection[str], secret: bytes) -> pa.Table:
    """The table as it may leave the store."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not private:
        return data
    hidden = pa.array(sorted(private), pa.string())
    whose = {n: n.removeprefix("account_id") for n in data.column_names if "account_id" in n}
    for column, side in whose.items():
        secretive = pc.is_in(data[column], hidden)
        changes: dict[str, Callable[[Any], Any]] = {
            column: lambda values: renamed(values, secret),
            f"passage{side}": lambda values: pc.utf8_slice_codeunits(values, 0, EXCERPT),
            f"before{side}": lambda values: pc.utf8_slice_codeunits(values, 0, 0),
            f"after{side}": lambda values: pc.utf8_slice_codeunits(values, 0, 0),
            f"url{side}": lambda values: pa.chunked_array([pa.nulls(len(values), pa.string())]),
        }
        for name, change in changes.items():
            if name in data.column_names:
                at = data.column_names.index(name)
                data = data.set_column(
                    at, name, pc.if_else(secretive, change(data[name]), data[name])
                )
    return data


def renamed(accounts: Any, secret: bytes) -> Any:
    """Accounts to pseudonyms, each distinct one hashed once."""
    import pyarrow as pa

    coded = accounts.combine_chunks().dictionary_encode()
    names = pa.array([pseudonym(secret, a.as_py()) for a in coded.dictionary], pa.string())
    return pa.chunked_array([names.take(coded.indices)])
