"""Whether a mention takes up an event that readers know of: الهجوم، هذا التفجير."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates.triggers import within
from extractors.mentions.mention import SITES
from extractors.patterns.lexicon import hits_of
from extractors.patterns.word_sets import word_list, word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.candidates.triggers import Clause
    from extractors.document import Document, Sentence
    from extractors.mentions.mention import Mention
    from extractors.patterns.pattern import Hit

#: what is called by the site that it hit, which with ال is the one told before: تفجير المسجد
_CALLED = word_set("mentions.called")
#: what is set off once, so that its name with ال is the one told before: العبوة كانت موضوعة
_SET_OFF = frozenset({"ied", "car_bomb", "explosive_belt", "mine"})
#: what tells the bomb that is meant from others, so that it is none told before: العبوة التي
_THAT = word_set("mentions.relative")
#: … what says when another one was, and how near it stands
_WHEN = word_set("mentions.when")
_RECKONED = 7
#: a verb stands so near behind its subject
_SUBJECT_NEAR = 3
#: words that point at the event between
_THIS = word_set("mentions.this")
#: words for what begins or goes to and fro (folded)
_PROCESS = word_set("mentions.process")
#: "inside it" (folded)
_INSIDE = word_list("mentions.inside")
#: verbs that set another event beside the one told before
_AT_ONCE = word_list("mentions.at_once")
#: how many of a kind, behind which "of" stands: سلسلة من الهجمات
_SOME = word_set("mentions.some")
#: words of violence whose ال is their own, no article (folded): ألقى، إلقاء، ألغام
_OWN_ARTICLE = word_list("mentions.own_article")

#: to lay hold of, and how near behind its verb it stands (folded)
_SEIZING, _PHRASE = "القبض", 4


def note_definiteness(doc: Document, mention: Mention) -> None:
    """Set whether the mention takes up what was told: by ال, or by a word that points back."""
    clause = mention.clauses[0]
    sentence = doc.sentences[clause.sentence]
    naming = [
        h
        for h in (clause.triggers or clause.weapons)
        if (h.values.get("form") in ("noun", "plural") and h.values.get("kind") != "modifier")
        or _takes_up(doc, sentence, h)
        or _called_by_site(doc, sentence, h)
        or _goes_off(doc, sentence, h)
        or h.values.get("weapon") in _SET_OFF
        or (h.values.get("kind") == "event" and _has_article(sentence.tokens[h.first].text))
    ]
    if unjoined(sentence.tokens[clause.first].text, "وف").startswith(_AT_ONCE):
        # وتزامن الهجوم مع اشتباكات: what is told is the second
        beside = [at for at in range(clause.first, clause.end) if sentence.tokens[at].text == "مع"]
        naming = [h for h in naming if not beside or h.first > beside[0]] or naming
    if _goes_on_to_another(clause, sentence, naming):
        naming = []  # قبل ساعات من هذا الهجوم دمر انفجار …
    mention.definite = any(
        _is_definite(doc, sentence, h) and not _of_process(sentence, h) for h in naming[:1]
    )
    tokens = sentence.tokens
    for hit in hits_of(doc, clause.sentence, "event_anaphora"):
        if hit.values["of"] == "freed":
            taken = [h.first for h in (*clause.triggers, *clause.harms) if h.first > hit.last]
            only = any(h.values.get("note") == "freed" for h in clause.triggers)
            mention.freed = mention.freed or bool(taken) or only
            continue
        this = hit.values["of"] == "this"
        other = hit.values["of"] == "none" or (
            this and (_since_another(doc, clause, hit) or _reckoned_from(sentence, hit))
        )
        own = tokens[hit.first].text.startswith(_INSIDE) and _told_ahead(clause, hit)
        if within(hit.first, clause) and not (other or own):
            mention.definite = True
            mention.revises = mention.revises or hit.values["of"] == "toll"
            mention.pointed = mention.pointed or this
            mention.of_counted = mention.of_counted or hit.values["of"] == "counted"


def _of_process(sentence: Sentence, hit: Hit) -> bool:
    """Whether its ال is that of what goes on, as of any fight: تبادل القصف، اندلاع المعارك."""
    return hit.first > 0 and unjoined(sentence.tokens[hit.first - 1].text, "وفبل") in _PROCESS


def _told_ahead(clause: Clause, hit: Hit) -> bool:
    """Whether the clause tells something ahead of a word, so that "inside it" is inside what that
    was about: ضبطت وكرا … وبتفتيشه عثر بداخله على أسلحة."""
    return any(h.last < hit.first - 1 for h in (*clause.triggers, *clause.harms))


def _since_another(doc: Document, clause: Clause, hit: Hit) -> bool:
    """Whether what is told behind a word is another event, which it is compared with: هذا
    الهجوم هو الأعنف منذ تفجيرات …"""
    words = [t.text for t in doc.sentences[clause.sentence].tokens]
    later = [h.first for h in clause.triggers if h.first > hit.last]
    return "منذ" in words[hit.last : max(later, default=hit.last)]


def _reckoned_from(sentence: Sentence, hit: Hit) -> bool:
    """Whether the event told before only says when another one was: قبل ساعات من هذا الهجوم دمر
    انفجار …"""
    words = [
        unjoined(t.text, "وف") for t in sentence.tokens[max(hit.first - _RECKONED, 0) : hit.first]
    ]
    while words and words[-1] in _THIS:
        words.pop()
    return bool(words) and words[-1] in ("علي", "من") and not _WHEN.isdisjoint(words)


def _goes_on_to_another(clause: Clause, sentence: Sentence, naming: list[Hit]) -> bool:
    """Whether the event that is named first only says when another one was, which is named next."""
    if not naming or not _reckoned_from(sentence, naming[0]):
        return False
    return any(h.first > naming[0].last and h.values["kind"] == "event" for h in clause.triggers)


def _is_definite(doc: Document, sentence: Sentence, hit: Hit) -> bool:
    """Whether a noun has ال, or the weapon behind it (انفجار السيارة)."""
    tokens = sentence.tokens
    if _some_of(sentence, hit) or _of_a_phrase(sentence, hit):
        return False
    word = unjoined(tokens[hit.first].text, "وف")
    if _has_article(word) or _has_article(unjoined(word, "بلك")) or _takes_up(doc, sentence, hit):
        return True
    if _called_by_site(doc, sentence, hit) or _goes_off(doc, sentence, hit):
        return True
    behind = hit.first + 1
    if hit.lexicon != "triggers" or behind >= len(tokens):
        return False
    weapons = hits_of(doc, sentence.index, "weapon_words")
    return _has_article(tokens[behind].text) and any(
        (w.first == behind and w.values["weapon"] in _SET_OFF) for w in weapons
    )


def _called_by_site(doc: Document, sentence: Sentence, hit: Hit) -> bool:
    """Whether an attack is called by the site that it hit, as readers know it: تفجير المسجد."""
    tokens, behind = sentence.tokens, hit.first + 1
    if behind >= len(tokens) or unjoined(tokens[hit.first].text, "وفبلك") not in _CALLED:
        return False
    return _has_article(tokens[behind].text) and any(
        t.first == behind and t.values["target_type"] in SITES
        for t in hits_of(doc, sentence.index, "target_words")
    )


def _goes_off(doc: Document, sentence: Sentence, hit: Hit) -> bool:
    """Whether the bomb that was told of is the verb's subject: إن العبوة انفجرت عند كذا."""
    if hit.lexicon != "triggers" or hit.values.get("form") != "verb":
        return False
    return any(
        0 < hit.first - w.last <= _SUBJECT_NEAR
        and w.values["weapon"] in _SET_OFF
        and _has_article(sentence.tokens[w.first].text)
        and not (_THAT & {t.text for t in sentence.tokens[w.last + 1 : hit.first]})
        for w in hits_of(doc, sentence.index, "weapon_words")
    )


def _of_a_phrase(sentence: Sentence, hit: Hit) -> bool:
    """Whether its ال is that of a phrase, in which it takes up nothing: ألقت الشرطة القبض على."""
    before = sentence.tokens[max(hit.first - _PHRASE, 0) : hit.first]
    seized = sentence.tokens[hit.first].text == _SEIZING
    return seized and any(unjoined(t.text, "وفب").startswith(_OWN_ARTICLE) for t in before)


def _some_of(sentence: Sentence, hit: Hit) -> bool:
    """Whether its ال is that of the kind of which some are told: عددا من الغارات."""
    before = [unjoined(t.text, "وفبل") for t in sentence.tokens[max(hit.first - 2, 0) : hit.first]]
    return len(before) > 1 and before[1] == "من" and before[0] in _SOME


def _takes_up(doc: Document, sentence: Sentence, hit: Hit) -> bool:
    """Whether a verb's noun names what was told: وقع الانفجار، نفذ الهجوم."""
    return hit.values.get("form") == "verb" and any(
        h.first in hit.tokens[1:] and h.values["kind"] == "told"
        for h in hits_of(doc, sentence.index, "around_names")
    )


def _has_article(word: str) -> bool:
    """Whether a folded word begins with the article."""
    return word.startswith(("ال", "لل")) and not word.startswith(_OWN_ARTICLE)
