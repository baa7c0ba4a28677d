"""Figures in clauses of their own that are added: قتل 18 حوثيا، في حين قتل 7 من المقاومة."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.facts.count_line import BESIDES
from extractors.text.counted_nouns import counted_noun
from extractors.word_sets import word_set

if TYPE_CHECKING:
    from extractors.facts.casualties import Count
    from extractors.facts.count_line import CountLine
    from extractors.lexicon import Hit

#: what sets one side's figure against the other's
_AGAINST = word_set("count_sides.against")
#: a trigger so near behind a second figure tells of another event
_EVENT_REACH = 12
#: from a verb to its figure
_VERB_NEAR = 2
#: … and over its subject to its object
_VERB_REACH = 6
#: "and that", and how near before a verb, over its subject
_AND_THAT, _SUBJECT = frozenset({"وان", "وانه", "وانها"}), 4
#: classes of those who fight, or are fought
_ARMED = frozenset({"militants", "fighters", "members", "military", "security", "police",
                    "officers", "leaders"})  # fmt: skip
#: classes of the one side, and of the other
FORCE_CLASSES = frozenset({"military", "police", "security", "officers"})
FIGHTER_CLASSES = frozenset({"militants", "fighters", "leaders"})


def with_other_sides(line: CountLine, found: list[Count]) -> list[Count]:
    """The counts, those marked that are added to one before them in the same sentence, as the
    dead of both sides: قتل 18 حوثيا، في حين قتل 7 من المقاومة."""
    out: list[Count] = []
    told: dict[str, Count] = {}
    added = False
    for count in found:
        head = told.get(count.measure)
        if count.role == "total" and count.measure in ("killed", "wounded"):
            if (
                head is not None
                and not count.joins
                and (count.measure == "killed" or added)
                and (_adds(line, head, count) or _by_the_same(line, head, count))
            ):
                count = replace(count, joins=True, opposed=True)  # noqa: PLW2901
                added = True
            told[count.measure] = count
        out.append(count)
    return out


def _adds(line: CountLine, head: Count, count: Count) -> bool:
    """Whether a figure in a clause of its own is that of other people of the same event."""
    if head.value is None or count.value is None or head.update or count.update:
        return False
    between = range(head.last + 1, count.first)
    cue = max((at for at in between if _sets_against(line, at)), default=None)
    if cue is None and count.measure == "killed":
        cue = _other_side(line, head, count)
    if cue is None:
        return False
    kinds = (head.target_type, count.target_type)
    if count.victim_class == head.victim_class and None not in kinds:
        return False
    if count.measure == "killed" and not _ARMED.intersection(
        (head.victim_class, count.victim_class)
    ):
        return False  # nothing says that there are sides
    if any(cue < at < count.first for at in line.sayings):
        return False  # another source's figure
    if any(cue < at < count.first for at in line.subjects) and _is_object(line, count):
        return False  # في حين قتل مسلحون شقيقين: who did it is told anew
    noun = counted_noun(line.tokens[count.last])
    if noun is not None and noun.kind == "body":
        return False
    other = range(cue, min(count.last + _EVENT_REACH, len(line.tokens)))
    return not any(at in line.events for at in other)


def _by_the_same(line: CountLine, head: Count, count: Count) -> bool:
    """Whether those who killed some are the subject of the next verb, too: قتلوا ستة بالرصاص وذبحوا
    أربعة."""
    if head.value is None or count.value is None or head.update or count.update:
        return False
    first = [h for h in line.harms_in(head.first - _VERB_NEAR, head.first) if _they_killed(line, h)]
    then = [
        h for h in line.harms_in(count.first - _VERB_NEAR, count.first) if _they_killed(line, h)
    ]
    if not (first and then) or not line.goes_on(then[-1].first):
        return False
    return not any(at in line.sayings for at in range(head.last + 1, count.first))


def _they_killed(line: CountLine, hit: Hit) -> bool:
    """Whether it is a verb of killing in the plural."""
    text = line.tokens[hit.first].text
    return hit.values["measure"] == "killed" and text.endswith("وا")


def _is_object(line: CountLine, count: Count) -> bool:
    """Whether those counted are the object of a verb of killing before them, as their ending
    tells."""
    text = line.tokens[count.first].text
    return text.endswith("ين") and bool(line.harms_in(count.first - _VERB_REACH, count.first))


def _sets_against(line: CountLine, at: int) -> bool:
    """Whether words set another figure beside the one before: في حين، إلى جانب مقتل."""
    text = line.tokens[at].text
    return text in _AGAINST or (line.tokens[at - 1].text, text) in BESIDES


def _said_on(line: CountLine, hit: Hit) -> bool:
    """Whether a source goes on with the verb's sentence: … وأن الجيش قتل خمسة."""
    before = line.tokens[max(hit.first - _SUBJECT, 0) : hit.first]
    return any(token.text in _AND_THAT for token in before)


def _other_side(line: CountLine, head: Count, count: Count) -> int | None:
    """Where a verb of its own tells of the other side's dead: استشهد ضابط وقتل مسلحان."""
    sides = [
        [name in c for name in (head.victim_class, count.victim_class)]
        for c in (FORCE_CLASSES, FIGHTER_CLASSES)
    ]
    if sides not in ([[True, False], [False, True]], [[False, True], [True, False]]):
        return None
    for hit in line.harms_in(head.last + 1, count.first):
        if (
            head.last < hit.first < count.first <= hit.last + _VERB_NEAR
            and hit.values["measure"] == "killed"
            and (line.goes_on(hit.first) or _said_on(line, hit))
        ):
            return hit.first
    return None
