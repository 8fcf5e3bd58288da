"""Label Studio: tasks and a labelling interface for it, and its JSON export read back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from antiphon.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from antiphon.coding.codebook import Code
    from antiphon.coding.people.sheet import Item


def tasks(items: Sequence[Item], codes: Sequence[Code]) -> list[dict[str, Any]]:
    """Tasks as Label Studio imports them: the item, its text, whom it is asked about."""
    question = "; ".join(code.question for code in codes)
    return [
        {
            "data": {
                "item": item.item,
                "text": item.text,
                "lang": item.lang,
                "about": f"{question} ({item.target})" if item.target else question,
            }
        }
        for item in items
    ]


def interface(codes: Sequence[Code]) -> str:
    """The labelling interface: the text, and a choice of labels for each code."""
    lines = ["<View>", '  <Header value="$about"/>', '  <Text name="text" value="$text"/>']
    for code in codes:
        lines.append(f"  <Header value={quoteattr(f'{code.id}: {code.question}')}/>")
        lines.append(
            f'  <Choices name={quoteattr(code.id)} toName="text" choice="single"'
            ' required="true" showInline="true">'
        )
        for number, label in enumerate(code.labels, 1):
            key = f' hotkey="{number}"' if len(codes) == 1 and number < 10 else ""
            hint = code.meaning.get(label, "")
            about = f" hint={quoteattr(hint)}" if hint else ""
            lines.append(f"    <Choice value={quoteattr(label)}{key}{about}/>")
        lines.append("  </Choices>")
    return "\n".join([*lines, "</View>", ""])


def answers(export: Any, where: str) -> Iterator[dict[str, Any]]:
    """Every choice of a JSON export: item, code, coder, label, coded_at, where.

    Both the full export (a list of tasks with annotations) and one task are taken. What was
    cancelled or skipped is no answer.

    Raises:
        SourceError: for JSON of another shape.
    """
    for number, exported in enumerate(export if isinstance(export, list) else [export], 1):
        place = f"{where}: task {number}"
        try:
            item = str(exported["data"]["item"])
            for annotation in exported.get("annotations", exported.get("completions")):
                if annotation.get("was_cancelled"):
                    continue
                for result in annotation["result"]:
                    if result.get("type") != "choices":
                        continue
                    for label in result["value"]["choices"]:
                        yield {
                            "item": item,
                            "code": str(result["from_name"]),
                            "coder": who(annotation.get("completed_by")),
                            "label": str(label),
                            "coded_at": when(annotation.get("created_at")),
                            "where": place,
                        }
        except (KeyError, TypeError, AttributeError) as error:
            raise SourceError(
                "not a JSON export of Label Studio",
                where=place,
                got=f"{type(error).__name__}: {error}",
                expected="tasks with data.item and annotations[].result[].value.choices",
                fix="export as JSON, not as JSON-MIN or CSV, from a project made of these tasks",
            ) from error


def who(value: Any) -> str:
    """The name of who completed a task: an address, or the number that Label Studio gives."""
    if isinstance(value, dict):
        return str(value.get("email") or value.get("username") or value.get("id") or "")
    return "" if value is None else str(value)


def when(value: Any) -> dt.datetime | None:
    """A time of the export in UTC, without a zone; none if it cannot be read."""
    try:
        found = dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found
