"""Figures in clauses of their own that are added: قتل 18 حوثيا، في حين قتل 7 من المقاومة."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.counts.line import BESIDES
from extractors.patterns.word_sets import word_set
from extractors.text.counted_nouns import counted_noun

if TYPE_CHECKING:
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.counts.line import CountLine

#: what sets one side's figure against the other's
_AGAINST = word_set("counts.against")
#: a trigger so near behind a second figure tells of another event
_EVENT_REACH = 12
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
                and (_adds(line, head, count))
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
    if cue is None:
        return False
    if count.measure == "killed" and not _ARMED.intersection(
        (head.victim_class, count.victim_class)
    ):
        return False  # nothing says that there are sides
    noun = counted_noun(line.tokens[count.last])
    if noun is not None and noun.kind == "body":
        return False
    other = range(cue, min(count.last + _EVENT_REACH, len(line.tokens)))
    return not any(at in line.events for at in other)


def _sets_against(line: CountLine, at: int) -> bool:
    """Whether words set another figure beside the one before: في حين، إلى جانب مقتل."""
    text = line.tokens[at].text
    return text in _AGAINST or (line.tokens[at - 1].text, text) in BESIDES
