"""What a sentence says around the names of actors in it: cues, victims, clashes, doers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.candidates.actors.cues import APART, VERBS, is_verb
from extractors.patterns.lexicon import hits_of
from extractors.patterns.pattern import Hit
from extractors.patterns.word_sets import word_set
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.document import Document, Sentence, Token
    from extractors.patterns.lexicon import Lexicon


#: from اشتباكات to بين, from بين to the first party, to the last
_CLASH_TO_BETWEEN, _FIRST_PARTY, _LAST_PARTY = 12, 9, 30
#: words between a cue and a name that belong to the name's phrase
_THROUGH = word_set("actors.through")
#: words for how many attack, and verbs that are never passive, so that whoever is behind attacks
_HOW_MANY, _ATTACKS = word_set("actors.how_many"), word_set("actors.attacks")
_FLYING = word_set("actors.flying")
#: behind what two have with each other, so many words before "between", both are only named
_BETWEEN = frozenset({"بين"})
_TWO_SIDES = word_set("actors.two_sides")
_TWO_SIDES_REACH = 3
#: what was said begins so
_THAT = word_set("actors.that")


@dataclass(slots=True)
class Scene:
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
    #: verbs whose subject a force is that hits nobody
    acts: frozenset[int]
    targets: frozenset[int]
    #: behind these a name only helps, or is one that somebody is blamed to have been with
    beside: frozenset[int]
    #: what is hit, as an object
    aims: frozenset[int]

    def paused(self, at: int) -> bool:
        """Whether a sign of punctuation stands before a token."""
        return bool(self.folded[self.tokens[at - 1].end : self.tokens[at].start].strip())

    def between(self, after: int, before: int) -> list[Hit]:
        """The names that begin behind one token and before another."""
        return [n for n in self.names if after < n.first < before]


def scene_of(doc: Document, sentence: Sentence, named: list[Hit], lexicon: Lexicon) -> Scene:
    """What a sentence says around the names in it."""
    index = sentence.index
    marks: dict[str, list[Hit]] = {kind: [] for kind in APART}
    cues: list[Hit] = []
    days = {d.start for d in doc.dates if d.sentence == index}
    verbs = {
        h.last + 1 for h in hits_of(doc, index, "perpetrator_cues") if h.values["cue"] in VERBS
    }
    for hit in hits_of(doc, index, "perpetrator_cues"):
        kind = hit.values["cue"]
        if kind in VERBS and not is_verb(sentence.tokens[hit.first], hit):
            continue  # لأسر الشهداء is no أسر
        behind = sentence.tokens[hit.last + 1 : hit.last + 2]
        if kind == "verb" and hit.first in verbs and any(t.start in days for t in behind):
            continue  # نفذتها فجر أمس قوات: dawn, not who blew up
        (marks[kind] if kind in APART else cues).append(hit)
    triggers = hits_of(doc, index, "triggers")
    around = hits_of(doc, index, "around_names")
    harms = hits_of(doc, index, "harm_words")
    clashes = tuple(h.first for h in triggers if h.values["event_type"] == "clash")
    forms = tuple(token.forms for token in sentence.tokens)
    scene = Scene(
        sentence.tokens,
        sentence.passage.folded,
        forms,
        named,
        cues,
        marks,
        {
            at
            for h in hits_of(doc, index, "victim_cues")
            for at in h.tokens
            if forms[min(at + 1, len(forms) - 1)][0] not in _THAT  # قال المسؤول إن الجيش …
            and not _between_two(forms, at)
        },
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
        frozenset(at for h in hits_of(doc, index, "force_acts") for at in (h.first, h.last)),
        frozenset(h.first for h in hits_of(doc, index, "target_words")),
        frozenset(h.last for h in around if h.values["kind"] in ("helped", "blamed")),
        frozenset(h.first for h in around if h.values["kind"] == "aim"),
    )
    scene.parties = _parties(scene)
    return scene


def _between_two(forms: tuple[tuple[str, ...], ...], at: int) -> bool:
    """Whether "between" stands behind what two have with each other: حرب بين كذا وكذا."""
    return not _BETWEEN.isdisjoint(forms[at]) and any(
        not _TWO_SIDES.isdisjoint(of) for of in forms[max(at - _TWO_SIDES_REACH, 0) : at]
    )


def _is_country(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the name is a country's own, which may as well be a place."""
    if hit.values.get("capital"):
        return True
    row = lexicon.actors.get(hit.values["actor_id"], {})
    return row.get("actor_type") == "state" and hit.values["alias"] == row["name_ar"]


def _parties(scene: Scene) -> set[int]:
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
            out |= {n.first for n in behind if n is behind[0] or is_tied_on(scene, n)}
    return out


def is_tied_on(scene: Scene, hit: Hit) -> bool:
    """Whether و ties the name, or the phrase that it ends, to what stands before."""
    return scene.tokens[phrase_start(scene, hit)].text.startswith("و")


def phrase_start(scene: Scene, hit: Hit) -> int:
    """Where the phrase begins that the name ends: عناصر من تنظيم …; behind a verb of attacking
    with how many they were: هاجم عشرات من مقاتلي …"""
    start = hit.first
    while (
        start > 0
        and not scene.tokens[start].text.startswith("و")
        and not _THROUGH.isdisjoint(scene.forms[start - 1])
    ):
        start -= 1
    many = start
    while many > 0 and (many - 1 in scene.quantities or scene.tokens[many - 1].text in _HOW_MANY):
        many -= 1
    attack = many > 0 and unjoined(scene.tokens[many - 1].text, "وف") in _ATTACKS
    return many if attack else start
