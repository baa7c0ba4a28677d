"""Sijill's own taggers: small, trained on sentences of ours, committed under models/own/.

They read folded words. One knows PLACE, ORG, PERSON, WEAPON, TARGET, COUNT, DATE and SOURCE; the
other persons alone, and them better: it decides with the rules whose name is masked.
docs/models.md tells how they were made and what they score.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import ModelsMissing
from extractors.nlp.tagging import digest_of, load_pipeline, recognise_with, tag_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Entity, Sentence

OWN_MODEL_DIR = Path(__file__).resolve().parents[2] / "models" / "own"
VECTORS = "vectors.pt"
TAGGER = "tagger.pt"
PERSONS = "persons.pt"
RESOURCES = "resources.json"
CARD = "card.json"


def is_there(model_dir: Path = OWN_MODEL_DIR) -> bool:
    """Whether the models' files are in `model_dir`."""
    return all((model_dir / name).is_file() for name in (VECTORS, TAGGER, PERSONS, RESOURCES))


def name_of(model_dir: Path = OWN_MODEL_DIR) -> str:
    """own- and a hash of the models' files. Raises ModelsMissing where one is missing."""
    if not is_there(model_dir):
        raise _missing(model_dir)
    return f"own-{digest_of(*(model_dir / file for file in (TAGGER, PERSONS, VECTORS)))}"


def _missing(model_dir: Path) -> ModelsMissing:
    return ModelsMissing(
        f"the own name taggers are not in {model_dir}",
        "restore models/own from the repository, or make them: python scripts/train_ner.py,"
        " then python -m scripts.train_persons",
    )


class OwnTagger:
    """A tagger by itself: words in, BIOES tags out. Loading takes about two seconds."""

    def __init__(self, model_dir: Path = OWN_MODEL_DIR, file: str = TAGGER) -> None:
        """Load the model `file`. Raises ModelsMissing where it or its vectors are not in
        `model_dir`."""
        if not all((model_dir / name).is_file() for name in (file, VECTORS, RESOURCES)):
            raise _missing(model_dir)
        self._pipeline = load_pipeline(
            dir=str(model_dir),
            package=None,
            allow_unknown_language=True,
            ner_model_path=str(model_dir / file),
            ner_pretrain_path=str(model_dir / VECTORS),
        )

    def tag(self, sentences: list[list[str]]) -> list[tuple[str, ...]]:
        """BIOES tags of the words of each sentence, none of which may be empty."""
        return tag_with(self._pipeline, sentences)


class OwnRecogniser:
    """The own taggers as a Recogniser of sentences."""

    def __init__(self, model_dir: Path = OWN_MODEL_DIR) -> None:
        """Load the models. Raises ModelsMissing where a file of them is not in `model_dir`."""
        self._name = name_of(model_dir)
        self._tagger, self._persons = OwnTagger(model_dir), OwnTagger(model_dir, PERSONS)

    @property
    def name(self) -> str:
        """own- and a hash of the models' files."""
        return self._name

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """One tuple of entities a sentence, in the sentences' order."""
        return recognise_with(self._tagger.tag, sentences)

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """The persons named in each sentence."""
        return recognise_with(self._persons.tag, sentences)
