"""Who did it: groups, forces and states that are named, and the part that the words give them.

Names: seeds/actors.csv, actor_aliases.csv, lexicon/actor_contexts.csv (names that depend on the
country), lexicon/demonyms.csv (غارة تركية), lexicon/actor_anaphora.csv (التنظيم: the group named
before), lexicon/actor_capitals.csv (أنقرة for its government), lexicon/group_heads.csv (كتيبة «…»:
a group that no seed knows, by its quoted name). The part comes from the nearest cue before the name
or the verb behind it: lexicon/perpetrator_cues.csv and victim_cues.csv. A name without a cue is a
mention and makes nobody a perpetrator.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extractors.lexicon import Hit, hits_of
from extractors.records import PerpetratorStatus
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import Document, Sentence, Token
    from extractors.lexicon import Lexicon

Part = Literal["perpetrator", "victim", "party", "mention"]


def _folded(words: set[str]) -> frozenset[str]:
    """Words as they stand in folded text."""
    return frozenset(fold(word) for word in words)


Verdict = tuple[Part, PerpetratorStatus, str]

#: cues count within so many tokens before a name
_REACH = {"claim": 4, "agent": 4, "by": 4, "verb": 4, "takes": 4, "noun": 3, "accuse": 6,
          "charge": 6, "suspect": 9}  # fmt: skip
_BEHIND = 5
#: words between a cue and a name that belong to the name's phrase
_THROUGH = _folded(
    {"عناصر", "مسلحو", "مسلحي", "مقاتلو", "مقاتلي", "قوات", "طائرات", "طائره", "طيران", "مقاتلات",
     "مروحيات", "مليشيات", "ميليشيات", "مليشيا", "ميليشيا", "تنظيم", "جماعه", "حركه", "من", "تابعه",
     "تابعون", "افراد", "كتائب", "قبل", "يد", "ايدي", "حربيه", "جويه", "رجال", "وحدات", "مدفعيه",
     "مجموعه", "اعضاء", "حربي", "مسلحون", "مسلحين", "تابع", "مسير", "مسيره", "متمردو",
     "متشددو", "ارهابيو", "متمردي", "متشددي", "فصائل", "منظمه", "حزب", "خلايا", "لجان", "جنود",
     "قناصه", "زوارق", "دبابات", "عده", "بعض", "ارهابيي", "جهاديو", "جهاديي", "مواليه", "مواليين",
     "تكفيريون", "مجهولون", "حربيتان", "مسلح", "كتيبه", "سريه", "الويه", "مجاميع", "عصابات"}
)  # fmt: skip
_PREPOSITIONS = _folded({"عن", "في", "من", "علي", "بعد", "الي", "اثر", "جراء", "بسبب", "قبل", "ضد"})
#: kinds of cues that give no name its part by nearness
_APART = frozenset({"none", "same", "repelled", "deny", "unclear", "accused", "says", "own", "from",
                    "achieve", "masdar"})  # fmt: skip
#: cues that speak of what a name before them did
#: what one name does, no later one does
_TAKEN_ONCE = frozenset({"agent", "by", "verb", "takes", "noun"})
_VERBS = frozenset({"verb", "agent", "takes"})
_DOING = ("claim", "agent", "verb", "takes")
_THAT_IT = _folded({"انها", "انه", "انهما", "بانها", "بانه", "انهم", "انهن", "بانهم"})
_THAT_REACH = 3
#: from a name to أنها, and from أنها to the verb
_SAYS_REACH = 12
_SAID_VERB = 4
#: words that tie a thing to its owner: دورية تابعة للجيش
_OWNED = _folded({"تابعه", "تابع", "التابعه", "التابع", "تابعين", "تابعون", "تابعتين"})
#: from اشتباكات to بين, from بين to the first party, to the last
_CLASH_TO_BETWEEN, _FIRST_PARTY, _LAST_PARTY = 12, 9, 30
_CLASH_NEAR = 6
_HARM_NEAR = 3
_OWNED_REACH = 7
_AIR_OWNED = 4
_FLYING = _folded({"طائرة", "طائرات", "طائرتان", "مقاتلة", "مقاتلات", "مروحية", "مروحيات", "مسيرة"})
#: behind these the verb before was a passive one: قتل عناصر من التنظيم جراء قصف
_PASSIVE_SIGNS = _folded({"جراء", "اثر", "خلال", "اثناء", "برصاص", "بنيران", "بغاره", "بقصف",
                            "بغارات", "بضربه", "بانفجار", "نتيجه", "بسبب", "بكمين"})  # fmt: skip
#: verbs whose active and passive are written alike
_EITHER_VOICE = _folded({"قتل", "خطف", "اختطف", "اعدم", "اسر", "استهدف", "قتلت", "اسرت",
                           "استهدفت", "خطفت", "اختطفت", "اعدمت", "احتجز", "ذبح"})  # fmt: skip
_ACTIVE_ONLY = _folded({"شن", "شنت", "هاجم", "هاجمت", "قصفت", "امطرت", "نفذت", "فجرت", "ارتكبت",
                          "اطلقت", "اغارت", "اقتحمت", "داهمت", "دهمت", "اعدم", "شنوا", "هاجموا",
                          "قصفوا", "نفذوا", "اطلقوا", "اقتحموا", "فجروا", "خطفوا", "اعدموا",
                          "نصبوا"})  # fmt: skip
_KILLED = _folded({"قتلوا", "جرحوا", "اصابوا", "اسروا"})
_CARRIES = 14
#: what comes from somebody: صاروخ من قوات النظام
_SHOT = _folded({"قصف", "صاروخ", "صواريخ", "قذيفة", "قذائف", "نيران", "رصاص", "رصاصة", "غارة",
                 "غارات", "هجوم", "طلقات", "النار", "نار"})  # fmt: skip
#: after a pause these have their subject before it: غارات، تستهدف الحزب
_AIMS_AT = _folded({"استهدف", "استهدفت", "تستهدف", "يستهدف", "طال", "طالت", "تطال"})
_RELATIVE = _folded({"الذي", "التي", "والذي", "والتي", "الذين", "والذين", "اللتين", "اللذين"})
_SUBJECT_WITHIN = 6
#: a verb behind these opens its clause
_OPENERS = _folded({"ان", "حيث", "فيما", "كما", "عندما", "بعدما", "حين", "حينما", "بينما", "اذ",
                      "ثم", "امس", "اليوم", "لقد", "وقد", "انه", "انها", "منذ", "مساء", "صباح",
                      "اخري", "ذلك", "لما", "بان"})  # fmt: skip
_IN = _folded({"في", "داخل", "شمال", "جنوب", "شرق", "غرب", "شمالي", "جنوبي", "شرقي", "غربي", "مع",
                 "الي", "وسط", "من", "حدود", "بين", "سفاره", "مدينه", "عبر"})  # fmt: skip
_HELPED = _folded({"مدعومه", "مدعوم", "مدعومين", "مدعمه", "مسنوده", "مسنودين", "بدعم", "بمسانده",
                     "بمشاركه", "باسناد", "بقياده", "بغطاء"})  # fmt: skip
_AIM_WITHIN = 2
_QUOTES = {'"': '"', "«": "»", "“": "”", "'": "'", "”": "“", "(": ")", "„": "“"}
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor that is named; tokens first ≤ i ≤ last. `actor_id` is empty where it depends on
    the country: `alias` (folded) is then a key of `Lexicon.actor_contexts`; and where no seed
    knows it: `name` is then what the text calls it."""

    sentence: int
    first: int
    last: int
    actor_id: str
    alias: str
    part: Part
    status: PerpetratorStatus
    cue: str = ""
    name: str = ""


def actors(doc: Document, lexicon: Lexicon) -> tuple[ActorMention, ...]:
    """All actors named in the sentences that are no furniture, with their part.

    A word such as التنظيم stands for the actor named last that is called so.
    """
    out: list[ActorMention] = []
    named_so_far: list[tuple[str, str]] = []
    titles = [s for s in doc.sentences if s.passage.part == "title" and not s.furniture]
    for sentence in titles:
        _names(doc, sentence.index, lexicon, named_so_far)
    for sentence in doc.sentences:
        if not sentence.furniture and sentence.passage.part != "title":
            out.extend(_of_sentence(doc, sentence, lexicon, named_so_far))
    for sentence in titles:  # التنظيم يتبنى: named in the text below, first
        out.extend(_of_sentence(doc, sentence, lexicon, named_so_far[::-1]))
    return tuple(sorted(out, key=lambda a: (a.sentence, a.first, a.last)))


def _names(
    doc: Document, index: int, lexicon: Lexicon, named_so_far: list[tuple[str, str]]
) -> list[Hit]:
    """The names in a sentence, longest first, and the words that stand for an earlier one."""
    names: list[Hit] = []
    covered: set[int] = set()
    for hit in sorted(hits_of(doc, index, "actors"), key=lambda h: (-len(h.tokens), h.first)):
        alone = len(hit.tokens) == 1 and fold(hit.values["alias"]) == _AL_QAEDA
        if alone and _is_base(doc):
            continue
        if not covered & set(hit.tokens):
            covered |= set(hit.tokens)
            names.append(hit)
    standing_for = [h for h in hits_of(doc, index, "actor_anaphora") if h.first not in covered]
    for hit in sorted((*names, *standing_for), key=lambda h: h.first):
        if hit.lexicon == "actors":
            if hit.values["actor_id"]:
                called_so = fold(hit.values["alias"]).split()[0]
                named_so_far.append((hit.values["actor_id"], called_so))
            continue
        heads = {fold(head) for head in hit.values["head"].split(";")}
        may_be = {a for head in heads for a in lexicon.actor_heads.get(head, ())}
        so_called = (a for a, head in reversed(named_so_far) if head in heads)
        others = (a for a, _ in reversed(named_so_far) if a in may_be)
        meant = next(so_called, None) or next(others, None)
        if meant is not None:
            names.append(replace(hit, values={"actor_id": meant, "alias": ""}))
    return names


def _is_base(doc: Document) -> bool:
    """Whether القاعدة alone is an air base told of before (قاعدة العند), not the organisation."""
    texts = [passage.folded for passage in doc.passages]
    return not any(f"تنظيم {_AL_QAEDA}" in text for text in texts) and any(
        _BASE.search(text) for text in texts
    )


_AL_QAEDA = fold("القاعدة")
_BASE = re.compile(r"(?<!\w)[وبل]?قاعده (?!الجهاد)")


def _quoted(doc: Document, sentence: Sentence, covered: set[int]) -> list[Hit]:
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
        elif first in heads or first - 1 in claims or last + 1 in claims:
            span, name = range(first, last + 1), ""
        else:
            continue
        words = sentence.span(tokens[first].start, tokens[last].end).words
        values = {"actor_id": "", "alias": "", "name": f"{name}{' '.join(words.split())}"}
        found.append(Hit("actors", values, tuple(span)))
    return found


def _bare(sentence: Sentence, at: int) -> str:
    """A token's original word without و, ب or ل before it."""
    token = sentence.tokens[at]
    word = sentence.span(token.start, token.end).words
    return word[1:] if token.text[0] in "وبل" and token.text[1:] in token.forms else word


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


@dataclass(slots=True)
class _Scene:
    """What a sentence says of the names in it."""

    tokens: tuple[Token, ...]
    folded: str
    forms: tuple[tuple[str, ...], ...]
    names: list[Hit]
    cues: list[Hit]
    marks: dict[str, list[Hit]]
    victims: set[int]
    clashes: tuple[int, ...]
    parties: set[int]
    counted: tuple[int, ...]
    deaths: tuple[int, ...]
    nations: frozenset[int]
    events: frozenset[int]
    countries: frozenset[int]
    doers: frozenset[int]
    instruments: frozenset[int]
    quantities: frozenset[int]
    flyers: frozenset[int]

    def paused(self, at: int) -> bool:
        """Whether a sign of punctuation stands before a token."""
        return bool(self.folded[self.tokens[at - 1].end : self.tokens[at].start].strip())

    def between(self, after: int, before: int) -> list[Hit]:
        """The names that begin behind one token and before another."""
        return [n for n in self.names if after < n.first < before]


def _of_sentence(
    doc: Document, sentence: Sentence, lexicon: Lexicon, named_so_far: list[tuple[str, str]]
) -> list[ActorMention]:
    index = sentence.index
    named = _names(doc, index, lexicon, named_so_far)
    covered = {at for hit in named for at in hit.tokens}
    named += _quoted(doc, sentence, covered)
    named.sort(key=lambda h: h.first)
    demonyms = hits_of(doc, index, "demonyms")
    if not named and not demonyms:
        return []
    scene = _scene(doc, sentence, named, lexicon)
    out: list[ActorMention] = []
    for hit in named:
        covered |= set(hit.tokens)
        part, status, cue = _part(scene, hit)
        if scene.marks["none"] and cue == "claim":
            part, status = "mention", "unknown"
        out.append(
            ActorMention(
                index,
                hit.first,
                hit.last,
                hit.values["actor_id"],
                fold(hit.values["alias"]),
                part,
                status,
                cue,
                hit.values.get("name", ""),
            )
        )
    for hit in demonyms:
        if hit.first in covered or hit.first == 0:
            continue
        nation = _of_nation(scene, hit)
        if nation is not None:
            out.append(
                ActorMention(
                    index, hit.first, hit.last, hit.values["actor_id"], "", "perpetrator",
                    nation, "demonym",
                )
            )  # fmt: skip
    return sorted(out, key=lambda a: (a.first, a.last))


def _scene(doc: Document, sentence: Sentence, named: list[Hit], lexicon: Lexicon) -> _Scene:
    index = sentence.index
    marks: dict[str, list[Hit]] = {kind: [] for kind in _APART}
    cues: list[Hit] = []
    for hit in hits_of(doc, index, "perpetrator_cues"):
        kind = hit.values["cue"]
        if kind in _VERBS and not _is_verb(sentence.tokens[hit.first], hit):
            continue  # لأسر الشهداء is no أسر
        (marks[kind] if kind in _APART else cues).append(hit)
    triggers = hits_of(doc, index, "triggers")
    harms = hits_of(doc, index, "harm_words")
    clashes = tuple(h.first for h in triggers if h.values["event_type"] == "clash")
    forms = tokens_of(sentence)
    scene = _Scene(
        sentence.tokens,
        sentence.passage.folded,
        forms,
        named,
        cues,
        marks,
        {at for h in hits_of(doc, index, "victim_cues") for at in h.tokens},
        clashes,
        set(),
        tuple(h.first for h in harms),
        tuple(
            h.first
            for h in harms
            if h.values["form"] == "noun" and h.values["measure"] in ("killed", "wounded")
        ),
        frozenset(h.first for h in hits_of(doc, index, "demonyms")),
        frozenset(h.first for h in triggers),
        frozenset(h.first for h in named if _is_country(h, lexicon)),
        frozenset(
            h.last for name in ("weapon_words", "subject_words") for h in hits_of(doc, index, name)
        ),
        frozenset(h.first for h in cues if h.values["cue"] == "instrument"),
        frozenset(q.first_token for q in doc.quantities if q.sentence == index),
        frozenset(at for at, f in enumerate(forms) if not _FLYING.isdisjoint(f)),
    )
    scene.parties = _parties(scene)
    return scene


def _is_verb(token: Token, cue: Hit) -> bool:
    """Whether a cue's word is written as one of its verbs: at most و or ف stands before it."""
    words = _pattern_words(cue.values["pattern"])
    text = token.text
    return any(
        text.startswith((form, f"و{form}", f"ف{form}")) for form in token.forms if form in words
    )


def _parties(scene: _Scene) -> set[int]:
    """First tokens of the names that stand behind اشتباكات بين, up to the next word of harm."""
    out: set[int] = set()
    for clash in scene.clashes:
        reach = range(clash + 1, min(clash + _CLASH_TO_BETWEEN, len(scene.tokens)))
        between = next((at for at in reach if scene.tokens[at].text == "بين"), None)
        if between is None:
            continue
        stop = min((h for h in scene.counted if h > between), default=len(scene.tokens))
        behind = scene.between(between, min(between + _LAST_PARTY, stop))
        if behind and behind[0].first - between <= _FIRST_PARTY:
            out |= {n.first for n in behind if n is behind[0] or _joined(scene, n)}
    return out


def _joined(scene: _Scene, hit: Hit) -> bool:
    """Whether و ties the name, or the phrase that it ends, to what stands before."""
    return scene.tokens[_start(scene, hit)].text.startswith("و")


def _start(scene: _Scene, hit: Hit) -> int:
    """Where the phrase begins that the name ends: عناصر من تنظيم …"""
    start = hit.first
    while (
        start > 0
        and not scene.tokens[start].text.startswith("و")
        and not _THROUGH.isdisjoint(scene.forms[start - 1])
    ):
        start -= 1
    return start


def _of_nation(scene: _Scene, hit: Hit) -> PerpetratorStatus | None:
    """The status of a doer named by nationality (غارة تركية); None where it is none."""
    tokens = scene.tokens
    if tokens[hit.first - 1].text in _THAT_IT and any(
        c.values["cue"] == "suspect" and 0 < hit.first - c.last <= _THAT_REACH for c in scene.cues
    ):
        return "suspected"  # طائرة يعتقد أنها أميركية
    before = {h.tokens[-1]: h for h in scene.cues if h.values["cue"] in ("noun", "instrument")}
    head = next(
        (before[at] for at in range(hit.first - 1, hit.first - 5, -1) if at in before), None
    )
    if head is None or tokens[hit.first].text in ("الحوثيين", "الحوثيون"):
        return None
    if hit.first - head.last > 2 and head.values["cue"] == "noun":
        return None
    if head.values["cue"] == "instrument" and not any(
        h.values["cue"] in ("verb", "noun", "agent", "by")
        and abs(h.last - head.first) <= _CLASH_NEAR
        for h in scene.cues
    ):
        return None
    if any(at in scene.victims for at in range(max(0, head.first - 2), head.first)):
        return None
    if head.values["cue"] == "instrument" and head.first - 1 in scene.counted:
        return None  # قتل جندي تركي
    return "attributed"


def tokens_of(sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """The forms of each token."""
    return tuple(token.forms for token in sentence.tokens)


def _part(scene: _Scene, hit: Hit) -> Verdict:
    """The part of an actor, its status and the kind of the cue."""
    for told in (_denied, _unclear, _place_or_help, _inside, _right_behind, _self_told, _repelled,
                 _in_clash, _fired_from):  # fmt: skip
        verdict = told(scene, hit)
        if verdict is not None:
            return verdict
    verdict = _by_nearness(scene, hit)
    if hit.values.get("capital") and verdict[2] not in ("agent", "claim", "accuse", "charge"):
        return "mention", "unknown", ""
    return verdict


def _denied(scene: _Scene, hit: Hit) -> Verdict | None:
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


def _unclear(scene: _Scene, hit: Hit) -> Verdict | None:
    """Somebody of whom it is said not to be known whether he did it."""
    if any(cue.last < hit.first for cue in scene.marks["unclear"]):
        return "mention", "unknown", ""
    return None


def _place_or_help(scene: _Scene, hit: Hit) -> Verdict | None:
    """A country that something lies in, and who only helps: المدعومة بقوات الدفاع الوطني."""
    before = scene.forms[hit.first - 1] if hit.first else ("",)
    if hit.first in scene.countries and not _IN.isdisjoint(before):
        return "mention", "unknown", ""
    if any(not _HELPED.isdisjoint(f) for f in scene.forms[max(0, hit.first - 2) : hit.first]):
        return "mention", "unknown", ""
    return None


def _repelled(scene: _Scene, hit: Hit) -> Verdict | None:
    """Whose attack was beaten off (لهجمات للحوثيين). Who beats it off attacked nobody."""
    start = _start(scene, hit)
    for cue in scene.marks["repelled"]:
        if 0 < start - cue.last <= 3 and scene.tokens[start].text.startswith("ل"):
            return "perpetrator", "attributed", "of"
        if cue.first < hit.first < cue.last:
            return "mention", "unknown", ""
    return None


def _inside(scene: _Scene, hit: Hit) -> Verdict | None:
    """A name between the words of a cue: أعلن التنظيم مسؤوليته, تمكن الجيش من قتل."""
    start = _start(scene, hit)
    for cue in scene.cues:
        kind = cue.values["cue"]
        if kind not in ("claim", "charge") or not cue.first < hit.first < cue.last:
            continue
        inside = scene.between(cue.first, cue.last)
        # who charges is named first, who is charged last; who claims comes first
        if hit is (inside[-1] if kind == "charge" else inside[0]):
            return "perpetrator", _status(cue, suspected=False), kind
    for cue in scene.marks["achieve"]:
        inside = scene.between(cue.first, cue.last)
        if inside and hit is inside[0]:
            if start - cue.first <= _REACH["suspect"] and not _from_victims(scene, hit, cue.first):
                return "perpetrator", "attributed", "agent"
        elif not inside and hit is _subject_before(scene, cue.first):
            return "perpetrator", "attributed", "agent"
    return None


def _from_victims(scene: _Scene, hit: Hit, after: int) -> bool:
    return any(after < at < hit.first for at in scene.victims if at < hit.first - 1)


def _subject_before(scene: _Scene, at: int) -> Hit | None:
    """The name right before a verb, as its subject."""
    return next((n for n in reversed(scene.names) if 0 < at - n.last <= 2), None)


def _killed_some(scene: _Scene, hit: Hit) -> bool:
    """مسلحو المقاومة قتلوا خمسة: a plural with a number behind it is no passive."""
    at = hit.last + 1
    return (
        at + 1 < len(scene.tokens)
        and scene.tokens[at].text.lstrip("وف") in _KILLED
        and at + 1 in scene.quantities
    )


def _right_behind(scene: _Scene, hit: Hit) -> Verdict | None:
    """A verb or a charge right behind the name: المتهم بالوقوف خلف, النقطة التابعة له أطلقت."""
    if _killed_some(scene, hit):
        return "perpetrator", "attributed", "verb"
    owned = hit.first > 0 and not _OWNED.isdisjoint(scene.forms[hit.first - 1])
    for cue in scene.cues:
        kind, gap = cue.values["cue"], cue.first - hit.last
        if kind == "claim" and 0 < gap <= 2 and not _pronoun(scene, cue):
            return None if hit.first in scene.countries else ("perpetrator", "claimed", kind)
        if kind not in ("verb", "agent"):
            continue
        if 0 < gap <= 2 and scene.forms[cue.first][0].endswith("وا"):
            return "perpetrator", _status(cue, suspected=False), kind  # عناصر من التنظيم أعدموا
        if gap == 1 and owned and not _pronoun(scene, cue):
            return "perpetrator", _status(cue, suspected=False), kind
        if not owned or not -_OWNED_REACH <= gap < 0 or scene.between(cue.last, hit.first):
            continue
        # غارة نفذتها مروحيات تابعة للجيش, أطلقت نقطة تابعة له النار
        between = scene.forms[cue.last + 1 : hit.first]
        if cue.last + 1 in scene.instruments or (
            kind == "agent"
            and not scene.tokens[cue.first].text.endswith("وا")
            and not any((_IN | _PREPOSITIONS) & set(forms) for forms in between)
        ):
            return "perpetrator", _status(cue, suspected=False), kind
    for cue in scene.marks["accused"]:
        if 0 < cue.first - hit.last <= 2:
            return "perpetrator", _status(cue, suspected=False), "accuse"
    return None


def _self_told(scene: _Scene, hit: Hit) -> Verdict | None:
    """Who tells of what it did: أعلن الجيش أنه قصف."""
    for says in scene.marks["says"]:
        if not -3 <= hit.first - says.last <= 8:
            continue
        if _through_its_own(scene, hit, says):
            return "perpetrator", "claimed", "self"
        for at in range(
            max(hit.last, says.last) + 1, min(hit.last + _SAYS_REACH, len(scene.tokens))
        ):
            if _THAT_IT.isdisjoint(scene.forms[at]):
                continue
            if scene.between(hit.last, at):
                break
            for cue in (*scene.cues, *scene.marks["achieve"]):
                kind = cue.values["cue"]
                if kind in ("agent", "verb", "achieve") and 0 < cue.first - at <= _SAID_VERB:
                    return "perpetrator", "claimed", "self"
            break
    return None


def _through_its_own(scene: _Scene, hit: Hit, says: Hit) -> bool:
    """أعلن الجيش أن طائرة تابعة له قضت على …: what is its own did it."""
    for own in scene.marks["own"]:
        first = max(hit.last, says.last)
        if not 0 < own.first - first <= _SAYS_REACH or scene.between(hit.last, own.first):
            continue
        if scene.tokens[own.first - 1].text in ("من", "ومن", "احد"):
            continue
        if any(
            cue.values["cue"] in ("agent", "verb") and 0 < cue.first - own.last <= _SAID_VERB
            for cue in scene.cues
        ):
            return True
    return False


def _in_clash(scene: _Scene, hit: Hit) -> Verdict | None:
    if hit.first not in scene.parties:
        return None
    start = _start(scene, hit)
    done = any(
        c.values["cue"] in ("agent", "by", "claim") and start - c.last == 1 for c in scene.cues
    )
    return None if done else ("party", "attributed", "clash")


def _fired_from(scene: _Scene, hit: Hit) -> Verdict | None:
    """Where a shot came from: قصف بصاروخ من قوات النظام, القذائف مصدرها مواقع الفصائل."""
    if any(0 < hit.first - cue.last <= _REACH["by"] for cue in scene.marks["from"]):
        return "perpetrator", "attributed", "of"
    at = hit.first - 1
    with_it = next((c for c in scene.cues if c.last == at), None)
    if (
        with_it is not None
        and with_it.values["cue"] == "instrument"
        and scene.tokens[at].text.startswith("ب")
    ):
        return "perpetrator", "attributed", "by"  # بقذيفة حوثية
    if at < 1 or scene.tokens[at].text != "من":
        return None
    shot = not _SHOT.isdisjoint(scene.forms[at - 1])
    return ("perpetrator", "attributed", "of") if shot else None


def _opens(scene: _Scene, at: int) -> bool:
    """Whether a verb opens its clause, so that what follows is its subject. A plural never does:
    its subject stands before it; and a verb with a subject before it has its object behind."""
    text = scene.tokens[at].text
    if text.endswith("وا"):
        return False
    before = scene.tokens[at - 1].text if at else ""
    if text in _AIMS_AT:
        return at == 0 or before in _OPENERS
    if before in _RELATIVE:
        return False
    for back in range(at - 1, max(-1, at - 1 - _SUBJECT_WITHIN), -1):
        if scene.paused(back + 1) or scene.tokens[back].text in _OPENERS:
            return True
        if back in scene.events or back in scene.doers:
            return False
        if any(n.last == back and not _placed(scene, n) for n in scene.names):
            return False
    return True


def _placed(scene: _Scene, hit: Hit) -> bool:
    """Whether a name stands behind a preposition."""
    return hit.first > 0 and not _IN.isdisjoint(scene.forms[hit.first - 1])


def _by_nearness(scene: _Scene, hit: Hit) -> Verdict:
    start = _start(scene, hit)
    forms, victims, cues = scene.forms, scene.victims, scene.cues
    suspected = any(
        (c.values["cue"] == "suspect" and 0 < hit.first - c.last <= _REACH["suspect"])
        or (c.values["cue"] == "suspect" and 0 < c.first - hit.last <= 2)
        for c in cues
    )
    nearest: Hit | None = None
    for cue in cues:
        kind = cue.values["cue"]
        if kind in ("instrument", "suspect") or cue.last >= hit.first:
            continue
        if kind == "noun" and _pronoun(scene, cue):
            continue  # قصفها لقواعد المتمردين
        if kind == "noun" and _of_others(scene, hit, cue):
            continue  # القصف التركي للمتمردين
        if kind in _TAKEN_ONCE and scene.between(cue.last, start) and not _joined(scene, hit):
            continue  # نفذته طالبان قرب أكاديمية الشرطة
        if start - cue.last <= _REACH[kind] and (
            nearest is None or (cue.last, _weight(cue)) >= (nearest.last, _weight(nearest))
        ):
            nearest = cue
    last_victim = max((at for at in victims if at < hit.first), default=-1)
    adjacent = nearest is not None and start - nearest.last <= 1
    if not _OWNED.isdisjoint(forms[hit.first - 1] if hit.first else ("",)) and any(
        0 < hit.first - at <= _AIR_OWNED for at in scene.flyers
    ):
        return "mention", "unknown", ""  # طائرة تابعة للنظام
    near = 3 if scene.tokens[hit.first].text.startswith("و") else 2
    if last_victim >= hit.first - near and not adjacent and last_victim >= 0:
        return _victim_or_party(scene, hit)
    masdar = next((c for c in scene.marks["masdar"] if start - c.last == 1), None)
    if masdar is not None:
        if _aims(scene, hit):
            return "perpetrator", "attributed", "of"
        return "victim", "unknown", ""
    if nearest is not None and nearest.values["cue"] == "noun" and _where(forms[hit.first][0], hit):
        return "mention", "unknown", ""
    if nearest is not None and not (
        nearest.values["cue"] == "noun" and _names_place(scene, hit, nearest)
    ):
        kind = nearest.values["cue"]
        between_victim = any(nearest.last < at < start for at in victims)
        far = start - nearest.last > 1
        if (
            adjacent
            and kind == "verb"
            and (_passive(scene, nearest, hit) or not _opens(scene, nearest.first))
        ):
            return "victim", "unknown", "object"
        if not (far and kind in ("verb", "takes", "noun") and between_victim) and not (
            far and kind in ("verb", "takes")
        ):
            status: PerpetratorStatus = _status(nearest, suspected)
            return "perpetrator", status, "of" if kind == "noun" and not far else kind
        if between_victim:
            return _victim_or_party(scene, hit)
    verdict = _doing_behind(scene, hit, start, last_victim, suspected)
    if verdict is not None:
        return verdict
    if _flown_by(scene, hit):
        return "perpetrator", "suspected" if suspected else "attributed", "of"
    if any(0 < hit.first - harm <= _HARM_NEAR for harm in scene.deaths):
        return "victim", "unknown", ""  # مصرع 22 حوثيا
    if any(0 < hit.first - clash <= _CLASH_NEAR for clash in scene.clashes):
        return "party", "attributed", "clash"
    return "mention", "unknown", ""


def _doing_behind(
    scene: _Scene, hit: Hit, start: int, last_victim: int, suspected: bool
) -> Verdict | None:
    """What the name is followed by: التنظيم شن هجوما; also further on, behind و: … وشن."""
    forms = scene.forms
    to = forms[hit.first][0].startswith("لل")
    for cue in scene.cues:
        kind = cue.values["cue"]
        gap = cue.first - hit.last
        if kind not in _DOING or gap <= 0:
            continue
        word = forms[cue.first][0]
        if (
            hit.first in scene.countries
            and not word.lstrip("وف").startswith("ت")
            and not (word.endswith("ت"))
        ):
            continue  # جنديا تركيا قتل: a country's verb is feminine
        if kind == "claim" and hit.first in scene.countries:
            continue
        if gap > _BEHIND:
            if not _carried(scene, hit, cue, to):
                continue
            return "perpetrator", _status(cue, suspected), kind
        if kind in ("verb", "takes") and gap > 3:
            continue
        if kind in ("agent", "claim") and word.endswith(("ه", "ها", "هما")):
            continue
        if kind in ("verb", "takes") and forms[cue.first - 1][0] in _PREPOSITIONS:
            continue
        if start > 0 and last_victim == start - 1 and gap > 1:
            continue
        if to and not (gap == 1 and start > 0 and not _OWNED.isdisjoint(forms[start - 1])):
            continue  # مدرعة للجيش استهدفت
        return "perpetrator", _status(cue, suspected), kind
    return None


def _carried(scene: _Scene, hit: Hit, cue: Hit, to: bool) -> bool:
    """Whether a verb that و ties on still has the name as its subject: no other name between,
    and the name the subject of a verb before."""
    word = scene.tokens[cue.first].text
    if to or hit.last >= cue.first or cue.first - hit.last > _CARRIES or not word.startswith("و"):
        return False
    if word[1:] not in _ACTIVE_ONLY or scene.between(hit.last, cue.last + 4):
        return False
    before = scene.forms[_start(scene, hit) - 1] if _start(scene, hit) > 0 else ("",)
    return not any(form in _PREPOSITIONS for form in before) and not any(
        at in scene.victims for at in range(max(0, hit.first - 2), hit.first)
    )


def _passive(scene: _Scene, cue: Hit, hit: Hit) -> bool:
    """Whether قتل before the name is a passive: what follows tells how it came about."""
    if scene.tokens[cue.first].text.lstrip("وف") not in _EITHER_VOICE:
        return False
    behind = scene.tokens[hit.last + 1 : hit.last + 4]
    if any(token.text in _PASSIVE_SIGNS for token in behind):
        return True
    return len(behind) > 1 and behind[0].text == "في" and hit.last + 2 in scene.events


def _aims(scene: _Scene, hit: Hit) -> bool:
    """Whether ل behind the name says what it aimed at: استهداف الجيش لموقع."""
    return any(
        token.text.startswith("ل") and len(token.forms) > 1
        for token in scene.tokens[hit.last + 1 : hit.last + 1 + _AIM_WITHIN]
    )


def _of_others(scene: _Scene, hit: Hit, cue: Hit) -> bool:
    """Whether a nationality between says whose attack it was; ل then names its aim."""
    text = scene.tokens[hit.first].text
    return text.startswith("ل") and any(cue.last < at < hit.first for at in scene.nations)


def _flown_by(scene: _Scene, hit: Hit) -> bool:
    """قصف في نهاية الأسبوع للطيران التركي: ل before who flies or fires, no aim."""
    word = scene.tokens[hit.first].text
    fires = fold(hit.values["alias"]).split()[:1]
    if not word.startswith("لل") or not fires or fires[0].removeprefix("ال") not in _FIRING:
        return False
    return any(
        c.values["cue"] == "noun" and 0 < hit.first - c.last <= _SAYS_REACH for c in scene.cues
    )


_FIRING = _folded({"طيران", "طائرات", "مقاتلات", "مروحيات", "مدفعيه", "مسيرات", "زوارق"})


def _names_place(scene: _Scene, hit: Hit, cue: Hit) -> bool:
    """Whether a country's name behind a word of attack says where: هجمات فرنسا. Raids and shelling
    are named after who does them."""
    return hit.first in scene.countries and not any(
        form in _STRUCK for form in scene.forms[cue.last]
    )


_STRUCK = _folded({"غاره", "غارات", "غارتين", "ضربات", "ضربه", "قصف", "عدوان", "خروقات"})


def _is_country(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the name is a country's own, which may as well be a place."""
    if hit.values.get("capital"):
        return True
    row = lexicon.actors.get(hit.values["actor_id"], {})
    return row.get("actor_type") == "state" and hit.values["alias"] == row["name_ar"]


def _pronoun(scene: _Scene, cue: Hit) -> bool:
    """Whether the cue's word holds a pronoun, which then stands for who did it: قصفها."""
    words = _pattern_words(cue.values["pattern"])
    text = scene.tokens[cue.last].text
    return not any(text.endswith(form) for form in scene.forms[cue.last] if form in words)


@lru_cache(maxsize=512)
def _pattern_words(pattern: str) -> frozenset[str]:
    """All words of a pattern, folded."""
    parts = pattern.replace(";", " ").replace("|", " ").split()
    return frozenset(fold(part.lstrip("=").rstrip("*")) for part in parts)


def _where(word: str, hit: Hit) -> bool:
    """Whether ب makes the name the place of something: هجوم بتركيا."""
    alias = fold(hit.values["alias"]).split()
    return bool(alias) and word == f"ب{alias[0]}"


def _weight(cue: Hit) -> int:
    return {
        "claim": 4,
        "agent": 3,
        "by": 3,
        "accuse": 3,
        "charge": 3,
        "verb": 2,
        "takes": 2,
        "noun": 1,
    }.get(cue.values["cue"], 0)


def _status(cue: Hit, suspected: bool) -> PerpetratorStatus:
    status = cue.values["status"]
    if status == "claimed":
        return "claimed"
    return "suspected" if suspected or status == "suspected" else "attributed"


def _victim_or_party(scene: _Scene, hit: Hit) -> Verdict:
    """Behind a word of the victims; in a clash the one that it was with is the other party."""
    around = [token.text for token in scene.tokens[max(0, hit.first - 4) : hit.first]]
    if not _WITH.isdisjoint(around) and any(
        0 < hit.first - clash <= _CLASH_NEAR for clash in scene.clashes
    ):
        return "party", "attributed", "clash"
    return "victim", "unknown", ""


_WITH = frozenset({"مع", "بين", "ضد", "وبين"})
