"""Many patterns in many texts at once: a tree of characters, walked from every word.

A pattern is a sequence of folded characters. `SPACE` begins a word; a character of a script that
writes without spaces stands by itself; `STAR` is the rest of a word, whatever it is; `GAP` is up to
five words, or ten such characters, of one sentence; a question mark, an exclamation mark and a full
stop (or any other end of a sentence) stand for themselves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.folding import MANY, folding
from antiphon.kernels.tokens import QUOTED, Tokens, tokenise
from antiphon.kernels.utf8 import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SPACE, STOP, ASK, CRY = 32, 46, 63, 33
STAR, GAP = 1, 2
WIDEST = 10  # half words that a gap may skip: a character that stands by itself is one
DEEPEST = 512  # places that a walk may still have to look at
U = np.uint64


class Tree(NamedTuple):
    """Patterns as a tree whose edges lie in a table of hashes."""

    keys: NDArray[np.int64]
    """Edge: node and character in one number; -1 for an empty slot."""
    nodes: NDArray[np.int32]
    """The node that the edge leads to."""
    ends: NDArray[np.int32]
    """The pattern that ends at the node; -1 for none."""


class Texts(NamedTuple):
    """Texts as the patterns see them, text after text."""

    codes: NDArray[np.int32]
    """Folded characters, `SPACE` before each word."""
    words: NDArray[np.int32]
    """To which word of its text a character belongs."""
    offsets: NDArray[np.int64]
    """Text i has the characters offsets[i]:offsets[i + 1]."""
    quoted: NDArray[np.bool_]
    """Does the character stand between quotation marks?"""


class Hits(NamedTuple):
    """Where patterns are."""

    text: NDArray[np.int32]
    pattern: NDArray[np.int32]
    first: NDArray[np.int32]
    """First word in its text."""
    last: NDArray[np.int32]
    """Word after it."""
    sentence: NDArray[np.int32]
    """Number of its sentence in its text."""
    quoted: NDArray[np.bool_]
    """Does it stand between quotation marks?"""


@lru_cache(maxsize=65_536)
def spelled(text: str) -> tuple[int, ...]:
    """The characters of a small text as `read` sees them.

    >>> "".join(map(chr, spelled("Double standards?"))), "".join(map(chr, spelled("双重，标准")))
    (' double standards?', '双重标准')
    """
    data = text.encode()
    texts = read(np.array([0, len(data)], np.int64), np.frombuffer(data or b" ", np.uint8))
    return tuple(int(code) for code in texts.codes)


def read(offsets: NDArray[np.int64], data: NDArray[np.uint8]) -> Texts:
    """UTF-8 texts as patterns see them; offsets and data as in `tokens.tokenise`."""
    offsets = np.ascontiguousarray(offsets, np.int64)
    tokens = tokenise(offsets, data)
    forms = folding()
    room = int(offsets[-1] - offsets[0]) + 2 * len(tokens.hashes) + 1
    codes, words = np.empty(room, np.int32), np.empty(room, np.int32)
    quoted = np.empty(room, np.bool_)
    ends = np.zeros(len(offsets), np.int64)
    n = spell(data, offsets, *fields(tokens), *forms[1:], codes, words, quoted, ends)
    return Texts(codes[:n], words[:n], ends, quoted[:n])


def fields(tokens: Tokens) -> tuple[NDArray[np.generic], ...]:
    """What `spell` reads of the words."""
    return tokens.starts, tokens.ends, tokens.hashes & 1, tokens.weights, tokens.offsets


@njit(cache=True, nogil=True)
def spell(
    data, offsets, starts, lasts, signs, weights, first, simple, at, forms, codes, words, quoted,
    ends,
):  # fmt: skip
    """Fill the columns of `Texts`; return how many characters there are."""
    n = 0
    for text in range(len(offsets) - 1):
        i, stop = offsets[text], offsets[text + 1]
        k, end = first[text], first[text + 1]
        char = 0
        while i < stop:
            code, after = decode(data, i)
            inside = k < end and starts[k] <= char < lasts[k]
            if inside:
                if char == starts[k] and signs[k] == 0:
                    codes[n], words[n], quoted[n] = SPACE, k - first[text], weights[k] & QUOTED
                    n += 1
                form = simple[code] if code < len(simple) else MANY
                if form != MANY:
                    codes[n], words[n], quoted[n] = form, k - first[text], weights[k] & QUOTED
                    n += 1
                elif code < len(simple):
                    for f in range(at[code], min(at[code + 1], at[code] + 2)):
                        codes[n], words[n] = forms[f], k - first[text]
                        quoted[n] = weights[k] & QUOTED
                        n += 1
                if char == lasts[k] - 1:
                    k += 1
            else:
                mark = 0
                if code in (0x3F, 0xFF1F):
                    mark = ASK
                elif code in (0x21, 0xFF01):
                    mark = CRY
                elif code in (0x3002, 0x2026, 0x0A, 0x3B, 0xFF1B) or (
                    code == 0x2E and (after >= stop or data[after] <= 32)
                ):
                    mark = STOP
                if mark and (n == ends[text] or codes[n - 1] != mark):
                    codes[n], words[n], quoted[n] = mark, k - first[text], False
                    n += 1
            i = after
            char += 1
            while k < end and lasts[k] <= char:
                k += 1
        ends[text + 1] = n
    return n


def grow(patterns: Sequence[tuple[int, ...]]) -> Tree:
    """The tree of the patterns, each a sequence of characters, all of them different."""
    edges: dict[tuple[int, int], int] = {}
    ends = [-1]
    for number, pattern in enumerate(patterns):
        node = 0
        for code in pattern:
            following = edges.get((node, code))
            if following is None:
                following = edges[node, code] = len(ends)
                ends.append(-1)
            node = following
        ends[node] = number
    size = 1 << max(4, (4 * len(edges)).bit_length())
    keys, nodes = np.full(size, -1, np.int64), np.zeros(size, np.int32)
    for (node, code), following in edges.items():
        key = node << 21 | code
        slot = int(place(key, size))
        while keys[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        keys[slot], nodes[slot] = key, following
    return Tree(keys, nodes, np.array(ends, np.int32))


@njit(cache=True, nogil=True)
def place(key, size):
    """The slot at which the search for an edge begins."""
    return np.int64((U(key) * U(0x9E3779B97F4A7C15)) >> U(20)) & (size - 1)


@njit(cache=True, nogil=True)
def follow(keys, nodes, node, code):
    """The node after that character; -1 for none."""
    size = len(keys)
    key = (np.int64(node) << 21) | np.int64(code)
    slot = place(key, size)
    while keys[slot] >= 0:
        if keys[slot] == key:
            return nodes[slot]
        slot = (slot + 1) & (size - 1)
    return np.int32(-1)


def find(tree: Tree, texts: Texts) -> Hits:
    """Every place at which a pattern ends a walk, text after text, in order of first words."""
    count = scan(*tree, *texts, *empty(0), keep=False)
    hits = empty(count)
    scan(*tree, *texts, *hits, keep=True)
    return hits


def empty(count: int) -> Hits:
    """Columns of `Hits` to be filled."""
    text, pattern, first, last, sentence = (np.empty(count, np.int32) for _ in range(5))
    return Hits(text, pattern, first, last, sentence, np.empty(count, np.bool_))


@njit(cache=True, nogil=True)
def letter(code):
    """Is it a part of a word that is written with spaces around it?"""
    return code > SPACE and code not in (STOP, ASK, CRY) and not sign(code)


@njit(cache=True, nogil=True)
def sign(code):
    """Is it a character that stands by itself?"""
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or code >= 0x20000
    )


@njit(cache=True, nogil=True)
def scan(
    keys, nodes, ends, codes, words, offsets, quoted, text, pattern, first, last, sentence, cited,
    keep,
):  # fmt: skip
    """Fill the columns of `Hits`, or only count them."""
    n = 0
    held_node, held_at = np.empty(DEEPEST, np.int32), np.empty(DEEPEST, np.int64)
    for t in range(len(offsets) - 1):
        stop, number = offsets[t + 1], 0
        for begin in range(offsets[t], stop):
            if letter(codes[begin]):
                continue
            number += codes[begin] in (STOP, ASK, CRY)
            node = follow(keys, nodes, 0, codes[begin])
            if node < 0:
                continue
            held_node[0], held_at[0], held = node, begin + 1, 1
            while held:
                held -= 1
                node, at = held_node[held], held_at[held]
                within = letter(codes[at - 1])
                bounded = at >= stop or not letter(codes[at]) or not within
                if ends[node] >= 0 and bounded:
                    if keep:
                        text[n], pattern[n], first[n] = t, ends[node], words[begin]
                        last[n] = words[at - 1] + (codes[at - 1] not in (STOP, ASK, CRY))
                        sentence[n] = number
                        cited[n] = quoted[begin]
                    n += 1
                if at < stop:
                    following = follow(keys, nodes, node, codes[at])
                    if following >= 0 and held < DEEPEST:
                        held_node[held], held_at[held] = following, at + 1
                        held += 1
                if within:
                    following = follow(keys, nodes, node, STAR)
                    if following >= 0 and held < DEEPEST:
                        to = at
                        while to < stop and letter(codes[to]):
                            to += 1
                        held_node[held], held_at[held] = following, to
                        held += 1
                following = follow(keys, nodes, node, GAP)
                if following >= 0 and bounded:
                    to, skipped = at, 0
                    while to < stop and codes[to] not in (STOP, ASK, CRY) and skipped <= WIDEST:
                        if held < DEEPEST and follow(keys, nodes, following, codes[to]) >= 0:
                            held_node[held], held_at[held] = following, to
                            held += 1
                        skipped += 1 + (codes[to] == SPACE)
                        to += 1
                        while to < stop and letter(codes[to]):
                            to += 1
                    ended = to < stop and codes[to] in (STOP, ASK, CRY)
                    if ended and skipped <= WIDEST + 2 and held < DEEPEST:
                        held_node[held], held_at[held] = following, to
                        held += 1
    return n
