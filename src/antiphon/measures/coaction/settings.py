"""What a study file may say of co-action."""

from __future__ import annotations

from dataclasses import dataclass, field

from antiphon.schema import CHANCES


@dataclass(frozen=True)
class Coaction:
    """`[coaction]`: how soon after another a post is together with it, on what, and by chance."""

    window_seconds: int = field(default=60, metadata={"min": 1, "max": 86400})
    """Longest time between two posts that act on one object together, seconds."""
    wider: int = field(default=5, metadata={"min": 1, "max": 100})
    """Pairs are counted within so many times that as well."""
    min_objects: int = field(default=2, metadata={"min": 1, "max": 10000})
    """Two accounts with fewer objects of one kind in common are no pair."""
    hot_posts: int = field(default=50, metadata={"min": 1, "max": 1_000_000_000})
    """An object is hot if more posts precede one of its posts within the wider time."""
    anchored: bool = True
    """Hot objects count only beside one that is not; else a post has `hot_posts` pairs at most."""
    memory_gb: float = field(
        default=1.0, metadata={"min": 0.01, "max": 1000.0, "bounds_memory": True}
    )
    """Memory that pairs may take while they are counted, in GB; the posts come on top."""
    nulls: tuple[str, ...] = field(
        default=("jitter", "bipartite", "labels"), metadata={"choices": CHANCES}
    )
    """A pair stands if it is more than chance under each of these."""
    level: float = field(default=0.05, metadata={"min": 0.0001, "max": 0.5})
    """Share of false pairs among those called more than chance, and of false swarms."""
    jitter: int = field(default=15, metadata={"min": 3, "max": 1440})
    """Length of the intervals that posts are moved in under the null jitter, in windows."""
    draws: int = field(default=99, metadata={"min": 19, "max": 9999})
    """Worlds drawn under each null, to count pairs and groups by chance; fewer where it is much."""
    swarm_seconds: int = field(default=3600, metadata={"min": 1, "max": 604_800})
    """Accounts are counted within so long of the first post that came to a thread, seconds."""
    swarm_threads: int = field(default=5, metadata={"min": 2, "max": 1000})
    """An author with fewer other threads is held against those of everybody."""
