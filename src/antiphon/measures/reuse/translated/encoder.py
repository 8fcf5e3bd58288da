"""The analyst's model: a folder on this machine, read without the network and without running it.

Weights are taken from safetensors only: the other formats can carry programs. So can a folder that
names classes of its own; it is refused as well.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Protocol

from antiphon.errors import MissingExtra, StudyError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

BATCH = 64
UNSAFE = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".h5", ".msgpack")
OURS = "sentence_transformers."


class Encoder(Protocol):
    """Gives sentences vectors: those of translations lie close together."""

    def encode(self, sentences: list[str]) -> NDArray[np.float32]:
        """A row a sentence."""


class Model:
    """A sentence-transformers model."""

    def __init__(self, transformer: Any) -> None:
        self._transformer = transformer

    def encode(self, sentences: list[str]) -> NDArray[np.float32]:
        """A row a sentence."""
        found: NDArray[np.float32] = self._transformer.encode(
            sentences, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True
        )
        return found


def load(folder: Path) -> Encoder:
    """Read the model.

    Raises:
        MissingExtra: when sentence-transformers is not installed.
        StudyError: for a folder that holds none, or one that could run programs.
    """
    safe(folder)
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar
    except ImportError as error:
        raise MissingExtra("models", "sentence-transformers, which reads models,") from error
    disable_progress_bar()  # the analyst has ours
    try:
        transformer = SentenceTransformer(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # whatever the library makes of a damaged folder
        raise StudyError(
            "the model cannot be read",
            where=folder.name,
            got=f"{type(error).__name__}: {error}",
            expected="a folder that sentence-transformers saved",
        ) from error
    transformer.eval()
    return Model(transformer)


def safe(folder: Path) -> None:
    """Refuse a folder that is no model, or whose files could run programs."""
    listing = folder / "modules.json"
    if not listing.is_file():
        raise StudyError(
            "no model",
            where=folder.name,
            got="no modules.json" if folder.is_dir() else "no such folder",
            expected="a folder that sentence-transformers saved",
            fix="save it there with SentenceTransformer(…).save(folder)",
        )
    try:
        kinds = [str(module["type"]) for module in json.loads(listing.read_text("utf-8"))]
    except (ValueError, TypeError, KeyError) as error:
        raise StudyError("modules.json cannot be read", where=folder.name) from error
    for kind in kinds:
        if not kind.startswith(OURS):
            raise StudyError(
                "a model with a program of its own",
                where=folder.name,
                got=kind,
                expected="only parts of sentence-transformers",
            )
    for config in sorted(folder.rglob("*.json")):
        if b'"auto_map"' in config.read_bytes():
            raise StudyError("a model with a program of its own", where=config.name, got="auto_map")
    weights(folder)


def weights(folder: Path) -> None:
    """Refuse weights that are not in safetensors."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    tensors = {path.parent for path in files if path.suffix == ".safetensors"}
    for path in files:
        if path.suffix in UNSAFE and path.parent not in tensors:
            raise StudyError(
                "weights in a format that can carry programs",
                where=folder.name,
                got=path.relative_to(folder).as_posix(),
                expected="model.safetensors beside it",
                fix="save the model again with sentence-transformers; it writes safetensors",
            )
    if not tensors:
        raise StudyError(
            "a model without weights",
            where=folder.name,
            expected="a file model.safetensors",
            fix="copy the whole folder of the model",
        )
