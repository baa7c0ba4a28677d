"""What was brought down on its way: who brought it down did not fire it, whose it was did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractors.patterns.lexicon import hits_of

if TYPE_CHECKING:
    from extractors.document import Document

#: from who announces it to the word for it: أعلن الجيش الإسرائيلي اعتراض صاروخ
_ANNOUNCES_WITHIN = 3
#: from the rocket or drone to the adjective that says whose it was: طائرة مسيرة مفخخة حوثية
_OWNED_WITHIN = 2


class Flight(NamedTuple):
    """Tokens of a sentence where a name means one side or the other."""

    defenders: range
    owners: range


def flights_of(doc: Document, sentence: int) -> list[Flight]:
    """What a sentence says was brought down: اعترضت الدفاعات الجوية صاروخا حوثيا."""
    return [
        Flight(
            range(hit.first - _ANNOUNCES_WITHIN, hit.last),
            # طائرة إيرانية بدون طيار: the adjective may stand inside
            range((hit.tokens[1:-1] or hit.tokens)[-1] + 1, hit.last + 1 + _OWNED_WITHIN),
        )
        for hit in hits_of(doc, sentence, "outcomes")
        if hit.values["of"] == "flight"
    ]
