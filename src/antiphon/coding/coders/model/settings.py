"""The keys of the study file's [coding.model] table."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Model:
    """`[coding.model]`: a language model behind an address that the analyst gives.

    Texts are sent to that address, and to no other.
    """

    address: str
    """Where it answers, such as http://127.0.0.1:8000/v1; /chat/completions is added."""
    name: str
    """Its name, as the server knows it."""
    key_env: str = ""
    """The environment variable that holds the key; none is sent when empty."""
    most: int = field(default=2000, metadata={"min": 1, "max": 10_000_000})
    """Distinct texts, times codes, that may be sent; more stop the run before the first."""
    concurrency: int = field(default=4, metadata={"min": 1, "max": 64})
    """Requests under way at once."""
    timeout_seconds: float = field(default=60.0, metadata={"min": 0.1, "max": 3600.0})
    """Longest time for one answer, seconds."""
    retries: int = field(default=5, metadata={"min": 0, "max": 20})
    """Times a request is sent again when the server is busy, fails, or answers nonsense."""
    backoff_seconds: float = field(default=1.0, metadata={"min": 0.0, "max": 60.0})
    """Wait before the first of these, seconds; doubled each time, a minute at most."""
    longest: int = field(default=8000, metadata={"min": 100, "max": 1_000_000})
    """Characters of a text that are sent; the rest is cut off."""
    structured: bool = True
    """Ask the server to hold answers to a JSON schema; not every server can."""
    price_in: float = field(default=0.0, metadata={"min": 0.0, "max": 1e6})
    """Price of a million tokens sent, in any currency."""
    price_out: float = field(default=0.0, metadata={"min": 0.0, "max": 1e6})
    """Price of a million tokens answered."""
