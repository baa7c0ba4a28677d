"""What a tagger reads of a sentence: its words and the punctuation between them.

A sentence's tokens are words and numbers only; commas, quotes and colons help a tagger to see
where a name ends, so they are put back from the folded text between the tokens. Training and
recognising both go through here, so that a model meets the same words in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.document import Sentence

#: longer sentences are read in pieces: a tagger's memory and time must stay bounded
MAX_WORDS = 400
#: a piece is cut behind punctuation where there is some within this many words of its end
_LOOK_BACK = 80
#: letters of a word that a tagger reads; no Arabic word is longer
_MAX_LETTERS = 40


@dataclass(frozen=True, slots=True)
class ModelWord:
    """A word or a punctuation mark as a tagger reads it.

    `token` is the index in `sentence.tokens`, None for punctuation.
    """

    text: str
    token: int | None


def model_words(sentence: Sentence) -> list[ModelWord]:
    """The words of a sentence with the punctuation between them, in order."""
    folded = sentence.passage.folded
    words: list[ModelWord] = []
    position = sentence.start
    for index, token in enumerate(sentence.tokens):
        words.extend(_marks(folded[position : token.start]))
        words.append(ModelWord(token.text[:_MAX_LETTERS], index))
        position = token.end
    words.extend(_marks(folded[position : sentence.end]))
    return words


def _marks(gap: str) -> Iterator[ModelWord]:
    """The punctuation of a gap between tokens; a run of one mark counts once."""
    previous = ""
    for char in gap:
        if not char.isspace() and char != previous:
            yield ModelWord(char, None)
        previous = char


def pieces(words: list[ModelWord], limit: int = MAX_WORDS) -> Iterator[list[ModelWord]]:
    """The words in runs of at most `limit`, cut behind punctuation where that is near."""
    start = 0
    while len(words) - start > limit:
        end = start + limit
        cut = next(
            (
                at
                for at in range(end, max(start, end - _LOOK_BACK), -1)
                if words[at - 1].token is None
            ),
            end,
        )
        yield words[start:cut]
        start = cut
    if start < len(words):
        yield words[start:]
