"""Which sentences head an article: its title, further headlines and the lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.mentions.air_campaign import is_air_campaign
from extractors.patterns.lexicon import hits_of

if TYPE_CHECKING:
    from extractors.candidates.triggers import Sense
    from extractors.document import Document, Sentence

#: further headlines: so many lines at most, of so many words, above so many words of prose
_DECK_LINES, _DECK_WORDS, _PROSE = 4, 25, 12


def _deck(doc: Document, body: list[int]) -> list[int]:
    """Indices of the sentences of further headlines between the title and the text that tell of an
    event: in short lines without a full stop, above a paragraph that is longer."""
    paragraphs: dict[int, list[Sentence]] = {}
    for index in body:
        sentence = doc.sentences[index]
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    deck: list[int] = []
    for lines in list(paragraphs.values())[:_DECK_LINES]:
        written = lines[-1].folded
        words = sum(len(s.tokens) for s in lines)
        if words > _DECK_WORDS or written[-1:] in tuple(".!؟?:،"):
            break
        deck += [s.index for s in lines]
    rest = body[len(deck) :]
    if not any(len(doc.sentences[index].tokens) >= _PROSE for index in rest[:_DECK_LINES]):
        return []
    return [
        index
        for index in deck
        # الاعتداء جاء قبل …: a caption speaks of what is known
        if any(
            not doc.sentences[index].tokens[hit.first].text.startswith("ال")
            for hit in hits_of(doc, index, "triggers")
        )
    ]


class ArticleSense:
    """Which sentences head an article, and what those speak of."""

    def __init__(self, doc: Document, senses: tuple[Sense, ...]) -> None:
        body = [s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture]
        deck = _deck(doc, body)
        body = [index for index in body if index not in deck]
        self.lead = frozenset(body[:2])
        titles = (s.index for s in doc.sentences if s.passage.part == "title")
        self.titles = frozenset((*titles, *deck))
        #: whether it is a report on raids from the air
        self.air_campaign = is_air_campaign(doc, self.titles | frozenset(body[:1]))
        #: what the head speaks of: the title, or the first sentence where there is none
        heads = self.titles or frozenset(body[:1])
        self.head_negatives = frozenset(
            kind for s in senses if s.sentence in heads for kind in s.negatives
        )
