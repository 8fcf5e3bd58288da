"""What a table checks and says."""

from __future__ import annotations

import pyarrow as pa
import pytest

from antiphon.errors import SchemaError
from antiphon.schema import VOLUMES


def test_validation_names_what_is_missing_unknown_or_of_another_type():
    good = VOLUMES.empty()
    assert VOLUMES.validate(good.select(["posts", "bloc", "accounts", "day"])) == good
    with pytest.raises(SchemaError, match="other columns") as error:
        VOLUMES.validate(good.drop_columns(["day"]))
    assert error.value.got == {"missing": ["day"], "unknown": []}
    wrong = good.set_column(2, "posts", pa.array([], pa.float64()))
    with pytest.raises(SchemaError, match="column posts has the wrong type"):
        VOLUMES.validate(wrong)


def test_an_unknown_column_is_answered_with_the_nearest():
    with pytest.raises(SchemaError, match="did you mean 'posts'"):
        VOLUMES["post"]
