"""What a study file may say of co-action."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Coaction:
    """`[coaction]`: how soon after another a post is together with it, and on what."""

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
