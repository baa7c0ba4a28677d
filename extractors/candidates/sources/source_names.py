"""Where the name of who speaks ends.

It goes on with what may be part of such a name, and ends at what may not: a pause, a verb, a
relative or connective word (seeds/lexicon/source_ends.csv), a day, an event. Of somebody without a
name (مصادر أمنية يمنية) only adjectives of his kind and what goes with ب, ل, و, في or من tell more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_set
from extractors.seedfiles import read_seed
from extractors.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Document, Token
    from extractors.patterns.pattern import Hit

_MAX_WORDS = 8
_KEEPS = frozenset({"في", "من"})
#: a word that ends a name does so behind these too where it has more letters: مصدر طبي بوصول
_CLITICS, _SHORT = ("ب", "ل", "و", "ف"), 4
#: how the words of a name that has the article begin, and what may go on with it
_ARTICLE = "ال"
_KNOWN, _GOES_ON = ("ال", "وال"), ("ال", "لل", "ل", "و", "في", "من", "ب")
#: how an adjective of a source without the article ends, and what may go on with such a source
_ADJECTIVE_ENDS, _PHRASES = ("ي", "ون", "ين"), ("ب", "ل", "و")
#: other words that tell of what kind a source is, and where it is
_KINDS = word_set("sources.kinds")
_WITHIN = word_set("sources.within")
#: many, or things: their adjectives are feminine
_FEMININE = word_set("sources.feminine")
#: those whom no name of a person follows
_UNNAMED = word_set("sources.unnamed")
#: a name in quotes has so many words
_NAME = 4
#: forms that only verbs have begin or end so
_VERB_BEGINS, _VERB_ENDS = ("ي", "ت"), ("ت", "وا")


def end_of_name(doc: Document, index: int, hit: Hit) -> int:
    """The last token of a source's name, which begins with a hit of sources.csv."""
    sentence, last = doc.sentences[index], hit.last
    tokens, folded = sentence.tokens, sentence.passage.folded
    stops = _stops(doc, index, hit)
    at = last
    while at + 1 < len(tokens) and at + 1 - last < _MAX_WORDS:
        gap = folded[tokens[at].end : tokens[at + 1].start]
        if gap.strip() == '"' and at == last and _quoted(folded, tokens, at + 1):
            return _quoted(folded, tokens, at + 1)  # غرفة عمليات "فجر الحرية"
        if gap.strip() or at + 1 in stops:
            break
        words = [token.text for token in tokens[hit.first : at + 2]]
        follows = at + 2 < len(tokens)
        if _is_end(words[-1]) and not (words[-1] in _KEEPS and at == last and follows):
            break
        if not _may_go_on(words, hit.values["kind"]):
            break
        at += 1
    while at > last and tokens[at].text in _KEEPS:
        at -= 1  # المتحدث في بيان
    return at


def _stops(doc: Document, index: int, hit: Hit) -> set[int]:
    """The tokens at which something else begins: a word of saying, an event, a day, to whom the
    source told it (مصدر أمني لفرانس برس)."""
    tokens = doc.sentences[index].tokens
    told_days = [d for d in doc.dates if d.sentence == index]
    unnamed = hit.values["kind"] == "source"
    return {
        *(h.first for h in hits_of(doc, index, "reporting_verbs")),
        *(
            h.first
            for name in ("triggers", "harm_words")
            for h in hits_of(doc, index, name)
            if h.first > hit.last
        ),
        *(
            h.first
            for h in hits_of(doc, index, "sources")
            if h.values["kind"] == "agency" and (unnamed or tokens[h.first].text.startswith("ل"))
        ),
        *(
            number
            for number, token in enumerate(tokens)
            if any(d.start <= token.start < d.end for d in told_days)
        ),
    }


def _is_end(word: str) -> bool:
    """Whether a word cannot be part of a name: one of source_ends.csv, or a verb."""
    cut = word.startswith(_CLITICS) and not word.startswith("لل") and len(word) > _SHORT
    bare = word[1:] if cut else word
    ends = _ends()
    return word in ends or (bare in ends and bare not in _KEEPS) or bool({word, bare} & _verbs())


def _may_go_on(words: Sequence[str], kind: str) -> bool:
    """Whether the last of these words may be part of a source's name, as those before are."""
    *name, word = words
    unnamed = kind == "source" and _bare(name[0]) in _UNNAMED
    if name[-1].startswith(_KNOWN) and (
        kind == "org" or (unnamed and all(one.startswith(_ARTICLE) for one in name[1:]))
    ):
        # أكد الجيش الإسرائيلي صحة الفيديو
        return word.startswith(_GOES_ON) or (unnamed and word in _KINDS)
    if kind != "source" or len(name) == 1 or word in _KEEPS or word in _WITHIN:
        return True
    feminine = _bare(name[0]) in _FEMININE
    if not all(_is_adjective(one, feminine=feminine) for one in name[1:]):
        return True
    return _is_adjective(word, feminine=feminine) or word.startswith(_PHRASES)


def _is_adjective(word: str, *, feminine: bool) -> bool:
    """Whether a word without the article is an adjective of a source, as far as its end tells;
    what begins as ب, ل and و do may be more than an adjective."""
    if word in _KINDS:
        return True
    if word in _KEEPS or word.startswith((_ARTICLE, *_PHRASES)):
        return False
    return word.endswith("ه" if feminine else _ADJECTIVE_ENDS)


def _bare(word: str) -> str:
    """A source's first word without the article and what is written before it."""
    for before in ("وال", "بال", "لل", "ال", "و", "ب", "ل"):
        if word.startswith(before) and word.removeprefix(before) in _UNNAMED | _FEMININE:
            return word.removeprefix(before)
    return word


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in read_seed("lexicon/source_ends.csv", ["word"]))


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    """Forms that only a verb has, of those that texts were seen to use, and that are no name."""
    names = {
        fold(row["word"])
        for file in ("given_names", "family_names", "known_names")
        for row in read_seed(f"lexicon/{file}.csv", ["word"])
    }
    forms = {
        fold(row["word"])
        for file in ("verb_forms", "name_verbs")
        for row in read_seed(f"lexicon/{file}.csv", ["word"])
    }
    return frozenset(
        form
        for form in forms - names
        if not form.endswith("ي")
        and (form.startswith(_VERB_BEGINS) or form.endswith(_VERB_ENDS))
        and len(form) >= _SHORT
    )


def _quoted(folded: str, tokens: Sequence[Token], at: int) -> int:
    """The last token of a short name in quotes that begins at a token; 0 where it is none."""
    for end in range(at, min(at + _NAME, len(tokens))):
        if folded[tokens[end].end : tokens[end].end + 1] == '"':
            return end
    return 0
