"""A correction and the fields that it may set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

COLUMNS = (
    "correction_id", "action", "subject", "field", "value", "other", "made_by", "made_on",
    "second_by", "reason",
)  # fmt: skip
ACTIONS = ("set", "merge", "split", "retract", "confirm", "set_place", "set_actor", "undo")
#: action → the kind of reference entry that it corrects
ENTRY_ACTIONS: Mapping[str, str] = {"set_place": "place", "set_actor": "actor"}
#: actions that are hard to notice in the data afterwards, and so need a second person
TWO_NAMES = ("merge", "retract")
#: the word for "the text does not say": an empty cell is a mistake
UNKNOWN = "unknown"
_MEASURES = ("killed", "wounded", "arrested", "abducted", "killed_of_perpetrators")
COUNT_FIELDS = tuple(f"{m}_{bound}" for m in _MEASURES for bound in ("low", "best", "high"))
#: field of an incident → file and column of the seeds that hold its codes
CODED_FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "event_type": (("event_types.csv", "code"),),
    "weapon": (("weapons.csv", "code"),),
    "target_type": (("target_types.csv", "code"),),
    "perpetrator_status": (("perpetrator_status.csv", "code"),),
    "perpetrator_actor_id": (("actors.csv", "actor_id"),),
    "place_id": (("places/gazetteer.csv", "place_id"), ("places/supplement.csv", "place_id")),
}
OUTCOMES = frozenset({"completed", "attempted", "foiled"})
INCIDENT_FIELDS = ("occurred_on", "outcome", *CODED_FIELDS, *COUNT_FIELDS)
PLACE_FIELDS = ("name_ar", "name_en", "admin1_code", "latitude", "longitude")
ACTOR_FIELDS = ("name_ar", "name_en", "actor_type", "country_code", "parent_actor_id")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of corrections/*.csv, as it stands there. `where` is its file and line."""

    correction_id: str
    action: str
    subject: str
    field: str
    value: str
    other: str
    made_by: str
    made_on: str
    second_by: str
    reason: str
    where: str

    @property
    def is_of_entry(self) -> bool:
        """Whether it corrects the reference entry of a place or an actor."""
        return self.action in ENTRY_ACTIONS

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that a split takes out."""
        return tuple(part.strip() for part in self.value.split(";") if part.strip())


def active(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections in force: neither undone nor an undo, by id."""
    rows = list(corrections)
    undone = {row.other for row in _undos_in_force(rows)}
    return tuple(
        sorted(
            (row for row in rows if row.action != "undo" and row.correction_id not in undone),
            key=lambda row: row.correction_id,
        )
    )


def _undos_in_force(rows: Sequence[Correction]) -> list[Correction]:
    """An undo can be undone too: the chain is followed from its end."""
    undos = {row.correction_id: row for row in rows if row.action == "undo"}
    undone_by: defaultdict[str, list[str]] = defaultdict(list)
    for undo in undos.values():
        undone_by[undo.other].append(undo.correction_id)
    # from those that nothing undoes to what they undo: each is decided once all that undo it are
    open_ = {id_: len(undone_by[id_]) for id_ in undos}
    decided = {id_: True for id_, many in open_.items() if not many}
    waiting = list(decided)
    while waiting:
        id_ = waiting.pop()
        target = undos[id_].other
        if target not in undos:
            continue
        open_[target] -= 1
        if not open_[target]:
            decided[target] = not any(decided[by] for by in undone_by[target])
            waiting.append(target)
    # undos that undo each other in a circle have no effect
    return [undo for id_, undo in undos.items() if decided.get(id_, False)]
