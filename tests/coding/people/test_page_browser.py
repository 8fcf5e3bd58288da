"""The page to code in, in a real browser, by keyboard."""

from __future__ import annotations

import base64
import json
import tempfile
import time

import made_sample
import pytest
from made_page import TOKEN, Page


class Window:
    """A page that is open in a browser."""

    def __init__(self, screenshot, profile, address, width=1280):
        self.screenshot = screenshot
        self.browser = screenshot.Browser(screenshot.find(), profile)
        target = self.browser.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.browser.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.browser.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.browser.ask(f"{domain}.enable")
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.ask("Emulation.setDeviceMetricsOverride", **size)
        self.browser.ask("Page.navigate", url=address)
        self.until("document.body.dataset.ready === 'yes'")

    def get(self, expression):
        return self.screenshot.evaluate(self.browser, expression)

    def until(self, expression, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.get(expression) is True:
                return
            time.sleep(0.05)
        raise AssertionError(f"never: {expression}; {self.get('document.body.innerText')}")

    def press(self, key, code=0):
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if len(key) == 1 and kind == "keyDown" else {}
            self.browser.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text
            )

    def labels(self):
        return json.loads(self.get("JSON.stringify(tasks.map((task) => task.label))"))

    def complaints(self):
        return [t for e in self.browser.events if (t := self.screenshot.complaint(e))]

    def requests(self):
        return [
            e["params"]["request"]["url"]
            for e in self.browser.events
            if self.screenshot.is_request(e)
        ]

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.browser.ask("Page.captureScreenshot")["data"]))


@pytest.fixture
def served(tmp_path):
    page = Page(made_sample.folder(tmp_path / "s"))
    yield page
    page.close()


def opened(browser, served, width=1280):
    profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    window = Window(browser, profile.name, f"{served.origin}/{TOKEN}/", width)
    return window, profile


def test_number_keys_label_arrows_move_and_backspace_takes_back(browser, served):
    window, profile = opened(browser, served)
    try:
        window.press("4", 52)
        window.until("tasks[0].label === 'hostile' && at === 1")
        window.press("1", 49)
        window.until("tasks[1].label === 'none' && at === 2")
        window.press("ArrowRight", 39)
        window.press("5", 53)
        window.until("tasks[3].label === 'aggressive' && at === 4")
        assert window.labels() == ["hostile", "none", "", "aggressive", "", ""]
        window.press("ArrowLeft", 37)
        window.until("at === 3")
        window.press("Backspace", 8)
        window.until("tasks[3].label === '' && at === 3")
        window.press("n", 78)
        window.until("at === 4")
        window.press("9", 57)  # there is no ninth label
        assert window.labels() == ["hostile", "none", "", "", "", ""]
        assert served.desk.done == 2
        assert window.complaints() == []
        assert {url.split("/")[2] for url in window.requests()} == {served.origin.split("/")[2]}
    finally:
        window.browser.close()
        profile.cleanup()


def test_texts_stay_texts_and_nothing_scrolls_sideways(browser, served, tmp_path):
    for width in (1280, 390):
        window, profile = opened(browser, served, width)
        try:
            for _ in range(4):
                window.press("ArrowRight", 39)
            window.until("at === 4")
            assert "<script>" in window.get("document.getElementById('text').textContent")
            assert window.get("document.querySelectorAll('blockquote script').length") == 0
            assert window.get("document.documentElement.scrollWidth") <= width
            assert window.complaints() == []
            window.picture(tmp_path / f"{width}.png")
            assert (tmp_path / f"{width}.png").read_bytes().startswith(b"\x89PNG")
        finally:
            window.browser.close()
            profile.cleanup()


def test_an_answer_that_was_not_saved_is_told_and_not_counted(browser, served):
    window, profile = opened(browser, served)
    try:
        served.desk.answer = lambda *_: False
        window.press("1", 49)
        window.until("document.getElementById('status').textContent.startsWith('Not saved')")
        assert window.labels() == [""] * 6
        assert window.get("at") == 0
    finally:
        window.browser.close()
        profile.cleanup()
