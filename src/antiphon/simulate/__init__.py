"""Worlds whose mechanism is known: readable posts on harmless matters, and the truth."""
