"""What a definition may ask of an engine when it is to run on both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa


class Portable(Protocol):
    """The embedded engine or a cluster.

    SQL is the embedded engine's, within what both say alike: joins, GROUP BY, CASE, CAST, integer
    arithmetic; no float is summed. The cluster has it translated.
    """

    def register(self, name: str, data: pa.Table) -> None:
        """Let SQL see an arrow table under a name."""

    def store_answer(self, name: str, sql: str, schema: pa.Schema) -> None:
        """Let SQL see the answer of a query under a name."""

    def store_by_key(
        self,
        name: str,
        table: str,
        columns: Sequence[str],
        key: Sequence[str],
        *,
        kernel: Callable[[pa.Table], Iterable[pa.RecordBatch]],
        schema: pa.Schema,
        within: Sequence[str] = (),
    ) -> None:
        """Let SQL see under a name what a kernel makes of every key.

        The kernel is a function of a module, or a `functools.partial` of one: it is sent away. It
        gets tables in order of the key and the columns `within`, and no key is ever split. Without
        a key, tables are cut anywhere.
        """

    def table(self, sql: str) -> pa.Table:
        """The whole answer of a query."""

    def discard(self, name: str) -> None:
        """Forget what was stored or registered under a name."""
