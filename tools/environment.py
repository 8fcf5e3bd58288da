"""Make a virtual environment with a current pip, also where Debian left ensurepip out.

Usage: python3 tools/environment.py FOLDER. Needs nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import venv
from pathlib import Path

MINIMUM = (3, 11)
INDEX = "https://pypi.org/simple"


def main(folder: Path) -> None:
    """Create or mend the environment."""
    if sys.version_info < MINIMUM:
        sys.exit(f"Antiphon needs Python {'.'.join(map(str, MINIMUM))} or later, got {sys.version}")
    python = folder / "bin" / "python"
    try:
        import ensurepip  # noqa: F401

        venv.create(folder, with_pip=True)
    except (ImportError, subprocess.CalledProcessError):
        venv.create(folder, with_pip=False)
        bootstrap(python)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1"], check=True
    )


def bootstrap(python: Path) -> None:
    """Install pip from its own wheel, taken from the package index and checked by its hash."""
    index = os.environ.get("PIP_INDEX_URL", INDEX).rstrip("/")
    request = urllib.request.Request(
        f"{index}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.1"}
    )
    with urllib.request.urlopen(request) as answer:
        files = listing(answer.read().decode(), answer.headers.get_content_type(), answer.url)
    name, url, digest = max(files, key=lambda f: version(f[0]))
    with urllib.request.urlopen(url) as answer:
        data = answer.read()
    if digest and hashlib.sha256(data).hexdigest() != digest:
        sys.exit(f"{name} does not have the hash that the package index states")
    with tempfile.TemporaryDirectory() as place:
        wheel = Path(place) / name
        wheel.write_bytes(data)
        subprocess.run(
            [python, f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)], check=True
        )


def listing(page: str, kind: str, base: str) -> list[tuple[str, str, str]]:
    """The wheels of a simple index page: file name, address, SHA-256."""
    if kind.endswith("json"):
        files = [
            (f["filename"], f["url"], f.get("hashes", {}).get("sha256", ""))
            for f in json.loads(page)["files"]
        ]
    else:
        links = re.findall(r'href="([^"#]+)(?:#sha256=([0-9a-f]+))?"', page)
        files = [(href.rsplit("/", 1)[-1], href, digest) for href, digest in links]
    return [
        (name, urllib.parse.urljoin(base, url), digest)
        for name, url, digest in files
        if re.fullmatch(r"pip-[0-9.]+-py3-none-any\.whl", name)
    ]


def version(name: str) -> tuple[int, ...]:
    """The release number in a wheel's name."""
    return tuple(int(part) for part in name.split("-")[1].split("."))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
