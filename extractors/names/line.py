"""A sentence with what each of its words says about names."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.names.vocabulary import SURELY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Sentence
    from extractors.names.words import NameWord, NameWords

#: the preposition على and the name علي, folded alike; the word that stands for the preposition
_ON = "علي"
_ON_SPELT = "على"
#: وإلى (and to) is folded as والي (governor) is
_GOVERNOR, _AND_TO, _TO_FOLDED = "والي", "وإ", "الي"
#: words of the longest name of a person
_LONGEST = 9
#: what begins a name of two words (أبو، عبد): that it is one is sure
_SURE_PARTS = frozenset({"kunya", "servant"})


class Line:
    """A sentence with what each of its words says about names."""

    def __init__(self, sentence: Sentence, words: NameWords) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words: Sequence[NameWord] = words.with_offices(
            [
                words[_TO_FOLDED if _AND_TO in sentence.spelt(token) else token.text]
                if token.text == _GOVERNOR
                else words[token.text]
                for token in sentence.tokens
            ]
        )
        folded = sentence.passage.folded
        self._gaps = [
            folded[token.end : behind.start].strip() for token, behind in pairwise(self.tokens)
        ]

    def gap(self, at: int) -> str:
        """What stands between the token at `at` and the next one, without blanks."""
        return self._gaps[at] if 0 <= at < len(self._gaps) else "\n"

    def joined(self, at: int) -> bool:
        """Whether nothing but blanks parts a token from the next one."""
        return self.gap(at) in ("", "-")

    def is_on_or_ali(self, at: int) -> bool:
        """Whether the preposition على or the name علي stands here, which are folded alike."""
        return self.words[at].text == _ON

    def spelt_on(self, at: int) -> bool:
        """Whether the preposition على stands here, and not the name علي."""
        return self.is_on_or_ali(at) and self.sentence.spelt(self.tokens[at]) == _ON_SPELT

    def end_of_name(self, at: int, *, introduced: bool) -> int | None:
        """The token behind a name of two words or more that begins at a token: words that people
        bear, or that no lexicon holds. Where nothing introduces it one of them is surely a name.
        None where no name begins. Finding names for masking is the learned score's (sequence.py).
        """
        end = at
        while end < len(self.words) and end - at < _LONGEST and self._goes_on(at, end):
            end += 1
        if end - at < 2:
            return None
        sure = any(
            SURELY in (word.given, word.family) or word.part in _SURE_PARTS
            for word in self.words[at:end]
        )
        return end if sure or introduced else None

    def _goes_on(self, first: int, at: int) -> bool:
        """Whether a name that begins at the token `first` goes on with the token `at`."""
        word = self.words[at]
        if word.clitic or self.spelt_on(at) or (at > first and not self.joined(at - 1)):
            return False
        if at == first and word.definite:
            return False
        return word.is_name or (word.rare and not (word.joins or word.says or word.is_verb))
