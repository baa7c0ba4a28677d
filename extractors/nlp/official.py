"""Stanza's official Arabic name tagger (AQMAR), where it was downloaded.

It was trained on unfolded Wikipedia text and knows persons, organisations and places.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import ModelsMissing
from extractors.nlp.labelled import PERSON
from extractors.nlp.tagging import digest_of, load_pipeline, recognise_with, tag_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Entity, Sentence

OFFICIAL_MODEL_DIR = Path(__file__).resolve().parents[2] / "models" / "official"
#: the official labels that have one of ours; MISC has none
LABELS = {"LOC": "PLACE", "ORG": "ORG", "PER": PERSON}


def tagger_file(model_dir: Path = OFFICIAL_MODEL_DIR) -> Path | None:
    """The downloaded tagger's file, None where nothing or only a part was downloaded."""
    if not (model_dir / "resources.json").is_file():
        return None
    return next(iter(sorted((model_dir / "ar" / "ner").glob("*.pt"))), None)


def name_of(model_dir: Path = OFFICIAL_MODEL_DIR) -> str:
    """official- and a hash of the tagger's file. Raises ModelsMissing where it was not
    downloaded."""
    file = tagger_file(model_dir)
    if file is None:
        raise ModelsMissing(
            f"the official Arabic models are not in {model_dir}",
            "download them: sijill models --download",
        )
    return f"official-{digest_of(file)}"


class OfficialRecogniser:
    """The official models as a Recogniser of sentences."""

    def __init__(self, model_dir: Path = OFFICIAL_MODEL_DIR) -> None:
        """Load the models. Raises ModelsMissing where they were not downloaded."""
        self._name = name_of(model_dir)
        try:
            self._pipeline = load_pipeline(dir=str(model_dir))
        except (OSError, KeyError, ValueError) as err:
            raise ModelsMissing(
                f"the official Arabic models in {model_dir} cannot be loaded: {err}",
                "download them again: sijill models --download",
            ) from err

    @property
    def name(self) -> str:
        """official- and a hash of the tagger's file."""
        return self._name

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """One tuple of entities a sentence, in the sentences' order."""
        return recognise_with(
            lambda words: tag_with(self._pipeline, words),
            sentences,
            original=True,
            labels=LABELS,
        )

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """The persons named in each sentence."""
        found = self.recognise(sentences)
        return [tuple(e for e in entities if e.label == PERSON) for entities in found]
