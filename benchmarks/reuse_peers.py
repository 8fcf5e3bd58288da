"""What others find in the same documents: rensa and datasketch, MinHash over runs of three words.

They compare whole documents and give pairs without spans. Each runs in a process of its own, in a
virtual environment that is made for them beside the generated corpora and holds nothing of ours.
Usage within it: python reuse_peers.py NAME POSTS OUT prints one line of JSON.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

PEERS = ("rensa", "datasketch")
NEEDS = ("rensa==0.5.0", "datasketch==2.0.0", "pyarrow", "numpy")
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+")
HASHES = 128
BANDS = 32
LIKE = {"rensa": 0.3, "datasketch": 0.5}  # least share of runs in common


def environment(root: Path) -> Path:
    """The Python of the peers' environment, made if it is not there."""
    python = root / "peers" / "bin" / "python"
    ready = root / "peers" / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(root / "peers")], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *NEEDS]
        subprocess.run(install, check=True)
        ready.touch()
    return python


def runs(text: str) -> list[str]:
    """The different runs of three words; a Han character is a word."""
    words = WORD.findall(text.casefold())
    return list({" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))})


def rensa(texts: list[str]) -> list[tuple[int, int]]:
    """Pairs of documents whose sketches agree in at least `LIKE` of the hashes."""
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets(map(runs, texts), HASHES, 1)
    index = RMinHashLSH(LIKE["rensa"], HASHES, BANDS)
    index.insert_many(sketches)
    return [
        (other, this)
        for this, others in enumerate(index.query_all(sketches))
        for other in others
        if other < this and sketches[other].jaccard(sketches[this]) >= LIKE["rensa"]
    ]


def datasketch(texts: list[str]) -> list[tuple[int, int]]:
    """Pairs of documents that its index holds for alike."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=LIKE["datasketch"], num_perm=HASHES)
    pairs = []
    for this, text in enumerate(texts):
        sketch = MinHash(num_perm=HASHES, seed=1)
        sketch.update_batch([run.encode() for run in runs(text)])
        pairs += [(other, this) for other in index.query(sketch)]
        index.insert(this, sketch)
    return pairs


def main(name: str, posts: Path, out: Path) -> None:
    """Let one peer look for pairs of different outlets, and say what it took."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = pq.read_table(posts, columns=["text"])["text"].to_pylist()
    outlets = pq.read_table(posts, columns=["account_id"])["account_id"].to_pylist()
    cpu = time.process_time()
    found = {"rensa": rensa, "datasketch": datasketch}[name](texts)
    report = {
        "cpu": time.process_time() - cpu,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }
    kept = [(a, b) for a, b in found if outlets[a] != outlets[b]]
    columns = {"a": [a for a, _ in kept], "b": [b for _, b in kept]}
    pq.write_table(pa.table(columns, schema=pa.schema({"a": pa.int64(), "b": pa.int64()})), out)
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
