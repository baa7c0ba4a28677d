"""Which articles and sentences deserve the expensive stages.

An article without a single word of violence is left after one look at its words; of the others,
the sentences that hold a trigger, a word of harm, a casualty noun or a weapon are relevant, and so
are the title and the first sentences, which tell where and when.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.lexicon import hits_of

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.lexicon import Lexicon

_WORD = re.compile(r"[\u0620-\u064a]{3,}")
_LEXICONS = ("triggers", "harm_words", "casualty_nouns", "weapon_words")
_BOMBS = frozenset({"ied", "car_bomb", "explosive_belt", "mine", "mortar", "rocket"})
#: sentences at the head of the text that are always read
_LEAD = 2


def worth_reading(folded: str, lexicon: Lexicon) -> bool:
    """Whether a folded text holds any word that could belong to a trigger of an event."""
    words = lexicon.trigger_words
    for word in set(_WORD.findall(folded)):
        if word in words:
            return True
        for cut in (1, 2, 3):
            if len(word) - cut >= 3 and word[cut:] in words:
                return True
    return False


def _opens(doc: Document, index: int) -> bool:
    """Whether a sentence could open an incident: it names an event, or somebody is killed."""
    return (
        any(h.values["kind"] == "event" for h in hits_of(doc, index, "triggers"))
        or any(
            h.values["measure"] in ("killed", "abducted") for h in hits_of(doc, index, "harm_words")
        )
        or any(h.values["weapon"] in _BOMBS for h in hits_of(doc, index, "weapon_words"))
    )


def relevant_sentences(doc: Document) -> frozenset[int]:
    """Indices of the sentences that bear an event, with the title and the lead."""
    telling = {
        sentence.index
        for sentence in doc.sentences
        if not sentence.furniture and any(hits_of(doc, sentence.index, name) for name in _LEXICONS)
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
