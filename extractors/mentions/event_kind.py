"""The type of event that a clause tells, by its words and by who acts in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidates import event_words
from extractors.mentions.mention import ATTACKERS, HARM
from extractors.patterns.lexicon import hits_of
from extractors.text.clitics import unjoined

if TYPE_CHECKING:
    from extractors.candidates.actors.reading import ActorMention
    from extractors.candidates.counts.casualties import Count
    from extractors.candidates.triggers import Clause
    from extractors.document import Document
    from extractors.mentions.mention import Mention
    from extractors.patterns.lexicon import Lexicon


def event_kind(doc: Document, clause: Clause, counts: list[Count]) -> tuple[str | None, str]:
    """The type of what a clause tells, and whether it is told (event) or hinted at."""
    harmed = any(c.measure in HARM and c.value != 0 for c in counts)
    kind, firmness = event_words.event_type(clause, harmed=harmed)
    if not harmed:
        for measure, implied in (("arrested", "arrest"), ("abducted", "kidnapping")):
            held = [c.first for c in counts if c.measure == measure and c.value and not c.resumes]
            if held and kind != "weapons_seizure":
                kind, firmness = implied, "event"
    killings = [
        h.first
        for h in clause.harms
        if h.lexicon == "harm_words" and h.values["measure"] == "killed" and h.values["violent"]
    ]
    if kind == "arrest" and killings:
        arrested_at = [h.first for h in clause.triggers if h.values["event_type"] == "arrest"]
        counted = any(c.measure == "killed" and c.value and c.firm for c in counts)
        arrested_at += [c.first for c in counts if c.measure == "arrested" and c.value]
        if firmness == "weak" or (counted and arrested_at and killings[0] < min(arrested_at)):
            kind = "armed_attack"  # مقتل أربعة في مداهمة; قتلت الشرطة اثنين واعتقلت ثالثا
    fell = any(
        c.measure == "killed" and c.value and c.firm and c.victim_class in ATTACKERS for c in counts
    )
    if kind == "arrest" and firmness == "weak" and fell:
        kind, firmness = "armed_attack", "event"  # مداهمة أسفرت عن مصرع سبعة
    if kind is None and _by_gunmen(doc, clause, counts):
        kind, firmness = "armed_attack", "event"
    return kind, firmness


def _by_gunmen(doc: Document, clause: Clause, counts: list[Count]) -> bool:
    """Whether gunmen are the subject of the verb that governs a count: قتل مسلحون 12 عاملا، إن
    مسلحين قتلوا ضابطا. Those who fell beside them are tied on with و: قتل مسلحان و12 عاملا."""
    tokens = doc.sentences[clause.sentence].tokens
    subjects = {at for h in hits_of(doc, clause.sentence, "subject_words") for at in h.tokens}
    firsts = {c.first for c in counts if c.measure in HARM and c.value}
    for harm in clause.harms:
        at = harm.last + 1
        while at in subjects:
            at += 1
        if at > harm.last + 1 and at in firsts and tokens[at].text[0] != "و":
            return harm.values["form"] == "verb"
    return False


def strikes_from_the_air(lexicon: Lexicon, actor: ActorMention) -> bool:
    """Whether an actor is a coalition that does something: it strikes from the air."""
    ids = (
        [actor.actor_id]
        if actor.actor_id
        else list(lexicon.actor_contexts.get(actor.alias, {}).values())
    )
    return bool(
        actor.part == "perpetrator"
        and ids
        and all(lexicon.actors[i]["actor_type"] == "coalition" for i in ids)
    )


def note_captures(doc: Document, mention: Mention) -> None:
    """Set whether prisoners are taken; beside a fight, or dead, that is a clash."""
    clause = mention.clauses[0]
    sentence = doc.sentences[clause.sentence]
    taking = [h for h in clause.harms if h.values["measure"] == "arrested"]
    arrests = [h for h in clause.triggers if h.values["event_type"] == "arrest"]
    words = [sentence.tokens[h.first].text for h in (*arrests, *taking)]
    mention.captures = (
        mention.event_type == "arrest"
        and bool(words)
        and all(unjoined(word, "وفبلت").startswith("اسر") for word in words)
    )
    fought = any(h.values["event_type"] == "clash" for h in clause.triggers)
    if mention.captures and (fought or any(c.measure in HARM for c in mention.counts)):
        mention.event_type, mention.firmness, mention.captures = "clash", "event", False
