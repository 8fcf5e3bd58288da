"""Opens a desk to the browser until Ctrl-C."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from antiphon.coding.people.page.desk import Desk
from antiphon.coding.people.page.server import Server
from antiphon.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def serve(
    folder: Path, person: str, *, part: int = 0, port: int = 0, tell: Callable[[str], None]
) -> None:
    """Serve the page of a sample to one person, on this machine alone, until Ctrl-C.

    Args:
        folder: the sample's.
        person: the name under which she codes.
        part: which of several files of tasks; 0 for the only one.
        port: 0 for any that is free.
        tell: told the address, and at the end how far the work is.
    """
    desk = Desk(folder, person, part)
    token = secrets.token_urlsafe(24)
    try:
        server = Server(desk, token, port)
    except OSError as error:
        desk.close()
        raise StudyError(
            "the port cannot be had", got=f"{port}: {error}", fix="leave out --port"
        ) from error
    tell(f"Code at http://127.0.0.1:{server.port}/{token}/ — Ctrl-C ends it.")
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        done = desk.done
        desk.close()
    tell(f"{done:,} of {len(desk.tasks):,} coded; answers are in {desk.path}.")
