"""Train the tagger of persons: from marked passages to models/own/persons.pt.

    python -m scripts.train_persons            # training, then the scores of the tagger alone
    python -m scripts.train_persons evaluate   # the committed one, nothing else

It is trained on evaluation/train/names.txt and on training/, where a person is a person
whether his name is masked or stands: which of the two, the rules decide. Each passage with a
private name is read again with other words in the place of its names, so that not the names but
the words around them decide. Words have the vectors of the other tagger (train_ner.py, which is
run before). The seed is fixed and one thread is used. What it is worth with the rules, and on
names that nothing was made with, `python -m evaluation.name_masking` says.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.nlp.labelled import (
    PERSON,
    LabelError,
    LabelledSentence,
    Name,
    TaggedSentence,
    tag_sentence,
)
from extractors.nlp.own import OWN_MODEL_DIR, PERSONS, VECTORS, OwnTagger
from extractors.seedfiles import SEEDS_DIR
from scripts.renaming import Marked, Renamer, marked
from scripts.train_ner import SEED, TAGGER_OPTIONS, compact, scores, show, train, write_split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORK = Path(__file__).resolve().parent.parent / "var" / "persons"
#: of so many passages one is kept from training, to choose the checkpoint by
KEPT = 12
#: how each is read with other names: the share of a name's words that are others, that of names
#: of which only the first word is kept
COPIES = ((0.9, 0.0), (0.9, 0.6))
#: share of the sentences without a name that is trained on
NAMELESS = 0.5
OPTIONS = TAGGER_OPTIONS | {
    "hidden_dim": 128,
    "patience": 4,
    "batch_size": 16,
    "max_batch_words": 1000,
    "eval_interval": 250,
    "max_steps": 5000,
    "max_steps_no_improve": 1500,
}


def split() -> tuple[list[TaggedSentence], list[TaggedSentence]]:
    """The sentences that train it, and those that are kept from it."""
    renamer, chance = Renamer(SEEDS_DIR), random.Random(SEED)  # noqa: S311 - nothing secret
    trained: list[TaggedSentence] = []
    kept: list[TaggedSentence] = []
    for entry in marked():
        number = _number(entry.text)
        if number % KEPT == 0:
            kept += _tagged([entry])
            continue
        copies = (
            copy
            for at, (share, alone) in enumerate(COPIES)
            for copy in renamer.renamed([entry], share, alone, number + at)
        )
        trained += _tagged([entry, *copies])
    named = [s for s in trained if set(s.tags) != {"O"} or chance.random() < NAMELESS]
    return named, kept


def _number(text: str) -> int:
    """A number of the text's own, so that a passage stays on its side whatever is added."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _tagged(texts: Iterable[Marked]) -> Iterator[TaggedSentence]:
    """The texts' sentences with their tags. One in which a name crosses a cut is left out: other
    names may hold what sentences are cut at."""
    for entry in texts:
        names = tuple(Name(start, end, PERSON) for start, end in sorted(entry.names))
        try:
            yield from tag_sentence(LabelledSentence(entry.text, names, "", "", 0))
        except LabelError:
            continue


def build(model_dir: Path, trained: list[TaggedSentence], kept: list[TaggedSentence]) -> None:
    """Train, and write the tagger to `model_dir`, which has the vectors."""
    WORK.mkdir(parents=True, exist_ok=True)
    write_split(trained, WORK / "train.json")
    write_split(kept, WORK / "dev.json")
    train(model_dir / VECTORS, WORK / PERSONS, OPTIONS)
    compact(WORK / PERSONS, model_dir / PERSONS)


def main() -> None:
    """Train where asked, and print the scores on what was kept from training."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("step", nargs="?", choices=["build", "evaluate"], default="build")
    parser.add_argument("--models", type=Path, default=OWN_MODEL_DIR, help="folder of the models")
    arguments = parser.parse_args()
    trained, kept = split()
    if arguments.step == "build":
        build(arguments.models, trained, kept)
    tagger = OwnTagger(arguments.models, PERSONS)
    table = scores(kept, tagger.tag([list(s.words) for s in kept]))
    print(show({PERSON: table[PERSON]}))
    print(f"on {len(kept)} sentences that were kept from training")


if __name__ == "__main__":
    main()
