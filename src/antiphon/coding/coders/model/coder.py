"""The model as a coder: each distinct text is sent once for each question, its answer kept."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding.coders.model import client, prompt
from antiphon.coding.coders.model.cache import Cache, digest
from antiphon.coding.questions import UNUSABLE, Answers, Question, Record
from antiphon.errors import StudyError
from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyarrow as pa

    from antiphon.coding.coders.model.client import Reply
    from antiphon.coding.coders.model.settings import Model


class ModelCoder:
    """Answers by a language model; no probabilities."""

    name = "model"

    def __init__(
        self,
        questions: Sequence[Question],
        model: Model,
        cache: Path,
        progress: Progress = SILENT,
    ) -> None:
        self.questions = tuple(questions)
        self._model = model
        self._where = client.address(model.address)
        self._cache = cache
        self._progress = progress
        self._spent: dict[int, dict[str, Reply]] = {k: {} for k in range(len(self.questions))}

    def answer(self, texts: pa.StringArray) -> list[Answers]:
        """An answer for each question and text.

        Raises:
            StudyError: when more texts would be sent than the analyst allows; none is sent then.
            SourceError: when the model does not answer; answers that came are kept.
        """
        sent = [(text or "")[: self._model.longest] for text in texts.to_pylist()]
        keys = [digest(text) for text in sent]
        caches = [Cache(self._cache, self._version(q)) for q in self.questions]
        try:
            jobs = [
                (k, key, text)
                for k, cache in enumerate(caches)
                for key, text in dict(zip(keys, sent, strict=True)).items()
                if key not in cache.known
            ]
            self._send(jobs, caches)
            found = []
            for k, (question, cache) in enumerate(zip(self.questions, caches, strict=True)):
                self._spent[k] |= {key: cache.known[key] for key in keys}
                labels = [
                    prompt.label(cache.known[key].content, question.code.labels) for key in keys
                ]
                found.append(Answers(np.array(labels, np.int8)))
        finally:
            for cache in caches:
                cache.__exit__()
        return found

    def _version(self, question: Question) -> str:
        """Hash of the model and all that it is told."""
        told = [prompt.prompt(question), str(self._model.longest), str(self._model.structured)]
        return digest(self._where.shown, self._where.path, self._model.name, *told)

    def _send(self, jobs: list[tuple[int, str, str]], caches: list[Cache]) -> None:
        """Send what is not known yet, several requests at once; keep each answer as it comes."""
        if len(jobs) > self._model.most:
            raise StudyError(
                "more would be sent to the model than is allowed",
                where="coding.model.most",
                got=len(jobs),
                expected=f"at most {self._model.most:,} texts times codes",
                fix="raise it, or ask fewer codes or posts",
            )
        if not jobs:
            return
        warning = f"Sending {len(jobs):,} texts to {self._where.shown}"
        self._progress.start(warning, total=len(jobs), unit="texts")
        with ThreadPoolExecutor(self._model.concurrency) as pool:
            waiting: dict[Future[Reply], tuple[int, str]] = {}
            try:
                for k, key, text in jobs:
                    if len(waiting) >= 2 * self._model.concurrency:
                        self._take(waiting, caches)
                    waiting[pool.submit(self._ask, k, text)] = (k, key)
                while waiting:
                    self._take(waiting, caches)
            except BaseException:
                self._rescue(waiting, caches)
                raise
        self._progress.done(f"texts were sent to {self._where.shown}")

    def _ask(self, k: int, text: str) -> Reply:
        """One request."""
        body = prompt.request(
            self.questions[k], text, self._model.name, structured=self._model.structured
        )
        return client.ask(self._model, body)

    def _take(self, waiting: dict[Future[Reply], tuple[int, str]], caches: list[Cache]) -> None:
        """Keep what has come."""
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        failed: list[BaseException] = []
        for future in done:
            k, key = waiting.pop(future)
            if error := future.exception():
                failed.append(error)
                continue
            caches[k].keep(key, future.result())
            self._progress.advance()
        if failed:
            raise failed[0]

    @staticmethod
    def _rescue(waiting: dict[Future[Reply], tuple[int, str]], caches: list[Cache]) -> None:
        """Before giving up: start nothing more, keep the answers that still come."""
        running = {future: place for future, place in waiting.items() if not future.cancel()}
        for future, (k, key) in running.items():
            if not future.exception():
                caches[k].keep(key, future.result())

    def records(self) -> list[Record]:
        """What is to be known of it."""
        note = f"{self._model.name}; texts were sent to {self._where.shown}; uncalibrated"
        versions: dict[str, list[str]] = {}
        for question in self.questions:
            versions.setdefault(question.code.id, []).append(self._version(question))
        return [
            Record(code, self.name, "model", (v[0] if len(v) == 1 else digest(*v))[:16], note=note)
            for code, v in versions.items()
        ]

    def prompts(self) -> Iterable[dict[str, Any]]:
        """Rows of PROMPTS: what it was told, and what that took."""
        for k, question in enumerate(self.questions):
            replies = self._spent[k].values()
            given = [prompt.label(r.content, question.code.labels) for r in replies]
            tokens = sum(r.tokens_in for r in replies), sum(r.tokens_out for r in replies)
            prices = self._model.price_in, self._model.price_out
            yield {
                "code": question.code.id,
                "coder": self.name,
                "target": question.about,
                "version": self._version(question)[:16],
                "model": self._model.name,
                "host": self._where.shown,
                "prompt": prompt.prompt(question),
                "texts": len(given),
                "invalid": given.count(UNUSABLE),
                "tokens_in": tokens[0],
                "tokens_out": tokens[1],
                "cost": sum(t * p for t, p in zip(tokens, prices, strict=True)) / 1e6,
            }
