"""What or who was hit.

Each word of seeds/lexicon/target_words.csv votes with its strength, more where it stands behind
a word of aiming (استهدف، على، في); the class of the victims (seeds/lexicon/victim_classes.csv)
votes too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from extractors.lexicon import hits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document, Token
    from extractors.facts.actors import ActorMention
    from extractors.facts.casualties import Count
    from extractors.lexicon import Hit, Lexicon

_AIMING = frozenset(
    {
        "استهدف", "استهدفت", "استهدفا", "استهدفوا", "استهداف", "علي", "ضد", "هاجم", "هاجمت",
        "هاجموا", "اقتحم", "اقتحام", "اقتحموا", "داخل", "ضرب", "ضربت", "قرب", "امام", "طال", "طالت",
        "اصاب", "تعرض", "تعرضت", "بالقرب", "مستهدفا", "تستهدف", "عند", "مستهدفه", "استهدفه",
    }
)  # fmt: skip
_AIMED_WITHIN = 3
_AIMED = 1.5
#: kinds of places whose names say nothing of the target: منطقة الشرطة الرابعة، سبع البور
_NAMES_ONLY = frozenset({"country", "region", "governorate", "district", "settlement",
                         "neighbourhood"})  # fmt: skip
#: a class that may be of soldiers or of policemen says less
_OPEN_CLASSES = frozenset({"officers", "security", "people", "men"})
_ANYBODY = frozenset({"people", "men"})

#: what it means that an actor of a type was hit
ACTOR_TARGET = {
    "armed_group": "militants",
    "militia": "military",
    "state_force": "military",
    "state": "military",
    "coalition": "military",
}
#: whose names hold words that say nothing of a target: حزب العمال، جبهة تحرير الشعب
_GROUPS = frozenset({"armed_group", "militia", "political_group", "crowd"})
_OF_A_FORCE = frozenset({"قوه", "قوات", "وحده", "وحدات", "عناصر", "دوريه", "دوريات", "من", "رجال"})
_BEFORE_A_NAME = 2
#: those who act themselves
_ACTING = frozenset({"military", "police", "government"})
_HURT = ("killed", "wounded", "abducted", "casualties")


@dataclass(frozen=True, slots=True)
class TargetMention:
    """Something or somebody that may be the target. `strength` adds up over mentions."""

    sentence: int
    first: int
    last: int
    target_type: str
    strength: float


def targets(doc: Document, lexicon: Lexicon) -> tuple[TargetMention, ...]:
    """All possible targets of the relevant sentences, in the order of the text.

    Words inside the name of a source (مصدر في الشرطة), of a place (منطقة الشرطة الرابعة) or of
    somebody who acts (اعتقلت القوات الأمنية) are none; rows of the type none mask others (نقل إلى
    المستشفى).
    """
    out = []
    named_actors = cast("tuple[ActorMention, ...]", doc.annotations.get("actors", ()))
    acting = [a for a in named_actors if a.part != "victim"]
    groups = [
        a
        for a in named_actors
        if a.last > a.first and lexicon.actors.get(a.actor_id, {}).get("actor_type") in _GROUPS
    ]
    for index in sorted(doc.relevant):
        tokens = doc.sentences[index].tokens
        sources = hits_of(doc, index, "sources")
        said = {
            at
            for hit in sources
            if hit.values["kind"] != "agency"
            for at in range(hit.first, min(hit.last + 3, len(tokens)))
        }
        said |= {h.last + 1 for h in hits_of(doc, index, "reporting_verbs")}
        named = [
            (p.start, p.end) for p in doc.places if p.sentence == index and p.kind in _NAMES_ONLY
        ]
        actors = [a for a in acting if a.sentence == index]
        verbs = {
            h.last
            for name in ("triggers", "harm_words", "reporting_verbs")
            for h in hits_of(doc, index, name)
            if h.values.get("form", "verb") == "verb"
        }
        acts = {h.first for h in hits_of(doc, index, "force_acts")}
        words = hits_of(doc, index, "target_words")
        masked = {at for h in words if h.values["target_type"] == "none" for at in h.tokens}
        for hit in words:
            if hit.first in said or _is_masked(hit, masked):
                continue
            if any(
                start <= tokens[hit.last].start
                and tokens[hit.last].end <= end
                and (len(hit.tokens) == 1 or tokens[hit.first].start < start)
                for start, end in named
            ):
                continue
            if any(a.sentence == index and a.first < hit.first <= a.last for a in groups):
                continue
            if hit.values["target_type"] in _ACTING and _acts(tokens, hit, acts):
                continue
            strength = float(hit.values["strength"])
            around = tokens[max(0, hit.first - _AIMED_WITHIN) : hit.first]
            aimed = any(not _AIMING.isdisjoint(token.forms) for token in around)
            inside = [a for a in actors if any(a.first <= at <= a.last for at in hit.tokens)]
            if any(
                a.part == "perpetrator"
                or a.first - 1 in verbs
                or (a.part == "party" and a.first <= hit.first)
                for a in inside
            ):
                continue
            if aimed:
                strength += _AIMED
            out.append(
                TargetMention(index, hit.first, hit.last, hit.values["target_type"], strength)
            )
    return tuple(out)


def _is_masked(hit: Hit, masked: set[int]) -> bool:
    """Whether words that are no target hold it; a noun right before them is one of its own: مقر
    وزارة الخارجية."""
    own_head = hit.first not in masked and hit.last - hit.first <= _BEFORE_A_NAME
    return not own_head and not masked.isdisjoint(hit.tokens)


def _acts(tokens: tuple[Token, ...], hit: Hit, acts: set[int]) -> bool:
    """Whether a force is what acts, in front of its verb or behind it: القوات الأمنية عثرت، طوقت
    قوة من الجيش."""
    first, behind = hit.first, hit.last + 1
    while first > 0 and not _OF_A_FORCE.isdisjoint(tokens[first - 1].forms):
        first -= 1
    if behind < len(tokens) and tokens[behind].text.startswith("ال"):
        behind += 1  # قوات الأمن العراقية عثرت
    return first - 1 in acts or behind in acts


#: what it is taken to be where nothing says it: people are hurt, or suspects are taken
_DEFAULT = {
    "arrest": "militants",
    "clash": "militants",
    "kidnapping": "civilians",
    "assassination": "civilians",
    "execution": "civilians",
}
#: what parts of a toll weigh, of any people and of those who were the likely aim
_PART, _TELLING_PART = 0.5, 1.25
_TELLING = frozenset({"military", "police", "medical", "journalists", "educational"})
#: each further word adds so much, and all together so much at most
_VOTE = 0.25
_MOST_VOTES = 1.0
#: only whom it befell says who was aimed at; what stands near by does not
_TAKEN = frozenset({"arrest", "weapons_seizure"})
_PERSONAL = frozenset({"arrest", "kidnapping", "clash", "execution", "assassination"})


#: places that say more than that civilians were in them, where a word names them so firmly
_SITES = frozenset({"market", "religious_site", "educational", "medical", "transport"})
_SITE = 3.0


def choose(
    mentions: Iterable[TargetMention],
    victims: Iterable[Count],
    actors: Iterable[tuple[ActorMention, str, float]],
    event_type: str,
    not_by_word: frozenset[str] = frozenset(),
) -> tuple[str, TargetMention | Count | ActorMention | None]:
    """The target type that the words speak for most, with the strongest word for it.

    `not_by_word`: types that a word for a target does not speak for, only those who were hit.

    `actors`: those named as victims, with the type that seeds/actors.csv gives them and a weight
    from 0 to 1. For arrests,
    abductions and clashes the people decide; places of sale or prayer near by do not. Where
    nothing is said, the dead and wounded are civilians, and those arrested militants.
    """
    victims, mentions = list(victims), list(mentions)
    at_site = any(m.target_type in _SITES and m.strength >= _SITE for m in mentions)
    votes: dict[str, int] = {}
    firmest: dict[str, float] = {}
    best: dict[str, tuple[float, TargetMention | Count | ActorMention]] = {}

    def vote(kind: str, strength: float, mention: TargetMention | Count | ActorMention) -> None:
        votes[kind] = votes.get(kind, 0) + 1
        firmest[kind] = max(firmest.get(kind, 0.0), strength)
        if kind not in best or strength > best[kind][0]:
            best[kind] = (strength, mention)

    for mention in mentions:
        strength = mention.strength
        if mention.target_type in not_by_word:
            continue
        if event_type in _TAKEN and mention.target_type != "journalists":
            continue
        if event_type in ("execution", "kidnapping"):
            strength -= 0.5  # who was taken says more than what stands around
        if event_type == "clash" and mention.target_type in ("military", "police", "government"):
            strength -= 1.5  # they are a party to it
        if event_type == "clash" and mention.target_type == "civilians":
            strength -= 3.0  # a camp, a quarter is where they fight
        if event_type in _PERSONAL and mention.target_type not in (
            "civilians", "military", "police", "militants", "journalists", "government",
        ):  # fmt: skip
            # أمام منزله: where somebody is met is not what was aimed at
            strength -= 4.0 if mention.target_type == "private_property" else 2.0
        if strength > 0:
            vote(mention.target_type, strength, mention)
    for count in victims:
        if count.measure == "arrested" and event_type not in _TAKEN:
            continue  # the guards who are asked, the doers who were caught
        if count.target_type and count.role in ("total", "sub_count", "combined"):
            weight = 3.0 if count.role != "sub_count" else _PART
            if count.role == "sub_count" and count.target_type in _TELLING:
                weight = _TELLING_PART
            if not count.firm:
                weight = min(weight, 2.0)  # one person of several, as like as not
            if count.target_type == "civilians" and (count.value == 1 or at_site):
                weight = min(weight, 2.0)  # a market, a mosque says more than who was in it
            if count.victim_class in _OPEN_CLASSES:
                weight = min(weight, 1.0 if count.victim_class in _ANYBODY else 2.0)
            if count.victim_class in (*_ANYBODY, "nationals") and event_type in _TAKEN:
                continue
            vote(count.target_type, weight, count)
    for actor, kind, weight in actors:
        if kind in ACTOR_TARGET:
            vote(ACTOR_TARGET[kind], 3.0 * weight, actor)
    if not votes:
        hurt = next((c for c in victims if c.measure in _HURT and c.value != 0), None)
        taken = next((c for c in victims if c.measure == "arrested"), None)
        if event_type in _DEFAULT:
            return _DEFAULT[event_type], taken
        return ("civilians", hurt) if hurt is not None else ("unknown", None)
    kind = max(votes, key=lambda k: firmest[k] + min(_VOTE * votes[k], _MOST_VOTES))
    return kind, best[kind][1]
