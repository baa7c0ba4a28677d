"""Who did it, where no word of doing in the incident's own sentences names him."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractors.event_types import EVENT_FAMILIES, FROM_THE_AIR
from extractors.filling.actor_ids import FLOWN, FLYERS, FORCES
from extractors.filling.context import OLD_DAYS, THE_ATTACK
from extractors.mentions.linking_words import RECALLING
from extractors.mentions.mention import told
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.candidates.actors.reading import ActorMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.mentions.mention import Mention
    from extractors.patterns.pattern import Hit

#: cues that speak of an attack told elsewhere
SPOKEN = frozenset({"claim", "charge", "accuse"})
#: cues that speak of one where a word stands for it: نفذت الهجوم
_DONE = frozenset({"self", "agent"})
_THE_ATTACK_REACH = 6
#: who tells of it stands so near to a word of saying
_SPEAKS = 5
#: with what the names of forces begin
_FORCE_HEADS = word_set("doers.force_heads")
#: … and a verb of beating off behind who did so
_BEAT_OFF = word_list("actors.beat_off")
_BEATS_OFF_REACH = 3
#: nouns for armed men who were told of right before, in the sentence before at most
_SAME_MEN, _GO_ON_REACH = word_set("doers.same_men"), 2
#: a claim stands so many sentences behind what it claims
_CLAIM_REACH = 2
#: words that sum up several attacks, or fly them, and the families that these may be of
_SERIES: Mapping[str, tuple[str, ...]] = {
    "هجمات": ("armed", "bombing"),
    "اعتداءات": ("armed", "bombing"),
    "هجومين": ("armed", "bombing"),
    "تفجيرات": ("bombing",),
    "تفجيرين": ("bombing",),
    "غارات": ("remote",),
    "ضربات": ("remote",),
    "طيران": ("flown",),
    "طايرات": ("flown",),
    "مقاتلات": ("flown",),
}
_SERIES_REACH = 4
#: kinds of negatives in whose sentences nobody is named for one attack
_GOING_ON = frozenset({"campaign", "statistic"})


class Candidate(NamedTuple):
    """Somebody who may have done it: the highest rank did."""

    #: what his cue weighs, then who is named first
    rank: tuple[float, int]
    mention: ActorMention
    actor_id: str


def claimed_elsewhere(context: Context, incident: Incident) -> list[ActorMention]:
    """Claims that stand outside the incident's own sentences: of the only incident that is
    news, or right behind what tells of it."""
    news = [i for i in context.incidents if not i.background]
    taken = {
        id(a)
        for i in context.incidents
        if i.family != "arrest"  # nobody claims one
        for m in i.mentions
        if told(m)
        for a in m.actors
    }
    out = []
    for actor in context.actors:
        if actor.part != "perpetrator" or id(actor) in taken:
            continue
        if actor.cue not in SPOKEN and not (_of_the_attack(context, actor)):
            continue
        recalls = any(
            h.values["kind"] in RECALLING and h.first < actor.first
            for h in hits_of(context.doc, actor.sentence, "background_markers")
            if h.values["kind"] == "older" or not _attack_behind(context, actor)
        )
        if recalls:
            continue
        if _of_another_year(context, actor) or _in_general(context, actor):
            continue
        if len(news) == 1:
            if incident is news[0]:
                out.append(actor)
            continue
        before = [
            (max(told_at), i)
            for i in context.incidents
            if (
                told_at := [
                    m.sentence
                    for m in i.mentions
                    if not m.title and 0 < actor.sentence - m.sentence <= _CLAIM_REACH
                ]
            )
        ]
        if before and max(before, key=lambda e: e[0])[1] is incident:
            out.append(actor)
    return out


def same_hands(context: Context, incident: Incident) -> list[ActorMention]:
    """The doers of what was told right before, where the men of whom it was told go on: اقتحم
    مسلحون حوثيون قرية … كما اختطف المسلحون خمسة."""
    first = min(incident.mentions, key=lambda m: m.sentence)
    if first.background or not _men_go_on(context, first):
        return []
    before = [
        (m.sentence, a)
        for i in context.incidents
        if i is not incident and not i.background
        for m in i.mentions
        if not m.title and 0 <= first.sentence - m.sentence <= _GO_ON_REACH
        for a in m.actors
        if a.part == "perpetrator"
        and (a.sentence, a.first) < (first.sentence, first.triggers[0].first)
    ]
    last = max((at for at, _ in before), default=-1)
    return [a for at, a in before if at == last]


def _men_go_on(context: Context, mention: Mention) -> bool:
    """Whether a noun with ال for armed men is the subject of what the mention tells."""
    tokens = context.doc.sentences[mention.sentence].tokens
    for hit in mention.triggers[:1]:
        behind = [t.text for t in tokens[hit.first + 1 : hit.first + 3]]
        ahead = [t.text for t in tokens[max(hit.first - 1, 0) : hit.first]]
        if hit.values["form"] == "verb" and not _SAME_MEN.isdisjoint(behind[:1] + ahead):
            return True
    return False


def _of_another_year(context: Context, actor: ActorMention) -> bool:
    """Whether the sentence tells of a month or a year long past: تبنت العام الماضي هجوما."""
    published = context.doc.article.published_on
    return any(
        d.sentence == actor.sentence
        and d.precision in ("month", "year")
        and (published - d.latest).days > OLD_DAYS
        for d in context.doc.dates
    )


def _in_general(context: Context, actor: ActorMention) -> bool:
    """Whether the sentence tells what goes on all the time: غالبا ما تتهم السلطات الجماعة."""
    return any(
        h.values["kind"] in _GOING_ON for h in hits_of(context.doc, actor.sentence, "negatives")
    )


def _of_the_attack(context: Context, actor: ActorMention) -> bool:
    """Whether somebody says that he did, or is said to have done, what was told before: قالت الحركة
    إنها نفذت الهجوم."""
    return actor.cue in _DONE and _attack_behind(context, actor)


def _attack_behind(context: Context, actor: ActorMention) -> bool:
    """Whether a word for the attack told before follows soon: التي تبنت العملية."""
    tokens = context.doc.sentences[actor.sentence].tokens
    behind = tokens[actor.last + 1 : actor.last + 1 + _THE_ATTACK_REACH]
    words = (unjoined(t.text, "وبل") for t in behind)
    return any(word in THE_ATTACK for word in words)


def doers_of_headline(context: Context, kind: str) -> list[ActorMention]:
    """Whose attacks of such a kind title and first sentence sum up: هجمات لبوكو حرام."""
    if context.headed is None:
        body = [s.index for s in context.doc.sentences if s.passage.part == "text"]
        heads = {s.index for s in context.doc.sentences if s.passage.part == "title"}
        heads |= set(body[:1])
        context.headed = [
            (family, a)
            for a in context.actors
            if a.sentence in heads and a.part == "perpetrator"
            for family in _series_before(context, a)
        ]
    families = {EVENT_FAMILIES[kind], "flown" if kind in FLOWN else ""}
    return [a for family, a in context.headed if family in families]


def _series_before(context: Context, actor: ActorMention) -> set[str]:
    """The families of the plural words of attack right before a name, with aircraft in it too."""
    tokens = context.doc.sentences[actor.sentence].tokens
    near = tokens[max(0, actor.first - _SERIES_REACH) : actor.last + 1]
    return {f for t in near for form in t.forms for f in _SERIES.get(form, ())}


def repelled(context: Context, incident: Incident, country: str | None) -> list[Candidate]:
    """Those who fell, where the words say that their attack was beaten off."""
    out = []
    for mention in incident.mentions:
        cues = hits_of(context.doc, mention.sentence, "perpetrator_cues")
        if not any(map(_is_repelled, cues)):
            continue
        for number, actor in enumerate(mention.actors):
            actor_id = context.actor_ids.of(actor, country)
            if any(_beats_off(context, actor, h) for h in cues if _is_repelled(h)):
                continue  # قالت الحركة إنها صدت الهجوم
            if actor_id and context.actor_ids.type_of(actor_id) == "armed_group":
                out.append(Candidate((float(actor.part == "victim"), -number), actor, actor_id))
    return out


def _beats_off(context: Context, actor: ActorMention, cue: Hit) -> bool:
    """Whether a verb of beating off stands right behind a name."""
    verb = context.doc.sentences[actor.sentence].tokens[cue.first].text
    return 0 < cue.first - actor.last <= _BEATS_OFF_REACH and verb.startswith(_BEAT_OFF)


def _is_repelled(cue: Hit) -> bool:
    """Whether it says that an attack was beaten off."""
    return cue.values["cue"] == "repelled"


def only_flyer(context: Context, incident: Incident, country: str | None) -> list[Candidate]:
    """The one state or force that the article names for raids from the air, for a raid in the same
    country of which it names nobody: in the news of a place mostly one side flies."""
    named = {
        actor_id: actor
        for other in context.incidents
        if other is not incident and not other.background and other.event_type in FROM_THE_AIR
        for mention in other.mentions
        for actor in mention.actors
        if actor.part == "perpetrator"
        and (actor_id := context.actor_ids.of(actor, country))
        and context.actor_ids.type_of(actor_id) in FLYERS
    }
    forces = {
        actor_id
        for actor in context.actors
        if actor.part in ("perpetrator", "party")
        and (actor_id := context.actor_ids.of(actor, country))
        and context.actor_ids.type_of(actor_id) in FLYERS
    }
    if len(named) != 1 or len(forces) > 1:
        return []
    actor_id, actor = named.popitem()
    country_of = {i: row["country_code"] for i, row in context.lexicon.actors.items()}
    speaking = {country_of.get(a.actor_id) for m in incident.mentions for a in m.actors}
    if country_of[actor_id] in speaking:
        return []  # it tells of its own dead
    return [Candidate((0.0, 0), actor, actor_id)]


def announcer(
    context: Context,
    incident: Incident,
    *,
    victims: set[str],
    country: str | None,
    types: frozenset[str],
) -> list[Candidate]:
    """Who tells of the enemies whom it killed, where no other doer is named."""
    out = []
    first = min(m.sentence for m in incident.mentions)
    own = [a for m in incident.mentions for a in m.actors]
    near = [a for a in context.actors if a.sentence == first]
    for number, mention in enumerate((*own, *near)):
        actor_id = context.actor_ids.of(mention, country)
        if not actor_id or actor_id in victims or mention.part == "victim":
            continue
        kind = context.actor_ids.type_of(actor_id)
        if kind == "state" and not _is_force(context, mention):
            continue
        if kind in types and _speaks(context, mention):
            told_by = replace(mention, status="claimed")
            out.append(Candidate((1.0, -number), told_by, actor_id))
    return out


def arresters(context: Context, incident: Incident, country: str | None) -> list[Candidate]:
    """Whose name stands right behind a verb of arresting (اعتقلت الشرطة التركية ثلاثين); a force's
    also right before it."""
    out = []
    for mention in incident.mentions:
        verbs = [
            h
            for h in mention.triggers
            if h.values["event_type"] == "arrest" and h.values["form"] == "verb"
        ]
        for number, actor in enumerate(mention.actors):
            actor_id = context.actor_ids.of(actor, country)
            if not actor_id or actor.sentence != mention.sentence:
                continue
            force = context.actor_ids.type_of(actor_id) in FORCES
            if any(
                actor.first == h.first + 1 or (force and actor.last == h.first - 1) for h in verbs
            ):
                did = replace(actor, status="attributed")
                out.append(Candidate((1.0, -number), did, actor_id))
    return out


def _is_force(context: Context, actor: ActorMention) -> bool:
    """Whether a name that stands for a state is that of its forces: وزارة الدفاع التركية."""
    first = context.doc.sentences[actor.sentence].tokens[actor.first].text
    return unjoined(first, "وفبل").removeprefix("ال") in _FORCE_HEADS


def _speaks(context: Context, actor: ActorMention) -> bool:
    """Whether a word of saying, or of what somebody managed to do, stands near the name."""
    return any(
        -_SPEAKS <= h.first - actor.first <= _SPEAKS
        for name in ("reporting_verbs", "sources")
        for h in hits_of(context.doc, actor.sentence, name)
    )
