"""A recogniser that looks for no persons: no figure depends on whose name is masked."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Entity, Recogniser, Sentence


class Unmasked:
    """Reads as the recogniser that it is given does, and spares the reading of quotes for names,
    which takes half of an article's time. The names have a measure of their own, name_masking.py.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def name(self) -> str:
        """The recogniser's name."""
        return self._recogniser.name

    def recognise(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """One tuple of entities a sentence, in the sentences' order."""
        return self._recogniser.recognise(sentences)

    def persons(self, sentences: Sequence[Sentence]) -> list[tuple[Entity, ...]]:
        """None."""
        return [() for _ in sentences]
