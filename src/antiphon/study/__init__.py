"""A study: its file, what would happen with it, its run, the proof that it can be repeated."""
