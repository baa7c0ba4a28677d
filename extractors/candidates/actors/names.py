"""The names of actors in a sentence: known ones, and groups that no seed knows, by their quoted
names (كتيبة «…»)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.candidates.dates.datelines import heads_report
from extractors.patterns.lexicon import hits_of
from extractors.patterns.pattern import Hit
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import Document, Sentence

_QUOTES = {'"': '"', "«": "»", "“": "”", "'": "'", "”": "“", "(": ")", "„": "“"}
_LONGEST_NAME = 6
#: a name's nationality is one of so many adjectives behind it
_ADJECTIVES = 2
_AL_QAEDA = fold("القاعدة")
_DATELINE_END = re.compile(r"\s*\)\s*[-:]")
_BASE = re.compile(r"(?<!\w)[وبل]?قاعده (?!الجهاد)")


#: words that only look like a name, with a pronoun behind it
_NO_ACTORS = word_set("actors.no_actors")


def known_names(doc: Document, index: int) -> list[Hit]:
    """The known names in a sentence, longest first."""
    names: list[Hit] = []
    covered: set[int] = set()
    for hit in sorted(hits_of(doc, index, "actors"), key=lambda h: (-len(h.tokens), h.first)):
        alone = len(hit.tokens) == 1 and fold(hit.values["alias"]) == _AL_QAEDA
        if (alone and _is_base(doc)) or heads_report(doc.sentences[index], hit.last):
            continue
        if not _NO_ACTORS.isdisjoint(doc.sentences[index].tokens[hit.first].forms):
            continue
        if not covered & set(hit.tokens):
            covered |= set(hit.tokens)
            names.append(hit)
    return [_of_its_nation(doc, index, hit) for hit in names]


def _of_its_nation(doc: Document, index: int, hit: Hit) -> Hit:
    """The name; one that depends on the country with the nationality that stands behind it:
    طائرات الجيش التركي، الطائرات الحربية والمسيرة التركية; not طائرات حربية السفارة التركية."""
    tokens = doc.sentences[index].tokens
    definite = unjoined(tokens[hit.last].text, "وفبك").startswith(("ال", "لل"))
    if hit.values["actor_id"] or not definite:
        return hit
    nations = {h.first: h for h in hits_of(doc, index, "demonyms")}
    for at in range(hit.last + 1, min(hit.last + 1 + _ADJECTIVES, len(tokens))):
        nation = nations.get(at)
        if nation is not None:
            values = {"actor_id": nation.values["actor_id"], "alias": hit.values["alias"]}
            return replace(hit, values=values, tokens=(*hit.tokens, at))
        if not tokens[at].text.startswith(("ال", "وال")):
            break
    return hit


def _is_base(doc: Document) -> bool:
    """Whether القاعدة alone is an air base told of before (قاعدة العند), not the organisation."""
    texts = [passage.folded for passage in doc.passages]
    return not any(f"تنظيم {_AL_QAEDA}" in text for text in texts) and any(
        _BASE.search(text) for text in texts
    )


def quoted_names(doc: Document, sentence: Sentence, covered: set[int]) -> list[Hit]:
    """Groups by a quoted name that no seed knows: كتيبة «شهداء الفجر», «كتائب الفجر»; behind or
    before a word of claiming any quoted name. The value `name` holds it."""
    found = []
    tokens = sentence.tokens
    heads = {h.last: h for h in hits_of(doc, sentence.index, "group_heads")}
    claims = {
        at
        for h in hits_of(doc, sentence.index, "perpetrator_cues")
        if h.values["cue"] == "claim"
        for at in h.tokens
    }
    if not heads and not claims:
        return []
    for first, last in _quotes(sentence):
        if covered & set(range(first, last + 1)):
            continue
        head = heads.get(first - 1)
        if head is not None and first - 1 not in covered:
            span = range(head.first, last + 1)
            name = f"{_bare(sentence, head.last)} "
        elif _is_outlet(sentence, last):
            continue  # القاهرة (…) - أعلنت
        elif first in heads or first - 1 in claims or last + 1 in claims:
            span, name = range(first, last + 1), ""
        else:
            continue
        words = sentence.span(tokens[first].start, tokens[last].end).words
        values = {"actor_id": "", "alias": "", "name": f"{name}{' '.join(words.split())}"}
        found.append(Hit("actors", values, tuple(span)))
    return found


def _is_outlet(sentence: Sentence, last: int) -> bool:
    """Whether a bracketed name ends a dateline: a bracket, then a dash, stand behind it."""
    tokens = sentence.tokens
    end = tokens[last + 1].start if last + 1 < len(tokens) else sentence.end
    behind = sentence.passage.folded[tokens[last].end : end]
    return bool(_DATELINE_END.match(behind))


def _bare(sentence: Sentence, at: int) -> str:
    """A token's original word without و, ب or ل before it."""
    token = sentence.tokens[at]
    return sentence.span(token.start, token.end).words


def _quotes(sentence: Sentence) -> list[tuple[int, int]]:
    """First and last tokens of the short quotations of a sentence."""
    tokens, folded = sentence.tokens, sentence.passage.folded
    out = []
    at = 0
    while at < len(tokens):
        start = tokens[at - 1].end if at else sentence.start
        closing = _QUOTES.get(folded[start : tokens[at].start].strip()[-1:])
        at += 1
        if closing is None:
            continue
        for last in range(at - 1, min(at - 1 + _LONGEST_NAME, len(tokens))):
            end = tokens[last + 1].start if last + 1 < len(tokens) else sentence.end
            if closing in folded[tokens[last].end : end]:
                out.append((at - 1, last))
                at = last + 1
                break
    return out
