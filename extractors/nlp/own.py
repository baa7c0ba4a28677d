"""Sijill's own name tagger: small, trained on training/, committed under models/own/.

It reads folded words and knows PLACE, ORG, PERSON, WEAPON, TARGET, COUNT, DATE and SOURCE.
docs/models.md tells how it was made and what it scores.
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
RESOURCES = "resources.json"
CARD = "card.json"


def is_there(model_dir: Path = OWN_MODEL_DIR) -> bool:
    """Whether the model's files are in `model_dir`."""
    return all((model_dir / name).is_file() for name in (VECTORS, TAGGER, RESOURCES))


def name_of(model_dir: Path = OWN_MODEL_DIR) -> str:
    """own- and a hash of the model's files. Raises ModelsMissing where one is missing."""
    if not is_there(model_dir):
        raise ModelsMissing(
            f"the own name tagger is not in {model_dir}",
            "restore models/own from the repository, or make it: python scripts/train_ner.py",
        )
    return f"own-{digest_of(model_dir / TAGGER, model_dir / VECTORS)}"


class OwnTagger:
    """The tagger by itself: words in, BIOES tags out. Loading takes about two seconds."""

    def __init__(self, model_dir: Path = OWN_MODEL_DIR) -> None:
        """Load the model. Raises ModelsMissing where a file of it is not in `model_dir`."""
        self.name = name_of(model_dir)
        self._pipeline = load_pipeline(
            dir=str(model_dir),
            package=None,
            allow_unknown_language=True,
            ner_model_path=str(model_dir / TAGGER),
            ner_pretrain_path=str(model_dir / VECTORS),
        )

    def tag(self, sentences: list[list[str]]) -> list[tuple[str, ...]]:
        """BIOES tags of the words of each sentence, none of which may be empty."""
        return tag_with(self._pipeline, sentences)


class OwnRecogniser:
    """The own tagger as a Recogniser of sentences."""

    def __init__(self, model_dir: Path = OWN_MODEL_DIR) -> None:
        """Load the model. Raises ModelsMissing where a file of it is not in `model_dir`."""
        self._tagger = OwnTagger(model_dir)

    @property
    def name(self) -> str:
        """own- and a hash of the model's files."""
        return self._tagger.name

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """One tuple of entities a sentence, in the sentences' order."""
        return recognise_with(self._tagger.tag, sentences)
