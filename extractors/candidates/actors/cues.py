"""The cues of who did it (lexicon/perpetrator_cues.csv): what their kinds are for, how far they
reach, what they say of how sure it is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.records import PerpetratorStatus
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Token
    from extractors.patterns.pattern import Hit

Part = Literal["perpetrator", "victim", "party", "mention"]
Verdict = tuple[Part, PerpetratorStatus, str]
#: cues count within so many tokens before a name
REACH = {"claim": 4, "agent": 4, "by": 4, "verb": 4, "takes": 4, "noun": 3, "accuse": 6,
          "charge": 6, "suspect": 9}  # fmt: skip
#: kinds of cues that give no name its part by nearness
APART = frozenset({"none", "same", "repelled", "deny", "unclear", "accused", "says", "own", "from",
                   "achieve", "masdar", "holds", "quarrel", "linked"})  # fmt: skip
VERBS = frozenset({"verb", "agent", "takes"})


def is_verb(token: Token, cue: Hit) -> bool:
    """Whether a cue's word is written as one of its verbs: at most و or ف stands before it."""
    words = _pattern_words(cue.values["pattern"])
    text = token.text
    return any(
        text.startswith((form, f"و{form}", f"ف{form}")) for form in token.forms if form in words
    )


def holds_pronoun(token: Token, forms: Iterable[str], cue: Hit) -> bool:
    """Whether the cue's word, of these forms, holds a pronoun, which then stands for who did it:
    قصفها."""
    words = _pattern_words(cue.values["pattern"])
    return not any(token.text.endswith(form) for form in forms if form in words)


@lru_cache(maxsize=512)
def _pattern_words(pattern: str) -> frozenset[str]:
    """All words of a pattern, folded."""
    parts = pattern.replace(";", " ").replace("|", " ").split()
    return frozenset(fold(part.lstrip("=").rstrip("*")) for part in parts)


def status_of(cue: Hit, suspected: bool) -> PerpetratorStatus:
    """How sure a cue is of who did it; behind a word of suspicion it is less sure."""
    status = cue.values["status"]
    if status == "claimed":
        return "claimed"
    return "suspected" if suspected or status == "suspected" else "attributed"
