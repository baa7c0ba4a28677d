"""Where: place expressions, read as the text nests them and resolved against the gazetteer.

"سوق مريدي بمدينة الصدر شرقي بغداد" is one mention: the most specific name gives `value.name`, and
what contains it gives governorate, country and, where no gazetteer knows the name itself,
coordinates with a coarser precision. The steps:

1. read components (a head noun with a name, a direction, a bare known name): place_components.py,
   and place_names.py for names that no gazetteer knows;
2. chain them by their prepositions into groups: place_groups.py;
3. take the candidates of each name from the gazetteer and choose by what contains it, the
   countries that the article speaks of, the outlet's country and the size; names that nothing in
   the gazetteer and nothing around them places lean on the place that the text named last:
   place_resolution.py.

Vocabulary: seeds/places/*, seeds/lexicon/place_*.csv, directions.csv, person_words.csv, read by
gazetteer.py and place_words.py.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.places.groups import GroupReader, heads, heads_agency
from extractors.candidates.places.line import Line
from extractors.candidates.places.relations import Group
from extractors.candidates.places.resolution import Resolver
from extractors.candidates.places.words import homes_of_actors
from extractors.patterns.lexicon import hits_of
from extractors.records import PlaceValue

if TYPE_CHECKING:
    from extractors.candidates.places.gazetteer import Gazetteer
    from extractors.document import Document, PlaceMention


#: so many sentences may stand before a report's dateline, and before one that names the agency
_INTRODUCTION, _PAGE_HEAD = 2, 12
#: so many paragraphs with a place at their heads make a roundup
_PARAGRAPHS = 2


def places(doc: Document) -> tuple[PlaceMention, ...]:
    """The places of a document in the order of the text; they do not overlap.

    Furniture gives none. A capital that stands for its government, a place in an organisation's
    name and the like have no relation or are left out. Each mention has a country unless neither
    text nor outlet tells one.
    """
    groups: list[Group] = []
    votes: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    names: dict[str, set[tuple[str, ...]]] = {}
    groups_named: dict[str, tuple[str, ...]] = {}
    head_line = next(
        (s.index for s in doc.sentences if s.passage.part == "text" and not s.furniture), -1
    )
    headed = _headed(doc)
    dateline = _late_dateline(doc, head_line)
    for sentence in doc.sentences:
        if sentence.furniture:
            continue
        is_first = sentence.index in (head_line, dateline)
        line = Line(sentence, is_first=is_first, is_headed=sentence.index in headed)
        groups.extend(GroupReader(line).read())
        line.count_countries(votes, sure, names)
        for hit in hits_of(doc, sentence.index, "actors"):
            home = homes_of_actors().get(hit.values["actor_id"])
            if home is not None:
                votes[home] += 1
                sure[home] += 1
                groups_named.setdefault(home, tuple(hit.values["alias"].split()))
    for home, alias in groups_named.items():  # one word more says no more of where it is
        names.setdefault(home, {alias})
    resolver = Resolver(doc, groups, votes, sure, names, homes=frozenset(groups_named))
    mentions = [_of_state(m, resolver.book) for group in groups for m in resolver.mentions(group)]
    return tuple(sorted(mentions, key=lambda m: (m.sentence, m.start)))


def _late_dateline(doc: Document, head_line: int) -> int:
    """Index of the sentence behind a line or two of introduction that sets out with a town and a
    colon or an agency in brackets, as the report itself does, or of one further down behind the
    head of a page that names the agency; -1 where none does."""
    if head_line < 0:
        return -1
    for sentence in doc.sentences[head_line + 1 : head_line + 1 + _PAGE_HEAD]:
        opens = sentence.paragraph != doc.sentences[sentence.index - 1].paragraph
        if not (opens and sentence.tokens and not sentence.furniture):
            continue
        line = Line(sentence, is_first=False)
        known = line.known(0)
        if known is None or not known[0].places:
            continue
        end = known[1]
        if heads_agency(line, end):
            return sentence.index
        introduced = sentence.index <= head_line + _INTRODUCTION
        if introduced and (heads(line, end)):
            return sentence.index
    return -1


def _headed(doc: Document) -> frozenset[int]:
    """Indices of the sentences that set out with a place and a colon, where several paragraphs of
    the text do: a roundup town by town. None where only one does, as a dateline may."""
    found: list[int] = []
    paragraphs: set[int] = set()
    for sentence in doc.sentences:
        if sentence.passage.part == "title" or sentence.furniture:
            continue
        if sentence.paragraph in paragraphs or not sentence.tokens:
            continue
        paragraphs.add(sentence.paragraph)
        line = Line(sentence, is_first=False)
        known = line.known(0)
        if known is not None and known[0].places and heads(line, known[1]):
            found.append(sentence.index)
    return frozenset(found) if len(found) >= _PARAGRAPHS else frozenset()


def _of_state(mention: PlaceMention, book: Gazetteer) -> PlaceMention:
    """The mention; of a capital that nothing happens in (أعلنت أنقرة، غارات واشنطن) its country."""
    if mention.relation != "none" or mention.kind != "settlement" or mention.is_dateline:
        return mention
    country = mention.value.country or ""
    capital, state = book.capitals.get(country), book.countries.get(country)
    if capital is None or state is None or mention.value.place_id != capital.place_id:
        return mention
    value = PlaceValue(
        state.name, None, None, None, country, state.latitude, state.longitude,
        state.precision, state.radius_km,
    )  # fmt: skip
    return replace(mention, kind="country", value=value)
