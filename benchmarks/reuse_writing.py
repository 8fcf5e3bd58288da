"""The compiled loops of the benchmark's generator: every document from its number alone.

A document's words follow from the seed and its number, so a copy draws its origin's words again
instead of keeping them: a million documents take no more memory than the piece being written.

Words come one after another: often one of the few that follow the last word in this topic or in
the language (so that documents share runs of words as real ones do), else one of the topic's
words or any word. A word is a number; the bits above it say what stands around it.
"""

# ruff: noqa: PLR0917  (compiled loops take their arrays one by one)

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

U = np.uint64
WORD = (1 << 24) - 1
COMMA, STOP, OPEN, CLOSE, CAPITAL = 1 << 24, 1 << 25, 1 << 26, 1 << 27, 1 << 28
OWN, STATED, STOCKED, SIGNED = range(4)  # whose words: two bits from SORT on
SORT = 29
MOST = 4096  # words of the longest document
PASSAGE = 60  # words of an excerpt
MESSAGE = 20  # words of a message in a tweet
TWEET = 35
EXACT, EDITED_10, EDITED_25, EDITED_40, BLOCKS, EXCERPT, EXCERPT_10, MESSAGES, VIRAL = range(9)
DATELINES, SIGNATURES, STOCK, SAYING, STATEMENT, TEXT, COPY = (U(x) for x in range(7))


class Plan(NamedTuple):
    """What is decided of each document before a word is written."""

    seed: np.uint64
    language: NDArray[np.int8]
    outlet: NDArray[np.int32]
    network: NDArray[np.int32]
    """By outlet: whose signature it carries; its own number, or that of its network."""
    topic: NDArray[np.int32]
    quoted: NDArray[np.int32]
    """Number of the statement that it quotes; -1 for none."""
    length: NDArray[np.int32]
    kind: NDArray[np.int8]
    """-1 for a document that copies nothing."""
    origin: NDArray[np.int64]


@njit(cache=True, inline="always")
def mix(h):
    """Spread the bits of a number."""
    h ^= h >> U(30)
    h *= U(0xBF58476D1CE4E5B9)
    h ^= h >> U(27)
    h *= U(0x94D049BB133111EB)
    return h ^ (h >> U(31))


@njit(cache=True)
def key(seed, purpose, number):
    """Where the random numbers of one purpose and one document, outlet or phrase begin."""
    return mix(
        mix(seed * U(0x9E3779B97F4A7C15) + purpose) ^ (U(number) + U(1)) * U(0xD1B54A32D192ED03)
    )


@njit(cache=True, inline="always")
def draw(state):
    """The next random number (SplitMix64)."""
    state[0] += U(0x9E3779B97F4A7C15)
    return mix(state[0])


@njit(cache=True, inline="always")
def chance(state):
    """A random number from 0 to 1."""
    return (draw(state) >> U(11)) * (1.0 / (1 << 53))


@njit(cache=True, inline="always")
def below(state, limit):
    """A random whole number from 0 to limit - 1."""
    return np.int64(draw(state) % U(limit))


@njit(cache=True)
def about(topic, h, vocabulary):
    """One of the topic's words: 300 of the middle of the vocabulary, few of them frequent."""
    rank = np.int64(300 * ((h >> U(11)) * (1.0 / (1 << 53))) ** 3)
    place = mix(U(topic) * U(0xA24BAED4963EE407) + U(rank))
    return 150 + np.int64(place % U(vocabulary // 3))


@njit(cache=True)
def following(word, topic, language, state):
    """The word after a word."""
    vocabulary = len(language.width)
    choice = chance(state)
    tight = word > 12 and mix(U(word)) % U(5) < U(3)  # three words of five have few followers
    if choice < (0.9 if tight else 0.52):
        k = 0
        while k < 12 and chance(state) < (0.25 if tight else 0.62):
            k += 1
        h = mix(U(word) * U(0x9FB21C651E98DF25) + U(k))
        if choice < 0.2:  # what follows this word in this topic
            h = mix(h ^ (U(topic) + U(7)) * U(0xC13FA9A902A6328F))
            if h & U(1):
                return about(topic, mix(h), vocabulary)
        return np.int64(language.draws[np.int64(mix(h) % U(len(language.draws)))])
    if chance(state) < 0.25:
        return about(topic, draw(state), vocabulary)
    return np.int64(language.draws[np.int64(draw(state) % U(len(language.draws)))])


@njit(cache=True)
def sentence(out, at, count, topic, language, state):
    """Write `count` words as running text; return where they end."""
    word = np.int64(language.draws[below(state, len(language.draws))])
    left = 6 + below(state, 18)
    start = CAPITAL
    for i in range(count):
        word = following(word, topic, language, state)
        out[at] = word | start
        start = 0
        left -= 1
        if left <= 0 or i == count - 1:
            out[at] |= STOP
            start = CAPITAL
            left = 6 + below(state, 18)
        elif chance(state) < 0.06:
            out[at] |= COMMA
        at += 1
    return at


@njit(cache=True)
def phrase(out, at, purpose, number, plan, least, most, language, sort, quoted):
    """Write a phrase that is the same wherever it is used; return where it ends."""
    own = np.empty(1, U)
    own[0] = key(plan.seed, purpose, number)
    count = least + below(own, most - least + 1)
    start = at
    topic = np.int64(1_000_000 + number)
    word = np.int64(language.draws[below(own, len(language.draws))])
    for _ in range(count):
        word = following(word, topic, language, own)
        out[at] = word | (sort << SORT)
        at += 1
    out[start] |= CAPITAL
    if quoted:
        out[start] |= OPEN
        out[at - 1] |= CLOSE
    out[at - 1] |= STOP
    return at


@njit(cache=True)
def running(out, at, doc, count, plan, stock, language, state):
    """Write a body: running text with stock phrases, sayings and one statement strewn in."""
    end = at + count
    topic = plan.topic[doc]
    tongue = np.int64(plan.language[doc])
    pending = plan.quoted[doc]
    where = at + below(state, count) if pending >= 0 else 0
    while at < end:
        if pending >= 0 and at >= where:
            at = phrase(out, at, STATEMENT, pending, plan, 12, 24, language, STATED, True)
            pending = -1
        u = chance(state)
        if u < 0.030:
            n = np.int64(stock * chance(state) ** 1.5)
            at = phrase(out, at, STOCK, tongue * stock + n, plan, 5, 12, language, STOCKED, False)
        elif u < 0.034:
            n = np.int64(0.4 * stock * chance(state) ** 1.5)
            at = phrase(out, at, SAYING, tongue * stock + n, plan, 9, 14, language, STOCKED, True)
        at = sentence(out, at, min(max(end - at, 1), 8 + below(state, 16)), topic, language, state)
    return at


@njit(cache=True)
def dateline(out, at, doc, plan, language):
    """The outlet's first words, if it has any."""
    outlet = plan.outlet[doc]
    if plan.length[doc] > TWEET and key(plan.seed, DATELINES, outlet) % U(10) < U(6):
        return phrase(out, at, DATELINES, outlet, plan, 2, 5, language, SIGNED, False)
    return at


@njit(cache=True)
def signature(out, at, doc, plan, language):
    """The outlet's or its network's last words, if there are any."""
    network = plan.network[plan.outlet[doc]]
    shared = network >= len(plan.network)
    if plan.length[doc] > TWEET and (shared or key(plan.seed, SIGNATURES, network) % U(2)):
        return phrase(out, at, SIGNATURES, network, plan, 8, 22, language, SIGNED, False)
    return at


@njit(cache=True)
def original(out, doc, plan, stock, language):
    """Write a document of its own; return where its body begins and ends, and its end."""
    state = np.empty(1, U)
    state[0] = key(plan.seed, TEXT, doc)
    begin = dateline(out, 0, doc, plan, language)
    if plan.length[doc] <= TWEET:
        end = sentence(out, begin, TWEET, plan.topic[doc], language, state)
    else:
        end = running(out, begin, doc, plan.length[doc], plan, stock, language, state)
    return begin, end, signature(out, end, doc, plan, language)


@njit(cache=True)
def edit(out, at, source, low, high, rate, topic, language, state, shared):
    """Write source[low:high] with exactly so many words edited; note the first and last kept.

    Half of the edits replace a word, a fifth drop one, a fifth add one, a tenth swap two.
    `shared` is widened: first and last word in the source, first and last in `out`.
    """
    todo = np.int64(round(rate * (high - low)))
    i = low
    while i < high:
        if todo and chance(state) * (high - i) < todo:
            todo -= 1
            u = chance(state)
            if u < 0.5:
                out[at] = following(source[i] & WORD, topic, language, state) | (source[i] & ~WORD)
                at += 1
                i += 1
                continue
            if u < 0.7:
                i += 1
                continue
            if u < 0.9 or i + 1 >= high:
                out[at] = following(source[i] & WORD, topic, language, state)
                at += 1
            else:
                out[at] = source[i + 1]
                out[at + 1] = source[i]
                at += 2
                i += 2
                continue
        if shared[0] < 0:
            shared[0] = i
            shared[2] = at
        shared[1] = i + 1
        shared[3] = at + 1
        out[at] = source[i]
        at += 1
        i += 1
    return at


@njit(cache=True)
def blocks(out, at, source, low, high, doc, plan, language, state, shared):
    """Write 60 % of the source's blocks; the others are dropped, or replaced half of the time."""
    cuts = np.empty(MOST, np.int64)
    n = 0
    i = low
    while i < high:
        cuts[n] = i
        n += 1
        i += 12 + below(state, 14)
    cuts[n] = high
    keep = max(1, np.int64(round(0.6 * n)))
    for b in range(n):
        if chance(state) * (n - b) < keep:
            keep -= 1
            at = edit(out, at, source, cuts[b], cuts[b + 1], 0.0, 0, language, state, shared)
        elif chance(state) < 0.5:
            count = cuts[b + 1] - cuts[b]
            at = sentence(out, at, count, plan.topic[doc], language, state)
    return at


@njit(cache=True)
def copy(out, source, doc, plan, stock, language, shared):
    """Write a document that repeats another; return its end."""
    state = np.empty(1, U)
    state[0] = key(plan.seed, COPY, doc)
    kind = plan.kind[doc]
    topic = plan.topic[doc]
    low, high, whole = original(source, plan.origin[doc], plan, stock, language)
    if kind == EXACT or (kind == VIRAL and chance(state) < 0.7):
        return edit(out, 0, source, 0, whole, 0.0, topic, language, state, shared)
    if kind >= EXCERPT and kind != VIRAL:
        size = MESSAGE if kind == MESSAGES else PASSAGE
        rate = 0.0 if kind == EXCERPT else 0.1 if kind == EXCERPT_10 else 0.25
        first = low + below(state, high - low - size + 1)
        other = TWEET - size if kind == MESSAGES else plan.length[doc]
        before = below(state, other + 1)
        at = dateline(out, 0, doc, plan, language)
        if before:
            at = sentence(out, at, before, topic, language, state)
        at = edit(out, at, source, first, first + size, rate, topic, language, state, shared)
        if other > before:
            at = sentence(out, at, other - before, topic, language, state)
        return signature(out, at, doc, plan, language)
    at = dateline(out, 0, doc, plan, language)
    if kind == BLOCKS:
        at = blocks(out, at, source, low, high, doc, plan, language, state, shared)
    else:
        rate = 0.25 if kind == EDITED_25 else 0.4 if kind == EDITED_40 else 0.1
        at = edit(out, at, source, low, high, rate, topic, language, state, shared)
    return signature(out, at, doc, plan, language)


@njit(cache=True)
def put(data, size, source, low, high):
    """Append source[low:high]."""
    for i in range(low, high):
        data[size] = source[i]
        size += 1
    return size


@njit(cache=True)
def spell(words, count, language, data, size, places):
    """Write the words as UTF-8 after data[:size]; note each one's first and last character."""
    char = 0
    marks = language.marks
    m = language.marks_at
    for i in range(count):
        word = words[i] & WORD
        if i:
            size = put(data, size, marks, m[0], m[1])
            char += language.marks_width[0]
        if words[i] & OPEN:
            size = put(data, size, marks, m[3], m[4])
            char += 1
        form = 2 * word + (1 if words[i] & CAPITAL else 0)
        size = put(data, size, language.letters, language.starts[form], language.starts[form + 1])
        places[i, 0] = char
        char += language.width[word]
        places[i, 1] = char
        for mark, bit in ((1, COMMA), (2, STOP), (4, CLOSE)):
            if words[i] & bit and not (mark == 1 and words[i] & STOP):
                size = put(data, size, marks, m[mark], m[mark + 1])
                char += 1
    return size


@njit(cache=True)
def compose(out, source, doc, plan, stock, language, shared):
    """Write any document; return its end."""
    shared[:] = -1
    if plan.kind[doc] < 0:
        return original(out, doc, plan, stock, language)[2]
    return copy(out, source, doc, plan, stock, language, shared)


@njit(cache=True, nogil=True)
def write(low, high, plan, stock, languages, data, offsets, truth):
    """Write documents low:high into data; return how many rows of `truth` were filled.

    A row of truth: copy, origin, start and end in the origin, start and end in the copy, words
    shared in the origin. Starts and ends are characters.
    """
    source = np.empty(MOST, np.int64)
    out = np.empty(MOST, np.int64)
    places = np.empty((MOST, 2), np.int64)
    scratch = np.empty(32 * MOST, np.uint8)
    shared = np.empty(4, np.int64)
    rows = 0
    size = 0
    offsets[0] = 0
    for doc in range(low, high):
        language = languages[plan.language[doc]]
        count = compose(out, source, doc, plan, stock, language, shared)
        size = spell(out, count, language, data, size, places)
        offsets[doc - low + 1] = size
        if plan.kind[doc] < 0:
            continue
        truth[rows, 0] = doc
        truth[rows, 1] = plan.origin[doc]
        truth[rows, 4] = places[shared[2], 0]
        truth[rows, 5] = places[shared[3] - 1, 1]
        spell(source, shared[1], language, scratch, 0, places)
        truth[rows, 2] = places[shared[0], 0]
        truth[rows, 3] = places[shared[1] - 1, 1]
        truth[rows, 6] = shared[1] - shared[0]
        rows += 1
    return rows


@njit(cache=True, nogil=True)
def sorts(docs, starts, ends, plan, stock, languages, result):
    """Count the words of each sort in characters start:end of documents."""
    source = np.empty(MOST, np.int64)
    out = np.empty(MOST, np.int64)
    places = np.empty((MOST, 2), np.int64)
    scratch = np.empty(32 * MOST, np.uint8)
    shared = np.empty(4, np.int64)
    for row in range(len(docs)):
        language = languages[plan.language[docs[row]]]
        count = compose(out, source, docs[row], plan, stock, language, shared)
        spell(out, count, language, scratch, 0, places)
        for i in range(count):
            if places[i, 0] >= starts[row] and places[i, 1] <= ends[row]:
                result[row, (out[i] >> SORT) & 3] += 1
