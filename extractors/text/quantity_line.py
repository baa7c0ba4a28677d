"""A sentence as the readers of quantities see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.document import Quantity
from extractors.patterns.word_sets import word_set
from extractors.text.counted_nouns import counted_noun
from extractors.text.quantity_words import quantity_words

if TYPE_CHECKING:
    from extractors.document import Sentence
    from extractors.text.counted_nouns import CountedNoun
    from extractors.text.quantity_words import Kind

#: days and years told of themselves, which no number behind which they stand counts
_WHEN = word_set("quantities.when")
_PAUSES = ("،", ",")


class QuantityLine:
    """A sentence's words, and what is asked of them to read its quantities."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.words = [token.text for token in sentence.tokens]
        self.text = sentence.passage.folded
        self.lexicon = quantity_words()
        #: index behind the people counted last
        self.people_end = -1
        #: whether any were counted so far
        self.people_told = False

    def gap(self, left: int) -> str:
        """What stands between token `left` and the next one, blanks apart."""
        if left + 1 >= len(self.tokens):
            return self.text[self.tokens[left].end : self.sentence.end].strip()
        return self.text[self.tokens[left].end : self.tokens[left + 1].start].strip()

    def noun_at(self, at: int) -> CountedNoun | None:
        """The counted noun at a token, if one stands there."""
        return counted_noun(self.tokens[at]) if at < len(self.tokens) else None

    def is_unit(self, at: int, *, of_somebody: bool = False) -> bool:
        """Whether a unit of measure stands at a token (or behind ال of it, or before the pronoun of
        somebody whose it is: يومه)."""
        if at >= len(self.tokens):
            return False
        if self.words[at] == "يوم" and self.words[at + 1 : at + 2] in self.lexicon.weekdays:
            return False  # أصيب 17 يوم الاثنين
        if self.words[at] in _WHEN or (at and self.gap(at - 1)[:1] in _PAUSES):
            return False  # أصيب ستة اليوم، أصيب ستة، يوم الاثنين
        own = [self.words[at].rstrip("ها")] if of_somebody else []
        for form in (self.words[at], self.words[at].removeprefix("ال"), *own):
            for unit in self.lexicon.units.get(form, ()):
                if tuple(self.words[at + 1 : at + len(unit)]) == unit[1:]:
                    return True
        return False

    def is_opened(self, at: int) -> bool:
        """Whether a word that takes a victim stands right before (مقتل عسكري)."""
        if at == 0:
            return False
        return any(form in self.lexicon.openers for form in self.tokens[at - 1].forms)

    def quantity(
        self,
        first: int,
        last: int,
        bounds: tuple[int | None, int | None, int | None],
        kind: Kind,
        *,
        noun_inside: int | None = None,
    ) -> Quantity:
        """The quantity of tokens first..last (exclusive); `bounds` are low, value and high."""
        low, value, high = bounds
        return Quantity(
            sentence=self.sentence.index,
            start=self.tokens[first].start,
            end=self.tokens[last - 1].end,
            low=low,
            value=value,
            high=high,
            kind=kind,
            first_token=first,
            after=last,
            noun_inside=noun_inside,
        )
