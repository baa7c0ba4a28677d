"""One sentence as the reading of places sees it: words, the gaps between them, known names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.places.gazetteer import Name, gazetteer
from extractors.candidates.places.words import demonym_of, masks_from, name_starts, place_lexicon
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from extractors.document import Sentence, Token

#: whose these are says who acts, not where: غارة إسرائيلية، الطائرات التركية (folded)
_ACTING_ABROAD = word_set("places.acting_abroad")
#: words that, written with a hamza, are no town's name
_SPELT_OTHERWISE = word_set("places.spelt_otherwise")
_HAMZA = "أ"
#: the name of a man, folded, and the letter that ends the preposition which folds to it
_ALI, _ALEF = "علي", "ى"
#: a town of so many people stands for its country where its namesakes are so many times smaller
_LARGE, _TIMES = 50_000, 10


def _best_known(name: Name) -> str | None:
    """The country of a name's only large town, where its namesakes elsewhere are small."""
    first = max(name.places, key=lambda p: (p.population, p.place_id))
    others = max((p.population for p in name.places if p.country != first.country), default=0)
    return first.country if first.population >= max(_LARGE, _TIMES * others) else None


class Line:
    """The words of a sentence, and which names of the gazetteer start at them.

    `is_first`: it heads the article, where a dateline may stand. `is_headed`: it is one of several
    paragraphs that each set out with a place and a colon.
    """

    def __init__(self, sentence: Sentence, *, is_first: bool, is_headed: bool = False) -> None:
        self.sentence = sentence
        self.tokens: Sequence[Token] = sentence.tokens
        self.words = [t.text for t in sentence.tokens]
        self.text = sentence.passage.folded
        self.lexicon = place_lexicon()
        self.book = gazetteer()
        self.is_first = is_first
        self.is_headed = is_headed
        self.masked = self._masked()

    def _masked(self) -> set[int]:
        """Tokens that belong to the name of an organisation and the like."""
        out: set[int] = set()
        for at, word in enumerate(self.words):
            for phrase in masks_from(word):
                if tuple(self.words[at + 1 : at + len(phrase)]) == phrase[1:]:
                    out.update(range(at, at + len(phrase)))
        written = self.sentence.spelt
        out |= {
            at
            for at, token in enumerate(self.tokens)
            if token.text in _SPELT_OTHERWISE and _HAMZA in written(token)[1:]
        }
        return out

    def count_countries(
        self, votes: Counter[str], sure: Counter[str], names: dict[str, set[tuple[str, ...]]]
    ) -> None:
        """Add how often the sentence speaks of each country, by name, adjective or town; to `sure`
        only what cannot be another word, and to `names` by which words it does."""
        for at, word in enumerate(self.words):
            code = demonym_of(word)
            if code is not None:
                votes[code] += 1
                sure[code] += 1
                if unjoined(self.word(at - 1), "وبل").removeprefix("ال") not in _ACTING_ABROAD:
                    names.setdefault(code, set()).add((word,))
                continue
            known = self.known(at) if name_starts(word) else None
            if known is not None and known[0].places and known[0].support != "head":
                codes = {p.country for p in known[0].places}
                if len(codes) == 1:
                    code = codes.pop()
                    votes[code] += 2
                    if known[0].support == "none":
                        sure[code] += 2
                        names.setdefault(code, set()).add(known[0].words)
                elif (well_known := _best_known(known[0])) is not None:
                    votes[well_known] += 1

    def gap(self, left: int) -> str:
        """What stands between a token and the next one, blanks apart; a full stop at the ends."""
        if left < 0 or left + 1 >= len(self.tokens):
            return "."
        return self.text[self.tokens[left].end : self.tokens[left + 1].start].strip()

    def word(self, at: int) -> str:
        """The folded word at a token; empty outside the sentence."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def known(self, at: int) -> tuple[Name, int, str] | None:
        """(name, index behind it, proclitic) of the longest gazetteer name at a token."""
        if not 0 <= at < len(self.words) or at in self.masked:
            return None
        best: tuple[Name, int, str] | None = None
        for proclitic, names in name_starts(self.words[at]):
            for name in names:
                end = at + len(name.words)
                if best is not None and end <= best[1]:
                    break
                if len(name.words) == 1 and self._is_cut_short(at, name):
                    continue
                if name.words[0] == _ALI and self._is_preposition(at):
                    continue
                if tuple(self.words[at + 1 : end]) == name.words[1:]:
                    best = name, end, proclitic
                    break
        return best

    def _is_cut_short(self, at: int, name: Name) -> bool:
        """Whether a one-word name is the start of a longer one that nobody knows (عين ذكر)."""
        return (
            name.words[0] in self.lexicon.compound
            and not any(p.curated for p in name.places)
            and self.gap(at) == ""
            and self.word(at + 1) not in self.lexicon.stop
        )

    def _is_preposition(self, at: int) -> bool:
        """Whether the name of a man is spelt as "on", which folds to it: على سراي كذا."""
        return self.sentence.spelt(self.tokens[at]).endswith(_ALEF)

    def country_word(self, at: int) -> str | None:
        """The country of a demonym at a token (السورية)."""
        return self.book.demonyms.get(self.word(at)) if 0 <= at < len(self.words) else None
