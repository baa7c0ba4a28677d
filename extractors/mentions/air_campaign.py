"""What is hit from the air in a report on raids that says of each only what it was aimed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.event_types import EVENT_FAMILIES
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_list
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.candidates.triggers import Clause
    from extractors.document import Document
    from extractors.mentions.mention import Mention

#: words that say what was aimed at, and nothing of with what (folded)
_AIMED = word_list("mentions.aimed")


def is_air_campaign(doc: Document, head: Iterable[int]) -> bool:
    """Whether title and lead tell of air strikes, and of no other kind of attack."""
    told = [
        hit.values["event_type"]
        for index in head
        for name in ("triggers", "weapon_words")
        for hit in hits_of(doc, index, name)
        if hit.values["event_type"] and (name == "weapon_words" or hit.values["kind"] == "event")
    ]
    return "air_strike" in told and all(
        kind in ("air_strike", "armed_attack") or EVENT_FAMILIES[kind] == "seizure" for kind in told
    )


def is_only_aimed(doc: Document, mention: Mention) -> bool:
    """Whether a mention says what was aimed at, and neither with what nor by whom but a force."""
    clause = mention.clauses[0]
    means = any(w.weapon != "unknown" for w in mention.weapons)
    gunmen = {at for h in hits_of(doc, clause.sentence, "subject_words") for at in h.tokens}
    if mention.event_type not in (None, "armed_attack") or means:
        return False
    aimed = [at for at in range(clause.first, clause.end) if _aims(doc, clause, at)]
    return any(at + 1 not in gunmen for at in aimed)


def _aims(doc: Document, clause: Clause, at: int) -> bool:
    """Whether a word says what was aimed at."""
    return unjoined(doc.sentences[clause.sentence].tokens[at].text, "وفبل").startswith(_AIMED)
