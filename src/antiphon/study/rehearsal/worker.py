"""A process of its own that does one rerun after another: `python -m … .worker`, told by its input.

First comes the material, pickled, then a task a line; answers go to the output, a line each. It
ends with its input, and so with whoever started it.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import BinaryIO


def main(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more tasks."""
    from antiphon.errors import AntiphonError
    from antiphon.study.rehearsal.stage import Stage

    stage = Stage(*pickle.load(tasks))  # noqa: S301  (from the process that started this one)
    while line := tasks.readline():
        try:
            answer: dict[str, Any] = stage.perform(json.loads(line))
        except AntiphonError as error:
            answer = {"error": str(error)}
        except Exception:  # noqa: BLE001  (told to the other side, which raises)
            answer = {"fault": traceback.format_exc()}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one ends it
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what libraries print is no answer
    with suppress(BrokenPipeError):  # whoever asked is gone: killed, or stopped
        main(sys.stdin.buffer, told)
    os._exit(0)  # nothing is left to write, and nobody to write to
