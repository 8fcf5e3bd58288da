"""Open a page in headless Chromium: what it looks like, what it logs, what it asks for.

    python tools/screenshot.py PAGE.html OUT.png --width 1280

Prints a JSON object with the console's messages, the requests that left the page, how wide the
page is, and how many charts came alive; exits 1 on an error or a request. `look` is the same for
tests. Chromium is spoken to over a pipe, with nothing but the standard library.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
STATE = """JSON.stringify({
  "width": document.documentElement.scrollWidth,
  "height": Math.ceil(document.documentElement.getBoundingClientRect().height),
  "plots": [...document.querySelectorAll(".plot")].filter((p) => p.offsetParent).length,
  "live": document.querySelectorAll('.plot[data-live="yes"]').length,
  "waiting": document.querySelectorAll('.plot[data-live="drawing"]').length
})"""
TALLEST = 16_000
# Chromium reads commands from descriptor 3 and answers on 4.
PIPES = """import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD_CLOEXEC, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


@dataclass
class Look:
    """What was seen of a page."""

    width: int = 0
    height: int = 0
    plots: int = 0
    live: int = 0
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)


class Browser:
    """A headless Chromium at the other end of a pipe."""

    def __init__(self, program: str, profile: str) -> None:
        ours, theirs = os.pipe(), os.pipe()  # we write to ours[1]; we read from theirs[0]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", PIPES, str(ours[0]), str(theirs[1])),
                program,
                *FLAGS,
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(ours[0], theirs[1]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(ours[0])
        os.close(theirs[1])
        self._out, self._in = os.fdopen(ours[1], "wb"), os.fdopen(theirs[0], "rb")
        self._left = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []
        self.session = ""

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command, keep the events that come before its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._receive()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            chunk = os.read(self._in.fileno(), 1 << 16)
            if not chunk:
                raise RuntimeError("the browser went away")
            self._left += chunk
        message, self._left = self._left.split(b"\0", 1)
        return json.loads(message)

    def close(self) -> None:
        """End the browser."""
        self._out.close()
        self._in.close()
        self._process.terminate()
        self._process.wait(timeout=20)


def find() -> str | None:
    """The path of a Chromium, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def look(
    page: Path,
    *,
    width: int = 1280,
    picture: Path | None = None,
    pdf: Path | None = None,
    dark: bool = False,
    run: Sequence[str] = (),
) -> Look:
    """Open the page, wait until its charts are alive, run expressions, say what happened."""
    program = find()
    if program is None:
        raise FileNotFoundError("no Chromium: looked for " + ", ".join(NAMES))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            return visit(browser, page, width, picture, pdf, dark=dark, run=run)
        finally:
            browser.close()


def visit(
    browser: Browser,
    page: Path,
    width: int,
    picture: Path | None,
    pdf: Path | None,
    *,
    dark: bool,
    run: Sequence[str] = (),
) -> Look:
    """What `look` does, with a browser at hand."""
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    attached = browser.ask("Target.attachToTarget", targetId=target, flatten=True)
    browser.session = attached["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.ask(f"{domain}.enable")
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.ask("Emulation.setDeviceMetricsOverride", **size)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.ask("Emulation.setEmulatedMedia", features=scheme)
    address = page.resolve().as_uri()
    if problem := browser.ask("Page.navigate", url=address).get("errorText"):
        raise FileNotFoundError(f"{page}: {problem}")
    state = settle(browser)
    seen = Look(**{key: state[key] for key in ("width", "height", "plots", "live")})
    seen.answers = [evaluate(browser, expression) for expression in run]
    seen.console = [text for event in browser.events if (text := complaint(event))]
    if picture:
        height = min(state["height"], TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = browser.ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        picture.write_bytes(base64.b64decode(shot["data"]))
    if pdf:
        printed = browser.ask("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
        pdf.write_bytes(base64.b64decode(printed["data"]))
    asked = [e["params"]["request"]["url"] for e in browser.events if is_request(e)]
    seen.requests = [url for url in asked if url != address and not url.startswith("data:")]
    return seen


def settle(browser: Browser, seconds: float = 20) -> dict[str, Any]:
    """The state of the page once nothing is being drawn any more."""
    until = time.monotonic() + seconds
    while True:
        time.sleep(0.2)
        told = evaluate(browser, STATE)
        if not told and time.monotonic() < until:  # nothing of the page is there yet
            continue
        state = json.loads(told)
        ready = evaluate(browser, "document.readyState") == "complete"
        quiet = not state["waiting"] and (state["live"] or not state["plots"])
        if (ready and quiet) or time.monotonic() > until:
            return state


def evaluate(browser: Browser, expression: str) -> Any:
    """The value of an expression on the page."""
    return browser.ask("Runtime.evaluate", expression=expression)["result"].get("value", "")


def is_request(event: dict[str, Any]) -> bool:
    """Did the page ask for something?"""
    return event.get("method") == "Network.requestWillBeSent"


def complaint(event: dict[str, Any]) -> str:
    """What an event says of an error or a warning; '' for other events."""
    method, told = event.get("method"), event.get("params", {})
    if method == "Runtime.exceptionThrown":
        details = told["exceptionDetails"]
        return details.get("exception", {}).get("description") or details["text"]
    if method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
        return told["entry"]["text"]
    if method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
        return " ".join(str(a.get("value", a.get("description"))) for a in told["args"])
    return ""


def main() -> int:
    """Take the picture the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--pdf", type=Path, help="print the page to this file too")
    parser.add_argument("--dark", action="store_true", help="the dark colour scheme")
    parser.add_argument("--run", action="append", default=[], help="evaluate before the picture")
    args = parser.parse_args()
    seen = look(
        args.page,
        width=args.width,
        picture=args.picture,
        pdf=args.pdf,
        dark=args.dark,
        run=args.run,
    )
    print(json.dumps(asdict(seen), indent=1, ensure_ascii=False))
    return 1 if seen.console or seen.requests else 0


if __name__ == "__main__":
    sys.exit(main())
