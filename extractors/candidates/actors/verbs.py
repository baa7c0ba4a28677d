"""Whether an actor is the subject of a verb beside its name, or what the verb was done to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.actors.cues import status_of
from extractors.candidates.actors.scene import phrase_start
from extractors.candidates.actors.words import OWNED, PREPOSITIONS
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.candidates.actors.cues import Verdict
    from extractors.candidates.actors.scene import Scene
    from extractors.patterns.pattern import Hit

_BEHIND = 5
_DOING = ("claim", "agent", "verb", "takes")
_CARRIES = 14
#: verbs whose active and passive are written alike
_EITHER_VOICE = word_set("actors.either_voice")
ACTIVE_ONLY = word_set("actors.active_only")
#: after a pause these have their subject before it: غارات، تستهدف الحزب
_AIMS_AT = word_set("actors.aims_at")
_SUBJECT_WITHIN = 6
#: a verb behind these opens its clause
_OPENERS = word_set("actors.openers")


THAT = word_set("actors.that")


def opens_clause(scene: Scene, at: int) -> bool:
    """Whether a verb opens its clause, so that what follows is its subject. A plural never does:
    its subject stands before it; and a verb with a subject before it has its object behind."""
    text = scene.tokens[at].text
    if text.endswith("وا"):
        return False
    before = scene.tokens[at - 1].text if at else ""
    if text in _AIMS_AT:
        return at == 0 or before in _OPENERS
    for back in range(at - 1, max(-1, at - 1 - _SUBJECT_WITHIN), -1):
        if scene.paused(back + 1) or scene.tokens[back].text in _OPENERS:
            return True
    return True


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
        if kind not in _DOING or gap <= 0:
            continue
        if (
            hit.first in scene.countries
            and not unjoined(word, "وف").startswith("ت")
            and not (word.endswith("ت"))
        ):
            continue  # جنديا تركيا قتل: a country's verb is feminine
        if kind == "claim" and hit.first in scene.countries and gap > 1:
            continue
        if gap > _BEHIND:
            if not _carried(scene, hit, cue, to):
                continue
            return "perpetrator", status_of(cue, suspected), kind
        if kind in ("verb", "takes") and gap > 3:
            continue
        if kind in ("agent", "claim") and word.endswith(("ه", "ها", "هما")):
            continue
        if kind == "agent" and _undergone(scene, cue):
            continue
        if kind in ("verb", "takes") and (forms[cue.first - 1][0] in PREPOSITIONS):
            continue
        if start > 0 and last_victim == start - 1 and gap > 1:
            continue
        if to and not (gap == 1 and start > 0 and not OWNED.isdisjoint(forms[start - 1])):
            continue  # مدرعة للجيش استهدفت
        return "perpetrator", status_of(cue, suspected), kind
    return None


def _undergone(scene: Scene, cue: Hit) -> bool:
    """Whether a bomb or a shell right before the verb is what it was done to: بعبوة زرعت على
    الطريق، قال الجيش إن صاروخا أطلق."""
    return cue.first - 1 in scene.instruments


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
    return word[1:] in ACTIVE_ONLY or (word[1:] in _EITHER_VOICE and agrees)
