"""Readers: files of posts, accounts and contacts → the canonical tables of the store."""
