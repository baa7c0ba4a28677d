"""What or who was hit.

Each word of seeds/lexicon/target_words.csv votes with its strength, more where it stands behind
a word of aiming (aim_words.csv: استهدف، على); filling/target_choice.py counts the votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from extractors.candidates.recalls import killed_for
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extractors.candidates.actors.reading import ActorMention
    from extractors.document import Document, Token
    from extractors.patterns.lexicon import Lexicon
    from extractors.patterns.pattern import Hit

#: men and posts of the army or the police: ضابط, مجند, دورية, نقطة تفتيش
EITHER_FORCE = "forces"
#: the army and the police; with what either may have
ARMY_AND_POLICE = frozenset({"military", "police"})
ANY_FORCE = ARMY_AND_POLICE | {EITHER_FORCE}
#: kinds of aim_words.csv: it was aimed at, or as good as that, or is only near; a bomb's purpose
_AIMS = ("aim", "beside", "near", "meant")
#: places that only tell where among people it was, by what everybody knows there
_LANDMARKS = frozenset({"educational", "religious_site", "medical", "market"})
_NEAR_WITHIN = 2
#: who is named as a part of a toll, so many words behind بينهم, says little of the aim
_PART = 2
_ONE_OF_MANY = 0.5
_FIGHTERS = ANY_FORCE | {"militants"}
_NEAR = 1.5
#: what a verb of aiming aims at stands so many words behind it: هاجم مسلحون أمس فندقا
_OBJECT_WITHIN = 4
_AIMED_WITHIN = 3
_AIMED = 1.5
#: ل names the object of an attack that is told as a noun so far before it: قصف الجيش للمستشفى
_OBJECT_REACH = 8
#: what does nothing itself, so that ل before it names no doer
_BUILDINGS = _LANDMARKS | {"private_property", "infrastructure"}
#: kinds of places whose names say nothing of the target: منطقة الشرطة الرابعة، سبع البور
_NAMES_ONLY = frozenset({"country", "region", "governorate", "district", "settlement",
                         "neighbourhood"})  # fmt: skip

#: places whose names begin with what they are: المستشفى السعودي. A market may be a town's name.
_CALLED_BY = frozenset({"medical", "educational", "military"})
#: what it means that an actor of a type was hit
ACTOR_TARGET = {
    "armed_group": "militants",
    "irregular_force": "military",
    "state_force": "military",
    "state": "military",
    "coalition": "military",
}
#: whose names hold words that say nothing of a target: حزب العمال، جبهة تحرير الشعب
_GROUPS = frozenset({"armed_group", "irregular_force", "political_group", "crowd"})
_OF_A_FORCE = word_set("targets.of_a_force")
_BEFORE_A_NAME = 2
#: kinds of sources that are as well what was hit
_MAY_BE_HIT = frozenset({"org", "person"})
#: from a word of saying to who says so
_SPOKEN_NEAR = 8
#: … and from who denies, warns or swears to what he says
_THAT_NEAR = 3
#: all that is told of who speaks has so many words
_SPEAKER = 14
_THAT = word_set("targets.that")
#: those who act themselves
ACTING = ANY_FORCE | {"government"}
#: cues right behind which the doer is named: برصاص جنود
_NAMES_DOER = frozenset({"by", "agent"})
#: words in the name of a force of policemen, so far ahead of what is theirs by a pronoun
_POLICE, _TELLS_REACH = word_set("targets.police"), 14
_OF_ITS_OWN, _PRONOUNS = frozenset({"لها", "لهم"}), ("ها", "هم")


@dataclass(frozen=True, slots=True)
class TargetMention:
    """Something or somebody that may be the target. `meant`: by a bomb that is told not to have
    gone off (زرعت لاستهداف دورية). `part`: of those who were hit (بينهم جنديان)."""

    sentence: int
    first: int
    last: int
    target_type: str
    strength: float
    meant: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class _Around:
    """The words for targets of a sentence, and what stands around them.

    Indices of tokens: `said`, of who speaks; `masked`, of words that are no target; `verbs`;
    `aims`, words of aiming by kind; `acts`, what forces do; `by`, behind which the doer is named;
    `parts`, behind which a part of a toll is told. `places`: where names of places begin and end;
    `actors`: all but victims; `groups`: actors whose names say nothing of a target; `attacks`:
    words of events.
    """

    index: int
    tokens: tuple[Token, ...]
    words: Sequence[Hit]
    said: set[int]
    masked: set[int]
    places: Sequence[tuple[int, int]]
    actors: Sequence[ActorMention]
    groups: Sequence[ActorMention]
    verbs: set[int]
    aims: Mapping[str, set[int]]
    attacks: Sequence[Hit]
    acts: set[int]
    by: set[int]
    parts: Sequence[int]


def targets(doc: Document, lexicon: Lexicon) -> tuple[TargetMention, ...]:
    """All possible targets of the relevant sentences, in the order of the text.

    Words inside the name of a source (مصدر في الشرطة), of a place (منطقة الشرطة الرابعة) or of
    somebody who acts (اعتقلت القوات الأمنية) are none; rows of the type none mask others (نقل إلى
    المستشفى).
    """
    out: list[TargetMention] = []
    for index in sorted(doc.relevant):
        around = _around_targets(doc, lexicon, index)
        out.extend(
            _mention(around, hit)
            for hit in around.words
            if not (
                hit.first in around.said
                or _is_masked(hit, around.masked)
                or killed_for(doc, index, hit)
                or _in_a_name(around, hit)
                or _is_doer(around, hit)
            )
        )
    return tuple(out)


def _around_targets(doc: Document, lexicon: Lexicon, index: int) -> _Around:
    """What stands around the words for targets of a sentence."""
    named = cast("tuple[ActorMention, ...]", doc.annotations.get("actors", ()))
    actors = [a for a in named if a.sentence == index]
    words = hits_of(doc, index, "target_words")
    aims: dict[str, set[int]] = {kind: set() for kind in _AIMS}
    for hit in hits_of(doc, index, "aim_words"):
        for kind in hit.values["kind"].split("|"):
            aims[kind].add(hit.first)
    return _Around(
        index=index,
        tokens=doc.sentences[index].tokens,
        words=words,
        said=_said_by(doc, index),
        masked={at for h in words if h.values["target_type"] == "none" for at in h.tokens},
        places=[
            (p.start, p.end) for p in doc.places if p.sentence == index and p.kind in _NAMES_ONLY
        ],
        actors=[a for a in actors if a.part != "victim"],
        groups=[
            a
            for a in actors
            if a.last > a.first and lexicon.actors.get(a.actor_id, {}).get("actor_type") in _GROUPS
        ],
        verbs={
            h.last
            for name in ("triggers", "harm_words", "reporting_verbs")
            for h in hits_of(doc, index, name)
            if h.values.get("form", "verb") == "verb"
        },
        aims=aims,
        attacks=[h for h in hits_of(doc, index, "triggers") if h.values["kind"] == "event"],
        acts={at for h in hits_of(doc, index, "force_acts") for at in (h.first, h.last)},
        by={
            h.last
            for h in hits_of(doc, index, "perpetrator_cues")
            if h.values["cue"] in _NAMES_DOER
        },
        parts=[
            h.last
            for h in hits_of(doc, index, "count_relations")
            if h.values["relation"] == "sub_count"
        ],
    )


def _in_a_name(around: _Around, hit: Hit) -> bool:
    """Whether a word for a target only stands inside the name of a place or of a group: منطقة
    الشرطة الرابعة، حزب العمال."""
    tokens, target_type = around.tokens, hit.values["target_type"]
    return any(
        start <= tokens[hit.last].start
        and tokens[hit.last].end <= end
        and (len(hit.tokens) == 1 or tokens[hit.first].start < start)
        and not (target_type == "civilians" and len(hit.tokens) > 1)  # قصف حي
        and not (
            target_type in _CALLED_BY and tokens[hit.first].start <= start < tokens[hit.first].end
        )
        for start, end in around.places
    ) or any(a.first < hit.first <= a.last for a in around.groups)


def _is_doer(around: _Around, hit: Hit) -> bool:
    """Whether a word for a target names those who act, or stands in the name of such."""
    target_type, by = hit.values["target_type"], hit.first - 1 in around.by
    if by and target_type == "militants":
        return True  # قتلوا على يد مسلحين
    if target_type in ACTING and (_acts(around.tokens, hit, around.acts) or by):
        return True
    inside = [a for a in around.actors if any(a.first <= at <= a.last for at in hit.tokens)]
    return any(
        a.part == "perpetrator"
        or a.first - 1 in around.verbs
        or (a.part == "party" and a.first <= hit.first)
        for a in inside
    )


def _mention(around: _Around, hit: Hit) -> TargetMention:
    """A possible target with what its word weighs where it stands."""
    target_type, aims = hit.values["target_type"], around.aims
    before = range(max(0, hit.first - _AIMED_WITHIN), hit.first)
    strength = float(hit.values["strength"])
    if _is_aimed_at(around, hit, before):
        strength += _AIMED
    elif target_type in _LANDMARKS and any(at in aims["near"] for at in before[-_NEAR_WITHIN:]):
        strength -= _NEAR
    part = any(0 < hit.first - at <= _PART for at in around.parts)
    if part and target_type not in _FIGHTERS:
        strength = min(strength, _ONE_OF_MANY)  # شهداء بينهم مسعف
    return TargetMention(
        around.index,
        hit.first,
        hit.last,
        _whose(around.tokens, hit),
        strength,
        meant=any(at in aims["meant"] for at in before),
        part=part,
    )


def _is_aimed_at(around: _Around, hit: Hit, before: range) -> bool:
    """Whether a word of aiming, or an attack, has a target as its object; or it is a force right
    beside what was aimed at."""
    target_type, aims = hit.values["target_type"], around.aims
    aside = _near_the_aim(before, around.words, aims)
    aimed = not aside and any(at in aims["aim"] for at in before)
    beside = not aside and target_type in ACTING and any(at in aims["beside"] for at in before)
    return (
        aimed
        or beside
        or any(
            0 < hit.first - h.first <= _OBJECT_REACH
            and _is_object(around.tokens[hit.first], target_type, h)
            for h in around.attacks
        )
    )


def _whose(tokens: tuple[Token, ...], hit: Hit) -> str:
    """The target type that a word names; policemen's where it is theirs who tell of it: ذكرت الشرطة
    أن عبوة انفجرت لدى مرور دورية لها، بدوريتها."""
    target_type, behind = hit.values["target_type"], tokens[hit.last + 1 : hit.last + 2]
    own = any(t.text in _OF_ITS_OWN for t in behind) or tokens[hit.last].text.endswith(_PRONOUNS)
    ahead = tokens[max(hit.first - _TELLS_REACH, 0) : hit.first]
    police = any(not _POLICE.isdisjoint(t.forms) for t in ahead)
    return "police" if target_type == EITHER_FORCE and own and police else target_type


def _said_by(doc: Document, index: int) -> set[int]:
    """The tokens of a sentence that tell who speaks, and those right behind a word of saying."""
    tokens = doc.sentences[index].tokens
    reports = hits_of(doc, index, "reporting_verbs")
    deeds = {h.first for name in ("triggers", "harm_words") for h in hits_of(doc, index, name)}
    said = {
        at
        for hit in hits_of(doc, index, "sources")
        if hit.values["kind"] != "agency" and _speaks(tokens, hit, reports)
        for at in range(hit.first, _end_of_speaker(tokens, hit, deeds))
    }
    return said | {h.last + 1 for h in reports}


def _end_of_speaker(tokens: Sequence[Token], source: Hit, deeds: set[int]) -> int:
    """Index behind all that is told of who speaks, up to "that": قال المتحدث باسم القوات، العقيد
    سالم حسن، إن …; a word or two behind his title where none follows."""
    for at in range(source.last + 1, min(source.last + _SPEAKER, len(tokens))):
        if at in deeds:
            break
        if tokens[at].text in _THAT:
            return at
    return min(source.last + 3, len(tokens))


def _speaks(tokens: tuple[Token, ...], source: Hit, reports: Iterable[Hit]) -> bool:
    """Whether a word of saying stands near a possible source: an office, a commander may as well be
    hit."""
    behind = tokens[source.last + 1 : source.last + 1 + _THAT_NEAR]
    return (
        source.values["kind"] not in _MAY_BE_HIT
        or any(-_SPOKEN_NEAR <= source.first - h.last <= _SPOKEN_NEAR for h in reports)
        or any(token.text in _THAT for token in behind)
    )


def _near_the_aim(around: range, words: Sequence[Hit], aims: Mapping[str, set[int]]) -> bool:
    """Whether it is only near what was aimed at: هاجموا فندقا قرب القصر."""
    near = next((at for at in reversed(around) if at in aims["near"]), None)
    return near is not None and any(
        0 < near - hit.last <= _NEAR_WITHIN
        and any(0 < hit.first - at <= _OBJECT_WITHIN for at in aims["aim"])
        for hit in words
    )


def _is_object(token: Token, target_type: str, attack: Hit) -> bool:
    """Whether ل before it makes a noun with an article, or a building, the object of a verbal noun:
    قصف الطيران لمنزل."""
    building = target_type in _BUILDINGS
    if not building and attack.values["form"] != "noun":
        return False
    return token.text.startswith("ل" if building else "لل") and len(token.forms) > 1


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
