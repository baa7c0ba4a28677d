"""Who did it: groups, forces and states that are named, and the part that the words give them.

Names: seeds/actors.csv, actor_aliases.csv, lexicon/actor_contexts.csv (names that depend on the
country), lexicon/demonyms.csv (غارة تركية), lexicon/actor_anaphora.csv (التنظيم: the group named
before). The part comes from the nearest cue before the name or
the verb behind it: lexicon/perpetrator_cues.csv and victim_cues.csv. A name without a cue is a
mention and makes nobody a perpetrator.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from extractors.lexicon import Hit, hits_of
from extractors.records import PerpetratorStatus
from extractors.text.fold import fold

if TYPE_CHECKING:
    from extractors.document import Document, Sentence, Token
    from extractors.lexicon import Lexicon

Part = Literal["perpetrator", "victim", "party", "mention"]

#: cues count within so many tokens before a name
_REACH = {"claim": 4, "agent": 4, "by": 4, "verb": 4, "noun": 3, "accuse": 6, "charge": 6,
          "suspect": 9}  # fmt: skip
_BEHIND = 5
#: words between a cue and a name that belong to the name's phrase
_THROUGH = frozenset(
    {"عناصر", "مسلحو", "مسلحي", "مقاتلو", "مقاتلي", "قوات", "طائرات", "طائره", "طيران", "مقاتلات",
     "مروحيات", "مليشيات", "ميليشيات", "مليشيا", "ميليشيا", "تنظيم", "جماعه", "حركه", "من", "تابعه",
     "تابعون", "افراد", "كتائب", "قبل", "يد", "ايدي", "حربيه", "جويه", "رجال", "وحدات", "مدفعيه",
     "مجموعه", "اعضاء", "حربي", "مسلحون", "مسلحين", "تابع", "مسير", "مسيره", "متمردو",
     "متشددو", "ارهابيو"}
)  # fmt: skip
_PREPOSITIONS = frozenset(
    {"عن", "في", "من", "علي", "بعد", "الي", "اثر", "جراء", "بسبب", "قبل", "ضد"}
)
#: kinds of cues that give no name its part by themselves
_NO_PART = frozenset({"none", "same", "repelled"})
_THAT_IT = frozenset({"انها", "انه", "انهما", "بانها", "بانه", "انهم", "انهن"})
_THAT_REACH = 3
#: words that tie a thing to its owner: دورية تابعة للجيش
_OWNED = frozenset({"تابعه", "تابع", "التابعه", "التابع", "تابعين", "تابعون"})
_CLASH_WORDS = frozenset({"اشتباكات", "مواجهات", "معارك", "اشتباك", "معركه", "قتال"})


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor that is named; tokens first ≤ i ≤ last. `actor_id` is empty where it depends on
    the country: `alias` (folded) is then a key of `Lexicon.actor_contexts`."""

    sentence: int
    first: int
    last: int
    actor_id: str
    alias: str
    part: Part
    status: PerpetratorStatus
    cue: str = ""


def actors(doc: Document, lexicon: Lexicon) -> tuple[ActorMention, ...]:
    """All actors named in the sentences that are no furniture, with their part.

    A word such as التنظيم stands for the actor named last that is called so.
    """
    out: list[ActorMention] = []
    named_so_far: list[str] = []
    for sentence in sorted(doc.sentences, key=lambda s: s.passage.part != "title"):
        if not sentence.furniture:
            out.extend(_of_sentence(doc, sentence, lexicon, named_so_far))
    return tuple(sorted(out, key=lambda a: (a.sentence, a.first, a.last)))


def _names(doc: Document, index: int, lexicon: Lexicon, named_so_far: list[str]) -> list[Hit]:
    """The names in a sentence, longest first, and the words that stand for an earlier one."""
    names: list[Hit] = []
    covered: set[int] = set()
    for hit in sorted(hits_of(doc, index, "actors"), key=lambda h: (-len(h.tokens), h.first)):
        if not covered & set(hit.tokens):
            covered |= set(hit.tokens)
            names.append(hit)
    standing_for = [h for h in hits_of(doc, index, "actor_anaphora") if h.first not in covered]
    for hit in sorted((*names, *standing_for), key=lambda h: h.first):
        if hit.lexicon == "actors":
            if hit.values["actor_id"]:
                named_so_far.append(hit.values["actor_id"])
            continue
        called = {
            actor
            for head in hit.values["head"].split(";")
            for actor in lexicon.actor_heads.get(fold(head), ())
        }
        meant = next((a for a in reversed(named_so_far) if a in called), None)
        if meant is not None:
            names.append(replace(hit, values={"actor_id": meant, "alias": ""}))
    return names


def _of_sentence(
    doc: Document, sentence: Sentence, lexicon: Lexicon, named_so_far: list[str]
) -> list[ActorMention]:
    index, tokens = sentence.index, sentence.tokens
    named = _names(doc, index, lexicon, named_so_far)
    demonyms = hits_of(doc, index, "demonyms")
    if not named and not demonyms:
        return []
    cues = [h for h in hits_of(doc, index, "perpetrator_cues") if h.values["cue"] not in _NO_PART]
    denied = any(h.values["cue"] == "none" for h in hits_of(doc, index, "perpetrator_cues"))
    victims = {at for h in hits_of(doc, index, "victim_cues") for at in h.tokens}
    out: list[ActorMention] = []
    covered: set[int] = set()
    names = tuple(hit.first for hit in named)
    for hit in named:
        covered |= set(hit.tokens)
        part, status, cue = _part(tokens_of(sentence), hit, cues, victims, names)
        if denied and cue == "claim":
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
            )
        )
    for hit in demonyms:
        if hit.first in covered or hit.first == 0:
            continue
        before = {h.tokens[-1]: h for h in cues if h.values["cue"] in ("noun", "instrument")}
        if _said_to_be(tokens, hit, cues):
            out.append(
                ActorMention(
                    index, hit.first, hit.last, hit.values["actor_id"], "", "perpetrator",
                    "suspected", "demonym",
                )
            )  # fmt: skip
            continue
        head = next((before[at] for at in (hit.first - 1, hit.first - 2) if at in before), None)
        if head is None or tokens[hit.first].text in ("الحوثيين", "الحوثيون"):
            continue
        if head.values["cue"] == "instrument" and not any(
            h.values["cue"] in ("verb", "noun", "agent") for h in cues
        ):
            continue
        if any(at in victims for at in range(max(0, head.first - 2), head.first)):
            continue
        out.append(
            ActorMention(
                index,
                hit.first,
                hit.last,
                hit.values["actor_id"],
                "",
                "perpetrator",
                "attributed",
                "demonym",
            )
        )
    return sorted(out, key=lambda a: (a.first, a.last))


def _said_to_be(tokens: tuple[Token, ...], hit: Hit, cues: list[Hit]) -> bool:
    """Whether a nationality is what something is thought to be: طائرة يعتقد أنها أميركية."""
    return tokens[hit.first - 1].text in _THAT_IT and any(
        c.values["cue"] == "suspect" and 0 < hit.first - c.last <= _THAT_REACH for c in cues
    )


def tokens_of(sentence: Sentence) -> tuple[tuple[str, ...], ...]:
    """The forms of each token."""
    return tuple(token.forms for token in sentence.tokens)


def _part(
    forms: tuple[tuple[str, ...], ...],
    hit: Hit,
    cues: list[Hit],
    victims: set[int],
    names: tuple[int, ...],
) -> tuple[Part, PerpetratorStatus, str]:
    """The part of an actor, its status and the kind of the cue."""
    for cue in cues:
        kind = cue.values["cue"]
        inside = cue.first < hit.first < cue.last
        if kind == "charge":  # who charges is named first, who is charged last
            inside = inside and not any(hit.first < n < cue.last for n in names)
        if kind in ("claim", "charge") and inside:
            return "perpetrator", _status(cue, suspected=False), kind
    start = hit.first
    while start > 0 and not _THROUGH.isdisjoint(forms[start - 1]):
        start -= 1
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
        if start - cue.last <= _REACH[kind] and (
            nearest is None or (cue.last, _weight(cue)) >= (nearest.last, _weight(nearest))
        ):
            nearest = cue
    last_victim = max((at for at in victims if at < hit.first), default=-1)
    adjacent = nearest is not None and start - nearest.last <= 1
    for cue in cues:
        kind, gap = cue.values["cue"], cue.first - hit.last
        if kind in ("verb", "agent") and 0 < gap <= 2 and forms[cue.first][0].endswith("وا"):
            return "perpetrator", _status(cue, suspected), kind  # عناصر من التنظيم أعدموا
    if last_victim >= hit.first - 2 and not adjacent and last_victim >= 0:
        return _victim_or_party(forms, hit)
    if nearest is not None and nearest.values["cue"] == "noun" and _where(forms[hit.first][0], hit):
        return "mention", "unknown", ""
    if nearest is not None:
        kind = nearest.values["cue"]
        between_victim = any(nearest.last < at < start for at in victims)
        far = start - nearest.last > 1
        if not (far and kind in ("verb", "noun") and between_victim) and not (
            far and kind == "verb"
        ):
            status: PerpetratorStatus = _status(nearest, suspected)
            return "perpetrator", status, "of" if kind == "noun" and not far else kind
        if between_victim:
            return _victim_or_party(forms, hit)
    for cue in cues:
        kind = cue.values["cue"]
        gap = cue.first - hit.last
        if 0 < gap <= _BEHIND and kind in ("claim", "agent", "verb"):
            if kind == "verb" and gap > 3:
                continue
            word = forms[cue.first][0]
            if kind == "agent" and word.endswith(("ه", "ها")):
                continue
            if kind == "verb" and forms[cue.first - 1][0] in _PREPOSITIONS:
                continue
            if start > 0 and last_victim == start - 1 and gap > 1:
                continue
            if forms[hit.first][0].startswith("لل") and not (
                gap == 1 and start > 0 and not _OWNED.isdisjoint(forms[start - 1])
            ):
                continue  # مدرعة للجيش استهدفت
            return "perpetrator", _status(cue, suspected), kind
    if any(_CLASH_WORDS & set(f) for f in forms[max(0, hit.first - 6) : hit.first]):
        return "party", "attributed", "clash"
    return "mention", "unknown", ""


def _where(word: str, hit: Hit) -> bool:
    """Whether ب makes the name the place of something: هجوم بتركيا."""
    alias = fold(hit.values["alias"]).split()
    return bool(alias) and word == f"ب{alias[0]}"


def _weight(cue: Hit) -> int:
    return {"claim": 4, "agent": 3, "by": 3, "accuse": 3, "charge": 3, "verb": 2, "noun": 1}.get(
        cue.values["cue"], 0
    )


def _status(cue: Hit, suspected: bool) -> PerpetratorStatus:
    status = cue.values["status"]
    if status == "claimed":
        return "claimed"
    return "suspected" if suspected or status == "suspected" else "attributed"


def _victim_or_party(
    forms: tuple[tuple[str, ...], ...], hit: Hit
) -> tuple[Part, PerpetratorStatus, str]:
    around = forms[max(0, hit.first - 4) : hit.first]
    if any(_CLASH_WORDS & set(f) for f in around):
        return "party", "attributed", "clash"
    return "victim", "unknown", ""
