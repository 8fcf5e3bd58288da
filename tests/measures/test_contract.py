"""What every measure promises; a new one is tested here by being listed in MEASURES."""

from __future__ import annotations

import dataclasses

import made
import made_heard
import made_meetings
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from antiphon.engine import Engine
from antiphon.measures import MEASURES
from antiphon.schema import ACCOUNTS, CODED, STORED, Blocs, Measure

TABLES = {"posts": STORED, "accounts": ACCOUNTS} | {table.name: table for table in CODED}
WITH_A_MODEL = {"model", "translated_days", "translated_closeness"}
"""Settings that need a model; they are tested beside it."""
MAY_BE_EMPTY = {
    *("amplified", "gaps", "phrases", "coaction", "coaction_chance", "coaction_groups"),
    *("coaction_members", "coaction_group_days", "coaction_group_objects", "coaction_posts"),
    *("swarms", "tone_ratios", "support", "support_directions", "targets"),
    *("support_posts", "target_posts"),
}
"""Tables of what the made-up world has none of; they are tested where there is some."""
ELSEWHERE = {"false_changes", "answer_days", "coder", "professions"}
"""Settings that need a year of posts, issues or codings; they are tested beside it."""
every_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.name)


def compute(
    measure: Measure, posts: pa.Table, people: pa.Table | None = None, **settings: object
) -> dict[str, pa.Table]:
    """The measure's tables from an engine that holds just what it says it reads."""
    held = {"posts": posts, "accounts": made.accounts() if people is None else people}
    if set(measure.reads) - set(held):
        held |= made_heard.heard(posts, held["accounts"], made.BLOCS)
    with Engine() as engine:
        for name, columns in measure.reads.items():
            engine.register(name, held[name].select(list(columns)))
        return dict(measure.compute(engine, made.BLOCS, measure.settings(**settings)))


@pytest.fixture(scope="module")
def posts() -> pa.Table:
    return made.world(seed=5)


@every_measure
def test_it_reads_only_columns_that_exist_and_that_it_declares(measure, posts):
    for name, columns in measure.reads.items():
        assert set(columns) <= set(TABLES[name].names)
    assert compute(measure, posts)


@every_measure
def test_it_writes_its_tables_with_their_columns(measure, posts):
    found = compute(measure, posts)
    assert sorted(found) == sorted(table.name for table in measure.writes)
    for table in measure.writes:
        table.validate(found[table.name])
        assert found[table.name].num_rows > 0 or table.name in MAY_BE_EMPTY


@every_measure
def test_no_posts_give_the_same_tables_and_no_counts(measure):
    found = compute(measure, made.posts())
    for table in measure.writes:
        data = table.validate(found[table.name])
        counts = [data[n] for n in data.column_names if n in ("posts", "eligible", "accounts")]
        assert all((pc.sum(c).as_py() or 0) == 0 for c in counts)


@every_measure
def test_the_order_of_rows_does_not_matter(measure, posts):
    turned = posts.take(pa.array(range(posts.num_rows - 1, -1, -1)))
    assert compute(measure, turned) == compute(measure, posts)


@every_measure
def test_running_again_gives_the_same_tables(measure, posts):
    assert compute(measure, posts) == compute(measure, posts)


@every_measure
def test_renaming_accounts_only_renames_the_output(measure, posts):
    def rename(table: pa.Table) -> pa.Table:
        for name in table.column_names:
            if name.startswith(("account_id", "handle")):
                at = table.column_names.index(name)
                new = pc.binary_join_element_wise("z", table[name], "")
                table = table.set_column(at, name, new)
        return table

    before = compute(measure, posts)
    after = compute(measure, rename(posts), rename(made.accounts()))
    for name, table in before.items():
        assert rename(table) == after[name]


@every_measure
def test_every_setting_changes_something(measure, posts, tmp_path):
    """Among values that the setting's bounds allow there is one that gives other tables."""
    common = " ".join(f"c{i}" for i in range(10))
    rows = posts.to_pylist() + [
        made.post(f"c{i}", a, i * 1440.0 * 2, f"{made.words(900 + i, 3)} {common}")
        for i, a in enumerate(["n1", "n2", "s1", "s2", "w1", "w2", "n1", "s2"])
    ]
    rows += [
        made.post(f"b{i}", a, 30 + i, f"{made.words(7, 9)} {made.words(950 + i, 6)}")
        for i, a in enumerate(["n1", "n2", "s1", "s2", "w1", "w2"])
    ]
    original = made.words(8, 40).split()
    changed = [f"e{i}" if i % 4 == 3 and i != 7 else w for i, w in enumerate(original)]
    rows += [
        made.post("e1", "n1", 70, " ".join(original)),
        made.post("e2", "s1", 80, " ".join(changed)),
    ]
    rows += [
        made.post(
            "h1",
            "n1",
            90,
            "中國外交部發言人今天表示跨海大橋將於下個月正式通車並歡迎各國遊客前來參觀",
        ),
        made.post(
            "h2",
            "s1",
            95,
            "中国外交部发言人今天表示跨海大桥将于下个月正式通车并欢迎各国游客前来参观",
        ),
    ]
    listed = tmp_path / "phrases.csv"
    listed.write_text(f"phrase,common\n{common},no\n", encoding="utf-8")
    late = [
        made.post(f"g{i}{a}", a, (20 + i) * 1440.0, made.words(i, 20))
        for i in (0, 1, 3)
        for a in ("n1", "n2")
    ]
    late.append(made.post("r", "s1", 50 * 1440.0, "RT @n1: words"))
    if measure.name == "coaction":
        late += made_meetings.scene()
    table = made.posts(*rows, *late)
    usual = compute(measure, table)
    for field in dataclasses.fields(measure.settings):
        if field.metadata.get("bounds_memory") or field.name in WITH_A_MODEL | ELSEWHERE:
            continue
        values = others(field, str(listed))
        assert any(compute(measure, table, **{field.name: value}) != usual for value in values), (
            field.name
        )


def others(field: dataclasses.Field, listed: str) -> list[object]:
    """Other values that a setting may have."""
    if field.metadata.get("named"):
        return [listed]
    if isinstance(field.default, bool):
        return [not field.default]
    if isinstance(field.default, tuple):
        return [(choice,) for choice in field.metadata["choices"]]
    if field.metadata.get("choices"):
        return [value for value in field.metadata["choices"] if value != field.default]
    bounds = [field.metadata[k] for k in ("min", "max")]
    near = [field.default * x for x in (0.2, 0.5, 2, 5)]
    return [type(field.default)(v) for v in (*bounds, *near) if bounds[0] <= v <= bounds[1]]


@every_measure
def test_posts_of_other_blocs_change_only_their_own_line(measure, posts):
    """Accounts that no bloc claims are counted apart and compared with nobody."""
    known = pc.is_valid(posts["bloc"])
    rows = posts.filter(known).to_pylist()
    before = compute(measure, made.posts(*rows))
    after = compute(measure, posts)
    for name, table in before.items():
        if name != "coverage":
            assert after[name] == table


@every_measure
def test_blocs_may_be_many(measure, posts):
    blocs = Blocs(("north", "south", "world"))
    with made.engine(posts) as engine:
        if set(measure.reads) - {"posts", "accounts"}:
            for name, table in made_heard.heard(posts, made.accounts(), blocs).items():
                engine.register(name, table)
        found = measure.compute(engine, blocs, measure.settings())
    for table in measure.writes:
        table.validate(found[table.name])


@every_measure
def test_it_is_documented(measure, pytestconfig):
    page = pytestconfig.rootpath / "docs" / "measures" / f"{measure.name}.md"
    text = page.read_text(encoding="utf-8")
    assert "Reads wrong when" in text
    for field in dataclasses.fields(measure.settings):
        assert f"`{field.name}`" in text
    for quantity in measure.quantities:
        assert f"`{quantity.name}`" in text
    for table in measure.writes:
        assert f"`{table.name}`" in text
