"""Which target the words speak for most: those for what was hit, the classes of the victims
(seeds/lexicon/victim_classes.csv), the actors named as victims."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from extractors.candidates.targets import (
    ACTING,
    ANY_FORCE,
    ARMY_AND_POLICE,
    EITHER_FORCE,
    TargetMention,
)
from extractors.event_types import FROM_THE_AIR, TAKINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count

    Evidence: TypeAlias = TargetMention | Count | ActorMention

#: a class that may be of soldiers or of policemen says less
_OPEN_CLASSES = frozenset({"officers", "security", "people", "men"})
_ANYBODY = frozenset({"people", "men"})
#: what the class of a toll's people weighs in telling one force from the other
_OF_A_TOLL = 2.0
_HURT = ("killed", "wounded", "abducted", "casualties")
#: what it is taken to be where nothing says it: people are hurt, or suspects are taken
_DEFAULT = {
    "arrest": "militants",
    "clash": "militants",
    "kidnapping": "civilians",
    "assassination": "civilians",
    "execution": "civilians",
}
#: what those who were hit weigh; less where one of several is told, or of a class that says little
_VICTIMS, _ONE_OF_THEM, _ANY_PEOPLE = 3.0, 2.0, 1.0
#: what parts of a toll weigh, of any people and of those who were the likely aim
_PART, _TELLING_PART = 0.5, 1.25
_TELLING = frozenset({"military", "police", EITHER_FORCE, "medical", "journalists", "educational"})
#: what a bus weighs less where a force's men fell in it
_OWN_BUS = 2.0
#: each further word adds so much, and all together so much at most
_VOTE = 0.25
_MOST_VOTES = 1.0
#: what befalls persons
_PERSONAL = frozenset({"arrest", "kidnapping", "clash", "execution", "assassination"})
_PEOPLE = frozenset({"civilians", "militants", "journalists", *ACTING})
#: places that say more than that civilians were in them, where a word names them so firmly
_SITES = frozenset(
    {"market", "religious_site", "educational", "medical", "transport", "infrastructure"}
)
_SITE = 3.0


class Choice(NamedTuple):
    """A target type, the strongest word for it, and whether words say it at all: what they do not
    say follows from what happened."""

    target: str
    words: Evidence | None
    is_said: bool


def choose(
    mentions: Iterable[TargetMention],
    victims: Iterable[Count],
    actors: Iterable[tuple[ActorMention, str, float]],
    event_type: str,
    not_by_word: frozenset[str] = frozenset(),
) -> Choice:
    """The target type that the words speak for most, with the strongest word for it.

    `not_by_word`: types that a word for a target does not speak for, only those who were hit.
    `actors`: those named as victims, with what their being hit says of the target and a weight
    from 0 to 1. For arrests, abductions and clashes the people decide; places of sale or prayer
    near by do not. Where nothing is said, the dead and wounded are civilians, and those arrested
    militants.
    """
    victims, mentions = list(victims), list(mentions)
    at_site = any(m.target_type in _SITES and m.strength >= _SITE for m in mentions)
    said: list[tuple[str, float, Evidence]] = []
    fell = any(c.role == "total" and c.target_type in ANY_FORCE for c in victims)
    for mention in mentions:
        if mention.target_type not in not_by_word:
            strength = _of_word(mention, event_type)
            if fell and mention.target_type == "transport":
                strength -= _OWN_BUS  # مجندون في حافلتين: whom it took, not the bus
            said.append((mention.target_type, strength, mention))
    for count in victims:
        weight = _of_victims(count, event_type, at_site=at_site)
        said.append((count.target_type or "", weight, count))
    said += [(kind, _VICTIMS * weight, actor) for actor, kind, weight in actors]
    force = _which_force(mentions, victims)
    votes: dict[str, list[tuple[float, Evidence]]] = {}
    for kind, weight, evidence in said:
        if weight > 0:
            votes.setdefault(force if kind == EITHER_FORCE else kind, []).append((weight, evidence))
    if not votes:
        hurt = next((c for c in victims if c.measure in _HURT and c.value != 0), None)
        taken = next((c for c in victims if c.measure == "arrested"), None)
        if event_type in _DEFAULT:
            return Choice(_DEFAULT[event_type], taken, is_said=False)
        return Choice("unknown" if hurt is None else "civilians", hurt, is_said=False)
    # of words that weigh the same, those for who was hit bear it best
    firmest = {
        kind: max(cast, key=lambda v: (v[0], not isinstance(v[1], TargetMention)))
        for kind, cast in votes.items()
    }
    kind = max(votes, key=lambda k: firmest[k][0] + min(_VOTE * len(votes[k]), _MOST_VOTES))
    return Choice(kind, firmest[kind][1], is_said=True)


def _of_word(mention: TargetMention, event_type: str) -> float:
    """What a word for a target weighs in an event of a type."""
    strength, kind = mention.strength, mention.target_type
    if event_type == "weapons_seizure" and mention.meant:
        return strength  # عبوات معدة لاستهداف دورية
    # only whom it befell says who was aimed at; what stands near by does not
    if event_type in TAKINGS and kind != "journalists":
        return 0.0
    if event_type in ("execution", "kidnapping"):
        strength -= 0.5  # who was taken says more than what stands around
    if event_type == "clash" and mention.part:
        return 0.0  # قتل سبعة بينهم جنديان: not whom it was with
    if event_type == "clash" and kind in ACTING:
        strength -= 1.5  # they are a party to it
    if event_type == "clash" and kind == "civilians":
        strength -= 3.0  # a camp, a quarter is where they fight
    if event_type in _PERSONAL and kind not in _PEOPLE:
        # أمام منزله: where somebody is met is not what was aimed at
        strength -= 4.0 if kind == "private_property" else 2.0
    return strength


def _of_victims(count: Count, event_type: str, *, at_site: bool) -> float:
    """What the class of those who are counted weighs in an event of a type."""
    part, taken = count.role == "sub_count", event_type in TAKINGS
    if not count.target_type:
        return 0.0
    if (count.measure == "arrested") != taken:
        return 0.0  # the guards who are asked, the doers who were caught; what they are taken for
    if part and (taken or event_type == "clash"):
        return 0.0  # of the dead of both sides
    if taken and count.victim_class in (*_ANYBODY, "nationals"):
        return 0.0
    weight = _VICTIMS
    if part:
        weight = _TELLING_PART if count.target_type in _TELLING else _PART
        # whoever fights among the dead of such was their aim: بينهم قياديان
        if event_type in FROM_THE_AIR and count.target_type == "militants":
            weight = _ONE_OF_THEM
    if not count.firm:
        weight = min(weight, _ONE_OF_THEM)
    if count.target_type == "civilians" and (count.value == 1 or at_site):
        weight = min(weight, _ONE_OF_THEM)  # a market, a mosque says more than who was in it
    if count.victim_class in _OPEN_CLASSES:
        weight = min(weight, _ANY_PEOPLE if count.victim_class in _ANYBODY else _ONE_OF_THEM)
    return weight


def _which_force(mentions: Sequence[TargetMention], victims: Sequence[Count]) -> str:
    """Whose the men and posts are that either force may have: policemen's where the other words or
    those who were hit speak of policemen more firmly than of soldiers."""
    said = [(m.target_type, m.strength) for m in mentions]
    said += [(c.target_type, _OF_A_TOLL) for c in victims if c.target_type]
    firmest = {f: max((s for kind, s in said if kind == f), default=0.0) for f in ARMY_AND_POLICE}
    return "police" if firmest["police"] > firmest["military"] else "military"
