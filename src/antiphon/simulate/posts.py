"""The words of a world: its course, row by row, as posts an export could have held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from antiphon.schema import PRECISIONS
from antiphon.simulate.editing import edited
from antiphon.simulate.grammar import MOST_WORDS, Body, Writer, count_words, laid_out, stream
from antiphon.simulate.stage import FRESH
from antiphon.simulate.truth import post_id

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
    repost_of: str = ""


class Envelope(NamedTuple):
    """What a post has before it has words."""

    post_id: str
    account: Account
    created_at: str
    time_precision: str


class Around(NamedTuple):
    """What stands before and after what was taken; links and mentions."""

    before: list[str]
    after: list[str]
    urls: list[str]
    mentions: list[str]


def posts(course: Course, seed: int) -> Iterator[Post]:
    """Every post, in the data or not, in order of the true time.

    Memory holds only texts that will be copied.
    """
    scribe = Scribe(course, seed)
    start = np.datetime64(course.world.start, "s")
    names = {seconds: name for name, seconds in PRECISIONS.items()}
    if not course.world.clock.declared:
        names = dict.fromkeys(names, "second")
    for begin in range(0, len(course.rows), BLOCK):
        part = slice(begin, begin + BLOCK)
        stamps = np.datetime_as_string(start + course.recorded[part], unit="s").tolist()
        columns = (course.rows[part].tolist(), stamps, course.unit[part].tolist())
        for number, (row, stamp, unit) in enumerate(zip(*columns, strict=True), start=begin):
            yield scribe.post(number, row, stamp + "Z", names[unit])


class Scribe:
    """Finds words for rows, in order."""

    def __init__(self, course: Course, seed: int) -> None:
        self.people = course.accounts
        self.names = course.names.tolist()
        self.draw = stream(np.random.default_rng([seed, 2]))
        self.writer = Writer(self.draw)
        source, reposted = course.rows["source"], course.rows["repost"]
        copies = np.flatnonzero(source != FRESH)
        self.last = dict(zip(source[copies].tolist(), copies.tolist(), strict=True))
        again = np.flatnonzero(reposted)
        self.whole = dict(zip(course.rows["parent"][again].tolist(), again.tolist(), strict=True))
        self.bodies: dict[int, Body] = {}
        self.posts: dict[int, Post] = {}

    def post(self, number: int, row: tuple[Any, ...], stamp: str, precision: str) -> Post:
        """The post of a row of `ROW`."""
        _, author, _, _, source, parent, edit, credit, excerpt, framing, *rest = row
        article, repost, topic, place, _, stock, boilerplate, _ = rest
        envelope = Envelope(post_id(self.names[number]), self.people[author], stamp, precision)
        if source == FRESH:
            town = self.writer.words.places[place] if place >= 0 else ""
            body = self.writer.body(article=article, topic=topic, place=town)
            if stock:
                body = body._replace(sentences=(*body.sentences, self.writer.stock()))
        else:
            body = self.copy(envelope.account, source, edit, article=article, excerpt=excerpt)
            if self.last[source] == number:
                del self.bodies[source]
        if number in self.last:
            self.bodies[number] = body
        if repost:
            made = reposted(self.posts[parent], envelope)
            if self.whole[parent] == number:
                del self.posts[parent]
        else:
            around = self.surroundings(body, credit, framing=framing)
            if boilerplate:
                around.after.append(self.closing(envelope.account))
            made = self.written(envelope, body, around)
        if number in self.whole:
            self.posts[number] = made
        return made

    def written(self, envelope: Envelope, body: Body, around: Around) -> Post:
        """A body and what stands around it, as a post."""
        account, long = envelope.account, bool(body.title)
        text = laid_out(body.sentences, article=long)
        space = "\n\n" if long else " "
        text = "".join(around.before) + text + "".join(space + a for a in around.after)
        tags = [] if long or self.draw() % 4 else [self.writer.words.topics[body.topic].hashtag]
        site = f"https://{account.domain}" if long else f"https://social.example/{account.handle}"
        return Post(
            post_id=envelope.post_id,
            platform="web" if long else "social",
            account_id=account.account_id,
            created_at=envelope.created_at,
            time_precision=envelope.time_precision,
            time_source="published",
            text=text + "".join(f" #{tag}" for tag in tags),
            title=body.title,
            lang="en",
            url=f"{site}/{envelope.post_id}",
            urls=around.urls,
            hashtags=tags,
            mentions=around.mentions,
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

    def surroundings(self, body: Body, credit: int, *, framing: bool) -> Around:
        """A sentence of the account's own, and a credit to another account."""
        before: list[str] = []
        after: list[str] = []
        if framing:
            own = self.writer.framing(body.topic)
            (after if self.draw() % 2 else before).append(own)
        if before:
            before.append(" ")
        if credit < 0:
            return Around(before, after, [], [])
        of = self.people[credit]
        style = self.draw() % 5
        if style == 0:
            return Around([f"{of.name.upper()} — ", *before], after, [], [])
        if style == 1 and not body.title:
            return Around(before, [*after, f"(via @{of.handle})"], [], [of.handle])
        if style == 2:
            link = f"https://{of.domain}/news"
            return Around(before, [*after, f"Source: {link}"], [link], [])
        if style == 3:
            return Around([f"({of.name}) ", *before], after, [], [])
        return Around(before, [*after, f"({of.name})"], [], [])

    def closing(self, account: Account) -> str:
        """The account's own sentence at the end; always the same one."""
        forms = self.writer.words.boilerplate
        form = forms[sum(account.account_id.encode()) % (len(forms) if account.domain else 1)]
        return form.format(name=account.name, handle=account.handle, domain=account.domain)


def reposted(of: Post, envelope: Envelope) -> Post:
    """Another's post, word for word, under one's own name."""
    name, account, stamp, precision = envelope
    return replace(
        of,
        post_id=name,
        account_id=account.account_id,
        created_at=stamp,
        time_precision=precision,
        url=f"https://social.example/{account.handle}/{name}",
        repost_of=of.post_id,
    )
