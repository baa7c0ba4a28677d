"""The part of an actor in what a sentence tells: what is said of it outright, kind by kind (who
denies, claims, is charged, beats off), else by what stands nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.actors.cues import REACH, status_of
from extractors.candidates.actors.nearness import by_nearness
from extractors.candidates.actors.scene import phrase_start
from extractors.candidates.actors.verbs import ACTIVE_ONLY, THAT
from extractors.candidates.actors.words import (
    IN_A_PLACE,
    OWNED,
    PREPOSITIONS,
    SHOT,
    SHOT_HOW,
    THAT_IT,
)
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.candidates.actors.cues import Verdict
    from extractors.candidates.actors.scene import Scene
    from extractors.patterns.pattern import Hit

#: from a name to أنها, and from أنها to the verb
_SAYS_REACH = 12
_SAID_VERB = 4
_OWNED_REACH = 7
#: how verbs of beating off begin, and how near behind the name they stand
_BEAT_OFF = word_list("actors.beat_off")
#: an attempt, with what is joined to it (folded)
_ATTEMPTS = ("محاوله", "محاولات")
_DEFENDS = 3
#: from whom somebody is believed to be of to the name; from their number to that; from the harm
_BELIEVED, _COUNTED = (4, 3)
#: … and from أن to whose men some are of
_SOME_OF = 4
#: what is left behind for others
_LEFT = ("زرع", "خلف")
#: how a verb ends whose object was named before
_IT = word_list("actors.it")
_KILLED = word_set("actors.killed")
#: how what was fired came down, so near before it
_FELL, _FIRED_REACH = word_set("actors.came_down"), 4
#: a man with a gun between a verb of harm and whose he is: قتل قناص حوثي
_MEN_OF, _HARMING = word_set("actors.men_of"), word_set("actors.harming")
_HIS_MAN, _OWNED_MAN = 2, 3
#: so near behind a word of belief stands who is believed to have done it
_GUESSED = 4


def part_of(scene: Scene, hit: Hit) -> Verdict:
    """The part of an actor, its status and the kind of the cue."""
    for told in (_denied, _unclear, _place_or_help, _his_deed, _his_man_fell, _linked, _believed,
                 _inside, _right_behind, _left_by, _defends, _self_told, _repelled,
                 _in_clash, _fired_from):  # fmt: skip
        verdict = told(scene, hit)
        if verdict is not None:
            return _guessed(scene, hit, verdict)
    verdict = _guessed(scene, hit, by_nearness(scene, hit))
    if verdict[0] == "victim" and phrase_start(scene, hit) - 1 in scene.acts:
        return "mention", "unknown", ""  # وطوقت قوة من الجيش المكان
    if hit.values.get("capital") and verdict[2] not in ("agent", "claim", "accuse", "charge"):
        return "mention", "unknown", ""
    return verdict


def _guessed(scene: Scene, hit: Hit, verdict: Verdict) -> Verdict:
    """The verdict, less sure where somebody only believes so: يعتقد مسؤولون أن التنظيم وراءه."""
    part, status, kind = verdict
    believed = any(
        c.values["cue"] == "suspect" and 0 < phrase_start(scene, hit) - c.last <= _GUESSED
        for c in scene.cues
    )
    doer = part == "perpetrator" and status == "attributed"
    return (part, "suspected", kind) if doer and believed else verdict


def _his_deed(scene: Scene, hit: Hit) -> Verdict | None:
    """Whose man is the subject of a verb of harm whose object stands right behind: قتل قناص حوثي
    امرأة."""
    at = hit.first
    if at < _HIS_MAN or scene.tokens[at - 1].text not in _MEN_OF:
        return None
    harmed = unjoined(scene.tokens[at - _HIS_MAN].text, "وف") in _HARMING
    if harmed and hit.last + 1 in scene.quantities and not scene.paused(hit.last + 1):
        return "perpetrator", "attributed", "agent"
    return None


def _his_man_fell(scene: Scene, hit: Hit) -> Verdict | None:
    """Whose man was killed: قتل مسلحا تابعا لتنظيم كذا."""
    start = phrase_start(scene, hit)
    if start < _OWNED_MAN or OWNED.isdisjoint(scene.forms[start - 1]):
        return None
    man, verb = start - _HIS_MAN, start - _OWNED_MAN
    killed = verb in scene.counted and unjoined(scene.tokens[verb].text, "وف") in _HARMING
    return ("victim", "unknown", "") if killed and man in scene.quantities else None


def _denied(scene: Scene, hit: Hit) -> Verdict | None:
    """Who denies it: نفى الحزب مسؤوليته, الحزب ينفي."""
    for cue in scene.marks["deny"]:
        behind = scene.between(cue.first, cue.last + 4)
        named = (
            behind[0]
            if behind
            else next((n for n in reversed(scene.names) if 0 < cue.first - n.last <= 3), None)
        )
        if named is hit:
            return "mention", "unknown", "deny"
    return None


def _unclear(scene: Scene, hit: Hit) -> Verdict | None:
    """Somebody of whom it is said not to be known whether he did it."""
    if any(cue.last < hit.first for cue in scene.marks["unclear"]):
        return "mention", "unknown", ""
    return None


def _place_or_help(scene: Scene, hit: Hit) -> Verdict | None:
    """A country that something lies in, who only holds the place (الخاضعة لسيطرة القوات) or
    made the weapon (تركية الصنع), and who only helps (المدعومة بقوات الدفاع الوطني) or was
    helped: بتهمة التعاون مع القوات."""
    if any(0 < phrase_start(scene, hit) - cue.last <= 1 for cue in scene.marks["holds"]):
        return "mention", "unknown", ""
    before = scene.forms[hit.first - 1] if hit.first else ("",)
    named_for = hit.first in scene.countries or hit.values.get("capital")
    if named_for and not IN_A_PLACE.isdisjoint(before):
        return "mention", "unknown", ""
    if any(at in scene.beside for at in range(hit.first - 2, hit.first)):
        return "mention", "unknown", ""
    return None


def _linked(scene: Scene, hit: Hit) -> Verdict | None:
    """With whom those who did it are linked: مسلحون على صلة بالحركة."""
    start = phrase_start(scene, hit)
    if any(0 <= start - cue.last <= 1 for cue in scene.marks["linked"]):
        return "perpetrator", "attributed", "linked"
    return None


def _believed(scene: Scene, hit: Hit) -> Verdict | None:
    """Of whom those who were hit are believed to be: قتل أربعة يعتقد أنهم من التنظيم."""
    for cue in scene.cues:
        if cue.values["status"] != "suspected" or not 0 < hit.first - cue.last <= _BELIEVED:
            continue
        if cue.last == cue.first:
            continue
        counted = range(max(cue.first - _COUNTED, 0), cue.first)
        if any(at in scene.quantities for at in counted):
            return "victim", "unknown", ""
    return None


def _repelled(scene: Scene, hit: Hit) -> Verdict | None:
    """Whose attack was beaten off (لهجمات للحوثيين). Who beats it off attacked nobody."""
    start = phrase_start(scene, hit)
    for cue in scene.marks["repelled"]:
        if 0 < start - cue.last <= 3 and scene.tokens[start].text.startswith("ل"):
            return "perpetrator", "attributed", "of"
        if start == cue.last + 1 and scene.tokens[cue.last].text.endswith(_ATTEMPTS):
            return "perpetrator", "attributed", "of"  # تصدى الجيش لمحاولة الجماعة التقدم
        if cue.first < hit.first < cue.last:
            return "mention", "unknown", ""
    return None


def _defends(scene: Scene, hit: Hit) -> Verdict | None:
    """Who says that it beat an attack off: قالت الحركة إنها صدت الهجوم."""
    if any(_beats_off(scene, hit, cue) for cue in scene.marks["repelled"]):
        return "mention", "unknown", ""
    return None


def _beats_off(scene: Scene, hit: Hit, cue: Hit) -> bool:
    """Whether a verb of beating off stands right behind the name, without a pause."""
    return 0 < cue.first - hit.last <= _DEFENDS and scene.tokens[cue.first].text.startswith(
        _BEAT_OFF
    )


def _inside(scene: Scene, hit: Hit) -> Verdict | None:
    """A name between the words of a cue: أعلن التنظيم مسؤوليته, تمكن الجيش من قتل."""
    start = phrase_start(scene, hit)
    for cue in scene.cues:
        kind = cue.values["cue"]
        if kind not in ("claim", "charge") or not cue.first < hit.first < cue.last:
            continue
        inside = scene.between(cue.first, cue.last)
        # who charges is named first, who is charged last; who claims comes first
        if hit is (inside[-1] if kind == "charge" else inside[0]):
            return "perpetrator", status_of(cue, suspected=False), kind
    for cue in scene.marks["achieve"]:
        inside = scene.between(cue.first, cue.last)
        if inside and hit is inside[0]:
            if start - cue.first <= REACH["suspect"]:
                return "perpetrator", "attributed", "agent"
        elif (
            not inside
            and not any(cue.first < at < cue.last for at in scene.doers)
            and hit is _subject_before(scene, cue.first)
        ):
            return "perpetrator", "attributed", "agent"
    return None


def _subject_before(scene: Scene, at: int) -> Hit | None:
    """The name right before a verb, as its subject."""
    return next((n for n in reversed(scene.names) if 0 < at - n.last <= 2), None)


def _right_behind(scene: Scene, hit: Hit) -> Verdict | None:
    """A verb or a charge right behind the name: المتهم بالوقوف خلف, النقطة التابعة له أطلقت."""
    owned = hit.first > 0 and not OWNED.isdisjoint(scene.forms[hit.first - 1])
    for cue in scene.cues:
        kind, gap = cue.values["cue"], cue.first - hit.last
        if kind == "claim" and 0 < gap <= 2:
            return None if hit.first in scene.countries else ("perpetrator", "claimed", kind)
        if kind not in ("verb", "agent"):
            continue
        written = scene.tokens[cue.first].text
        if 0 < gap <= 2 and written.endswith("وا") and written[0] not in "وف":
            return "perpetrator", status_of(cue, suspected=False), kind  # عناصر من التنظيم أعدموا
        if gap == 1 and written in ACTIVE_ONLY and _is_subject(scene, hit):
            return "perpetrator", status_of(cue, suspected=False), kind
        if gap == 1 and owned:
            return "perpetrator", status_of(cue, suspected=False), kind
        if not owned or not -_OWNED_REACH <= gap < 0:
            continue
        # غارة نفذتها مروحيات تابعة للجيش, أطلقت نقطة تابعة له النار
        between = scene.forms[cue.last + 1 : hit.first]
        if (
            kind == "agent"
            and not scene.tokens[cue.first].text.endswith("وا")
            and not any((IN_A_PLACE | PREPOSITIONS) & set(forms) for forms in between)
        ):
            return "perpetrator", status_of(cue, suspected=False), kind
    for cue in scene.marks["accused"]:
        if 0 < cue.first - hit.last <= 2:
            return "perpetrator", status_of(cue, suspected=False), "accuse"
    return None


def _is_subject(scene: Scene, hit: Hit) -> bool:
    """Whether أن stands right before who is told of: أن عددا من مسلحي التنظيم هاجم …"""
    start = phrase_start(scene, hit)
    before = scene.tokens[max(0, start - _SOME_OF) : start]
    return any(token.text in THAT for token in before)


def _left_by(scene: Scene, hit: Hit) -> Verdict | None:
    """Who is told before of what he left there, his name not being said again: انسحبت الجماعة من
    البلدة وقتل جندي بلغم زرعته فيها."""
    if hit.first in scene.countries or by_nearness(scene, hit)[0] == "victim":
        return None
    for cue in scene.cues:
        text = scene.tokens[cue.last].text
        if not unjoined(text, "وف").startswith(_LEFT) or not text.endswith(_IT):
            continue
        behind = range(cue.last + 1, cue.last + 1 + REACH["agent"])
        if scene.between(cue.last, behind.stop):
            continue
        if hit is next((n for n in reversed(scene.names) if n.last < cue.first), None):
            return "perpetrator", status_of(cue, suspected=False), "agent"
    return None


def _self_told(scene: Scene, hit: Hit) -> Verdict | None:
    """Who tells of what it did: أعلن الجيش أنه قصف."""
    for says in scene.marks["says"]:
        if not -3 <= hit.first - says.last <= 8:
            continue
        if _through_its_own(scene, hit, says):
            return "perpetrator", "claimed", "self"
        for at in range(
            max(hit.last, says.last) + 1, min(hit.last + _SAYS_REACH, len(scene.tokens))
        ):
            if THAT_IT.isdisjoint(scene.forms[at]):
                continue
            if scene.between(hit.last, at):
                break
            for cue in (*scene.cues, *scene.marks["achieve"]):
                kind = cue.values["cue"]
                if kind in ("agent", "verb", "achieve") and 0 < cue.first - at <= _SAID_VERB:
                    return "perpetrator", "claimed", "self"
            break
    return None


def _through_its_own(scene: Scene, hit: Hit, says: Hit) -> bool:
    """أعلن الجيش أن طائرة تابعة له قضت على …: what is its own did it."""
    for own in scene.marks["own"]:
        first = max(hit.last, says.last)
        if not 0 < own.first - first <= _SAYS_REACH:
            continue
        if scene.tokens[own.first - 1].text in ("من", "ومن", "احد"):
            continue
        if any(
            cue.values["cue"] in ("agent", "verb") and 0 < cue.first - own.last <= _SAID_VERB
            for cue in scene.cues
        ) or (own.last + 1 < len(scene.tokens) and scene.tokens[own.last + 1].text in _KILLED):
            return True
    return False


def _in_clash(scene: Scene, hit: Hit) -> Verdict | None:
    if hit.first not in scene.parties:
        return None
    start = phrase_start(scene, hit)
    done = any(
        c.values["cue"] in ("agent", "by", "claim") and start - c.last == 1 for c in scene.cues
    )
    return None if done else ("party", "attributed", "clash")


def _fired_from(scene: Scene, hit: Hit) -> Verdict | None:
    """Where a shot came from: قصف بصاروخ من قوات النظام, القذائف مصدرها مواقع الفصائل."""
    if any(0 < hit.first - cue.last <= REACH["by"] for cue in scene.marks["from"]):
        return "perpetrator", "attributed", "of"
    if _shells_of(scene, hit):
        return "perpetrator", "attributed", "of"
    at = hit.first - 1
    if at < 1 or scene.tokens[at].text != "من":
        return None
    told = range(_behind_how(scene, at - 1), at)  # قصف صاروخي من قوات النظام
    shot = any(not SHOT.isdisjoint(scene.forms[word]) for word in told)
    return ("perpetrator", "attributed", "of") if shot else None


def _behind_how(scene: Scene, at: int) -> int:
    """The word that `at` belongs to where it only says how something was shot (صاروخي)."""
    return at - 1 if at > 0 and scene.tokens[at].text in SHOT_HOW else at


def _shells_of(scene: Scene, hit: Hit) -> bool:
    """Whether what was fired is said to be somebody's: بسقوط صواريخ لقوات النظام على كذا، ضربات
    بطائرات مسيرة تابعة لقوات كذا."""
    at = hit.first - 1
    owned = at > 0 and not OWNED.isdisjoint(scene.forms[at])
    if owned:
        at -= 1
    if at < 1 or not scene.tokens[hit.first].text.startswith("ل"):
        return False
    fired = any(c.values["cue"] == "instrument" and c.last in (at, at - 1) for c in scene.cues)
    told = range(at - _FIRED_REACH, at)
    fell = any(unjoined(scene.tokens[here].text, "وب") in _FELL for here in told if here >= 0)
    struck = any(c.values["cue"] == "noun" and c.last in told for c in scene.cues)
    return fired and (fell or (owned and struck))
