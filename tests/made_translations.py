"""Made-up news in three languages, and a model that knows just their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import made
import numpy as np

from antiphon.measures.reuse.translated import sanity

LANGUAGES = ("en", "ru", "zh")
ACCOUNTS = {"en": "w1", "ru": "n1", "zh": "s1"}


def listed(kind: str) -> list[dict[str, str]]:
    """The rows of a kind, by language."""
    table = Path(__file__).with_suffix(".tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    return [dict(zip(LANGUAGES, row[1:], strict=True)) for row in rows if row[0] == kind]


NAMES, TOWNS, FORMS = listed("person"), listed("place"), listed("sentence")


def figure(number: int, language: str) -> str:
    """A number as the language writes it."""
    if language == "en":
        return f"{number:,}"
    if language == "ru":
        return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{number / 10000:g}万" if number % 100 == 0 and number > 9999 else str(number)


@dataclass(frozen=True)
class News:
    """What a text says: sentences without a language."""

    facts: tuple[tuple[int, int, int, int], ...]
    """Form, person, place, number of each sentence."""

    def say(self, language: str) -> list[str]:
        """Its sentences in a language."""
        return [
            FORMS[f][language].format(
                who=NAMES[p][language], where=TOWNS[w][language], n=figure(n, language)
            )
            for f, p, w, n in self.facts
        ]

    def text(self, language: str) -> str:
        """Its text in a language."""
        return ("" if language == "zh" else " ").join(self.say(language))


def news(generator: np.random.Generator, sentences: int) -> News:
    """Something that happened: sentences of different forms."""
    forms = generator.choice(len(FORMS), sentences, replace=False)
    return News(
        tuple(
            (
                int(form),
                int(generator.integers(len(NAMES))),
                int(generator.integers(len(TOWNS))),
                int(generator.integers(11, 999)) * int(generator.choice([1, 10, 100]))
                + 7 * (i % 2),
            )
            for i, form in enumerate(forms)
        )
    )


def distractor(of: News, generator: np.random.Generator) -> News:
    """The same matter, other numbers and half of the names: what another day's news would say."""
    return News(
        tuple(
            (f, p if generator.random() < 0.5 else int(generator.integers(len(NAMES))), w, n + 13)
            for f, p, w, n in of.facts
        )
    )


def corpus(seed: int, count: int = 150):
    """Originals, translations, the same matter with other numbers, and other news."""
    generator = np.random.default_rng(seed)
    rows, said = [], {}

    def put(name: str, lang: str, what: News, minutes: float) -> None:
        rows.append(made.post(name, ACCOUNTS[lang], minutes, what.text(lang), lang=lang))
        said[name] = set(what.say("en"))

    for i in range(count):
        first, second = generator.permutation(LANGUAGES)[:2]
        what = news(generator, int(generator.integers(2, 6)))
        minutes = float(generator.uniform(0, 14 * 1440))
        later = minutes + generator.uniform(5, 2000, 3)
        put(f"o{i}", first, what, minutes)
        put(f"t{i}", second, what, float(later[0]))
        put(f"d{i}", second, distractor(what, generator), float(later[1]))
        put(f"e{i}", first, news(generator, 4), float(later[2]))
    return rows, said


def pieces(text: str) -> list[str]:
    """The words of a text without numbers; Han characters one by one."""
    return re.findall(r"[\u4e00-\u9fff]|[^\W\d\u4e00-\u9fff]+", text.lower())


class Made:
    """A model whose words of other languages were fitted to make translations alike."""

    def __init__(self, languages: tuple[str, ...] = LANGUAGES, size: int = 256) -> None:
        generator = np.random.default_rng(0)
        known = [[row[k] for k in languages] for row in (*NAMES, *TOWNS)]
        for _ in range(60):
            made = news(generator, 5)
            known += zip(*(made.say(k) for k in languages), strict=True)
        known += zip(*(sanity.sentences()[k] for k in languages), strict=True)
        self.vectors: dict[str, np.ndarray] = {}
        first = [pieces(row[0]) for row in known]
        for word in sorted({w for words in first for w in words}):
            self.vectors[word] = generator.normal(size=size).astype(np.float32)
        aims = np.stack([np.mean([self.vectors[w] for w in words], axis=0) for words in first])
        for column in range(1, len(languages)):
            self.fit([pieces(row[column]) for row in known], aims)

    def fit(self, texts: list[list[str]], aims: np.ndarray) -> None:
        """Vectors of the words that the texts have beyond the known ones."""
        words = sorted({w for text in texts for w in text} - set(self.vectors))
        place = {word: i for i, word in enumerate(words)}
        shares = np.zeros((len(texts), len(words)))
        rest = aims.astype(np.float64).copy()
        for row, text in enumerate(texts):
            for word in text:
                if word in place:
                    shares[row, place[word]] += 1 / len(text)
                else:
                    rest[row] -= self.vectors[word] / len(text)
        ridge = 1e-3 * np.eye(len(words))
        solved = np.linalg.solve(shares.T @ shares + ridge, shares.T @ rest)
        self.vectors |= dict(zip(words, solved.astype(np.float32), strict=True))

    def encode(self, sentences: list[str]) -> np.ndarray:
        """The mean of the words' vectors."""
        size = len(next(iter(self.vectors.values())))
        found = np.zeros((len(sentences), size), np.float32)
        for row, sentence in enumerate(sentences):
            known = [self.vectors[w] for w in pieces(sentence) if w in self.vectors]
            found[row] = np.mean(known, axis=0) if known else 0
        return found

    def save(self, folder: Path) -> Path:
        """The same model as sentence-transformers keeps it."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.models import StaticEmbedding
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

        words = sorted(self.vectors)
        tokenizer = Tokenizer(
            models.WordLevel({"[UNK]": 0} | {w: i for i, w in enumerate(words, 1)}, "[UNK]")
        )
        tokenizer.normalizer = normalizers.Lowercase()
        cut = pre_tokenizers.Split(Regex(r"[\u4e00-\u9fff]"), "isolated")
        other = pre_tokenizers.Split(Regex(r"[^\w]+|\d+"), "removed")
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([other, cut])
        weights = np.stack([np.zeros_like(self.vectors[words[0]]), *map(self.vectors.get, words)])
        module = StaticEmbedding(tokenizer, embedding_weights=weights)
        SentenceTransformer(modules=[module], device="cpu").save(str(folder))
        return folder
