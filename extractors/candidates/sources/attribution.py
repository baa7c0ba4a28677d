"""Who says so: ministries, security sources, monitors, named officials, agencies.

Patterns: seeds/lexicon/sources.csv (`kind` source, org, person, agency; none: مصدر القذائف is
nobody who speaks), reporting_verbs.csv, source_ends.csv, source_bars.csv (what stands before who
speaks not here: القوات المتحالفة مع الحكومة). Where a name ends: source_names.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.candidates.dates.datelines import heads_report
from extractors.candidates.sources.source_names import end_of_name
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.seedfiles import read_seed
from extractors.text.clitics import unjoined
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.patterns.pattern import Hit

#: a word of saying stands so near to its source
NEAR = 6
#: behind these the words are what was said
_THAT = word_set("sources.that")
#: words of saying that name him who speaks behind them, never before
ACCORDING = word_set("sources.according")
#: what a source is behind ل of: حصيلة جديدة للجيش
_OF = word_set("sources.of")
_OF_REACH = 2
#: whose deputy speaks: مساعد وزير الداخلية
_DEPUTIES = word_set("sources.deputies")
#: kinds of sources that may as well be who was hit
_MAY_FALL = frozenset({"person", "source"})
#: how sources begin behind ل and ب: لوزارة الدفاع
_BARE = frozenset({"وكا", "مصا", "مصد", "وزا", "وزي", "شهو", "قيا", "خلي", "مسؤ", "مدي"})


@dataclass(frozen=True, slots=True)
class SourceMention:
    """Somebody who is said to say something, as the text names him; tokens first ≤ i ≤ last."""

    sentence: int
    first: int
    last: int
    name: str
    kind: str


def sources(doc: Document) -> tuple[SourceMention, ...]:
    """All sources of the relevant sentences that a word of saying stands near to."""
    out = []
    for index in sorted(doc.relevant):
        sentence = doc.sentences[index]
        taken = -1
        for hit in hits_of(doc, index, "sources"):
            if hit.first <= taken:
                continue
            if hit.values["kind"] == "none":
                taken = hit.last
                continue
            if not _speaks(doc, index, hit):
                continue
            last = end_of_name(doc, index, hit)
            taken = last
            first = hit.first
            if first and sentence.tokens[first - 1].text in _DEPUTIES:
                first -= 1
            start, end = sentence.tokens[first].start, sentence.tokens[last].end
            span = sentence.span(*with_its_quotes(sentence.passage.folded, start, end))
            name = told_name(span.words)
            out.append(SourceMention(index, first, last, name, hit.values["kind"]))
    return tuple(out)


def _speaks(doc: Document, index: int, hit: Hit) -> bool:
    """Whether a word of saying stands near, and he who is named is not part of what was said, nor
    a word for somebody else: قالت القوات المتحالفة مع الحكومة، مبنى تابع للجيش."""
    words = [t.text for t in doc.sentences[index].tokens]
    before = unjoined(words[hit.first - 1], "و") if hit.first else ""
    if before in _bars():
        return False
    if hit.values["kind"] in _MAY_FALL and any(
        h.tokens == (hit.first - 1,) and h.values["form"] == "verb"
        for h in hits_of(doc, index, "harm_words")
    ):
        return False  # وتابع: قتل ضابط
    if words[hit.first].startswith("لل"):
        of_whom = words[max(hit.first - _OF_REACH, 0) : hit.first]
        if _OF.isdisjoint(unjoined(w, "وبل") if w not in _OF else w for w in of_whom):
            return False
    if hit.values["kind"] == "org" and _colon_behind(doc, index, hit):
        return True
    verbs = [h.first for h in hits_of(doc, index, "reporting_verbs")]
    says = [v for v in verbs if unjoined(words[v], "و") not in ACCORDING]
    if any(hit.first <= v <= hit.last + NEAR for v in says):
        return not heads_report(doc.sentences[index], end_of_name(doc, index, hit))
    return any(
        hit.first - NEAR <= v < hit.first and _THAT.isdisjoint(words[v + 1 : hit.first])
        for v in verbs
    )


def _colon_behind(doc: Document, index: int, hit: Hit) -> bool:
    """Whether what somebody says follows a colon: محافظة حلب – المرصد السوري لحقوق الإنسان: ارتفع
    …"""
    sentence = doc.sentences[index]
    if hit.last + 1 >= len(sentence.tokens):
        return False
    end = sentence.tokens[end_of_name(doc, index, hit)].end
    return sentence.passage.folded[end : end + 2].lstrip().startswith(":")


@lru_cache(maxsize=1)
def _bars() -> frozenset[str]:
    """Words behind which a name is not that of who speaks: seeds/lexicon/source_bars.csv."""
    return frozenset(fold(row["word"]) for row in read_seed("lexicon/source_bars.csv", ["word"]))


def with_its_quotes(folded: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a name, with the quotation mark beside it whose other one it holds."""
    if folded[start:end].count('"') == 1:
        if folded[end : end + 1] == '"':
            return start, end + 1
        if folded[start - 1 : start] == '"':
            return start - 1, end
    return start, end


def told_name(words: str) -> str:
    """A source as it is named, without و, ل or ب before it, in one line; of a statement (بيان
    لوزارة …) whose it is."""
    text = " ".join(words.split())
    for statement in ("بيان ", "بيانا "):
        if text.startswith((f"{statement}لل", f"{statement}لو", f"{statement}له")):
            text = text.removeprefix(statement)
    if text.startswith("لل"):
        return f"ال{text[2:]}"
    if text.startswith(("وال", "ومصادر", "وشهود", "ومصدر", "ووزارة", "ووكالة")):
        return text[1:]
    return text[1:] if text.startswith(("ل", "ب")) and text[1:4] in _BARE else text
