"""The country where no place in it is named: that of the soldiers, rather than the one whose border
it was near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.targets import ANY_FORCE
from extractors.document import token_at
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.document import PlaceMention, Token
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.records import Span

#: الحدود stands so many words before the country that lies behind it: على الحدود مع …
_BORDER, _WITH, _BORDER_REACH = "حدود", "مع", 4
#: a nationality stands so near behind the word for those who serve: جنديا تركيا، من حرس الحدود …
_NEAR = 2
_ENDINGS = ("", "ا", "ين", "ون", "ان", "تين", "تان")


def beyond_the_border(context: Context, place: PlaceMention) -> bool:
    """Whether a country is only named as the neighbour: على الحدود مع العراق."""
    sentence = context.doc.sentences[place.sentence]
    before = [t for t in sentence.tokens if t.end <= place.start][-_BORDER_REACH:]
    return (
        place.kind == "country"
        and bool(before)
        and before[-1].text == _WITH
        and any(_is_border(t) for t in before[:-1])
    )


def attacks(context: Context, place: PlaceMention) -> bool:
    """Whether a country is named as who did it: قصفت تركيا مواقع في سوريا."""
    if place.kind != "country":
        return False
    at = token_at(context.doc, place.sentence, place.start)
    return any(
        a.part == "perpetrator" and a.sentence == place.sentence and a.first <= at <= a.last
        for a in context.actors
    )


def _is_border(token: Token) -> bool:
    return unjoined(token.text, "ولب").removeprefix("ال").startswith(_BORDER)


def home_of_those_hit(context: Context, incident: Incident) -> tuple[str, Span] | None:
    """The country of the soldiers or policemen that an incident's own words name, or of the force
    in them, with those words; None where they name none, or two."""
    homes = dict(_of_people(context, incident)) or {
        row["country_code"]: context.span(actor.sentence, actor.first, actor.last)
        for mention in incident.mentions
        for actor in mention.actors
        if actor.actor_id
        and (row := context.lexicon.actors[actor.actor_id])["actor_type"] == "state_force"
        and row["country_code"]
    }
    return homes.popitem() if len(homes) == 1 else None


def _of_people(context: Context, incident: Incident) -> Iterator[tuple[str, Span]]:
    """The nationalities right behind those who are counted or hit, where they serve: at home, while
    what a nationality says of others says nothing."""
    for mention in incident.mentions:
        ends = [(c.sentence, c.last) for c in mention.counts if c.target_type in ANY_FORCE]
        ends += [(t.sentence, t.last) for t in mention.targets if t.target_type in ANY_FORCE]
        for sentence, last in ends:
            tokens: Sequence[Token] = context.doc.sentences[sentence].tokens
            for at in range(last, min(last + 1 + _NEAR, len(tokens))):
                country = _nation(context, tokens[at])
                if country is not None:
                    yield country, context.span(sentence, at, at)


def _nation(context: Context, token: Token) -> str | None:
    """The country that an adjective is of, in whatever number: تركيا، أتراك، مصريين."""
    for form in token.forms:
        for ending in _ENDINGS:
            country = context.lexicon.nations.get(form.removesuffix(ending))
            if country is not None:
                return country
    return None
