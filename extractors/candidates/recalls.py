"""Where a sentence recalls an older story or charges somebody with it, and where that ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractors.patterns.lexicon import hits_of
from extractors.patterns.pattern import Hit
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.document import Document, Sentence, Token

#: words that deny what follows
NEGATIONS = word_set("triggers.negations")
#: what may stand between them and what is denied: لم يتم اعتقال أحد، دون أن تعتقل
_BETWEEN = word_set("triggers.between")
_FEMININE = ("ه", "ات")
#: words for what came of an event
_RESULTS = word_set("triggers.results")
#: kinds of background markers that recall an older story
RECALLS = frozenset({"recall", "after"})
#: a charge names what somebody did so soon behind its word
_CHARGE_REACH = 5


def negated(tokens: Sequence[Token], at: int) -> bool:
    """Whether what a token tells is denied: لم تعتقل، لم يتم اعتقال."""
    before = at - 1
    if before > 0 and tokens[before].text in _BETWEEN:
        before -= 1
    return before >= 0 and tokens[before].text in NEGATIONS


def charged(doc: Document, index: int, hit: Hit) -> bool:
    """Whether it is what somebody is taken or killed for: بدعوى زرعهم عبوة."""
    return any(
        marker.values["kind"] == "charge" and 0 < hit.first - marker.last <= _CHARGE_REACH
        for marker in hits_of(doc, index, "background_markers")
    )


def killed_for(doc: Document, index: int, hit: Hit) -> bool:
    """Whether it is of what somebody is said to have been killed for: قتلوا شابا بحجة محاولته طعن
    جندي."""
    return charged(doc, index, hit) and any(
        marker.values["kind"] == "charge"
        and marker.last < hit.first
        and any(
            harm.values["measure"] == "killed" and harm.first < marker.first
            for harm in hits_of(doc, index, "harm_words")
        )
        for marker in hits_of(doc, index, "background_markers")
    )


def end_of_recall(doc: Document, sentence: Sentence, hit: Hit) -> int:
    """The token with which the sentence comes to its news, behind a recall at its head: بعد يوم من
    مقتل خمسة في قصف، قتل ستة; or comes back to what came of it: اشتباكات على خلفية ثأر، أسفرت عن
    مقتل ثلاثة. Its length where it has none."""
    tokens = sentence.tokens
    if hit.first > 1 and hit.values["kind"] == "recall":
        return _what_came_of_it(doc, sentence, hit)
    if hit.values["kind"] != "after" or hit.first > 1:
        return len(tokens)
    return _news_behind(doc, sentence, hit, default=len(tokens))


def _what_came_of_it(doc: Document, sentence: Sentence, hit: Hit) -> int:
    """The word of what came of an event, behind a pause and a reason that is no event itself, or
    one that the word does not agree with: غارات ردا على هجوم، أسفرت عن مقتل ثلاثة."""
    tokens = sentence.tokens
    results = (
        at
        for at in range(hit.last + 1, len(tokens))
        if tokens[at].text in _RESULTS and paused(sentence, at)
    )
    result = next(results, len(tokens))
    told = [
        tokens[h.first].text
        for name in ("triggers", "harm_words")
        for h in hits_of(doc, sentence.index, name)
        if hit.last < h.first < result
    ]
    of_another = result < len(tokens) and tokens[result].text.endswith("ت")
    of_another = of_another and not any(word.endswith(_FEMININE) for word in told)
    return result if not told or of_another else len(tokens)


def _news_behind(doc: Document, sentence: Sentence, hit: Hit, *, default: int) -> int:
    """The first verb of violence, or of claiming it, behind a word with which the sentence goes on
    after a pause."""
    verbs = [
        h.first
        for name in ("triggers", "harm_words")
        for h in hits_of(doc, sentence.index, name)
        if h.values["form"] == "verb"
    ]
    claims = hits_of(doc, sentence.index, "perpetrator_cues")
    verbs += [h.first for h in claims if h.values["cue"] == "claim"]
    return min((at for at in verbs if at > hit.last and paused(sentence, at)), default=default)


def paused(sentence: Sentence, at: int) -> bool:
    """Whether the sentence begins with a token, or goes on with it behind a pause."""
    tokens = sentence.tokens
    return at == 0 or bool(sentence.passage.folded[tokens[at - 1].end : tokens[at].start].strip())
