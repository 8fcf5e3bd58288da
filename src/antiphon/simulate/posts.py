"""The words of a world: its course, row by row, as posts an export could have held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from antiphon.schema import MECHANISMS
from antiphon.simulate.editing import edited
from antiphon.simulate.events import FRESH
from antiphon.simulate.grammar import MOST_WORDS, Body, Writer, count_words, laid_out, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.simulate.cast import Account
    from antiphon.simulate.events import Course

BLOCK = 16_384
LEAST_WORDS = 14


class Post(Struct, frozen=True):
    """A post with the canonical names."""

    post_id: str
    platform: str
    account_id: str
    created_at: str
    time_precision: str
    time_source: str
    text: str
    title: str
    lang: str
    url: str
    urls: list[str]
    hashtags: list[str]
    mentions: list[str]


class Truth(Struct, frozen=True):
    """What really happened with a post."""

    post_id: str
    bloc: str
    mechanism: str
    """Its mechanism, one of `MECHANISMS`; `own` for what others copied."""
    parent_post_id: str
    """The post it came from; empty when there is none in the data."""
    origin_bloc: str
    """Where the message began; empty for a plan of both blocs."""
    message_id: str
    """The message it carries; empty when nobody else does."""
    shared: bool
    """Do posts of both compared blocs carry the message?"""


def post_id(row: int) -> str:
    """The identifier of a row.

    >>> post_id(12)
    'p0000012'
    """
    return f"p{row:07}"


def posts(course: Course, seed: int) -> Iterator[tuple[Post, Truth]]:
    """Every post with its truth, in order of time. Memory holds only texts that are copied."""
    scribe = Scribe(course, seed)
    start = np.datetime64(course.world.start, "s")
    names = course.world.blocs
    for begin in range(0, len(course.rows), BLOCK):
        rows = course.rows[begin : begin + BLOCK]
        stamps = np.datetime_as_string(start + rows["at"].astype(np.int64), unit="s").tolist()
        truths = true_columns(course, begin, begin + len(rows))
        for number, (row, stamp, truth) in enumerate(
            zip(rows.tolist(), stamps, truths, strict=True), start=begin
        ):
            post = scribe.post(number, row, stamp + "Z")
            bloc, mechanism, parent, origin, message, shared = truth
            yield (
                post,
                Truth(
                    post.post_id,
                    names[bloc],
                    MECHANISMS[mechanism],
                    post_id(parent) if parent >= 0 else "",
                    names[origin] if origin >= 0 else "",
                    f"m{message:06}" if message >= 0 else "",
                    shared,
                ),
            )


def true_columns(course: Course, begin: int, end: int) -> Iterator[tuple[Any, ...]]:
    """Bloc, mechanism, parent, origin, message, shared of some rows."""
    rows, bloc = course.rows[begin:end], course.bloc[begin:end]
    message = rows["message"]
    some = message >= 0
    origin, shared = bloc.copy(), np.zeros(len(rows), np.bool_)
    origin[some] = course.origin[message[some]]
    shared[some] = course.shared[message[some]]
    columns = (bloc, rows["mechanism"], rows["parent"], origin, message, shared)
    return zip(*(column.tolist() for column in columns), strict=True)


class Scribe:
    """Finds words for rows, in order."""

    def __init__(self, course: Course, seed: int) -> None:
        self.people = course.accounts
        self.draw = stream(np.random.default_rng([seed, 2]))
        self.writer = Writer(self.draw)
        self.wanted = set(np.unique(course.rows["source"]).tolist()) - {FRESH}
        self.bodies: dict[int, Body] = {}

    def post(self, number: int, row: tuple[Any, ...], stamp: str) -> Post:
        """The post of a row of `ROW`."""
        _, author, _, _, source, _, edit, credit, excerpt, framing, *rest = row
        article, topic, place, stock, boilerplate = rest
        account = self.people[author]
        if source == FRESH:
            town = self.writer.words.places[place] if place >= 0 else ""
            body = self.writer.body(article=article, topic=topic, place=town)
            if stock:
                body = body._replace(sentences=(*body.sentences, self.writer.stock()))
        else:
            body = self.copy(account, source, edit, article=article, excerpt=excerpt)
        if number in self.wanted:
            self.bodies[number] = body
        before, after, urls, mentions = self.surroundings(body, credit, framing=framing)
        if boilerplate:
            after.append(self.closing(account))
        long = bool(body.title)
        text = laid_out(body.sentences, article=long)
        text = "".join(before) + text + "".join((" " if not long else "\n\n") + a for a in after)
        name = post_id(number)
        tags = [] if long or self.draw() % 4 else [self.writer.words.topics[body.topic].hashtag]
        return Post(
            post_id=name,
            platform="web" if long else "social",
            account_id=account.account_id,
            created_at=stamp,
            time_precision="second",
            time_source="published",
            text=text + "".join(f" #{tag}" for tag in tags),
            title=body.title,
            lang="en",
            url=f"https://{account.domain}/{name}"
            if long
            else f"https://social.example/{account.handle}/{name}",
            urls=urls,
            hashtags=tags,
            mentions=mentions,
        )

    def copy(
        self, account: Account, source: int, share: float, *, article: bool, excerpt: bool
    ) -> Body:
        """What an account takes of a text, and how it changes it."""
        body = self.bodies.get(source)
        if body is None:
            body = self.bodies[source] = self.writer.body(article=article)
        sentences, title = body.sentences, body.title
        short = not account.is_outlet and bool(title)
        if excerpt or short:
            sentences = self.part(sentences, MOST_WORDS if short else body.words * 2 // 3)
        sentences = edited(sentences, share, self.draw)
        if title and not short:
            return Body(edited((title,), share, self.draw)[0], sentences, body.topic)
        return Body("", sentences, body.topic)

    def part(self, sentences: tuple[str, ...], most: int) -> tuple[str, ...]:
        """Consecutive sentences of at most so many words, and at least a dozen or so."""
        start = self.draw() % max(1, (len(sentences) + 1) // 2)
        taken: list[str] = []
        length = 0
        for sentence in sentences[start:]:
            more = count_words(sentence)
            if length >= LEAST_WORDS and length + more > most:
                break
            taken.append(sentence)
            length += more
        if length < LEAST_WORDS:
            return sentences
        return tuple(taken)

    def surroundings(
        self, body: Body, credit: int, *, framing: bool
    ) -> tuple[list[str], list[str], list[str], list[str]]:
        """What stands before and after what was taken; links and mentions."""
        before: list[str] = []
        after: list[str] = []
        if framing:
            own = self.writer.framing(body.topic)
            (after if self.draw() % 2 else before).append(own)
        if before:
            before.append(" ")
        if credit < 0:
            return before, after, [], []
        of = self.people[credit]
        style = self.draw() % 5
        if style == 0:
            return [f"{of.name.upper()} — ", *before], after, [], []
        if style == 1 and not body.title:
            return before, [*after, f"(via @{of.handle})"], [], [of.handle]
        if style == 2:
            link = f"https://{of.domain}/news"
            return before, [*after, f"Source: {link}"], [link], []
        if style == 3:
            return [f"({of.name}) ", *before], after, [], []
        return before, [*after, f"({of.name})"], [], []

    def closing(self, account: Account) -> str:
        """The account's own sentence at the end; always the same one."""
        forms = self.writer.words.boilerplate
        form = forms[sum(account.account_id.encode()) % (len(forms) if account.domain else 1)]
        return form.format(name=account.name, handle=account.handle, domain=account.domain)
