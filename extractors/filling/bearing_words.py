"""The further words without which those that a value was read from do not bear it.

"11 آخرون" says how many, the verb before it what became of them; a name says who, the verb that he
did it; "التنظيم" stands for a name told before; "العاصمة" for one that stands beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.patterns.lexicon import hits_of
from extractors.text.counted_nouns import counted_noun
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.document import PlaceMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident
    from extractors.patterns.pattern import Hit
    from extractors.records import Span

#: what became of people stands so many tokens before their number at most, or half as many behind
_GOVERNS = 10
#: … and what somebody did, before or behind his name
_DID = 6
#: … and what is said of him: أعلنت … مسؤوليتها, اتهمت … بالوقوف وراء
_SAID = 20
#: the kinds of cues (perpetrator_cues.csv) that give an actor's cue, where they are not called so
_CUES = {
    "self": ("says", "own", "claim"),
    "agent": ("agent", "achieve"),
    "of": ("from", "repelled"),
}
#: … and those that the deed itself tells: غارة تركية, اشتباكات بين الجيش ومسلحين
_OF_THE_DEED = frozenset({"demonym", "clash", "noun", ""})
#: who the doers were who fell stands so near their number: عثر على جثة يرجح أنها للمنفذ
_WHO = 8
#: types of event that say what became of those who are counted
_TAKEN_BY = {"arrested": "arrest", "abducted": "kidnapping"}
_KILLED = ("killed", "killed_of_perpetrators")
_DOERS = frozenset({"attackers", "militants"})
_HELD_FOR = frozenset({"suspect", "accused", "charge", "accuse"})


def what_became_of(context: Context, count: Count) -> Span | None:
    """The word that says what became of those who are counted; None where the count itself says it
    (قتلى، ثلاث جثث), or none stands near."""
    measure = "killed" if count.measure in _KILLED else count.measure
    words = [
        h
        for name in ("harm_words", "casualty_nouns")
        for h in hits_of(context.doc, count.sentence, name)
        if h.values["measure"] == measure
    ]
    kind = _TAKEN_BY.get(measure)
    words += [
        h
        for h in hits_of(context.doc, count.sentence, "triggers")
        if kind is not None and h.values["event_type"] == kind
    ]
    tokens = context.doc.sentences[count.sentence].tokens[count.first : count.last + 1]
    bodies = any((noun := counted_noun(t)) is not None and noun.kind == "body" for t in tokens)
    if bodies or any(count.first <= h.first and h.last <= count.last for h in words):
        return None
    tokens_of = (count.first, count.last)
    near = _nearest(context, words, count.sentence, tokens_of, _GOVERNS)
    # ارتفع إلى 14 بينهم ثلاثة أطفال عدد الشهداء الذين قضوا: behind all of its parts
    return near or _nearest(context, words, count.sentence, tokens_of, 2 * _GOVERNS)


def what_they_are_taken_for(context: Context, count: Count) -> Span | None:
    """The words that say why somebody is held: a suspicion, a charge, arms that he had on him; None
    where none stand in the sentence."""
    held = [
        h for h in hits_of(context.doc, count.sentence, "perpetrator_cues")
        if h.values["cue"] in _HELD_FOR and h.first > count.last
    ] + [
        h for h in hits_of(context.doc, count.sentence, "triggers")
        if h.values["event_type"] == "weapons_seizure"
    ] + [
        h for h in hits_of(context.doc, count.sentence, "background_markers")
        if h.values["kind"] == "charge"
    ]  # fmt: skip
    return _nearest(context, held, count.sentence, (count.first, count.last), _SAID)


def who_fell(context: Context, count: Count) -> Span | None:
    """The word that says of doers who fell that they did it; None where the count itself does, or
    none stands near."""
    if count.measure != "killed_of_perpetrators":
        return None
    words = [
        h
        for name in ("victim_classes", "single_persons")
        for h in hits_of(context.doc, count.sentence, name)
        if h.values["victim_class"] in _DOERS
    ]
    if any(count.first <= at <= count.last for h in words for at in h.tokens):
        return None
    behind = [h for h in words if h.first > count.last]
    tokens = (count.first, count.last)
    return _nearest(context, behind, count.sentence, tokens, 2 * _WHO) or _nearest(
        context, words, count.sentence, tokens, _WHO
    )


def what_is_said(context: Context, actor: ActorMention) -> Span | None:
    """The words that make the actor a doer: who claims, accuses, suspects, by whose hand; None
    where the deed itself does."""
    if actor.cue in _OF_THE_DEED:
        return None
    kinds = _CUES.get(actor.cue, (actor.cue,))
    cues = [
        h
        for h in hits_of(context.doc, actor.sentence, "perpetrator_cues")
        if h.values["cue"] in kinds
    ]
    return _nearest(context, cues, actor.sentence, (actor.first, actor.last), _SAID)


def what_was_done(context: Context, incident: Incident, actor: ActorMention) -> Span | None:
    """The word of the incident that says what an actor did, beside his name; None where none
    stands near."""
    told = [
        h
        for m in incident.mentions
        if m.sentence == actor.sentence
        for h in (*m.triggers, *m.harms)
        if not actor.first <= h.first <= actor.last
    ]
    return _nearest(context, told, actor.sentence, (actor.first, actor.last), _DID)


def what_befell(context: Context, incident: Incident, actor: ActorMention) -> Span | None:
    """The word of the incident that says what was done to an actor, or to his people, beside his
    name; None where none stands near."""
    done = [
        h
        for m in incident.mentions
        if m.sentence == actor.sentence
        for h in (*m.harms, *m.triggers)
        if not actor.first <= h.first <= actor.last
    ]
    return _nearest(context, done, actor.sentence, (actor.first, actor.last), _GOVERNS)


def name_meant(context: Context, actor: ActorMention) -> Span | None:
    """The name, told last before it, that a word such as التنظيم stands for; None for a name."""
    if actor.alias or actor.name or not actor.actor_id:
        return None
    names = [a for a in context.actors if a.alias and a.actor_id == actor.actor_id]
    before = [a for a in names if (a.sentence, a.first) < (actor.sentence, actor.first)]
    if not names:
        return None
    meant = before[-1] if before else names[0]
    return context.span(meant.sentence, meant.first, meant.last)


def name_beside(context: Context, place: PlaceMention) -> Span | None:
    """The words that name the place, in its sentence if any do, where those that it was read from
    only describe it: العاصمة الصومالية مقديشو; None where they name it."""
    of = context.doc.sentences[place.sentence]
    name = fold(place.value.name or "")
    if not name or place.value.place_id is None or name in _folded(context, place):
        return None
    beside = (
        p
        for p in context.doc.places
        if p.sentence == place.sentence
        and p.value.place_id == place.value.place_id
        and name in _folded(context, p)
    )
    other = next(beside, None)
    if other is not None:
        return of.span(other.start, other.end)
    at = of.passage.folded.find(name, place.end, place.end + len(name) + 1)
    if at >= 0:
        return of.span(at, at + len(name))
    elsewhere = (
        p
        for p in context.doc.places
        if p.value.place_id == place.value.place_id and name in _folded(context, p)
    )
    other = next(elsewhere, None)  # جنوب العاصمة, behind the dateline that names it
    if other is None:
        return None
    return context.doc.sentences[other.sentence].span(other.start, other.end)


def whole_of(first: int, last: int, overlapping: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The tokens of a word with those of others that share some of them: انتحاري يقود سيارة and
    سيارة مفخخة."""
    for other_first, other_last in sorted(overlapping):
        if other_first <= last and first <= other_last:
            first, last = min(first, other_first), max(last, other_last)
    return first, last


def _nearest(
    context: Context, hits: list[Hit], sentence: int, tokens: tuple[int, int], reach: int
) -> Span | None:
    """The nearest of the hits: around the tokens (لقي شخصان مصرعهما), else before them; what stands
    behind is twice as far."""
    first, last = tokens

    def away(hit: Hit) -> int:
        if hit.first <= last and first <= hit.last:
            return 0
        return first - hit.last if hit.last < first else 2 * (hit.first - last)

    near = min((h for h in hits if away(h) <= reach), key=away, default=None)
    return None if near is None else context.span(sentence, near.first, near.last)


def _folded(context: Context, place: PlaceMention) -> str:
    return context.doc.sentences[place.sentence].passage.folded[place.start : place.end]
