"""What a mention shows, as features of a linear score: is it of news, background, or nothing?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from extractors.mentions.mention import told
from extractors.scoring.ngrams import Terms, pieces, plain_words, words_and_pairs

if TYPE_CHECKING:
    from extractors.candidates.triggers import Sense
    from extractors.document import Document
    from extractors.mentions.mention import Mention

#: words around its clauses that speak for or against it
_AROUND = 4
#: words with which it opens
_OPENING = 6
#: further down, or more of them, says nothing more
_FAR, _MANY = 10, 15
#: how old a day is (days), from each bound on
_AGES = ((0, "today"), (1, "yesterday"), (7, "a week"), (30, "a month"))


@dataclass(frozen=True, slots=True)
class Scene:
    """A document with its mentions in the order of the text, the title's first. `of_article`: what
    scores say of the article, by name (scoring/judge.py)."""

    doc: Document
    mentions: tuple[Mention, ...]
    of_article: Mapping[str, float]


def scene_of(doc: Document, of_article: Mapping[str, float]) -> Scene:
    """The scene of a document whose mentions have been found."""
    found = cast("tuple[Mention, ...]", doc.annotations.get("mentions", ()))
    ordered = sorted(found, key=lambda m: (not m.title, m.sentence, m.clauses[0].first))
    return Scene(doc, tuple(ordered), of_article)


def words_of(doc: Document, mention: Mention, around: int) -> list[str]:
    """The plain words of its clauses, and so many around each."""
    told_in = []
    for clause in mention.clauses:
        tokens = doc.sentences[clause.sentence].tokens
        told_in += [t.text for t in tokens[max(clause.first - around, 0) : clause.end + around]]
    return plain_words(" ".join(told_in))


def _around(scene: Scene, at: int) -> Iterator[str]:
    """The pieces of its words and of those around them."""
    return pieces(words_of(scene.doc, scene.mentions[at], _AROUND))


def _opening(scene: Scene, at: int) -> Iterator[str]:
    """Its first words, and pairs of them."""
    return words_and_pairs(words_of(scene.doc, scene.mentions[at], 0)[:_OPENING])


#: parts of a mention's features that are made of words; the texts that a term must stand in
MENTION_PARTS = (Terms("around", _around, 8), Terms("opening", _opening, 4))


def mention_flags(scene: Scene, at: int) -> dict[str, float]:
    """What the mention shows besides its words, each about 0 to 1."""
    doc, mention = scene.doc, scene.mentions[at]
    found = {
        **scene.of_article,
        "position": mention.sentence / max(len(doc.sentences), 1),
        "number": min(at, _FAR) / _FAR,
        "mentions": min(len(scene.mentions), _MANY) / _MANY,
        f"type {mention.event_type}": 1.0,
        f"firm {mention.firmness}": 1.0,
        "told": float(told(mention)),
        "opens": float(mention.opens),
    }
    found |= {f"is {name}": 1.0 for name in _MARKED if getattr(mention, name)}
    found |= dict.fromkeys(_kinds(doc, mention), 1.0)
    if mention.places:
        abroad = mention.places[0].value.country != doc.article.outlet_country
        found["abroad"] = float(abroad)
    return found


#: what the mention is marked as
_MARKED = (
    "title", "lead", "background", "definite", "anchors", "about", "had", "several", "plural_kind",
    "revises", "heading",
)  # fmt: skip


def _kinds(doc: Document, mention: Mention) -> Iterator[str]:
    """Names of what stands in it: counts, weapons, targets, actors, days, places, markers."""
    for count in mention.counts:
        yield f"count {count.measure} {count.role}"
        yield f"victims {count.victim_class}"
    yield from (f"weapon {w.weapon}" for w in mention.weapons)
    yield from (f"target {t.target_type}" for t in mention.targets)
    yield from (f"actor {a.part}" for a in mention.actors)
    for day in mention.dates:
        yield f"day {day.precision} {_age((doc.article.published_on - day.latest).days)}"
    yield from (f"place {p.kind} {p.relation}" for p in mention.places)
    sense = cast("tuple[Sense, ...]", doc.annotations["senses"])[mention.sentence]
    yield from (f"negative {kind}" for kind in sorted(sense.negatives))
    yield from (f"recalls {kind}" for kind in sorted(sense.background))
    yield from (f"marker {kind}" for kind in sorted(mention.marks))


def _age(days: int) -> str:
    return next((name for most, name in _AGES if days <= most), "older")
