"""What really happened with every post, beside what the data say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.simulate.events import Course

BLOCK = 16_384


class Truth(Struct, frozen=True):
    """One post. Truths are in order of the true time."""

    post_id: str
    account_id: str
    bloc: str
    happened_at: str
    """When it was published in truth, UTC; the data may say something else."""
    mechanism: str
    """Its mechanism, one of `MECHANISMS`; `own` for what others copied."""
    parent_post_id: str
    """The post it came from, in the data or not; empty for own words and for releases."""
    parent_bloc: str
    """The bloc of that post."""
    parent_in_sample: str
    """true or false; empty without a parent."""
    lag_seconds: str
    """Time since that post, in truth; empty without a parent."""
    origin_bloc: str
    """Where the message began; empty for a plan of several blocs."""
    message_id: str
    """The message it carries; empty when nobody else does."""
    plan_id: str
    """The plan without shared words that it is part of; empty for none."""
    shared: str
    """true or false: are posts of two compared blocs in the data that carry the message?"""


def post_id(number: int) -> str:
    """The identifier of a post.

    >>> post_id(12)
    'p0000012'
    """
    return f"p{number:07}"


def truths(course: Course) -> Iterator[Truth]:
    """The truth of every row."""
    start = np.datetime64(course.world.start, "s")
    people = [a.account_id for a in course.accounts]
    names, blocs = course.names, [*course.world.blocs, ""]
    for begin in range(0, len(course.rows), BLOCK):
        part = slice(begin, begin + BLOCK)
        rows = course.rows[part]
        at = rows["at"].astype(np.int64)
        message, origin, shared = messages(course, part)
        parent = rows["parent"]
        lag = rows["at"] - course.rows["at"][parent]
        columns = (
            names[part],
            rows["account"],
            course.bloc[part],
            np.datetime_as_string(start + at, unit="s"),
            rows["mechanism"],
            parent,
            names[parent],
            np.where(parent < 0, -1, course.bloc[parent]),
            course.rows["seen"][parent],
            np.rint(lag).astype(np.int64),
            origin,
            message,
            rows["plan"],
            shared,
        )
        listed = (column.tolist() for column in columns)
        for p, a, b, t, m, q, name, of, sample, late, o, number, plan, s in zip(
            *listed, strict=True
        ):
            has = q >= 0
            yield Truth(
                post_id(p),
                people[a],
                blocs[b],
                t + "Z",
                MECHANISMS[m],
                post_id(name) if has else "",
                blocs[of],
                said(value=sample) if has else "",
                str(late) if has else "",
                blocs[o],
                f"m{number:06}" if number >= 0 else "",
                f"s{plan:05}" if plan >= 0 else "",
                said(value=s),
            )


def messages(
    course: Course, part: slice
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Message, the number of the bloc it began in, and whether it is shared, of some rows."""
    message, own = course.rows["message"][part], course.bloc[part]
    if not len(course.origin):
        return message, own, np.zeros(len(message), np.bool_)
    some = message >= 0
    return message, np.where(some, course.origin[message], own), some & course.shared[message]


def said(*, value: bool) -> str:
    """A truth value as CSV files have it."""
    return "true" if value else "false"
