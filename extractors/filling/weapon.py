"""What was used."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from extractors.facts import weapons
from extractors.filling.bearing_words import whole_of
from extractors.filling.earlier import weapon_before

if TYPE_CHECKING:
    from extractors.facts.weapons import WeaponMention
    from extractors.filling.context import Context
    from extractors.joining.incident import Incident


def weapon_of(context: Context, incident: Incident, kind: str) -> str:
    """The weapon that its words name or its type implies; else that of the incident before."""
    mentions = cast("list[WeaponMention]", incident.all("weapons"))
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
