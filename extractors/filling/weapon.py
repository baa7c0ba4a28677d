"""What was used."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors.candidates import weapons
from extractors.filling.bearing_words import whole_of
from extractors.filling.earlier import weapon_before
from extractors.patterns.word_sets import word_set

if TYPE_CHECKING:
    from extractors.candidates.weapons import WeaponMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident

#: what somebody was killed by (folded), and how near behind the word of harm it stands
_BY_SHOTS = word_set("weapons.by_shots")
_HARMED_BY = 7


def weapon_of(context: Context, incident: Incident, kind: str) -> str:
    """The weapon that its words name or its type implies; else that of the incident before."""
    mentions = cast("list[WeaponMention]", incident.all("weapons"))
    mentions = _of_the_dead(context, incident, mentions) or mentions
    name, mention = weapons.choose(mentions, kind)
    if name == "unknown":
        return weapon_before(context, incident, kind)
    context.means.append((kind, name))
    if mention is not None:
        same = [
            (m.first, m.last)
            for m in mentions
            if m.sentence == mention.sentence and m.weapon == name
        ]
        tokens = whole_of(mention.first, mention.last, same)
        context.note("weapon", context.span(mention.sentence, *tokens))
    else:
        context.note("weapon", context.noted("event_type"))
    return name


def _of_the_dead(
    context: Context, incident: Incident, mentions: list[WeaponMention]
) -> list[WeaponMention]:
    """The shots with which somebody is said to have been killed, where an armed attack tells of
    other weapons too: استشهد برصاص القوات بعد محاولته طعن جندي."""
    if incident.family not in (None, "armed"):
        return []
    shot = []
    for mention in mentions:
        tokens = context.doc.sentences[mention.sentence].tokens
        harms = {
            h.first for m in incident.mentions if m.sentence == mention.sentence for h in m.harms
        }
        near = range(mention.first - _HARMED_BY, mention.first)
        shots = tokens[mention.first].text in _BY_SHOTS and not mention.taken
        if shots and not harms.isdisjoint(near):
            shot.append(mention)
    return shot
