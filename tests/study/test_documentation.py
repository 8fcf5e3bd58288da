"""docs/study-file.md says of every key what its declaration says."""

from __future__ import annotations

from pathlib import Path

import pytest

from antiphon.coding.coders.model.settings import Model
from antiphon.coding.units import Target
from antiphon.schema import Blocs
from antiphon.settings import describe
from antiphon.sources.spec import Accounts, Contacts, Ingest, Source
from antiphon.study.file import every_part
from antiphon.study.spec import Claim, Issue, Keys, Narrative, Topic

PAGE = (Path(__file__).parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
HEADS = {
    "## The whole file": Keys,
    "## `[blocs]`": Blocs,
    "## `[accounts]`": Accounts,
    "## `[[source]]`": Source,
    "## `[contacts]`": Contacts,
    "## `[ingest]`": Ingest,
    "## `[[topic]]`": Topic,
    "## `[[narrative]]`": Narrative,
    "## `[[issue]]`": Issue,
    "## `[[claim]]`": Claim,
    "### `[[coding.target]]`": Target,
    "### `[coding.model]`": Model,
}


def part(head):
    """The page from a heading to the next."""
    assert f"\n{head}\n" in PAGE
    return PAGE.split(f"\n{head}\n")[1].split("\n## ")[0].split("\n### ")[0]


@pytest.mark.parametrize("head", HEADS)
def test_every_key_has_its_row_with_type_default_and_meaning(head):
    text = part(head)
    for key in describe(HEADS[head]):
        given = key.default in ("required", "none")
        default = key.default if given else f"`{key.default}`"
        meaning = key.meaning.replace("|", "\\|")
        assert key.meaning, f"{key.name} has no meaning"
        assert f"| `{key.name}` | {key.type} | {default} | {meaning} |" in text


@pytest.mark.parametrize("name", [part.name for part in every_part()])
def test_every_setting_of_a_measure_is_named(name):
    text = part(f"### `[{name}]`")
    keys = describe(next(p for p in every_part() if p.name == name).settings)
    assert [key.name for key in keys if f"| `{key.name}` |" not in text] == []


def test_the_example_with_every_table_of_a_source_is_toml():
    import tomllib

    for block in PAGE.split("```toml\n")[1:]:
        tomllib.loads(block.split("```")[0])
