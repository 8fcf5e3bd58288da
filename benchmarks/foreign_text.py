"""Words for worlds that owe nothing to the simulation's grammar: made by Zipf's law, or real."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pyarrow.parquet as pq

from benchmarks.processes import DATA

REAL = DATA / "senate_2021.parquet"
RUN = 4.0
"""Words in a row that are changed together where much is rewritten, on average."""


class Words:
    """Texts that nobody else has, and words to change them with."""

    def __init__(self, kind, rng):
        self.rng, self.kind, self.used = rng, kind, 0
        self.vocabulary, chance = made(rng) if kind == "made" else self.read()
        self.sums = np.cumsum(chance / chance.sum())

    def read(self):
        """Real posts in an order of their own, and the words of all."""
        apart, vocabulary, chance = real()
        self.real = list(apart)
        self.rng.shuffle(self.real)
        return vocabulary, chance

    def draw(self, number):
        """So many words."""
        return [self.vocabulary[k] for k in np.searchsorted(self.sums, self.rng.random(number))]

    def text(self, low, high):
        """A text of so many words, at least and at most."""
        number = int(self.rng.integers(low, high + 1))
        if self.kind == "made":
            return self.draw(number)
        found = []
        while len(found) < number:
            found += self.real[self.used]
            self.used += 1
        return found[:high]

    def edited(self, words, share):
        """About this share of the words exchanged, dropped, or given company.

        One by one; where it is more than a third, by phrases: whoever rewrites rewrites phrases.
        """
        run, rng = RUN if share > 0.3 else 1.0, self.rng
        found, touched = [], rng.random() < share
        for word in words:
            if run == 1:
                touched = rng.random() < share
            elif touched:
                touched = rng.random() >= 1 / run
            else:
                touched = rng.random() < share / (1 - share) / run
            how = rng.random() if touched else 0.8
            if touched and how < 0.7:
                found += self.draw(1)
            elif how >= 0.85:
                found += [word, *self.draw(1)]
            elif not touched:
                found.append(word)
        return found


@cache
def real():
    """Posts that share no five words with one another, the words of all, and how often each is."""
    rows = pq.read_table(REAL, columns=["text"])["text"].to_pylist()
    posts = [
        [w for w in row.replace("RT", " ").split() if not {"@", "#"} & set(w) and "://" not in w]
        for row in rows
    ]
    posts = {" ".join(post[:6]).lower(): post for post in posts if len(post) >= 18}.values()
    grams = Counter(gram for post in posts for gram in set(fives(post)))
    apart = [post for post in posts if all(grams[gram] == 1 for gram in fives(post))]
    count = Counter(word for post in posts for word in post)
    top = sorted(count, key=lambda word: (-count[word], word))[:12_000]
    return apart, top, np.array([count[word] for word in top], float)


def made(rng):
    """Words of one to four syllables, and how often each is used."""
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = sorted({"".join(rng.choice(parts, rng.integers(1, 5))) for _ in range(9000)})
    rng.shuffle(words)
    return words, 1 / (np.arange(len(words)) + 2.7)


def fives(words):
    """Every five words in a row, bare."""
    bare = ["".join(c for c in word.lower() if c.isalnum()) for word in words]
    return list(zip(bare, bare[1:], bare[2:], bare[3:], bare[4:], strict=False))
