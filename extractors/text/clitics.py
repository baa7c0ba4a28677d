"""A word without the letters of other words that are written to its front."""

from __future__ import annotations

from functools import lru_cache

from extractors.text.word_forms import is_protected

_CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
#: what is left has so many letters at least
_SHORTEST = 3


@lru_cache(maxsize=1 << 16)
def unjoined(word: str, letters: str) -> str:
    """The folded word without one conjunction and then one preposition, those of `letters` alone.

    A word that begins with such a letter of its own stays as it is, where the lexicon knows it or
    little would be left of it: وفاه, ليل.
    """
    for kind in (_CONJUNCTIONS, _PREPOSITIONS):
        if len(word) > _SHORTEST and word[0] in kind and word[0] in letters:
            if is_protected(word):
                return word
            word = word[1:]
    return word
