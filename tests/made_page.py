"""The coding page, served to a test."""

from __future__ import annotations

import http.client
import json
import threading

from antiphon.coding.people.page.desk import Desk
from antiphon.coding.people.page.server import Server

TOKEN = "secret-token"


class Page:
    """A served desk, and requests to it."""

    def __init__(self, folder, person="ann"):
        self.desk = Desk(folder, person)
        self.server = Server(self.desk, TOKEN)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.desk.close()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server.port}"

    def ask(self, method, path, body=None, **headers):
        """Status, headers and body of one request; a header of None is left out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        sent = {"Host": f"127.0.0.1:{self.server.port}"}
        if method == "POST":
            sent |= {"Content-Type": "application/json", "Origin": self.origin}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        if data is not None and "Content-Length" not in sent:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        reply = connection.getresponse()
        found = reply.status, dict(reply.getheaders()), reply.read()
        connection.close()
        return found

    def answer(self, item, label, code="tone", **headers):
        body = {"item": item, "code": code, "label": label}
        return self.ask("POST", f"/{TOKEN}/answer", body, **headers)[0]
