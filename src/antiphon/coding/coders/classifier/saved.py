"""A trained classifier in a folder: numbers in one file, words about them in another, no code."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from antiphon.coding.codebook import Code
from antiphon.coding.coders.classifier import signs
from antiphon.coding.coders.classifier.calibrate import Scale
from antiphon.coding.coders.classifier.coder import ClassifierCoder, Trained
from antiphon.coding.coders.classifier.fit import Linear
from antiphon.coding.coders.classifier.nested import Figures, Learnt
from antiphon.coding.coders.classifier.reach import Reach
from antiphon.coding.coders.classifier.vectors import Dense
from antiphon.coding.questions import Question
from antiphon.coding.units import Target
from antiphon.errors import SourceError
from antiphon.kernels.ngrams import SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from antiphon.coding.coders.classifier.vectors import Model

T = TypeVar("T")
FORMAT = 2


def save(coder: ClassifierCoder, folder: Path) -> None:
    """Write a coder; a folder of the same name is written over."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {}
    listed = []
    for k, (question, trained) in enumerate(zip(coder.questions, coder.trained, strict=True)):
        arrays |= {f"{k}.{name}": numbers for name, numbers in trained.parts()}
        target = question.target
        listed.append(
            {
                "code": question.code.id,
                "labels": list(question.code.labels),
                "question": question.code.question,
                "target": asdict(target) if target else None,
                "figures": trained.figures._asdict() if trained.figures else None,
                "source": trained.source,
                "n_train": trained.n_train,
                "note": trained.note,
                "version": trained.version,
            }
        )
    np.savez_compressed(folder / "numbers.npz", **arrays)
    model = coder.model.digest if coder.model else ""
    found = {"format": FORMAT, "model": model, "signs": signs.digest(), "coders": listed}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / "coder.json").write_text(text + "\n", encoding="utf-8")


def load(
    folder: Path, codes: Mapping[str, Code] | None = None, model: Model | None = None
) -> ClassifierCoder:
    """Read a coder; codes that the study knows by the same name and labels are taken from it.

    Args:
        folder: where it was saved.
        codes: the study's codes by name.
        model: what gives texts vectors, for a coder that learnt from vectors.

    Raises:
        SourceError: for a folder that holds none, or another one than it says; for a coder that
            learnt from another model's vectors, or with other lexicons.
    """
    try:
        text = (folder / "coder.json").read_text(encoding="utf-8")
        content = json.loads(text)
        listed = entries(content)
        learnt_by, read_by = str(content.get("model", "")), str(content["signs"])
        with np.load(folder / "numbers.npz", allow_pickle=False) as arrays:
            found = [part(entry, arrays, k, codes or {}) for k, entry in enumerate(listed)]
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise SourceError(
            "the classifier cannot be read",
            where=str(folder),
            got=f"{type(error).__name__}: {error}",
            expected="a folder with coder.json and numbers.npz, as `save` leaves it",
        ) from error
    if read_by != signs.digest():
        raise SourceError(
            "the classifier learnt from what other lexicons find in texts",
            where=str(folder),
            got=f"lexicons {signs.digest()}",
            expected=f"lexicons {read_by}",
            fix="train it again with this release: labels",
        )
    if learnt_by != (model.digest if model else ""):
        raise SourceError(
            "the classifier learnt from what another model makes of texts",
            where=str(folder),
            got=f"model {model.digest}" if model else "no model",
            expected=f"model {learnt_by}" if learnt_by else "none: it reads words",
            fix="name the folder of that model: embeddings"
            if learnt_by
            else "leave out embeddings",
        )
    return ClassifierCoder([q for q, _ in found], [trained for _, trained in found], model)


def entries(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the words say of each question, if they are of this format."""
    if found["format"] != FORMAT:
        raise ValueError(f"format {found['format']!r}")
    listed: list[Mapping[str, Any]] = found["coders"]
    return listed


def part(
    entry: Mapping[str, Any], arrays: Any, k: int, codes: Mapping[str, Code]
) -> tuple[Question, Trained]:
    """One question of a saved coder, held to its hash."""

    def read(made: type[T], before: str = "") -> T:
        names = [f"{k}.{before}{field.name}" for field in fields(made)]  # type: ignore[arg-type]
        return made(*(arrays[name] for name in names))

    linear = read(Linear) if f"{k}.features" in arrays else read(Dense)
    learnt = Learnt(linear, read(Scale), read(Scale, "alone."), read(Reach))
    figures = Figures(**entry["figures"]) if entry["figures"] else None
    trained = Trained(learnt, figures, entry["source"], entry["n_train"], entry["note"])
    labels = tuple(entry["labels"])
    own = codes.get(entry["code"])
    code = (
        own
        if own and own.labels == labels
        else Code(entry["code"], entry["question"], "", labels=labels)
    )
    about = entry["target"]
    target = Target(about["id"], tuple(about["terms"]), tuple(about["not_of"])) if about else None
    if trained.version != entry["version"] or not fits(learnt, labels, entry["code"], target):
        raise ValueError(f"the numbers of code {entry['code']} are not those that were saved")
    return Question(code, target), trained


def fits(learnt: Learnt, names: tuple[str, ...], code: str, target: Target | None) -> bool:
    """Have its arrays the sizes that they must have?"""
    labels = len(names)
    columns = 1 if labels == 2 else labels
    read, own = signs.reader((target,) if target else ()).columns(code, target)
    linear = learnt.linear
    if learnt.reach.edge.shape != (1,) or any(
        scale.slopes.shape != (labels, many) or scale.shifts.shape != scale.lifts.shape
        for scale, many in ((learnt.scale, columns + len(read)), (learnt.alone, own or len(read)))
    ):
        return False
    if isinstance(linear, Dense):
        return linear.weights.shape == (len(linear.middle), columns)
    n = len(linear.features)
    inside = n == 0 or (linear.features.min() >= 0 and linear.features.max() < SIZE)
    return linear.weights.shape == (n, columns) and linear.idf.shape == (n,) and bool(inside)
