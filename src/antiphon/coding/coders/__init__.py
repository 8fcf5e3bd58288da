"""Coders: each answers the questions of a codebook about texts, by the same contract."""
