"""A server on this machine that speaks /v1/chat/completions, and misbehaves when told to."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Made:
    """What the server saw, and what it is to do next."""

    def __init__(self) -> None:
        self.requests: list[dict] = []
        self.headers: list[dict] = []
        self.script: list[object] = []
        """What to do with the next requests: a status, "slow", "torn", "short", "nonsense"."""
        self.answer = lambda text: '{"label": "yes"}' if "bad" in text else '{"label": "no"}'
        self.lock = threading.Lock()
        self.most = self.now = 0
        self.wait = 0.0


class Handler(BaseHTTPRequestHandler):
    """Answers one request as the script says."""

    protocol_version = "HTTP/1.1"
    made: Made

    def log_message(self, *args):
        pass

    def do_POST(self):
        made = self.made
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with made.lock:
            made.now += 1
            made.most = max(made.most, made.now)
            made.requests.append(body | {"path": self.path})
            made.headers.append(dict(self.headers))
            act = made.script.pop(0) if made.script else None
        try:
            time.sleep(made.wait)
            if isinstance(act, int):
                self.refuse(act)
            elif act == "slow":
                self.drip()
            else:
                self.say(act, json.loads(body["messages"][1]["content"])["text"])
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with made.lock:
                made.now -= 1

    def refuse(self, status):
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"busy")

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    def say(self, act, text):
        message = {"role": "assistant", "content": self.made.answer(text)}
        usage = {"prompt_tokens": 100, "completion_tokens": 5}
        content = json.dumps({"choices": [{"message": message}], "usage": usage}).encode()
        if act == "nonsense":
            content = b"<html>not json</html>"
        if act == "short":
            content = b'{"choices": []}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if act == "torn" else content)
        self.close_connection = act == "torn"


@contextmanager
def server():
    """The server's address and its state."""
    made = Made()
    kind = type("Bound", (Handler,), {"made": made})
    running = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}/v1", made
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
