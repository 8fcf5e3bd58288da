"""A language model behind an address that the analyst gives: it alone is sent texts."""
