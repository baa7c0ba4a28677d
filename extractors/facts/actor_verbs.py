"""Whether an actor is the subject of a verb beside its name, or what the verb was done to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.facts.actor_cues import status_of
from extractors.facts.actor_scene import phrase_start
from extractors.facts.actor_words import IN_A_PLACE, OWNED, PREPOSITIONS
from extractors.word_sets import word_set

if TYPE_CHECKING:
    from extractors.facts.actor_cues import Verdict
    from extractors.facts.actor_scene import Scene
    from extractors.lexicon import Hit

_BEHIND = 5
_DOING = ("claim", "agent", "verb", "takes")
_CARRIES = 14
#: verbs whose active and passive are written alike
_EITHER_VOICE = word_set("actor_verbs.either_voice")
#: behind these the verb before was a passive one: قتل عناصر من التنظيم جراء قصف
_PASSIVE_SIGNS = word_set("actor_verbs.passive_signs")
#: … and behind these, right behind who fell: قتل مستوطنان وأصيب ثالث
_FELL_TOO = word_set("actor_verbs.fell_too")
ACTIVE_ONLY = word_set("actor_verbs.active_only")
#: after a pause these have their subject before it: غارات، تستهدف الحزب
_AIMS_AT = word_set("actor_verbs.aims_at")
RELATIVE = word_set("actor_verbs.relative")
_SUBJECT_WITHIN = 6
#: a dateline has so many words at most, and ends with one of these
_DATELINE, _DASHES = 6, ("-", "–", "—")
#: a phrase ahead of a verb begins so, and has so many words at most
_PREPOSITIONS = word_set("actor_verbs.prepositions")
_FRONTED = 8
#: a verb behind these opens its clause
_OPENERS = word_set("actor_verbs.openers")


#: verbs that are written as their nouns
_NOUN_TOO = word_set("actor_verbs.noun_too")
THAT = word_set("actor_verbs.that")
#: what is fired or flown, before a verb that says so
_FIRED = word_set("actor_verbs.fired")


def opens_clause(scene: Scene, at: int) -> bool:
    """Whether a verb opens its clause, so that what follows is its subject. A plural never does:
    its subject stands before it; and a verb with a subject before it has its object behind."""
    text = scene.tokens[at].text
    if text.endswith("وا"):
        return False
    before = scene.tokens[at - 1].text if at else ""
    if text in _AIMS_AT:
        opens = at == 0 or before in _OPENERS or _behind_dateline(scene, at)
        return opens or _quoted(scene, at) or _fronted(scene, at)
    if before in RELATIVE:
        return False
    for back in range(at - 1, max(-1, at - 1 - _SUBJECT_WITHIN), -1):
        if scene.paused(back + 1) or scene.tokens[back].text in _OPENERS:
            return True
        if back in scene.events or back in scene.doers:
            return False
        if any(n.last == back and not _placed(scene, n) for n in scene.names):
            return False
    return True


def _fronted(scene: Scene, at: int) -> bool:
    """Whether only a phrase with a preposition, and a pause, stand before a verb: وفي سياق متصل،
    استهدف …; nothing in it may be what aims."""
    ahead = range(at)
    return (
        at <= _FRONTED
        and scene.paused(at)
        and scene.tokens[0].text.removeprefix("و") in _PREPOSITIONS
        and not any(
            back in scene.events or back in scene.doers or back in scene.instruments
            for back in ahead
        )
        and not any(n.last < at and not _placed(scene, n) for n in scene.names)
    )


def _behind_dateline(scene: Scene, at: int) -> bool:
    """Whether nothing but where a report was sent from stands before a token: عدن - استهدفت …"""
    between = scene.folded[scene.tokens[at - 1].end : scene.tokens[at].start].strip()
    return at <= _DATELINE and between[-1:] in _DASHES


def _quoted(scene: Scene, at: int) -> bool:
    """Whether what somebody says begins with the token: وقالت الوكالة: "استهدف …"."""
    between = scene.folded[scene.tokens[at - 1].end : scene.tokens[at].start]
    return ":" in between


def _placed(scene: Scene, hit: Hit) -> bool:
    """Whether a name stands behind a preposition."""
    return hit.first > 0 and not IN_A_PLACE.isdisjoint(scene.forms[hit.first - 1])


def is_passive(scene: Scene, cue: Hit, hit: Hit) -> bool:
    """Whether قتل before the name is a passive: what follows tells how it came about."""
    if scene.tokens[cue.first].text.lstrip("وف") not in _EITHER_VOICE:
        return False
    behind = scene.tokens[hit.last + 1 : hit.last + 4]
    if any(token.text in _PASSIVE_SIGNS for token in behind):
        return not _aims_with(scene, hit)
    if behind and behind[0].text in _FELL_TOO:
        return True
    return len(behind) > 1 and behind[0].text == "في" and hit.last + 2 in scene.events


def _aims_with(scene: Scene, hit: Hit) -> bool:
    """Whether what was hit stands right behind what it was hit with, so that the name is who did
    it: استهدف الجيش بغارة سيارة."""
    means = hit.last + 1
    return (
        means + 1 < len(scene.tokens)
        and scene.tokens[means].text.startswith("ب")
        and means + 1 in scene.targets
    )


def doing_behind(
    scene: Scene, hit: Hit, start: int, last_victim: int, suspected: bool
) -> Verdict | None:
    """What the name is followed by: التنظيم شن هجوما; also further on, behind و: … وشن."""
    forms = scene.forms
    to = forms[hit.first][0].startswith("لل")
    for cue in scene.cues:
        kind = cue.values["cue"]
        gap = cue.first - hit.last
        word = forms[cue.first][0]
        if gap == 1 and word in _NOUN_TOO and _opened(scene, start):
            return "perpetrator", status_of(cue, suspected), "verb"
        if kind not in _DOING or gap <= 0:
            continue
        if (
            hit.first in scene.countries
            and not word.lstrip("وف").startswith("ت")
            and not (word.endswith("ت"))
        ):
            continue  # جنديا تركيا قتل: a country's verb is feminine
        if kind == "claim" and hit.first in scene.countries and gap > 1:
            continue
        if gap > _BEHIND:
            if not _carried(scene, hit, cue, to):
                continue
            return "perpetrator", status_of(cue, suspected), kind
        if kind in ("verb", "takes") and gap > 3 and not _set_apart(scene, hit, cue):
            continue
        if kind in ("agent", "claim") and word.endswith(("ه", "ها", "هما")):
            continue
        if kind == "agent" and _undergone(scene, cue):
            continue
        if kind in ("verb", "takes") and (
            forms[cue.first - 1][0] in PREPOSITIONS or _one_in(scene, start)
        ):
            continue
        if start > 0 and last_victim == start - 1 and gap > 1:
            continue
        if to and not (gap == 1 and start > 0 and not OWNED.isdisjoint(forms[start - 1])):
            continue  # مدرعة للجيش استهدفت
        return "perpetrator", status_of(cue, suspected), kind
    return None


def _opened(scene: Scene, start: int) -> bool:
    """Whether a name opens what is told, so that what stands right behind it is its verb: إن الجيش
    قصف منزلا."""
    return start == 0 or scene.paused(start) or scene.tokens[start - 1].text in THAT


def _one_in(scene: Scene, start: int) -> bool:
    """Whether somebody who is told of serves there: إن جنديا في الجيش قتل, he, not the army."""
    return start > 1 and scene.tokens[start - 1].text == "في" and start - 2 in scene.quantities


def _set_apart(scene: Scene, hit: Hit, cue: Hit) -> bool:
    """Whether all between a name and a verb is whose friend it is, between two pauses: الجماعة،
    الموالية للتنظيم، هاجمت قوة."""
    return hit.last + 1 in scene.beside and scene.paused(hit.last + 1) and scene.paused(cue.first)


def _undergone(scene: Scene, cue: Hit) -> bool:
    """Whether a bomb or a shell right before the verb is what it was done to: بعبوة زرعت على
    الطريق، قال الجيش إن صاروخا أطلق."""
    if scene.tokens[cue.first - 1].text in _FIRED:
        return True
    return cue.first - 1 in scene.instruments and scene.tokens[cue.first].text.endswith("ت")


def _carried(scene: Scene, hit: Hit, cue: Hit, to: bool) -> bool:
    """Whether a verb that و ties on still has the name as its subject: no other name between,
    and the name the subject of a verb before."""
    word = scene.tokens[cue.first].text
    if to or hit.last >= cue.first or cue.first - hit.last > _CARRIES or not word.startswith("و"):
        return False
    start = phrase_start(scene, hit)
    before = scene.forms[start - 1] if start > 0 else ("",)
    # دخلت القوات قرية كذا وقتلت 25 من أهلها: the second verb agrees as the first does
    agrees = word.endswith("ت") and before[0].endswith("ت") and cue.first + 1 in scene.quantities
    active = word[1:] in ACTIVE_ONLY or (word[1:] in _EITHER_VOICE and agrees)
    if not active or scene.between(hit.last, cue.last + 4):
        return False
    return not any(form in PREPOSITIONS for form in before) and not any(
        at in scene.victims for at in range(max(0, hit.first - 2), hit.first)
    )
