"""The part of an actor of whom nothing is said outright: the nearest cue before the name, a word of
victims, the verb behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.actors.cues import REACH, holds_pronoun, status_of
from extractors.candidates.actors.scene import is_tied_on, phrase_start
from extractors.candidates.actors.verbs import doing_behind, opens_clause
from extractors.candidates.actors.words import OWNED
from extractors.patterns.word_sets import word_set
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.candidates.actors.cues import Verdict
    from extractors.candidates.actors.scene import Scene
    from extractors.patterns.pattern import Hit
    from extractors.records import PerpetratorStatus

#: what one name does, no later one does
_TAKEN_ONCE = frozenset({"agent", "by", "verb", "takes", "noun"})
#: whom something is brought to did nothing
_TO = frozenset({"الي", "لدي"})
_CLASH_NEAR = 6
_HARM_NEAR = 3
_AIR_OWNED = 4
_WITH = word_set("actors.with")
#: what those do of whom a sentence tells behind an attack that was not theirs
_ANSWERED = word_set("actors.answered")


def _some_fell(scene: Scene, hit: Hit) -> bool:
    """Whether so many of them were killed: قتل 22 من حركة كذا."""
    number = hit.first - 2
    return (
        number > 0
        and not scene.clashes
        and scene.tokens[hit.first - 1].text == "من"
        and number in scene.quantities
        and any(0 < number - harm <= 1 for harm in scene.counted)
    )


def _nearest(scene: Scene, hit: Hit, start: int) -> Hit | None:
    """The cue that stands nearest before a name, and may be of it."""
    nearest: Hit | None = None
    for cue in scene.cues:
        kind = cue.values["cue"]
        # برصاص جنود الاحتلال: the soldiers are of the cue and of the name
        behind = cue.first if kind == "by" else cue.last
        if kind in ("instrument", "suspect") or behind >= hit.first:
            continue
        if kind == "noun" and holds_pronoun(scene.tokens[cue.last], scene.forms[cue.last], cue):
            continue  # قصفها لقواعد المتمردين
        if kind in _TAKEN_ONCE and start > cue.last + 1 and scene.tokens[start - 1].text in _TO:
            continue  # هاجموا شاحنات تنقل الوقود إلى قوات الحلف
        if kind == "claim" and start > cue.last + 1 and scene.between(cue.first, cue.last):
            continue  # أعلن الجيش قتل ثلاثة من الحركة
        if kind == "noun" and _of_others(scene, hit, cue):
            continue  # القصف التركي للمتمردين
        if kind == "noun" and cue.last < start - 1 and scene.tokens[start - 1].text in _ANSWERED:
            continue  # بعد الهجوم نشر الجيش مدرعات
        if kind in _TAKEN_ONCE and scene.between(cue.last, start) and not is_tied_on(scene, hit):
            continue  # نفذته طالبان قرب أكاديمية الشرطة
        if start - cue.last <= REACH[kind] and (
            nearest is None or (cue.last, _weight(cue)) >= (nearest.last, _weight(nearest))
        ):
            nearest = cue
    return nearest


def _is_suspected(scene: Scene, hit: Hit) -> bool:
    """Whether a word of suspicion stands before the name, or just behind it."""
    return any(
        0 < hit.first - cue.last <= REACH["suspect"] or 0 < cue.first - hit.last <= 2
        for cue in scene.cues
        if cue.values["cue"] == "suspect"
    )


def by_nearness(scene: Scene, hit: Hit) -> Verdict:
    """The part that the nearest words give an actor."""
    start = phrase_start(scene, hit)
    forms, victims = scene.forms, scene.victims
    suspected = _is_suspected(scene, hit)
    nearest = _nearest(scene, hit, start)
    if _some_fell(scene, hit):
        return "victim", "unknown", ""
    last_victim = max((at for at in victims if at < hit.first), default=-1)
    if last_victim >= 0 and any(
        last_victim < says.first and says.last == start - 1 for says in scene.marks["says"]
    ):
        return "mention", "unknown", ""  # مواقع يقول الجيش إنها للحزب
    adjacent = nearest is not None and start - nearest.last <= 1
    if not OWNED.isdisjoint(forms[hit.first - 1] if hit.first else ("",)) and any(
        0 < hit.first - at <= _AIR_OWNED for at in scene.flyers
    ):
        return "mention", "unknown", ""  # طائرة تابعة للنظام
    near = 3 if scene.tokens[hit.first].text.startswith("و") else 2
    if last_victim >= hit.first - near and not adjacent and last_victim >= 0:
        return _victim_or_party(scene, hit)
    masdar = next((c for c in scene.marks["masdar"] if start - c.last == 1), None)
    if masdar is not None and not (nearest is not None and nearest.first > masdar.last):
        return "victim", "unknown", ""
    if nearest is not None and nearest.values["cue"] == "noun" and _where(forms[hit.first][0], hit):
        return "mention", "unknown", ""
    if nearest is not None and not (
        nearest.values["cue"] == "noun" and hit.first in scene.countries
    ):
        kind = nearest.values["cue"]
        between_victim = any(nearest.last < at < start for at in victims)
        far = start - nearest.last > 1
        if kind == "accuse" and scene.between(hit.last, hit.last + 2):
            return "mention", "unknown", ""  # اتهمت واشنطن الكتائب: who accuses comes first
        if (
            adjacent
            and kind == "verb"
            and not holds_pronoun(
                scene.tokens[nearest.last], scene.forms[nearest.last], nearest
            )  # كمين نصبه مسلحو التنظيم
            and (not opens_clause(scene, nearest.first))
        ):
            return "victim", "unknown", "object"
        if not (far and kind in ("verb", "takes", "noun") and between_victim) and not (
            far and kind in ("verb", "takes")
        ):
            status: PerpetratorStatus = status_of(nearest, suspected)
            return "perpetrator", status, "of" if kind == "noun" and not far else kind
        if between_victim:
            return _victim_or_party(scene, hit)
    verdict = doing_behind(scene, hit, start, last_victim, suspected)
    if verdict is not None:
        return verdict
    if any(0 < hit.first - harm <= _HARM_NEAR for harm in scene.deaths):
        return "victim", "unknown", ""  # مصرع 22 حوثيا
    if any(0 < hit.first - clash <= _CLASH_NEAR for clash in scene.clashes):
        return "party", "attributed", "clash"
    return "mention", "unknown", ""


def _weight(cue: Hit) -> int:
    return {
        "claim": 4,
        "agent": 3,
        "by": 3,
        "accuse": 3,
        "charge": 3,
        "verb": 2,
        "takes": 2,
        "noun": 1,
    }.get(cue.values["cue"], 0)


def _of_others(scene: Scene, hit: Hit, cue: Hit) -> bool:
    """Whether a nationality between says whose attack it was; ل then names its aim."""
    text = scene.tokens[hit.first].text
    return text.startswith("ل") and any(cue.last < at < hit.first for at in scene.nations)


def _where(word: str, hit: Hit) -> bool:
    """Whether ب makes the name the place of something: هجوم بتركيا."""
    alias = fold(hit.values["alias"]).split()
    return bool(alias) and word == f"ب{alias[0]}"


def _victim_or_party(scene: Scene, hit: Hit) -> Verdict:
    """Behind a word of the victims; in a clash the one that it was with is the other party."""
    around = [token.text for token in scene.tokens[max(0, hit.first - 4) : hit.first]]
    if not _WITH.isdisjoint(around) and any(
        0 < hit.first - clash <= _CLASH_NEAR for clash in scene.clashes
    ):
        return "party", "attributed", "clash"
    return "victim", "unknown", ""
