"""Who did it, told by a nationality alone: غارة تركية."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.actors.words import MADE_IN, THAT_IT
from extractors.event_types import TAKINGS
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.candidates.actors.scene import Scene
    from extractors.document import Document
    from extractors.patterns.pattern import Hit
    from extractors.records import PerpetratorStatus

_THAT_REACH = 3
#: from a weapon to the word that tells of its use
_INSTRUMENT_NEAR = 6
#: what stands for an attack between a verb and who fell in it
_IN_IT = word_set("actors.in_it")
#: what ties those who fell to the attack that they fell in
_FELL_IN = word_set("actors.fell_in")
#: who holds the power of a state, before its nationality; from there to what they say that they did
_AUTHORITIES = word_set("actors.authorities")
_DID_NEAR = 4


def nation_that_did_it(scene: Scene, hit: Hit) -> PerpetratorStatus | None:
    """The status of a doer named by nationality (غارة تركية); None where it is none."""
    tokens = scene.tokens
    if made_there(scene, hit):
        return None
    if tokens[hit.first - 1].text in THAT_IT and any(
        c.values["cue"] == "suspect" and 0 < hit.first - c.last <= _THAT_REACH for c in scene.cues
    ):
        return "suspected"  # طائرة يعتقد أنها أميركية
    before = {
        h.tokens[-1]: h for h in scene.cues if h.values["cue"] in ("noun", "instrument", "by")
    } | {h.last: h for h in scene.marks["achieve"] if h.last > h.first}
    head = next(
        (before[at] for at in range(hit.first - 1, hit.first - 5, -1) if at in before), None
    )
    if head is None:
        return None
    if hit.first - head.last > 2 and head.values["cue"] == "noun":
        return None
    if _is_definite(tokens[head.first].text) and not _is_definite(tokens[hit.first].text):
        return None  # قتل في الهجوم بريطاني: he is no adjective of it
    done_with = tokens[head.first].text.startswith("ب")  # مسلحون من التنظيم بغارة تركية
    # من مقاتليها في قصف تركي: the cue may begin with "in"
    fell_in = any(tokens[at].text in _FELL_IN for at in (head.first - 1, head.first))
    if any(head.last < at < hit.first for at in scene.targets):
        return None  # استهدفت مسيرات منشآت سعودية
    acts = {h.last for h in scene.cues if h.values["cue"] in ("verb", "noun", "agent", "by")}
    # استهداف طائرة إسرائيلية دراجة; not قنص جندي إسرائيلي
    aimed = head.first in scene.flyers and head.first - 1 in scene.events
    if head.values["cue"] == "instrument" and not (
        aimed or done_with or any(abs(at - head.first) <= _INSTRUMENT_NEAR for at in acts)
    ):
        return None
    if any(
        c.values["cue"] in ("verb", "agent") and head.last < c.first < hit.first for c in scene.cues
    ):
        return None  # مسيرات استهدفت منشآت سعودية
    # عدد قتلى الغارة الروسية: whose dead they are
    of_event = head.values["cue"] == "noun" and _is_definite(tokens[head.first].text)
    if not (done_with or of_event or fell_in) and any(
        at in scene.victims for at in range(max(0, head.first - 2), head.first)
    ):
        return None
    before_him = head.first - 1 - (tokens[head.first - 1].text in _IN_IT)  # قتل فيه جندي تركي
    if head.values["cue"] == "instrument" and before_him in scene.counted:
        return None  # قتل جندي تركي
    return "attributed"


def made_there(scene: Scene, hit: Hit) -> bool:
    """Whether a nationality only says where a thing was made: مسيرة تركية الصنع."""
    return hit.last + 1 < len(scene.tokens) and scene.tokens[hit.last + 1].text in MADE_IN


def _is_definite(word: str) -> bool:
    return unjoined(word, "وفبك").startswith(("ال", "لل"))


def arrests_of(doc: Document, sentence: int) -> frozenset[int]:
    """First tokens of the verbs of a sentence by which somebody or something is taken."""
    return frozenset(
        h.first
        for h in hits_of(doc, sentence, "triggers")
        if h.values["event_type"] in TAKINGS and h.values["form"] == "verb"
    )


def authorities_that_arrest(scene: Scene, nation: Hit, arrests: frozenset[int]) -> bool:
    """Whether a nationality tells whose authorities take somebody or something: اعتقلت السلطات
    المصرية، أعلنت السلطات اليمنية أنها اعتقلت."""
    if scene.tokens[nation.first - 1].text not in _AUTHORITIES:
        return False
    near = (nation.first - 2, *range(nation.last + 1, nation.last + 1 + _DID_NEAR))
    return any(at in arrests for at in near)
