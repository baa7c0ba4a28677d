"""Who did it: groups, forces and states that are named, and the part that the words give them.

Names: seeds/actors.csv, actor_aliases.csv, lexicon/actor_contexts.csv (names that depend on the
country), lexicon/demonyms.csv (غارة تركية), lexicon/actor_capitals.csv (أنقرة for its government),
lexicon/group_heads.csv (كتيبة «…»: a group that no seed knows, by its quoted name). The part comes
from the nearest cue before the name or the verb behind it: lexicon/perpetrator_cues.csv and
victim_cues.csv. A name without a cue is a mention and makes nobody a perpetrator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.candidates.actors.names import known_names, quoted_names
from extractors.candidates.actors.nationalities import (
    arrests_of,
    authorities_that_arrest,
    nation_that_did_it,
)
from extractors.candidates.actors.parts import part_of
from extractors.candidates.actors.scene import phrase_start, scene_of
from extractors.candidates.flights import flights_of
from extractors.document import token_at
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.candidates.actors.cues import Part
    from extractors.candidates.actors.scene import Scene
    from extractors.document import Document, Sentence
    from extractors.patterns.lexicon import Lexicon
    from extractors.patterns.pattern import Hit
    from extractors.records import PerpetratorStatus

#: words for a group's armed wing, and so near behind its name stands whose it is
_WINGS = word_set("actors.wings")
_WING_REACH = 5


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor that is named; tokens first ≤ i ≤ last. `actor_id` is empty where it depends on
    the country: `alias` (folded) is then a key of `Lexicon.actor_contexts`; and where no seed
    knows it: `name` is then what the text calls it."""

    sentence: int
    first: int
    last: int
    actor_id: str
    alias: str
    part: Part
    status: PerpetratorStatus
    cue: str = ""
    name: str = ""


def actors(doc: Document, lexicon: Lexicon) -> tuple[ActorMention, ...]:
    """All actors named in the sentences that are no furniture, with their part."""
    out: list[ActorMention] = []
    for sentence in doc.sentences:
        if not sentence.furniture:
            out.extend(_of_sentence(doc, sentence, lexicon))
    return tuple(sorted(out, key=lambda a: (a.sentence, a.first, a.last)))


def _of_sentence(doc: Document, sentence: Sentence, lexicon: Lexicon) -> list[ActorMention]:
    index = sentence.index
    named = known_names(doc, index)
    covered = {at for hit in named for at in hit.tokens}
    named += quoted_names(doc, sentence, covered)
    named.sort(key=lambda h: h.first)
    demonyms = hits_of(doc, index, "demonyms")
    if not named and not demonyms:
        return []
    scene = scene_of(doc, sentence, named, lexicon)
    flights = flights_of(doc, index)
    out: list[ActorMention] = []
    for hit in named:
        covered |= set(hit.tokens)
        part, status, cue = part_of(scene, hit)
        if scene.marks["none"] and cue == "claim":
            part, status = "mention", "unknown"
        owner = any(at in f.owners for f in flights for at in (hit.first, hit.last))
        if owner:
            part, status, cue = "perpetrator", "attributed", "demonym"
        elif any(hit.first in f.defenders for f in flights) and cue != "claim":
            part, status = "mention", "unknown"
        if out and out[-1].part != "mention" and cue != "claim" and _joined_to(out[-1], scene, hit):
            part, status, cue = out[-1].part, out[-1].status, out[-1].cue
        out.append(
            ActorMention(
                index,
                hit.first,
                hit.last,
                hit.values["actor_id"],
                fold(hit.values["alias"]),
                part,
                status,
                cue,
                hit.values.get("name", ""),
            )
        )
    arrests = arrests_of(doc, index) if demonyms else frozenset()
    for hit in demonyms:
        if hit.first in covered or hit.first == 0:
            continue
        if _is_of_a_town(doc, index, hit.first):
            continue  # اقتحام عفرين السورية: where the town lies
        nation = nation_that_did_it(scene, hit)
        if any(hit.first in f.defenders for f in flights) and not _of_an_attack(scene, hit):
            nation = None
        cue = "demonym"
        if nation is None and authorities_that_arrest(scene, hit, arrests):
            nation, cue = "attributed", "arrests"
        if nation is not None:
            out.append(
                ActorMention(
                    index, hit.first, hit.last, hit.values["actor_id"], "", "perpetrator",
                    nation, cue,
                )
            )  # fmt: skip
    return _with_wings(scene, sorted(out, key=lambda a: (a.first, a.last)))


def _is_of_a_town(doc: Document, index: int, at: int) -> bool:
    """Whether an adjective agrees with a place's name that it stands behind, or ends."""
    adjective = doc.sentences[index].tokens[at].text
    if not (adjective.startswith("ال") and adjective.endswith("ه")):
        return False
    return any(
        at - token_at(doc, index, place.end) in (0, 1) and at > token_at(doc, index, place.start)
        for place in doc.places
        if place.sentence == index
    )


def _with_wings(scene: Scene, found: list[ActorMention]) -> list[ActorMention]:
    """What is said behind a group and whose armed wing it is, is said of the group: أعلنت الألوية،
    الجناح العسكري للجان، أنها أطلقته."""
    out = found[:1]
    for actor in found[1:]:
        wing = out[-1]
        between = [t.text for t in scene.tokens[wing.last + 1 : actor.first + 1]]
        if (
            0 < len(between) <= _WING_REACH
            and between[0] in _WINGS
            and wing.part == "mention"
            and actor.part == "perpetrator"
        ):
            out[-1] = replace(wing, part=actor.part, status=actor.status, cue=actor.cue)
            out.append(replace(actor, part="mention", status="unknown", cue=""))
        else:
            out.append(actor)
    return out


def _of_an_attack(scene: Scene, hit: Hit) -> bool:
    """Whether the nationality is that of the attack right before it: تصدت لعدوان إسرائيلي."""
    return any(c.values["cue"] == "noun" and c.last == hit.first - 1 for c in scene.cues)


def _joined_to(before: ActorMention, scene: Scene, hit: Hit) -> bool:
    """Whether و alone joins a name to the one before: ستة من الحوثيين وقوات صالح."""
    start = phrase_start(scene, hit)
    return (
        start == before.last + 1
        and scene.tokens[start].text.startswith("و")
        and not scene.paused(start)
    )
