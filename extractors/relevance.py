"""Which articles and sentences deserve the expensive stages.

An article without a single word of violence is left after one look at its words; of the others,
the sentences that hold a trigger, a word of harm, a casualty noun or a weapon are relevant, and so
are the title and the first sentences, which tell where and when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.patterns.lexicon import hits_of, opens_event
from extractors.text.word_forms import TOKEN

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.patterns.lexicon import Lexicon

_LEXICONS = ("triggers", "harm_words", "casualty_nouns", "weapon_words")
#: sentences at the head of the text that are always read
_LEAD = 2


def worth_reading(folded: str, lexicon: Lexicon) -> bool:
    """Whether a folded text holds the words of anything that opens an event."""
    return lexicon.may_open(set(TOKEN.findall(folded)))


def tells(doc: Document, index: int) -> bool:
    """Whether a sentence holds a trigger, a word of harm, a casualty noun or a weapon."""
    return any(hits_of(doc, index, name) for name in _LEXICONS)


def _opens(doc: Document, index: int) -> bool:
    """Whether a sentence could open an incident."""
    return any(
        opens_event(name, hit.values) for name in _LEXICONS for hit in hits_of(doc, index, name)
    )


def relevant_sentences(doc: Document) -> frozenset[int]:
    """Indices of the sentences that bear an event, with the title and the lead."""
    telling = {
        sentence.index
        for sentence in doc.sentences
        if not sentence.furniture and tells(doc, sentence.index)
    }
    if not any(_opens(doc, index) for index in telling):
        return frozenset()
    lead = 0
    for sentence in doc.sentences:
        if sentence.furniture:
            continue
        if sentence.passage.part == "title":
            telling.add(sentence.index)
        elif lead < _LEAD:
            telling.add(sentence.index)
            lead += 1
    return frozenset(telling)
